"""A whole lesson through the pages."""

import re

import pytest

from ...conftest import sql_count


def text(answer):
    return answer.get_data(as_text=True)


def test_starting_leads_to_the_screen_and_ending_to_the_summary(desk, clock):
    session = desk.start()
    assert desk.get(f"/sessions/{session}/screen").status_code == 200
    clock.shift(40 * 60)
    answer = desk.close(session)
    assert answer.status_code == 303 and answer.location == f"/teacher/sessions/{session}"
    page = text(desk.get(f"/sessions/{session}"))
    assert "已经记好了" in page and "<b>1</b>" in page and "A 课堂记录" in page
    assert [entry.hours for entry in desk.entries()] == [100]


def test_from_the_week_page_to_a_closed_lesson_takes_at_most_twelve_taps(fifty, clock):
    """Acted out with forms and links alone; a tap is a button, a link or a pupil. Next and previous are not counted."""
    desk, taps = fifty, 0
    page = text(desk.get(""))
    assert "开始上课" in page
    taps += 1  # 开始上课, as chosen last time
    session = desk.start("devices")
    assert f"/teacher/sessions/{session}/roll" in text(desk.get(f"/sessions/{session}/screen"))
    taps += 1  # 下课 on the screen
    roll = text(desk.get(f"/sessions/{session}/roll"))
    away = re.findall(r'name="absent" value="(\d+)"', roll)[:2]
    taps += len(away)  # two pupils are away
    clock.shift(40 * 60)
    desk.client.post(f"/teacher/sessions/{session}/roll", data={"absent": away, "then": "close", "version": 1})
    taps += 1  # 下课,记课时
    assert (desk.entries()[0].hours, desk.entries()[0].present) == (100, 48)
    assert taps <= 12


def test_starting_twice_goes_on_with_the_open_lesson(desk):
    session = desk.start()
    answer = desk.post(
        f"/classes/{desk.class_id}/sessions", lesson=desk.lesson_id, carrier="class_activity", quiz_mode="none"
    )
    assert answer.status_code == 303 and answer.location == f"/teacher/sessions/{session}"
    assert "已经有一节课在上" in text(desk.get(f"/sessions/{session}"))


def test_ending_twice_writes_one_entry(desk, clock):
    session = desk.start()
    clock.shift(40 * 60)
    assert desk.close(session).location == desk.close(session).location
    assert len(desk.entries()) == 1


def test_a_second_tab_with_an_older_page_is_told_and_keeps_the_roll_call(desk, people, clock):
    session = desk.start()
    desk.post(f"/sessions/{session}/pause", version=1)
    away = people["pupil_ming"].user_id
    answer = desk.post(f"/sessions/{session}/roll", absent=away, then="close", version=1)
    assert answer.location == f"/teacher/sessions/{session}/roll" and desk.entries() == []
    page = text(desk.get(f"/sessions/{session}/roll"))
    assert "刚在另一个窗口里改过" in page and f'value="{away}" checked' in page


def test_the_roll_of_two_phones_adds_up(desk, people):
    session = desk.start()
    yu, ming = people["pupil_yu"].user_id, people["pupil_ming"].user_id
    desk.post(f"/sessions/{session}/roll", absent=yu, then="save")
    desk.post(
        f"/sessions/{session}/roll", absent=ming, then="save"
    )  # drawn before the first was sent: has seen nobody away
    page = text(desk.get(f"/sessions/{session}/roll"))
    assert page.count("checked") == 2
    desk.post(f"/sessions/{session}/roll", seen=[yu, ming], absent=ming, then="save")
    assert text(desk.get(f"/sessions/{session}/roll")).count("checked") == 1


def test_a_tap_is_kept_at_once(desk, people):
    session = desk.start()
    yu = people["pupil_yu"].user_id
    assert desk.script(f"/sessions/{session}/roll", absent=yu).json == {"ok": True}
    assert desk.script(f"/sessions/{session}/roll", seen=yu).json == {"ok": True}
    assert "checked" not in text(desk.get(f"/sessions/{session}/roll"))


def test_a_pupil_of_another_class_cannot_be_noted(desk, people):
    session = desk.start()
    assert desk.script(f"/sessions/{session}/roll", absent=people["pupil_next"].user_id).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"absent": "x"}, {"then": "close"}, {"then": "close", "version": "one"}, {"absent": "9" * 30}]
)
def test_odd_forms_are_refused_and_change_nothing(desk, wrong):
    session = desk.start()
    assert desk.post(f"/sessions/{session}/roll", **wrong).status_code == 422
    assert desk.session(session).state == "running"


