"""The ledger page, declaring and correcting."""

import re
from datetime import timedelta

from eduplatform.curriculum.models import Item
from eduplatform.extensions import db
from eduplatform.shared import clock as time
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassHour

from ...assessment import world
from ...conftest import sql_count


def text(answer):
    return answer.get_data(as_text=True)


def held(desk, clock, minutes=40):
    session = desk.start()
    clock.shift(minutes * 60)
    desk.close(session)
    return desk.entries()[-1]


def declare(desk, **changed):
    fields = {
        "lesson": desk.lesson_id,
        "given_on": "2026-11-16",
        "minutes": 40,
        "carrier": "pe_health",
        "present": 4,
        "begins": "08:30",
    }
    return desk.post(f"/classes/{desk.class_id}/hours/declare", **(fields | changed))


def test_an_empty_ledger_says_what_to_do(desk):
    assert "还没有课时" in text(desk.get("/hours"))


def test_a_lesson_stands_in_the_ledger_with_its_evidence(desk, clock):
    held(desk, clock)
    page = text(desk.get("/hours"))
    assert "A 课堂记录" in page and "班团队活动" in page


def test_a_declared_lesson_is_labelled(desk):
    assert declare(desk).status_code == 303
    page = text(desk.get("/hours"))
    assert "C 教师申报" in page and "体育与健康" in page


def test_what_is_refused_stands_at_the_form_and_keeps_what_was_typed(desk):
    for wrong, words in (
        ({"given_on": "2026-10-01"}, "最近 14 天"),
        ({"minutes": 5}, "10 到 90"),
        ({"present": 60}, "0 到 4"),
    ):
        answer = declare(desk, **wrong)
        assert answer.status_code == 422 and words in text(answer)
        assert 'value="pe_health" selected' in text(answer) or 'selected value="pe_health"' in text(answer)
    assert desk.entries() == []


def test_declaring_twice_writes_once(desk):
    declare(desk)
    answer = declare(desk)
    assert answer.status_code == 422 and "不用再报" in text(answer) and len(desk.entries()) == 1


def test_a_correction_leaves_the_old_entry_to_be_seen(desk, clock):
    entry = held(desk, clock, 20)
    path = f"/hours/{entry.id}/correct"
    assert desk.get(path).status_code == 200
    answer = desk.post(path, minutes=40, carrier="subject", present=4, reason="忘了下课")
    assert answer.status_code == 303
    page = text(desk.get("/hours"))
    assert "已更正或撤回" in page and "忘了下课" in page and "学科教学" in page
    assert desk.post(path, minutes=30, carrier="subject", present=4, reason="再改").status_code == 422


def test_an_entry_can_be_taken_back(desk, clock):
    entry = held(desk, clock)
    assert desk.post(f"/hours/{entry.id}/take-back", reason="").status_code == 422
    assert desk.post(f"/hours/{entry.id}/take-back", reason="没有上").status_code == 303
    assert sum(row.hours for row in desk.entries()) == 0


def test_strangers_get_404(desk, clock, client_for):
    entry = held(desk, clock)
    stranger = client_for("teacher_chen")
    assert stranger.get(f"/teacher/hours/{entry.id}/correct").status_code == 404
    assert stranger.post(f"/teacher/hours/{entry.id}/take-back", data={"reason": "x"}).status_code == 404
    assert stranger.get("/teacher/hours/999999/correct").status_code == 404
    assert desk.entries()[-1].id == entry.id


def test_a_years_ledger_takes_few_statements_and_little_html(desk, people):
    with desk.app.app_context(), write():
        for n in range(60):
            at = time.now() - timedelta(days=n)
            db.session.add(
                ClassHour(
                    school_id=desk.school_id,
                    class_id=desk.class_id,
                    year=2026,
                    week=1,
                    given_on=at.date(),
                    entered_at=at,
                    lesson_id=desk.lesson_id,
                    topic="FIRE",
                    carrier="class_activity",
                    teacher_id=people["teacher_lin"].user_id,
                    sign=1,
                    minutes=40,
                    hours=100,
                    grade="A",
                    roll=45,
                    present=44,
                )
            )
    desk.get("/hours")
    answer = desk.get("/hours")
    assert sql_count(answer) <= 10 and len(answer.data) <= 30_000
    assert "第 1 / 3 页" in text(answer) and desk.get("/hours?page=3").status_code == 200


def test_a_lesson_with_material_of_ones_own_is_declared_by_its_topic(desk):
    assert "用自备材料上的课" in text(desk.get(f"/classes/{desk.class_id}/hours/declare"))
    assert declare(desk, lesson="own:DISEASE").status_code == 303
    page = text(desk.get("/hours"))
    assert "（自备材料）" in page and "C 教师申报" in page
    entry = desk.entries()[-1]
    assert (entry.topic, entry.hours, entry.grade, entry.session_id) == ("DISEASE", 100, "C", None)
    assert declare(desk, lesson="own:DISEASE").status_code == 422, "the same lesson on the same day"
    assert declare(desk, lesson="own:DISEASE", given_on="2026-11-17").status_code == 303
    with desk.app.app_context():
        assert db.session.query(Item).filter(Item.title_zh.endswith("（自备材料）")).count() == 1


def test_no_other_topic_or_lesson_can_be_declared(desk):
    for odd in ("own:NOTHING", "own:", "0", "9" * 30, "²", "own:FIRE:P2"):
        assert declare(desk, lesson=odd).status_code == 422
    assert desk.entries() == []


def test_a_lesson_of_ones_own_is_offered_nowhere_and_stands_in_the_report(desk, client_for):
    declare(desk, lesson="own:DISEASE")
    assert "（自备材料）" not in text(desk.get(f"/classes/{desk.class_id}/lessons"))
    with desk.app.app_context():
        world.settle()
        assert not world.faults()
    report = text(client_for("teacher_lin").get(f"/office/units/{desk.class_id}"))
    assert "（自备材料）" in report
    assert "（自备材料）" in text(client_for("teacher_lin").get(f"/office/units/{desk.class_id}?lessons=1"))


def test_the_form_opens_at_the_topic_of_the_week(desk):
    page = text(desk.get(f"/classes/{desk.class_id}/hours/declare?topic=DISEASE"))
    assert re.search(r'<option selected value="own:DISEASE">|value="own:DISEASE" selected', page)
    assert desk.get(f"/classes/{desk.class_id}/hours/declare?topic=<x>").status_code == 200
