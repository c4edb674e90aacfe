"""Lessons a teacher gave with material of the own: what the ledger points at where no course is on offer.

One item a topic and stage, in a course that is never on offer and has no quiz: records name the topic and nothing more.
"""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..shared import clock
from ..shared.refusals import Refused
from .models import Course, Item, Topic
from .taxonomy import STAGES

_ROOT = uuid5(NAMESPACE_URL, "anxue:own-material")


def item_for(topic: str, stage: str) -> int:
    """Number of the lesson on a topic with material of the teacher's own; made when it is first asked for. Refused('odd_choice')
    for a topic or stage that does not exist. Two hands at once make one."""
    named = db.session.scalars(select(Topic).where(Topic.code == topic)).first()
    if named is None or stage not in STAGES:
        raise Refused("odd_choice")
    mark = uuid5(_ROOT, f"{topic}:{stage}")
    found = db.session.scalars(select(Item.id).where(Item.uuid == str(mark))).first()
    if found:
        return found
    try:
        with db.session.begin_nested():
            return _made(named, stage, str(mark))
    except IntegrityError:  # another hand was faster by a hair
        return db.session.scalars(select(Item.id).where(Item.uuid == str(mark))).one()


def _made(topic: Topic, stage: str, mark: str) -> int:
    now = clock.now()
    titles = dict(title_zh=f"{topic.zh}（自备材料）", title_en=f"{topic.en} (own material)")
    course = Course(
        uuid=mark,
        slug=f"own/{topic.code.lower()}-{stage.lower()}",
        topic=topic.code,
        stage=stage,
        body={},
        digest="",
        loaded_at=now,
        retired_at=now,
        **titles,
    )
    db.session.add(course)
    db.session.flush()
    item = Item(uuid=mark, kind="lesson", course_id=course.id, lesson_id=None, position=0, revision_id=None, **titles)
    db.session.add(item)
    db.session.flush()
    return item.id
