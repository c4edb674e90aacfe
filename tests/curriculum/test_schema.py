"""What pydantic finds wrong is said in words an editor understands, at the line where it stands; the neighbouring value passes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eduplatform.curriculum.package import CourseHead, LessonHead, Storyboard
from eduplatform.curriculum.pinyin import HAN
from eduplatform.curriculum.problems import Report
from eduplatform.curriculum.question import Aloud, Quiz
from eduplatform.curriculum.schema import read_yaml, validate
from eduplatform.curriculum.schema_base import Picture
from eduplatform.curriculum.skill import Skill

from .building import as_yaml, asked, option, quiz_head, region

HEAD = {
    "uuid": "00000000-0000-4000-8000-000000000001",
    "topic": "FIRE",
    "stage": "P2",
    "title": {"zh": "课", "en": "A"},
    "summary": {"zh": "话", "en": "B"},
    "objectives": ["会报警"],
    "authors": ["甲"],
    "licence": "CC BY 4.0",
}
LESSON = {"uuid": HEAD["uuid"], "title": HEAD["title"], "summary": HEAD["summary"], "minutes": 40}
ORDER = {
    "uuid": HEAD["uuid"],
    "kind": "order",
    "title": HEAD["title"],
    "intro": "排一排",
    "objective": "会报警",
    "minutes": 3,
    "steps": [{"id": each, "text": f"步骤{each}", "why": f"理由{each}"} for each in "cadb"],
    "why": "先说在哪里",
    "facts": ["FIRE-01"],
}
SCENE = {"id": "one", "seconds": 5, "say": {"zh": "走", "en": "Go"}}
BOARD = {"uuid": HEAD["uuid"], "title": HEAD["title"], "scenes": [SCENE]}


def judged(model: Any, said: Any) -> list[tuple[int, str]]:
    """(line, reason) of everything wrong with what is written."""
    report = Report()
    document = read_yaml(said if isinstance(said, str) else as_yaml(said), Path("f.yaml"), report)
    found = validate(model, document, Path("f.yaml"), report)
    assert (found is None) == report.failed
    return [(each.line, each.reason) for each in report.problems]


def quiz(**more: Any) -> dict[str, Any]:
    return quiz_head(questions=[asked()]) | more


def one(kind: str, /, **more: Any) -> dict[str, Any]:
    return quiz_head(questions=[asked(kind, **more)])


STEP, SIDE = {"text": "步骤", "why": "理由"}, {"text": "项"}
LONG = "a" * 24

# (model, what passes, its neighbour that does not, words of the reason)
NEIGHBOURS = {
    "draw at least": (Quiz, quiz(draw=5), quiz(draw=4), "draw 不能小于 5"),
    "draw at most": (Quiz, quiz(draw=30), quiz(draw=31), "draw 不能大于 30"),
    "draw whole": (Quiz, quiz(draw=6), quiz(draw=6.5), "draw 要写整数"),
    "draw a number": (Quiz, quiz(draw=6), quiz(draw="六"), "draw 要写整数"),
    "time at least": (Quiz, quiz(time_limit=3), quiz(time_limit=2), "time_limit 不能小于 3"),
    "time at most": (Quiz, quiz(time_limit=60), quiz(time_limit=61), "time_limit 不能大于 60"),
    "attempts at least": (Quiz, quiz(attempts=1), quiz(attempts=0), "attempts 不能小于 1"),
    "attempts at most": (Quiz, quiz(attempts=10), quiz(attempts=11), "attempts 不能大于 10"),
    "pass mark at least": (Quiz, quiz(pass_mark=1), quiz(pass_mark=0), "pass_mark 不能小于 1"),
    "pass mark at most": (Quiz, quiz(pass_mark=100), quiz(pass_mark=101), "pass_mark 不能大于 100"),
    "excellent at most": (Quiz, quiz(excellent_mark=100), quiz(excellent_mark=101), "excellent_mark 不能大于 100"),
    "a question": (Quiz, quiz(), quiz(questions=[]), "questions 太少"),
    "two options": (
        Quiz,
        one("single", options=[option("a", True), option("b"), option("c")]),
        one("single", options=[option("a", True), option("b")]),
        "options 太少：至少 3 项，现在 2 项",
    ),
    "six options": (
        Quiz,
        one("single", options=[option(each) for each in "abcde"]),
        one("single", options=[option(each) for each in "abcdef"]),
        "options 太多：最多 5 项，现在 6 项",
    ),
    "seven to tick": (
        Quiz,
        one("multiple", options=[option(each) for each in "abcdef"]),
        one("multiple", options=[option(each) for each in "abcdefg"]),
        "options 太多：最多 6 项",
    ),
    "two steps": (
        Quiz,
        one("ordering", steps=[STEP | {"id": each} for each in "cab"]),
        one("ordering", steps=[STEP | {"id": each} for each in "ca"]),
        "steps 太少：至少 3 项",
    ),
    "seven steps": (
        Quiz,
        one("ordering", steps=[STEP | {"id": each} for each in "cabdef"]),
        one("ordering", steps=[STEP | {"id": each} for each in "cabdefg"]),
        "steps 太多：最多 6 项",
    ),
    "two on the left": (
        Quiz,
        one("matching", left=[SIDE | {"id": f"l{n}"} for n in range(3)]),
        one("matching", left=[SIDE | {"id": f"l{n}"} for n in range(2)]),
        "left 太少：至少 3 项",
    ),
    "eight on the right": (
        Quiz,
        one("matching", right=[SIDE | {"id": f"r{n}"} for n in range(7)]),
        one("matching", right=[SIDE | {"id": f"r{n}"} for n in range(8)]),
        "right 太多：最多 7 项",
    ),
    "two regions": (
        Quiz,
        one("spot", regions=[region(f"s{n}") for n in range(3)]),
        one("spot", regions=[region(f"s{n}") for n in range(2)]),
        "regions 太少：至少 3 项",
    ),
    "nine regions": (
        Quiz,
        one("spot", regions=[region(f"s{n}") for n in range(8)]),
        one("spot", regions=[region(f"s{n}") for n in range(9)]),
        "regions 太多：最多 8 项",
    ),
    "left of the picture": (
        Quiz,
        one("spot", regions=[region("s1", x=0), region("s2"), region("s3")]),
        one("spot", regions=[region("s1", x=-1), region("s2"), region("s3")]),
        "x 不能小于 0",
    ),
    "below the picture": (
        Quiz,
        one("spot", regions=[region("s1", y=100), region("s2"), region("s3")]),
        one("spot", regions=[region("s1", y=101), region("s2"), region("s3")]),
        "y 不能大于 100",
    ),
    "a place without a picture": (Quiz, one("spot"), one("spot", picture=None), "缺少 picture"),
    "a level": (Quiz, one("single", level="judge"), one("single", level="hard"), "level 只能是"),
    "a form": (Quiz, one("single", form="A"), one("single", form="C"), "form 只能是"),
    "a statement's answer": (
        Quiz,
        one("truefalse", answer=False),
        one("truefalse", answer="对"),
        "只能写 true 或 false",
    ),
    "no kind": (Quiz, one("single"), one("single", kind=None), "缺少 kind"),
    "a long id": (
        Quiz,
        one("single", options=[option(LONG), option("b"), option("c")]),
        one("single", options=[option(LONG + "a"), option("b"), option("c")]),
        "id 的写法不对",
    ),
    "an id of figures": (
        Quiz,
        one("single", options=[option("a1"), option("b"), option("c")]),
        one("single", options=[option("1a"), option("b"), option("c")]),
        "id 的写法不对",
    ),
    "a belief's length": (
        Quiz,
        one("truefalse", belief="想" * 12),
        one("truefalse", belief="想" * 13),
        "belief 太长，最多 12 个字",
    ),
    "a stem of blanks": (Quiz, one("single", stem="问？"), one("single", stem="   "), "stem 太短，至少 1 个字"),
    "a stem that is a number": (Quiz, one("single", stem="119"), one("single", stem=119), "stem 要写成文字"),
    "a stem that is a time": (Quiz, one("single", stem="10:30"), "questions:\n- stem: 10:30\n", "缺少 kind"),
    "a fact's figures": (Quiz, one("single", facts=["FIRE-106"]), one("single", facts=["FIRE-6"]), "写法不对"),
    "facts that are no list": (Quiz, one("single"), one("single", facts="FIRE-06"), "facts 要写成列表"),
    "a uuid": (Quiz, quiz(), quiz(uuid="123"), "uuid 不是 uuid"),
    "a uuid of figures": (Quiz, quiz(), quiz(uuid=12345), "uuid 不是 uuid"),
    "one question aloud": (
        Aloud,
        {"uuid": HEAD["uuid"], "questions": [asked("truefalse", 1), asked("single", 2)]},
        {"uuid": HEAD["uuid"], "questions": [asked("truefalse", 1)]},
        "questions 太少：至少 2 项",
    ),
    "three questions aloud": (
        Aloud,
        {"uuid": HEAD["uuid"], "questions": [asked("truefalse", 1), asked("pictures", 2)]},
        {"uuid": HEAD["uuid"], "questions": [asked("truefalse", n) for n in range(3)]},
        "questions 太多：最多 2 项",
    ),
    "an order asked aloud": (
        Aloud,
        {"uuid": HEAD["uuid"], "questions": [asked("truefalse", 1), asked("single", 2)]},
        {"uuid": HEAD["uuid"], "questions": [asked("truefalse", 1), asked("ordering", 2)]},
        "kind 只能是",
    ),
    "a stage": (CourseHead, HEAD | {"stage": "V"}, HEAD | {"stage": "P4"}, "stage 只能是"),
    "a topic's length": (CourseHead, HEAD | {"topic": "AB"}, HEAD | {"topic": "A"}, "topic 的写法不对"),
    "no objective": (CourseHead, HEAD, HEAD | {"objectives": []}, "objectives 太少"),
    "nobody wrote it": (CourseHead, HEAD, HEAD | {"authors": []}, "authors 太少"),
    "one language": (CourseHead, HEAD, HEAD | {"title": {"zh": "课"}}, "缺少 en"),
    "no mapping": (CourseHead, HEAD, "- uuid: x\n", "文件内容要是 `字段: 值` 的形式"),
    "words alone": (CourseHead, HEAD, "课程\n", "文件内容要是 `字段: 值` 的形式"),
    "an aim without words": (
        CourseHead,
        HEAD | {"aims": [{"objective": "会报警", "words": ["报警"], "slides": ["一"]}]},
        HEAD | {"aims": [{"objective": "会报警", "words": [], "slides": ["一"]}]},
        "words 太少",
    ),
    "a comma that cut a sentence": (
        CourseHead,
        HEAD,
        as_yaml(HEAD | {"title": None}).replace("title: null", "title: {zh: 先看,再走, en: A}"),
        "半角逗号把一句话切开了",
    ),
    "a short lesson": (LessonHead, LESSON | {"minutes": 10}, LESSON | {"minutes": 9}, "minutes 不能小于 10"),
    "a long lesson": (LessonHead, LESSON | {"minutes": 90}, LESSON | {"minutes": 91}, "minutes 不能大于 90"),
    "three steps of a training": (
        Skill,
        ORDER,
        ORDER | {"steps": ORDER["steps"][:3]},
        "steps 太少：至少 4 项，现在 3 项",
    ),
    "ten steps of a training": (
        Skill,
        ORDER | {"steps": [STEP | {"id": each} for each in "cabdefghi"]},
        ORDER | {"steps": [STEP | {"id": each} for each in "cabdefghij"]},
        "steps 太多：最多 9 项",
    ),
    "a training of no kind": (Skill, ORDER, ORDER | {"kind": "rhythm"}, "kind 只能是"),
    "a long training": (Skill, ORDER | {"minutes": 20}, ORDER | {"minutes": 21}, "minutes 不能大于 20"),
    "a film without scenes": (Storyboard, BOARD, BOARD | {"scenes": []}, "scenes 太少"),
    "a scene of no time": (
        Storyboard,
        BOARD | {"scenes": [SCENE | {"seconds": 0.1}]},
        BOARD | {"scenes": [SCENE | {"seconds": 0}]},
        "seconds 要大于 0",
    ),
    "a scene of a minute": (
        Storyboard,
        BOARD | {"scenes": [SCENE | {"seconds": 60}]},
        BOARD | {"scenes": [SCENE | {"seconds": 60.1}]},
        "seconds 不能大于 60",
    ),
    "an address for a picture": (
        Picture,
        {"src": "media/a-1.svg", "alt": "一扇门开着"},
        {"src": "media/A-1.svg", "alt": "一扇门开着"},
        "src 的写法不对",
    ),
    "a picture in three words": (
        Picture,
        {"src": "media/a.svg", "alt": "一扇门开"},
        {"src": "media/a.svg", "alt": "一扇门"},
        "alt 太短，至少 4 个字",
    ),
    "a picture in a whole page": (
        Picture,
        {"src": "media/a.svg", "alt": "门" * 120},
        {"src": "media/a.svg", "alt": "门" * 121},
        "alt 太长，最多 120 个字",
    ),
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_what_is_just_inside_passes_and_its_neighbour_is_told_what_to_do(name):
    model, sound, broken, reason = NEIGHBOURS[name]
    assert judged(model, sound) == []
    assert any(reason in said for _line, said in judged(model, broken)), judged(model, broken)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("uuid: x\ntopic: FIRE\n", 1, "uuid 不是 uuid"),
        ("stage: P9\nuuid: x\n", 1, "stage 只能是"),
        ("authors:\n- 甲\nobjectives:\n- 会报警\n- ''\n", 5, "objectives 太短"),
        ("aims:\n- objective: 会报警\n  words: []\n", 2, "缺少 slides"),
        ("aims:\n- objective: 会报警\n  words: []\n", 3, "words 太少"),
        ("title:\n  zh: 课\n  fr: B\n", 3, "不认识的字段 fr"),
        ("licence: 4.0\n", 1, "licence 要写成文字"),
        ("reviews:\n- fact: FIRE-14\n  role: 消防员\n  date: 昨天\n", 4, "date"),
    ],
)
def test_each_fault_of_a_head_stands_at_its_own_line(text, line, reason):
    assert any(at == line and reason in said for at, said in judged(CourseHead, text))


def test_every_fault_is_told_at_once():
    said = judged(Quiz, as_yaml(quiz_head(draw=4, attempts=11, questions=[asked("single", level="x")])))
    assert [line for line, _reason in said] == [2, 4, 11]


def test_what_was_read_is_typeset_and_stripped():
    report = Report()
    text = as_yaml(HEAD | {"title": {"zh": "  先看,再走 ", "en": " Look, then go "}})
    head = validate(CourseHead, read_yaml(text, Path("f.yaml"), report), Path("f.yaml"), report)
    assert (head.title.zh, head.title.en) == ("先看，再走", "Look, then go")


WRONG: list[Any] = [None, 7, 7.5, True, "", "一句话", [], [1], ["a"], {}, {"a": 1}, {1: 2}, {None: 1}]


def _changed(said: Any, path: tuple = ()) -> Iterator[tuple[tuple, Any]]:
    """Every place of what is written with every wrong thing put there."""
    for key, value in said.items() if isinstance(said, dict) else enumerate(said):
        for wrong in WRONG:
            copy = dict(said) if isinstance(said, dict) else list(said)
            copy[key] = wrong
            yield (*path, key), copy
        if isinstance(value, dict | list):
            for place, inner in _changed(value, (*path, key)):
                copy = dict(said) if isinstance(said, dict) else list(said)
                copy[key] = inner
                yield place, copy


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (CourseHead, HEAD | {"reviews": [{"fact": "FIRE-14", "role": "甲", "date": "2026-01-01", "basis": "乙"}]}),
        (CourseHead, HEAD | {"aims": [{"objective": "会报警", "words": ["报警"], "slides": ["一"]}]}),
        (LessonHead, LESSON | {"materials": ["纸"]}),
        (Storyboard, BOARD),
        (Skill, ORDER),
        *((Quiz, one(kind)) for kind in ("pictures", "multiple", "truefalse", "ordering", "matching", "spot")),
    ],
)
def test_whatever_stands_in_a_field_the_editor_is_told_in_chinese(model, said):
    """No reason is left to the library's English: an editor reads it at half past nine at night."""
    for place, wrong in _changed(said):
        for line, reason in judged(model, wrong):
            assert HAN.search(reason) and not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", reason), (place, line, reason)
