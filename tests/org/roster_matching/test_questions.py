"""What matching asks and shows whoever brings the list, case by case, and what each answer does. Small lists, read like a teacher reads them."""

from __future__ import annotations

from datetime import date

import pytest

from eduplatform.org.roster.book_types import Question
from eduplatform.org.roster.messages import question_message
from eduplatform.org.roster.questions import Asking
from eduplatform.org.roster_matching.compare import Around, Diff, Incoming, Present, compare_list

ONE, TWO, THREE = "S-2024-1", "S-2024-2", "S-2024-3"
LABELS = {f"S-2024-{n}": f"三({n})班" for n in range(1, 10)} | {"S-2023-1": "四(1)班", "S-2022-1": "五(1)班"}
OTHERS = ["李静", "陈远", "赵康", "周敏", "吴磊"]  #: who stay where they are, so that a class is settled
LEFT = date(2025, 9, 1)


class List:
    """A list being matched: rolls and lines as a teacher would read them out."""

    def __init__(self) -> None:
        self.roll: list[Present] = []
        self.lines: list[Incoming] = []
        self.left: list[Present] = []
        self.closed: list[Present] = []

    def had(self, name: str, code: str = ONE, number: str = "", sex: str | None = None, own: str = "") -> Present:
        self.roll.append(Present(at := len(self.roll) + 1, at, code, name, number, sex, own))
        return self.roll[-1]

    def once_had(self, name: str, code: str = ONE, sex: str | None = None, own: str = "") -> Present:
        at = 100 + len(self.left)
        self.left.append(Present(at, at, code, name, "", sex, own, LEFT))
        return self.left[-1]

    def has(self, name: str, code: str = ONE, number: str = "", sex: str | None = None, own: str = "") -> Incoming:
        self.lines.append(Incoming(len(self.lines), code, name, number, sex, own, len(self.lines) + 2))
        return self.lines[-1]

    def stay(self, code: str = ONE, first: int = 11, own: str = "") -> List:
        """Five children who are on the roll and in the list on the same numbers."""
        for at, name in enumerate(OTHERS, first):
            self.had(name + code[-1], code, str(at), None, own and f"{own}{at}")
            self.has(name + code[-1], code, str(at), None, own and f"{own}{at}")
        return self

    def read(self, *answers: dict[str, str], **said: str) -> tuple[Diff, list[Question]]:
        """The reading and what stays open; answers by the code of a question."""
        asking = Asking(said | (answers[0] if answers else {}))
        around = Around(self.left, self.closed, LABELS)
        return compare_list(self.lines, self.roll, around, asking), asking.open


@pytest.fixture
def book() -> List:
    return List()


def names(pairs) -> list[tuple[str, str, str]]:
    return [(one.name, other.class_code, one.class_code) for one, other in pairs]


def new(diff: Diff) -> list[str]:
    return [one.name for one in diff.new]


def gone(diff: Diff) -> list[str]:
    return [other.name for other in diff.gone]


def only(questions: list[Question], code: str) -> Question:
    (question,) = questions
    assert question.code == code
    assert all(question_message(question, language)[0] for language in ("zh", "en")), "it can be worded"
    return question


# ── moved ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_move_within_the_grade_of_the_list_is_no_question(book):
    book.stay(ONE).stay(TWO, 21)
    book.had("张晨", ONE, "5")
    book.has("张晨", TWO, "7")
    diff, asked = book.read()
    assert asked == [] and names(diff.moved) == [("张晨", ONE, TWO)]
    assert diff.counts() == {"new": 0, "back": 0, "changed": 0, "moved": 1, "gone": 0, "same": 10}


def test_a_move_from_a_class_that_is_not_in_the_list_is_shown_with_both_places(book):
    book.stay(TWO)
    book.had("张晨", ONE, "5")
    book.has("张晨", TWO, "7")
    diff, asked = book.read()
    question = only(asked, "moved")
    assert question.shown == ["三(1)班 · 5 · 张晨  ⇒  三(2)班 · 7 · 张晨"] and question.choices == ("moved", "others")
    assert question.values == {"count": 1, "target": "三(2)班", "source": "三(1)班"} and question.by_line
    assert new(diff) == ["张晨"] and diff.moved == [] == diff.gone, "until it is said nobody is taken for anybody"
    assert [(one.name, other.class_code) for one, other in diff.about[question.key]] == [("张晨", ONE)]
    diff, asked = book.read(moved="moved")
    assert asked == [] and names(diff.moved) == [("张晨", ONE, TWO)] and diff.new == []
    diff, asked = book.read(moved="others")
    assert asked == [] and diff.moved == [] and new(diff) == ["张晨"] and diff.gone == []


