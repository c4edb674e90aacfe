"""New passwords that others would try first are refused, with a reason a child understands."""

from __future__ import annotations

import pytest

from eduplatform.accounts import password_rules
from eduplatform.shared.refusals import Refused

ABOUT = ["田小雨", "小雨", "lin", "实验小学", "三(2)班", "tianxiaoyu"]


def refusal(password: str, whose: str = "young") -> str:
    try:
        password_rules.check_password(password, whose, ABOUT)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("abc12", "password_short"),
        ("x" * 129, "password_long"),
        ("123456", "password_common"),
        ("Password", "password_common"),
        ("ｐａｓｓｗｏｒｄ", "password_common"),
        ("woaini1314", "password_common"),
        ("hema7baozi", "password_common"),
        ("5201314!", "password_common"),
        ("000000000", "password_common"),
        ("ababababab", "password_simple"),
        ("abcdefghijk", "password_simple"),
        ("lkjhgfdsa", "password_simple"),
        ("a23456789", "password_simple"),
        ("x345678", "password_simple"),
        ("20150312", "password_simple"),
        ("150312", "password_simple"),
        ("田小雨2026", "password_about_you"),
        ("实验小学123", "password_about_you"),
        ("tianxiaoyu1", "password_about_you"),
    ],
)
def test_easy_passwords_are_refused(password, code):
    assert refusal(password) == code


@pytest.mark.parametrize("password", ["niu8xigua", "482915", "lv-tou-ying-37", "河马爱吃七个包子"])
def test_passwords_a_child_can_remember_and_others_do_not_guess_are_taken(password):
    assert refusal(password) == ""


@pytest.mark.parametrize(("whose", "least"), [("young", 6), ("pupil", 8), ("guardian", 8), ("staff", 10)])
def test_the_shortest_depends_on_who_chooses(whose, least):
    good = "qm7vk2xw9dzr"
    assert refusal(good[: least - 1], whose) == "password_short"
    assert refusal(good[:least], whose) == ""


def test_the_list_of_common_passwords_is_long_and_lower_case():
    assert len(password_rules.common()) >= 3000
    assert all(word == word.lower().strip() for word in password_rules.common())


@pytest.mark.parametrize(
    ("password", "whose", "values"),
    [
        ("abc12", "young", {"least": 6, "whose": "young"}),
        ("x1y2z3w", "pupil", {"least": 8, "whose": "pupil"}),
        ("x1y2z3w", "guardian", {"least": 8, "whose": "guardian"}),
        ("x1y2z3w4v", "staff", {"least": 10, "whose": "staff"}),
        ("x" * 129, "staff", {"most": 128, "whose": "staff"}),
        ("123456", "young", {"whose": "young"}),
        ("20150312", "young", {"whose": "young"}),
        ("田小雨2026", "young", {"whose": "young"}),
    ],
)
def test_the_refusal_says_what_would_do_and_for_whom(password, whose, values):
    with pytest.raises(Refused) as refused:
        password_rules.check_password(password, whose, ABOUT)
    assert refused.value.values == values


@pytest.mark.parametrize("walk", ["01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "ghijklmnop", "1qaz2wsx3edc"])
def test_walks_along_the_keys_are_simple_in_both_directions(walk):
    assert password_rules._simple(walk) and password_rules._simple(walk[::-1])


@pytest.mark.parametrize("good", ["xkcd12345", "12345678901", "q1w2e3r4"])
def test_what_only_begins_like_a_walk_is_none(good):
    assert not password_rules._simple(good)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("19991231", True),
        ("990131", True),
        ("20151301", False),
        ("20150132", False),
        ("2015031", True),
        ("18991231", False),
    ],
)
def test_a_date_is_a_year_a_month_and_a_day(text, date):
    assert password_rules._is_date(text) is date
