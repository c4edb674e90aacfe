"""Records of learning as xAPI 1.0.3 statements: who (by a made-up number), did what, with which outcome, when. Pure.

The same record is the same statement in every export: its id is made from the record, not drawn. No names of people, no answers as
given, no address of this install: `home` is a name under .invalid (RFC 2606), made from the install's key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

VERSION = "1.0.3"
VERBS = {
    "completed": "http://adlnet.gov/expapi/verbs/completed",
    "answered": "http://adlnet.gov/expapi/verbs/answered",
    "attended": "http://adlnet.gov/expapi/verbs/attended",
}
ACTIVITIES = {
    "quiz": "http://adlnet.gov/expapi/activities/assessment",
    "question": "http://adlnet.gov/expapi/activities/question",
    "skill": "http://adlnet.gov/expapi/activities/simulation",
    "lesson": "http://adlnet.gov/expapi/activities/lesson",
    "session": "http://adlnet.gov/expapi/activities/meeting",
}
EXTENSION = "https://anxue.invalid/xapi/"  #: what is said of a record beyond the standard: see docs/API.md
Statement = dict[str, Any]


@dataclass(frozen=True)
class Install:
    """Whose statements they are: `home` is the homePage of every account, and what ids are made from."""

    home: str

    @property
    def namespace(self) -> UUID:
        return uuid5(NAMESPACE_URL, self.home)

    def made_id(self, *of: object) -> str:
        """An id that is always the same for the same record."""
        return str(uuid5(self.namespace, "/".join(map(str, of))))


@dataclass(frozen=True)
class Activity:
    """What was acted on: uuid of the course files (the same in every install), kind in ACTIVITIES, titles."""

    uuid: str
    kind: str
    zh: str = ""
    en: str = ""

    def said(self) -> Statement:
        name = {tag: text for tag, text in (("zh-CN", self.zh), ("en-US", self.en)) if text}
        definition = {"type": ACTIVITIES[self.kind]} | ({"name": name} if name else {})
        return {"objectType": "Activity", "id": f"urn:uuid:{self.uuid}", "definition": definition}

    def named(self) -> Statement:
        """As it stands in the context of another one: its id says which."""
        return {"objectType": "Activity", "id": f"urn:uuid:{self.uuid}"}


@dataclass(frozen=True)
class Place:
    """Where it was learned: class by a made-up number, its stage, the topic; `evidence` A, B, C."""

    class_: str
    stage: str
    topic: str
    evidence: str

    def said(self) -> Statement:
        found = {"class": self.class_, "stage": self.stage, "topic": self.topic, "evidence": self.evidence}
        return {EXTENSION + name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Sheet:
    """A quiz handed in. `questions`, `answers` and `shares` (per cent) by place; an answer of None was not given."""

    school_id: int
    attempt_id: int
    actor: str
    quiz: Activity
    lesson: Activity
    place: Place
    started_at: datetime
    submitted_at: datetime
    score: int
    passed: bool
    questions: Sequence[Activity]
    answers: Sequence[Any]
    shares: Sequence[int]


def of_sheet(install: Install, sheet: Sheet) -> list[Statement]:
    """'completed' of the quiz, then 'answered' of each question that was."""
    key = ("quiz_attempt", sheet.school_id, sheet.attempt_id)
    context = _context(sheet.place, parent=sheet.lesson) | {"registration": install.made_id(*key)}
    result = {"score": {"scaled": sheet.score / 100}, "success": sheet.passed, "completion": True}
    result |= _duration(sheet.started_at, sheet.submitted_at)
    done = _statement(
        install, (*key, "completed"), sheet.actor, "completed", sheet.quiz, sheet.submitted_at, result, context
    )
    within = _context(sheet.place, sheet.quiz, sheet.lesson) | {"registration": install.made_id(*key)}
    found = [done]
    for place, (question, answer, share) in enumerate(zip(sheet.questions, sheet.answers, sheet.shares, strict=False)):
        if answer is not None:
            outcome = {"score": {"scaled": share / 100}, "success": share == 100}
            of = (*key, "answered", place)
            found.append(
                _statement(install, of, sheet.actor, "answered", question, sheet.submitted_at, outcome, within)
            )
    return found


@dataclass(frozen=True)
class Training:
    """A skill training brought to an end; `most`: points possible."""

    school_id: int
    attempt_id: int
    actor: str
    skill: Activity
    lesson: Activity
    place: Place
    started_at: datetime
    finished_at: datetime
    points: int
    most: int
    good: bool


def of_training(install: Install, training: Training) -> Statement:
    """'completed' of the training."""
    key = ("skill_attempt", training.school_id, training.attempt_id)
    result: Statement = {"success": training.good, "completion": True}
    if training.most > 0:
        result["score"] = {"scaled": round(max(-1.0, min(1.0, training.points / training.most)), 4)}
    result |= _duration(training.started_at, training.finished_at)
    context = _context(training.place, parent=training.lesson) | {"registration": install.made_id(*key)}
    return _statement(
        install,
        (*key, "completed"),
        training.actor,
        "completed",
        training.skill,
        training.finished_at,
        result,
        context,
    )


@dataclass(frozen=True)
class Session:
    """A class session that was given and counts."""

    school_id: int
    session_id: int
    lesson: Activity
    place: Place
    closed_at: datetime


def of_attendance(install: Install, session: Session, actor: str) -> Statement:
    """'attended' of one who was there."""
    key = ("class_session", session.school_id, session.session_id)
    held = Activity(install.made_id(*key), "session", session.lesson.zh, session.lesson.en)
    context = _context(session.place, parent=session.lesson)
    return _statement(install, (*key, "attended", actor), actor, "attended", held, session.closed_at, None, context)


def _statement(
    install: Install,
    of: tuple[object, ...],
    actor: str,
    verb: str,
    object_: Activity,
    at: datetime,
    result: Statement | None,
    context: Statement,
) -> Statement:
    found: Statement = {
        "id": install.made_id(*of),
        "actor": {"objectType": "Agent", "account": {"homePage": install.home, "name": actor}},
        "verb": {"id": VERBS[verb], "display": {"en-US": verb}},
        "object": object_.said(),
    }
    found |= {"result": result} if result else {}
    return found | {"context": context, "timestamp": instant(at), "version": VERSION}


def _context(place: Place, parent: Activity, grouping: Activity | None = None) -> Statement:
    around: Statement = {"parent": [parent.named()]} | ({"grouping": [grouping.named()]} if grouping else {})
    said = place.said()
    return {"contextActivities": around, "platform": "Anxue"} | ({"extensions": said} if said else {})


def instant(at: datetime) -> str:
    """UTC with milliseconds: 2026-11-02T03:00:00.000Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def _duration(first: datetime, last: datetime) -> Statement:
    """PT123.45S; nothing where a clock was set back meanwhile."""
    seconds = round((last - first).total_seconds(), 2)
    return {"duration": f"PT{seconds:g}S" if seconds < 1e5 else f"PT{int(seconds)}S"} if seconds >= 0 else {}
