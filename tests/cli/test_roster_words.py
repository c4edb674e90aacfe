"""`flask roster import` without --json: what a person reads in a terminal, and the options that answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eduplatform.extensions import db
from eduplatform.org.models import Enrolment, RosterBatch

from .running import invoke, misused, refused

HEAD = "姓名,班级,学号\n"
CLASS = "田小雨甲一,三(2)班,1\n周一鸣甲二,三(2)班,2\n王梓涵甲同,三(2)班,3\n王梓涵甲同,三(2)班,4\n"
RENAMED = CLASS.replace("田小雨甲一", "田小宇甲一")


@pytest.fixture
def file(tmp_path):
    """file(text) → the words that import a list of this text."""

    def written(text: str, *options: str) -> tuple[str, ...]:
        path = Path(tmp_path) / "名册.csv"
        path.write_text(HEAD + text, encoding="utf-8")
        return ("roster", "import", str(path), "--school", "LJ-SY", *options)

    return written


def batches(app) -> list[RosterBatch]:
    with app.app_context():
        return db.session.query(RosterBatch).all()


def test_what_changes_is_counted_in_a_line(app, file):
    said = invoke(app, *file(CLASS + "史小满,三(2)班,5\n"))
    assert said.exit_code == 0 and said.output == "new 1  back 0  changed 0  moved 0  gone 0\n"
    (batch,) = batches(app)
    assert (batch.state, batch.created_by, batch.filename) == ("applied", None, "名册.csv")


def test_a_dry_run_says_the_same_and_leaves_no_trace(app, file):
    said = invoke(app, *file(CLASS + "史小满,三(2)班,5\n", "--dry-run"))
    assert said.exit_code == 0 and said.output.startswith("new 1") and batches(app) == []


def test_errors_are_told_with_sheet_and_line(app, file):
    said = refused(app, *file("=1,三(2)班,1\n史小满,三(2)班,三\n"))
    assert "名册 第2行: " in said and "名册 第3行: " in said and batches(app) == []


def test_a_school_that_does_not_exist_and_a_file_that_is_none(app, file, tmp_path):
    words = file(CLASS)
    assert "no school with code NOWHERE" in refused(app, *words[:4], "NOWHERE")
    assert "no school with code LJ-DC" in refused(app, *words[:4], "LJ-DC")
    (tmp_path / "名册.csv").write_bytes(b"%PDF-1.7")
    assert "不是表格" in refused(app, *words)


def test_a_question_is_told_with_its_choices_and_how_to_answer(app, file):
    said = refused(app, *file(RENAMED))
    assert "同一个学号" in said and "    三(2)班 · 1 · 田小雨甲一  ⇒  三(2)班 · 1 · 田小宇甲一\n" in said
    key = said.split("--answer ")[1].split("=")[0]
    assert key.startswith("rename-") and f"--answer {key}=yes  " in said and f"--answer {key}=no  " in said
    assert f"--answer {key}=yes-2,5" not in said and batches(app) == [], "one line is not told apart"
    assert invoke(app, *file(RENAMED, "--answer", f" {key} = yes ")).exit_code == 0
    assert batches(app)[0].answers == {key: "yes"}


def test_lines_of_a_question_are_numbered_and_answered_apart(app, file):
    both = RENAMED.replace("周一鸣甲二", "周一名甲二")
    said = refused(app, *file(both))
    assert "\n  1. 三(2)班 · 1" in said and "\n  2. 三(2)班 · 2" in said
    key = said.split("--answer ")[1].split("=")[0]
    assert f"--answer {key}=yes-2,5  第 2、5 行按另一种算" in said
    assert refused(app, *file(both, "--answer", f"{key}=yes-3")) == said, "there is no third line"
    assert "new 1  back 0  changed 1" in invoke(app, *file(both, "--answer", f"{key}=yes-2")).output


@pytest.mark.parametrize("options", [("--accept-renames",), ("--answer", "rename=yes")])
def test_all_questions_of_a_kind_are_answered_at_once(app, file, options):
    said = invoke(app, *file(RENAMED, *options))
    assert said.exit_code == 0 and "changed 1" in said.output


def test_an_answer_is_said_in_one_way(app, file):
    assert "rename: write KEY=CHOICE" in misused(app, *file(RENAMED, "--answer", "rename"))
    assert refused(app, *file(RENAMED, "--answer", "rename=perhaps")), "an answer that is none is no answer"


@pytest.mark.parametrize("year", ["1999", "2101", "soon"])
def test_a_year_is_a_year(app, file, year):
    assert "--year" in misused(app, *file(CLASS, "--year", year))


def test_a_list_for_another_year_is_one_of_other_classes(app, file):
    said = json.loads(invoke(app, *file(CLASS, "--year", "2025", "--dry-run", "--json")).output)
    assert said["year"] == 2025 and said["same"] == 0


def test_an_upheaval_is_answered_with_yes(app, file):
    four = "".join(f"{name},二({at})班,1\n" for at, name in enumerate(("赵春甲", "钱夏乙", "孙秋丙", "李冬丁"), 1))
    others = "".join(f"{name},二({at})班,1\n" for at, name in enumerate(("周文戊", "吴武己", "郑双庚", "王全辛"), 1))
    assert invoke(app, *file(four)).exit_code == 0
    assert "--answer upheaval-" in refused(app, *file(others))
    said = invoke(app, *file(others, "--yes"))
    assert said.exit_code == 0 and said.output.startswith("new 4") and "gone 4" in said.output


def test_the_basis_of_consent_is_kept_with_the_list(app, file):
    invoke(app, *file(CLASS + "史小满,三(2)班,5\n", "--consent", "书面同意"))
    assert batches(app)[0].consent == "书面同意"


def test_in_json_every_error_and_question_is_a_thing(app, file):
    said = json.loads(invoke(app, *file("=1,三(2)班,1\n", "--json")).output)
    (error,) = said["errors"]
    assert (error["sheet"], error["line"], error["code"]) == ("名册", 2, "name_formula") and error["message"]
    assert said["questions"] == [] and said["dry_run"] is False and "batch" not in said
    asked = json.loads(invoke(app, *file(RENAMED, "--json")).output)["questions"][0]
    assert set(asked) == {"key", "code", "question", "choices", "shown", "by_line", "groups"}
    assert set(asked["choices"]) == {"yes", "no"} and asked["groups"] == [{"reason": "", "lines": [1]}]
    with app.app_context():
        assert db.session.query(Enrolment).count() == 10, "nothing has changed"
