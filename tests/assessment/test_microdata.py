"""Anonymised facts: what is in the files equals the records, and no small group can be had from them, not by subtraction either."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eduplatform.assessment import microdata, microdata_rules
from eduplatform.assessment.microdata_dictionary import MEANINGS, columns_of
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.learning.paper import Paper
from eduplatform.org import tree
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassHour

from . import world
from .test_differencing import equations, officer, solvable

TODAY, FIRST = date(2026, 11, 18), date(2026, 9, 7)
LAST = date(2026, 11, 8)
Rows = list[dict[str, str]]


def files(folder, code: str, day: date = TODAY) -> dict[str, Rows]:
    path = folder / "x.zip"
    microdata.write_microdata(world.unit(code), 2026, day, path)
    with zipfile.ZipFile(path) as packed:
        texts = {name: packed.read(name).decode() for name in packed.namelist()}
    return {
        name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items() if name[-3:] == "csv"
    }


def history(seed: int) -> None:
    """Classes of random sizes, many of them tiny, over ten weeks: lessons, some taken back, quizzes early, late, and twice."""
    chance = random.Random(seed)
    with write():
        heads = [world.lesson("FIRE"), world.lesson("DROWN")]
        for n in range(3):
            school = tree.add_child_unit(
                world.unit(chance.choice(["LJ-DC", "LJ-XS"])), "school", f"LJ-R{n}", f"学校{n}", stages="P1,P2,P3"
            )
            for number in range(1, chance.randint(2, 4)):
                unit = tree.add_class(school, number, 2026, 3, f"三({number})班")
                pupils = world.pupils(unit, chance.choice([3, 9, 14, 25, 30]))
                for head in chance.sample(heads, chance.randint(1, 2)):
                    day = FIRST + timedelta(days=7 * chance.randint(0, 9))
                    entry = world.teach(unit, head, day, roll=len(pupils), present=chance.randint(2, len(pupils)))
                    if chance.random() < 0.15:
                        world.take_back(entry, day)
                    for pupil in pupils:
                        later = chance.choice([0, 0, 0, 0, 0, 7, 14])
                        if chance.random() < 0.9:
                            world.quiz(unit, head, pupil, day + timedelta(days=later), chance.choice([0, 40, 100]))
                        if chance.random() < 0.1:
                            world.quiz(unit, head, pupil, day + timedelta(days=later), 100)
    world.settle()


def first_sheets_of() -> dict[tuple[str, str, str], list[QuizAttempt]]:
    """By class, lesson and week, read another way than the product reads them."""
    firsts: dict[tuple[int, int], QuizAttempt] = {}
    for sheet in db.session.scalars(select(QuizAttempt).order_by(QuizAttempt.id)):
        firsts.setdefault((sheet.pupil_id, sheet.lesson_id), sheet)
    found = defaultdict(list)
    uuids = {row.id: row.uuid for row in db.session.query(world.Item)}
    for sheet in firsts.values():
        day = sheet.submitted_at.astimezone(world.SHANGHAI).date()
        week = (day - timedelta(days=day.weekday())).isoformat()
        found[microdata.unit_mark(sheet.class_id), uuids[sheet.lesson_id], week].append(sheet)
    return found


def place(row: dict[str, str]) -> tuple[str, str, str]:
    return row["class"], row["lesson"], row["week"]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_in_the_files_equals_the_records(app, tmp_path, seed):
    with app.app_context():
        history(seed)
        found, sheets = files(tmp_path, "LJ"), first_sheets_of()
        assert found["answers.csv"], "nothing in the file would pass too"
        answers = defaultdict(Counter)
        for row in found["answers.csv"]:
            answers[place(row)][row["item"], row["correct"]] += int(row["n"])
        for cell, counts in answers.items():
            assert len(sheets[cell]) >= 10 and cell[2] <= LAST.isoformat()
            wanted: Counter[tuple[str, str]] = Counter()
            for sheet in sheets[cell]:
                for question, share in zip(Paper.of(sheet).questions, sheet.shares, strict=True):
                    wanted[str(question.uuid), str(int(share == 100))] += 1
            named = {item for item, _right in counts if item}
            assert {pair: n for pair, n in counts.items() if pair[0]} == {
                p: n for p, n in wanted.items() if p[0] in named
            }
            for right in ("0", "1"):
                assert sum(n for pair, n in counts.items() if pair[1] == right) == sum(
                    n for pair, n in wanted.items() if pair[1] == right
                )
        lines = {place(row): row for row in found["classes.csv"]}
        assert len(lines) == len(found["classes.csv"])
        for cell, row in lines.items():
            told = (
                (str(len(sheets[cell])), str(sum(one.passed for one in sheets[cell]))) if cell in answers else ("", "")
            )
            assert (row["pupils"], row["passed"]) == told
        assert sum(int(row["lessons"]) for row in lines.values()) == lessons_given()
        assert {place(row) for row in found["classes.csv"] if row["pupils"]} == set(answers)


def lessons_given() -> int:
    taken_back = set(db.session.scalars(select(ClassHour.corrects_id).where(ClassHour.sign < 0)))
    entries = db.session.scalars(select(ClassHour).where(ClassHour.sign > 0, ClassHour.given_on <= LAST))
    return sum(entry.id not in taken_back and entry.roll >= 10 for entry in entries)


@pytest.mark.parametrize("seed", range(2))
def test_files_of_any_units_and_days_differ_by_whole_groups_only(app, tmp_path, seed):
    with app.app_context():
        history(seed)
        days, units = [date(2026, 10, 14), date(2026, 11, 1), TODAY], ["LJ", "LJ-DC", "LJ-R0", "LJ-R1"]
        groups: dict[tuple[str, ...], set[tuple[tuple[str, str, str], ...]]] = defaultdict(set)
        for day in days:
            for code in units:
                cells = defaultdict(list)
                for row in files(tmp_path, code, day)["answers.csv"]:
                    cells[place(row)].append((row["item"], row["correct"], row["n"]))
                for cell, rows in cells.items():
                    groups[cell].add(tuple(sorted(rows)))
        assert groups, "nothing in any file would pass too"
        assert all(len(ways) == 1 for ways in groups.values()), (
            "a group is in as a whole, always the same, or not at all"
        )
        for ways in groups.values():
            sizes = Counter()
            for item, _right, n in next(iter(ways)):
                sizes[item] += int(n)
            assert all(n >= 10 for n in sizes.values())


@pytest.mark.parametrize("seed", range(2))
def test_together_with_all_pages_no_small_class_can_be_solved_for(app, tmp_path, seed):
    """As test_differencing has it, with the classes of the file as further equations."""
    chance, sizes = random.Random(seed), {}
    day = date(2026, 11, 2)
    with app.app_context():
        with write():
            fire = world.lesson("FIRE")
            for n in range(4):
                above = world.unit(chance.choice(["LJ-DC", "LJ-XS"]))
                school = tree.add_child_unit(above, "school", f"LJ-R{n}", f"学校{n}", stages="P1,P2,P3")
                for number in range(1, chance.randint(2, 4)):
                    unit = tree.add_class(school, number, 2026, 3, f"三({number})班")
                    sizes[unit.code] = size = chance.choice([2, 4, 6, 11, 13, 20])
                    world.teach(unit, fire, day, roll=size)
                    for pupil in world.pupils(unit, size):
                        world.quiz(unit, fire, pupil, day, chance.choice([40, 90]))
        world.settle()
        leaves = sorted(sizes)
        told = {row["class"] for row in files(tmp_path, "LJ", date(2026, 11, 30))["answers.csv"]}
        in_file = [code for code in leaves if microdata.unit_mark(world.unit(code).id) in told]
        for top in ("LJ", "LJ-DC"):
            mine = [code for code in leaves if world.unit(code).path.startswith(world.unit(top).path)]
            rows = equations(officer(top), top, mine)
            rows += [[int(code == one) for code in mine] for one in in_file if one in mine]
            for code in mine:
                if sizes[code] < 10:
                    assert code not in in_file and not solvable(rows, [int(one == code) for one in mine]), (code, sizes)


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({}, ""),
        ({"a": 10}, "a"),
        ({"a": 9}, ""),
        ({"a": 12, "b": 30, "c": 3}, "b"),
        ({"a": 12, "b": 30, "c": 3, "d": 7}, "ab"),
        ({"a": 10, "b": 1}, ""),
    ],
)
def test_questions_with_few_answers_stand_together_with_others(answers, named):
    assert microdata_rules.named_items(answers) == set(named)


@pytest.mark.parametrize(
    ("day", "last"), [("2026-11-16", "2026-11-08"), ("2026-11-22", "2026-11-08"), ("2026-11-23", "2026-11-15")]
)
def test_a_week_comes_once_it_has_been_over_for_a_week(day, last):
    assert microdata_rules.last_closed_day(date.fromisoformat(day)) == date.fromisoformat(last)


def test_the_dictionary_tells_of_every_column_and_no_other(app, tmp_path):
    with app.app_context():
        found = files(tmp_path, "LJ-SY")
        told = [(row["file"], row["column"]) for row in found["dictionary.csv"]]
        assert told == [(one.file, one.column) for one in MEANINGS] and len(set(told)) == len(told)
        path = tmp_path / "x.zip"
        with zipfile.ZipFile(path) as packed:
            for name in ("answers.csv", "classes.csv"):
                assert packed.read(name).decode().splitlines()[0].split(",") == columns_of(name)
        assert found["answers.csv"] == [] == found["classes.csv"]
