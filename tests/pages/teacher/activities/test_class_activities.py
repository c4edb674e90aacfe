"""A class does the steps of an activity: by what it teaches, by what its teacher puts on record, on the screen and on devices."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.activities.models import ActivityRecord
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.shared.database import write
from tests.assessment import world
from tests.pages.office.activities.composing import DAYS, Officer

CLASS = "LJ-SY-2024-2"
TODAY = date(2026, 11, 18)


@pytest.fixture
def officer(app, client_for) -> Officer:
    """A district's activity of all kinds of steps, published."""
    made = Officer(app, client_for("district_zhou"))
    made.begin()
    with app.app_context():
        head = world.lesson("FIRE")
    for kind in ("lesson", "film", "quiz", "training", "pledge", "survey", "act"):
        made.add(kind)
    chosen = {f"with-{n}-P2": f"lesson-{head.lesson_id}" for n in (1, 2, 3, 4)}
    said = {"lines-5": "睡觉我关上房门。", "questions-6": "关门吗 | 关 | 不关", "task-7": "走一遍"}
    assert made.publish(title="消防月", stages=["P2"], **DAYS, **chosen, **said).status_code == 303
    return made


@pytest.fixture
def lin(client_for):
    return client_for("teacher_lin")


def at(app, officer: Officer, kind: str, what: str = "record", code: str = CLASS) -> str:
    step = next(step for step in officer.steps() if step.kind == kind)
    with app.app_context():
        return f"/teacher/classes/{world.unit(code).id}/activity-steps/{step.id}/{what}"


def words(answer) -> str:
    return answer.get_data(as_text=True)


def record(app) -> ActivityRecord | None:
    with app.app_context():
        return db.session.query(ActivityRecord).filter_by(withdrawn_at=None).first()


def figures(app, code: str = CLASS) -> dict[str, int]:
    with app.app_context():
        world.settle()
        assert world.faults() == []
        return world.figures(code, TODAY)


def test_the_class_sees_its_steps_with_a_button_each(lin, officer):
    page = words(lin.get("/teacher/activities"))
    for said in (
        "消防月",
        "开始上课",
        "在大屏上放",
        "上课并答题",
        "上课并训练",
        "打印签名表",
        "让学生用设备答",
        "走一遍",
    ):
        assert said in page, said
    assert "已做 0 / 7 步" in page
    assert "已做 0 / 7 步" in words(lin.get("/teacher"))


def test_a_running_activity_stands_on_the_week_page_by_its_name(lin, officer):
    """What an officer typed has no title_zh: its name was missing on Chinese pages."""
    assert "消防月" in words(lin.get("/teacher"))


def test_a_class_of_another_stage_or_unit_has_nothing_to_do(app, client_for, officer):
    assert "消防月" not in words(client_for("teacher_gao").get("/teacher/activities"))
    away = at(app, officer, "act", code="LJ-DZ-J2025-3")
    assert client_for("teacher_gao").post(away, data={"held_on": "2026-11-18", "note": "走"}).status_code == 404
    assert client_for("teacher_chen").post(at(app, officer, "act"), data={"note": "走"}).status_code == 404


def test_a_lesson_with_hands_and_training_closes_three_steps_by_itself(app, lin, officer):
    with app.app_context(), write():
        world.pupils(world.unit(CLASS), 3)
        entry = world.teach(world.unit(CLASS), world.lesson("FIRE"), TODAY, roll=3, hands=3)
        db.session.get(world.ClassSession, (entry.school_id, entry.session_id)).trained_at = world.at(TODAY)
    page = words(lin.get("/teacher/activities"))
    assert "已做 3 / 7 步" in page and "教师申报" not in page
    assert figures(app)["activity_done"] == 1
    with app.app_context(), write():
        world.take_back(entry, TODAY)
    assert "已做 0 / 7 步" in words(lin.get("/teacher/activities")), "a lesson taken back is none"
    assert "activity_done" not in figures(app)


def test_a_lesson_outside_the_days_or_of_another_topic_does_nothing(app, lin, officer):
    with app.app_context(), write():
        world.pupils(world.unit(CLASS), 3)
        world.teach(world.unit(CLASS), world.lesson("FIRE"), date(2026, 11, 13), roll=3)
        world.teach(world.unit(CLASS), world.lesson("TRAF"), TODAY, roll=3)
    assert "已做 0 / 7 步" in words(lin.get("/teacher/activities")) and "activity_done" not in figures(app)


