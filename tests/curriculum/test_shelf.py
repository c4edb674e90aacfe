"""The shelf as a whole: cells, empty weeks, objectives met, what waits for a reader, a fair sample, and the skeleton of a new course."""

import pytest

from eduplatform.curriculum import shelf
from eduplatform.curriculum.check import check_package
from eduplatform.curriculum.facts import Fact
from eduplatform.curriculum.lesson_text import parse
from eduplatform.curriculum.limits import LIMITS
from eduplatform.curriculum.package import CourseHead
from eduplatform.curriculum.question import Quiz
from eduplatform.curriculum.skill import load_skill
from eduplatform.curriculum.taxonomy import STAGES
from eduplatform.curriculum.yaml_lines import read_yaml_text

from .building import AIM, question, written
from .conftest import COURSES, SAMPLE


@pytest.fixture(scope="module")
def sample(facts, taxonomy):
    return check_package(SAMPLE / "fire" / "p2-sample", facts, taxonomy)[0]


def test_cells_count_the_courses_of_a_topic_and_stage(sample):
    other = sample.model_copy(update={"stage": "J"})
    assert shelf.cells([sample, other, sample]) == {("FIRE", "P2"): 2, ("FIRE", "J"): 1}
    assert shelf.cells([]) == {}


WEEKS = [
    {"w": 1, "topics": ["FIRE"]},
    {"w": 2, "topics": ["DROWN", "FIRE"]},
    {"w": 3, "topics": ["DROWN"]},
    {"w": 4, "topics": ["DROWN"], "by_stage": {"P2": ["FIRE"]}},
    {"w": 5, "topics": ["FIRE"], "by_stage": {"P2": ["TRAF"]}},
    {"w": 6, "topics": ["FIRE"], "by_stage": None},
]


def test_a_week_is_empty_when_none_of_its_topics_has_a_course_of_the_stage():
    found = shelf.holes(WEEKS, {("FIRE", "P2"): 1, ("FIRE", "J"): 1, ("DROWN", "V"): 2})
    assert found["P2"] == [3, 5]
    assert found["J"] == [3, 4]
    assert found["V"] == [1, 5, 6]
    assert found["K"] == [1, 2, 3, 4, 5, 6]
    assert list(found) == list(STAGES)


def test_weeks_come_from_the_school_year(tmp_path):
    written(tmp_path, "year.yaml", "weeks:\n- {w: 1, topics: [FIRE]}\n- {w: 2, topics: [DROWN]}\n")
    assert [week["w"] for week in shelf.load_weeks(tmp_path / "year.yaml")] == [1, 2]
    assert [week["w"] for week in shelf.load_weeks(COURSES / "school_year.yaml")] == list(range(1, 41))


def test_an_objective_counts_its_slides_questions_and_decisions(sample):
    (aim,) = shelf.aimed([sample])
    assert (aim.slug, aim.objective) == ("fire/p2-sample", AIM.replace(",", "，"))
    assert (aim.slides, aim.questions, aim.decisions) == (2, 16, 2)
    assert aim.whole


@pytest.mark.parametrize(
    ("slug", "met", "whole"),
    [
        ("fire/p2-a", (1, 2, 1), True),
        ("fire/p2-a", (0, 2, 1), False),
        ("fire/p2-a", (1, 0, 1), False),
        ("fire/p2-a", (1, 2, 0), False),
        ("fire/k-a", (1, 0, 0), True),
        ("fire/k-a", (0, 2, 1), False),
    ],
)
def test_an_objective_is_whole_when_taught_asked_and_practised_and_in_a_kindergarten_when_taught(slug, met, whole):
    assert shelf.Aimed(slug, AIM, *met).whole is whole


def test_an_objective_without_aims_is_met_nowhere(sample):
    bare = sample.model_copy(update={"aims": [], "objectives": ["会报警"]})
    assert [(aim.slides, aim.questions, aim.decisions) for aim in shelf.aimed([bare])] == [(0, 0, 0)]


def fact(id_: str, **more) -> Fact:
    said = {
        "topic": id_.split("-")[0],
        "text": "先关门",
        "conf": "A",
        "source": "",
        "audience": "c",
        "quiz": "ok",
        "note": "",
    }
    return Fact(id=id_, **said | more)


BASE = {
    each.id: each
    for each in (
        fact("FIRE-02"),
        fact("FIRE-03", note="解释"),
        fact("FIRE-01", conf="B"),
        fact("FIRE-04", conf="C"),
        fact("FIRE-05", quiz="adult"),
        fact("FIRE-06", conf="D"),
        fact("FIRE-07", audience="a"),
        fact("DROWN-01", conf="C"),
        fact("ABUSE-01"),
    )
}


