"""Real receivers on loopback: a mail server (aiosmtpd) and an HTTP server that is slow, fails, or sends people elsewhere."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


class Letters:
    """Keeps what it is told; `refuse` an address to which it says no, `later` one to which it says not now."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 – aiosmtpd's name
        if address.startswith("nobody"):
            return "550 no such person"
        if address.startswith("later"):
            return "451 come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.got.append(message_from_bytes(envelope.content, policy=default))
        return "554 not this" if "refused" in envelope.rcpt_tos[0] else "250 taken"


@contextmanager
def mail_server(port: int = 0) -> Iterator[tuple[Letters, int]]:
    """A mail server; gives what it got and its port."""
    letters = Letters()
    server = Controller(letters, hostname="127.0.0.1", port=port or free_port())
    server.start()
    try:
        yield letters, server.port
    finally:
        server.stop()


def free_port() -> int:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class _Robot(BaseHTTPRequestHandler):
    def do_POST(self) -> None:  # noqa: N802 – the library's name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))  # type: ignore[attr-defined]
        kind = self.path.strip("/").split("?")[0]
        if kind == "slow":
            time.sleep(self.server.slowness)  # type: ignore[attr-defined]
        if kind == "moved":
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
            self.end_headers()
            return
        said = {"errcode": 310000, "errmsg": "sign not match"} if kind == "no" else {"errcode": 0}
        answer = json.dumps(said).encode()
        self.send_response(500 if kind == "fails" else 200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if kind == "drips":
            for byte in answer:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.2)
        else:
            self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def robot(slowness: float = 1.5) -> Iterator[ThreadingHTTPServer]:
    """A receiver of webhooks: /ok /slow /fails /moved /no /drips. `got`: (path, headers, body) of each post."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Robot)
    server.got, server.slowness = [], slowness  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
