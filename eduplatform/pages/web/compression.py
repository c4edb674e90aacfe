"""Text goes out gzipped: files packed once and kept, pages packed as they are made. Videos and ranges stay as they are."""

from __future__ import annotations

import secrets
import zlib
from collections import OrderedDict
from gzip import GzipFile
from io import BytesIO
from threading import Lock

from flask import Flask, Response, request

TEXT = frozenset(
    (
        "text/html",
        "text/css",
        "text/javascript",
        "text/vtt",
        "text/plain",
        "application/json",
        "application/manifest+json",
        "image/svg+xml",
    )
)
LEAST = 1024  #: bytes; below this packing gains nothing
MOST_KEPT = 16 * 1024 * 1024  #: bytes of packed files in the process
PADDING = 64  #: up to so many random bytes stand in the head of a packed page: its length must not tell what is in it (BREACH)


def register(app: Flask) -> None:
    """Hook on. Must be the first after_request that is hooked on, so that it runs when all headers are set."""
    app.after_request(_pack)


class _Kept:
    """Packed files by name and version; the least used go first."""

    def __init__(self, most: int):
        self.most, self.size = most, 0
        self.rows: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self.lock = Lock()

    def get(self, key: tuple[str, str]) -> bytes | None:
        with self.lock:
            if key in self.rows:
                self.rows.move_to_end(key)
            return self.rows.get(key)

    def put(self, key: tuple[str, str], packed: bytes) -> None:
        with self.lock:
            self.size += len(packed) - len(self.rows.pop(key, b""))
            self.rows[key] = packed
            while self.size > self.most:
                self.size -= len(self.rows.popitem(last=False)[1])


_files = _Kept(MOST_KEPT)


def _pack(response: Response) -> Response:
    if response.mimetype not in TEXT or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if not _wanted(response):
        return response
    tag, weak = response.get_etag()
    packed = _file(response, (request.path, tag)) if tag and not weak else _page(response.get_data())
    if packed is None:
        return response
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    if tag:
        response.set_etag(tag, weak=True)  # same content, other bytes
    return response


def _wanted(response: Response) -> bool:
    """Whether the browser takes gzip and the body is whole, known and long enough."""
    if request.method == "HEAD" or response.status_code in (204, 206, 304) or "Range" in request.headers:
        return False
    if response.is_streamed and not response.direct_passthrough:
        return False
    return request.accept_encodings["gzip"] > 0 and (response.content_length or LEAST) >= LEAST


def _file(response: Response, key: tuple[str, str]) -> bytes | None:
    packed = _files.get(key)
    if packed is None:
        if (response.content_length or 0) > MOST_KEPT // 8:
            return None
        response.direct_passthrough = False
        packed = zlib.compress(response.get_data(), 9, wbits=31)
        _files.put(key, packed)
    elif hasattr(response.response, "close"):
        response.response.close()  # the file send_file() opened, which nobody will read
    response.direct_passthrough = False
    return packed


def _page(data: bytes) -> bytes | None:
    if len(data) < LEAST:
        return None
    target = BytesIO()
    with GzipFile("x" * secrets.randbelow(PADDING), "wb", 5, target, mtime=0) as packer:
        packer.write(data)
    return target.getvalue()