def test_an_act_is_declared_by_the_teacher_with_a_day_and_a_line(app, lin, officer):
    said = {"held_on": "2026-11-17", "present": "4", "note": "全班走了东楼梯，四分钟到齐"}
    assert lin.post(at(app, officer, "act"), data=said).status_code == 303
    row = record(app)
    assert (row.grade, row.held_on, row.note, row.count) == ("C", date(2026, 11, 17), said["note"], 0)
    page = words(lin.get("/teacher/activities"))
    assert "教师申报" in page and "四分钟到齐" in page and "已做 1 / 7 步" in page
    assert figures(app)["activity_done"] == 1
    assert lin.post(at(app, officer, "act", "take-back")).status_code == 303
    assert "已做 0 / 7 步" in words(lin.get("/teacher/activities")) and "activity_done" not in figures(app)


def test_a_pledge_is_a_count_of_those_there_and_no_name_is_kept(app, lin, officer):
    assert (
        lin.post(at(app, officer, "pledge"), data={"held_on": "2026-11-18", "present": "4", "count": "3"}).status_code
        == 303
    )
    row = record(app)
    assert (row.present, row.count, row.note, row.counts) == (4, 3, "", None)
    assert "3 / 4 人签了" in words(lin.get("/teacher/activities"))
    with app.app_context():
        assert {column.name for column in ActivityRecord.__table__.columns if "pupil" in column.name} == set()


