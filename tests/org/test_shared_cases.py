"""Lists that failed once, with the right answer: brought in one after another on the command line, as a school does."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.models import Enrolment, Post, Unit
from eduplatform.org.queries import on_roll
from eduplatform.shared import clock as house_clock
from eduplatform.shared.database import write

FILES = Path(__file__).parent / "roster" / "cases"
TODAY = "2026-11-29"


@dataclass(frozen=True)
class Case:
    """`before` goes in first. `asked`: codes of questions without options; `counts` with `options` (and answers by code of question)."""

    file: str
    before: tuple[str, ...] = ()
    day: str = TODAY
    asked: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    roll: int | None = None


CASES = [
    Case(
        "01b_full_after_move_into_seat.csv",
        ("01a_full_before.csv",),
        counts={"moved": 1, "gone": 1, "changed": 0, "new": 0},
        roll=19,
    ),
    Case(
        "01d_newcomers_in_leavers_seats.csv",
        ("01c_two_classes.csv",),
        asked=("rename",),
        options=("--answer", "rename=no"),
        counts={"gone": 2, "new": 2, "changed": 0, "same": 8},
        roll=20,
    ),
    Case(
        "01d_newcomers_in_leavers_seats.csv",
        ("01c_two_classes.csv",),
        asked=("rename",),
        options=("--accept-renames",),
        counts={"gone": 1, "new": 1, "changed": 1},
        roll=20,
    ),
    Case(
        "02a_merged_class_only.csv",
        ("01c_two_classes.csv",),
        asked=("moved",),
        options=("--answer", "moved=moved"),
        counts={"moved": 10, "same": 10, "new": 0, "gone": 0},
        roll=20,
    ),
    Case(
        "02a_merged_class_only.csv",
        ("01c_two_classes.csv",),
        asked=("moved",),
        options=("--answer", "moved=others"),
        counts={"moved": 0, "new": 10, "gone": 0},
        roll=30,
    ),
    Case(
        "02b_one_moved_in_only.csv",
        ("01c_two_classes.csv",),
        asked=("moved",),
        options=("--answer", "moved=moved"),
        counts={"moved": 1, "new": 0, "same": 10},
        roll=20,
    ),
    Case(
        "03b_year_2027.csv",
        ("03a_year_2026.csv",),
        "2027-08-26",
        asked=("school_year",),
        options=("--year", "2027"),
        counts={"new": 40, "same": 200, "changed": 0, "moved": 0, "gone": 0},
    ),
    Case(
        "03b_year_2027.csv",
        ("03a_year_2026.csv",),
        "2027-09-03",
        counts={"new": 40, "same": 200, "changed": 0, "moved": 0, "gone": 0},
    ),
    Case(
        "12_same_teacher_name.csv",
        asked=("teacher_twice",),
        options=("--answer", "teacher_twice=several"),
        counts={"new": 20},
        roll=20,
    ),
    Case(
        "12_same_teacher_name.csv",
        asked=("teacher_twice",),
        options=("--answer", "teacher_twice=one"),
        counts={"new": 20},
        roll=20,
    ),
]


@pytest.fixture
def school(app) -> int:
    with app.app_context(), write():
        return tree.add_child_unit(
            tree.add_child_unit(None, "city", "QS", "青石市"), "school", "QS-QX", "青溪学校", stages="P1,P2,P3,J"
        ).id


def bring(app, file: Path, *options: str) -> tuple[int, dict]:
    result = app.test_cli_runner().invoke(args=["roster", "import", str(file), "--school", "QS-QX", "--json", *options])
    return result.exit_code, json.loads(result.output)


def pupils(app, school_id: int) -> list[tuple[int, str, str]]:
    """(pupil, name, class) of the roll."""
    found = (
        select(User.id, User.name, Unit.name)
        .join(Enrolment, Enrolment.pupil_id == User.id)
        .join(Unit, Unit.id == Enrolment.class_id)
        .where(Enrolment.school_id == school_id, on_roll(house_clock.today()))
    )
    with app.app_context():
        return [tuple(row) for row in db.session.execute(found)]


def go_to(clock, day: str) -> None:
    clock.move_to(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZoneInfo("Asia/Shanghai")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join([case.file[:3], case.day, *case.options]))
def test_a_list_that_failed_once(app, school, clock, case):
    go_to(clock, TODAY)
    for name in case.before:
        code, answer = bring(app, FILES / name)
        assert code == 0, answer
    go_to(clock, case.day)
    before = pupils(app, school)
    if case.asked:
        code, answer = bring(app, FILES / case.file)
        assert (
            code == 1 and not answer["errors"] and sorted(q["code"] for q in answer["questions"]) == sorted(case.asked)
        ), answer
        assert pupils(app, school) == before, "nothing changes while a question is open"
    code, answer = bring(app, FILES / case.file, *case.options)
    assert code == 0 and not answer["questions"], answer
    assert {name: answer[name] for name in case.counts} == case.counts
    if case.roll is not None:
        assert len(pupils(app, school)) == case.roll


def test_who_moved_has_the_own_record_and_nobody_has_the_leavers(app, school):
    bring(app, FILES / "01a_full_before.csv")
    before = {name: pupil for pupil, name, _ in pupils(app, school)}
    bring(app, FILES / "01b_full_after_move_into_seat.csv")
    after = {name: (pupil, label) for pupil, name, label in pupils(app, school)}
    assert after["张强"] == (before["张强"], "三(1)班") and before["张晨"] not in {pupil for pupil, _ in after.values()}


def test_a_girl_is_never_a_boy_with_a_like_name(app, school):
    bring(app, FILES / "01c_two_classes.csv")
    leaver = next(pupil for pupil, name, _ in pupils(app, school) if name == "刘思")
    bring(app, FILES / "01d_newcomers_in_leavers_seats.csv", "--accept-renames")
    assert leaver not in {pupil for pupil, _, _ in pupils(app, school)}


def leaders(app, school_id: int) -> dict[str, int]:
    """Class → number of its homeroom teacher."""
    found = (
        select(Unit.name, Post.user_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.school_id == school_id, Post.role == "homeroom_teacher", Post.to_on.is_(None))
    )
    with app.app_context():
        return dict(db.session.execute(found).all())


@pytest.mark.parametrize(("said", "people"), [("one", 1), ("several", 2)])
def test_one_teachers_name_over_two_classes(app, school, said, people):
    bring(app, FILES / "12_same_teacher_name.csv", "--answer", f"teacher_twice={said}")
    assert len(set(leaders(app, school).values())) == people and len(leaders(app, school)) == 2


def sheet(tmp_path: Path, *lines: str, head: str = "学号,姓名,性别,班级") -> Path:
    file = tmp_path / f"名册{len(list(tmp_path.iterdir()))}.csv"
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return file


def asked(answer: dict) -> list[str]:
    return [question["code"] for question in answer["questions"]]


ONE = ("1,王浩,男,三(1)班", "2,李静,女,三(1)班", "3,张晨,男,三(1)班", "4,陈远,男,三(1)班")
TWO = ("1,赵康,男,三(2)班", "2,周敏,女,三(2)班", "3,吴桐,女,三(2)班")


def test_leavers_and_newcomers_exchanged_in_their_seats_are_asked_line_by_line(app, school, tmp_path):
    bring(app, sheet(tmp_path, *ONE))
    code, answer = bring(app, sheet(tmp_path, "1,王磊,男,三(1)班", ONE[1], "3,张辰,男,三(1)班", ONE[3]))
    assert code == 1 and asked(answer) == ["rename"]
    (question,) = answer["questions"]
    assert question["by_line"] and ["王磊" in line for line in question["shown"]] == [True, False]
    code, answer = bring(
        app,
        sheet(tmp_path, "1,王磊,男,三(1)班", ONE[1], "3,张辰,男,三(1)班", ONE[3]),
        "--answer",
        f"{question['key']}=no-2",
    )
    assert code == 0 and (answer["changed"], answer["new"], answer["gone"]) == (1, 1, 1)


def test_who_left_and_comes_back_is_offered_the_old_record(app, school, tmp_path, clock):
    bring(app, sheet(tmp_path, *ONE))
    old = next(pupil for pupil, name, _ in pupils(app, school) if name == "陈远")
    bring(app, sheet(tmp_path, *ONE[:3]))
    clock.shift(20 * 86400)
    code, answer = bring(app, sheet(tmp_path, *ONE))
    assert code == 1 and asked(answer) == ["returned"]
    code, answer = bring(app, sheet(tmp_path, *ONE), "--answer", "returned=yes")
    assert (answer["back"], answer["new"]) == (1, 0)
    assert old in {pupil for pupil, _, _ in pupils(app, school)}


def test_questions_of_several_kinds_are_one_sheet_and_lines_are_told_apart(app, school, tmp_path):
    bring(app, sheet(tmp_path, *ONE, *TWO))
    before = {name: pupil for pupil, name, _ in pupils(app, school)}
    bring(app, sheet(tmp_path, *ONE[:3], *TWO))
    come = sheet(tmp_path, *ONE, "5,赵康,男,三(1)班", "6,周敏,女,三(1)班")
    code, answer = bring(app, come)
    (question,) = answer["questions"]
    assert code == 1 and question["code"] == "people" and question["by_line"]
    assert question["groups"] == [{"reason": "换了班级", "lines": [1, 2]}, {"reason": "以前离开过", "lines": [3]}]
    code, answer = bring(app, come, "--answer", f"{question['key']}=same-2")
    assert code == 0 and (answer["moved"], answer["back"], answer["new"]) == (1, 1, 1)
    after = pupils(app, school)
    assert (before["赵康"], "赵康", "三(1)班") in after and before["陈远"] in {pupil for pupil, _, _ in after}
    assert (before["周敏"], "周敏", "三(2)班") in after, "of the ticked line the other answer is true"


def test_who_may_be_back_is_not_taken_for_a_namesake_of_another_class(app, school, tmp_path):
    """Made school 501111: one of the name left earlier, the other leaves now, and the first comes back."""
    other = "4,陈远,男,三(2)班"
    bring(app, sheet(tmp_path, *ONE, *TWO, other), "--answer", "twice=others")
    bring(app, sheet(tmp_path, *ONE[:3], *TWO, other))
    code, answer = bring(app, sheet(tmp_path, *ONE, *TWO))
    assert code == 1 and asked(answer) == ["moved"]
    code, answer = bring(app, sheet(tmp_path, *ONE, *TWO), "--answer", "moved=others", "--answer", "returned=yes")
    assert code == 0 and (answer["back"], answer["gone"], answer["moved"]) == (1, 1, 0)


def test_who_may_be_back_is_not_taken_for_a_namesake_of_the_same_class(app, school, tmp_path):
    """Made school 2101651: the one of the name who sat on 5 has left, and the one who left earlier sits on 4 again."""
    bring(app, sheet(tmp_path, *ONE, "5,陈远,男,三(1)班"), "--answer", "twice=others")
    bring(app, sheet(tmp_path, *ONE[:3], "5,陈远,男,三(1)班"))
    code, answer = bring(app, sheet(tmp_path, *ONE))
    assert code == 1 and asked(answer) == ["namesakes"]
    code, answer = bring(app, sheet(tmp_path, *ONE), "--answer", "namesakes=others", "--answer", "returned=yes")
    assert code == 0 and (answer["back"], answer["gone"], answer["changed"]) == (1, 1, 0)


def test_a_list_of_one_class_is_asked_about_a_namesake_elsewhere_where_no_number_tells(app, school, tmp_path):
    """Made school 500908: the one of the class has left, and the one of another class sits there now."""
    lines = ("王浩,三(1)班", "张晨,三(1)班", "陈远,三(1)班", "李静,三(1)班", "赵康,三(2)班", "李静,三(2)班")
    bring(app, sheet(tmp_path, *lines, head="姓名,班级"), "--answer", "twice=others")
    code, answer = bring(app, sheet(tmp_path, *lines[:4], head="姓名,班级"))
    assert code == 1 and asked(answer) == ["namesakes"]
    code, answer = bring(app, sheet(tmp_path, *lines[:4], head="姓名,班级"), "--answer", "namesakes=same")
    assert code == 0 and (answer["same"], answer["gone"]) == (4, 0)


def test_a_list_of_one_class_with_numbers_is_not(app, school, tmp_path):
    one = ("1,王浩,三(1)班", "2,张晨,三(1)班", "3,陈远,三(1)班", "4,李静,三(1)班")
    lines = (*one, "1,赵康,三(2)班", "2,李静,三(2)班")
    bring(app, sheet(tmp_path, *lines, head="学号,姓名,班级"), "--answer", "twice=others")
    code, answer = bring(app, sheet(tmp_path, *lines[:4], head="学号,姓名,班级"))
    assert code == 0 and answer["same"] == 4


def test_a_tick_beyond_the_lines_is_no_answer(app, school, tmp_path):
    bring(app, sheet(tmp_path, *ONE, *TWO))
    come = sheet(tmp_path, *ONE, "5,赵康,男,三(1)班")
    for said in ("moved-2", "moved-", "moved-x", "moved-0", "-1"):
        code, answer = bring(app, come, "--answer", f"moved={said}")
        assert code == 1 and asked(answer) == ["moved"], said


def test_the_command_line_numbers_the_lines_and_says_how_to_except_some(app, school, tmp_path):
    bring(app, sheet(tmp_path, *ONE, *TWO))
    come = sheet(tmp_path, *ONE, "5,赵康,男,三(1)班", "6,周敏,女,三(1)班")
    said = app.test_cli_runner().invoke(args=["roster", "import", str(come), "--school", "QS-QX"]).output
    assert "  1. 三(2)班 · 1 · 赵康  ⇒  三(1)班 · 5 · 赵康" in said and "=moved-2,5" in said


def test_who_comes_back_with_another_sex_is_somebody_else(app, school, tmp_path):
    bring(app, sheet(tmp_path, *ONE))
    bring(app, sheet(tmp_path, *ONE[:3]))
    code, answer = bring(app, sheet(tmp_path, *ONE[:3], "4,陈远,女,三(1)班"))
    assert code == 0 and answer["new"] == 1


def test_a_child_of_the_same_name_in_a_class_that_is_not_in_the_list(app, school, tmp_path):
    bring(app, sheet(tmp_path, *ONE, *TWO))
    code, answer = bring(app, sheet(tmp_path, *ONE, "5,赵康,男,三(1)班"))
    assert asked(answer) == ["moved"] and answer["questions"][0]["shown"]
    code, answer = bring(app, sheet(tmp_path, *ONE, "5,赵康,男,三(1)班"), "--answer", "moved=others")
    assert code == 0 and Counter(name for _, name, _ in pupils(app, school))["赵康"] == 2


OWN = (
    "20240101,王浩,男,三(1)班",
    "20240102,李静,女,三(1)班",
    "20240103,张晨,男,三(1)班",
    "20240201,赵康,男,三(2)班",
    "20240202,周敏,女,三(2)班",
)


def test_a_number_of_ones_own_follows_the_child(app, school, tmp_path):
    bring(app, sheet(tmp_path, *OWN))
    before = {name: pupil for pupil, name, _ in pupils(app, school)}
    code, answer = bring(app, sheet(tmp_path, *OWN[:3], "20240201,赵康,男,三(1)班"))
    assert code == 0 and answer["moved"] == 1, "the number and the name are the same: it is not asked"
    assert {name: pupil for pupil, name, _ in pupils(app, school)} == before


def test_a_number_given_again_to_another_child_is_asked(app, school, tmp_path):
    bring(app, sheet(tmp_path, *OWN))
    code, answer = bring(app, sheet(tmp_path, *OWN[:2], "20240103,孙梅,男,三(1)班", *OWN[3:]))
    assert code == 1 and asked(answer) == ["other_name"]
    code, answer = bring(
        app, sheet(tmp_path, *OWN[:2], "20240103,孙梅,男,三(1)班", *OWN[3:]), "--answer", "other_name=others"
    )
    assert (answer["new"], answer["gone"], answer["changed"]) == (1, 1, 0)


def test_a_seat_beside_the_number_keeps_both(app, school, tmp_path):
    both = ("1,20240101,王浩,三(1)班", "2,20240102,李静,三(1)班", "3,20240103,张晨,三(1)班")
    bring(app, sheet(tmp_path, *both, head="座号,学号,姓名,班级"))
    code, answer = bring(app, sheet(tmp_path, *OWN[:3]))
    assert code == 0 and answer["new"] == answer["gone"] == 0
    with app.app_context():
        rows = db.session.execute(
            select(Enrolment.number, Enrolment.student_number).where(Enrolment.school_id == school)
        ).all()
    assert sorted(map(tuple, rows)) == [("1", "20240101"), ("2", "20240102"), ("3", "20240103")]


def test_four_classes_emptied_stop_the_import(app, school, tmp_path):
    lines = [f"{n},{'甲乙丙丁戊'[n]}{'一二三四'[c]}生,男,{'一二三四'[c]}(1)班" for c in range(4) for n in range(5)]
    other = [line.replace("生", "新") for line in lines]
    bring(app, sheet(tmp_path, *lines))
    code, answer = bring(app, sheet(tmp_path, *other), "--answer", "rename=no")
    assert code == 1 and asked(answer) == ["upheaval"]
    assert bring(app, sheet(tmp_path, *other), "--answer", "rename=no", "--answer", "upheaval=no")[1]["errors"]
    code, answer = bring(app, sheet(tmp_path, *other), "--answer", "rename=no", "--yes")
    assert code == 0 and (answer["new"], answer["gone"]) == (20, 20)


def test_a_teacher_of_another_class_of_that_name_is_asked(app, school, tmp_path):
    head = "学号,姓名,班级,班主任"
    bring(app, sheet(tmp_path, "1,王浩,三(1)班,王芳", head=head))
    new = sheet(tmp_path, "1,赵康,三(2)班,王芳", head=head)
    assert asked(bring(app, new)[1]) == ["teacher_leads"]
    bring(app, new, "--answer", "teacher_leads=other")
    assert len(set(leaders(app, school).values())) == 2


def test_a_teacher_of_the_principals_name_is_asked(app, school, tmp_path):
    with app.app_context(), write():
        user = User(school_id=school, person_key="k" * 32, kind="staff", name="何校", created_at=house_clock.now())
        db.session.add(user)
        db.session.flush()
        db.session.add(
            Post(school_id=school, user_id=user.id, unit_id=school, role="principal", from_on=house_clock.today())
        )
    assert asked(bring(app, sheet(tmp_path, "1,王浩,三(1)班,何校", head="学号,姓名,班级,班主任"))[1]) == [
        "teacher_known"
    ]


def test_a_teacher_who_changes_class_needs_no_question(app, school, tmp_path):
    head = "学号,姓名,班级,班主任"
    bring(app, sheet(tmp_path, "1,王浩,三(1)班,王芳", "1,赵康,三(2)班,李敏", head=head))
    before = leaders(app, school)
    code, answer = bring(app, sheet(tmp_path, "1,王浩,三(1)班,李敏", "1,赵康,三(2)班,王芳", head=head))
    assert code == 0 and leaders(app, school) == {"三(1)班": before["三(2)班"], "三(2)班": before["三(1)班"]}


def test_a_child_listed_in_two_classes_of_a_grade_is_asked_once(app, school, tmp_path):
    twice = (*ONE, "1,王浩,男,三(2)班", "2,李静,女,三(2)班", "3,赵康,男,三(2)班")
    code, answer = bring(app, sheet(tmp_path, *twice))
    assert code == 1 and asked(answer) == ["twice"] and len(answer["questions"][0]["shown"]) == 2
    assert not pupils(app, school)
    code, answer = bring(app, sheet(tmp_path, *twice), "--answer", "twice=same")
    assert (
        code == 1
        and sorted(error["line"] for error in answer["errors"]) == [2, 3, 6, 7]
        and {error["code"] for error in answer["errors"]} == {"listed_twice"}
    )
    code, answer = bring(app, sheet(tmp_path, *twice), "--answer", "twice=others")
    assert code == 0 and answer["new"] == 7


@pytest.mark.parametrize("line", ["1,王浩,女,三(2)班", "1,王浩,男,四(2)班"])
def test_another_sex_or_another_grade_is_another_child(app, school, tmp_path, line):
    code, answer = bring(app, sheet(tmp_path, *ONE, line))
    assert code == 0 and answer["new"] == 5


def test_two_of_one_name_with_numbers_of_their_own_are_two(app, school, tmp_path):
    code, answer = bring(app, sheet(tmp_path, *OWN, "20240301,王浩,男,三(3)班"))
    assert code == 0 and answer["new"] == 6


def test_a_child_on_the_roll_listed_in_the_old_and_the_new_class_gets_no_second_record_unasked(app, school, tmp_path):
    bring(app, sheet(tmp_path, *ONE, *TWO))
    code, answer = bring(app, sheet(tmp_path, *ONE, *TWO, "4,王浩,男,三(2)班"))
    assert code == 1 and answer["questions"], answer


@pytest.mark.parametrize(
    ("label", "change"),
    [("三(1)班", "repeats"), ("五(1)班", "skips"), ("二(1)班", "falls two back"), ("六(1)班", "skips two")],
)
def test_who_repeats_or_skips_a_year_is_asked_and_keeps_the_record(app, school, tmp_path, clock, label, change):
    """At the turn of the year 三(1)班 is 四(1)班: a child of it in another grade is asked about by name, and known by the own number."""
    bring(app, sheet(tmp_path, *ONE))
    old = next(pupil for pupil, name, _ in pupils(app, school) if name == "陈远")
    go_to(clock, "2027-09-20")
    up = [line.replace("三(1)班", "四(1)班") for line in ONE[:3]]
    code, answer = bring(app, sheet(tmp_path, *up, f"1,陈远,男,{label}"))
    assert code == 1 and asked(answer) == ["moved"], change
    code, answer = bring(app, sheet(tmp_path, *up, f"1,陈远,男,{label}"), "--answer", "moved=moved")
    assert code == 0 and (old, label) in {(pupil, at) for pupil, _, at in pupils(app, school)}


@pytest.mark.parametrize("sex", ["男", "女"])
def test_a_number_of_ones_own_wins_whatever_the_grade(app, school, tmp_path, clock, sex):
    bring(app, sheet(tmp_path, *OWN))
    old = next(pupil for pupil, name, _ in pupils(app, school) if name == "王浩")
    go_to(clock, "2027-09-20")
    up = [line.replace("三(", "四(") for line in OWN[1:]]
    code, answer = bring(
        app,
        sheet(tmp_path, *up, f"20240101,王浩,{sex},八(1)班"),
        *(() if sex == "男" else ("--answer", "other_sex=same")),
    )
    assert code == 0 and answer["moved"] == 1 and answer["new"] == 0, answer
    assert (old, "八(1)班") in {(pupil, at) for pupil, _, at in pupils(app, school)}
