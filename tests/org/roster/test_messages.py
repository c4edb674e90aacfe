"""Every code that the package can raise has a sentence, every sentence a code that uses it, in both languages."""

import re
from pathlib import Path

from eduplatform.org.roster import sandbox
from eduplatform.org.roster.book_types import Problem
from eduplatform.org.roster.messages import SENTENCES, message_in, place, question_message, say

SOURCES = {
    file.name: file.read_text() for file in Path(sandbox.__file__).parent.glob("*.py") if file.name != "messages.py"
}
TEXT = "\n".join(SOURCES.values())
#: the staging and diff that stand on this package word their problems here too
ORG = TEXT + "\n".join(
    file.read_text()
    for folder in (".", "roster_matching")
    for file in (Path(sandbox.__file__).parents[1] / folder).glob("*.py")
)
#: codes made from parts in rows.py
MADE = {"two_name_columns", "two_class_columns"}


def test_every_raised_code_has_a_sentence():
    used = set(re.findall(r'(?:RosterRefused|NotRead)\(\s*"(\w+)"', TEXT)) | set(
        re.findall(r'"refused": "(\w+)"', TEXT)
    )
    used |= set(re.findall(r'Problem\([^"]*?"?", ?0, "\w*", "(\w+)"', TEXT))
    assert len(used) > 30 and used <= set(SENTENCES)


def test_every_sentence_is_used():
    assert {code for code in SENTENCES if f'"{code}"' not in ORG} == MADE


def test_both_languages_say_the_same_values():
    for zh, en in SENTENCES.values():
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en))
        assert re.search("[\u4e00-\u9fff]", zh) and zh.endswith("。") and en.endswith(".")


def test_a_problem_in_words():
    problem = Problem("三年级", 12, "name", "name_missing", {"letter": "B"})
    assert say(problem) == "工作表“三年级”第 12 行“姓名”（B 列）：没有姓名。请补上，或删去这一行。"
    assert (
        say(problem, "en")
        == "Sheet “三年级”, line 12, name (column B): The name is missing. Fill it in or delete the line."
    )
    assert place(Problem("", 0, "", "no_rows")) == "" and message_in("no_such_code") == "表格里有问题(no_such_code)"


def test_braces_in_a_cell_do_no_harm():
    assert "{0}{code}" in message_in("class_unreadable", {"text": "{0}{code}"})


def test_lists_inside_an_english_sentence_have_english_commas():
    values = {"sheet": "三年级", "count": 2, "lines": "9、20", "status": "转出、休学"}
    assert "9、20" not in message_in("hidden_left", values, "en") and "9、20" in message_in("hidden_left", values)
    assert "lines 9, 20" in question_message({"code": "hidden_rows", "values": values, "choices": ["leave"]}, "en")[0]
    assert "转出、休学" in message_in("status_left", values, "en"), "what stands in the file stays as it is"
