"""A list on its way in: what is staged, what is refused, what is asked, and what becomes of the answers."""

from __future__ import annotations

import pytest

from eduplatform.extensions import db
from eduplatform.org import jobs, roster_staging
from eduplatform.org.models import RosterRow, UnitSetting
from eduplatform.org.roster.book_types import Row
from eduplatform.org.roster.classes import ClassName
from eduplatform.org.roster_matching import rolls
from eduplatform.shared import ttl_cache
from tests.people import START

from .lists import CLASS, HEADER, NEW, apply, book, bring, counts, staged
from .world import TODAY, change, done, refused

SAME = [("same", name, number) for name, _, number in CLASS]


def codes(batch) -> list[str]:
    return [problem["code"] for problem in batch.problems]


def asked(batch) -> list[str]:
    return [question["code"] for question in batch.questions]


def rows_of(batch, action: str) -> list[RosterRow]:
    db.session.expire_all()
    return db.session.query(RosterRow).filter_by(batch_id=batch.id, action=action).order_by(RosterRow.id).all()


def test_a_batch_begins_empty_and_with_who_brought_it(org):
    batch = done(roster_staging.begin_batch, org.viewer("officer_safe"), org.unit("LJ-SY"), "x" * 130, 2026)
    assert (batch.state, batch.year, len(batch.filename)) == ("reading", 2026, 120)
    assert batch.created_by == org.people["officer_safe"].user_id and batch.school_id == org.unit("LJ-SY").id
    assert done(roster_staging.begin_batch, None, org.unit("LJ-SY"), "a.csv", 2026).created_by is None


def test_a_list_of_the_class_as_it_is_changes_nothing(org):
    batch = bring(org, *CLASS)
    assert (batch.state, counts(batch), staged(batch)) == ("staged", {"same": 4}, SAME)
    assert batch.roll_mark == rolls.roll_mark(batch.school_id, TODAY) and batch.progress == 100


def test_who_is_new_gone_and_changed(org):
    batch = bring(org, CLASS[0], ("周一鸣甲二", "三(2)班", "7"), *CLASS[2:3], NEW, answers={"namesakes": "same"})
    assert counts(batch) == {"new": 1, "changed": 1, "gone": 1, "same": 2}
    (new,), (gone,), (moved,) = (rows_of(batch, action) for action in ("new", "gone", "changed"))
    assert (new.name, new.class_code, new.line, new.sheet) == ("史小满", "LJ-SY-2024-2", 5, "名册")
    assert len(new.person_key) == 32 and new.pupil_id is None and new.before is None
    assert (gone.name, gone.number, gone.line, gone.person_key) == ("王梓涵甲同", "4", 0, "")
    assert gone.pupil_id == org.people["pupil_same2"].user_id
    assert (moved.number, moved.before["number"]) == ("7", "2") and moved.enrolment_id == org.seat("pupil_ming").id


def test_two_new_children_have_keys_of_their_own(org):
    batch = bring(org, *CLASS, NEW, ("史小圆", "三(2)班", "6"))
    assert len({row.person_key for row in rows_of(batch, "new")}) == 2


def test_a_class_of_the_list_is_described_with_its_pupils_and_teacher(org):
    header = (*HEADER, "班主任")
    rows = [
        (*CLASS[0], ""),
        (*CLASS[1], "lin老师"),
        ("史小满", "三年级启航班", "1", ""),
        ("史大满", "二(1)班", "1", ""),
    ]
    batch = bring(org, *rows, header=header)
    assert [(each["label"], each["code"], each["pupils"]) for each in batch.classes] == [
        ("二(1)班", "LJ-SY-2025-1", 1),
        ("三(2)班", "LJ-SY-2024-2", 2),
        ("三年级启航班", "LJ-SY-2024-启航", 1),
    ]
    assert [each["homeroom"] for each in batch.classes] == ["", "lin老师", ""]
    assert batch.classes[1]["teacher"] == {"user": org.people["teacher_lin"].user_id}
    assert batch.classes[0]["teacher"] is None


def test_a_list_without_numbers_takes_none_away(org):
    names = [(name, "三(2)班") for name, _, _ in CLASS[:2]]
    batch = bring(org, *names, header=("姓名", "班级"))
    assert [row[2] for row in staged(batch) if row[0] == "same"] == ["1", "2"]


def test_the_schools_own_numbers_take_no_seat_away(org):
    batch = bring(org, ("田小雨甲一", "三(2)班", "20240201"))
    (row,) = rows_of(batch, "changed")
    assert (row.number, row.student_number) == ("1", "20240201")


def test_a_number_of_its_own_column_is_kept_beside_the_seat(org):
    header = ("姓名", "班级", "座号", "学号")
    batch = bring(org, ("田小雨甲一", "三(2)班", "1", "20240201"), header=header)
    (row,) = rows_of(batch, "changed")
    assert (row.number, row.student_number) == ("1", "20240201")