def test_of_many_classes_four_are_named(book):
    book.stay(TWO)
    for at, code in enumerate((ONE, *(f"S-2024-{n}" for n in range(3, 6)))):
        book.had(f"张{at}", code)
        book.has(f"张{at}", TWO)
    question = only(book.read()[1], "moved")
    assert question.values["source"] == "三(1)班、三(3)班、三(4)班、三(5)班" and question.values["count"] == 4
    book.had("张九", "S-2024-9")
    book.has("张九", TWO)
    question = only(book.read()[1], "moved")
    assert question.values["source"] == "三(1)班、三(3)班、三(4)班、三(5)班…" and len(question.shown) == 5


def test_a_class_without_a_label_is_called_by_its_code(book):
    book.stay(TWO)
    book.had("张晨", "S-2024-XY")
    book.has("张晨", TWO)
    assert only(book.read()[1], "moved").shown == ["S-2024-XY · 张晨  ⇒  三(2)班 · 张晨"]


def test_a_child_up_to_two_school_years_away_may_have_moved_and_not_one_further_away(book):
    book.stay(ONE)
    book.had("张晨", "S-2022-1")
    book.had("王浩", "S-2021-1")
    book.has("张晨", ONE)
    book.has("王浩", ONE)
    diff, asked = book.read()
    assert only(asked, "moved").shown == ["五(1)班 · 张晨  ⇒  三(1)班 · 张晨"] and new(diff) == ["张晨", "王浩"]


def test_a_number_of_ones_own_settles_a_move_however_far(book):
    book.stay(ONE, own="2024")
    book.had("王浩", "S-2019-1", own="20190001")
    book.has("王浩", ONE, own="20190001")
    diff, asked = book.read()
    assert asked == [] and names(diff.moved) == [("王浩", "S-2019-1", ONE)]


# ── the same name, and something against it ─────────────────────────────────────────────────────────────────────────────


def test_another_sex_is_asked_and_each_answer_counts(book):
    book.stay(ONE)
    book.had("张晨", ONE, "5", "m")
    book.has("张晨", ONE, "5", "f")
    diff, asked = book.read()
    assert only(asked, "other_sex").choices == ("same", "others") and diff.changed == [] and new(diff) == ["张晨"]
    assert gone(diff) == ["张晨"], "the careful reading: nobody is taken for anybody"
    diff, asked = book.read(other_sex="same")
    assert asked == [] and names(diff.changed) == [("张晨", ONE, ONE)] and diff.new == [] == diff.gone
    diff, asked = book.read(other_sex="others")
    assert asked == [] and diff.changed == [] and new(diff) == gone(diff) == ["张晨"]


def test_another_number_of_ones_own_is_asked_where_the_others_kept_theirs(book):
    book.stay(ONE, own="2024")
    book.had("张晨", ONE, "", None, "20240105")
    book.has("张晨", ONE, "", None, "20240777")
    diff, asked = book.read()
    assert only(asked, "other_number").shown == ["三(1)班 · 张晨  ⇒  三(1)班 · 张晨"] and new(diff) == ["张晨"]
    diff, asked = book.read(other_number="same")
    assert asked == [] and names(diff.changed) == [("张晨", ONE, ONE)]
    diff, asked = book.read(other_number="others")
    assert asked == [] and new(diff) == gone(diff) == ["张晨"]


def test_questions_of_several_kinds_are_one_sheet_that_is_answered_once(book):
    book.stay(ONE)
    book.had("张晨", ONE, "5", "m")
    book.has("张晨", ONE, "5", "f")
    book.had("王浩", TWO)
    book.has("王浩", ONE)
    diff, asked = book.read()
    sheet = only(asked, "people")
    assert [part.code for part in sheet.parts] == ["other_sex", "moved"] and sheet.values["count"] == 2
    assert [one.name for one, _ in diff.about[sheet.key]] == ["张晨", "王浩"]
    diff, asked = book.read({sheet.key: "same-1"})
    assert asked == [] and names(diff.moved) == [("王浩", TWO, ONE)] and new(diff) == ["张晨"]