def test_facts_that_wait_are_named_by_topic_and_disputed_ones_do_not_wait():
    assert shelf.waiting(BASE) == {"FIRE": ["FIRE-04"], "DROWN": ["DROWN-01"], "ABUSE": ["ABUSE-01"]}


def test_facts_that_fit_may_be_told_and_asked_and_reasons_come_last():
    assert [each.id for each in shelf.fitting("FIRE", BASE)] == ["FIRE-01", "FIRE-02", "FIRE-03"]
    assert shelf.fitting("ABUSE", BASE) == shelf.fitting("DROWN", BASE) == []


def test_a_sample_is_the_same_for_its_seed_and_never_the_same_question_twice(sample):
    once, again, other = (shelf.drawn([sample], seed, 6) for seed in ("1", "1", "2"))
    assert once == again != other
    assert len({one.uuid for _slug, _number, one in once}) == 6
    for slug, number, one in once:
        assert slug == "fire/p2-sample" and one == sample.lessons[0].quiz.questions[number - 1]
    assert len(shelf.drawn([sample], "1", 99)) == 16
    assert shelf.drawn([], "1", 5) == []
    bare = sample.model_copy(update={"lessons": [sample.lessons[0].model_copy(update={"quiz": None})]})
    assert shelf.drawn([bare], "1", 5) == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("single", ["√ 选项a：理由a ｜", "× 选项b：理由b ｜想法", "× 选项c：理由c ｜想法"]),
        ("multiple", ["√ 选项a：理由a ｜", "× 选项b：理由b ｜想法", "√ 选项c：理由c ｜", "× 选项d：理由d ｜想法"]),
        ("truefalse", ["√ 对：因为对 ｜", "× 错：因为错 ｜想反了"]),
        ("ordering", ["1 步骤c：理由c", "2 步骤a：理由a", "3 步骤d：理由d", "4 步骤b：理由b"]),
        ("matching", ["左甲 — 右乙：一配二", "左乙 — 右丁：二配四", "左丙 — 右甲：三配一"]),
        ("spot", ["× 地方s1：理由s1 ｜想法", "√ 地方s2：理由s2 ｜", "× 地方s3：理由s3 ｜想法"]),
    ],
)
def test_a_critical_reader_sees_the_key_each_reason_and_each_belief(kind, said):
    assert list(shelf.choices(question(kind))) == said


def test_a_false_statement_is_shown_false():
    said = list(shelf.choices(question("truefalse", answer=False)))
    assert said == ["× 对：因为对 ｜想反了", "√ 错：因为错 ｜"]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("topic", ["FIRE", "DROWN"])
def test_a_skeleton_can_be_read_whole(topic, stage, facts, taxonomy):
    files = shelf.skeleton(topic, stage, facts, taxonomy)
    own = taxonomy.own(topic, stage)
    head = CourseHead.model_validate(read_yaml_text(files["course.yaml"]).data)
    assert (head.topic, head.stage, head.objectives) == (topic, stage, own)
    assert [aim.objective for aim in head.aims] == own
    lesson = parse(files["lessons/01-lesson/lesson.md"])
    assert lesson.faults == []
    assert lesson.slides[0].kind == "cover" and lesson.slides[-1].kind == "recap"
    assert sum(slide.minutes for slide in lesson.slides) == LIMITS[stage].minutes[0]
    marked = [slide.minutes for slide in lesson.slides if slide.mark == "core"]
    assert (stage == "K" and not marked) or 10 <= sum(marked) <= 15
    if stage == "K":
        assert set(files) == {"course.yaml", "lessons/01-lesson/lesson.md"}
        return
    quiz = Quiz.model_validate(read_yaml_text(files["lessons/01-lesson/quiz.yaml"]).data)
    assert [(each.objective, each.form) for each in quiz.questions] == [(goal, form) for goal in own for form in "AB"]
    skill = load_skill(read_yaml_text(files["lessons/01-lesson/skill.yaml"]).data)
    assert [node.objective for node in skill.nodes if not node.ending] == own
    assert skill.full_points == 2 * len(own)


def test_a_skeleton_tells_the_facts_that_fit_and_gives_new_uuids(facts, taxonomy):
    one, two = (shelf.skeleton("FIRE", "P2", facts, taxonomy)["course.yaml"] for _ in range(2))
    assert one.split("\n")[0] != two.split("\n")[0]
    for each in shelf.fitting("FIRE", facts):
        assert f"# {'为什么 ' if each.explains else ''}{each.id} {each.conf} {each.text}" in one
    assert "FIRE-13" not in one and "FIRE-14" not in one
