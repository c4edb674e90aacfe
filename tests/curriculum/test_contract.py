"""The contract of an objective: its words are its own, shown on its slides, asked twice, decided once, and taught in the short run."""

from pathlib import Path

import pytest

from eduplatform.curriculum.check_aims import check_aims, clauses, decisions, told
from eduplatform.curriculum.check_reasons import check_lesson_reasons, check_whys, explaining
from eduplatform.curriculum.check_short_runs import check_core_aims
from eduplatform.curriculum.facts import Fact
from eduplatform.curriculum.package import CourseHead, Lesson
from eduplatform.curriculum.schema import read_yaml
from eduplatform.curriculum.skill import load_skill
from eduplatform.curriculum.slides import Slide

from .building import AIM, as_yaml, asked, at, line_of, lines, place_for, quiz_of

FILE = Path("courses/fire/p2-a/course.yaml")
SECOND = "会报警"


def head(*aims: dict, objectives=(AIM,), stage="P2") -> dict:
    words = {"zh": "课", "en": "A"}
    return {
        "uuid": "00000000-0000-4000-8000-000000000001",
        "topic": "FIRE",
        "stage": stage,
        "title": words,
        "summary": words,
        "objectives": list(objectives),
        "aims": list(aims),
        "authors": ["甲"],
        "licence": "CC BY 4.0",
    }


def aim(objective=AIM, words=("烟比火", "关门"), slides=("烟",)) -> dict:
    return {"objective": objective, "words": list(words), "slides": list(slides)}


def shown(title: str, *body: str, text: tuple[str, ...] = (), core: bool = True) -> Slide:
    written = {
        part: [{"kind": "fact", "text": each} for each in said] for part, said in (("body", body), ("text", text))
    }
    return Slide.model_validate({"kind": "teach", "title": title, "minutes": 5, "core": core} | written)


def training(*objectives: str | None) -> dict:
    """A scenario whose decisions serve these objectives (None: that of the training), then its ending."""
    choices = [
        {"id": each, "text": each, "next": "end", "points": 1, "why": "因", "facts": ["FIRE-06"]} for each in "ab"
    ]
    nodes = [
        {"id": f"n{n}", "text": "走", "choices": choices} | ({"objective": each} if each else {})
        for n, each in enumerate(objectives)
    ]
    end = {"id": "end", "text": "好", "outcome": "good", "facts": ["FIRE-06"]}
    return _trained(kind="scenario", nodes=[*nodes, end, end | {"id": "late"}])


def _trained(**more) -> dict:
    words = {"zh": "练", "en": "T"}
    said = {
        "uuid": "00000000-0000-4000-8000-000000000009",
        "title": words,
        "intro": "走",
        "objective": AIM,
        "minutes": 5,
    }
    return said | more


def lesson(*slides: Slide, questions=(), skill: dict | None = None) -> Lesson:
    words = {"zh": "课", "en": "A"}
    return Lesson(
        uuid="00000000-0000-4000-8000-000000000002",
        title=words,
        summary=words,
        minutes=40,
        slug="01-a",
        slides=list(slides),
        quiz=quiz_of(*questions) if questions else None,
        skill=load_skill(skill or training(None)),
    )


SMOKE = shown("烟", "烟比火更危险", text=("先关门",))
ASKED = (asked(stem="烟比火怎样?"), asked(stem="遇烟关门吗?"))


@pytest.fixture
def said(facts, taxonomy):
    """Check a course of this head and lesson: its problems."""

    def check(written: dict, one: Lesson, rule=check_aims):
        check.text = as_yaml(written)
        place = place_for(facts, taxonomy, written["stage"])
        document = read_yaml(check.text, FILE, place.report)
        rule(CourseHead.model_validate(document.data), [one], document, FILE, place)
        return place.report.problems

    return check


def test_an_objective_that_is_taught_asked_twice_and_decided_is_sound(said):
    assert said(head(aim()), lesson(SMOKE, questions=ASKED)) == []


