"""What a guardian reads: what the class was taught, what the child learned, tips for the next days off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as curriculum
from ...learning.own_record import Entry, own_record
from ...org import guardians, public_lookup
from ...org.access import Viewer
from ...org.calendar import Calendar, DaysOff
from ...org.guardians import Ward
from ...org.queries import calendar_of
from ...shared import clock
from .. import guard, navigation
from ..web.locale import gettext as _
from . import loaders
from .blueprint import blueprint

MOST_LESSONS = 12
A_DAY, AHEAD = timedelta(days=1), timedelta(days=21)
TOPICS_FOR = {"summer": ("DROWN", "TRAF"), "winter": ("FIRE", "TRAF"), "off": ("TRAF", "FIRE")}


@dataclass(frozen=True)
class Taught:
    """A lesson as a guardian reads it, with the days it was given, newest first: `points` is its recap as safe HTML."""

    title: Any
    days: tuple[date, ...]
    summary: dict[str, str]
    points: str


@blueprint.get("/")
@guard.needs("ward.read")
@navigation.entry("guardian", 10, lambda: _("孩子的学习"), "home")
def home(viewer: Viewer) -> ResponseReturnValue:
    """Straight to the first child; a guardian of nobody is told what to do."""
    children = guardians.wards(viewer.school_id, viewer.ward_ids, clock.today())
    if not children:
        return render_template("guardian/nobody.html")
    return redirect(url_for("guardian.child", pupil_id=children[0].pupil_id))


@blueprint.get("/children/<int:pupil_id>")
@guard.needs("ward.read", loaders.a_ward)
@navigation.below("guardian.home")
def child(viewer: Viewer, loaded: tuple[Ward, list[Ward]]) -> ResponseReturnValue:
    """One child: lessons of the class with something to talk about, results in words, holiday tips, consent."""
    ward, children = loaded
    record = own_record(ward.school_id, ward.pupil_id, "")
    tabs = [
        {"label": one.name, "url": url_for("guardian.child", pupil_id=one.pupil_id), "current": one is ward}
        for one in children
    ]
    return render_template(
        "guardian/child.html",
        ward=ward,
        children=children,
        tabs=tabs,
        record=record,
        place=ward.school_name,
        taught=_taught(record.classes),
        break_=_next_break(ward),
    )


def _taught(entries: Sequence[Entry]) -> list[Taught]:
    """Each lesson once, the one given last first: what to talk about does not change when it is given again."""
    by_lesson: dict[int, list[Entry]] = {}
    for entry in entries:
        by_lesson.setdefault(entry.lesson_id, []).append(entry)
    return [_lesson(given) for given in list(by_lesson.values())[:MOST_LESSONS]]


def _lesson(given: list[Entry]) -> Taught:
    head = curriculum.lesson_head(given[0].lesson_id)
    body = curriculum.body(head.revision_id) if head else {}
    return Taught(given[0], tuple(entry.on for entry in given), body.get("summary", {}), _recap(body))


def _recap(body: dict[str, Any]) -> str:
    """The last summing-up slide of a lesson: checked sentences, not ours."""
    recaps = [slide.get("body_html", "") for slide in body.get("slides", ()) if slide.get("kind") == "recap"]
    return recaps[-1] if recaps else ""


def _next_break(ward: Ward) -> dict[str, Any] | None:
    """The days off that are near and what the lessons of this stage say for them; None when there are none."""
    today = clock.today()
    calendar = calendar_of(public_lookup.unit_of(ward.school_id), clock.school_year_of(today))
    kind, off = _days_off(calendar, today)
    wanted = TOPICS_FOR[kind]
    heads = [head for head in curriculum.lessons_of(ward.stage) if head.topic in wanted]
    heads.sort(key=lambda head: wanted.index(head.topic))
    tips = [Taught(head, (), {}, points) for head in heads[:2] if (points := _recap(curriculum.body(head.revision_id)))]
    return {"kind": kind, "off": off, "tips": tips} if off and tips else None


def _days_off(calendar: Calendar, today: date) -> tuple[str, DaysOff | None]:
    """The holiday of now or of the next three weeks: named days off, or the break after a term; none further away."""
    found = [("off", off) for off in calendar.days_off if off.kind == "off"]
    ends = [term.starts_on for term in calendar.terms[1:]] + [calendar.ends_on + A_DAY]
    for term, end, kind in zip(calendar.terms, ends, ("winter", "summer"), strict=False):
        found.append((kind, DaysOff("off", "", term.ends_on + A_DAY, end - A_DAY)))
    near = [one for one in found if one[1].ends_on >= today and one[1].starts_on - today <= AHEAD]
    return min(near, key=lambda one: one[1].starts_on) if near else ("off", None)
