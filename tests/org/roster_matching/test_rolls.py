"""The rolls of a school as matching sees them: today's pupils, those who left, the staff of a name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.extensions import db
from eduplatform.org.models import Enrolment, Post
from eduplatform.org.roster_matching import rolls
from eduplatform.shared import clock
from eduplatform.shared.database import write
from tests.people import START, unit


@pytest.fixture
def school(app):
    with app.app_context():
        yield unit("LJ-SY").id


def names(found) -> set[str]:
    return {one.name for one in found}


def change(pupil, **values) -> None:
    with write() as session:
        row = session.query(Enrolment).filter_by(pupil_id=pupil.user_id).one()
        for name, value in values.items():
            setattr(row, name, value)


def test_the_roll_holds_who_is_enrolled_on_the_day(school, people):
    today = rolls.present(school, clock.today())
    assert names(today) == {"田小雨甲一", "周一鸣甲二", "王梓涵甲同", "孙亦可乙一", "何苗苗丙一"}
    assert "范毕业庚一" in names(rolls.present(school, date(2026, 10, 31)))
    assert rolls.present(school, START - timedelta(days=1)) == []
    change(people["pupil_yu"], student_number="20240201")
    (yu,) = [one for one in rolls.present(school, clock.today()) if one.pupil_id == people["pupil_yu"].user_id]
    assert (yu.class_code, yu.number, yu.student_number, yu.left_on) == ("LJ-SY-2024-2", "1", "20240201", None)


def test_who_left_comes_with_the_last_class_and_its_end(school, people):
    left = rolls.former(school, ["范毕业庚一", "田小雨甲一", "范毕业庚一"], set())
    assert [(one.name, one.class_code, one.left_on) for one in left] == [
        ("范毕业庚一", "LJ-SY-2021-1", date(2026, 11, 1))
    ]
    assert rolls.former(school, ["范毕业庚一"], {people["graduate"].user_id}) == []
    assert rolls.former(school, ["没有这个人"], set()) == [] == rolls.former(school, [], set())
    assert rolls.former(unit("LJ-DZ").id, ["范毕业庚一"], set()) == []


def test_of_several_stays_the_last_counts_and_long_lists_are_asked_in_parts(school, people, monkeypatch):
    graduate = people["graduate"]
    with write() as session:
        session.add(
            Enrolment(
                school_id=school,
                pupil_id=graduate.user_id,
                class_id=unit("LJ-SY-2024-1").id,
                number="8",
                from_on=START,
                to_on=date(2026, 11, 10),
            )
        )
    monkeypatch.setattr(rolls, "AT_ONCE", 1)
    (one,) = rolls.former(school, ["甲", "范毕业庚一", "乙"], set())
    assert (one.class_code, one.left_on) == ("LJ-SY-2024-1", date(2026, 11, 10))


def test_classes_are_called_as_the_school_calls_them(school):
    found = rolls.class_labels(school)
    assert found["LJ-SY-2024-2"] == "三(2)班" and len(found) == 4 and "LJ-SY" not in found


def test_staff_of_a_name_come_with_what_they_lead_and_do(school, people):
    lin, wu = people["teacher_lin"], people["teacher_wu"]
    found = {one.user_id: one for one in rolls.staff(school, ["lin老师", "wu老师", "he老师", "gone老师", "lin老师"])}
    assert found[lin.user_id].leads == {"LJ-SY-2024-2"} and found[lin.user_id].roles == set()
    assert found[wu.user_id].leads == set() and found[wu.user_id].roles == {"subject_teacher"}
    assert found[people["principal_he"].user_id].roles == {"principal"}
    assert people["disabled"].user_id not in found, "who cannot sign in leads no class"
    assert rolls.staff(school, []) == [] == rolls.staff(unit("LJ-DZ").id, ["lin老师"])


@pytest.mark.parametrize(
    ("values", "leads"),
    [
        ({"to_on": date(2026, 11, 18)}, set()),
        ({"to_on": date(2026, 11, 19)}, {"LJ-SY-2024-2"}),
        ({"from_on": date(2026, 11, 19)}, set()),
        ({"from_on": date(2026, 11, 18)}, {"LJ-SY-2024-2"}),
    ],
)
def test_a_post_counts_from_its_first_day_up_to_its_end(school, people, values, leads):
    with write() as session:
        post = session.query(Post).filter_by(user_id=people["teacher_lin"].user_id).one()
        for name, value in values.items():
            setattr(post, name, value)
    (lin,) = rolls.staff(school, ["lin老师"])
    assert lin.leads == leads and lin.roles == set()


def test_the_mark_of_a_roll_changes_with_it(school, people):
    before = rolls.roll_mark(school, clock.today())
    assert before == rolls.roll_mark(school, clock.today()) and len(before) == 64
    assert before != rolls.roll_mark(unit("LJ-DZ").id, clock.today())
    change(people["pupil_yu"], to_on=clock.today())
    db.session.expire_all()
    assert before != rolls.roll_mark(school, clock.today())


def test_the_mark_changes_too_where_one_leaves_and_another_comes(school, people):
    """As many as before, and not the same: what was staged was compared with another roll."""
    before = rolls.roll_mark(school, clock.today())
    change(people["pupil_yu"], to_on=clock.today())
    with write() as session:
        session.add(
            Enrolment(
                school_id=school,
                pupil_id=people["graduate"].user_id,
                class_id=unit("LJ-SY-2024-2").id,
                number="9",
                from_on=clock.today(),
            )
        )
    assert rolls.roll_mark(school, clock.today()) != before
