"""`flask assessment recount` and `flask report`."""

from __future__ import annotations

import json
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.assessment.models import TallyLesson
from eduplatform.extensions import db
from eduplatform.shared.database import write

from . import world


@pytest.fixture
def run(app):
    with app.app_context(), write():
        class_unit = world.unit("LJ-SY-2024-2")
        people = world.pupils(class_unit, 6)
        world.teach(class_unit, world.lesson("FIRE"), date(2026, 11, 2), roll=10)
        world.quiz(class_unit, world.lesson("FIRE"), people[0], date(2026, 11, 2))
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=list(words))


def test_the_check_is_green_on_true_tallies_and_red_on_a_wrong_one(app, run):
    assert run("assessment", "recount", "--check").exit_code == 0
    with app.app_context(), write():
        db.session.query(TallyLesson).filter(TallyLesson.lessons > 0).first().lessons = 7
    found = run("assessment", "recount", "--check", "--year", "2026")
    assert found.exit_code == 1 and "'lessons': 7" in found.output and "difference" in found.output
    assert run("assessment", "recount", "--year", "2026").exit_code == 0
    assert run("assessment", "recount", "--check").exit_code == 0


def test_a_report_as_text_json_and_sheet(run, tmp_path):
    run("assessment", "recount")
    said = run("report", "school", "LJ-SY")
    assert said.exit_code == 0 and "三(2)班\t10\t1\t10.0%" in said.output
    data = json.loads(run("report", "unit", "LJ", "--json", "--as-of", "2026-11-02").output)
    assert data["own"]["counts"]["lessons"] == 1 and data["own"]["rates"]["quiz_rate"] == 0.1
    assert (
        json.loads(run("report", "unit", "LJ", "--json", "--as-of", "2026-11-01").output)["own"]["counts"]["lessons"]
        == 0
    )
    assert run("report", "class", "LJ-SY-2024-2", "--xlsx", str(tmp_path / "a.xlsx")).exit_code == 0
    assert "三(2)班" in CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0).to_python()[0][0]


def test_a_teacher_is_found_by_login_and_nobody_else_is(run):
    run("assessment", "recount")
    said = run("report", "teacher", "lin")
    assert said.exit_code == 0 and "授课完成率\t10.0%" in said.output
    assert json.loads(run("report", "teacher", "lin", "--json").output)["terms"][0]["counts"]["lessons"] == 1
    assert run("report", "teacher", "nobody").exit_code == 1
    assert run("report", "school", "LJ").exit_code == 1 and run("report", "class", "NOPE").exit_code == 1
