"""courses/README.md tells editors the same limits the checker holds them to, and its examples are read."""

import re

from eduplatform.curriculum.checklist import Checklist
from eduplatform.curriculum.lesson_text import parse
from eduplatform.curriculum.limits import LIMITS
from eduplatform.curriculum.package import CourseHead
from eduplatform.curriculum.question import KINDS_OF_QUESTION
from eduplatform.curriculum.skill import load_skill
from eduplatform.curriculum.yaml_lines import read_yaml_text

from .conftest import COURSES

README = (COURSES / "README.md").read_text(encoding="utf-8")


def _examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


def test_the_table_of_lengths_is_the_checkers():
    rows = {
        row[1].strip(): row[2:-1] for row in (line.split("|") for line in README.split("\n") if line.startswith("| "))
    }
    stages = ["K", "P1", "P2", "P3", "J", "S"]
    for name, field in (("投影字数", "body"), ("投影行数", "lines"), ("标题字数", "title"), ("阅读字数", "text")):
        assert [int(cell) for cell in rows[name]] == [getattr(LIMITS[stage], field) for stage in stages]
    assert LIMITS["V"] == LIMITS["S"]


def test_every_kind_of_question_is_described():
    assert all(f"| `{kind}` " in README for kind in KINDS_OF_QUESTION)


def test_the_examples_are_read_without_fault():
    head, quiz, skill, checklist, *others = (read_yaml_text(example).data for example in _examples("yaml"))
    assert {"texts", "steps", "rules"} <= {key for other in others for key in other}, "broadcast, activities, rules"
    assert CourseHead.model_validate(head).topic == "FIRE"
    assert quiz["questions"][0]["options"][1]["right"] is True
    assert load_skill(skill).node("safe").outcome == "good"
    assert Checklist.model_validate(checklist).ids == ["low", "hold", "stay"]
    (lesson,) = _examples("markdown")
    assert parse(lesson).faults == []
