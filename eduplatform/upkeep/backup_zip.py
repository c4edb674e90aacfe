"""The zip of a backup: a copy of the database and a manifest. Unpacking trusts nothing the file says about its own size."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from pathlib import Path
from typing import Any

from .database_copies import NAMES

MANIFEST = "manifest.json"
MOST_MANIFEST = (
    64 * 1024 * 1024
)  #: bytes: heads of the chains of a city and marks of the erased of many years are 2 to 4 MB
SPARE = 0.05  #: share of the disk that unpacking leaves free
_PIECE = 1 << 20

Manifest = dict[str, Any]


def pack(copy: Path, manifest: Manifest, file: Path) -> None:
    """Write a backup. Under its name it is only ever there whole: killed in the middle, a hidden file is left, which the next one removes."""
    part = file.with_name(f".{file.name}.part")
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.write(copy, copy.name)
            packed.writestr(MANIFEST, json.dumps(manifest), zipfile.ZIP_DEFLATED)
        raw.flush()
        os.fsync(raw.fileno())
    os.replace(part, file)


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest_of(file: Path) -> Manifest | None:
    """The manifest of a backup; None for what is no backup."""
    try:
        with zipfile.ZipFile(file) as packed:
            return _manifest(packed)
    except (OSError, *_NO_BACKUP):
        return None


def unpack(file: Path, folder: Path, most: int) -> tuple[Path, Manifest]:
    """Take the copy out of a backup. ValueError for what is damaged, is no backup, or would unpack to more than `most` bytes or fill the disk."""
    try:
        with zipfile.ZipFile(file) as packed:
            manifest = _manifest(packed)
            copy = folder / str(manifest["file"])
            size = packed.getinfo(copy.name).file_size
            _room(size, manifest, most, folder)
            with packed.open(copy.name) as inside, copy.open("wb") as outside:
                _copied(inside, outside, size)
    except _NO_BACKUP as wrong:
        raise ValueError(f"{file} is not a backup of Anxue, or is damaged") from wrong
    if file_digest(copy) != manifest["sha256"]:
        raise ValueError(f"{file} is damaged: the digest of the database does not agree")
    return copy, manifest


class _Odd(Exception):
    """Not what a backup looks like."""


_NO_BACKUP = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    UnicodeDecodeError,
    json.JSONDecodeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    _Odd,
)


def _manifest(packed: zipfile.ZipFile) -> Manifest:
    members = packed.infolist()
    names = sorted(member.filename for member in members)
    if len(members) != 2 or MANIFEST not in names or not set(names) - {MANIFEST} <= set(NAMES.values()):
        raise _Odd(f"it holds {names[:5]}")
    if packed.getinfo(MANIFEST).file_size > MOST_MANIFEST:
        raise _Odd("its manifest is too large")
    with packed.open(MANIFEST) as inside:
        text = inside.read(MOST_MANIFEST + 1)
    manifest = json.loads(text)
    if (
        len(text) > MOST_MANIFEST
        or not isinstance(manifest, dict)
        or manifest["file"] not in names
        or manifest["file"] == MANIFEST
    ):
        raise _Odd("its manifest is odd")
    return manifest


def _room(size: int, manifest: Manifest, most: int, folder: Path) -> None:
    if manifest.get("bytes", size) != size:
        raise _Odd("its sizes contradict each other")
    if size > most:
        raise ValueError(f"it would unpack to {size} bytes, and at most {most} are allowed: see --most-gb")
    disk = shutil.disk_usage(folder)
    if size > disk.free - SPARE * disk.total:
        raise ValueError(f"it would unpack to {size} bytes, and only {disk.free} are free on the disk of {folder}")


def _copied(inside: Any, outside: Any, size: int) -> None:
    """Copy `size` bytes and no more: what comes out counts, not what the file says would."""
    left = size
    while piece := inside.read(_PIECE):
        left -= len(piece)
        if left < 0:
            raise _Odd("it is larger than it says")
        outside.write(piece)
