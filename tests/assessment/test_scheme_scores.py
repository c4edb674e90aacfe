"""Scores of schools: what may be scored at all, how units fall, pages; schools that closed; shipped numbers to the hundredth."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace

import pytest

from eduplatform.assessment import counters, rules, scheme_data, scheme_rules, scheme_scores
from eduplatform.assessment.scheme_queries import MarkLine, as_marks
from eduplatform.assessment.scheme_rules import Figure, Level, Marks, Part, Scheme, Step
from eduplatform.assessment.scheme_scores import School, Scored, figures_of, page_of, spreads
from eduplatform.org import tree
from eduplatform.org.access import Holding, Viewer
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Refused

from . import world


def counts(**values: int) -> dict[str, int]:
    return counters.named(counters.counter_row(values))


FULL = {
    "lessons": 2,
    "roll": 80,
    "present": 78,
    "classes": 1,
    "classes_met": 1,
    "slots_due": 4,
    "slots_done": 2,
    "quiz_due": 80,
    "quiz_taken": 60,
    "quiz_passed": 45,
    "skill_due": 80,
    "skill_done": 40,
    "activity_due": 2,
    "activity_done": 1,
}


@pytest.mark.parametrize(
    ("change", "stages", "hidden", "why"),
    [
        ({}, "P1,P2", (), {}),
        ({"quiz_taken": 9}, "P1,P2", (), {"pass_rate": "few", "excellent_rate": "few"}),
        ({"roll": 18}, "P1,P2", (), dict.fromkeys(("quiz_rate", "pass_rate", "excellent_rate", "skill_rate"), "few")),
        ({}, "P1,P2", ("skill_rate", "lesson_rate"), {"skill_rate": "few", "lesson_rate": "few"}),
        ({"activity_due": 0}, "P1,P2", (), {"activity_rate": "nothing_due"}),
        ({}, "K", (), dict.fromkeys(("quiz_rate", "pass_rate", "excellent_rate"), "kindergarten")),
        ({}, "K", ("quiz_rate",), dict.fromkeys(("quiz_rate", "pass_rate", "excellent_rate"), "kindergarten")),
        ({}, " K , K", (), dict.fromkeys(("quiz_rate", "pass_rate", "excellent_rate"), "kindergarten")),
        ({}, "K,P1", (), {}),  # it has a quiz
        ({}, "", (), {}),
    ],
)
def test_what_is_not_scored_and_why(change, stages, hidden, why):
    found = figures_of(counts(**FULL | change), stages, frozenset(hidden))
    assert set(found) == set(rules.BY_CODE)
    assert {code: figure.why for code, figure in found.items() if figure.why} == why
    assert all(figure.usable is not bool(figure.why) for figure in found.values())


def test_a_school_where_nothing_was_counted_has_no_figure_but_no_fault():
    found = figures_of(counts(), "P1", frozenset())
    assert {figure.why for figure in found.values()} == {"nothing_due"}
    assert found["quiz_rate"] == Figure(0, 0, "nothing_due")
    assert figures_of(counts(**FULL), "P1", frozenset())["quiz_rate"] == Figure(60, 80, "")


def scored(total: int | None, level: str = "", group: int = 1) -> Scored:
    school = School(1, "S", "校", "/1/", "", group, {})
    said = SimpleNamespace(total=total, level=Level(level, 0, 1) if level else None)
    return Scored(school, said, ())


@pytest.mark.parametrize(
    ("totals", "middle"),
    [([None], None), ([5], 5), ([9, 1], 1), ([9, 1, 4], 4), ([1, 2, 3, 4], 2), ([None, 7, None, 8, 9], 8)],
)
def test_the_middle_total_is_one_that_a_school_has_the_lower_of_two(totals, middle):
    assert spreads([scored(one) for one in totals])[1].middle == middle


def test_each_unit_below_has_its_schools_by_level_in_the_order_of_the_tree():
    found = spreads([scored(5, "好", 3), scored(None, "", 2), scored(4, "好", 3), scored(1, "差", 3)])
    assert list(found) == [3, 2]
    assert (found[3].schools, found[3].levels, found[3].middle) == (3, {"好": 2, "差": 1}, 4)
    assert (found[2].schools, found[2].levels, found[2].middle) == (1, {"": 1}, None)
    assert spreads([]) == {}


@pytest.mark.parametrize(
    ("total", "asked", "page", "pages", "first", "size"),
    [
        (0, 1, 1, 1, None, 0),
        (25, 1, 1, 1, 0, 25),
        (26, 2, 2, 2, 25, 1),
        (51, 3, 3, 3, 50, 1),
        (51, 9, 3, 3, 50, 1),
        (51, 0, 1, 3, 0, 25),
        (51, -4, 1, 3, 0, 25),
    ],
)
def test_a_page_of_scores_and_what_is_asked_beyond_the_last(total, asked, page, pages, first, size):
    every = [scored(n) for n in range(total)]
    found, number, of = page_of(every, asked)
    assert (number, of, len(found)) == (page, pages, size)
    assert not size or found[0] is every[first]


def test_marks_by_hand_by_side_and_a_veto_is_no_mark():
    lines = [MarkLine("self", "a", 300, ""), MarkLine("bureau", "a", 200, "查"), MarkLine("veto", "v", 0, "")]
    assert as_marks(lines) == Marks({"a": 300}, {"a": 200}, frozenset({"v"})) and as_marks([]) == Marks()


def test_whose_points_count_of_a_part_that_both_may_mark():
    for by, own, bureau, said in (
        ("self", 5, 3, 5),
        ("bureau", 5, 3, 3),
        ("both", 5, 3, 3),
        ("both", 5, None, 5),
        ("bureau", 5, None, None),
        ("self", None, 3, None),
        ("both", None, 0, 0),
    ):
        part = Part("a", "材料", 4, "manual", by=by)
        marks = Marks({} if own is None else {"a": own}, {} if bureau is None else {"a": bureau})
        got = scheme_rules.outcome(part, {}, marks)
        assert got.points == (None if said is None else min(4, said)), (by, own, bureau)
        assert (got.why == "waiting") is (said is None)


def test_the_viewer_sees_scores_below_posts_above_the_class():
    def held(role: str, kind: str, path: str) -> Holding:
        return Holding(role, 1, kind, path, "")

    room, district = held("homeroom_teacher", "class", "/1/2/3/"), held("district_officer", "district", "/1/9/")
    assert scheme_scores.seen_paths(Viewer(1, 1, "staff", "x", holdings=(room,))) == []
    assert scheme_scores.seen_paths(Viewer(1, 1, "staff", "x", holdings=(room, district))) == ["/1/9/"]


@pytest.mark.parametrize(
    ("value", "number"),
    [("12.5", 1250), ("0", 0), (Decimal("0.01"), 1), ("-3.20", -320), (7, 700), ("1e2", 10_000), (" 4 ", 400)],
)
def test_decimals_become_hundredths_exactly(value, number):
    assert scheme_data.hundredths(value) == number


@pytest.mark.parametrize("value", ["0.001", "1e9", "10000000.01", "NaN", "-Infinity", "四", "", None, "1,5"])
def test_what_is_finer_or_no_number_is_refused_with_its_beginning(value):
    with pytest.raises(Refused) as said:
        scheme_data.hundredths(value)
    assert said.value.code == "scheme_number" and said.value.values == {"text": str(value)[:20]}


def test_a_shipped_file_says_upto_for_a_number_that_belongs_to_the_band(tmp_path):
    folder = tmp_path / "schemes"
    folder.mkdir()
    (folder / "b.yaml").write_text(
        "{code: two, zh: 二, total: 1000, year: 2024, complete: true, items: [{code: 1, zh: 授课, mode: ratio, points: 5.5,"
        " indicator: lesson_rate}, {code: b, zh: 合格, mode: tiers, indicator: [pass_rate, quiz_rate],"
        " tiers: [{min: 0, max: 60}, {min: 60, max: 100, score: 2}], threshold: 90.5, each: 0.5, by: self, bonus: 1}],"
        " bands: [{name: 好, min: 64.01, max: 100, en: good}, {name: 差, min: 0, upto: 64}],"
        " vetoes: [{code: v, zh: 死亡, action: 降级}]}",
        encoding="utf-8",
    )
    (folder / "a.yaml").write_text("{code: one, zh: 一}", encoding="utf-8")
    found = scheme_data.shipped(tmp_path)
    assert list(found) == ["one", "two"], "in the order of their files"
    one, two = found.values()
    assert (one.scheme, one.complete, one.year, one.name_en) == (Scheme(10_000, ()), False, None, "")
    assert (two.scheme.total, two.complete, two.year, two.name) == (100_000, True, 2024, "二")
    assert two.scheme.levels == (Level("好", 6401, 10_000, "good"), Level("差", 0, 6401))
    ratio, tiers = two.scheme.parts
    assert ratio == Part("1", "授课", 550, "ratio", ("lesson_rate",))
    assert tiers.steps == (Step(0, 6000, 0), Step(6000, 10_000, 200)) and tiers.points == 0, "not shown in its source"
    assert (tiers.threshold, tiers.each, tiers.by, tiers.bonus) == (9050, 50, "self", True)
    assert [(one.code, one.on, one.basis) for one in two.scheme.vetoes] == [("v", False, "")]


@pytest.mark.parametrize("seed", range(20))
def test_a_scheme_comes_back_from_what_is_kept_of_it(seed):
    lot = Random(f"kept:{seed}")
    parts = tuple(
        Part(
            f"p{n}",
            "项",
            lot.randint(1, 999),
            lot.choice(scheme_rules.MODES),
            tuple(lot.sample(list(rules.BY_CODE), lot.randint(0, 3))),
            tuple(Step(lot.randint(0, 9), lot.randint(10, 99), 5) for _step in range(lot.randint(0, 3))),
            bonus=lot.random() < 0.5,
            note_en="n",
        )
        for n in range(lot.randint(0, 5))
    )
    levels = tuple(Level(f"等{n}", n, n + 1, "en") for n in range(lot.randint(0, 3)))
    vetoes = tuple(scheme_rules.Veto(f"v{n}", "否", on=True, basis="文") for n in range(lot.randint(0, 2)))
    scheme = Scheme(lot.choice((10_000, 100_000)), parts, levels, vetoes)
    assert scheme_data.of_body(scheme_data.as_body(scheme)) == scheme


def test_which_schools_are_scored_and_where_they_stand(app):
    with app.app_context():
        with write():
            east = world.unit("LJ-DC")
            schools = {
                code: tree.add_child_unit(east, "school", code, code, stages="P1,P2,P3")
                for code in ("Q10", "Q2", "Q3", "Q4")
            }
            schools["Q3"].closed_on = date(2026, 9, 1)  # before the year: never one of it
            schools["Q4"].closed_on = date(2026, 9, 2)  # was there for a day: its figures count
            world.teach(world.unit("LJ-SY-2024-2"), world.lesson("FIRE"), date(2026, 11, 2))
            world.teach(world.unit("LJ-SY-2024-2"), world.lesson("TRAF"), date(2026, 11, 16))
        world.settle()
        city, day = world.unit("LJ"), date(2026, 11, 10)
        found = scheme_scores.schools_below(city, 2026, day)
        codes = [one.code for one in found if one.path.startswith(east.path)]
        assert codes == ["Q2", "Q4", "Q10", "LJ-DZ", "LJ-SY"], "by place, short codes first"
        assert {one.group for one in found} == {world.unit("LJ-DC").id, world.unit("LJ-XS").id}
        mine = next(one for one in found if one.code == "LJ-SY")
        assert (mine.counts["lessons"], mine.counts["classes"]) == (1, 4), "as of the day, not of today"
        assert all(value == 0 for value in next(one for one in found if one.code == "Q2").counts.values())
        below = [one.code for one in scheme_scores.schools_below(city, 2026, day, [world.unit("LJ-XS").path])]
        assert below == ["LJ-XS1"] and scheme_scores.schools_below(city, 2026, day, []) == []
        later = scheme_scores.schools_below(east, 2026, day + timedelta(days=7))
        assert next(one.counts["lessons"] for one in later if one.code == "LJ-SY") == 2
        assert next(one.group for one in later if one.code == "LJ-SY") == world.unit("LJ-SY").id