def test_a_number_that_names_the_class_may_change_with_a_move_from_a_class_that_is_not_in_the_list(book):
    """20240301 in class 3 becomes 20240209 in class 2: that speaks of the class, not against the child."""
    book.stay(TWO, own="202402")
    for at in range(1, 5):
        book.had(f"张{at}", THREE, "", None, f"2024030{at}")
    book.has("张1", TWO, "", None, "20240209")
    assert only(book.read()[1], "moved").shown == ["三(3)班 · 张1  ⇒  三(2)班 · 张1"]


# ── spelling and numbers ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_like_name_on_the_same_seat_is_asked_as_a_corrected_spelling(book):
    book.stay(ONE)
    book.had("张晨", ONE, "05")
    book.has("张辰", ONE, "5")
    diff, asked = book.read()
    assert only(asked, "rename").choices == ("yes", "no") and new(diff) == ["张辰"] and gone(diff) == ["张晨"]
    diff, asked = book.read(rename="yes")
    assert asked == [] and names(diff.changed) == [("张辰", ONE, ONE)] and diff.new == [] == diff.gone
    diff, asked = book.read(rename="no")
    assert asked == [] and diff.changed == [] and new(diff) == ["张辰"] and gone(diff) == ["张晨"]


@pytest.mark.parametrize(
    ("had", "has"),
    [
        (("张晨", ONE, "5", "m"), ("张辰", ONE, "5", "f")),
        (("张晨", ONE, "5"), ("李静", ONE, "5")),
        (("张晨", ONE, "5"), ("张辰", ONE, "6")),
        (("张晨", ONE, "5"), ("张辰", TWO, "5")),
        (("张晨", ONE), ("张辰", ONE)),
    ],
)
def test_another_sex_another_seat_another_class_or_two_other_signs_are_no_corrected_spelling(book, had, has):
    book.stay(ONE).stay(TWO, 21)
    book.had(*had)
    book.has(*has)
    diff, asked = book.read()
    assert asked == [] and new(diff) == [has[0]] and gone(diff) == [had[0]]


def test_a_number_of_ones_own_with_another_name_is_asked(book):
    book.stay(ONE, own="2024")
    book.had("张晨", ONE, "", None, "20240105")
    book.has("王大明", TWO, "", None, "20240105")
    diff, asked = book.read()
    assert only(asked, "other_name").shown == ["三(1)班 · 张晨  ⇒  三(2)班 · 王大明"] and new(diff) == ["王大明"]
    diff, asked = book.read(other_name="same")
    assert asked == [] and names(diff.moved) == [("王大明", ONE, TWO)]
    diff, asked = book.read(other_name="others")
    assert asked == [] and new(diff) == ["王大明"] and gone(diff) == ["张晨"]


def test_every_number_with_another_name_is_a_line_of_the_question(book):
    book.stay(ONE, own="2024")
    for at, (before, now) in enumerate((("张晨", "王大明"), ("赵小雨", "孙一鸣"))):
        book.had(before, ONE, "", None, f"2024010{at}")
        book.has(now, ONE, "", None, f"2024010{at}")
    question = only(book.read()[1], "other_name")
    assert question.shown == ["三(1)班 · 张晨  ⇒  三(1)班 · 王大明", "三(1)班 · 赵小雨  ⇒  三(1)班 · 孙一鸣"]
    diff, asked = book.read(other_name="same-2")
    assert asked == [] and [one.name for one, _ in diff.changed] == ["王大明"] and new(diff) == ["孙一鸣"]


def test_a_number_of_ones_own_with_another_name_and_sex_is_another_child(book):
    book.stay(ONE, own="2024")
    book.had("张晨", ONE, "", "m", "20240105")
    book.has("王大明", ONE, "", "f", "20240105")
    diff, asked = book.read()
    assert asked == [] and new(diff) == ["王大明"] and gone(diff) == ["张晨"]


@pytest.mark.parametrize(
    ("had", "has", "kind"),
    [
        ({"number": "5"}, {"number": "5"}, "same"),
        ({"number": "5"}, {}, "same"),  # what the list does not say stays
        ({"number": "5", "sex": "m"}, {"number": "5"}, "same"),
        ({"number": "5"}, {"number": "6"}, "changed"),
        ({}, {"number": "6"}, "changed"),
        ({"own": "20240105"}, {"number": "20240105"}, "same"),  # one column of numbers: it is the one already kept
        ({"number": "5"}, {"number": "5", "sex": "m"}, "changed"),
        ({"number": "5"}, {"number": "5", "own": "20240105"}, "changed"),
    ],
)
def test_a_child_is_changed_where_the_list_says_something_else(book, had, has, kind):
    book.stay(ONE)
    book.had("张晨", ONE, **had)
    book.has("张晨", ONE, **has)
    diff, asked = book.read()
    assert asked == [] and ("张晨", ONE, ONE) in names(getattr(diff, kind))


