"""Reads an upload in a child process with limits: a hostile file can only kill the child."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from .book_types import Book
from .read import MAX_BYTES
from .refusals import RosterRefused

_CHILD = str(Path(__file__).with_name("sandbox_child.py"))


def read_file_safely(filename: str, data: bytes, encoding: str | None = None, timeout: int = 60) -> Book:
    """The same `Book` or the same refusal as `read.read_file`, in at most 512 MB and `timeout` CPU seconds.

    Refuses besides: file_too_slow, file_too_heavy (the child ran out of memory or died).
    """
    if len(data) > MAX_BYTES:
        raise RosterRefused("file_too_large", megabytes=len(data) >> 20, most=MAX_BYTES >> 20)
    header = json.dumps({"filename": filename, "encoding": encoding, "seconds": max(1, timeout)}).encode()
    try:
        child = subprocess.run(
            [sys.executable, "-I", _CHILD],
            input=header + b"\n" + data,
            capture_output=True,
            timeout=timeout * 2 + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RosterRefused("file_too_slow") from None
    return _answer(child)


def _answer(child: subprocess.CompletedProcess[bytes]) -> Book:
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise RosterRefused("file_too_slow")
    if child.returncode != 0:
        raise RosterRefused("file_too_heavy")
    answer = json.loads(child.stdout)
    if "refused" in answer:
        raise RosterRefused(answer["refused"], **answer["values"])
    return Book.from_json(answer["book"])
