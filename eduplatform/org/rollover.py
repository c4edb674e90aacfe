"""From one school year to the next: classes go up a grade, the last grade leaves. Can be shown first, run twice, undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select, update

from ..accounts import sessions
from ..extensions import db
from ..shared import audit, clock, stale_marks, ttl_cache
from ..shared.refusals import Conflict, Refused
from . import calendar_feeds, grades
from .access import Viewer
from .models import ClassYear, Enrolment, Post, RosterBatch, Unit
from .queries import calendar_of, class_years_of
from .roster.classes import class_label_of
from .roster_staging import primary_years


@dataclass(frozen=True)
class Step:
    """What becomes of one class: `label` next year, or None when it leaves."""

    class_id: int
    before: str
    grade: int
    label: str | None
    pupils: int
    done: bool


def preview(school: Unit, year: int) -> list[Step]:
    """What moving `school` from school year `year` to the next would do, class by class."""
    there = {row.class_id for row in class_years_of(school.id, year + 1)}
    years, day = primary_years(school), clock.today()
    counts = _pupils(school.id, day)
    return [
        _step(row, years, counts.get(row.class_id, 0), row.class_id in there) for row in class_years_of(school.id, year)
    ]


def _step(row: ClassYear, years: int, pupils: int, done: bool) -> Step:
    leaves = row.grade >= grades.last_grade(grades.division(row.stage), years)
    return Step(row.class_id, row.label, row.grade, None if leaves else _label(row), pupils, done)


def _label(row: ClassYear) -> str:
    unit = db.session.get(Unit, row.class_id)
    assert unit is not None
    if unit.number is None:  # a class with a label of its own keeps it: 七年级185班 → 八年级185班
        return class_label_of(grades.spoken_grade(row.grade + 1), 0, own=unit.code.rpartition("-")[2])
    return class_label_of(grades.spoken_grade(row.grade + 1), unit.number, None, grades.track_of(unit.code))


def _pupils(school_id: int, day: date) -> dict[int, int]:
    from sqlalchemy import func

    from .queries import on_roll

    found = select(Enrolment.class_id, func.count()).where(Enrolment.school_id == school_id, on_roll(day))
    return {row[0]: row[1] for row in db.session.execute(found.group_by(Enrolment.class_id))}


def apply_rollover(
    viewer: Viewer | None, school: Unit, year: int, teachers: dict[int, int] | None = None, undo_days: int = 30
) -> RosterBatch:
    """Move `school` on, in the running transaction. `teachers`: class → user who becomes its homeroom teacher; the others
    go up with their class. Run again, it changes only what is not yet done."""
    starts = calendar_of(school, year + 1).starts_on
    batch, steps = _batch(viewer, school, year, undo_days), preview(school, year)
    posts, up = _open_posts(school), [step for step in steps if step.label is not None and not step.done]
    left = _open_classes([step.class_id for step in steps if step.label is None])
    for step in steps:
        if step.label is None:
            _leave(school, step.class_id, starts, batch)
        elif not step.done:
            _go_up(school, step, year + 1)
        if teachers and step.class_id in teachers and step.label is not None:
            appoint_homeroom_teacher(
                school.id, step.class_id, teachers[step.class_id], max(starts, clock.today()), batch.id
            )
    db.session.flush()
    ended = sorted(posts - _open_posts(school))
    batch.classes = [*batch.classes, {"up": [step.class_id for step in up], "left": left, "posts": ended}]
    audit.record(school.id, viewer.user_id if viewer else None, "rollover.apply", f"batch:{batch.id}", year=year + 1)
    ttl_cache.forget_remembered()
    return batch


def _batch(viewer: Viewer | None, school: Unit, year: int, undo_days: int) -> RosterBatch:
    same = select(RosterBatch).where(RosterBatch.school_id == school.id, RosterBatch.kind == "rollover")
    found = db.session.scalars(same.where(RosterBatch.year == year + 1, RosterBatch.state == "applied")).first()
    if found:
        return found
    now = clock.now()
    batch = RosterBatch(
        school_id=school.id,
        kind="rollover",
        filename=f"{year}→{year + 1}",
        state="applied",
        year=year + 1,
        created_at=now,
        created_by=viewer.user_id if viewer else None,
        applied_at=now,
        undo_until=now + timedelta(days=undo_days),
        progress=100,
        mapping={},
        counts={},
        problems=[],
        notes=[],
        classes=[],
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def _open_posts(school: Unit) -> set[int]:
    return set(db.session.scalars(select(Post.id).where(Post.school_id == school.id, Post.to_on.is_(None))))


def _open_classes(class_ids: list[int]) -> list[int]:
    return list(db.session.scalars(select(Unit.id).where(Unit.id.in_(class_ids), Unit.closed_on.is_(None))))


def _go_up(school: Unit, step: Step, year: int) -> None:
    stage = grades.stage_of(step.grade + 1, school.stages)
    db.session.add(
        ClassYear(
            school_id=school.id, class_id=step.class_id, year=year, grade=step.grade + 1, stage=stage, label=step.label
        )
    )
    db.session.execute(update(Unit).where(Unit.id == step.class_id).values(name=step.label))
    stale_marks.mark_stale("class_year", school.id, step.class_id, year)


def _leave(school: Unit, class_id: int, day: date, batch: RosterBatch) -> None:
    own = update(Enrolment).where(
        Enrolment.school_id == school.id, Enrolment.class_id == class_id, Enrolment.to_on.is_(None)
    )
    db.session.execute(own.values(to_on=day, closed_by=batch.id))
    db.session.execute(update(Unit).where(Unit.id == class_id, Unit.closed_on.is_(None)).values(closed_on=day))
    calendar_feeds.end_feeds([class_id])
    posts = update(Post).where(Post.school_id == school.id, Post.unit_id == class_id, Post.to_on.is_(None))
    db.session.execute(posts.values(to_on=day))


def appoint_homeroom_teacher(
    school_id: int, class_id: int, user_id: int, day: date, batch_id: int | None = None
) -> None:
    """Make a member of staff the homeroom teacher from `day`; who held the post before holds it until then."""
    held = select(Post).where(
        Post.school_id == school_id, Post.unit_id == class_id, Post.role == "homeroom_teacher", Post.to_on.is_(None)
    )
    for post in db.session.scalars(held):
        if post.user_id == user_id:
            return
        post.to_on = day
        sessions.end_all(post.school_id, post.user_id)
    db.session.add(
        Post(
            school_id=school_id,
            user_id=user_id,
            unit_id=class_id,
            role="homeroom_teacher",
            from_on=day,
            batch_id=batch_id,
        )
    )


def undo_rollover_batch(viewer: Viewer | None, school: Unit, batch: RosterBatch) -> None:
    """Take a rollover back within its days. Refused 'undo_too_late', 'later_batch'."""
    if batch.kind != "rollover" or batch.state != "applied" or batch.undo_until is None:
        raise Conflict("batch_not_applied")
    if clock.now() > batch.undo_until:
        raise Refused("undo_too_late")
    later = select(RosterBatch.id).where(
        RosterBatch.school_id == school.id, RosterBatch.id > batch.id, RosterBatch.state == "applied"
    )
    if db.session.scalar(later):
        raise Conflict("later_batch")
    _back_down(school, batch)
    batch.state, batch.undone_at = "undone", clock.now()
    audit.record(school.id, viewer.user_id if viewer else None, "rollover.undo", f"batch:{batch.id}")
    ttl_cache.forget_remembered()


def _back_down(school: Unit, batch: RosterBatch) -> None:
    """Takes back what the runs of this batch did, as they have noted it: what a list or a person did besides stays."""
    runs = batch.classes or [_by_its_year(school, batch)]
    up, left, ended = ([each for run in runs for each in run[what]] for what in ("up", "left", "posts"))
    mine = (ClassYear.school_id == school.id, ClassYear.class_id.in_(up))
    db.session.execute(delete(ClassYear).where(*mine, ClassYear.year == batch.year))
    own = update(Enrolment).where(Enrolment.school_id == school.id, Enrolment.closed_by == batch.id)
    db.session.execute(own.values(to_on=None, closed_by=None))
    db.session.execute(delete(Post).where(Post.school_id == school.id, Post.batch_id == batch.id))
    db.session.execute(update(Post).where(Post.school_id == school.id, Post.id.in_(ended)).values(to_on=None))
    db.session.execute(update(Unit).where(Unit.id.in_(left)).values(closed_on=None))
    for row in db.session.scalars(select(ClassYear).where(*mine, ClassYear.year == batch.year - 1)):
        db.session.execute(update(Unit).where(Unit.id == row.class_id).values(name=row.label))


def _by_its_year(school: Unit, batch: RosterBatch) -> dict[str, list[int]]:
    """What a batch did that has noted nothing, as those of an older version: as far as days and years tell."""
    starts = calendar_of(school, batch.year).starts_on
    left = select(Enrolment.class_id).where(Enrolment.school_id == school.id, Enrolment.closed_by == batch.id)
    posts = select(Post.id).where(Post.school_id == school.id, Post.to_on == starts, Post.role == "homeroom_teacher")
    return {
        "up": [row.class_id for row in class_years_of(school.id, batch.year)],
        "left": sorted(set(db.session.scalars(left))),
        "posts": list(db.session.scalars(posts)),
    }


def last_of(school: Unit) -> RosterBatch | None:
    """The newest rollover of a school that stands."""
    found = select(RosterBatch).where(
        RosterBatch.school_id == school.id, RosterBatch.kind == "rollover", RosterBatch.state == "applied"
    )
    return db.session.scalars(found.order_by(RosterBatch.id.desc())).first()
