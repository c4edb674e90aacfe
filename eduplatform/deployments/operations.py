"""Verbs: send a deployment, take it back, let a school mean its lesson for another week."""

from __future__ import annotations

from ..extensions import db
from ..org.access import Viewer
from ..org.models import Unit
from ..shared import audit, clock, jobs
from ..shared.refusals import Refused
from ..teaching import assignments
from ..teaching.models import Deployment
from .drafts import draft
from .rules import Wish

PLACE = "deployments.place"


def send(viewer: Viewer, unit: Unit, wish: Wish) -> Deployment:
    """Send what an officer wants, checked again. One row; the job lays a lesson into the plans of the classes. Refused as draft()."""
    made = draft(unit, wish)
    row = Deployment(
        unit_id=unit.id,
        year=made.year,
        kind=wish.kind,
        title=made.title,
        title_en=made.title_en,
        lesson_id=wish.lesson_id if wish.kind == "lesson" else None,
        activity_id=wish.activity_id if wish.kind == "activity" else None,
        answer=wish.answer if wish.kind == "return" else "",
        targets=list(made.audience.paths),
        stages=list(made.audience.stages),
        starts_on=made.starts_on,
        ends_on=made.ends_on,
        minutes=made.cost.most,
        schools=made.counts.schools,
        classes=made.counts.classes,
        teachers=made.counts.teachers,
        set_by=viewer.user_id,
        set_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    if wish.kind == "lesson":
        row.job_id = jobs.queue(PLACE, {"deployment": row.id}, viewer.user_id).id
    else:
        row.ready_at = row.set_at
    audit.record(
        unit.keeper_id,
        viewer.user_id,
        "deployment.send",
        f"deployment:{row.id}",
        kind=row.kind,
        classes=row.classes,
        minutes=made.cost.total,
        until=row.ends_on.isoformat(),
    )
    return row


def take_back(viewer: Viewer, row: Deployment, unit: Unit) -> None:
    """Take a deployment back: from now on nobody is asked or reminded, its lesson stands in no plan. What was taught and answered stays.
    Doing it twice is once."""
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = clock.now(), viewer.user_id
        audit.record(unit.keeper_id, viewer.user_id, "deployment.withdraw", f"deployment:{row.id}", kind=row.kind)


def move_week(viewer: Viewer, school: Unit, row: Deployment, week: int) -> int:
    """Mean a deployed lesson for another week of its days in all classes of a school; how many. Refused: deployment_gone, no_such_week."""
    if row.withdrawn_at is not None or row.kind != "lesson" or row.ready_at is None:
        raise Refused("deployment_gone" if row.withdrawn_at else "deployment_not_ready")
    moved = assignments.move_deployed(viewer, school, row, week)
    audit.record(school.keeper_id, viewer.user_id, "deployment.move", f"deployment:{row.id}", week=week, classes=moved)
    return moved
