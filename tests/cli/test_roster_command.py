"""`flask roster import`: all of it or nothing, and nothing at all for a dry run or a failure."""

import hashlib
import json

import pytest
from sqlalchemy import select, text

from eduplatform.extensions import db
from tests.org.roster.corpus import cases

GOOD = "姓名,班级,学号,性别\n田小雨甲一,三(2)班,1,女\n周一鸣甲二,三(2)班,2,男\n王小明,三(2)班,5,男\n"


def dump(app) -> str:
    """Digest of every row of every table."""
    with app.app_context(), db.engine.connect() as connection:
        rows = [
            (t.name, [tuple(r) for r in connection.execute(select(t).order_by(*t.primary_key.columns))])
            for t in db.metadata.sorted_tables
        ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def run(app, tmp_path, data, *options, name="名册.csv"):
    file = tmp_path / name
    file.write_bytes(data)
    result = app.test_cli_runner().invoke(args=["roster", "import", str(file), "--school", "LJ-SY", "--json", *options])
    return result, json.loads(result.output)


def test_a_good_file_goes_in(app, tmp_path):
    result, answer = run(app, tmp_path, GOOD.encode())
    assert result.exit_code == 0 and not answer["errors"]
    assert {k: answer[k] for k in ("new", "changed", "moved", "gone")} == {
        "new": 1,
        "changed": 2,
        "moved": 0,
        "gone": 2,
    }


def test_the_same_file_again_changes_nothing(app, tmp_path):
    run(app, tmp_path, GOOD.encode())
    _result, answer = run(app, tmp_path, GOOD.encode())
    assert answer["same"] == 3 and answer["new"] == answer["changed"] == answer["gone"] == 0


def test_a_dry_run_leaves_the_database_byte_equal(app, tmp_path):
    before = dump(app)
    result, answer = run(app, tmp_path, GOOD.encode(), "--dry-run")
    assert result.exit_code == 0 and answer["new"] == 1
    assert dump(app) == before


@pytest.mark.parametrize("place", [1, 2, 50, 99])
def test_one_bad_row_anywhere_leaves_the_database_byte_equal(app, tmp_path, place):
    lines = ["姓名,班级,学号"] + [
        f"学生{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{'子丑寅卯辰巳午未申酉'[n // 10]},三(2)班,{n + 10}" for n in range(100)
    ]
    lines[place] = "=HYPERLINK(1),三(2)班,7"
    before = dump(app)
    result, answer = run(app, tmp_path, "\n".join(lines).encode())
    assert result.exit_code == 1 and [e["line"] for e in answer["errors"]] == [place + 1]
    assert dump(app) == before


def test_every_refused_file_of_the_corpus_leaves_the_database_byte_equal(app, tmp_path):
    before, refused = dump(app), 0
    for case in cases():
        result, _answer = run(app, tmp_path, case.data, "--dry-run", name=case.filename)
        refused += result.exit_code
    assert refused >= 20, "the corpus holds files that must be refused"
    assert dump(app) == before


def test_an_unknown_school_is_an_error(app, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(GOOD)
    result = app.test_cli_runner().invoke(args=["roster", "import", str(file), "--school", "NOWHERE", "--json"])
    assert result.exit_code == 1 and "NOWHERE" in result.output


def test_the_database_is_whole(app):
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
