"""Files and folders that only the user of the service may read: names of children lie in them."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path


def folder(path: Path) -> Path:
    """Make a folder, or make it ours alone (0700). One that others share (/tmp) or that is not ours is left as it is."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    _close(path, 0o700)
    return path


def closed(path: Path) -> Path:
    """Make a file ours alone (0600)."""
    _close(path, 0o600)
    return path


def write_private(path: Path, text: str) -> None:
    """Write a whole file, ours alone from the first byte on; killed in the middle, the old one stands."""
    folder(path.parent)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def install(path: Path) -> Path:
    """The folder of the install with what lies in it: database, keys, demo accounts; folders of uploads, exports and backups."""
    folder(path)
    for each in path.iterdir():
        _close(each, 0o700 if each.is_dir() else 0o600)
    return path


def _close(path: Path, mode: int) -> None:
    with suppress(OSError):  # gone meanwhile, or not ours
        found = path.lstat()
        shared = bool(found.st_mode & stat.S_ISVTX) or not (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode))
        if not shared and stat.S_IMODE(found.st_mode) != mode and found.st_uid == os.geteuid():
            path.chmod(mode)