# ── who left ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_left_and_may_be_back_is_shown_with_the_day(book):
    book.stay(ONE)
    book.once_had("张晨", TWO)
    book.has("张晨", ONE, "5")
    diff, asked = book.read()
    assert only(asked, "returned").shown == ["三(2)班 · 张晨 · → 2025-09-01  ⇒  三(1)班 · 5 · 张晨"]
    assert new(diff) == ["张晨"] and diff.back == [] == diff.gone
    diff, asked = book.read(returned="yes")
    assert asked == [] and names(diff.back) == [("张晨", TWO, ONE)] and diff.new == []
    diff, asked = book.read(returned="no")
    assert asked == [] and diff.back == [] and new(diff) == ["张晨"]


@pytest.mark.parametrize(
    ("left", "asked"),
    [
        ({"sex": "f"}, False),
        ({"sex": "m"}, True),
        ({"code": "S-2022-1"}, True),
        ({"code": "S-2021-1"}, False),
        ({"code": "S-2026-1"}, True),
        ({"code": "S-2027-1"}, False),
    ],
)
def test_who_left_is_asked_about_where_sex_and_age_fit(book, left, asked):
    book.stay(ONE)
    book.once_had("张晨", **left)
    book.has("张晨", ONE, "5", "m")
    diff, questions = book.read()
    assert [question.code for question in questions] == ["returned"] * asked and new(diff) == ["张晨"]


def test_of_two_who_left_the_one_with_the_number_is_asked_about_and_else_which_of_them(book):
    book.stay(ONE, own="2024")
    book.once_had("张晨", ONE, own="20240300")
    book.once_had("张晨", TWO, own="20240105")
    book.has("张晨", ONE, "5", None, "20240105")
    assert only(book.read()[1], "returned").shown == ["三(2)班 · 张晨 · → 2025-09-01  ⇒  三(1)班 · 5 · 张晨"]
    book.lines[-1] = Incoming(5, ONE, "张晨", "5")
    first = only(book.read()[1], "namesakes")
    assert first.shown == ["三(1)班 · 张晨 · → 2025-09-01  ⇒  三(1)班 · 5 · 张晨"], "the likelier one first"
    diff, asked = book.read({first.key: "same"})
    assert asked == [] and names(diff.back) == [("张晨", ONE, ONE)]
    second = only(book.read({first.key: "others"})[1], "namesakes")
    assert second.shown == ["三(2)班 · 张晨 · → 2025-09-01  ⇒  三(1)班 · 5 · 张晨"]
    diff, asked = book.read(namesakes="others")
    assert asked == [] and new(diff) == ["张晨"] and diff.back == []


def test_a_namesake_who_left_makes_a_move_a_question(book):
    book.stay(ONE).stay(TWO, 21)
    book.had("张晨", ONE, "5")
    book.once_had("张晨", TWO)
    book.has("张晨", TWO, "7")
    assert only(book.read()[1], "moved").shown == ["三(1)班 · 5 · 张晨  ⇒  三(2)班 · 7 · 张晨"]
    diff, asked = book.read(moved="moved")
    assert asked == [] and names(diff.moved) == [("张晨", ONE, TWO)]
    assert only(book.read(moved="others")[1], "returned").shown[0].startswith("三(2)班 · 张晨 · → 2025-09-01")


def test_a_namesake_of_another_sex_who_left_makes_it_none(book):
    book.stay(ONE).stay(TWO, 21)
    book.had("张晨", ONE, "5", "m")
    book.once_had("张晨", TWO, "f")
    book.has("张晨", TWO, "7", "m")
    diff, asked = book.read()
    assert asked == [] and names(diff.moved) == [("张晨", ONE, TWO)]


@pytest.mark.parametrize(("number", "asked"), [("5", []), ("6", ["namesakes"]), ("", ["namesakes"])])
def test_who_sits_on_the_seat_of_before_is_no_namesake_who_is_back(book, number, asked):
    book.stay(ONE)
    book.had("张晨", ONE, "5")
    book.once_had("张晨", TWO)
    book.has("张晨", ONE, number)
    diff, questions = book.read()
    assert [question.code for question in questions] == asked
    assert [one.name for one, other in diff.same if one.name == "张晨"] == ["张晨"] * (not asked)


