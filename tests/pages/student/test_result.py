"""The result: for each question what is right and why."""

from __future__ import annotations

from tests.conftest import sql_count
from tests.learning import world


def handed_in(app, yu, began, answers="right"):
    with app.app_context():
        row = world.stored(began)
        form = world.form_of(row, world.right_answers(row) if answers == "right" else answers)
    there = yu.post(f"/student/attempts/{began}", data=form).location
    return yu.get(there).get_data(as_text=True)


def test_all_right_is_said_in_words_and_every_reason_is_given(app, yu, began):
    page = handed_in(app, yu, began)
    assert "掌握得很好" in page and "6 题，答对 6 题" in page
    assert page.count('class="reason-why"') >= 6


def test_a_wrong_one_says_why_and_what_is_right(app, yu, began):
    page = handed_in(app, yu, began, [])
    assert "一起看看为什么" in page and "没有做" in page
    assert page.count("reason-missed") >= 1
    assert "再做一次" in page


def test_a_late_one_is_received_kindly(app, yu, began, clock):
    clock.shift(12 * 60)
    page = handed_in(app, yu, began)
    assert "补交" in page and "学会了" not in page


def test_a_script_gets_the_address_of_the_result(app, yu, began):
    answer = yu.post(
        f"/student/attempts/{began}", data={"key": "page-test-key-0001"}, headers={"Accept": "application/json"}
    )
    assert answer.json == {"result": f"/student/attempts/{began}/result"}
    again = yu.post(
        f"/student/attempts/{began}", data={"key": "page-test-key-0001"}, headers={"Accept": "application/json"}
    )
    assert (again.status_code, again.json) == (200, answer.json)


def test_a_start_and_a_hand_in_take_six_statements(app, yu, lesson):
    on_postgresql = app.config["DATABASE_URL"].startswith(
        "postgresql"
    )  # there two tabs wait by a lock, which is a statement
    for n in range(2):  # the first learns what a process knows afterwards
        key = f"page-test-key-000{n}"
        begun = yu.post(f"/student/lessons/{lesson}/quiz", data={"key": key})
        handed = yu.post(begun.location, data={"key": key}, headers={"Accept": "application/json"})
        assert handed.json["result"]
    assert (sql_count(begun), sql_count(handed)) == (2 + on_postgresql, 4)


def test_no_rank_and_no_other_pupil_is_on_it(app, yu, began):
    page = handed_in(app, yu, began)
    for word in ("排名", "名次", "平均分", "击败", "周一鸣"):
        assert word not in page
