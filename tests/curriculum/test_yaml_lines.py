"""Course files are YAML with lines: where a place stands, what is refused before it is understood, and odd files of every sort."""

import subprocess
import sys
from pathlib import Path

import pytest

from eduplatform.curriculum.problems import Report
from eduplatform.curriculum.schema import read_text, read_yaml_file
from eduplatform.curriculum.yaml_lines import BrokenYaml, read_yaml_text

ROOT = Path(__file__).parents[2]
DEEP = """\
import sys
from eduplatform.curriculum.yaml_lines import BrokenYaml, read_yaml_text
try:
    read_yaml_text(sys.stdin.read())
except BrokenYaml as error:
    print("refused", error.line, error.reason)
"""
QUIZ = """\
draw: 6
questions:
- stem: 一
  options:
  - {id: a, why: 甲}
  - id: b
    why: 乙
- stem: 二
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("draw",), 1),
        (("questions",), 2),
        (("questions", 0), 3),
        (("questions", 0, "options", 0, "why"), 5),
        (("questions", 0, "options", 1), 6),
        (("questions", 0, "options", 1, "why"), 7),
        (("questions", 1, "stem"), 8),
        (("questions", 1, "options"), 8),
        (("questions", 1, "single", "stem"), 8),
        (("questions", 9), 2),
        (("attempts",), 1),
        (("questions", 0, "options", 0, "picture", "alt"), 5),
    ],
)
def test_a_place_answers_with_its_line_and_what_is_missing_with_the_nearest(path, line):
    assert read_yaml_text(QUIZ).line(*path) == line


def test_lines_count_from_the_beginning_of_the_file_where_the_yaml_starts_later():
    marked = read_yaml_text("uuid: x\ntitle: y\n", offset=1)
    assert [marked.line("uuid"), marked.line("title"), marked.line()] == [2, 3, 2]


def test_an_empty_file_is_nothing_on_its_first_line():
    for empty in ("", "\n\n", "# nothing but a comment\n"):
        marked = read_yaml_text(empty)
        assert (marked.data, marked.line("uuid")) == (None, 1)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: [1, 2\n", 3, "YAML 写法有误"),
        ("a: 1\n\tb: 2\n", 2, "YAML 写法有误"),
        ("a: 1\n b: 2\n", 2, "YAML 写法有误"),
        ("a: 'x\n", 2, "YAML 写法有误"),
        ("a: 他说: 走\n", 1, "YAML 写法有误"),
        ("a: @x\n", 1, "YAML 写法有误"),
        ("a: 1\na: 2\n", 2, "a 写了两次"),
        ("b:\n  a: 1\n  a: 2\n", 3, "a 写了两次"),
        ("b:\n- {a: 1, a: 2}\n", 2, "a 写了两次"),
        ("a: &x [1]\nb: *x\n", 1, "不要用 & 和 * 引用"),
        ("a: &x\n  b: *x\n", 1, "不要用 & 和 * 引用"),
        ("? [1, 2]\n: x\n", 1, "字段名要是一个词"),
        ("a: 1\n? {b: 1}\n: x\n", 2, "字段名要是一个词"),
        ("a: 1\n---\nb: 2\n", 2, "YAML 写法有误"),
        ("a: !!python/object:os.system x\n", 1, "YAML 写法有误"),
        ("a: 2026-13-45\n", 1, "YAML 写法有误"),
        ("a: \x01\n", 1, "YAML 写法有误"),
    ],
)
def test_what_is_no_yaml_as_we_take_it_is_named_with_its_line(text, line, reason):
    with pytest.raises(BrokenYaml, match=reason.replace("*", r"\*")) as broken:
        read_yaml_text(text)
    assert broken.value.line == line


def test_the_same_key_in_two_places_and_the_same_word_twice_are_no_mistake():
    assert read_yaml_text("a: {x: 1}\nb: {x: 1}\nc: [1, 1]\n").data == {"a": {"x": 1}, "b": {"x": 1}, "c": [1, 1]}


def test_a_billion_laughs_are_not_laughed():
    swelling = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(BrokenYaml, match="引用"):
        read_yaml_text(swelling)


@pytest.mark.parametrize("nest", ["[" * 200 + "]" * 200, "- " * 200 + "x", "a:\n" + "- {b: [1]}\n" * 900])
def test_what_is_wide_or_a_little_deep_is_read(nest):
    assert read_yaml_text(nest).data


@pytest.mark.parametrize(
    "nest", ["[" * 100_000, "{a: " * 100_000, "b: 1\na: " + "[" * 3000 + "]" * 3000, "- " * 100_000]
)
def test_a_nest_without_a_floor_is_refused_and_takes_nobody_down(nest):
    """libyaml builds its tree by recursion: a hundred thousand brackets ended the whole process."""
    done = subprocess.run(
        [sys.executable, "-c", DEEP], input=nest, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.stdout.startswith("refused"), (done.returncode, done.stderr[-300:])


def test_another_encoding_is_refused_at_the_line_of_its_first_odd_byte(tmp_path):
    file, report = tmp_path / "quiz.yaml", Report()
    file.write_bytes(b"draw: 6\nstem: ok\n" + "题干: 一".encode("gb18030"))
    assert read_yaml_file(file, report) is None
    assert [(each.file, each.line, "UTF-8" in each.reason) for each in report.problems] == [(str(file), 3, True)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "big5"])
def test_what_an_office_program_saves_as_unicode_is_refused_too(tmp_path, encoding):
    file, report = tmp_path / "lesson.md", Report()
    file.write_bytes("火警".encode(encoding))
    found = read_text(file, report)
    assert found is None or "火警" not in found
    assert found is not None or report.failed


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path):
    file, report = tmp_path / "quiz.yaml", Report()
    file.write_bytes(b"\xef\xbb\xbf" + QUIZ.replace("\n", "\r\n").encode())
    marked = read_yaml_file(file, report)
    assert not report.problems
    assert (marked.data, marked.line("questions", 1)) == (read_yaml_text(QUIZ).data, 8)
