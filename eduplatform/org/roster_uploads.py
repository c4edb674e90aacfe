"""Roster uploads in the instance folder: the raw file until it is read, then its scrubbed sheets until the batch ends."""

from __future__ import annotations

import json
import time
from pathlib import Path

from ..shared import private_files
from .roster.book_types import Book

KEPT_SECONDS = 24 * 3600


class Uploads:
    """Files of roster batches in one folder."""

    def __init__(self, folder: str | Path):
        self.folder = Path(folder) / "uploads"

    def raw(self, batch_id: int) -> Path:
        return self.folder / f"{batch_id}.raw"

    def sheets(self, batch_id: int) -> Path:
        return self.folder / f"{batch_id}.json"

    def put_raw(self, batch_id: int, data: bytes) -> Path:
        """Keep an upload until the worker reads it."""
        private_files.folder(self.folder)
        path = self.raw(batch_id)
        path.touch(mode=0o600)
        path.write_bytes(data)
        return path

    def keep_book(self, batch_id: int, book: Book) -> None:
        """Keep what was read, without the numbers we never keep, for another choice of columns; the raw file goes."""
        private_files.folder(self.folder)
        path = self.sheets(batch_id)
        path.touch(mode=0o600)
        path.write_text(json.dumps(book.to_json(), ensure_ascii=False), encoding="utf-8")
        self.raw(batch_id).unlink(missing_ok=True)

    def book(self, batch_id: int) -> Book | None:
        """The kept sheets; None once they are gone."""
        path = self.sheets(batch_id)
        return Book.from_json(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None

    def hold(self, batch_id: int, name: str) -> bool:
        """Whether what is kept of a batch holds a name."""
        path = self.sheets(batch_id)
        return path.exists() and name in path.read_text(encoding="utf-8")

    def forget(self, batch_id: int) -> None:
        """Remove both files of a batch."""
        self.raw(batch_id).unlink(missing_ok=True)
        self.sheets(batch_id).unlink(missing_ok=True)

    def forget_old(self) -> None:
        """Remove files nobody came back for within a day."""
        for path in self.folder.glob("*.*") if self.folder.exists() else ():
            if path.stat().st_mtime < time.time() - KEPT_SECONDS:
                path.unlink(missing_ok=True)
