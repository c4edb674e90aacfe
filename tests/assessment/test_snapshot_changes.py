"""Official figures put right: what may be changed, that totals and scores follow, what is refused, and what is told of the difference."""

from __future__ import annotations

from copy import deepcopy

import pytest

from eduplatform.assessment import counters, rules, scheme_data, snapshot_rules
from eduplatform.assessment.scheme_rules import Level, Part, Scheme, Step
from eduplatform.assessment.snapshot_changes import Difference, correctable, corrected, differences
from eduplatform.assessment.snapshot_rules import SCORES, Eyes, figures_body, score_of, scored_line, shown
from eduplatform.shared.refusals import Refused

COUNTS = {"lessons": 2, "slots_done": 2, "slots_due": 4, "classes": 1, "classes_met": 1, "roll": 80, "present": 70}
QUIZ = {"quiz_due": 80, "quiz_taken": 60, "quiz_group": 5, "quiz_passed": 45, "quiz_excellent": 10}


def line(number: int, **more: int) -> dict:
    counts = counters.named(counters.counter_row(COUNTS | QUIZ | more))
    return {
        "unit": number,
        "code": f"S{number}",
        "name": f"学校{number}",
        "kind": "school",
        "path": f"/1/{number}/",
    } | {"counts": counts}


def figures(*lines: dict) -> dict:
    row = counters.total_of_rows(tuple(one["counts"].values()) for one in lines)
    whole = {"unit": 1, "code": "D", "name": "区", "kind": "district", "path": "/1/"}
    return figures_body(whole, whole | {"counts": counters.named(row)}, lines, [{"unit": 1, "path": "/1/"}], {"1": []})


SCHEME = Scheme(
    10_000,
    (
        Part("rate", "授课", 5000, "ratio", ("lesson_rate", "quiz_rate")),
        Part("tier", "合格", 3000, "tiers", ("pass_rate",), (Step(0, 6000, 0), Step(6000, 10_000, 3000))),
        Part("own", "自评", 1500, "manual", by="self"),
        Part("paper", "材料", 500, "manual"),
    ),
    (Level("好", 6000, 10_000), Level("差", 0, 6000)),
)


def scores(marks: dict | None = None, **figures_of: list) -> dict:
    base = {"lesson_rate": [2, 4, ""], "quiz_rate": [65, 80, ""], "pass_rate": [45, 60, ""]}
    said = {"own": {"own": 1000}, "bureau": {}, "vetoes": []} if marks is None else marks
    about = {"unit": 7, "code": "S7", "name": "学校7", "kind": "school", "path": "/1/7/"}
    school = about | {"figures": base | figures_of, "marks": said}
    scheme = {"number": 1, "name": "方案", "name_en": "", "unit": "区", "body": scheme_data.as_body(SCHEME)}
    other = school | {"unit": 8, "name": "学校8"}
    return {
        "kind": SCORES,
        "unit": {},
        "scheme": scheme,
        "lines": [scored_line(one, SCHEME) for one in (school, other)],
    }


@pytest.mark.parametrize(
    ("figure", "names"),
    [
        ("lesson_rate", {"slots_done": 2, "slots_due": 4}),
        ("quiz_rate", {"quiz_taken": 60, "quiz_group": 5, "quiz_due": 80}),
        ("pass_rate", {"quiz_passed": 45, "quiz_taken": 60}),
        ("present_rate", {"present": 70, "roll": 80}),
    ],
)
def test_the_counters_of_an_indicator_can_be_put_right_as_they_stand(figure, names):
    assert correctable(figures(line(7), line(8)), 7, figure) == names


def test_the_whole_follows_a_line_and_no_other_line_moves():
    body = figures(line(7), line(8))
    kept = deepcopy(body)
    new = corrected(body, 8, "lesson_rate", {"slots_done": 4, "slots_due": 4})
    assert body == kept, "the old one stays as it is"
    assert new["lines"][0] == body["lines"][0]
    assert new["lines"][1]["figures"]["lesson_rate"] == {"over": 4, "under": 4, "hidden": False}
    assert (new["own"]["counts"]["slots_done"], new["own"]["counts"]["slots_due"]) == (6, 8)
    assert new["own"]["figures"]["lesson_rate"] == {"over": 6, "under": 8, "hidden": False}
    assert differences(body, new) == [
        Difference(None, "区", "lesson_rate", (4, 8), (6, 8)),
        Difference(8, "学校8", "lesson_rate", (2, 4), (4, 4)),
    ]
    assert differences(body, body) == []