def test_the_sheet_has_the_card_numbers_of_the_class_and_no_name(app, lin, officer, client_for):
    page = words(lin.get(at(app, officer, "pledge", "sheet")))
    assert "睡觉我关上房门。" in page and page.count('<td class="num">') >= 4
    for name in ("田小雨甲一", "周一鸣甲二", "王梓涵甲同"):
        assert name not in page
    assert "睡觉我关上房门。" in words(lin.get(at(app, officer, "pledge", "show")))
    assert lin.get(at(app, officer, "act", "sheet")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("act", {"note": ""}, "一句话"),
        ("act", {"note": "走", "held_on": "2026-11-15"}, "不在里面"),
        ("act", {"note": "走", "held_on": "2026-11-19"}, "还没到"),
        ("act", {"note": "走", "held_on": "某天"}, "年-月-日"),
        ("act", {"note": "走", "present": "5"}, "在场人数"),
        ("act", {"note": "走", "present": "-1"}, "在场人数"),
        ("pledge", {"count": "5"}, "签名的人数"),
        ("survey", {"q0-0": "3", "q0-1": "2"}, "各选项的人数"),
        ("survey", {}, "各选项的人数"),
        ("lesson", {}, "不用填写"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(app, lin, officer, kind, said, told):
    answer = lin.post(at(app, officer, kind), data={"held_on": "2026-11-18", "present": "4"} | said)
    assert answer.status_code == 422 and told in words(answer) and record(app) is None


def test_a_film_counts_when_the_servers_clock_has_seen_it(app, lin, officer, clock):
    assert lin.post(at(app, officer, "film", "finish")).status_code == 303
    assert record(app) is None, "a click is no film"
    assert lin.post(at(app, officer, "film", "begin")).status_code == 303
    assert "<video" in words(lin.get(at(app, officer, "film", "show")))
    clock.shift(5)
    assert "还没有放完" in words(lin.post(at(app, officer, "film", "finish"), follow_redirects=True))
    assert record(app).done_at is None and "activity_done" not in figures(app)
    clock.shift(600)
    lin.post(at(app, officer, "film", "finish"))
    assert record(app).grade == "A" and figures(app)["activity_done"] == 1


def test_questions_are_counted_by_hands(app, lin, officer):
    lin.post(at(app, officer, "survey"), data={"held_on": "2026-11-18", "present": "4", "q0-0": "3", "q0-1": "1"})
    row = record(app)
    assert (row.counts, row.count, row.grade) == ([[3, 1]], 4, "C")


def test_devices_answer_once_each_and_nobody_is_kept(app, lin, officer, client_for):
    yu, ming, other = client_for("pupil_yu"), client_for("pupil_ming"), client_for("pupil_next")
    lin.post(at(app, officer, "survey", "begin"))
    number = record(app).id
    assert f"/student/questions/{number}" in words(yu.get("/student/"))
    assert f"/student/questions/{number}" not in words(other.get("/student/"))
    assert other.get(f"/student/questions/{number}").status_code == 404
    assert yu.post(f"/student/questions/{number}", data={}).status_code == 422
    assert yu.post(f"/student/questions/{number}", data={"q0": "9"}).status_code == 422
    assert yu.post(f"/student/questions/{number}", data={"q0": "0"}).status_code == 303
    assert yu.post(f"/student/questions/{number}", data={"q0": "1"}).status_code == 422
    assert ming.post(f"/student/questions/{number}", data={"q0": "1"}).status_code == 303
    with app.app_context():
        row = db.session.query(ActivityRecord).one()
        assert (row.counts, row.count, len(row.marks)) == ([[1, 1]], 2, 2)
    lin.post(at(app, officer, "survey", "finish"))
    with app.app_context():
        row = db.session.query(ActivityRecord).one()
        assert (row.marks, row.grade) == (None, "A") and row.done_at
    assert yu.get(f"/student/questions/{number}").status_code == 404


def test_a_survey_left_open_ends_by_itself_and_then_counts_nothing(app, lin, officer, client_for, clock):
    lin.post(at(app, officer, "survey", "begin"))
    number = record(app).id
    clock.shift(41 * 60)
    assert client_for("pupil_yu").get(f"/student/questions/{number}").status_code == 404
    assert "activity_done" not in figures(app)


def test_the_district_sees_counts_one_level_down_and_takes_them_as_a_file(app, lin, officer, client_for):
    lin.post(at(app, officer, "act"), data={"held_on": "2026-11-17", "present": "4", "note": "走了一遍"})
    page = words(officer.client.get(f"{officer.path}/participation"))
    assert "实验小学" in page and "其中申报 1" in page and "走了一遍" not in page
    with app.app_context():
        school = world.unit("LJ-SY").id
    below = words(officer.client.get(f"{officer.path}/participation?unit={school}"))
    assert "三(2)班" in below or "三年级(2)班" in below
    assert client_for("officer_safe").get(f"{officer.path}/participation").status_code == 200
    assert client_for("other_district").get(f"{officer.path}/participation").status_code == 404
    file = officer.client.get(f"{officer.path}/participation.xlsx")
    assert file.status_code == 200 and file.data[:2] == b"PK"
    sheet = CalamineWorkbook.from_filelike(BytesIO(file.data)).get_sheet_by_index(0).to_python()
    cells = [str(cell) for row in sheet for cell in row]
    titles = [step.title for step in officer.steps()]
    assert "消防月" in cells and all(any(title in cell for cell in cells) for title in titles)


def test_few_answers_are_not_shown_above_the_class(app, lin, officer):
    lin.post(at(app, officer, "survey"), data={"held_on": "2026-11-18", "present": "4", "q0-0": "3", "q0-1": "1"})
    page = words(officer.client.get(f"{officer.path}/participation"))
    assert "回答的人太少" in page and "不足 10" in page


def test_a_step_for_pupils_alone_stands_on_their_page_and_is_no_duty_at_home(app, client_for):
    made, head = asked_alone(app, client_for)
    page = words(client_for("pupil_yu").get("/student/"))
    assert "在学校做，不用回家做" in page and f"/student/lessons/{head.lesson_id}/quiz" in page
    assert alone(app, made, client_for, head, 12) == ("12 / 16 名学生做了", "12 名学生")
    assert "activity_done" not in figures(app), "pupils alone are not the class"


def test_few_pupils_who_did_a_step_alone_are_not_told_above_the_class(app, client_for):
    made, head = asked_alone(app, client_for)
    assert alone(app, made, client_for, head, 9) == ("9 / 13 名学生做了", "不足 10 人，不显示")


def asked_alone(app, client_for):
    """A published activity whose only step is a quiz that pupils take one by one; with the lesson of the quiz."""
    made = Officer(app, client_for("district_zhou"))
    made.begin()
    with app.app_context():
        head = next(h for h in content.lessons_of("P2") if h.topic == "FIRE")
    made.add("quiz")
    assert made.publish(**DAYS, **{"with-1-P2": f"lesson-{head.lesson_id}", "alone-1": "1"}).status_code == 303
    return made, head


def alone(app, made: Officer, client_for, head, number: int) -> tuple[str, str]:
    """Pupils of the class do the quiz one by one; what their own teacher and the district are told."""
    with app.app_context(), write():
        for one in world.pupils(world.unit(CLASS), number):
            world.quiz(world.unit(CLASS), head, one, TODAY)
    own, above = (
        words(client_for("teacher_lin").get("/teacher/activities")),
        words(made.client.get(f"{made.path}/participation")),
    )
    return (
        re.search(r"\d+ / \d+ 名学生做了", own).group(),
        re.search(r"\d+ 名学生|不足 \d+ 人，不显示", above).group(),
    )
