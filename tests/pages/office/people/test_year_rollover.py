"""A unit taken into the next school year as a whole: shown, done by the worker, killed and resumed, undone."""

from __future__ import annotations

from datetime import date

import pytest

from eduplatform.activities.models import Activity
from eduplatform.extensions import db
from eduplatform.org import calendar_operations
from eduplatform.org.models import ClassYear, Term, YearRollover
from eduplatform.shared import jobs
from eduplatform.shared.models import AuditEntry, Job
from eduplatform.teaching.models import PlanWeek
from eduplatform.upkeep import year_rollover
from tests.pages.office.people.test_people import unit_id
from tests.people import unit

from .test_years import work

TERMS = {
    "first_start": "2026-09-01",
    "first_end": "2027-01-22",
    "second_start": "2027-02-22",
    "second_end": "2027-07-02",
}


@pytest.fixture
def school(app, client_for):
    """实验小学 with a calendar, a plan and an activity of its own in 2026."""
    return prepared(app, client_for("officer_safe"), "LJ-SY")


def prepared(app, client, code):
    at = unit_id(app, code)
    for path, form in (
        ("calendar/terms?year=2026", TERMS),
        ("plan/adopt?year=2026", {}),
        ("activities", {"title": "冬季防火", "topics": ["FIRE"], "starts_on": "2026-12-07", "ends_on": "2026-12-18"}),
    ):
        assert client.post(f"/office/units/{at}/{path}", data=form).status_code == 303
    return at


def roll(client, at):
    return client.post(f"/office/units/{at}/rollover", data={"from_year": "2026"})


def counts(app, at, year=2027):
    with app.app_context():
        return [
            db.session.query(table).filter(where == at, table.year == year).count()
            for table, where in ((ClassYear, ClassYear.school_id), (Term, Term.unit_id), (PlanWeek, PlanWeek.unit_id))
        ]


def test_it_is_shown_with_counts_before_anything_happens(app, client_for, school):
    page = client_for("officer_safe").get("/office/rollover").text
    assert "4 个班" in page and "2 个学期" in page and "1 个" in page and "有起止日期，自己接着用" in page
    assert counts(app, school) == [0, 0, 0]


def test_everything_goes_on_in_one_job_and_history_stays(app, client_for, school):
    client, before = client_for("officer_safe"), counts(app, school, 2026)
    assert roll(client, school).status_code == 303
    assert "正在升级" in client.get("/office/rollover").text
    assert client.get(f"/office/units/{school}/rollover/progress").json["done"] is False
    work(app)
    assert client.get(f"/office/units/{school}/rollover/progress").json["done"] is True
    classes, terms, weeks = counts(app, school)
    assert (classes, terms) == (3, 2) and weeks >= 35 and counts(app, school, 2026) == before
    with app.app_context():
        first, second = calendar_operations.own_terms(unit("LJ-SY"), 2027)
        assert (first.starts_on, first.ends_on, second.starts_on) == (
            date(2027, 9, 1),
            date(2028, 1, 21),
            date(2028, 2, 21),
        )
        assert db.session.query(Activity).count() == 1, "a draft asks nobody for anything"
    page = client.get("/office/rollover").text
    assert "冬季防火" in page and "2027-12-06" in page and "starts_on=2027-12-06" in page
    assert "日期照去年推算，请核对" in page


def test_a_draft_opens_the_form_filled_and_says_when_it_is_set(app, client_for, school):
    client = client_for("officer_safe")
    roll(client, school)
    work(app)
    form = {"title": "冬季防火", "topics": ["FIRE"], "starts_on": "2027-12-06", "ends_on": "2027-12-17"}
    assert client.post(f"/office/units/{school}/activities", data=form).status_code == 303
    assert "已布置" in client.get("/office/rollover").text


class Killed(BaseException):
    """As if the process had been killed."""


