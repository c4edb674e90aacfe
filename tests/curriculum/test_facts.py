"""Which fact may be told to whom: grade, reader, audience and quiz decide, at each of the three places; and what a fact rests on."""

import pytest

from eduplatform.curriculum.citations import cited, load_titles
from eduplatform.curriculum.facts import Fact, load_facts, refusal
from eduplatform.curriculum.taxonomy import STAGES, load_taxonomy

from .conftest import COURSES

PLACES = ("pupil", "notes", "quiz")


def fact(conf="A", audience="c", quiz="ok", topic="FIRE", id_="FIRE-50", note=""):
    return Fact(id_, topic, "先关门", conf, "消防法#5", audience, quiz, note)


def refused(one: Fact, reviewed: tuple[str, ...] = ()) -> dict[str, str]:
    """Place → the first words it is refused with."""
    said = {place: refusal(one.id, {one.id: one}, frozenset(reviewed), place) for place in PLACES}
    return {place: reason for place, reason in said.items() if reason}


@pytest.mark.parametrize("conf", ["A", "B"])
def test_a_sound_fact_for_children_may_stand_anywhere(conf):
    assert refused(fact(conf)) == {} == refused(fact(conf, audience="all"))


def test_a_fact_for_adults_stands_in_the_notes_alone():
    found = refused(fact(audience="a"))
    assert set(found) == {"pupil", "quiz"}
    assert all("教师备注" in reason for reason in found.values())
    assert set(refused(fact(audience="a"), ("FIRE-50",))) == {"pupil", "quiz"}, "no review makes a child an adult"


@pytest.mark.parametrize("quiz", ["adult", "review", "never"])
def test_a_fact_not_to_be_asked_may_be_told(quiz):
    found = refused(fact(quiz=quiz))
    assert set(found) == {"quiz"} and f"quiz: {quiz}" in found["quiz"]
    assert refused(fact(quiz=quiz), ("FIRE-50",)) == {}


def test_grade_c_needs_its_review_everywhere_and_another_facts_review_is_none():
    assert set(refused(fact("C"))) == set(PLACES)
    assert set(refused(fact("C"), ("FIRE-51",))) == set(PLACES)
    assert refused(fact("C"), ("FIRE-50",)) == {}
    assert "C 级" in refused(fact("C"))["notes"]


def test_grade_d_is_told_and_asked_nowhere_whoever_reviewed_it():
    assert set(refused(fact("D"), ("FIRE-50",))) == set(PLACES)
    assert "D 级" in refused(fact("D"))["quiz"]


CRISIS = [fact(topic="MENTAL", id_=f"MENTAL-{number}") for number in (25, 26, 27, 28)]


@pytest.mark.parametrize("one", [fact(topic="ABUSE", id_="ABUSE-01"), *CRISIS])
def test_abuse_and_a_crisis_wait_for_a_licensed_reader(one):
    assert one.licensed
    assert set(refused(one)) == set(PLACES) and "持证人员" in refused(one)["pupil"]
    assert refused(one, (one.id,)) == {}


def test_other_facts_of_the_same_topic_wait_for_nobody():
    assert not fact(topic="MENTAL", id_="MENTAL-24").licensed
    assert not fact("B").licensed and fact("C").licensed


def test_an_unknown_fact_is_refused_with_what_to_do():
    for place in PLACES:
        assert "facts.yaml" in refusal("FIRE-99", {}, frozenset(), place)


def test_a_fact_explains_when_the_fact_base_says_so():
    assert fact(note="解释类：说清为什么").explains and not fact(note="见手册").explains and not fact().explains


def test_the_fact_base_is_read_with_its_marks_in_print(tmp_path):
    row = '{id: FIRE-50, topic: FIRE, t: "先关门,再打119", conf: A, src: 消防法#5, aud: c, quiz: ok%s}'
    file = tmp_path / "facts.yaml"
    file.write_text(f"facts:\n- {row % ''}\n- {(row % ', note: 解释').replace('-50', '-51')}\n", encoding="utf-8")
    found = load_facts(file)
    assert list(found) == ["FIRE-50", "FIRE-51"]
    assert found["FIRE-50"] == Fact("FIRE-50", "FIRE", "先关门，再打119", "A", "消防法#5", "c", "ok", "")
    assert found["FIRE-51"].explains


def test_every_shipped_fact_has_a_grade_an_audience_and_a_known_topic(facts, taxonomy):
    assert {each.conf for each in facts.values()} <= set("ABCD")
    assert {each.quiz for each in facts.values()} <= {"ok", "adult", "review", "never"}
    assert {each.topic for each in facts.values()} <= set(taxonomy.topics)
    assert all(key == each.id and key.startswith(each.topic) for key, each in facts.items())


TITLES = {"消防法": "中华人民共和国消防法(2021修正)", "手册": "《学校消防手册》（第二版）", "通行": "通行说法"}


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("消防法#44", ["《中华人民共和国消防法》第44条"]),
        ("消防法#44,45", ["《中华人民共和国消防法》第44、45条"]),
        ("消防法", ["《中华人民共和国消防法》"]),
        ("手册#3", ["《学校消防手册》第3条"]),
        ("消防法#44; 手册", ["《中华人民共和国消防法》第44条", "《学校消防手册》"]),
        ("通行", []),
        ("无名#3", []),
        ("无名#3;手册", ["《学校消防手册》"]),
        ("", []),
    ],
)
def test_a_source_reads_as_a_title_and_its_articles(source, read):
    assert cited(source, TITLES) == read


def test_titles_come_from_the_list_of_sources(tmp_path):
    (tmp_path / "sources.yaml").write_text("sources:\n- {key: 甲, title: 甲法}\n- {key: 乙, title: 乙法}\n", "utf-8")
    assert load_titles(tmp_path / "sources.yaml") == {"甲": "甲法", "乙": "乙法"}


def test_every_source_of_a_shipped_fact_but_the_common_one_has_a_title(facts):
    titles = load_titles(COURSES / "sources.yaml")
    keys = {part.strip().partition("#")[0] for each in facts.values() for part in each.source.split(";")}
    assert sorted(keys - set(titles) - {"通行"}) == []


def test_a_stage_takes_up_its_own_objectives_and_those_of_earlier_stages(tmp_path):
    rows = {stage: [f"会,{stage}"] for stage in STAGES if stage != "P2"}
    text = "stages: {K: {zh: 幼儿园, en: K}}\ntopics:\n- {code: FIRE, zh: 火, en: Fire, objectives: %s}\n"
    (tmp_path / "t.yaml").write_text(text % rows, encoding="utf-8")
    found = load_taxonomy(tmp_path / "t.yaml")
    assert found.own("FIRE", "P1") == ["会，P1"]
    assert found.own("FIRE", "P2") == found.own("FIRE", "X") == found.own("WATER", "P1") == []
    assert found.known("FIRE", "P2") == {"会，K", "会，P1"}
    assert found.known("FIRE", "K") == {"会，K"}
    assert found.known("FIRE", "X") == set()
    assert (found.topics, found.stages) == ({"FIRE": {"zh": "火", "en": "Fire"}}, {"K": {"zh": "幼儿园", "en": "K"}})


def test_the_shipped_taxonomy_knows_all_seven_stages(taxonomy):
    assert set(taxonomy.stages) == set(STAGES)
    assert all(taxonomy.own(topic, stage) for topic in ("FIRE", "TRAF", "DROWN") for stage in STAGES)
