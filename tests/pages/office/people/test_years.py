"""Calendar, plan and rules are dated data that go down the tree; the rollover is shown, done once and undone."""

from datetime import date

from sqlalchemy import select

from eduplatform.extensions import db
from eduplatform.org import queries as org
from eduplatform.org.models import ClassYear, Enrolment, Unit
from eduplatform.shared import jobs, ttl_cache
from eduplatform.teaching import plan
from tests.conftest import sql_count
from tests.pages.office.people.test_people import unit_id


def unit(code):
    return db.session.scalars(select(Unit).where(Unit.code == code)).one()


def work(app):
    """The worker does what waits."""
    with app.app_context():
        while jobs.run_next():
            pass


def calendar(app, code, year=2026):
    with app.app_context():
        ttl_cache.drop()
        return org.calendar_of(unit(code), year)


def test_a_district_calendar_goes_down_to_its_classes(app, client_for):
    at = unit_id(app, "LJ-DC")
    data = {
        "first_start": "2026-09-07",
        "first_end": "2027-01-22",
        "second_start": "2027-02-22",
        "second_end": "2027-07-02",
    }
    assert (
        client_for("district_zhou").post(f"/office/units/{at}/calendar/terms?year=2026", data=data).status_code == 303
    )
    assert calendar(app, "LJ-SY-2024-2").terms[0].starts_on == date(2026, 9, 7)
    assert calendar(app, "LJ-XS1-2024-1").terms[0].starts_on == date(2026, 9, 1)


def test_terms_in_the_wrong_order_are_refused_and_kept_in_the_form(app, client_for):
    at = unit_id(app, "LJ-DC")
    data = {
        "first_start": "2027-01-22",
        "first_end": "2026-09-07",
        "second_start": "2027-02-22",
        "second_end": "2027-07-02",
    }
    answer = client_for("district_zhou").post(f"/office/units/{at}/calendar/terms?year=2026", data=data)
    assert answer.status_code == 422 and "先后" in answer.text and "2027-01-22" in answer.text


def test_days_off_and_working_weekends(app, client_for):
    at, client = unit_id(app, "LJ-DC"), client_for("district_zhou")
    off = {"kind": "off", "name": "运动会", "starts_on": "2026-11-19", "ends_on": "2026-11-20"}
    assert client.post(f"/office/units/{at}/calendar/days?year=2026", data=off).status_code == 303
    work = {"kind": "work", "name": "补课", "starts_on": "2026-11-21", "ends_on": "2026-11-21"}
    assert client.post(f"/office/units/{at}/calendar/days?year=2026", data=work).status_code == 303
    there = calendar(app, "LJ-SY")
    assert not there.is_school_day(date(2026, 11, 19)) and there.is_school_day(date(2026, 11, 21))
    assert not there.is_school_day(date(2026, 10, 2)), "the inherited holiday was taken along"
    client.post(f"/office/units/{at}/calendar/days/remove?year=2026", data={"kind": "off", "day": "2026-11-19"})
    assert calendar(app, "LJ-SY").is_school_day(date(2026, 11, 19))


def test_the_shipped_plan_is_adopted_and_a_week_changed_below(app, client_for):
    city, school = unit_id(app, "LJ"), unit_id(app, "LJ-SY")
    assert client_for("city_song").post(f"/office/units/{city}/plan/adopt?year=2026").status_code == 303
    changed = client_for("officer_safe").post(
        f"/office/units/{school}/plan/weeks/12?year=2026", data={"title": "消防周", "topics": ["FIRE"]}
    )
    assert changed.status_code == 303
    with app.app_context():
        ttl_cache.drop()
        assert plan.themes(unit("LJ-SY-2024-2"), 2026, "P2")[12].title_zh == "消防周"
        assert plan.themes(unit("LJ-DZ-J2025-3"), 2026, "J")[12].title_zh != "消防周"