@pytest.mark.parametrize("at_step", year_rollover.STEPS)
def test_killed_in_any_step_it_goes_on_without_doubles(app, client_for, school, clock, monkeypatch, at_step):
    client, real, killed = client_for("officer_safe"), year_rollover.do_step, []

    def dies(row, at, code):
        real(row, at, code)
        if code == at_step and not killed:
            killed.append(code)
            db.session.flush()
            raise Killed  # after its work, before the commit

    monkeypatch.setattr(year_rollover, "do_step", dies)
    roll(client, school)
    with app.app_context(), pytest.raises(Killed):
        jobs.run_next()
    with app.app_context():
        db.session.rollback()
    clock.shift(60)  # its lease is over
    work(app)
    classes, terms, weeks = counts(app, school)
    assert (classes, terms) == (3, 2) and weeks >= 35
    with app.app_context():
        row = db.session.query(YearRollover).one()
        assert row.state == "done" and set(row.steps) == set(year_rollover.STEPS)
        assert db.session.query(Job).filter_by(kind=year_rollover.KIND).count() == 1
        said = [entry.action for entry in db.session.query(AuditEntry).filter_by(school_id=school)]
        assert said.count("rollover.apply") == 1 and said.count("plan.adopt") == 2, "of 2026 and of 2027"


def test_asked_twice_it_is_done_once_and_later_only_what_is_missing(app, client_for, school):
    client = client_for("officer_safe")
    roll(client, school)
    roll(client, school)
    with app.app_context():
        assert db.session.query(Job).filter_by(kind=year_rollover.KIND).count() == 1
    work(app)
    there = counts(app, school)
    roll(client, school)
    work(app)
    assert counts(app, school) == there


def test_undone_all_of_it_goes_but_what_was_changed_since(app, client_for, school):
    client = client_for("officer_safe")
    roll(client, school)
    assert client.post(f"/office/units/{school}/rollover/undo").status_code == 409, "not while it runs"
    work(app)
    client.post(f"/office/units/{school}/plan/weeks/12?year=2027", data={"title": "自定", "topics": ["FIRE"]})
    answer = client.post(f"/office/units/{school}/rollover/undo", follow_redirects=True)
    assert "已撤销升级" in answer.text and "“每周计划”在升级以后改过" in answer.text
    classes, terms, weeks = counts(app, school)
    assert (classes, terms) == (0, 0) and weeks >= 35
    roll(client, school)
    work(app)
    assert counts(app, school)[:2] == [3, 2], "it can be done again"


def test_a_bureau_takes_its_calendar_and_plan_on_and_moves_no_class(app, client_for):
    client = client_for("city_song")
    at = prepared(app, client, "LJ")
    page = client.get(f"/office/units/{at}/rollover").text
    assert "每周计划" in page and "下学年班主任" not in page
    roll(client, at)
    work(app)
    with app.app_context():
        assert db.session.query(ClassYear).filter_by(year=2027).count() == 0
    assert counts(app, at)[1:] == [2, counts(app, at)[2]] and counts(app, at)[2] >= 35
    assert client.post(f"/office/units/{at}/rollover/undo").status_code == 303
    assert counts(app, at) == [0, 0, 0]


def test_a_unit_that_follows_the_one_above_takes_nothing_and_says_so(app, client_for):
    client, at = client_for("district_zhou"), unit_id(app, "LJ-DC")
    assert "跟着上一级" in client.get(f"/office/units/{at}/rollover").text
    roll(client, at)
    work(app)
    assert counts(app, at) == [0, 0, 0] and "没有要接的" in client.get(f"/office/units/{at}/rollover").text


def test_who_may_not_gets_nothing(app, client_for):
    at = unit_id(app, "LJ-SY")
    for who in ("principal_he", "teacher_lin", "other_city", "other_district"):
        assert client_for(who).get(f"/office/units/{at}/rollover").status_code == 404
        assert roll(client_for(who), at).status_code == 404
