"""Every page of the pupils' desk: at most ten statements and 30 KB."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from eduplatform.shared import ttl_cache
from tests.conftest import sql_count

SCRIPTS = Path(__file__).parents[3] / "static" / "js"
IMPORT = re.compile(r"""from '\./([^']+\.js)'""")
PAGES = {
    "home": "/student/",
    "lessons": "/student/lessons",
    "record": "/student/record",
    "lesson": "/student/lessons/{lesson}",
    "read": "/student/lessons/{lesson}/read",
    "quiz": "/student/lessons/{lesson}/quiz",
    "skill": "/student/lessons/{lesson}/skill",
    "attempt": "/student/attempts/{began}",
}
WARM = {"home": 4, "lessons": 2, "record": 6, "lesson": 2, "read": 1, "quiz": 3, "skill": 1, "attempt": 2}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_small(yu, lesson, began, name):
    address = PAGES[name].format(lesson=lesson, began=began)
    ttl_cache.drop()
    cold = yu.get(address)
    warm = yu.get(address)
    assert warm.status_code == 200
    assert len(warm.data) <= 30 * 1024
    assert sql_count(cold) <= 10
    assert sql_count(warm) <= WARM[name]


def test_a_whole_quiz_takes_at_most_twelve_statements(yu, lesson, began):
    """Start, paper, handing in, result: everything the pupil's browser asks for, viewer included."""
    yu.get(f"/student/attempts/{began}")  # fills what the process remembers of the class
    yu.post(f"/student/attempts/{began}", data={"key": "page-test-key-0001"})
    answers = [yu.post(f"/student/lessons/{lesson}/quiz", data={"key": "page-test-key-0002"})]
    number = answers[0].location.rsplit("/", 1)[1]
    answers.append(yu.get(f"/student/attempts/{number}"))
    answers.append(yu.post(f"/student/attempts/{number}", data={"key": "page-test-key-0002", "q0": "a"}))
    answers.append(yu.get(f"/student/attempts/{number}/result"))
    assert [answer.status_code for answer in answers] == [303, 200, 303, 200]
    assert sum(sql_count(answer) for answer in answers) <= 12
    assert len(answers[3].data) <= 30 * 1024


def test_the_scripts_of_the_quiz_are_at_most_twelve_kilobytes():
    """With everything they import."""
    scripts = with_imports({"base.js", "student-quiz.js"})
    assert {"queue.js", "http.js"} <= scripts
    assert sum(len(gzip.compress((SCRIPTS / name).read_bytes())) for name in scripts) <= 12 * 1024


def with_imports(names: set[str]) -> set[str]:
    more = names | {found for name in names for found in IMPORT.findall((SCRIPTS / name).read_text(encoding="utf-8"))}
    return names if more == names else with_imports(more)