def test_a_laxer_rule_is_refused(app, client_for):
    school = unit_id(app, "LJ-SY")
    lax = {"stage": "P2", "minutes": "30", "from_on": "2026-11-18", "source": "校内通知"}
    answer = client_for("officer_safe").post(f"/office/units/{school}/plan/rules?year=2026", data=lax)
    assert answer.status_code == 422 and "上级" in answer.text
    strict = lax | {"minutes": "45"}
    assert (
        client_for("officer_safe").post(f"/office/units/{school}/plan/rules?year=2026", data=strict).status_code == 303
    )


def test_home_duty_needs_a_document(app, client_for):
    city, client = unit_id(app, "LJ"), client_for("city_song")
    assert (
        client.post(
            f"/office/units/{city}/plan/switches/home-duty?year=2026", data={"value": "yes", "basis": ""}
        ).status_code
        == 422
    )
    good = client.post(
        f"/office/units/{city}/plan/switches/home-duty?year=2026", data={"value": "yes", "basis": "临教〔2026〕1号"}
    )
    assert good.status_code == 303


def test_plan_page_states_its_number_of_queries(app, client_for):
    answer = client_for("city_song").get("/office/plan")
    assert answer.status_code == 200 and sql_count(answer) <= 10


def test_rollover_is_shown_done_once_and_undone(app, client_for, people, clock):
    school, client = unit_id(app, "LJ-SY"), client_for("officer_safe")
    page = client.get("/office/rollover")
    assert "四(2)班" in page.text and "毕业" in page.text
    for _ in range(2):
        assert client.post(f"/office/units/{school}/rollover", data={"from_year": "2026"}).status_code == 303
        work(app)
    with app.app_context():
        rows = db.session.scalars(select(ClassYear).where(ClassYear.school_id == school, ClassYear.year == 2027)).all()
        assert sorted(row.label for row in rows) == ["二(1)班", "四(1)班", "四(2)班"]
        assert org.class_year(unit("LJ-SY-2024-2"), 2026).label == "三(2)班"
    assert client.post(f"/office/units/{school}/rollover/undo").status_code == 303
    with app.app_context():
        assert not db.session.scalars(
            select(ClassYear).where(ClassYear.school_id == school, ClassYear.year == 2027)
        ).all()
        assert unit("LJ-SY-2024-2").name == "三(2)班"
        assert (
            db.session.scalars(select(Enrolment).where(Enrolment.pupil_id == people["pupil_yu"].user_id)).one().to_on
            is None
        )


def test_rollover_cannot_be_undone_after_thirty_days(app, client_for, clock):
    school = unit_id(app, "LJ-SY")
    client_for("officer_safe").post(f"/office/units/{school}/rollover", data={"from_year": "2026"})
    work(app)
    clock.shift(31 * 86400)
    answer = client_for("officer_safe").post(f"/office/units/{school}/rollover/undo")
    assert answer.status_code == 422


def test_a_refused_rule_keeps_the_form_open_with_what_was_typed(client_for, people, app):
    with app.app_context():
        city = db.session.query(Unit).filter_by(code="LJ").one().id
    typed = {"stage": "P2", "minutes": "30", "from_on": "2026-12-01", "source": "某份文件"}
    page = client_for("city_song").post(f"/office/units/{city}/plan/rules", data=typed)
    assert page.status_code >= 400
    form = page.get_data(as_text=True).partition('id="rule"')[2].partition("</details>")[0]
    assert '<details class="card" open>' in form and "某份文件" in form


def test_a_school_sees_the_rules_of_its_own_stages_and_a_class_of_its_own(app, client_for):
    school = client_for("officer_safe").get(f"/office/units/{unit_id(app, 'LJ-SY')}/plan/rules").text
    assert "小学低段" in school and "小学高段" in school and "初中" not in school and "中职" not in school
    one = client_for("teacher_lin").get(f"/office/units/{unit_id(app, 'LJ-SY-2024-2')}/plan/rules")
    assert "小学中段" in one.text and "小学低段" not in one.text and sql_count(one) <= 10
    older = client_for("teacher_gao").get(f"/office/units/{unit_id(app, 'LJ-DZ-J2025-3')}/plan/rules").text
    assert "初中" in older and "小学" not in older
    assert "中职" in client_for("city_song").get(f"/office/units/{unit_id(app, 'LJ')}/plan/rules").text
