"""Whatever columns a form is given beside its own fields, role, school, score and kind stay what they are."""

from __future__ import annotations

import re
from typing import Any

from eduplatform.accounts.models import Credential, User, UserSession
from eduplatform.learning.models import QuizAttempt, SkillAttempt, VideoWatch
from eduplatform.org.models import Enrolment, Guardianship, Post
from eduplatform.teaching.models import ClassHour, ClassSession

from .cases import UNSAFE, Request, requests
from .served_world import ServedWorld

TABLES = (
    User,
    Post,
    Enrolment,
    QuizAttempt,
    SkillAttempt,
    UserSession,
    ClassSession,
    ClassHour,
    Credential,
    Guardianship,
    VideoWatch,
)
WANTED = {
    "role": "system_admin",
    "kind": "staff",
    "school_id": "10",
    "unit_id": "2",
    "score": "100",
    "passed": "1",
    "excellent": "true",
    "grade": "A",
    "points": "99",
    "outcome": "good",
    "to_on": "",
    "from_on": "2020-01-01",
    "must_choose": "0",
    "expires_at": "9999999999999",
    "hours": "9900",
    "sign": "1",
    "state": "closed",
    "minutes": "90",
    "roll": "1",
    "present": "999",
    "version": "1",
    "disabled_at": "",
}
#: Columns that are also the name of a field of the same form, so that posting them is not posting too much. Nothing else is left out.
FIELDS = {
    "office.add_activity": {"year"},
    "office.compose_activity": {"title", "title_en", "starts_on", "ends_on", "stages", "kind", "version"},
    "office.scheme_part": {"name", "note", "points"},
    "office.mark_school": {"note", "points"},
    "teacher.note_answer_times": {"text"},
    "teacher.record_step": {"held_on", "present", "count", "note"},
    "office.add_days": {"year"},
    "office.adopt_plan": {"year"},
    "office.carry_plan_over": {"year"},
    "office.change_week": {"year"},
    "office.drop_plan": {"year"},
    "office.adopt_schedule": {"year"},
    "office.complete_year": {"year"},
    "office.end_feed": {"year"},
    "office.enter_file": {"year"},
    "office.look_at_days": {"year"},
    "office.open_feed": {"year"},
    "office.remove_days": {"year"},
    "office.add_rule": {"year", "to_on", "topic"},
    "office.adopt_rules": {"year"},
    "office.end_rule": {"year"},
    "office.set_rule": {"year"},
    "office.set_terms": {"year"},
    "office.swap_plan_weeks": {"year"},
    "office.switch_home_duty": {"year"},
    "account.end_devices": {"row"},
    "account.add_own_hook": {"kind", "name", "url", "secret"},
    "account.choose_ways": {"email", "by_email"},
    "office.add_group_hook": {"kind", "name", "url", "secret"},
    "office.move_pupil": {"number"},
    "office.take_in": {"number"},
    "account.enter_lesson": {"number"},
    "account.do_sign_in": {"class_id", "school_id"},
    "teacher.turn": {"was"},
    "teacher.start": {"carrier", "quiz_mode", "rehearsal"},
}
RANDOM = re.compile(
    r"\.(account|hash)$|\.\w*(token_hash|secret_hash|code_hash|join_code|seed|person_key|link|file|payload)"
    r"|^notice_hook\.secret$|^notice\.subject$|^notice_delivery\.key$|^api_key\.ending$"
)


def columns() -> dict[str, str]:
    """Every column name of the tables, with a value somebody might wish for."""
    found = {column.name: WANTED.get(column.name, "7") for model in TABLES for column in model.__table__.c}
    return found | {f"{model.__tablename__}.{name}": value for model in (User, Post) for name, value in WANTED.items()}


Tables = dict[str, list[tuple[Any, ...]]]


def stored(served: ServedWorld, request: Request, more: dict[str, str]) -> tuple[int, Tables]:
    """What the request answers, and the tables it writes to, without what is drawn by lot."""
    served.restore()
    status = request.send(served, more).status_code
    found = served.tables(drawn_by_lot=RANDOM, only=served.wrote)
    served.wrote.add("-")
    return status, found


def different(served: ServedWorld, plain: Tables, full: Tables) -> dict[str, list[tuple[Any, ...]]]:
    """Rows that stand in one of two outcomes only; a table that one of them left alone is as it was at first."""
    if once := plain.keys() ^ full.keys():
        served.restore()
        first = served.tables(drawn_by_lot=RANDOM, only=once)
        plain, full = first | plain, first | full
    return {name: sorted(set(full[name]) ^ set(plain[name]))[:2] for name in plain if plain[name] != full[name]}


def test_no_form_takes_a_column_it_did_not_ask_for(served: ServedWorld):
    wrong, wished = [], columns()
    for request in requests(served, UNSAFE):
        more = {name: value for name, value in wished.items() if name not in FIELDS.get(request.cell.endpoint, ())}
        (plain_status, plain), (status, full) = stored(served, request, {}), stored(served, request, more)
        said = different(served, plain, full)
        if said or status != plain_status:
            wrong.append(f"{request.cell}: {plain_status} became {status}; {said}")
    served.restore()
    assert not wrong, "\n".join(wrong)
