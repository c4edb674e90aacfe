"""Sending, taking back, moving a week, answering: what is on record after each, and that nothing moves where it is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.cli import worker  # noqa: F401 – registers every kind of job
from eduplatform.deployments import operations, returns
from eduplatform.deployments.models import ReturnAnswer
from eduplatform.deployments.rules import Wish
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.models import Holiday
from eduplatform.shared import jobs
from eduplatform.shared.refusals import Refused
from eduplatform.teaching.models import Assignment, Deployment
from tests.assessment import world
from tests.org.world import World, done, refused

TODAY, MONDAY, FRIDAY = date(2026, 11, 18), date(2026, 11, 23), date(2026, 12, 4)
DAYS = {"starts_on": MONDAY, "ends_on": FRIDAY}
REMINDER = Wish("reminder", words="放学走斑马线", **DAYS)
NUMBER = Wish("return", words="几台？", minutes=5, starts_on=TODAY, ends_on=FRIDAY)


@pytest.fixture
def org(app, people):
    with app.app_context():
        yield World(people)
        db.session.rollback()


def send(org: World, wish: Wish, code: str = "LJ", by: str = "city_song") -> Deployment:
    return done(operations.send, org.viewer(by), org.unit(code), wish)


def lesson(**more) -> Wish:
    return Wish("lesson", lesson_id=world.lesson("FIRE").lesson_id, **DAYS | more)


def work() -> None:
    while jobs.run_next():
        pass
    db.session.expire_all()


def planned(row: Deployment) -> dict[str, int]:
    found = db.session.query(world.Unit.code, Assignment.week).join(Assignment, Assignment.class_id == world.Unit.id)
    standing = found.filter(Assignment.deployment_id == row.id, Assignment.withdrawn_at.is_(None))
    return dict(standing.all())


def test_what_stands_in_the_row_that_was_sent(org):
    row = send(org, lesson())
    assert (row.kind, row.year, row.stages, row.minutes, row.schools, row.classes, row.teachers) == (
        "lesson",
        2026,
        ["P2"],
        40,
        2,
        3,
        2,
    )
    assert row.targets == [org.unit("LJ").path] and row.ready_at is None and row.job_id is not None
    assert (row.activity_id, row.answer, row.set_by) == (None, "", org.people["city_song"].user_id)
    entry = org.last_audit()
    assert (entry.action, entry.subject) == ("deployment.send", f"deployment:{row.id}")
    assert entry.detail == {"kind": "lesson", "classes": 3, "minutes": 120, "until": "2026-12-04"}


def test_what_has_nothing_to_lay_is_ready_at_once_and_keeps_no_field_of_another_kind(org):
    odd = send(org, Wish("reminder", lesson_id=5, activity_id=6, words="小心", answer="text", **DAYS))
    assert odd.ready_at == odd.set_at and (odd.job_id, odd.lesson_id, odd.activity_id, odd.answer) == (None,) * 3 + (
        "",
    )
    asked = send(org, NUMBER)
    assert (asked.answer, asked.minutes, asked.title) == ("number", 5, "几台？") and asked.stages == []


def test_a_lesson_is_laid_into_each_school_s_own_week_and_once(org):
    row = send(org, lesson())
    off = {"kind": "off", "name": "停课", "starts_on": MONDAY, "ends_on": MONDAY + timedelta(days=2)}
    done(db.session.add, Holiday(unit_id=org.unit("XS1").id, year=2026, **off))
    work()
    assert planned(row) == {"LJ-SY-2024-1": 13, "LJ-SY-2024-2": 13, "LJ-XS1-2024-1": 14}, "two days ask for no lesson"
    assert (row.placed, row.weekless) == (3, 0) and row.ready_at is not None
    assert row.placed_to == max(org.unit(code).id for code in ("SY", "DZ", "XS1"))
    job = db.session.get(jobs.Job, row.job_id)
    assert job.state == "done" and job.result == {"schools": 3, "classes": 3}


def test_a_school_that_is_closed_all_these_days_is_counted_as_one_without_a_week(org):
    row = send(org, lesson())
    done(
        db.session.add,
        Holiday(
            unit_id=org.unit("XS").id,
            year=2026,
            kind="off",
            name="停课",
            starts_on=MONDAY,
            ends_on=FRIDAY + timedelta(days=2),
        ),
    )
    work()
    assert set(planned(row)) == {"LJ-SY-2024-1", "LJ-SY-2024-2"} and (row.placed, row.weekless) == (2, 1)


def test_a_class_made_after_the_job_is_not_planned_and_one_made_before_it_is(org):
    row = send(org, lesson())
    done(tree.add_class, org.unit("SY"), 7, 2026, 3, "三(7)班")
    work()
    assert len(planned(row)) == 4 and row.classes == 3, "what was said when it was sent stays"
    done(tree.add_class, org.unit("SY"), 8, 2026, 3, "三(8)班")
    work()
    assert len(planned(row)) == 4


def test_taken_back_it_is_on_record_once_with_who_did_it(org):
    row = send(org, REMINDER)
    for by in ("city_song", "admin_root"):
        done(operations.take_back, org.viewer(by), row, org.unit("LJ"))
    assert row.withdrawn_by == org.people["city_song"].user_id and len(org.audits("deployment.withdraw")) == 1
    assert org.audits("deployment.withdraw")[0].detail == {"kind": "reminder"}


def test_a_school_moves_its_own_classes_and_nobody_else_s(org):
    row = send(org, lesson())
    work()
    safe = org.viewer("officer_safe")
    assert done(operations.move_week, safe, org.unit("SY"), row, 14) == 2
    assert planned(row) == {"LJ-SY-2024-1": 14, "LJ-SY-2024-2": 14, "LJ-XS1-2024-1": 13}
    assert org.last_audit().detail == {"week": 14, "classes": 2}
    for week in (12, 15, 0):
        assert refused(operations.move_week, safe, org.unit("SY"), row, week) == "no_such_week"


def test_what_is_not_laid_yet_no_lesson_or_gone_cannot_be_moved(org):
    safe, row, other = org.viewer("officer_safe"), send(org, lesson()), send(org, REMINDER)
    assert refused(operations.move_week, safe, org.unit("SY"), row, 14) == "deployment_not_ready"
    assert refused(operations.move_week, safe, org.unit("SY"), other, 14) == "deployment_not_ready"
    work()
    done(operations.take_back, org.viewer("city_song"), row, org.unit("LJ"))
    assert refused(operations.move_week, safe, org.unit("SY"), row, 14) == "deployment_gone"
    assert org.audits("deployment.move") == []


def give(org: World, row: Deployment, said: str, by: str = "officer_safe") -> ReturnAnswer:
    return done(returns.give_answer, org.viewer(by), row, org.unit("SY"), said)


@pytest.mark.parametrize(
    ("said", "number"), [("0", 0), (" 12 ", 12), ("007", 7), ("999999999", 999_999_999), ("000000000012", 12)]
)
def test_a_whole_number_is_taken_as_it_is_meant(org, said, number):
    answer = give(org, send(org, NUMBER), said)
    assert (answer.number, answer.text, answer.answered_by) == (number, "", org.people["officer_safe"].user_id)


def test_what_is_no_whole_number_is_refused_and_what_stood_stays(org):
    row = send(org, NUMBER)
    give(org, row, "3")
    for odd in ("", "-1", "1.5", "1 2", "１２", "十", "1e3", "1000000000", "0" * 13, "12台"):
        with pytest.raises(Refused) as said:
            give(org, row, odd)
        assert (said.value.code, said.value.values) == ("return_number", {"most": 999_999_999}), odd
    assert [(one.number, one.school_id) for one in db.session.query(ReturnAnswer)] == [(3, org.unit("SY").id)]


def test_answered_again_the_last_one_stands_with_who_gave_it(org):
    row = send(org, NUMBER)
    first = give(org, row, "3").id
    second = give(org, row, "4", by="principal_he")
    assert second.id == first and second.answered_by == org.people["principal_he"].user_id
    assert [one.number for one in db.session.query(ReturnAnswer)] == [4] and len(org.audits("return.answer")) == 2
    other = done(returns.give_answer, org.viewer("officer_safe"), row, org.unit("XS1"), "9")
    assert other.id != first and db.session.query(ReturnAnswer).count() == 2


def test_words_are_kept_on_one_line_up_to_their_length(org):
    row = send(org, Wish("return", words="有什么困难？", answer="text", minutes=5, starts_on=TODAY, ends_on=FRIDAY))
    answer = give(org, row, "  缺一间\n 器材室 ")
    assert (answer.number, answer.text) == (None, "缺一间 器材室")
    assert give(org, row, "字" * 200).text == "字" * 200
    for odd in ("", " \n ", "字" * 201):
        with pytest.raises(Refused, match="return_text"):
            give(org, row, odd)
    assert give(org, row, "12").text == "12", "a number is words too"


def test_until_the_last_day_and_not_once_it_is_taken_back(org, clock):
    row, gone = send(org, NUMBER), send(org, Wish("return", words="几辆车？", minutes=1, **DAYS))
    done(operations.take_back, org.viewer("city_song"), gone, org.unit("LJ"))
    with pytest.raises(Refused, match="deployment_gone"):
        give(org, gone, "1")
    clock.shift((FRIDAY - TODAY).days * 86400)
    assert give(org, row, "1").number == 1
    clock.shift(86400)
    with pytest.raises(Refused) as said:
        give(org, row, "2")
    assert (said.value.code, said.value.values) == ("return_over", {"last": FRIDAY})
