"""`flask roster import` asks what a list leaves open: exit 1, nothing changed, the questions with keys and choices."""

import json
from datetime import UTC, datetime

import pytest

from .test_roster_command import dump

LIST = "姓名,班级,学号\n田小雨甲一,三(2)班,1\n周一鸣甲二,三(2)班,2\n王梓涵甲同,三(2)班,3\n王梓涵甲同,三(2)班,4\n"


def run(app, tmp_path, text, *options):
    file = tmp_path / "名册.csv"
    file.write_text(text, encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["roster", "import", str(file), "--school", "LJ-SY", "--json", *options])
    return result, json.loads(result.output)


@pytest.mark.parametrize(
    ("day", "asked"), [("07-14", False), ("07-15", True), ("08-26", True), ("09-15", True), ("09-16", False)]
)
def test_the_school_year_is_asked_around_the_summer(app, tmp_path, clock, day, asked):
    clock.move_to(datetime.fromisoformat(f"2027-{day}T02:00:00").replace(tzinfo=UTC))
    before = dump(app)
    result, answer = run(app, tmp_path, "姓名,班级\n赵新来,一(1)班\n", "--dry-run")
    assert [q["code"] for q in answer["questions"]] == (["school_year"] if asked else [])
    assert result.exit_code == (1 if asked else 0) and dump(app) == before
    if asked:
        assert answer["questions"][0]["choices"] == {"2026": "2026–2027 学年", "2027": "2027–2028 学年"}


def test_the_school_year_is_said_with_an_option_or_as_an_answer(app, tmp_path, clock):
    clock.move_to(datetime(2027, 8, 26, 2, tzinfo=UTC))
    _result, answer = run(app, tmp_path, "姓名,班级\n赵新来,一(1)班\n", "--dry-run", "--year", "2027")
    assert answer["year"] == 2027 and not answer["questions"]
    _result, answer = run(app, tmp_path, "姓名,班级\n赵新来,一(1)班\n", "--dry-run")
    (question,) = answer["questions"]
    result, answer = run(app, tmp_path, "姓名,班级\n赵新来,一(1)班\n", "--answer", f"{question['key']}=2026")
    assert result.exit_code == 0 and answer["year"] == 2026 and answer["batch"]


def test_questions_without_json_say_how_to_answer(app, tmp_path, clock):
    clock.move_to(datetime(2027, 8, 26, 2, tzinfo=UTC))
    file = tmp_path / "a.csv"
    file.write_text(LIST)
    result = app.test_cli_runner().invoke(args=["roster", "import", str(file), "--school", "LJ-SY"])
    assert result.exit_code == 1 and "哪个学年" in result.output and "--answer school_year" in result.output
    wrong = app.test_cli_runner().invoke(
        args=["roster", "import", str(file), "--school", "LJ-SY", "--answer", "nonsense"]
    )
    assert wrong.exit_code == 2 and "KEY=CHOICE" in wrong.output