def test_in_a_class_seated_anew_a_seat_says_nothing_of_who_is_back(book):
    seated_anew(book)
    book.had("张晨", ONE, "5")
    book.once_had("张晨", TWO)
    book.has("张晨", ONE, "5")
    assert only(book.read()[1], "namesakes").shown == ["三(1)班 · 5 · 张晨  ⇒  三(1)班 · 5 · 张晨"]


def seated_anew(book: List) -> None:
    for at, name in enumerate(OTHERS):
        book.had(name, ONE, str(11 + at))
        book.has(name, ONE, str(16 - at))


# ── several of one name ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_namesakes_on_the_seats_they_had_are_no_question(book):
    book.stay(ONE)
    for number in ("1", "2"):
        book.had("王芳", ONE, number)
    for number in ("2", "1"):
        book.has("王芳", ONE, number)
    diff, asked = book.read()
    assert asked == []
    assert [(one.number, other.number) for one, other in diff.same if one.name == "王芳"] == [("2", "2"), ("1", "1")]


def test_of_namesakes_who_is_on_another_seat_is_asked_about_and_the_other_is_not(book):
    book.stay(ONE)
    for before, now in (("1", "1"), ("2", "7")):
        book.had("王芳", ONE, before)
        book.has("王芳", ONE, now)
    assert only(book.read()[1], "namesakes").shown == ["三(1)班 · 2 · 王芳  ⇒  三(1)班 · 7 · 王芳"]


def test_where_a_class_was_seated_anew_the_seats_of_namesakes_say_nothing(book):
    seated_anew(book)
    for number in ("1", "2"):
        book.had("王芳", ONE, number)
        book.has("王芳", ONE, number)
    assert len(only(book.read()[1], "namesakes").shown) == 2


def test_namesakes_of_two_classes_that_stayed_as_they_were_stay_in_them(book):
    book.stay(ONE).stay(TWO, 21)
    for code in (ONE, TWO):
        book.had("王芳", code)
        book.has("王芳", code)
    diff, asked = book.read()
    assert asked == [] and ("王芳", ONE, ONE) in names(diff.same) and ("王芳", TWO, TWO) in names(diff.same)
    book.lines[-1] = Incoming(11, ONE, "王芳", "", None, "", 13)
    assert [question.code for question in book.read()[1]] == ["namesakes"], "now both are said to be in one class"


def test_namesakes_of_two_sexes_are_told_apart_by_it(book):
    book.stay(ONE)
    for sex in ("m", "f"):
        book.had("王芳", ONE, "", sex)
    for sex in ("f", "m"):
        book.has("王芳", ONE, "", sex)
    diff, asked = book.read()
    assert asked == []
    assert [(one.sex, other.sex) for one, other in diff.same if one.name == "王芳"] == [("f", "f"), ("m", "m")]


def two_of_one_name(book: List) -> List:
    """Two of one name on the roll, two in the list, and nothing that tells them apart."""
    book.stay(ONE)
    book.had("王芳", ONE, "1")
    book.had("王芳", ONE, "2")
    book.has("王芳", ONE, "3")
    book.has("王芳", ONE, "4")
    return book


def test_namesakes_are_asked_with_the_likeliest_reading_and_then_which_is_which(book):
    first = only(two_of_one_name(book).read()[1], "namesakes")
    assert first.shown == ["三(1)班 · 1 · 王芳  ⇒  三(1)班 · 3 · 王芳", "三(1)班 · 2 · 王芳  ⇒  三(1)班 · 4 · 王芳"]
    diff, asked = book.read({first.key: "same"})
    assert asked == [] and len(diff.changed) == 2 and diff.new == [] == diff.gone
    second = only(book.read({first.key: "others"})[1], "namesakes")
    assert second.shown == ["三(1)班 · 2 · 王芳  ⇒  三(1)班 · 3 · 王芳", "三(1)班 · 1 · 王芳  ⇒  三(1)班 · 4 · 王芳"]
    diff, asked = book.read(namesakes="others")
    assert asked == [] and diff.changed == [] and new(diff) == gone(diff) == ["王芳", "王芳"]


