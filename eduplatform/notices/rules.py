"""What is worth a notice on a day, and when the work it speaks of is done. Pure.

Few and early enough to act on: each rule names the one day of a week on which it speaks, and a period in which it speaks once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ..org.calendar import Calendar, monday_of

DAY, WEEK = timedelta(days=1), timedelta(days=7)
WEDNESDAY, THURSDAY, FRIDAY = 2, 3, 4
FAR_BEHIND = 3  #: lessons behind the plan from which it is said
BEFORE_END = timedelta(days=5)  #: how long before its last day an activity is spoken of
LATELY = timedelta(days=14)  #: a lesson of the topic so shortly before counts as the one the notice asks for
LONG = 30  #: minutes of the 1530 reminder before holidays
#: for a class's homeroom teacher, for a school's safety officer, and the digest for both
RULES = ("holiday", "deployed", "activity", "key_day", "lesson_due", "behind", "season")
OFFICE_RULES = ("returns", "activities", "far_behind")
APPEAL_RULES = ("appeals", "appeal_answered")  #: for who answers for official figures, and for who contested one
DEPLOYED = ("deployed", "returns")  #: of these the values name the deployment: once it is taken back they are done
DIGEST = "digest"
ALL_RULES = (*RULES, *OFFICE_RULES, *APPEAL_RULES, DIGEST)
OUTSIDE = ("test", "confirm")  #: asked for by a person a moment ago: neither cap nor quiet hours nor inbox
#: said to a group: what is true of everybody and names no class
GENERAL = ("holiday", "key_day", "season", DIGEST)
#: code → months in which it is said once each, before a weekend, and topics (school_year.yaml DROWN_SEASON, S0-030; winter: S3-059)
SEASONS: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "drown": ((4, 5, 6, 7, 9), ("DROWN",)),
    "winter": ((12,), ("GAS", "FIRE", "ELEC")),
}


@dataclass(frozen=True)
class Given:
    """A lesson that stands in the ledger."""

    day: date
    week: int
    topic: str
    lesson_id: int = 0


@dataclass(frozen=True)
class Shown:
    """A 1530 reminder shown to its end."""

    day: date
    minutes: int
    topic: str


@dataclass(frozen=True)
class Records:
    """What a class has done in the school year, as far as notices ask for it."""

    given: tuple[Given, ...] = ()
    shown: tuple[Shown, ...] = ()
    took: frozenset[int] = frozenset()  #: activities the class took part in


NOTHING = Records()


@dataclass(frozen=True)
class KeyDayAhead:
    """A key day of next week that the plan has a theme for; `lesson` its lesson for the stage, if there is one."""

    code: str
    title: str
    title_en: str
    topics: tuple[str, ...]
    day: date
    lesson: str = ""
    lesson_en: str = ""


@dataclass(frozen=True)
class OpenActivity:
    """An activity that runs and asks something of the class."""

    activity_id: int
    title: str
    title_en: str
    topics: tuple[str, ...]
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class OpenDeployment:
    """Something sent down the tree that runs: a lesson, a reminder or a return. `by`: name and kind of the unit that sent it."""

    deployment_id: int
    kind: str
    title: str
    title_en: str
    by: str
    by_kind: str
    starts_on: date
    ends_on: date
    lesson_id: int = 0


@dataclass(frozen=True)
class ClassToday:
    """A class on a day. `owed`: lessons due with this week's; `due`: without it."""

    class_id: int
    label: str
    records: Records
    owed: int
    due: int
    key_days: tuple[KeyDayAhead, ...] = ()
    activities: tuple[OpenActivity, ...] = ()
    deployed: tuple[OpenDeployment, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A notice that should be given: unique by rule, subject and period."""

    rule: str
    subject: str
    period: str
    unit_id: int
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SchoolDay:
    """A school day: its calendar and the first day of the holiday that begins soon."""

    day: date
    calendar: Calendar
    holiday: date | None = None

    @property
    def monday(self) -> date:
        return monday_of(self.day)

    def falls_to(self, weekday: int) -> bool:
        """Whether it is the last school day of its week up to `weekday` (0: Monday): what is said on a Thursday is said on the
        Wednesday before a free Thursday."""
        days = [self.monday + timedelta(days=n) for n in range(weekday + 1)]
        return next((day for day in reversed(days) if self.calendar.is_school_day(day)), None) == self.day

    def school_days_left(self, before: date) -> int:
        """School days after this one and before `before`."""
        return self.calendar.school_days_between(self.day + DAY, before - DAY)


def wanted_of_class(at: SchoolDay, room: ClassToday) -> list[Wanted]:
    """Notices for the homeroom teacher of a class on a school day, the most pressing first; none for what is done."""
    found = [one for rule in RULES for one in _OF_A_CLASS[rule](at, room)]
    return [one for one in found if not is_done(one.rule, one.values, room.records)]


def wanted_of_office(
    at: SchoolDay, school_id: int, rooms: Sequence[ClassToday], returns: Iterable[OpenDeployment] = ()
) -> list[Wanted]:
    """Notices for the safety officer of a school: returns not yet answered; counts of classes, to be opened in the report."""
    found = [Wanted("returns", f"deployment:{one.deployment_id}", "once", school_id, _sent(one)) for one in returns]
    by_activity: dict[int, tuple[OpenActivity, list[int]]] = {}
    for room in rooms:
        for one in _ending(at, room):
            if not is_done("activity", _activity_values(one), room.records):
                by_activity.setdefault(one.activity_id, (one, []))[1].append(room.class_id)
    for one, missing in by_activity.values():
        values = _activity_values(one) | {"classes": missing, "count": len(missing)}
        found.append(Wanted("activities", f"activity:{one.activity_id}", one.ends_on.isoformat(), school_id, values))
    late = [room for room in rooms if room.due - len(room.records.given) >= FAR_BEHIND]
    if late and at.falls_to(FRIDAY):
        values = {"classes": [room.class_id for room in late], "due": late[0].due, "count": len(late)}
        values["dues"] = {str(room.class_id): room.due for room in late}
        found.append(Wanted("far_behind", f"unit:{school_id}", _month(at.day), school_id, values))
    return found


def wanted_of_group(at: SchoolDay, unit_id: int, key_days: Sequence[KeyDayAhead]) -> list[Wanted]:
    """What is said to the work group of a unit: nothing about any class."""
    nobody = ClassToday(0, "", NOTHING, 0, 0, tuple(key_days))
    found = [one for rule in RULES if rule in GENERAL for one in _OF_A_CLASS[rule](at, nobody)]
    return [Wanted(one.rule, f"unit:{unit_id}", one.period, unit_id, one.values) for one in found]


def digest_is_due(at: SchoolDay) -> bool:
    """Whether the week ends for school today."""
    return at.falls_to(FRIDAY)


def digest_of_classes(at: SchoolDay, rooms: Sequence[ClassToday], themes: Mapping[int, tuple[str, str]]) -> Wanted:
    """The week of a teacher's classes in figures: what was given, how the year stands, what comes. `themes`: of next week."""
    told = [
        {
            "class": room.label,
            "this_week": _in_week(at.monday.isoformat(), room.records),
            "given": len(room.records.given),
            "due": room.owed,
            "theme": themes.get(room.class_id, ("", ""))[0],
            "theme_en": themes.get(room.class_id, ("", ""))[1],
        }
        for room in rooms
    ]
    return Wanted(DIGEST, "week", at.monday.isoformat(), rooms[0].class_id, {"rooms": told})


def digest_of_unit(at: SchoolDay, unit_id: int, classes: int, taught: int) -> Wanted:
    """The week of a school or a region: how many of its classes had their lesson. Too few classes: no figure, it would be a name."""
    values = {"classes": classes, "taught": taught} if classes >= LEAST_CLASSES else {}
    return Wanted(DIGEST, "week", at.monday.isoformat(), unit_id, values)


LEAST_CLASSES = 5


def is_done(rule: str, values: Mapping[str, Any], records: Records) -> bool:
    """Whether the class has done meanwhile what a notice speaks of."""
    return rule in _DONE and _DONE[rule](values, records)


def office_is_done(rule: str, values: Mapping[str, Any], records: Mapping[int, Records]) -> bool:
    """The same for a notice about several classes: done when each of them has done it."""
    of_class = {"activities": "activity", "far_behind": "behind"}.get(rule)
    return of_class is not None and all(
        is_done(
            of_class, {**values, "due": values.get("dues", {}).get(str(class_id), 0)}, records.get(class_id, NOTHING)
        )
        for class_id in values["classes"]
    )


def _month(day: date) -> str:
    return day.strftime("%Y-%m")


def _subject(room: ClassToday) -> str:
    return f"class:{room.class_id}"


def _holiday(at: SchoolDay, room: ClassToday) -> list[Wanted]:
    """Two school days before the holiday, so that a class hour can still be found for it."""
    if at.holiday is None or at.school_days_left(at.holiday) > 1:
        return []
    values = {"class": room.label, "day": at.holiday.isoformat(), "since": (at.holiday - WEEK).isoformat()}
    values["name"] = at.calendar.day_off_name(at.holiday)
    return [Wanted("holiday", _subject(room), at.holiday.isoformat(), room.class_id, values)]


def _ending(at: SchoolDay, room: ClassToday) -> list[OpenActivity]:
    return [one for one in room.activities if one.starts_on <= at.day <= one.ends_on <= at.day + BEFORE_END]


def _activity_values(one: OpenActivity) -> dict[str, Any]:
    return {
        "activity": one.activity_id,
        "title": one.title,
        "title_en": one.title_en,
        "topics": list(one.topics),
        "since": one.starts_on.isoformat(),
        "day": one.ends_on.isoformat(),
    }


def _activity(at: SchoolDay, room: ClassToday) -> list[Wanted]:
    return [
        Wanted(
            "activity",
            f"activity:{one.activity_id}:{room.class_id}",
            one.ends_on.isoformat(),
            room.class_id,
            _activity_values(one) | {"class": room.label},
        )
        for one in _ending(at, room)
    ]


def _sent(one: OpenDeployment) -> dict[str, Any]:
    return {
        "deployment": one.deployment_id,
        "kind": one.kind,
        "title": one.title,
        "title_en": one.title_en,
        "by": one.by,
        "by_kind": one.by_kind,
        "lesson": one.lesson_id,
        "day": one.ends_on.isoformat(),
    }


def _deployed(at: SchoolDay, room: ClassToday) -> list[Wanted]:
    """Once, as soon as it runs and the week has a place for it."""
    return [
        Wanted(
            "deployed",
            f"deployment:{one.deployment_id}:{room.class_id}",
            "once",
            room.class_id,
            _sent(one) | {"class": room.label},
        )
        for one in room.deployed
        if one.starts_on <= at.day <= one.ends_on
    ]


def _key_day(at: SchoolDay, room: ClassToday) -> list[Wanted]:
    if not at.falls_to(WEDNESDAY):
        return []
    return [
        Wanted(
            "key_day",
            _subject(room),
            f"{one.code}:{one.day.year}"[:20],
            room.class_id,
            {
                "class": room.label,
                "title": one.title,
                "title_en": one.title_en,
                "topics": list(one.topics),
                "day": one.day.isoformat(),
                "since": (at.day - LATELY).isoformat(),
                "lesson": one.lesson,
                "lesson_en": one.lesson_en,
            },
        )
        for one in room.key_days[:1]
    ]


def _lesson_due(at: SchoolDay, room: ClassToday) -> list[Wanted]:
    week = at.calendar.week_on(at.day)
    if week is None or not week.counts or not at.falls_to(THURSDAY) or room.owed <= room.due:
        return []
    values = {"class": room.label, "since": at.monday.isoformat(), "owed": room.owed}
    return [Wanted("lesson_due", _subject(room), at.monday.isoformat(), room.class_id, values)]


def _behind(at: SchoolDay, room: ClassToday) -> list[Wanted]:
    behind = room.due - len(room.records.given)
    if behind < FAR_BEHIND or not at.falls_to(FRIDAY):
        return []
    values = {"class": room.label, "behind": behind, "due": room.due}
    return [Wanted("behind", _subject(room), _month(at.day), room.class_id, values)]


def _season(at: SchoolDay, room: ClassToday) -> list[Wanted]:
    if not at.falls_to(FRIDAY):
        return []
    return [
        Wanted(
            "season",
            f"{_subject(room)}:{code}",
            _month(at.day),
            room.class_id,
            {"class": room.label, "season": code, "topics": list(topics), "since": (at.day - LATELY).isoformat()},
        )
        for code, (months, topics) in SEASONS.items()
        if at.day.month in months
    ]


_OF_A_CLASS: dict[str, Callable[[SchoolDay, ClassToday], list[Wanted]]] = {
    "holiday": _holiday,
    "deployed": _deployed,
    "activity": _activity,
    "key_day": _key_day,
    "lesson_due": _lesson_due,
    "behind": _behind,
    "season": _season,
}


def _taught(values: Mapping[str, Any], records: Records, last: date = date.max) -> bool:
    since = date.fromisoformat(values["since"])
    return any(one.topic in values["topics"] and since <= one.day <= last for one in records.given)


def _in_week(monday: str, records: Records) -> int:
    """Lessons given in the seven days from a Monday: by the day, which no change of a calendar moves."""
    first = date.fromisoformat(monday)
    return sum(first <= one.day < first + WEEK for one in records.given)


def _told(values: Mapping[str, Any], shown: Iterable[Shown]) -> bool:
    since = date.fromisoformat(values["since"])
    return any(one.topic in values["topics"] and one.day >= since for one in shown)


_DONE: dict[str, Callable[[Mapping[str, Any], Records], bool]] = {
    "holiday": lambda values, records: any(
        one.minutes == LONG and one.day >= date.fromisoformat(values["since"]) for one in records.shown
    ),
    "deployed": lambda values, records: (
        bool(values["lesson"]) and any(one.lesson_id == values["lesson"] for one in records.given)
    ),
    "activity": lambda values, records: (
        values["activity"] in records.took  # a notice given before activities had steps knows topics alone
        if "activity" in values
        else _taught(values, records, date.fromisoformat(values["day"]))
    ),
    "key_day": _taught,
    "lesson_due": lambda values, records: (
        _in_week(values["since"], records) > 0 or len(records.given) >= values["owed"]
    ),
    "behind": lambda values, records: values["due"] - len(records.given) < FAR_BEHIND,
    "season": lambda values, records: _taught(values, records) or _told(values, records.shown),
}
