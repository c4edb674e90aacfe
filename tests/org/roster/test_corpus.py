"""Every messy file imports rightly, or is refused by line; the same through the child process."""

import json

import pytest

from eduplatform.org.roster.checks import class_label
from eduplatform.org.roster.messages import message_in, say
from eduplatform.org.roster.read import read_file
from eduplatform.org.roster.refusals import RosterRefused
from eduplatform.org.roster.rows import read_roster
from eduplatform.org.roster.sandbox import read_file_safely
from tests.org.roster.corpus import cases

CASES = cases()


def test_there_are_at_least_sixty_files_with_different_names():
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_file_imports_rightly_or_is_refused_by_line(case):
    if case.refused:
        with pytest.raises(RosterRefused) as caught:
            read_file(case.filename, case.data, case.encoding)
        assert caught.value.code == case.refused
        return
    book = read_file(case.filename, case.data, case.encoding)
    roster = read_roster(book, stages=case.stages, **case.options)
    said = "\n".join(map(say, roster.problems))
    if case.rows is not None:
        assert not roster.problems, said
        assert [short(row) for row in roster.rows] == [full(row) for row in case.rows]
    else:
        assert {(problem.code, problem.line) for problem in roster.problems} == case.problems, said
        assert len(roster.problems) == len(case.problems)
    assert case.notes <= {(note.code, note.line) for note in roster.notes}
    assert case.guessed in (None, roster.encoding)
    assert_hidden(case.secret, book, roster)


def assert_hidden(secret, book, roster):
    if secret:
        shown = repr(book) + json.dumps(book.to_json(), ensure_ascii=False) + repr(roster)
        shown += "".join(say(problem, lang) for problem in roster.problems + roster.notes for lang in ("zh", "en"))
        assert secret not in shown


def short(row):
    return row.name, class_label(row), row.number, row.sex, row.homeroom_name


def full(row):
    return (*row, *("", None, "")[len(row) - 2 :])


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.refused or case.secret or case.guessed], ids=lambda case: case.name
)
def test_the_child_process_gives_the_same_book_or_the_same_refusal(case):
    assert outcome(read_file_safely, case) == outcome(read_file, case)


def outcome(reader, case):
    try:
        return reader(case.filename, case.data, case.encoding)
    except RosterRefused as refused:
        assert "{" not in message_in(refused.code, refused.values) and "…" not in message_in(
            refused.code, refused.values
        )
        return refused.code, refused.values


@pytest.mark.parametrize("case", [case for case in CASES if case.problems], ids=lambda case: case.name)
def test_every_problem_is_worded_in_both_languages(case):
    roster = read_roster(read_file(case.filename, case.data, case.encoding), stages=case.stages, **case.options)
    for problem in roster.problems + roster.notes:
        for lang in ("zh", "en"):
            said = say(problem, lang)
            assert said and "…" not in said.replace("“…”", "") and "{" not in said and problem.code not in said