def test_an_objective_without_aims_and_aims_without_an_objective_are_refused(said):
    found = said(head(aim(), objectives=(AIM, SECOND)), lesson(SMOKE, questions=ASKED))
    assert [(each.line, "没有写在 aims 里" in each.reason) for each in found] == [(12, True)]
    found = said(head(aim(), aim(SECOND, ["报警"])), lesson(SMOKE, questions=ASKED))
    assert at(found, "不在 objectives 里") == [("course.yaml", line_of(said.text, "- objective: 会报警"))]
    assert [each.line for each in found if "不在 objectives 里" in each.reason] == [
        line_of(said.text, "- objective: 会报警")
    ]


@pytest.mark.parametrize(
    ("words", "reason", "where"),
    [
        (["烟比火", "关门", "毛巾"], "“毛巾”不在目标原文里", "- 毛巾"),
        (["烟比火"], "“遇烟退回关门求救”没有关键词", "words:"),
        (["烟比火", "退回"], "“退回”在教它的几页上一次也没出现", "slides:"),
        (["烟比火", "退回"], "“退回”没有出现在这个目标的任何题干里", "words:"),
    ],
)
def test_each_word_is_the_objectives_own_shown_and_asked(said, words, reason, where):
    found = said(head(aim(words=words)), lesson(SMOKE, questions=ASKED))
    assert lines(found, reason) == [line_of(said.text, where)], found
    assert {each.file for each in found} == {str(FILE)}


def test_a_word_counts_in_title_projected_text_and_reading_but_only_on_the_slides_named(said):
    for one in (shown("烟比火与关门"), shown("烟", "烟**比**火,**关**门"), shown("烟", text=("烟比火", "关门"))):
        found = said(head(aim(slides=[one.title])), lesson(one, questions=ASKED))
        assert lines(found, "一次也没出现") == [], one
    for split in ([shown("有烟比"), shown("火,关门")], [shown("有烟比", "火,关门"), shown("火,关门")]):
        found = said(head(aim(slides=["有烟比", "火,关门"])), lesson(*split, questions=ASKED))
        assert len(lines(found, "“烟比火”在教它的几页上一次也没出现")) == 1, "half a word here and half there is none"
    elsewhere = said(head(aim()), lesson(shown("烟", "有烟"), shown("门", "烟比火,先关门"), questions=ASKED))
    assert len(lines(elsewhere, "一次也没出现")) == 2


def test_a_slide_that_is_not_there_is_named(said):
    found = said(head(aim(slides=["烟", "雾"])), lesson(SMOKE, questions=ASKED))
    assert [(each.line, "没有标题是“雾”" in each.reason) for each in found] == [(line_of(said.text, "- 雾"), True)]


def test_two_questions_ask_it_and_one_is_too_few(said):
    once = [asked(stem="烟比火,先关门?")]
    assert lines(said(head(aim()), lesson(SMOKE, questions=once)), "只有 1 题在考；至少 2 题") != []
    twice = [*once, asked(stem="还有呢?")]
    assert lines(said(head(aim()), lesson(SMOKE, questions=twice)), "题在考") == []
    others = [*once, asked(stem="还有呢?", objective=SECOND)]
    assert lines(said(head(aim()), lesson(SMOKE, questions=others)), "只有 1 题在考") != []


@pytest.mark.parametrize(("objectives", "refused"), [((None,), False), ((SECOND, AIM), False), ((SECOND,), True)])
def test_one_decision_of_the_training_serves_it(said, objectives, refused):
    found = said(head(aim()), lesson(SMOKE, questions=ASKED, skill=training(*objectives)))
    assert bool(lines(found, "在训练里没有一个选择点")) is refused


def test_an_order_is_one_decision_for_its_own_objective(said):
    steps = [{"id": each, "text": each, "why": each} for each in "cadb"]
    order = _trained(kind="order", steps=steps, why="因", facts=["FIRE-06"])
    assert list(decisions([lesson(SMOKE, skill=order)])) == [AIM.replace(",", "，")]
    assert said(head(aim()), lesson(SMOKE, questions=ASKED, skill=order)) == []


