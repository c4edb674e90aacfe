"""The five steps to the first lesson tick themselves, and go when all is done."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import delete, select

from eduplatform.accounts import slips
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.models import Enrolment, Post, Term, Unit
from eduplatform.shared import clock
from eduplatform.shared.database import write
from eduplatform.teaching import first_steps
from eduplatform.teaching.models import PlanWeek
from tests.assessment import world
from tests.conftest import sql_count

CLASS, D = "LJ-SY-2024-2", date(2026, 11, 2)


@pytest.fixture
def school(app):
    with app.app_context():
        return db.session.scalar(select(Unit.id).where(Unit.code == "LJ-SY"))


def page(client_for, school: int, who: str = "officer_safe"):
    return client_for(who).get(f"/office/units/{school}")


def done(answer) -> list[bool]:
    """Which of the five steps are ticked."""
    return [
        " is-done" in found for found in re.findall(r'<li class="first-step([^"]*)"', answer.get_data(as_text=True))
    ]


def test_a_school_without_lessons_sees_what_is_left(client_for, school):
    answer = page(client_for, school)
    assert done(answer) == [True, False, False, True, False] and "再做 3 步" in answer.get_data(as_text=True)
    assert answer.get_data(as_text=True).count("btn-primary") == 1, "one main action"
    plain = page(client_for, school, "city_song")
    assert sql_count(page(client_for, school)) - sql_count(plain) <= 1, "the list is one statement"
    assert sql_count(page(client_for, school)) <= 10
    assert "127.0.0.1" not in answer.get_data(as_text=True) or "现在只有这台电脑打得开" in answer.get_data(as_text=True)


def test_only_who_looks_after_the_school_from_inside(client_for, school):
    for who in ("city_song", "district_zhou"):
        assert done(page(client_for, school, who)) == []
    principal = page(client_for, school, "principal_he")
    assert len(done(principal)) == 5 and "上传名册" not in principal.get_data(as_text=True)
    assert done(client_for("officer_safe").get(f"/office/units/{school}?day=2026-10-01")) == [], (
        "a report of another day is a report"
    )


def test_each_step_ticks_itself_from_the_records(app, client_for, school):
    client = client_for("officer_safe")
    with app.app_context():
        terms = dict(
            first_start="2026-09-01", first_end="2027-01-20", second_start="2027-02-22", second_end="2027-07-03"
        )
    saved = client.post(f"/office/units/{school}/calendar/terms?then=start", data=terms)
    assert saved.headers["Location"] == f"/office/units/{school}", "back to the list"
    assert done(page(client_for, school)) == [True, True, False, True, False]
    assert client.post(f"/office/units/{school}/plan/adopt?then=start").headers["Location"] == f"/office/units/{school}"
    assert done(page(client_for, school)) == [True, True, True, True, False]
    with app.app_context(), write():
        world.teach(world.unit(CLASS), world.lesson("FIRE"), D, roll=20, present=19)
    answer = page(client_for, school)
    assert done(answer) == [] and "第一节课就上好了" not in answer.get_data(as_text=True), "all done: the list is gone"


def test_a_form_from_elsewhere_goes_where_it_went(client_for, school):
    client = client_for("officer_safe")
    for then in ("", "?then=", "?then=//evil.example", "?then=/office/people"):
        assert (
            client.post(f"/office/units/{school}/plan/adopt{then}")
            .headers["Location"]
            .startswith(f"/office/units/{school}/plan")
        )


def test_a_lesson_before_the_rest_folds_the_list(app, client_for, school):
    with app.app_context(), write():
        world.teach(world.unit(CLASS), world.lesson("FIRE"), D, roll=20, present=19)
    text = page(client_for, school).get_data(as_text=True)
    assert "开头的几步还差 2 步" in text and "first-folded" in text


def test_what_the_city_entered_counts_for_its_schools(app, school):
    with app.app_context():
        with write():
            city = world.unit("LJ")
            db.session.add(Term(unit_id=city.id, year=2026, n=1, starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 20)))
            db.session.add(PlanWeek(unit_id=city.id, year=2026, week=1, title="火", topics={}))
        found = first_steps.of_school(db.session.get(Unit, school), 2026)
        assert (found.calendar, found.plan) == (True, True)
        assert not first_steps.of_school(db.session.get(Unit, school), 2027).calendar, "of that school year"


def test_a_new_school_begins_with_the_roster_and_slips_follow_the_teachers(app, school):
    with app.app_context():
        new = _new_school()
        found = first_steps.of_school(new, 2026)
        assert (found.roster, found.slips, found.lesson, found.left) == (False, False, False, 5)
        with write():
            class_ = tree.add_class(new, 1, 2026, 3, "三(1)班")
            user = User(school_id=new.id, kind="staff", name="新老师", person_key="n" * 32, created_at=clock.now())
            db.session.add(user)
            db.session.flush()
            db.session.add(
                Post(
                    school_id=new.id,
                    user_id=user.id,
                    unit_id=class_.id,
                    role="homeroom_teacher",
                    from_on=date(2026, 9, 1),
                )
            )
        found = first_steps.of_school(new, 2026)
        assert (found.teachers, found.without, found.slips) == (1, 1, False)
        with write():
            slips.issue_codes(None, [user], 14)
        assert first_steps.of_school(new, 2026).slips
        with write():
            db.session.execute(delete(Enrolment))
        assert not first_steps.of_school(db.session.get(Unit, school), 2026).roster


def _new_school() -> Unit:
    with write():
        return tree.add_child_unit(world.unit("LJ-DC"), "school", "LJ-NEW", "新学校", stages="P2")
