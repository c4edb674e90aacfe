"""Posting to a webhook: to the number that was looked at, without following anybody elsewhere, and not for longer than a few seconds."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from contextlib import suppress
from urllib.parse import SplitResult

from .inside_addresses import read_address, resolve_outside
from .message import Handing, Message, NeverAgain, TryAgain
from .webhook_shapes import Post, shape, took_it

TIMEOUT = 5  #: seconds a receiver has for all of it, however slowly it drips
MOST_ANSWER = 8192  #: bytes read of an answer


def send_webhook(
    url: str, kind: str, secret: str, message: Message, now_ms: int, inside_allowed: bool, handing: Handing
) -> None:
    """Post one message; TryAgain or NeverAgain say how it did not go. A receiver too slow to answer is asked again with the same key:
    a program knows the repetition by it."""
    parts = read_address(url)
    number, port = resolve_outside(parts, inside_allowed)
    post = shape(kind, message, secret, now_ms)
    try:
        line = _Vetted(parts, number, port)
        line.connect()
    except (OSError, http.client.HTTPException) as down:
        raise TryAgain("hook_down") from down
    handing()
    why = _answer(line, parts, post)
    if why in ("hook_moved", "hook_refused"):
        raise NeverAgain(why) if why == "hook_moved" else TryAgain(why)
    if why:
        raise TryAgain(why)


def _answer(line: _Vetted, parts: SplitResult, post: Post) -> str:
    watch = threading.Timer(TIMEOUT, line.cut)
    watch.start()
    try:
        query = "&".join(part for part in (parts.query, post.query) if part)
        line.request("POST", (parts.path or "/") + (f"?{query}" if query else ""), post.body, post.headers)
        answer = line.getresponse()
        return took_it(answer.status, answer.read(MOST_ANSWER))
    except (OSError, http.client.HTTPException):
        return "hook_slow"
    finally:
        watch.cancel()
        line.close()


class _Vetted(http.client.HTTPConnection):
    """A connection to the number that was looked at, whatever the name says by now; the certificate must be that of the name."""

    def __init__(self, parts: SplitResult, number: str, port: int):
        super().__init__(parts.hostname or "", port, timeout=TIMEOUT)
        self._number, self._secure = number, parts.scheme == "https"
        self.default_port = (
            443 if self._secure else 80
        )  # else the Host header names the port, which some receivers refuse

    def connect(self) -> None:
        self.sock = socket.create_connection((self._number, self.port), TIMEOUT)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """Let go in the middle of an answer that drips."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)