def test_an_ending_is_no_decision():
    assert list(decisions([lesson(SMOKE, skill=training(SECOND, None))])) == [SECOND, AIM.replace(",", "，")]


def test_a_kindergarten_is_neither_asked_nor_trained(said):
    bare = lesson(SMOKE).model_copy(update={"skill": None})
    assert said(head(aim(), stage="K"), bare) == []
    assert len(said(head(aim()), bare)) == 4, "asked twice, two words in stems, a decision"


def test_pupils_see_title_projection_and_reading_without_marks():
    assert told(shown("题", "**低**下来", text=("读",))) == "题\n低下来\n读"


@pytest.mark.parametrize(
    ("objective", "parts"),
    [
        ("会报警", ["会报警"]),
        ("戴头盔、不并行", ["戴头盔", "不并行"]),
        ("会看、听", ["会看"]),
        ("会报警和求救", ["会报警", "求救"]),
        ("会走(低姿)/会爬", ["会走", "低姿", "会爬"]),
        ("说“不”，快离开；告诉大人。", ["说“不", "快离开", "告诉大人"]),
    ],
)
def test_what_an_objective_promises_falls_into_clauses(objective, parts):
    assert clauses(objective) == parts


def test_one_slide_of_the_short_run_teaches_each_objective(said):
    plus = shown("门", "先关门", core=False)
    assert said(head(aim(slides=["烟", "门"])), lesson(SMOKE, plus), check_core_aims) == []
    found = said(head(aim(slides=["门"])), lesson(SMOKE, plus), check_core_aims)
    assert [each.line for each in found] == [line_of(said.text, "slides:")]
    assert "没有一页标 core" in found[0].reason
    assert said(head(aim(slides=["门"])), lesson(plus), check_core_aims) == [], "nothing is marked: nothing is owed"


def explained(topic: str, number: int, **more) -> Fact:
    return Fact(
        **{
            "id": f"{topic}-{number}",
            "topic": topic,
            "text": "因为",
            "conf": "A",
            "source": "",
            "audience": "c",
            "quiz": "ok",
            "note": "解释",
        }
        | more
    )


@pytest.mark.parametrize(
    ("known", "cites", "refused"), [(3, 2, False), (3, 1, True), (1, 1, False), (1, 0, True), (0, 0, False)]
)
def test_a_lesson_says_why_twice_or_as_often_as_the_fact_base_can(taxonomy, known, cites, refused):
    base = {f"FIRE-{n}": explained("FIRE", n) for n in range(50, 50 + known)}
    base["FIRE-90"] = explained("FIRE", 90, note="")
    place = place_for(base, taxonomy)
    told_facts = [*list(base)[:cites], "FIRE-90"]
    page = Slide.model_validate(
        {"kind": "teach", "title": "一", "minutes": 5, "text": [{"kind": "fact", "text": "因", "facts": told_facts}]}
    )
    check_lesson_reasons([page, page], Path("lesson.md"), place)
    assert lines(place.report.problems, f"只引了 {cites} 条讲“为什么”的事实") == ([1] if refused else [])


def test_only_facts_of_the_topic_that_may_be_asked_explain():
    base = [
        explained("FIRE", 50),
        explained("FIRE", 51, note=""),
        explained("FIRE", 52, quiz="adult"),
        explained("DROWN", 53),
    ]
    assert [fact.id for fact in explaining("FIRE", {fact.id: fact for fact in base})] == ["FIRE-50"]


def test_feedback_is_held_against_the_facts_and_against_what_was_said_before(facts, taxonomy):
    place = place_for(facts, taxonomy)
    rule = facts["FIRE-06"].text
    check_whys([("烟从头上飘过去了", 3), (rule, 4), ("对。烟从头上飘过去了", 5)], ["FIRE-06", "FIRE-99"], FILE, place)
    assert [(each.line, each.reason[:6]) for each in place.report.problems] == [
        (4, "理由只是把事"),
        (5, "理由和同一题"),
    ]
    other = place_for(facts, taxonomy)
    check_whys([(rule, 4)], ["FIRE-01"], FILE, other)
    assert other.report.problems == [], "a fact that is not cited may be said"
