"""The rules written in JavaScript, by node's own test runner: one pytest test for each file of tests/js."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parent / "js").glob("*.test.mjs"))


def node() -> str:
    """Where node is; the test is skipped without one, and fails where nothing may be skipped."""
    found = shutil.which("node")
    if found is None:
        words = "no node on this machine: apt-get install nodejs"
        if os.environ.get("ANXUE_NOTHING_MAY_BE_SKIPPED") == "1":
            pytest.fail(words)
        pytest.skip(words)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_javascript(file: Path) -> None:
    ran = subprocess.run([node(), "--test", str(file)], capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_there_are_tests() -> None:
    assert FILES
