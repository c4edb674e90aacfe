"""What stands out in answer sheets: pure rules, and a sample of `python -m bench plausible`."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from bench import plausible
from eduplatform.assessment import plausibility_rules as rules
from eduplatform.assessment.plausibility_rules import TimedSheet, Times, signals, times_of_lesson
from eduplatform.curriculum.question import KINDS_OF_QUESTION, Question, load_question
from eduplatform.curriculum.question_draw import public_form
from tests.curriculum.every_kind import HERE, late_kinds


def sheet(began: float, took: float = 100, wrong: str = "", least: float = 40, in_session: bool = False) -> TimedSheet:
    return TimedSheet(began, began + took, least, wrong, in_session)


def counted(*sheets: TimedSheet) -> Times:
    return times_of_lesson(sheets, len(sheets), 0)


def test_a_sheet_is_quick_below_the_time_its_questions_take_to_read():
    assert counted(sheet(0, 39.9), sheet(0, 40), sheet(0, 41)).quick == 1
    assert rules.least_seconds(600, "P2") == 40 and rules.least_seconds(600, "J") == 24
    assert rules.least_seconds(600, "V") == rules.least_seconds(600, "S") == 24


TEXTS = {"text", "label", "stem", "ask"}  #: what a pupil reads; reasons, facts and objectives are not shown


def shown(part: object) -> int:
    """Letters of every text a pupil is shown, found without knowing the kinds."""
    if isinstance(part, list):
        return sum(map(shown, part))
    if isinstance(part, dict):
        own = sum(len(value) for key, value in part.items() if key in TEXTS and isinstance(value, str))
        return own + sum(shown(value) for value in part.values())
    return 0


@pytest.mark.parametrize("kind", KINDS_OF_QUESTION)
def test_the_letters_of_every_kind_of_question_are_those_a_page_shows(kind):
    question = every_kind(kind)
    form = public_form(question, 7)
    form.pop("picture", None)
    assert rules.letters_of(question) == shown(form) > 0


def test_five_sheets_one_right_after_another_are_a_chain_and_four_are_not():
    def row(n: int, gap: float = 20) -> list[TimedSheet]:
        return [sheet(place * (100 + gap)) for place in range(n)]

    assert counted(*row(5)).in_chain == 5 and counted(*row(4)).in_chain == 0
    assert counted(*row(5, gap=59.9)).in_chain == 5 and counted(*row(5, gap=60)).in_chain == 0
    assert counted(*reversed(row(7))).in_chain == 7, "the order they come in does not matter"
    assert counted(*row(5), sheet(230)).in_chain == 0, "somebody else answers meanwhile"
    two = [*row(5), *(replace(one, began=one.began + 5000, ended=one.ended + 5000) for one in row(6))]
    assert counted(*two).in_chain == 11
    assert counted(*[sheet(place, 100) for place in range(20)]).in_chain == 0, "a computer room begins together"


def test_the_most_handed_in_within_ten_minutes_counts_outside_class_sessions():
    assert counted(*[sheet(place * 600) for place in range(4)]).in_burst == 2
    assert counted(*[sheet(place * 601) for place in range(4)]).in_burst == 1
    assert counted(*[sheet(0, in_session=True) for _place in range(9)]).in_burst == 0


def test_sheets_are_alike_with_the_same_wrong_answers():
    assert counted(sheet(0, wrong="a"), sheet(0, wrong="a"), sheet(0, wrong="b"), sheet(0), sheet(0)).alike == 2


def every_kind(kind: str) -> Question:
    late = late_kinds()
    if kind in late:
        return late[kind]
    written = yaml.safe_load((HERE / "sample/fire/p2-sample/lessons/01-sample/quiz.yaml").read_text(encoding="utf-8"))
    return next(load_question(one) for one in written["questions"] if one["kind"] == kind)


def of(quick: float, chain: float = 0, burst: float = 0, alike: float = 0, timed: int = 100) -> Times:
    return Times(timed, 0, timed, *(round(timed * part) for part in (quick, chain, burst, alike)))


@pytest.mark.parametrize(
    ("times", "codes"),
    [
        (of(0.30), ""),
        (of(0.31), "quick"),
        (of(0.25, chain=0.24), ""),
        (of(0.25, chain=0.25), "quick in_chain"),
        (of(0.25, alike=0.10), "quick alike"),
        (of(0.25, burst=1.0), ""),  # a computer room
        (of(0.31, burst=0.8), "quick in_burst"),
        (of(0, chain=1, burst=1, alike=1), ""),  # one tablet handed round, everything answered aloud together
        (of(0.24, chain=1, alike=1), ""),
        (of(1, timed=19), ""),
        (of(1, timed=20), "quick"),
    ],
)
def test_what_is_said_of_a_class(times, codes):
    assert [one.code for one in signals(times)] == codes.split()


def test_small_topics_are_judged_together_and_only_when_none_is_by_itself():
    small = {topic: of(0.5, timed=10) for topic in ("FIRE", "DROWN")}
    assert rules.topics_to_look_at(small) == [rules.ALL]
    assert rules.topics_to_look_at(small | {"TRAF": of(0.4)}) == ["TRAF"]
    assert rules.topics_to_look_at({}) == [] == rules.topics_to_look_at({"FIRE": of(0.5, timed=10)})


def test_most_hours_declared():
    assert rules.mostly_declared(400, 200) and not rules.mostly_declared(400, 199)
    assert not rules.mostly_declared(300, 300), "too few hours to say so"


@pytest.mark.parametrize(
    ("honest", "faked"),
    [(250, 400), pytest.param(4000, 3000, marks=pytest.mark.sweep)],
    ids=["sample", "sweep"],
)
def test_honest_classes_are_left_alone_and_faked_ones_found(honest, faked):
    """On a seed of its own. A sample of 250 classes can hold one that is told (a share of 0.1 % would, once in four)."""
    told = plausible.flagged("tests", honest)
    assert told <= max(1, honest // 1000)
    assert plausible.found("tests", faked, 0.3) >= 90
    assert plausible.found("tests", faked, 0.6) >= 98


def test_every_honest_way_of_the_simulation_is_in_it_and_shows_its_sign():
    ways = {}
    for number in range(80):
        chance = plausible.Random(f"ways:{number}")
        room = plausible.a_class(chance)
        ways.setdefault(room.way, []).append(plausible.lesson(chance, room))
    assert set(ways) == {name for name, _n in plausible.WAYS}
    assert all(one.share("in_chain") > 0.9 for one in ways["one tablet"])
    assert all(one.share("in_burst") > 0.7 for one in ways["computer room"])
    assert any(one.share("alike") > 0.9 for one in ways["aloud"])
