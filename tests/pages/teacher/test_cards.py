"""卡号 on the pages of the teacher: list, print, change, slips, roll call."""

from __future__ import annotations

import re

import pytest

from eduplatform.extensions import db
from eduplatform.org.models import Enrolment
from eduplatform.shared.database import write

from ...conftest import sql_count


@pytest.fixture
def long(desk):
    """The class with numbers of ten digits."""
    with desk.app.app_context(), write():
        for n, row in enumerate(db.session.query(Enrolment).filter_by(class_id=desk.class_id).order_by(Enrolment.id)):
            row.number = f"20260301{n:02d}"
    return desk


def cards(desk):
    return f"/classes/{desk.class_id}/cards"


def test_the_class_list_shows_the_card_large_and_the_long_number_small(long):
    page = long.get("/pupils").text
    assert '<span class="person-no num">1</span>' in page and '<span class="long-no num">2026030100</span>' in page


def test_the_list_is_printed_with_every_name_and_the_numbers_stay(long):
    printed = long.post(cards(long) + "/print").text
    assert len(re.findall(r"<li>\s*<b", printed)) == 4 and "田小雨" in printed
    with long.app.app_context(), write():
        db.session.query(Enrolment).filter_by(class_id=long.class_id, number="2026030100").update(
            {"to_on": db.func.date("2026-11-18")}
        )
    assert '<b class="num">1</b>' not in long.post(cards(long) + "/print").text


def test_the_page_states_its_statements(long):
    assert sql_count(long.get(cards(long))) <= 8


def test_another_card_is_one_form_and_says_who_took_the_old_one(long, people):
    page = long.client.post(
        f"/teacher{cards(long)}", data={"pupil": people["pupil_yu"].user_id, "number": "4"}, follow_redirects=True
    ).text
    assert "拿了换下来的那张" in page


@pytest.mark.parametrize("number", ["", "0", "61", "x", "9" * 5000, "-3", "1.5"])
def test_an_odd_number_is_refused_in_words(long, people, number):
    answer = long.post(cards(long), pupil=people["pupil_yu"].user_id, number=number)
    assert answer.status_code == 422 and "卡号是 1 到 60" in answer.text


def test_another_classs_teacher_finds_nothing(long, client_for):
    for path in (cards(long), cards(long) + "/print"):
        assert client_for("teacher_chen").post(f"/teacher{path}").status_code == 404
    assert client_for("teacher_chen").get(f"/teacher{cards(long)}").status_code == 404


def test_slips_carry_the_card(long):
    page = long.post(f"/classes/{long.class_id}/slips", what="waiting").text
    assert '<span class="slip-no num" title="卡号">1</span>' in page and "2026030100" not in page


def test_the_roll_call_shows_cards(long):
    session = long.start("cards")
    assert '<span class="person-no num">2</span>' in long.get(f"/sessions/{session}/roll").text


def test_a_number_that_says_the_same_as_the_card_is_not_said_again(desk):
    with desk.app.app_context(), write():
        for n, row in enumerate(
            db.session.query(Enrolment).filter_by(class_id=desk.class_id).order_by(Enrolment.id), 1
        ):
            row.number = f"{n:02d}"
    for page in ("/pupils", cards(desk)):
        assert "long-no" not in desk.get(page).text
