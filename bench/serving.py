"""A real server process, and a small HTTP client that keeps its connection and cookies. Also used by the fault tests."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """`python app.py`, or another program that reads PORT, on a database; kill() is kill -9 of the whole group."""

    url: str
    instance: Path
    program: tuple[str, ...] = ("app.py",)
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    root: Path = ROOT  #: the tree it runs in, and the interpreter that has what this tree names
    python: str = sys.executable
    process: subprocess.Popen[bytes] | None = None

    def start(self, wait: float = 30) -> float:
        """Start and wait until it answers; seconds to the first page."""
        began = time.monotonic()
        env = (
            os.environ
            | {
                "DATABASE_URL": self.url,
                "INSTANCE": str(self.instance),
                "PORT": str(self.port),
                "SECRET_KEY": "bench",
                "PYTHONPATH": str(self.root),
            }
            | self.settings
        )
        log = (self.instance / "server.log").open("ab")
        self.process = subprocess.Popen(
            [self.python, *self.program], cwd=self.root, env=env, stdout=log, stderr=log, start_new_session=True
        )
        while time.monotonic() - began < wait:
            try:
                if Client(self.port).get("/healthz").status == 200:
                    return time.monotonic() - began
            except OSError:
                time.sleep(0.02)
        raise TimeoutError(f"the server did not answer: {(self.instance / 'server.log').read_text()[-2000:]}")

    def kill(self) -> None:
        """No time to tidy anything up: the power is gone."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    def cpu(self) -> float:
        """CPU seconds the process has used so far."""
        assert self.process
        parts = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return max(_running(self.process.pid), (int(parts[11]) + int(parts[12])) / TICKS)

    def waited(self) -> float:
        """Seconds the main thread was ready to run while others had the processors (0 where the kernel does not tell)."""
        assert self.process
        try:
            return int(Path(f"/proc/{self.process.pid}/schedstat").read_text().split()[1]) / 1e9
        except (OSError, IndexError):
            return 0.0

    def memory(self) -> float:
        """Resident memory in MB."""
        assert self.process
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.process.pid}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _running(pid: int) -> float:
    """Seconds on a processor of all living threads, to the microsecond where the kernel tells it (else 0)."""
    try:
        return sum(int(each.read_text().split()[0]) for each in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9
    except (OSError, IndexError):
        return 0.0


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def statements(self) -> int:
        return int((self.headers.get("Server-Timing") or 'desc="0"').partition('desc="')[2].rstrip('"'))


class Client:
    """One browser: a kept connection, cookies, the form token of the last page."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None):
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = dict(cookies or {})
        self.token = ""

    def get(self, path: str, **headers: str) -> Answer:
        answer = self._ask("GET", path, None, headers)
        found = re.search(rb'name="csrf[-_]token" (?:content|value)="([^"]+)"', answer.body)
        self.token = found[1].decode() if found else self.token
        return answer

    def post(self, path: str, data: dict[str, str], **headers: str) -> Answer:
        body = urllib.parse.urlencode(data | {"csrf_token": self.token})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"} | headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} | {
            k.replace("_", "-"): v for k, v in headers.items()
        }
        try:
            self.link.request(method, path, body, sent)
            response = self.link.getresponse()
        except http.client.RemoteDisconnected:
            # The server ends kept connections that rest, and a busy machine makes us rest; a browser asks on a new one too.
            if method != "GET":
                raise
            self.link.close()
            self.link.request(method, path, body, sent)
            response = self.link.getresponse()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers, response.read())
