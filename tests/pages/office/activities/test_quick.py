"""Special-topic activities on the office desk: set, counted by teaching, taken back."""

from __future__ import annotations

from datetime import date

from eduplatform.activities.models import Activity
from eduplatform.extensions import db
from eduplatform.shared.database import write
from tests.assessment import world

CLASS = "LJ-SY-2024-2"
NEW = {"title": "119 消防周", "topics": ["FIRE"], "starts_on": "2026-11-16", "ends_on": "2026-11-22"}


def unit_id(app, code: str) -> int:
    with app.app_context():
        return world.unit(code).id


def test_classes_below_take_part_by_being_taught(app, client_for):
    client = client_for("district_zhou")
    done = client.post(f"/office/units/{unit_id(app, 'LJ-DC')}/activities", data=NEW)
    assert done.status_code == 303
    with app.app_context():
        with write():
            world.pupils(world.unit(CLASS), 3)
            world.teach(world.unit(CLASS), world.lesson("FIRE"), date(2026, 11, 18), roll=3)
        world.settle()
        assert world.figures("LJ-DC", date(2026, 11, 18))["activity_done"] == 1
        assert world.figures("LJ-DC", date(2026, 11, 22))["activity_due"] == 5
        assert world.faults() == []
    page = client.get(done.location).get_data(as_text=True)
    assert "1 / 5" in page and "进行中" in page
    assert "119 消防周" in client_for("teacher_lin").get("/office/activities").get_data(as_text=True)
    assert "119 消防周" not in client_for("other_city").get("/office/activities").get_data(as_text=True)


def test_taken_back_it_counts_no_more_from_today(app, client_for, clock):
    client = client_for("officer_safe")
    client.post(f"/office/units/{unit_id(app, 'LJ-SY')}/activities", data=NEW)
    with app.app_context():
        number = db.session.query(Activity).one().id
    assert client_for("principal_he").get("/office/activities").status_code == 200
    assert client_for("teacher_lin").post(f"/office/activities/{number}/withdraw").status_code == 404
    assert client_for("other_district").post(f"/office/activities/{number}/withdraw").status_code == 404
    assert client.post(f"/office/activities/{number}/withdraw").status_code == 303
    with app.app_context():
        world.settle()
        assert "activity_due" not in world.figures("LJ-SY", date(2026, 11, 30))


def test_odd_activities_are_refused_and_what_was_typed_stays(app, client_for):
    client, path = client_for("district_zhou"), f"/office/units/{unit_id(app, 'LJ-DC')}/activities"
    for change, said in (
        ({"ends_on": "2026-11-10", "starts_on": "2026-11-02"}, "已经过了"),
        ({"ends_on": "2026-11-01"}, "前面"),
        ({"ends_on": "2027-06-01"}, "最长"),
        ({"topics": []}, "还差一点"),
        ({"topics": ["NOPE"]}, "还差一点"),
        ({"title": "x" * 200}, "还差一点"),
    ):
        page = client.post(path, data=NEW | change)
        assert page.status_code == 422 and said in page.get_data(as_text=True), change
    assert 'value="119 消防周"' in client.post(path, data=NEW | {"ends_on": "2026-11-01"}).get_data(as_text=True)
    with app.app_context():
        assert db.session.query(Activity).count() == 0


def test_the_next_key_days_fill_the_form_and_six_in_a_term_bring_a_hint(app, client_for):
    client, number = client_for("district_zhou"), unit_id(app, "LJ-DC")
    page = client.get(f"/office/units/{number}/activities").get_data(as_text=True)
    assert "全国交通安全日" in page and "国际减灾日" not in page
    filled = client.get(
        f"/office/units/{number}/activities?title=%E5%85%A8&topics=TRAF&starts_on=2026-11-30&ends_on=2026-12-06"
    ).get_data(as_text=True)
    assert 'value="2026-11-30"' in filled and "checked" in filled
    for n in range(6):
        client.post(f"/office/units/{number}/activities", data=NEW | {"title": f"活动{n}"})
    assert "本学期已有 6 个活动" in client.get(f"/office/units/{number}/activities").get_data(as_text=True)