def test_pause_and_go_on(desk):
    session = desk.start()
    assert desk.post(f"/sessions/{session}/pause", version=1).location.endswith("/screen")
    assert "休息一下" in text(desk.get(f"/sessions/{session}/screen"))
    assert (
        desk.post(f"/sessions/{session}/resume", version=2, page="control").location == f"/teacher/sessions/{session}"
    )
    assert desk.session(session).state == "running"


def test_the_way_of_answering_can_be_changed_in_mid_lesson(desk):
    session = desk.start("none")
    desk.post(f"/sessions/{session}/mode", quiz_mode="devices", version=1)
    assert desk.session(session).join_code


def test_a_lesson_opened_by_mistake_is_dropped_without_hours(desk):
    session = desk.start()
    desk.post(f"/sessions/{session}/drop", version=1)
    assert desk.entries() == [] and "不记课时" in text(desk.get(f"/sessions/{session}"))


def test_a_short_lesson_says_why_it_counts_nothing(desk, clock):
    session = desk.start()
    clock.shift(5 * 60)
    assert "不记课时" in text(desk.get(f"/sessions/{session}/roll"))
    desk.close(session)
    assert "太短" in text(desk.get(f"/sessions/{session}"))


def test_after_the_end_screen_and_roll_lead_to_the_summary(desk):
    session = desk.start()
    desk.close(session)
    for page in ("screen", "roll"):
        assert desk.get(f"/sessions/{session}/{page}").location == f"/teacher/sessions/{session}"
    assert desk.script(f"/sessions/{session}/turn", place=1).status_code == 409


def test_another_classes_teacher_gets_404_on_everything(desk, client_for):
    session = desk.start("hands")
    stranger = client_for("teacher_chen")
    for page in ("", "/screen", "/state", "/steps/1", "/roll"):
        assert stranger.get(f"/teacher/sessions/{session}{page}").status_code == 404
        assert stranger.get(f"/teacher/sessions/999999{page}").status_code == 404
    for verb in ("turn", "hands", "roll", "pause", "resume", "mode", "drop"):
        assert stranger.post(f"/teacher/sessions/{session}/{verb}", data={"version": 1, "place": 1}).status_code == 404
    assert desk.session(session).state == "running" and desk.session(session).slide == 0


def test_pages_of_a_lesson_take_few_statements_and_little_html(fifty, clock):
    session = fifty.start("hands")
    for page in ("", "/screen", "/roll", "/state"):
        fifty.get(f"/sessions/{session}{page}")
        answer = fifty.get(f"/sessions/{session}{page}")
        assert sql_count(answer) <= 10, page
        assert len(answer.data) <= 30_000, page
    clock.shift(40 * 60)
    fifty.close(session)
    answer = fifty.get(f"/sessions/{session}")
    assert sql_count(answer) <= 10 and len(answer.data) <= 30_000


def test_looking_at_the_roll_is_on_record(desk, monkeypatch):
    from eduplatform.extensions import db
    from eduplatform.shared import audit
    from eduplatform.shared.models import AccessLook

    monkeypatch.setattr(audit, "_seen", {})  # kept by the process: another test may have looked already
    desk.get(f"/sessions/{desk.start()}/roll")
    with desk.app.app_context():
        assert [(look.subject, look.names) for look in db.session.query(AccessLook)] == [(f"class:{desk.class_id}", 4)]


def test_the_summary_tells_what_those_think_who_were_wrong(desk, clock):
    from eduplatform.curriculum.grading import belief_of
    from eduplatform.teaching import queries
    from eduplatform.teaching.session_run import run_of

    session = desk.start("hands")
    with desk.app.app_context():
        run = run_of(queries.session_by_id(session))
        place = next(n for n, step in enumerate(run.steps) if step.kind == "ask")
        number = run.steps[place].number
        question, choices = run.asked[number].question, run.asked[number].choices
        wrong = next(choice for choice in choices if not choice.right)
        belief = belief_of(question, wrong.id == "true" if question.kind == "truefalse" else wrong.id)
    counts = {f"count-{choice.id}": "3" if choice is wrong else "1" if choice.right else "" for choice in choices}
    assert desk.script(f"/sessions/{session}/hands", place=place, **counts).status_code == 200
    clock.shift(40 * 60)
    desk.close(session)
    page = desk.get(f"/sessions/{session}").get_data(as_text=True)
    assert belief and f"有 3 人以为：{belief}" in page