def test_a_counter_that_two_figures_share_changes_both():
    body = figures(line(7), line(8))
    new = corrected(body, 7, "pass_rate", {"quiz_passed": 45, "quiz_taken": 50})
    changed = {(one.unit_id, one.figure): (one.before, one.after) for one in differences(body, new)}
    assert changed[7, "pass_rate"] == ((45, 60), (45, 50)) and changed[7, "quiz_rate"] == ((65, 80), (55, 80))
    assert changed[7, "excellent_rate"] == ((10, 60), (10, 50)) and {one for one, _f in changed} == {None, 7}


@pytest.mark.parametrize(
    ("figure", "values", "code"),
    [
        ("nobody_rate", {}, "figure_unknown"),
        ("lesson_rate", {"slots_done": 2, "slots_due": 4}, "correction_same"),
        ("lesson_rate", {"slots_done": 5, "slots_due": 4}, "correction_range"),
        ("lesson_rate", {"slots_done": -1, "slots_due": 4}, "correction_range"),
        ("lesson_rate", {"slots_done": 2, "slots_due": 10**7 + 1}, "correction_range"),
        ("lesson_rate", {"slots_done": 3}, "correction_range"),  # a field is missing
        ("lesson_rate", {"slots_done": 3, "slots_due": 4, "lessons": 1}, "correction_range"),
        ("pass_rate", {"quiz_passed": 9, "quiz_taken": 9}, "correction_range"),  # then more are excellent than took it
        ("quiz_rate", {"quiz_taken": 60, "quiz_group": 21, "quiz_due": 80}, "correction_range"),
    ],
)
def test_what_cannot_be_so_is_refused(figure, values, code):
    with pytest.raises(Refused, match=code):
        corrected(figures(line(7), line(8)), 7, figure, values)


def test_a_figure_of_a_unit_that_is_not_there_is_refused():
    with pytest.raises(Refused, match="figure_unknown"):
        correctable(figures(line(7)), 9, "lesson_rate")
    with pytest.raises(Refused, match="figure_unknown"):
        correctable(scores(), 7, "nopart")


def test_the_largest_number_is_taken_and_a_figure_that_did_not_fit_before_does_not_stand_in_the_way():
    odd = line(7, present=90)  # more present than on the roll: an old mistake of another figure
    new = corrected(figures(odd, line(8)), 7, "lesson_rate", {"slots_done": 3, "slots_due": 10**7})
    assert new["lines"][0]["counts"]["slots_due"] == 10**7 and new["lines"][0]["counts"]["present"] == 90
    with pytest.raises(Refused, match="correction_range"):
        corrected(figures(odd, line(8)), 7, "present_rate", {"present": 89, "roll": 80})


def test_a_correction_that_makes_a_line_small_hides_it_anew():
    body = figures(line(7), line(8), line(9))
    assert not any(one["figures"]["pass_rate"]["hidden"] for one in body["lines"])
    few = {"quiz_passed": 3, "quiz_taken": 9}
    zero = corrected(body, 7, "excellent_rate", {"quiz_excellent": 0, "quiz_taken": 60})
    new = corrected(zero, 7, "pass_rate", few)
    hidden = [one["figures"]["pass_rate"]["hidden"] for one in new["lines"]]
    assert hidden == [True, True, False] and not new["own"]["figures"]["pass_rate"]["hidden"]


def test_what_was_hidden_before_a_correction_stays_hidden_after_it():
    eyes = Eyes(False, [False] * 3, frozenset())
    small = figures(line(7, quiz_taken=9, quiz_passed=9, quiz_excellent=0), line(8), line(9))
    before = shown(small, eyes)
    assert [one["pass_rate"].hidden for one in before.lines] == [True, True, False]
    new = corrected(small, 7, "pass_rate", {"quiz_passed": 30, "quiz_taken": 60})
    assert [one["pass_rate"].hidden for one in shown(new, eyes).lines] == [False] * 3, "by itself nothing is small"
    after = shown(new, eyes, before)
    assert [one["pass_rate"].hidden for one in after.lines] == [True, True, False]
    inside = shown(small, Eyes(True, [True] * 3, frozenset()))
    assert not any(one["pass_rate"].hidden for one in (inside.own, *inside.lines))


def test_what_the_list_above_hides_is_hidden_of_the_whole_and_one_line_with_it():
    body, forced = figures(line(7), line(8)), frozenset({"pass_rate"})
    found = shown(body, Eyes(False, [False, False], forced))
    assert found.own["pass_rate"].hidden and [one["pass_rate"].hidden for one in found.lines] == [True, False]
    assert not found.own["lesson_rate"].hidden and not found.own["quiz_rate"].hidden


