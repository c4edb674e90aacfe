"""Work done again and again, each time in a process forked from this one, which has everything imported: it may be killed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


def answer_lines(work: Callable[[str], int]) -> None:
    """For each line read from standard input: `work(line)` in a child; prints what it returned, "killed", or "failed"."""
    for line in sys.stdin:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            os.write(write, str(work(line.strip())).encode())
            os._exit(0)
        os.close(write)
        said = os.read(read, 100).decode()
        os.close(read)
        _pid, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else said or "failed", flush=True)
