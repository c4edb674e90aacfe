"""An activity is composed on one page: steps are added, put in order, changed; bad ones are told in words; published ones stand."""

from __future__ import annotations

import pytest

from eduplatform.activities.models import Activity, ActivityThing
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.shared import sql_counter
from tests.pages.office.activities.composing import DAYS, Officer


@pytest.fixture
def officer(app, client_for) -> Officer:
    made = Officer(app, client_for("district_zhou"))
    made.begin()
    return made


def lesson(app, topic: str = "FIRE", stage: str = "P2") -> str:
    with app.app_context():
        return f"lesson-{next(h for h in content.lessons_of(stage) if h.topic == topic).lesson_id}"


def words(answer) -> str:
    return answer.get_data(as_text=True)


def test_steps_are_added_put_in_order_and_taken_out_by_plain_buttons(officer):
    for kind in ("lesson", "pledge", "act"):
        officer.add(kind)
    assert [step.kind for step in officer.steps()] == ["lesson", "pledge", "act"]
    officer.post("up:3")
    assert [step.kind for step in officer.steps()] == ["lesson", "act", "pledge"]
    officer.post("down:1")
    assert [step.kind for step in officer.steps()] == ["act", "lesson", "pledge"]
    officer.post("remove:1")
    assert [step.kind for step in officer.steps()] == ["lesson", "pledge"]


def test_the_order_in_the_page_is_the_order_that_is_kept(officer):
    for kind in ("lesson", "pledge", "act"):
        officer.add(kind)
    officer.post(step=["3", "1", "2"])
    assert [step.kind for step in officer.steps()] == ["act", "lesson", "pledge"]


def test_what_was_typed_is_kept_and_shown_again(officer, app):
    key = officer.add("lesson")
    officer.post(
        title="消防月",
        **DAYS,
        stages=["P2"],
        **{f"title-{key}": "上一节课", f"with-{key}-P2": lesson(app), f"ends_on-{key}": "2026-11-20"},
    )
    key = officer.add("survey")
    officer.post(**{f"questions-{key}": "关门吗 | 关 | 不关\n怕吗／会／不会".replace("／", "/")})
    page = officer.read()
    assert 'value="消防月"' in page and "关门吗 | 关 | 不关" in page and 'value="2026-11-20"' in page
    assert officer.form["with-1-P2"] == lesson(app)
    assert officer.steps()[1].body["questions"][1] == {"ask": "怕吗", "options": ["会", "不会"]}


def test_nobody_below_sees_a_draft(officer, client_for):
    key = officer.add("act")
    officer.post(title="悄悄编着", **DAYS, **{f"task-{key}": "走一遍"})
    assert "悄悄编着" not in words(client_for("teacher_lin").get("/teacher/activities"))
    assert "悄悄编着" not in words(client_for("officer_safe").get("/office/activities"))
    assert client_for("officer_safe").get(officer.path).status_code == 404
    assert client_for("other_district").get(officer.path).status_code == 404
    assert client_for("officer_safe").get(f"{officer.path}/participation").status_code == 404
    assert officer.publish().status_code == 303
    assert "悄悄编着" in words(client_for("teacher_lin").get("/teacher/activities"))


