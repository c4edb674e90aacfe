"""Questions at which a film stops: sound ones reach the film, broken ones are refused at their line, and none is a picture's business."""

from copy import deepcopy

import pytest

from eduplatform.curriculum.check_media import check_video
from eduplatform.curriculum.film_stops import AskOption
from eduplatform.curriculum.limits import FILM_STOPS, LIMITS
from eduplatform.curriculum.taxonomy import load_taxonomy
from eduplatform.curriculum.video.storyboard import load_storyboard

from ..building import as_yaml, asked, line_of, lines, place_for, quiz_of, written
from .conftest import COURSES
from .test_lesson_files import BOARD

OPTIONS = [
    {"id": "wait", "text": "等一等", "why": "烟不等人。"},
    {"id": "low", "text": "弯下腰", "right": True, "why": "热的烟往上跑。"},
]
OWN = {"stem": "烟来了，做什么？", "facts": ["FIRE-06"], "options": OPTIONS}


def board(*asks: dict | None) -> dict:
    """A film of a scene for each, and a last one; a scene's `ask` or None."""
    scenes = [deepcopy(BOARD["scenes"][0]) | {"id": f"s{n}"} for n in range(len(asks) + 1)]
    for scene, ask in zip(scenes, asks, strict=False):
        if ask:
            scene["ask"] = deepcopy(ask)
    return BOARD | {"scenes": scenes}


@pytest.fixture
def film(tmp_path, facts):
    """Check a film of this board beside this quiz: its problems (without those of files that are not there)."""

    def check(said: dict, quiz=None):
        place = place_for(facts, load_taxonomy(COURSES / "taxonomy.yaml"))
        check.text = as_yaml(said)
        folder = written(tmp_path / "video", "storyboard.yaml", check.text).parent
        for name in ("video.mp4", "zh.vtt", "en.vtt", "poster.jpg"):
            (folder / name).write_bytes(b"WEBVTT")
        check.video, _files = check_video(tmp_path, place, quiz)
        return place.report.problems

    return check


def test_a_question_of_its_own_stops_the_film_at_the_end_of_its_scene(film):
    assert film(board(None, OWN)) == []
    (stop,) = film.video.stops
    assert (stop.scene, stop.at, stop.stem, stop.statement) == ("s1", 6.5, "烟来了，做什么？", False)
    assert [(option.id, option.right) for option in stop.options] == [("wait", False), ("low", True)]
    assert film.video.scenes == ["s0", "s1", "s2"]


def test_the_right_choice_does_not_stay_at_one_place(film):
    twin = OWN | {"stem": "热的烟往哪里跑？"}
    (problem,) = film(board(OWN, twin))
    assert "都写在第 2 个" in problem.reason and problem.line > line_of(film.text, "id: s1")
    assert film(board(OWN, twin | {"options": OPTIONS[::-1]})) == []


def test_the_renderer_reads_the_same_board(film, tmp_path):
    said = board(OWN)
    for scene in said["scenes"]:
        del scene["actors"]
    film(said)
    drawn, _document = load_storyboard(tmp_path / "video" / "storyboard.yaml")
    assert drawn.scenes[0].ask and drawn.scenes[0].ask.stem == "烟来了，做什么？"


def test_a_film_without_questions_has_none(film):
    film(board(None))
    assert film.video.stops == []


def test_single_choices_and_statements_of_the_quiz_may_be_asked(film):
    quiz = quiz_of(asked("single"), asked("truefalse", 2))
    assert film(board(*({"question": str(question.uuid)} for question in quiz.questions)), quiz) == []
    choice, statement = film.video.stops
    assert choice.stem == quiz.questions[0].stem and choice.options[0] == AskOption(
        id="a", text="选项a", why="理由a", right=True
    )
    assert statement.statement and [(o.id, o.right, o.why) for o in statement.options] == [
        ("true", True, "因为对"),
        ("false", False, "因为错"),
    ]


def own(**more) -> dict:
    return {key: value for key, value in (OWN | more).items() if value is not None}


def option(n: int, **more) -> list[dict]:
    options = deepcopy(OPTIONS)
    options[n] |= more
    return options


# (what the scene asks, words of the reason, words that stand once on the line it is refused at)
BROKEN = {
    "nothing right": (own(options=option(1, right=False)), "要正好有一个 right: true，现在有 0 个", "options:"),
    "two right": (own(options=option(0, right=True)), "现在有 2 个", "options:"),
    "no stem": (own(stem=None), "要有 stem 和 2–4 个 options", "ask:"),
    "one option": (own(options=OPTIONS[1:]), "要有 stem 和 2–4 个 options", "ask:"),
    "no facts": (own(facts=None), "也要写依据的事实", "ask:"),
    "a fact for adults": (own(facts=["FIRE-13"]), "成年人", None),
    "a long stem": (own(stem="长" * (LIMITS["P2"].stem + 1)), "题干有", "stem:"),
    "a long option": (own(options=option(0, text="长" * (LIMITS["P2"].option + 1))), "这一项有", None),
    "a long reason": (own(options=option(0, why="长" * (LIMITS["P2"].why + 1))), "理由有", None),
    "an id twice": (own(options=option(0, id="low")), "两项的 id 或内容一样", None),
    "words twice": (own(options=option(0, text="弯下腰")), "两项的 id 或内容一样", None),
    "a reason that repeats the fact": (
        own(options=option(1, why="在有烟的地方要降低姿势，必要时贴地爬行")),
        "把事实又说了一遍",
        "why: 在有烟",
    ),
    "a question nobody knows": (
        {"question": "00000000-0000-4000-8000-00000000ffff"},
        "题库里没有这一题",
        "question:",
    ),
    "a misspelt field": (own(stm="x"), "不认识的字段 stm", "stm:"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_question_is_named_at_its_line(name, film):
    ask, reason, words = BROKEN[name]
    found = lines(film(board(ask)), reason)
    assert found, name
    if words:
        before, ask = film.text.split("    ask:" if "    ask:" in film.text else "  ask:", 1)
        at = line_of("ask:" + ask, words) + before.count("\n")
        assert found == [at]


def test_only_kinds_that_hands_can_answer_stop_a_film(film):
    quiz = quiz_of(asked("ordering"))
    found = film(board({"question": str(quiz.questions[0].uuid)}), quiz)
    assert lines(found, "短片里只能问单选（文字）和判断") == [line_of(film.text, "question:")]


def test_nothing_is_asked_after_the_last_scene(film):
    said = board(None)
    said["scenes"][-1]["ask"] = OWN
    assert lines(film(said), "最后一个场景后面没有画面了") == [line_of(film.text, "ask:")]


def test_a_film_stops_so_often_at_most(film):
    turned = OWN | {"options": OPTIONS[::-1]}
    assert film(board(*[OWN] * (FILM_STOPS - 1), turned)) == []
    found = film(board(*[OWN] * FILM_STOPS, turned))
    assert len(lines(found, f"一部片子最多停下来问 {FILM_STOPS} 次，现在有 {FILM_STOPS + 1} 次")) == 1


def test_a_question_of_the_quiz_has_no_words_of_its_own(film):
    quiz = quiz_of(asked("single"))
    found = film(board({"question": str(quiz.questions[0].uuid), "stem": "别的"}), quiz)
    assert len(lines(found, "stem、options、facts 请删去")) == 1
