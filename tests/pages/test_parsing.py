"""Numbers out of addresses and forms."""

from pathlib import Path

import pytest

import eduplatform.pages
from eduplatform.pages.parsing import whole_number
from tests.people import unit


@pytest.mark.parametrize(("text", "number"), [("0", 0), (" 12 ", 12), ("007", 7), ("9" * 15, 10**15 - 1)])
def test_short_whole_numbers_are_read(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", [None, "", "-1", "1.0", "1e3", "１２", "²", "1 2", "x", "9" * 16, "9" * 5000])
def test_anything_else_is_none(text):
    assert whole_number(text) is None


def test_a_shorter_limit():
    assert (whole_number("999", 3), whole_number("1000", 3)) == (999, None)


@pytest.mark.parametrize("odd", ["9" * 400, "9" * 5000, "１２", "-1", "1e3", "sNaN"])
@pytest.mark.parametrize(
    ("who", "code", "path", "field"),
    [
        ("teacher_lin", "LJ-SY-2024-2", "/teacher/classes/{}/hours/declare", "present"),
        ("teacher_lin", "LJ-SY-2024-2", "/teacher/classes/{}/hours/declare", "minutes"),
        ("city_song", "LJ", "/office/units/{}/plan/rules", "minutes"),
        ("city_song", "LJ", "/office/units/{}/rules", "least"),
    ],
)
def test_an_odd_number_in_a_form_is_a_message_and_not_a_fault(app, client_for, who, code, path, field, odd):
    """NumberRange of wtforms stumbles over whole numbers that no float can hold, and over a Decimal that signals."""
    with app.app_context():
        path = path.format(unit(code).id)
    form = {
        "stage": "P2",
        "from_on": "2026-12-01",
        "minutes": "40",
        "least": "5",
        "measure": "class_hours",
        "period": "year",
        "document": "x",
        "source": "x",
        "carrier": "other",
        "present": "4",
        "given_on": "2026-11-16",
        "begins": "08:00",
        "lesson": "1",
    }
    expected = (422,) if field != "least" or odd not in ("１２", "1e3") else (303, 422)
    assert client_for(who).post(path, data=form | {field: odd}).status_code in expected


def test_no_page_takes_numbers_as_wtforms_does():
    folder = Path(eduplatform.pages.__file__).parent
    assert not [
        str(path)
        for path in folder.rglob("*.py")
        if path.name != "parsing.py"
        and ("IntegerField" in path.read_text("utf-8") or "DecimalField" in path.read_text("utf-8"))
    ]