def test_with_a_problem_nothing_is_staged(org):
    batch = bring(org, *CLASS, ("史小满", "三(2)班", "1"))
    assert (batch.state, staged(batch), codes(batch)) == ("refused", [], ["number_twice", "number_twice"])
    assert batch.questions == [] and batch.mapping["名册"]["columns"] == {"name": 0, "class": 1, "number": 2}


def test_only_so_many_problems_are_kept(org, monkeypatch):
    monkeypatch.setattr(roster_staging, "MOST_PROBLEMS", 2)
    assert len(bring(org, *[("=1", "三(2)班", str(n)) for n in range(1, 5)]).problems) == 2


def test_with_a_question_nothing_is_staged_until_it_is_answered(org):
    batch = bring(org, ("田小宇甲一", "三(2)班", "1"))
    assert (batch.state, staged(batch), asked(batch)) == ("asking", [], ["rename"])
    key = batch.questions[0]["key"]
    done(roster_staging.answer_questions, batch, {key: "yes", "nothing-asked": "yes"})
    assert (batch.state, batch.answers, batch.questions) == ("reading", {key: "yes"}, [])
    jobs.stage_book(batch, org.unit("LJ-SY"), book(("田小宇甲一", "三(2)班", "1")))
    assert batch.state == "staged" and counts(batch) == {"changed": 1, "gone": 3}
    (row,) = rows_of(batch, "changed")
    assert (row.name, row.before["name"]) == ("田小宇甲一", "田小雨甲一")


def test_an_answer_that_is_none_is_left_out_and_afresh_forgets_the_others(org):
    batch = bring(org, ("田小宇甲一", "三(2)班", "1"))
    key = batch.questions[0]["key"]
    done(roster_staging.answer_questions, batch, {key: "perhaps"})
    assert batch.answers == {}
    change(batch, state="asking", answers={"old": "yes"}, questions=[{"key": "k", "choices": ["a", "b"]}])
    done(roster_staging.answer_questions, batch, {"k": "a"})
    assert batch.answers == {"old": "yes", "k": "a"}
    change(batch, state="asking", questions=[{"key": "k", "choices": ["a", "b"]}])
    done(roster_staging.answer_questions, batch, {"k": "b"}, True)
    assert batch.answers == {"k": "b"}


@pytest.mark.parametrize(
    ("said", "kept"), [("yes", True), ("no", True), ("yes-1,2", True), ("yes-3", False), ("x", False), ("", False)]
)
def test_whether_a_kept_question_is_answered(said, kept):
    question = {
        "key": "k",
        "code": "rename",
        "choices": ["yes", "no"],
        "values": {},
        "shown": ["a", "b"],
        "by_line": True,
    }
    assert roster_staging.answers_kept(question, said) == kept
    assert not roster_staging.answers_kept(question | {"by_line": False}, "yes-1")


def test_staged_again_nobody_is_there_twice(org):
    batch = bring(org, *CLASS, NEW)
    before = staged(batch)
    jobs.stage_book(batch, org.unit("LJ-SY"), book(*CLASS, NEW))
    assert staged(batch) == before


def test_ready_to_be_read_again_what_was_staged_goes_and_answers_stay(org):
    batch = change(bring(org, *CLASS), answers={"k": "yes"})
    chosen = {"名册": {"header_line": 1, "columns": {"name": 0}}}
    done(roster_staging.ready_again, batch, chosen)
    assert (batch.state, staged(batch), batch.chosen, batch.answers) == ("reading", [], chosen, {"k": "yes"})
    change(batch, state="staged")
    done(roster_staging.ready_again, batch)
    assert batch.chosen == chosen, "columns chosen once count for every later reading"


@pytest.mark.parametrize("state", ["reading", "applied", "undone", "dropped"])
def test_what_is_over_or_being_read_is_not_read_again(org, state):
    assert refused(roster_staging.ready_again, change(bring(org, *CLASS), state=state)) == "batch_not_staged"


@pytest.mark.parametrize(
    ("state", "drops"), [("reading", True), ("asking", True), ("refused", True), ("applied", False)]
)
def test_a_list_is_given_up_before_it_is_made_true(org, state, drops):
    batch = change(bring(org, *CLASS), state=state, questions=[{"key": "k"}])
    if drops:
        done(roster_staging.drop_batch, batch)
        assert (batch.state, staged(batch), batch.questions) == ("dropped", [], [])
    else:
        assert refused(roster_staging.drop_batch, batch) == "batch_not_staged" and staged(batch) == SAME


def test_a_homeroom_teacher_brings_in_the_own_class_only(org):
    mine = {"LJ-SY-2024-2"}
    assert bring(org, *CLASS, NEW, only=mine, by="teacher_lin").state == "staged"
    other = bring(org, *CLASS, ("史小满", "三(1)班", "9"), only=mine, by="teacher_lin")
    assert (other.state, codes(other), other.problems[0]["line"]) == ("refused", ["class_not_yours"], 6)


