"""Backups: one file that holds the database; made under load, restored into an empty place.

They lie in `folder` (setting BACKUPS, else `backups` in the install's folder). A copy is looked through before it becomes a backup: a
database that is damaged, empty or changing in a way it should not leaves what was there untouched. Automatic ones are thinned out to 7 days,
4 weeks and 12 months; those made by hand stay until somebody removes them.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import inspect

from .. import __version__
from ..extensions import db
from ..org import erasing
from ..org.roster_uploads import Uploads
from ..shared import clock, erased_marks, install_key, private_files
from ..shared.database import end_read
from . import backup_rotation, backup_zip, chain_anchors, database_copies
from .backup_zip import Manifest, manifest_of
from .database_copies import Content, Unsound

AUTOMATIC = "auto-"
LEFT_BEHIND = 24 * 3600  #: seconds after which what a killed backup left is removed
MOST_GB = 64


@dataclass(frozen=True)
class Kept:
    """A backup file: where, bytes, when it was made."""

    path: Path
    size: int
    made_at: datetime

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def automatic(self) -> bool:
        return self.name.startswith(AUTOMATIC)


def kept(folder: Path) -> list[Kept]:
    """Backups in a folder, the newest first; what cannot be read as one is none."""
    found = [(path, path.stat(), manifest_of(path)) for path in folder.glob("*.zip")]
    listed = [Kept(path, stat.st_size, _made(manifest, stat.st_mtime)) for path, stat, manifest in found if manifest]
    return sorted(listed, key=lambda each: each.made_at, reverse=True)


def _made(manifest: Manifest, changed: float) -> datetime:
    try:
        return datetime.fromisoformat(str(manifest["made_at"])).astimezone(UTC)
    except (KeyError, ValueError):
        return datetime.fromtimestamp(changed, UTC)


def create_backup(instance: Path, folder: Path, file: Path | None = None, automatic: bool = False) -> Path:
    """Write a backup and return its path. Unsound, and nothing is changed, for a database that should not be anybody's backup."""
    file = file or folder / f"{AUTOMATIC if automatic else 'anxue-'}{clock.local(clock.now()):%Y%m%d-%H%M%S}.zip"
    private_files.folder(file.parent) if file.parent == folder else file.parent.mkdir(parents=True, exist_ok=True)
    _tidy(file.parent)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as place:
        copy = Path(place) / database_copies.name()
        before, after = database_copies.make(copy)
        _sound(before, after)
        backup_zip.pack(copy, _manifest(instance, copy, before, after), file)
    if automatic:
        thin(folder)
    return file


def _manifest(instance: Path, copy: Path, before: Content, after: Content) -> Manifest:
    end_read()
    return {
        "made_at": clock.now().isoformat(),
        "version": __version__,
        "database": db.engine.dialect.name,
        "file": copy.name,
        "sha256": backup_zip.file_digest(copy),
        "bytes": copy.stat().st_size,
        "schema": after.schema,
        "rows_before": before.rows,
        "rows": after.rows,
        "heads": chain_anchors.heads_as_json(chain_anchors.write_heads(instance)),
        "key": install_key.fingerprint(),
        "erased": sorted(erased_marks.keep_in_install(instance, _marks_here())),
    }


def _sound(before: Content, after: Content) -> None:
    if not after.schema or "unit" not in after.rows:
        raise Unsound("this is no database of Anxue, or one that was never migrated: nothing was backed up")
    if not after.rows["unit"]:
        raise Unsound("the database is empty: nothing was backed up, and what there was is as it was")
    if before != after:
        odd = [table for table in before.rows if before.rows[table] != after.rows.get(table)]
        raise Unsound(
            f"the copy does not hold what the database held (schema {before.schema} and {after.schema}, tables {odd[:5]})"
        )


def thin(folder: Path) -> list[Path]:
    """Remove automatic backups that are not kept any longer; those removed. Never called after a failure, never removes the newest."""
    found = [(clock.local(each.made_at), each) for each in kept(folder) if each.automatic]
    spared = backup_rotation.spared(at for at, _each in found)
    gone = [each.path for at, each in found if at not in spared]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _tidy(folder: Path) -> None:
    """Remove what a backup that was killed left behind."""
    for path in folder.glob(".*"):
        if (
            path.name.startswith(".backup-") or path.name.endswith(".zip.part")
        ) and path.stat().st_mtime < time.time() - LEFT_BEHIND:
            for inside in path.iterdir() if path.is_dir() else ():
                inside.unlink(missing_ok=True)
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)


def restore_backup(
    instance: Path, folder: Path, file: Path, force: bool = False, most_gb: int = MOST_GB, forget_erased: bool = False
) -> tuple[int, bool]:
    """Replace the database by the one in a backup: (how many people erased since were erased again, whether it is of an earlier release and has
    to be upgraded before that can be done). ValueError says why it is refused.

    Whom the install, this backup or a later one beside it knows as erased stays erased.
    """
    with tempfile.TemporaryDirectory(dir=instance) as place:
        copy, manifest = backup_zip.unpack(file, Path(place), most_gb << 30)
        _right_kind(manifest)
        marks = _marks(
            instance,
            [manifest, *filter(None, map(manifest_of, {*folder.glob("*.zip"), *file.parent.glob("*.zip")}))],
            forget_erased,
        )
        _as_packed(database_copies.content_of(copy), manifest)
        if database_copies.holds_data() and not force:
            raise ValueError("the database here holds data; use --force to replace it (it is kept beside it)")
        marks |= _marks_here()
        database_copies.put(copy)
    if database_copies.is_sqlite():
        private_files.closed(Path(str(db.engine.url.database)))
    erased_marks.keep_in_install(instance, marks)
    if not inspect(db.engine).has_table("erased_mark"):
        return 0, True
    return settle_restored(instance, folder), False


def settle_restored(instance: Path, _folder: Path) -> int:
    """What follows a restore once the schema is the newest: erase again who was erased since, begin the heads anew. How many people."""
    again = erasing.erase_restored(instance, Uploads(instance))
    chain_anchors.restored(instance)
    return again


def _marks_here() -> set[str]:
    """Marks in the database; one that waits for its upgrade has none."""
    return erased_marks.in_database() if inspect(db.engine).has_table("erased_mark") else set()


def _right_kind(manifest: Manifest) -> None:
    if manifest["database"] != db.engine.dialect.name:
        raise ValueError(f"the backup is of {manifest['database']}, the database here is {db.engine.dialect.name}")


def _as_packed(found: Content, manifest: Manifest) -> None:
    """A backup of an earlier release says nothing about its rows."""
    if "rows" in manifest and (found.rows != manifest["rows"] or found.schema != manifest["schema"]):
        raise ValueError("the backup is damaged: it does not hold what its manifest says")
    if not found.rows.get("unit"):
        raise ValueError("the backup is empty")


def _marks(instance: Path, manifests: list[Manifest], forget: bool) -> set[str]:
    """Marks of everybody erased, from all who know of some. ValueError when they were made with a key we do not have."""
    marks = erased_marks.in_file(instance)
    for manifest in manifests:
        own = set(manifest.get("erased", ()))
        if own and not install_key.knows_fingerprint(str(manifest.get("key"))) and not forget:
            raise ValueError(
                "people were erased from this install, and only its key tells who: put its chain.key into the instance folder, "
                "or use --forget-erased (then look through `flask audit` who was erased and erase them again by hand)"
            )
        marks |= own
    return marks
