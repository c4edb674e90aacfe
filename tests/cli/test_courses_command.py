"""`flask courses coverage|sample|new`: what the shelf has, what a critical reader reads, and how a course begins."""

import re
import shutil
from pathlib import Path

import pytest

COURSES = Path(__file__).parents[2] / "courses"


def run(app, *words):
    return app.test_cli_runner().invoke(args=["courses", *words])


@pytest.fixture
def shelf(app, tmp_path, monkeypatch):
    """The tables of the shipped shelf, without its courses."""
    for name in ("facts.yaml", "taxonomy.yaml", "school_year.yaml"):
        shutil.copy(COURSES / name, tmp_path / name)
    monkeypatch.setitem(app.config, "COURSES", str(tmp_path))
    return tmp_path


@pytest.fixture
def one_course(shelf):
    """A shelf of one course: a sample of it takes a second."""
    shutil.copytree(COURSES / "fire" / "p2-smoke", shelf / "fire" / "p2-smoke")


def test_coverage_counts_cells_weeks_and_objectives(app):
    said = run(app, "coverage").output
    cells = re.search(r"^FIRE\t(.*)$", said, re.M)[1].split("\t")
    shelf = [len(list(COURSES.glob(f"fire/{stage}-*"))) for stage in ("k", "p1", "p2", "p3", "j", "s", "v")]
    assert cells == [str(n or "·") for n in shelf]
    assert int(re.search(r"^P2: (\d+)/40 weeks have a lesson", said, re.M)[1]) >= 11
    assert re.search(r"; 0 of \d{2,} objectives untaught or unasked", said, re.M)
    assert re.search("waiting for a licensed reader: ABUSE ABUSE-01 ", said) and "MENTAL-25 MENTAL-26" in said


def test_the_courses_of_one_topic_are_checked_together(app):
    done = run(app, "check", str(COURSES / "fire"))
    assert done.exit_code == 0
    assert f"{len(list((COURSES / 'fire').glob('*/course.yaml')))} packages sound, 0 problems" in done.output


def test_a_sample_is_the_same_for_the_same_seed_and_shows_the_facts(app):
    once, again, other = (run(app, "sample", "--seed", seed).output for seed in ("1", "1", "2"))
    assert once == again != other
    assert len(re.findall(r"^\d+\. ", once, re.M)) == 50 and "   = FIRE-" in once


def test_a_blind_sample_asks_the_same_questions_and_marks_what_its_reader_wrote(app, one_course, tmp_path):
    keyed, blind = (run(app, "sample", "--size", "6", *more).output for more in ([], ["--blind"]))
    asked = [re.findall(r"^\d+\. (\S+ #\d+ \w+)", said, re.M) for said in (keyed, blind)]
    assert asked[0] == asked[1] and len(asked[0]) == 6
    assert "   = " in keyed and not re.search("√|×|   = [A-Z]+-", blind)
    assert all(Path(path).exists() for path in re.findall(r"图 (\S+)", blind))

    answers = tmp_path / "answers.txt"
    answers.write_text("\ufeff1 A # 只有它提到报警\n", encoding="utf-8")  # A is an answer to the first one drawn
    done = run(app, "sample", "--size", "6", "--answers", str(answers))
    assert re.search(
        r"^\d of 6 right \(\d\.\d points\), \d wrong, 5 without an answer, 1 with a remark$", done.output, re.M
    )
    assert "A # 只有它提到报警" in done.output and "MISSED: -" in done.output and "   = " in done.output


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"7 A", "没有第 7 题，只有 1–6"),
        ("1 不知道".encode("gb18030"), "不是 UTF-8 的文本"),
        ("第一题选A".encode(), "第 1 行看不懂"),
    ],
)
def test_answers_that_cannot_be_marked_are_refused_with_what_to_do(app, one_course, tmp_path, said, reason):
    (tmp_path / "answers.txt").write_bytes(said)
    done = run(app, "sample", "--size", "6", "--answers", str(tmp_path / "answers.txt"))
    assert done.exit_code == 1 and reason in done.output and "answers.txt" in done.output


def test_a_sample_is_either_shown_blind_or_marked(app, one_course, tmp_path):
    (tmp_path / "answers.txt").write_text("1 A")
    done = run(app, "sample", "--blind", "--answers", str(tmp_path / "answers.txt"))
    assert done.exit_code == 2 and "give one of the two" in done.output


def test_a_new_course_is_read_but_refused_until_it_is_filled_in(app, shelf):
    done = run(app, "new", "FOOD", "P1", "--name", "canteen")
    assert done.exit_code == 0 and "objectives; fill it in" in done.output
    checked = run(app, "check", str(shelf / "food" / "p1-canteen"))
    assert checked.exit_code == 1
    assert "YAML 写法有误" not in checked.output and "缺少 title" not in checked.output
    for reason in ("没有标事实编号", "题库至少 16 题", "缺少 belief", "没有标题是", "不在目标原文里"):
        assert reason in checked.output, reason
    assert run(app, "new", "FOOD", "P1", "--name", "canteen").exit_code == 1


def test_a_cell_that_does_not_exist_has_no_skeleton(app, shelf):
    assert "no such cell" in run(app, "new", "NONSENSE", "P1").output
    assert "no such cell" in run(app, "new", "ABUSE", "P1").output
