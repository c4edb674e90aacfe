"""The table of a report: one list of columns for screen, sheet and file; what is hidden, untested or without a figure, cell by cell."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from eduplatform.assessment import counters, report_table, rules
from eduplatform.assessment.queries import ReportLine
from eduplatform.assessment.report_table import FIELDS, Words

SMALL, UNTESTED = "人数过少", {"quiz": "未测", "skill": "未练"}
WORDS = Words(
    groups={group: f"组-{group}" for group in rules.GROUPS},
    heads={field.code: f"列-{field.code}" for field in FIELDS},
    unit="单位",
    total="合计",
    small=SMALL,
    title="报表",
    untested=UNTESTED,
    about=("截至今天",),
    notes=("注",),
)


def counted(**values: int) -> dict[str, int]:
    return counters.named(counters.counter_row(values))


def cells(inside: bool = True, **values: int) -> dict[str, object]:
    """Code of the column → its cell."""
    counts = counted(**values)
    said = report_table.cells(counts, rules.rates(counts, inside), SMALL, UNTESTED)
    return dict(zip((field.code for field in FIELDS), said, strict=True))


def line(name: str, **values: int) -> ReportLine:
    counts = counted(**values)
    return ReportLine(1, "X", name, "class", counts, rules.rates(counts, True))


def test_every_column_is_a_counter_or_an_indicator_once():
    codes = [field.code for field in FIELDS]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= {*counters.NAMES, *rules.BY_CODE, "hours_evidenced"}
    assert {code for code in codes if code in rules.BY_CODE} == set(rules.BY_CODE), "no indicator is left out"
    assert all((field.kind == "rate") is (field.code in rules.BY_CODE) for field in FIELDS)
    assert {field.group for field in FIELDS} == set(rules.GROUPS)
    assert all(not field.hides or rules.BY_CODE[field.hides].personal for field in FIELDS)


def test_hours_are_hours_rates_are_rates_and_all_else_is_counted():
    kinds = {field.code: field.kind for field in FIELDS}
    hours = {"hours", "hours_evidenced", "hours_declared"}
    assert kinds == {code: "hours" if code in hours else "rate" if code in rules.BY_CODE else "count" for code in kinds}


def test_the_whole_hides_and_says_as_its_lines_do():
    counts = counted(**FEW | {"quiz_unasked": 1, "quiz_due": 0, "quiz_taken": 0})
    whole = SimpleNamespace(lines=(), own=ReportLine(1, "X", "", "school", counts, rules.rates(counts, inside=False)))
    said = dict(
        zip(("unit", *(field.code for field in FIELDS)), report_table.report_sheet(whole, WORDS).last, strict=True)
    )
    assert (said["unit"], said["quiz_rate"], said["skill_due"], said["skill_rate"]) == ("合计", "未测", SMALL, SMALL)
    assert said["hours_met"] == 0 and said["activity_rate"] is None


def test_counters_stand_as_they_are_and_rates_as_shares():
    found = cells(
        slots_due=4, slots_done=3, hours=300, hours_declared=100, classes=2, classes_met=1, roll=40, present=38
    )
    assert (found["slots_due"], found["slots_done"], found["lesson_rate"]) == (4, 3, 0.75)
    assert (found["hours"], found["hours_declared"], found["hours_evidenced"]) == (300, 100, 200)
    assert (found["hours_met"], found["present_rate"]) == (0.5, 0.95)


def test_where_nothing_is_due_there_is_no_figure_and_not_nought_per_cent():
    found = cells()
    assert [found[field.code] for field in FIELDS if field.kind == "rate"] == [None] * 9
    assert found["slots_due"] == 0


@pytest.mark.parametrize(
    ("values", "quiz", "skill"),
    [
        ({"quiz_unasked": 2, "skill_unasked": 1}, "未测", "未练"),
        ({"quiz_unasked": 2, "quiz_due": 40, "quiz_taken": 20}, 0.5, None),
        ({"skill_unasked": 2, "skill_due": 40, "skill_done": 10}, None, 0.25),
    ],
)
def test_nobody_tested_is_said_in_words(values, quiz, skill):
    found = cells(**values)
    assert (found["quiz_rate"], found["skill_rate"]) == (quiz, skill)
    if quiz == "未测":
        assert {found[code] for code in ("pass_rate", "excellent_rate")} == {"未测"}


FEW = {
    "lessons": 1,
    "roll": 4,
    "classes": 1,
    "quiz_due": 4,
    "quiz_taken": 3,
    "quiz_passed": 2,
    "skill_due": 4,
    "slots_due": 1,
}


def test_too_few_pupils_are_hidden_from_outside_with_the_counters_they_could_be_had_from():
    outside, inside = cells(inside=False, **FEW), cells(**FEW)
    hidden = {code for code, cell in outside.items() if cell == SMALL}
    assert hidden == {
        *("quiz_due", "quiz_taken", "quiz_group", "quiz_rate", "pass_rate", "excellent_rate"),
        *("skill_due", "skill_done", "skill_group", "skill_rate"),
    }
    assert SMALL not in inside.values()
    assert {code: cell for code, cell in outside.items() if code not in hidden} == {
        code: cell for code, cell in inside.items() if code not in hidden
    }


def test_columns_stand_under_their_groups_behind_the_unit():
    columns = report_table.sheet_columns(WORDS)
    assert (columns[0].head, columns[0].kind) == ("单位", "name")
    assert [(one.head, one.kind, one.group) for one in columns[1:]] == [
        (f"列-{field.code}", field.kind, f"组-{field.group}") for field in FIELDS
    ]


def report(*lines: ReportLine) -> SimpleNamespace:
    return SimpleNamespace(lines=lines, own=line("全部", slots_due=8, slots_done=4), day=date(2026, 11, 18))


def test_the_sheet_has_a_row_for_each_unit_and_the_whole_apart():
    table = report_table.report_sheet(report(line("一班", slots_due=4, slots_done=3), line("二班")), WORDS)
    assert (table.title, table.about, table.notes) == ("报表", ("截至今天",), ("注",))
    assert [row[:4] for row in table.rows] == [["一班", 4, 3, 0.75], ["二班", 0, 0, None]]
    assert table.last[:4] == ["合计", 8, 4, 0.5]
    assert {len(row) for row in [*table.rows, table.last]} == {len(table.columns)}


def test_a_unit_without_units_below_has_its_total_alone():
    table = report_table.report_sheet(report(), WORDS)
    assert (table.rows, table.last[0]) == ([], "合计")


def test_words_and_hidden_cells_survive_the_frame():
    counts = counted(**FEW | {"quiz_unasked": 1, "quiz_due": 0, "quiz_taken": 0})
    few = ReportLine(1, "X", "一班", "class", counts, rules.rates(counts, inside=False))
    shaped = report_table.frame(report(few), WORDS)
    assert list(shaped.columns)[:2] == [("", "单位"), ("组-lessons", "列-slots_due")]
    assert shaped.iloc[0][("组-quiz", "列-quiz_rate")] == "未测"
    assert shaped.iloc[0][("组-skill", "列-skill_due")] == SMALL
    assert shaped.iloc[-1][("", "单位")] == "合计"
