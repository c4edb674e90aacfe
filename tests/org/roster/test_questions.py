"""Questions have a key that is the same for the same thing, words in both languages, and go away when they are answered."""

import re

from eduplatform.org.roster.book_types import Question
from eduplatform.org.roster.messages import question_message
from eduplatform.org.roster.question_messages import QUESTIONS
from eduplatform.org.roster.questions import SHEETS, Asking, lines_said, put_together, question_key, spread

from .test_messages import ORG


def test_an_open_question_stands_until_it_is_answered():
    asking = Asking()
    assert asking.ask("school_year", ("2026", "2027"), ("a",)) is None
    assert asking.ask("school_year", ("2026", "2027"), ("a",)) is None
    (question,) = asking.open
    assert Asking({question.key: "2027"}).ask("school_year", ("2026", "2027"), ("a",)) == "2027"
    assert Asking({"school_year": "2026"}).ask("school_year", ("2026", "2027"), ("b",)) == "2026", "for all of its kind"


def test_an_answer_that_is_no_choice_is_none():
    assert Asking({"school_year": "1999"}).ask("school_year", ("2026", "2027"), ("a",)) is None


def test_keys_tell_things_apart():
    assert question_key("x", ("a", "b")) == question_key("x", ("a", "b")) != question_key("x", ("ab",))
    assert re.fullmatch(r"x-[0-9a-f]{8}", question_key("x", ("王芳",)))


def test_every_question_asked_has_words_and_every_words_are_asked():
    used = set(re.findall(r'(?:\.ask\(|settle_by_answers\(work,|code = (?="teacher))\s*"(\w+)"', ORG)) | {
        "teacher_known"
    }
    assert used | set(SHEETS) == set(QUESTIONS)


def test_both_languages_say_the_same_values():
    for words in QUESTIONS.values():
        for zh, en in (words.sentence, *words.choices.values()):
            assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)) and re.search(
                "[\u4e00-\u9fff]", zh
            )


def test_a_question_in_words():
    question = Question("k", "school_year", ("2026", "2027"), {"2026": "2026–2027", "2027": "2027–2028"})
    sentence, choices = question_message(question)
    assert sentence.endswith("？") and choices == {"2026": "2026–2027 学年", "2027": "2027–2028 学年"}
    assert question_message(question, "en")[1]["2027"] == "School year 2027–2028"


def ask(asking: Asking, *keys: str, code: str = "moved", choices: tuple[str, str] = ("moved", "others")):
    return asking.ask_by_line(
        code, choices, list(keys), lambda open_: ({"count": len(open_)}, [keys[at] for at in open_])
    )


def test_one_answer_for_many_lines_with_the_lines_of_which_the_other_is_true():
    asking = Asking()
    assert ask(asking, "a", "b", "c") == [None, None, None]
    key = asking.open[0].key
    assert ask(Asking({key: "moved-2"}), "a", "b", "c") == ["moved", "others", "moved"]
    assert ask(Asking({"moved": "others"}), "a", "b", "c") == ["others"] * 3
    assert lines_said(("yes", "no"), 3, "no-1,3") == ["yes", "no", "yes"]
    assert [lines_said(("yes", "no"), 3, said) for said in ("no-4", "no-", "each", "no-1;2", "")] == [None] * 5


def test_what_was_said_of_a_line_stands_when_others_come_beside_it():
    first = Asking()
    ask(first, "a", "b")
    second = Asking({first.open[0].key: "moved-2"})
    assert ask(second, "a", "b") == ["moved", "others"]
    later = Asking(second.answers)
    assert ask(later, "a", "b", "c") == ["moved", "others", None]
    assert later.open[0].shown == ["c"], "only the new line is asked about"


def test_a_sheet_answers_each_of_its_lines_in_the_words_of_its_question():
    asking = Asking()
    ask(asking, "a", "b")
    ask(asking, "c", code="returned", choices=("yes", "no"))
    asking.ask("upheaval", ("yes", "no"), ["x"])
    sheet, other = put_together(asking.open, "people", *SHEETS["people"])
    assert (sheet.code, sheet.shown, other.code) == ("people", ["a", "b", "c"], "upheaval")
    assert spread(sheet, "same-2") == {"a": "moved", "b": "others", "c": "yes"}
    assert put_together(asking.open[1:], "people", *SHEETS["people"]) == asking.open[1:], "one kind keeps its own words"
