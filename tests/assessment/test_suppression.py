"""What is left out for being small cannot be had by subtracting the rest from the total."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from eduplatform.assessment import class_report, counters, exports, queries, rules, suppression
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.access import Holding, Viewer
from eduplatform.org.models import Post, Unit
from eduplatform.shared.database import write

from . import world

D, TODAY = date(2026, 11, 2), date(2026, 11, 18)


def line(pupils: int, lessons: int = 1, taken: int | None = None) -> dict[str, int]:
    due = pupils * lessons
    taken = due if taken is None else taken
    return counters.named(
        counters.counter_row(
            {
                "lessons": lessons,
                "roll": due,
                "classes": 1 if lessons else 0,
                "quiz_due": due,
                "quiz_taken": taken,
                "quiz_passed": taken,
                "skill_due": due,
            }
        )
    )


def hidden(*lines: dict[str, int], code: str = "pass_rate") -> list[int]:
    found = suppression.covered(lines, [False] * len(lines))
    return [place for place, codes in enumerate(found.codes) if code in codes]


def test_nothing_small_hides_nothing():
    assert hidden(line(30), line(20)) == []


def test_one_small_line_takes_the_smallest_of_the_others_with_it():
    assert hidden(line(30), line(3), line(12), line(20)) == [1, 2]


def test_two_small_lines_cover_each_other_once_they_are_ten_pupils():
    assert hidden(line(30), line(3), line(7)) == [1, 2]
    assert hidden(line(30), line(2), line(2)) == [0, 1, 2]


def test_many_lessons_do_not_make_few_pupils_many():
    assert hidden(line(2, lessons=9), line(2, lessons=9), line(30)) == [0, 1, 2]


def test_a_line_without_figures_covers_nobody():
    assert hidden(line(3), line(0, lessons=0), line(30)) == [0, 2]


def test_few_sheets_of_a_large_class_hide_results_but_not_participation():
    lines = (line(30, taken=8), line(30, taken=28))
    assert hidden(*lines) == [0, 1] and hidden(*lines, code="quiz_rate") == []


def test_the_viewers_own_school_is_shown_and_the_total_goes_where_nobody_else_can_cover():
    found = suppression.covered([line(3), line(30)], [False, True])
    assert found.codes[1] == frozenset() and "pass_rate" in found.bare
    assert "pass_rate" in suppression.covered([line(3), line(0, lessons=0)], [False, False]).bare


@given(st.lists(st.tuples(st.integers(0, 24), st.integers(1, 3), st.integers(0, 72)), min_size=1, max_size=30))
def test_no_remainder_is_one_line_or_fewer_than_ten_pupils(lines):
    counts = [line(pupils, lessons, min(taken, pupils * lessons)) for pupils, lessons, taken in lines]
    found = suppression.covered(counts, [False] * len(counts))
    for indicator in rules.PERSONAL:
        under = [sum(one[name] for name in indicator.under) for one in counts]
        left = [
            min(under[n], max(rules.pupils_behind(counts[n]) or under[n], 1))
            for n, codes in enumerate(found.codes)
            if indicator.code in codes and under[n]
        ]
        assert not left or (len(left) > 1 and sum(left) >= rules.LEAST_PUPILS) or indicator.code in found.bare


def test_the_last_page_is_never_one_line_alone():
    for total in range(1, 130):
        pages = queries.page_count(total)
        last = total - (pages - 1) * queries.PAGE
        assert last >= 2 or total == 1
        assert last <= queries.PAGE + 1


def district() -> Viewer:
    east = world.unit("LJ-DC")
    return Viewer(
        1, east.id, "staff", "x", holdings=(Holding("district_officer", east.id, "district", east.path, east.name),)
    )


def some_schools() -> None:
    """Three schools of the district with one class each: 3, 12 and 30 pupils, all handed in."""
    fire = world.lesson("FIRE")
    for code, number in (("A", 3), ("B", 12), ("C", 30)):
        school = tree.add_child_unit(world.unit("LJ-DC"), "school", f"LJ-{code}", f"学校{code}", stages="P1,P2,P3")
        unit = tree.add_class(school, 1, 2026, 3, "三(1)班")
        pupils = world.pupils(unit, number)
        world.teach(unit, fire, D, roll=number)
        for pupil in pupils:
            world.quiz(unit, fire, pupil, D, 90)


def test_on_page_and_sheet_a_district_cannot_work_out_the_smallest_school(app):
    with app.app_context():
        with write():
            some_schools()
        world.settle()
        report = queries.unit_report(district(), world.unit("LJ-DC"), 2026, TODAY)
        found = {one.name: one.rates["pass_rate"].hidden for one in report.lines if one.counts["quiz_due"]}
        assert found == {"学校A": True, "学校B": True, "学校C": False}
        assert not report.own.rates["pass_rate"].hidden and not any(
            one.rates["lesson_rate"].hidden for one in report.lines
        )
        own = queries.unit_report(
            Viewer(1, 1, "staff", "x", holdings=(Holding("principal", 1, "school", world.unit("LJ-A").path, "A"),)),
            world.unit("LJ-A"),
            2026,
            TODAY,
        )
        assert not own.own.rates["pass_rate"].hidden


def test_lessons_of_a_class_hide_the_same_on_the_page_and_in_the_file(app):
    with app.app_context():
        with write():
            unit = world.unit("LJ-SY-2024-2")
            pupils = world.pupils(unit, 20)
            for topic, taken in (("FIRE", 2), ("DROWN", 12), ("TRAF", 20)):
                head = world.lesson(topic)
                world.teach(unit, head, D, roll=20)
                for pupil in pupils[:taken]:
                    world.quiz(unit, head, pupil, D, 90)
        world.settle()
        lines, total = class_report.class_lessons(world.unit("LJ-SY-2024-2"), 2026, TODAY, False, 1, 6)
        shown = {one.topic: one.rates["pass_rate"].hidden for one in lines}
        assert total == 3 and shown == {"FIRE": True, "DROWN": True, "TRAF": False}
        assert not any(
            one.rates["pass_rate"].hidden
            for one in class_report.class_lessons(world.unit("LJ-SY-2024-2"), 2026, TODAY, True, 1, 6)[0]
        )
        passed = 4 + exports.LESSON_FIELDS.index("quiz_passed")
        rows = {row[3]: row[passed] for row in exports.lesson_rows(world.unit("LJ-DC"), 2026, TODAY, False, "*")}
        assert rows == {"FIRE": "*", "DROWN": "*", "TRAF": 20}
        db.session.rollback()


def test_a_homeroom_report_of_a_tiny_class_tells_the_district_nothing(app):
    with app.app_context():
        with write():
            some_schools()
        world.settle()
        tiny = db.session.query(Unit.id).filter_by(parent_id=world.unit("LJ-A").id).scalar()
        post = Post(unit_id=tiny, school_id=world.unit("LJ-A").id, user_id=1, from_on=date(2026, 9, 1))
        assert class_report.of_post(post, 2026, TODAY, inside=False).rates["pass_rate"].hidden
        assert not class_report.of_post(post, 2026, TODAY, inside=True).rates["pass_rate"].hidden


def test_what_is_hidden_anyhow_counts_among_the_sheets_that_are_hidden():
    assert suppression.hidden_sizes([40, 30, 20], False) == set()
    assert suppression.hidden_sizes([40, 30, 20], False, [True, False, False]) == {0, 2}
    assert suppression.hidden_sizes([40, 30, 4], False, [True, False, False]) == {0, 2}
