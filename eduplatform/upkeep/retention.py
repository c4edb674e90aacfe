"""What the page /about promises to delete is deleted: once a day, by the worker, safe to run at any time and again.

PROMISES names for every table of shared.privacy who keeps its promise; a guard test holds the two together, another puts an expired row into
each and looks. Records of lessons go by whole school years, with the figures made of them, so that reports and records still agree.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Table, delete, exists, func, select
from sqlalchemy.sql.elements import ColumnElement

from ..accounts import jobs as accounts
from ..activities.models import Activity, ActivityStep
from ..assessment import exports
from ..assessment.models import SchemeVersion, Snapshot
from ..extensions import db
from ..learning.models import RoomReading
from ..notices.models import Notice
from ..org import retention
from ..org.models import ClassYear
from ..shared import audit_chain, clock
from ..shared.database import affected, write
from ..shared.models import AuditEntry
from ..teaching.models import ClassSession, Deployment, Remote, Vote

RECORDS = 10  #: full school years that records of lessons are kept after their own
REMINDERS = 3
NOTICES = timedelta(days=400)  #: a school year and the weeks in which the next one is prepared
BESIDE = timedelta(days=30)  #: a database that a restore replaced and kept beside the new one
AUDIT = timedelta(days=10 * 365 + 3)

Step = Callable[[Path], int]


def keep_promised_terms(instance: Path) -> dict[str, int]:
    """Delete what has run its time; rows by step, where they are counted."""
    return {name: count for name, step in STEPS.items() if (count := step(instance))}


def _spent(instance: Path) -> int:
    accounts.sweep_accounts(None)
    retention.sweep_org(str(instance))
    retention.sweep_daily()
    exports.sweep_exports(instance / "exports")
    before = (clock.now() - BESIDE).timestamp()
    return sum(_removed(path) for path in instance.glob("*.before-*.db") if path.stat().st_mtime < before)


def _removed(path: Path) -> int:
    path.unlink(missing_ok=True)
    return 1


def _names(_instance: Path) -> int:
    total = 0
    while gone := retention.forget_leavers():
        total += gone
    return total


def _years(_instance: Path) -> int:
    """Records and figures of school years that ended long ago, children before what they point at."""
    last = clock.school_year_of(clock.today()) - RECORDS - 1
    with write():
        reminders = _of_year("reminder", last + RECORDS - REMINDERS)
        if not db.session.scalar(select(exists().where(ClassYear.year <= last))):
            return reminders  # the classes of a year go last, so without them there is nothing: large tables are not read for it every day
        of_others = _of_sessions(last) + _of_activities(last) + _answers(last) + _official(last) + _of_schemes(last)
        return reminders + of_others + sum(_of_year(name, last) for name in BY_YEAR)


def _of_sessions(last: int) -> int:
    old = select(ClassSession.id).where(ClassSession.year <= last)
    votes = select(Vote.id).where(Vote.session_id.in_(old))
    gone = _delete("room_answer", lambda table: table.c.vote_id.in_(votes))
    for name in OF_A_SESSION:
        gone += _delete(name, lambda table: table.c.session_id.in_(old))
    return gone + _delete("class_session", lambda table: table.c.year <= last)


def _answers(last: int) -> int:
    """What schools answered to the returns of those years."""
    old = select(Deployment.id).where(Deployment.year <= last)
    return _delete("return_answer", lambda table: table.c.deployment_id.in_(old))


def _of_activities(last: int) -> int:
    """Steps go with their activities, records before both."""
    old = select(Activity.id).where(Activity.year <= last)
    steps = select(ActivityStep.id).where(ActivityStep.activity_id.in_(old))
    gone = _of_year("activity_record", last) + _delete("activity_record", lambda table: table.c.activity_id.in_(old))
    gone += _delete("activity_thing", lambda table: table.c.step_id.in_(steps))
    return gone + _delete("activity_step", lambda table: table.c.activity_id.in_(old)) + _of_year("activity", last)


def _official(last: int) -> int:
    """Official figures of those years, appeals against them first."""
    old = select(Snapshot.id).where(Snapshot.year <= last)
    return _delete("appeal", lambda table: table.c.snapshot_id.in_(old)) + _of_year("snapshot", last)


def _of_schemes(last: int) -> int:
    """Schemes of years long over, with the points entered by hand."""
    old = select(SchemeVersion.id).where(SchemeVersion.year <= last)
    return _delete("scheme_mark", lambda table: table.c.scheme_id.in_(old)) + _of_year("scheme_version", last)


def _of_year(name: str, last: int) -> int:
    return _delete(name, lambda table: table.c.year <= last)


def _delete(name: str, which: Callable[[Table], ColumnElement[bool]]) -> int:
    table = db.metadata.tables[name]
    return affected(delete(table).where(which(table)))


def _settings(_instance: Path) -> int:
    """Settings that a later one has replaced long ago, rules that ended then and keys of the API that were over; what is in force stays
    however old it is."""
    before = _ago(RECORDS)
    table = db.metadata.tables["unit_setting"]
    later = table.alias("later")
    replaced = exists().where(
        later.c.unit_id == table.c.unit_id,
        later.c.name == table.c.name,
        later.c.from_on > table.c.from_on,
        later.c.from_on < before,
    )
    with write():
        ended = _delete("rule_of_unit", lambda rule: rule.c.to_on < before)
        ended += _delete("api_key", lambda key: key.c.last_day < before)
        return ended + affected(delete(table).where(replaced))


def _over(_instance: Path) -> int:
    """Phones and card readings of lessons that have ended: closing removes them, this what a crash left."""
    ended = select(ClassSession.id).where(ClassSession.state.in_(("closed", "dropped")))
    with write():
        return sum(
            _delete(model.__tablename__, lambda table: table.c.session_id.in_(ended)) for model in (Remote, RoomReading)
        )


def _chains(_instance: Path) -> int:
    """Shorten chains by entries older than they are kept, saying so in the chain."""
    before = clock.now() - AUDIT
    last = (
        select(AuditEntry.school_id, func.max(AuditEntry.seq))
        .where(AuditEntry.at < before)
        .group_by(AuditEntry.school_id)
    )
    return sum(_shorten(school_id, upto) for school_id, upto in db.session.execute(last).all())


def _shorten(school_id: int, upto: int) -> int:
    chain = audit_chain.walk(school_id)
    with write():
        return audit_chain.shorten(chain, school_id, upto)


def _ago(years: int) -> date:
    today = clock.today()
    return today.replace(year=today.year - years, day=min(today.day, 28))


def _notices(_instance: Path) -> int:
    """Notices and what was sent of them; hooks that were taken away long ago."""
    before = clock.now() - NOTICES
    old = select(Notice.id).where(Notice.made_at < before)
    with write():
        gone = _delete("notice_delivery", lambda table: table.c.notice_id.in_(old))
        gone += _delete("notice", lambda table: table.c.made_at < before)
        return gone + _delete("notice_hook", lambda table: table.c.ended_at < before)


STEPS: dict[str, Step] = {
    "spent": _spent,
    "names": _names,
    "years": _years,
    "settings": _settings,
    "notices": _notices,
    "over": _over,
    "chains": _chains,
}
OF_A_SESSION = ("vote", "hands_count", "absence", "room_reading", "remote", "makeup", "check_answer", "class_hour")
BY_YEAR = (
    "class_hour",
    "assignment",
    "lost_lesson",
    "deployment",
    "filing",
    "quiz_attempt",
    "remarked_sheet",
    "skill_attempt",
    "tally_lesson",
    "tally_unit",
    "tally_topic",
    "tally_unit_topic",
    "tally_topic_spread",
    "tally_unit_spread",
    "tally_class_items",
    "tally_item",
    "plausibility_note",
    "class_year",
    "card_number",
    "year_rollover",
)
#: table of shared.privacy → the step that keeps its promise; "change": the change itself does it (a new password, the end of a lesson)
PROMISES = {
    **dict.fromkeys(
        (
            "user",
            "login_name",
            "enrolment",
            "card_number",
            "post",
            "lesson_view",
            "video_watch",
            "quiz_attempt",
            "remarked_sheet",
            "skill_attempt",
            "room_answer",
            "check_answer",
            "makeup",
            "absence",
            "narration",
        ),
        "names",
    ),
    **dict.fromkeys(
        (
            "sign_in_slip",
            "user_session",
            "sign_in_guard",
            "address_failure",
            "guardianship",
            "roster_batch",
            "roster_row",
            "handover",
            "access_look",
            "job",
            "export",
            "post_proposal",
        ),
        "spent",
    ),
    **dict.fromkeys(
        (
            "class_session",
            "class_hour",
            "assignment",
            "lost_lesson",
            "deployment",
            "return_answer",
            "activity",
            "activity_record",
            "reminder",
            "year_rollover",
            "scheme_version",
            "scheme_mark",
            "snapshot",
            "appeal",
            "filing",
            "plausibility_note",
        ),
        "years",
    ),
    **dict.fromkeys(("room_reading", "remote"), "over"),
    "credential": "change",
    "erased_mark": "change",
    "rule_of_unit": "settings",
    "unit_setting": "settings",
    "api_key": "settings",
    "notice_choice": "names",
    **dict.fromkeys(("notice", "notice_delivery", "notice_hook"), "notices"),
    "audit_entry": "chains",
}
