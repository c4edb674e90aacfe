"""What is taken from a lesson as loaded: its short run and the questions that fit it, the sheet for the teacher's hand, its runs of words."""

import pytest

from eduplatform.curriculum import render, short_runs
from eduplatform.curriculum.teacher_sheet import ASK_LONGEST, SAY_LONGEST, sheet_steps, shortened

from .building import question


def line(kind: str, text: str, *facts: str) -> dict:
    return {"kind": kind, "item": "", "text": text, "facts": list(facts)}


def page(core: bool | None, minutes: int = 5, **parts: list) -> dict:
    said = {"kind": "teach", "title": "题", "minutes": minutes, "body": [], "text": [], "notes": []} | parts
    return said if core is None else said | {"core": core}


LESSON = {"slides": [page(False), page(True, 4), page(None), page(True, 7)]}
OLD = {"slides": [page(None), page(None)]}


def test_the_short_run_is_the_slides_marked_core():
    assert short_runs.core_numbers(LESSON) == [1, 3]
    assert short_runs.core_minutes(LESSON) == 11
    assert short_runs.numbers_shown(LESSON, core_only=True) == [1, 3]
    assert short_runs.numbers_shown(LESSON, core_only=False) == [0, 1, 2, 3]


def test_a_lesson_from_before_the_marks_has_none():
    assert (short_runs.core_numbers(OLD), short_runs.core_minutes(OLD)) == ([], 0)
    assert short_runs.numbers_shown(OLD, core_only=False) == [0, 1]


def pool(*facts: list[str]) -> list:
    return [(number, question("single", number, facts=each)) for number, each in enumerate(facts, 1)]


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ([["FIRE-06"], ["FIRE-07"], ["FIRE-01"]], [1, 2]),
        ([["FIRE-06", "FIRE-07"], ["FIRE-06"], ["FIRE-06", "FIRE-01"]], [1, 2]),
        ([["FIRE-06"], ["FIRE-01"], ["FIRE-02"]], [1, 2, 3]),
        ([["FIRE-03"], ["FIRE-01"]], [1, 2]),
        ([], []),
    ],
)
def test_a_short_run_asks_what_its_slides_have_taught_if_that_is_two_questions(facts, asked):
    core = page(
        True,
        body=[line("fact", "低", "FIRE-06")],
        text=[line("fact", "爬", "FIRE-07")],
        notes=[line("fact", "乱", "FIRE-02")],
    )
    rest = page(False, body=[line("fact", "打119", "FIRE-01")])
    found = short_runs.asked_of_core({"slides": [core, rest]}, pool(*facts))
    assert [number for number, _question in found] == asked


def test_a_lesson_without_marks_is_asked_from_its_whole_pool():
    whole = pool(["FIRE-06"], ["FIRE-06"])
    assert short_runs.asked_of_core(OLD, whole) == whole


def step(**parts: list):
    return sheet_steps({"slides": [page(True, **parts)]})[0]


def test_a_step_of_the_sheet_is_a_slide():
    (first, second) = sheet_steps({"slides": [page(True, 4), page(None, 6)]})
    assert (first.number, first.kind, first.title, first.minutes, first.core) == (1, "teach", "题", 4, True)
    assert (second.number, second.minutes, second.core, second.say, second.ask) == (2, 6, False, "", "")


@pytest.mark.parametrize(
    ("notes", "say"),
    [
        ([line("cue", "请看图。"), line("fact", "烟往上走。")], "请看图。"),
        ([line("ask", "看见什么?"), line("fact", "烟**往上**走。")], "烟往上走。"),
        ([line("cue", "请看图。"), line("cue", "说：“低下来。”")], "说：“低下来。”"),
        ([line("cue", "请看图。"), line("cue", "“低下来。”")], "“低下来。”"),
        ([line("cue", "请看图。"), line("cue", "等到他们都坐好了以后再慢慢地对他们说：“低。”")], "请看图。"),
        ([line("head", "准备")], ""),
        ([], ""),
    ],
)
def test_words_to_be_spoken_come_before_other_notes(notes, say):
    assert step(notes=notes).say == say


@pytest.mark.parametrize(
    ("notes", "body", "ask"),
    [
        ([line("ask", "先做什么?")], [line("ask", "看见什么?")], "先做什么?"),
        ([line("cue", "请看图。")], [line("ask", "看见**什么**?")], "看见什么?"),
        ([line("cue", "请看图。")], [line("fact", "烟往上走。")], ""),
    ],
)
def test_the_question_of_the_notes_comes_before_that_of_the_slide(notes, body, ask):
    assert step(notes=notes, body=body).ask == ask


def test_long_notes_are_cut_to_the_lengths_of_a_hand_sheet():
    found = step(notes=[line("cue", "看" * 99), line("ask", "问" * 99)])
    assert (len(found.say), len(found.ask)) == (SAY_LONGEST, ASK_LONGEST)


@pytest.mark.parametrize(
    ("text", "longest", "kept"),
    [
        ("先看。再走。", 6, "先看。再走。"),
        ("先看。再走。", 5, "先看。"),
        ("先看。再走。", 3, "先看。"),
        ("先看再走吧", 4, "先看再…"),
        ("先看，再走吧", 4, "先看…"),
        ("说：“先看。再走。”好。", 6, "说：“先看。”"),
        ("他说（先看！）。再走。", 8, "他说（先看！）。"),
        ("先看；再走；不跑", 7, "先看；再走；"),
        ("先看！”再走。", 5, "先看！”"),
        ("", 5, ""),
    ],
)
def test_a_text_is_shortened_to_whole_sentences_and_closes_what_it_opened(text, longest, kept):
    assert shortened(text, longest) == kept


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("先**低**下来", [("先", False), ("低", True), ("下来", False)]),
        ("**全粗**", [("全粗", True)]),
        ("*轻*~~划~~`码`", [("轻", False), ("划", False), ("码", False)]),
        ("**粗*轻*粗**", [("粗", True), ("轻", True), ("粗", True)]),
        ("____ 路", [("____ 路", False)]),
        ("3 < 5 & <b>", [("3 < 5 & <b>", False)]),
        ("", []),
    ],
)
def test_a_line_falls_into_bold_and_plain_words_for_papers(text, runs):
    merged: list[tuple[str, bool]] = []
    for words, bold in render.runs(text):
        if merged and merged[-1][1] == bold and text.startswith(("____", "3")):
            merged[-1] = (merged[-1][0] + words, bold)
        else:
            merged.append((words, bold))
    assert merged == runs
