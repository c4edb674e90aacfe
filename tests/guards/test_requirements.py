"""What the product imports is on the list of pyproject.toml, and all of it is locked with the digest of every file."""

from __future__ import annotations

import re
import sys
import tomllib

import pytest

from .sources import ROOT, imported, modules

OURS = {"eduplatform", "roster"}  #: the sandbox of the roster reader imports itself by its folder
#: Packages whose import has another name.
NAMES = {
    "argon2": "argon2-cffi",
    "cv2": "opencv-python-headless",
    "docx": "python-docx",
    "markdown_it": "markdown-it-py",
    "PIL": "pillow",
    "pptx": "python-pptx",
    "yaml": "pyyaml",
}
#: Imported only by commands for writers, with words of their own where it is missing.
WRITERS = {"playwright": "curriculum/video/"}
#: On the list without an import: servers, drivers, data.
SERVING = {"babel", "gunicorn", "psycopg", "tzdata"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ;[^\\]*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M)


def listed(lines: list[str]) -> set[str]:
    return {re.split(r"[\[><=~! ]", line)[0] for line in lines}


DIRECT = listed(PROJECT["dependencies"])
DEVELOPING = listed(PROJECT["optional-dependencies"]["dev"])


def packages() -> dict[str, str]:
    """Package → a file that imports it."""
    found = {}
    for path, tree in modules():
        for name, line in imported(path, tree):
            top = name.split(".")[0]
            if (
                top
                and top not in sys.stdlib_module_names
                and top not in OURS
                and not path.startswith(WRITERS.get(top, "-"))
            ):
                found[NAMES.get(top, top.replace("_", "-"))] = f"{path}:{line}"
    return found


def test_what_is_imported_is_listed() -> None:
    missing = {name: where for name, where in packages().items() if name not in DIRECT}
    assert not missing, f"add to dependencies in pyproject.toml, then `make lock`: {missing}"


def test_what_is_listed_is_used() -> None:
    left = DIRECT - set(packages()) - SERVING
    assert not left, f"nothing imports {sorted(left)}: take it from pyproject.toml, then `make lock`"


@pytest.mark.parametrize(
    ("file", "wanted"), [("requirements.txt", DIRECT), ("requirements-dev.txt", DIRECT | DEVELOPING)]
)
def test_what_is_listed_is_locked(file: str, wanted: set[str]) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    locked = {name for name, _version, _hashes in PINNED.findall(text)}
    assert wanted <= locked, f"run `make lock`: {sorted(wanted - locked)}"
    assert len(locked) == len(re.findall(r"^\S+==", text, re.M)), "a line without digests"
    assert "://" not in text, "no address of a registry"


def test_tests_run_with_the_versions_that_are_served() -> None:
    served, tested = (
        dict(row[:2] for row in PINNED.findall((ROOT / file).read_text(encoding="utf-8")))
        for file in ("requirements.txt", "requirements-dev.txt")
    )
    assert served.items() <= tested.items(), f"run `make lock`: {served.items() - tested.items()}"


def test_the_version_stands_in_one_place() -> None:
    assert PROJECT["dynamic"] == ["version"] and "version" not in PROJECT
