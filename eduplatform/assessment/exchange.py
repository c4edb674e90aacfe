"""Files for other programs: rosters (OneRoster), records of learning (xAPI), anonymised facts. Prepared by the worker as other large
exports are; each remade whole, and equal as long as the records are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ..accounts.models import User
from ..extensions import db
from ..learning.xapi_export import write_statements
from ..org.access import Viewer
from ..org.models import Unit
from ..org.oneroster_export import MOST_NAMES, names_in, write_oneroster
from ..shared import clock, jobs
from ..shared.database import end_read
from ..shared.models import Job
from ..shared.refusals import Refused
from . import exports
from .hidden_units import looks_from_inside
from .microdata import MOST_SHEETS, sheets_below, write_microdata
from .microdata_rules import last_closed_day
from .models import Export

ONEROSTER, XAPI, FACTS = "exchange.oneroster", "exchange.xapi", "exchange.facts"
KINDS = (ONEROSTER, XAPI, FACTS)
NAMES = "roster.import"  #: the right to take out a roster with names is the right to bring one in
AGREES = "people.manage"  #: who of the same school may be the second person
Told = Callable[[int], None]


def may_ask(viewer: Viewer, unit: Unit, kind: str) -> bool:
    """Whether a viewer of a unit's figures may have this kind of it. Records of single pupils leave by the school's own hand only."""
    if kind == XAPI:
        return unit.kind == "school" and looks_from_inside(viewer, unit.path)
    return unit.kind != "class"


def with_names(viewer: Viewer, unit: Unit) -> bool:
    """Whether the roster of a unit names people for this viewer: in the school itself, who may bring in its roster."""
    return unit.kind == "school" and looks_from_inside(viewer, unit.path) and viewer.may(NAMES, unit.path)


def told_until(row: Export) -> date:
    """The last day that an export of any kind tells of."""
    day = date.fromisoformat(row.arguments["day"])
    return last_closed_day(day) if row.kind == FACTS else day


def queue_exchange(viewer: Viewer, unit: Unit, kind: str, year: int, day: date, folder: Path) -> Export:
    """Ask the worker for a file of `kind`; the caller has asked may_ask(). Rosters with names where with_names() says so; above MOST_NAMES
    names the worker waits until a second person agrees. Refused exchange_large (most)."""
    names = kind == ONEROSTER and with_names(viewer, unit)
    if kind == ONEROSTER:  # who is there now: no other day
        day = clock.today()
        year = clock.school_year_of(day)
    if kind == FACTS and sheets_below(unit, year) > MOST_SHEETS:
        raise Refused("exchange_large", most=MOST_SHEETS)
    arguments: dict[str, Any] = {"unit": unit.id, "year": year, "day": day.isoformat(), "names": names}
    if names and (count := names_in(unit, year)) > MOST_NAMES:
        arguments |= {"waits": count}
    return exports.ask_worker(viewer, unit, kind, arguments, folder, dict)


# ── a second person, for many names ─────────────────────────────────────────────────────────────────────────────────────


def _waiting() -> Any:
    now = clock.now()
    return select(Export).where(
        Export.kind == ONEROSTER, Export.job_id.is_(None), Export.file.is_(None), Export.expires_at > now
    )


def _may_agree(viewer: Viewer, row: Export) -> bool:
    unit = db.session.get(Unit, row.arguments["unit"])
    inside = unit is not None and looks_from_inside(viewer, unit.path) and viewer.may(AGREES, unit.path)
    return inside and row.asked_by != viewer.user_id


def waiting_roster(viewer: Viewer, export_id: int) -> Export | None:
    """A roster that waits for a second person, if the viewer may be that person."""
    row = db.session.scalars(_waiting().where(Export.id == export_id)).first()
    return row if row is not None and _may_agree(viewer, row) else None


def rosters_to_agree(viewer: Viewer, unit: Unit) -> list[tuple[Export, str]]:
    """Rosters of a school that wait for the viewer, with the name of who asked. One statement."""
    found = (
        _waiting()
        .add_columns(User.name)
        .join(User, (User.school_id == Export.school_id) & (User.id == Export.asked_by))
    )
    rows = db.session.execute(found.where(Export.school_id == unit.keeper_id).order_by(Export.id))
    return [(row[0], row[1]) for row in rows if _may_agree(viewer, row[0])]


def agree(viewer: Viewer, row: Export, folder: Path) -> None:
    """Let the worker prepare a roster that waited; it can be fetched for as long as any other from now on."""
    row.arguments = {**row.arguments, "agreed_by": viewer.user_id}
    row.expires_at = clock.now() + exports.KEPT
    exports.queue_job(row, folder, {})


def _prepared(job: Job, write_to: Callable[[Unit, dict[str, Any], Path, Told], dict[str, int]]) -> dict[str, int]:
    asked, unit, folder = exports.taken_up(job)
    arguments, counts = dict(asked.arguments), dict[str, int]()

    def told(percent: int) -> None:
        end_read()
        jobs.report_progress(job.id, percent)

    exports.keep_file(asked, folder, "zip", lambda part: counts.update(write_to(unit, arguments, part, told)))
    return counts


@jobs.kind(ONEROSTER)
def _roster(job: Job) -> dict[str, int]:
    return _prepared(job, lambda unit, of, path, told: write_oneroster(unit, of["year"], of["names"], path, told))


@jobs.kind(XAPI)
def _records(job: Job) -> dict[str, int]:
    return _prepared(job, lambda unit, of, path, told: write_statements(unit, of["year"], path, told))


@jobs.kind(FACTS)
def _facts(job: Job) -> dict[str, int]:
    def written(unit: Unit, of: dict[str, Any], path: Path, told: Told) -> dict[str, int]:
        return write_microdata(unit, of["year"], date.fromisoformat(of["day"]), path, told)

    return _prepared(job, written)
