"""Is this install sound? Each check answers whether, in words for scripts, and with the values a page words for people."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from ..curriculum.models import Course
from ..extensions import db
from ..notices import queries as notice_queries
from ..org.models import Unit
from ..shared import audit_chain, clock, jobs
from ..shared.models import AuditEntry, Job, StaleMark
from . import backups, chain_anchors, collations

LEAST_FREE = 0.05  #: share of the disk below which it is too full
LATE = timedelta(hours=48)  #: a backup older than this is too old
GIVEN_UP = timedelta(days=1)  #: a job that killed its worker again and again is a fault this long
LATELY = timedelta(days=7)  #: mail given up is told of for so long
STUCK = timedelta(minutes=10)  #: a job that has waited this long says that no worker runs


@dataclass(frozen=True)
class Place:
    """Where the install lies: its folder, that of the migrations, that of the backups; whether one is made every day."""

    instance: Path
    migrations: Path
    backups: Path
    daily: bool = True
    mail: bool = False  #: whether a mail server is set

    @classmethod
    def of(cls, config: Mapping[str, Any], root: Path) -> Place:
        """The place of an install by its settings and the folder of its code."""
        return cls(
            Path(config["INSTANCE"]),
            root / "migrations",
            Path(config["BACKUPS"]),
            config["BACKUP_DAILY"],
            bool(config["SMTP_HOST"]),
        )

    def plain(self) -> dict[str, Any]:
        """For the payload of a job."""
        return {
            "instance": str(self.instance),
            "migrations": str(self.migrations),
            "backups": str(self.backups),
            "daily": self.daily,
        }


@dataclass(frozen=True)
class Finding:
    """What a check found: `said` for scripts, `values` for a page; `error` names what kept it from running."""

    good: bool
    said: str
    values: dict[str, Any] = field(default_factory=dict)
    error: str = ""


Check = Callable[[Place], Finding]


def findings(
    place: Place, names: tuple[str, ...] = (), let_through: tuple[type[Exception], ...] = ()
) -> Iterator[tuple[str, Finding]]:
    """(name, finding) of each check, or of some. A check that cannot run is a fault to report, not a crash; a page lets errors
    of the database through, because it has nothing to say without one."""
    for name in names or CHECKS:
        try:
            yield name, CHECKS[name](place)
        except Exception as error:
            if isinstance(error, let_through):
                raise
            db.session.rollback()
            yield name, Finding(False, f"{type(error).__name__}: {error}", error=type(error).__name__)


def _database(_place: Place) -> Finding:
    if db.engine.dialect.name != "sqlite":
        version = str(db.session.scalar(text("SHOW server_version")))
        return Finding(True, version, {"kind": "PostgreSQL", "version": version})
    answer = db.session.scalar(text("PRAGMA quick_check"))
    return Finding(answer == "ok", f"SQLite, quick_check {answer}", {"kind": "SQLite"})


def _schema(place: Place) -> Finding:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    head = ScriptDirectory(str(place.migrations)).get_current_head()
    with db.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    said = f"at {here}, newest {head}" + ("" if here == head else " – run `flask db upgrade`")
    return Finding(here == head, said, {"here": here, "head": head})


def _collation(_place: Place) -> Finding:
    """Keys ordered by a language lose whole subtrees silently. What a read of subtrees gives is tried as well, whatever the cause."""
    loose, misread = collations.loose(), collations.misread()
    said = "keys are ordered by bytes, subtrees are read whole"
    if loose or misread:
        said = f"{len(loose)} keys ordered by a language ({', '.join(loose[:3])} …), {misread} units read wrongly – run `flask db upgrade`"
    return Finding(not loose and not misread, said, {"loose": len(loose), "misread": misread})


def _courses(_place: Place) -> Finding:
    count = db.session.scalar(select(func.count()).select_from(Course).where(Course.retired_at.is_(None))) or 0
    return Finding(count > 0, f"{count} loaded" + ("" if count else " – run `flask courses load`"), {"count": count})


def _disk(place: Place) -> Finding:
    usage = shutil.disk_usage(place.instance)
    free = usage.free / usage.total
    return Finding(free > LEAST_FREE, f"{free:.0%} free", {"free": usage.free, "share": free})


def _worker(_place: Place) -> Finding:
    marks = db.session.scalar(select(func.count()).select_from(StaleMark)) or 0
    old = clock.now() - STUCK
    waits = (Job.state == "queued") & (Job.asked_at < old)
    lapsed = (Job.state == "running") & (
        Job.lease_until < clock.now() - jobs.LEASE
    )  # nobody takes up what a dead worker left
    given_up = (
        (Job.state == "failed")
        & (Job.ended_at > clock.now() - GIVEN_UP)
        & (Job.result["refused"].as_string() == "job_given_up")
    )
    counts = select(*(func.count().filter(each) for each in (waits | lapsed, given_up))).select_from(Job)
    stuck, spent = tuple(db.session.execute(counts).one())
    said = f"{marks} tallies wait to be recounted, {stuck} jobs wait for more than 10 minutes or their worker died"
    said += f", {spent} jobs were given up after {jobs.MOST_TRIES} tries" if spent else ""
    return Finding(stuck == 0 and spent == 0, said, {"marks": marks, "stuck": stuck, "spent": spent})


def _audit(place: Place) -> Finding:
    known = chain_anchors.known_anchors(place.instance, place.backups)
    schools = set(db.session.scalars(select(Unit.id).where(Unit.kind != "class"))) | set(known)
    broken = [school for school in sorted(schools) if not audit_chain.walk(school, known.get(school, [])).whole]
    said = (
        f"{len(broken)} broken chains (units {', '.join(map(str, broken[:10]))}) – see `flask audit verify`"
        if broken
        else "all chains whole"
    )
    return Finding(not broken, said, {"broken": len(broken)})


def _backup(place: Place) -> Finding:
    """The last good backup. An install younger than LATE need not have one yet; where none are made here, somebody else sees to it."""
    newest = next(iter(backups.kept(place.backups)), None)
    if newest:
        age = clock.now() - newest.made_at
        late = age > LATE
        said = f"the last one is {age / timedelta(hours=1):.0f} hours old" + (
            " – is `flask worker` running?" if late and place.daily else ""
        )
        return Finding(
            not late, said, {"name": newest.name, "hours": int(age / timedelta(hours=1)), "daily": place.daily}
        )
    first = db.session.scalar(select(AuditEntry.at).order_by(AuditEntry.id).limit(1))
    late = place.daily and first is not None and clock.now() - first > LATE
    return Finding(
        not late,
        "none yet" if place.daily else "none here, and BACKUP_DAILY=no: see to it elsewhere",
        {"name": "", "hours": 0, "daily": place.daily},
    )


def _mail(place: Place) -> Finding:
    """Mail that cannot get out. It waits by itself; somebody should know that the server is down."""
    waiting, lost, code = notice_queries.mail_trouble(clock.now() - LATELY)
    said = f"{waiting} mails wait ({code}), {lost} given up in 7 days" if waiting or lost else "nothing waits"
    return Finding(not waiting and not lost, said, {"waiting": waiting, "lost": lost, "code": code, "host": place.mail})


CHECKS: dict[str, Check] = {
    "database": _database,
    "schema": _schema,
    "collation": _collation,
    "courses": _courses,
    "disk": _disk,
    "worker": _worker,
    "backup": _backup,
    "mail": _mail,
    "audit": _audit,
}
QUICK = (
    "schema",
    "courses",
    "disk",
    "worker",
    "backup",
    "mail",
)  #: cost nothing, however large the install; the others read all of it