def three_of_one_name(book: List) -> List:
    book.stay(ONE)
    for number in "123":
        book.had("王芳", ONE, number)
    book.has("王芳", ONE, "9")
    return book


def test_who_is_none_of_the_likely_ones_is_asked_by_name_of_each_that_is_left(book):
    open_ = only(three_of_one_name(book).read(namesakes="others")[1], "which")
    assert open_.choices == ("p1", "new"), "two of three were ruled out"
    assert open_.values == {"p1": "三(1)班 · 3 · 王芳", "name": "王芳", "where": "三(1)班 · 9 · 王芳", "count": 1}
    diff, asked = book.read({"namesakes": "others", open_.key: "p1"})
    assert asked == [] and [other.number for _, other in diff.changed] == ["3"] and len(diff.gone) == 2
    diff, asked = book.read({"namesakes": "others", open_.key: "new"})
    assert asked == [] and new(diff) == ["王芳"] and len(diff.gone) == 3
    diff, _ = book.read(namesakes="others")
    assert new(diff) == ["王芳"] and len(diff.gone) == 3, "while it is open nobody is taken for anybody"


def test_one_record_chosen_for_two_children_goes_to_the_first_and_the_second_is_asked_again(book):
    book.stay(ONE)
    for number in "1234":
        book.had("王芳", ONE, number)
    for number in "89":
        book.has("王芳", ONE, number)
    first, second = book.read(namesakes="others")[1]
    assert first.code == second.code == "which" and first.choices == second.choices == ("p1", "p2", "new")
    chosen = {"namesakes": "others", first.key: "p1", second.key: "p1"}
    again = only(book.read(chosen)[1], "which")
    assert again.values["p1"] == "三(1)班 · 4 · 王芳" and again.choices == ("p1", "new")
    diff, asked = book.read(chosen | {again.key: "p1"})
    assert asked == [] and [(one.number, other.number) for one, other in diff.changed] == [("8", "3"), ("9", "4")]


# ── a class of somebody else, and one child in two lists ────────────────────────────────────────────────────────────────


def test_a_child_of_a_class_that_is_not_the_teachers_is_barred_or_another(book):
    book.stay(ONE)
    book.closed.append(Present(77, 77, TWO, "张晨", "5"))
    book.has("张晨", ONE, "6")
    diff, asked = book.read()
    question = only(asked, "elsewhere")
    assert question.shown == ["三(2)班 · 5 · 张晨  ⇒  三(1)班 · 6 · 张晨"] and question.choices == ("others", "moved")
    assert new(diff) == ["张晨"] and diff.barred == [] and diff.gone == []
    diff, asked = book.read(elsewhere="moved")
    assert asked == [] and [one.name for one in diff.barred] == ["张晨"]
    diff, asked = book.read(elsewhere="others")
    assert asked == [] and diff.barred == [] and new(diff) == ["张晨"]


def test_one_name_in_two_classes_of_a_grade_is_asked_whether_it_is_one_child(book):
    book.stay(ONE).stay(TWO, 21)
    book.has("张晨", ONE, "5")
    book.has("张晨", TWO, "6")
    diff, asked = book.read()
    question = only(asked, "twice")
    assert question.shown == ["三(1)班 · 5 · 张晨  =  三(2)班 · 6 · 张晨"] and question.values == {"count": 1}
    assert question.choices == ("others", "same") and diff.twice == []
    assert [[one.class_code for one in group] for group in book.read(twice="same")[0].twice] == [[ONE, TWO]]
    assert book.read(twice="others")[0].twice == [] == book.read(twice="others")[1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((ONE, "5", "m"), (TWO, "6", "f")),
        ((ONE, "5", None, "20240105"), (TWO, "6", None, "20240106")),
        ((ONE, "5"), (ONE, "6")),
        ((ONE, "5"), ("S-2023-1", "6")),
    ],
)
def test_two_lines_that_sex_number_or_grade_tell_apart_or_of_one_class_are_two_children(book, first, second):
    book.stay(ONE).stay(TWO, 21)
    book.has("张晨", *first)
    book.has("张晨", *second)
    diff, asked = book.read()
    assert asked == [] and new(diff) == ["张晨", "张晨"]


def test_a_class_that_is_not_in_the_list_loses_nobody(book):
    book.stay(ONE)
    book.had("张晨", THREE)
    book.had("王浩", ONE)
    diff, asked = book.read()
    assert asked == [] and gone(diff) == ["王浩"] and diff.meant == "yes"