def test_an_activity_without_steps_is_not_published(officer):
    answer = officer.publish(**DAYS)
    assert answer.status_code == 422 and "还没有一步" in words(answer) and officer.row().draft


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("act", {"task-1": ""}, "写清要做什么"),
        ("act", {"task-1": "走", "title-1": " "}, "还没有名称"),
        ("act", {"task-1": "走", "starts_on-1": "2026-11-10"}, "不在活动的日期里面"),
        ("act", {"task-1": "走", "starts_on-1": "2026-11-20", "ends_on-1": "2026-11-18"}, "前面"),
        ("act", {"task-1": "走", "stages-1": ["S"], "stages": ["P1"]}, "学段都不在"),
        ("act", {"task-1": "走", "starts_on-1": "昨天"}, "年-月-日"),
        ("act", {"task-1": "走", "ends_on": "2026-11-01"}, "前面"),
        ("act", {"task-1": "走", "starts_on": "2026-09-01", "ends_on": "2026-09-05"}, "已经过了"),
        ("act", {"task-1": "走", "title": " "}, "活动名称"),
        ("pledge", {"lines-1": ""}, "承诺书要有"),
        ("pledge", {"lines-1": "我" * 61}, "承诺书要有"),
        ("survey", {"questions-1": "怕吗"}, "问卷要有"),
        ("survey", {"questions-1": "怕吗 | 怕 | 怕"}, "问卷要有"),
        ("lesson", {}, "还没有选内容"),
        ("lesson", {"with-1-P2": "topic-NOPE"}, "不在列表里"),
        ("lesson", {"with-1-P2": "lesson-999999"}, "已经下架"),
        ("film", {"with-1-P2": "topic-FIRE"}, "没有这一步要用的"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_published(officer, kind, fields, said):
    officer.add(kind)
    answer = officer.publish(**(DAYS | fields))
    assert answer.status_code == 422 and said in words(answer)
    assert officer.row().draft, "nothing half published"


def test_a_thing_for_another_stage_is_refused(officer, app):
    officer.add("lesson")
    answer = officer.publish(**DAYS, **{"with-1-P2": lesson(app, stage="J")})
    assert answer.status_code == 422 and "不是给这个学段的" in words(answer)
    answer = officer.publish(**DAYS, stages=["P1"], **{"with-1-P2": lesson(app)})
    assert answer.status_code == 422 and "不是给这个学段的" in words(answer)


def test_a_kindergarten_has_no_quiz(officer, app):
    officer.add("quiz")
    answer = officer.publish(**DAYS, **{"with-1-K": lesson(app, stage="K")})
    assert answer.status_code == 422 and "没有这一步要用的" in words(answer)


def test_a_published_one_is_not_changed_and_says_so(officer):
    officer.add("act")
    old = dict(officer.form)
    assert officer.publish(**DAYS, **{"task-1": "走一遍"}).status_code == 303
    officer.form = old
    answer = officer.client.post(officer.path, data=old | {"title": "别的", "do": "save"})
    assert answer.status_code == 409 and "已经发布，不能再改" in words(answer)
    assert officer.row().title != "别的"
    assert officer.client.get(officer.path).status_code == 302, "opened, it shows who took part"
    assert officer.client.post(f"{officer.path}/drop").status_code == 409


def test_of_two_windows_the_slower_is_told(officer):
    old = dict(officer.form)
    officer.post(title="先存的")
    answer = officer.client.post(officer.path, data=old | {"title": "后存的", "do": "save"})
    assert answer.status_code == 409 and "另一个窗口" in words(answer) and officer.row().title == "先存的"


def test_a_ready_made_one_is_taken_with_one_click_and_can_be_changed(app, client_for):
    made = Officer(app, client_for("district_zhou"))
    page = words(made.client.get("/office/activities"))
    for title in (
        "119 消防宣传活动",
        "122 交通安全日活动",
        "5·12 防灾减灾活动",
        "暑假防溺水活动",
        "全国中小学生安全教育日",
    ):
        assert title in page, title
    made.begin("fire-119")
    kinds = [step.kind for step in made.steps()]
    assert kinds == ["lesson", "film", "training", "quiz", "pledge", "pledge", "pledge", "survey", "act"]
    row = made.row()
    assert (row.starts_on.isoformat(), row.topics) == ("2026-11-09", ["FIRE"])
    pledge = made.steps()[4].body["lines"]
    assert pledge[0]["facts"] == ["FIRE-39"]
    made.post(**{"title-1": "换个名字", "lines-5": made.form["lines-5"] + "\n我自己加一句。"})
    lines = made.steps()[4].body["lines"]
    assert lines[0]["facts"] == ["FIRE-39"] and lines[-1] == {"text": "我自己加一句。", "facts": []}
    assert made.publish().status_code == 303, "as it was taken it can be published"
    with app.app_context():
        step = made.steps()[0]
        assert {one.stage for one in db.session.query(ActivityThing).filter_by(step_id=step.id)} == {
            "K",
            "P1",
            "P2",
            "P3",
            "J",
            "S",
            "V",
        }


@pytest.mark.parametrize("code", ["safety-day", "fire-119", "traffic-122", "disaster-512", "summer-drown"])
def test_each_ready_made_one_can_be_published_as_it_is(app, client_for, code):
    made = Officer(app, client_for("city_song"), "LJ")
    made.begin(code)
    answer = made.publish()
    assert answer.status_code == 303, words(answer)


def test_it_is_ended_withdrawn_and_copied_for_the_next_year(officer, app):
    officer.add("act")
    officer.publish(**DAYS, **{"task-1": "走一遍", "ends_on-1": "2026-11-25"})
    answer = officer.client.post(f"{officer.path}/copy")
    copied = int(answer.location.rsplit("/", 1)[1])
    assert officer.client.post(f"{officer.path}/end").status_code == 303
    assert officer.row().ends_on.isoformat() == "2026-11-18" and officer.row().ended_at
    assert officer.steps()[0].ends_on.isoformat() == "2026-11-18"
    again = officer.client.post(f"{officer.path}/end")
    assert again.status_code == 422
    with app.app_context():
        row = db.session.query(Activity).filter_by(id=copied).one()
        assert (row.draft, row.year, row.starts_on.isoformat()) == (True, 2027, "2027-11-15")
    assert officer.client.post(f"/office/activities/{copied}/drop").status_code == 303
    with app.app_context():
        assert db.session.query(Activity).filter_by(id=copied).first() is None


def test_a_list_of_many_activities_costs_as_many_statements_as_one(app, client_for, officer):
    def cost() -> int:
        sql_counter.reset_count()
        officer.client.get("/office/activities")
        return sql_counter.statements_counted()

    officer.client.get("/office/activities")
    officer.add("act")
    officer.publish(**DAYS, **{"task-1": "走一遍"})
    few = cost()
    for n in range(4):
        officer.begin("fire-119")
        officer.publish(title=f"再来一个{n}", **DAYS)
    assert cost() == few <= 25