def test_a_homeroom_teacher_does_not_fetch_a_child_of_another_class(org):
    mine = {"LJ-SY-2024-2"}
    batch = bring(org, *CLASS, ("孙亦可乙一", "三(2)班", "9"), only=mine, by="teacher_lin")
    assert asked(batch) == ["elsewhere"]
    key = batch.questions[0]["key"]
    said = bring(org, *CLASS, ("孙亦可乙一", "三(2)班", "9"), only=mine, by="teacher_lin", answers={key: "moved"})
    assert codes(said) == ["move_not_yours"] and said.problems[0]["values"] == {"text": "孙亦可乙一"}
    other = bring(org, *CLASS, ("孙亦可乙一", "三(2)班", "9"), only=mine, by="teacher_lin", answers={key: "others"})
    assert counts(other) == {"new": 1, "same": 4}


def test_one_child_on_two_lines_is_refused_on_both(org):
    rows = [*CLASS, ("孙亦可乙一", "三(1)班", "1"), ("史小满", "三(1)班", "8"), ("史小满", "三(2)班", "8")]
    assert asked(bring(org, *rows)) == ["twice"]
    batch = bring(org, *rows, answers={"twice": "same"})
    assert codes(batch) == ["listed_twice", "listed_twice"]
    assert [problem["values"]["lines"] for problem in batch.problems] == ["8", "7"]


def row(grade: int | str, number: int, label: str = "", track: str = "") -> Row:
    return Row("名册", 2, "史小满", ClassName(grade, number, None, track, label))


@pytest.mark.parametrize(
    ("stages", "given", "years", "code"),
    [
        ("P1,P2,P3", row(3, 2), 6, "LJ-SY-2024-2"),
        ("P1,P2,P3", row("K3", 1), 6, "LJ-SY-K2024-1"),
        ("J", row(7, 1), 5, "LJ-SY-J2025-1"),
        ("V", row(10, 1, track="机电"), 6, "LJ-SY-V2026机电-1"),
        ("P1", row(3, 0, "启航"), 6, "LJ-SY-2024-启航"),
    ],
)
def test_the_code_of_the_class_a_row_names(org, stages, given, years, code):
    school = change(org.unit("LJ-SY"), stages=stages)
    assert roster_staging.class_code_of(school, given, 2026, years) == code


def test_primary_school_has_five_years_where_the_school_says_so(org):
    school = org.unit("LJ-SY")
    assert roster_staging.primary_years(school) == 6
    change(UnitSetting(unit_id=school.id, name="primary_years", value=5, from_on=START))
    ttl_cache.drop()
    assert roster_staging.primary_years(org.unit("LJ-SY")) == 5


def test_progress_is_told_up_to_the_end(org, monkeypatch):
    monkeypatch.setattr(roster_staging, "STEP", 2)
    told: list[int] = []
    batch = done(roster_staging.begin_batch, None, org.unit("LJ-SY"), "a.csv", 2026)
    jobs.stage_book(batch, org.unit("LJ-SY"), book(*CLASS, NEW), told=told.append)
    assert told == [30, 50, 50, 70, 90] and len(staged(batch)) == 5


def test_a_batch_refused_as_a_file_says_why_in_one_problem(org):
    batch = bring(org, *CLASS)
    jobs.refuse(batch, jobs.RosterRefused("file_broken", kind="word"))
    assert (batch.state, batch.progress, batch.questions) == ("refused", 100, [])
    assert batch.problems == [{"sheet": "", "line": 0, "column": "", "code": "file_broken", "values": {"kind": "word"}}]


def school_of(*names: str) -> list[tuple[str, str, str]]:
    """Two pupils in each of so many classes of the second grade as names are given."""
    return [
        (f"{name}{who}", f"二({at})班", who_at)
        for at, name in enumerate(names, 1)
        for who, who_at in (("甲子", "1"), ("乙丑", "2"))
    ]


def test_a_list_that_exchanges_more_than_three_classes_is_asked_about(org):
    apply(org, bring(org, *school_of("赵春", "钱夏", "孙秋", "李冬")))
    three, four = school_of("周文", "吴武", "郑双", "李冬"), school_of("周文", "吴武", "郑双", "王全")
    assert bring(org, *three).state == "staged", "three may be"
    asked_about = bring(org, *four)
    assert asked(asked_about) == ["upheaval"] and asked_about.questions[0]["values"] == {"count": 4}
    assert asked_about.questions[0]["shown"] == [f"二({at})班: 2 → 0" for at in (1, 2, 3, 4)]
    assert bring(org, *four, answers={"upheaval": "yes"}).state == "staged"
    refused_ = bring(org, *four, answers={"upheaval": "no"})
    assert (refused_.state, codes(refused_)) == ("refused", ["upheaval_refused"])


def test_a_class_that_keeps_half_of_its_pupils_is_not_upset(org):
    apply(org, bring(org, *school_of("赵春", "钱夏", "孙秋", "李冬")))
    half = [
        one if one[2] == "1" else (f"何{one[0][0]}必", *one[1:]) for one in school_of("赵春", "钱夏", "孙秋", "李冬")
    ]
    assert bring(org, *half).state == "staged"
