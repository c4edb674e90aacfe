"""Keys that were wrong: which edition of a question says how answers to an older one are marked.

An author puts the key right in quiz.yaml and says so there (`key_corrected`). Editions that asked the same in the same words are from then
on read with the new key, wherever they are read; revisions themselves never change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import aliased

from ..extensions import db
from ..shared import clock, jobs, ttl_cache
from .models import CorrectedKey, Course, Item, QuizQuestion, Revision
from .question import Question, load_question
from .question_draw import public_form

REMARK = "learning.remark"  #: kind of the job that marks the answer sheets again
UNORDERED = ("options", "reasons", "steps", "left", "right", "things", "baskets", "places", "regions")


def in_force() -> Mapping[int, int]:
    """Question revision → the revision whose key holds for it; only of those whose own does not. Remembered for seconds."""
    found: Mapping[int, int] = ttl_cache.remembered("corrected_keys", _in_force)
    return found


def _in_force() -> dict[int, int]:
    rows = db.session.execute(
        select(CorrectedKey.question_revision_id, CorrectedKey.by_revision_id).order_by(CorrectedKey.id)
    )
    last = {row.question_revision_id: row.by_revision_id for row in rows}
    return {revision: by for revision, by in last.items() if by != revision}


def asks_the_same(one: Question, other: Question) -> bool:
    """Whether both ask the same in the same words and pictures, whatever their keys say: only then an answer to one is an answer to the
    other."""
    return _shown(one) == _shown(other)


def _shown(question: Question) -> dict[str, Any]:
    form = public_form(question, 0)
    return form | {name: sorted(form[name], key=lambda part: part["id"]) for name in UNORDERED if name in form}


def same_key(one: Question, other: Question) -> bool:
    """Whether both mark every answer alike; reasons may differ."""
    return _key(one) == _key(other)


def _key(question: Question) -> dict[str, Any]:
    said = question.model_dump(mode="json")
    return {
        "answer": said.get("answer"),
        "steps": [step["id"] for step in said.get("steps", ())],
        "pairs": {pair["left"]: pair["right"] for pair in said.get("pairs", ())},
        "things": {thing["id"]: thing["to"] for thing in said.get("things", ())},
        **{
            name: {part["id"] for part in said.get(name, ()) if part["right"]}
            for name in ("options", "reasons", "regions")
        },
    }


def follow_files(questions: Collection[Item], saying_so: Collection[str]) -> list[int]:
    """After a load: bring the readings of older editions in line with those in force; returns the editions that are read otherwise from
    now on.

    Looked at are questions whose file says that it corrects the key (`saying_so`, uuids), and those that were corrected before, as their
    file may have gone back. What asks in other words stays as it was marked. Inside write(). One statement, and one for each question that
    is looked at.
    """
    found = select(Revision.item_id).join(CorrectedKey, CorrectedKey.question_revision_id == Revision.id)
    before = set(db.session.scalars(found.where(Revision.item_id.in_([item.id for item in questions]))))
    looked_at = [item for item in questions if item.revision_id and (item.id in before or item.uuid in saying_so)]
    rows = [row for item in looked_at for row in _read_anew(item)]
    if rows:
        db.session.execute(insert(CorrectedKey), rows)
        ttl_cache.forget_remembered()
    return [row["question_revision_id"] for row in rows]


def _read_anew(item: Item) -> Iterable[dict[str, Any]]:
    """Editions that are read with another key than that of the one in force, though they ask the same."""
    editions = {
        row.id: load_question(row.body)
        for row in db.session.execute(select(Revision.id, Revision.body).where(Revision.item_id == item.id))
    }
    now, reading = editions[item.revision_id or 0], _in_force()
    for revision, said in editions.items():
        read = editions[reading.get(revision, revision)]
        if not same_key(read, now) and asks_the_same(said, now):
            yield {"question_revision_id": revision, "by_revision_id": item.revision_id, "made_at": clock.now()}


def ask_to_mark_again(revisions: Collection[int]) -> None:
    """Queue the marking of answer sheets of these question revisions, with the load that corrected them."""
    if revisions:
        jobs.queue(REMARK, {"questions": sorted(revisions)})


def quizzes_with(revisions: Collection[int]) -> dict[int, int]:
    """Quiz revision that draws from one of these question revisions → its lesson."""
    quiz = aliased(Revision)
    found = (
        select(QuizQuestion.quiz_revision_id, Item.lesson_id)
        .join(quiz, quiz.id == QuizQuestion.quiz_revision_id)
        .join(Item, Item.id == quiz.item_id)
        .where(QuizQuestion.question_revision_id.in_(revisions))
    )
    return {row.quiz_revision_id: row.lesson_id for row in db.session.execute(found)}


def last_made(revisions: Collection[int]) -> datetime | None:
    """When the youngest correction of these question revisions was stored."""
    return db.session.scalar(
        select(func.max(CorrectedKey.made_at)).where(CorrectedKey.question_revision_id.in_(revisions))
    )


@dataclass(frozen=True)
class Corrected:
    """One correction for a list: the question as it was asked, and as it is marked now."""

    row: CorrectedKey
    course: Course
    lesson_id: int
    was: Question
    now: Question


def youngest(most: int) -> list[Corrected]:
    """Corrections, the youngest first. One statement."""
    old, new = aliased(Revision), aliased(Revision)
    found = (
        select(CorrectedKey, Course, Item.lesson_id, old.body.label("was"), new.body.label("now"))
        .join(old, old.id == CorrectedKey.question_revision_id)
        .join(new, new.id == CorrectedKey.by_revision_id)
        .join(Item, Item.id == old.item_id)
        .join(Course, Course.id == Item.course_id)
        .order_by(CorrectedKey.id.desc())
        .limit(most)
    )
    return [
        Corrected(row[0], row[1], row[2], load_question(row.was), load_question(row.now))
        for row in db.session.execute(found)
    ]