def test_points_by_hand_are_put_right_on_the_side_that_gives_them():
    body = scores({"own": {"own": 1000}, "bureau": {"paper": 200}, "vetoes": []})
    assert correctable(body, 7, "own") == {"points": 1000} and correctable(body, 7, "paper") == {"points": 200}
    mine, theirs = corrected(body, 7, "own", {"points": 1500}), corrected(body, 7, "paper", {"points": 0})
    assert mine["lines"][0]["marks"] == {"own": {"own": 1500}, "bureau": {"paper": 200}, "vetoes": []}
    assert theirs["lines"][0]["marks"] == {"own": {"own": 1000}, "bureau": {"paper": 0}, "vetoes": []}
    assert theirs["lines"][1] == body["lines"][1] and body["lines"][0]["marks"]["bureau"] == {"paper": 200}
    assert [(one.unit_id, one.figure, one.before, one.after) for one in differences(body, mine)] == [
        (7, "", (6700, "好"), (7200, "好")),
        (7, "own", (1000, ""), (1500, "")),
    ]


def test_points_not_given_yet_are_none_and_can_be_given():
    body = scores()
    assert correctable(body, 7, "paper") == {"points": None}
    new = corrected(body, 7, "paper", {"points": 500})
    assert new["lines"][0]["score"]["parts"]["paper"]["points"] == 500 and new["lines"][0]["score"]["complete"]
    with pytest.raises(Refused, match="correction_range"):
        corrected(body, 7, "paper", {"points": 501})


def test_the_figure_under_a_part_is_put_right_and_the_level_follows():
    body = scores()
    assert correctable(body, 7, "rate") == {"over": 2, "under": 4}, "the least of its two indicators"
    new = corrected(body, 7, "tier", {"over": 30, "under": 60})
    assert new["lines"][0]["figures"]["pass_rate"] == [30, 60, ""] and body["lines"][0]["figures"]["pass_rate"] == [
        45,
        60,
        "",
    ]
    told = {one.figure: (one.before, one.after) for one in differences(body, new)}
    assert told["tier"] == ((3000, ""), (0, "")) and told[""] == ((6842, "好"), (3684, "差"))
    better = corrected(body, 7, "rate", {"over": 4, "under": 4})
    part = better["lines"][0]["score"]["parts"]["rate"]
    assert (part["indicator"], part["figure"]) == ("quiz_rate", [65, 80, ""]), "now the other one is the least"


@pytest.mark.parametrize("values", [{"over": 61, "under": 60}, {"over": 0, "under": 0}])
def test_a_figure_of_a_part_is_a_share(values):
    with pytest.raises(Refused, match="correction_range"):
        corrected(scores(), 7, "tier", values)


@pytest.mark.parametrize(("why", "refused"), [("few", True), ("kindergarten", True), ("nothing_due", False)])
def test_what_is_hidden_or_does_not_exist_cannot_be_put_right_and_what_was_not_due_can(why, refused):
    body = scores(pass_rate=[0, 0, why])
    if refused:
        with pytest.raises(Refused, match="correction_hidden"):
            correctable(body, 7, "tier")
        return
    assert correctable(body, 7, "tier") == {"over": 0, "under": 0}
    new = corrected(body, 7, "tier", {"over": 50, "under": 60})
    assert new["lines"][0]["score"]["parts"]["tier"]["points"] == 3000


def test_a_frozen_score_comes_back_as_it_was_without_being_reckoned_anew():
    body = scores()
    row = body["lines"][0]
    row["score"]["total"], row["score"]["level"] = 1, "差"  # as another release may have reckoned it
    found = score_of(body, row)
    assert (found.total, found.level.name, found.earned, found.base) == (1, "差", 6500, 9500)
    assert [(one.part.code, one.points, one.why) for one in found.outcomes] == [
        ("rate", 2500, "ratio"),
        ("tier", 3000, "tier"),
        ("own", 1000, "marked_self"),
        ("paper", None, "waiting"),
    ]
    assert found.outcomes[1].step == Step(6000, 10_000, 3000) and found.outcomes[3].figure is None


def test_a_body_has_one_spelling_whatever_the_order_it_was_made_in():
    body = figures(line(7))
    turned = dict(reversed(list(body.items())))
    assert snapshot_rules.canonical(body) == snapshot_rules.canonical(turned)
    assert "学校7" in snapshot_rules.canonical(body) and ": " not in snapshot_rules.canonical(body)
    assert snapshot_rules.digest_of("安") == snapshot_rules.digest_of("安") != snapshot_rules.digest_of("学")
    with pytest.raises(ValueError, match="JSON"):
        snapshot_rules.canonical({"x": float("nan")})
    assert snapshot_rules.line_of(body, 7) == (0, body["lines"][0]) and snapshot_rules.line_of(body, 8) is None
    assert body["least"] == rules.LEAST_PUPILS
