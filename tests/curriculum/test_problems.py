"""What the checker says: sorted by file and line, each uuid once, printed marks in Chinese, and code as it must be typed."""

from pathlib import Path

import pytest

from eduplatform.curriculum.check_pinyin import own_rules
from eduplatform.curriculum.check_svg import svg_faults
from eduplatform.curriculum.lesson_text import parse
from eduplatform.curriculum.package import CourseHead
from eduplatform.curriculum.problems import Problem, Report, repeated_uuids
from eduplatform.curriculum.schema import read_yaml, validate

FILE = Path("courses/fire/p2-a/quiz.yaml")


def test_a_problem_reads_like_a_compilers_and_a_hint_says_that_it_is_one():
    assert str(Problem("a.yaml", 7, "请改")) == "a.yaml:7: 请改"
    assert str(Problem("a.yaml", 7, "请改", "warning")) == "a.yaml:7: [提示] 请改"


def test_problems_sort_by_file_then_line():
    found = [Problem("b", 1, "x"), Problem("a", 10, "x"), Problem("a", 9, "y"), Problem("a", 9, "x")]
    assert [(each.file, each.line, each.reason) for each in sorted(found)] == [
        ("a", 9, "x"),
        ("a", 9, "y"),
        ("a", 10, "x"),
        ("b", 1, "x"),
    ]


def test_a_hint_does_not_fail_a_course_and_an_error_does():
    report = Report()
    assert not report.failed
    report.warn(FILE, 3, "也许")
    assert not report.failed
    report.error(FILE, 4, "不行")
    assert report.failed
    assert [(each.file, each.line, each.level) for each in report.problems] == [
        (str(FILE), 3, "warning"),
        (str(FILE), 4, "error"),
    ]


def test_no_line_is_before_the_first():
    report = Report()
    report.error(FILE, 0, "x")
    report.warn(FILE, -5, "x")
    assert [each.line for each in report.problems] == [1, 1]


def test_every_use_of_a_uuid_after_its_first_is_named_with_where_that_was():
    report = Report()
    for uuid, line in (("AA", 1), ("bb", 2), ("aa", 3), ("Aa", 9)):
        report.met(uuid, FILE, line)
    found = repeated_uuids(report.uuids)
    assert [(each.file, each.line) for each in found] == [(str(FILE), 3), (str(FILE), 9)]
    assert all(f"uuid aa 与 {FILE}:1 重复" in each.reason for each in found)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("写短些,或拆开", "写短些，或拆开"),
        ("请写 `词语: 读音`,一行一条", "请写 `词语: 读音`，一行一条"),
        ("`甲: 乙`和`丙(丁)`", "`甲: 乙`和`丙(丁)`"),
        ("题干“他喊:着火了”太长", "题干“他喊：着火了”太长"),
        ("只有一个 ` 的一句,照印", "只有一个 ` 的一句，照印"),
    ],
)
def test_sentences_are_printed_in_full_width_and_what_is_to_be_typed_is_not(said, printed):
    report = Report()
    report.error(FILE, 1, said)
    report.warn(FILE, 1, said)
    assert [each.reason for each in report.problems] == [printed, printed]


def _no_head(report: Report) -> None:
    validate(CourseHead, read_yaml("- a\n", FILE, report), FILE, report)


def _no_readings(report: Report, folder: Path) -> None:
    (folder / "pinyin.yaml").write_text("- 长竹竿\n", encoding="utf-8")
    own_rules(folder, report)


def test_advice_can_be_typed_as_it_is_shown(tmp_path):
    """A full-width colon is no colon in YAML, and （#a） is no address in an SVG."""
    report = Report()
    _no_head(report)
    _no_readings(report, tmp_path)
    for _line, reason in [
        *parse("---\n---\n## cover: 一\n:::\n## teach 一\n").faults,
        *svg_faults(b'<svg viewBox="0 0 1 1"><g fill="url(//x)"/></svg>'),
    ]:
        report.error(FILE, 1, reason)
    said = "\n".join(each.reason for each in report.problems)
    for typed in (
        "`字段: 值`",
        "`词语: 读音`",
        "`长竹竿: cháng zhú gān`",
        "多了一个 `:::`",
        "`## 类型: 标题`",
        "`url(#编号)`",
    ):
        assert typed in said, typed
