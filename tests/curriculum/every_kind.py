"""The sample course with every kind of question: its own quiz and kinds.yaml behind it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import yaml

from eduplatform.curriculum.question import Question, load_question

HERE = Path(__file__).parent


def late_kinds() -> dict[str, Question]:
    """The questions of kinds.yaml by kind: those the sample's own quiz has none of."""
    written = yaml.safe_load((HERE / "kinds.yaml").read_text(encoding="utf-8"))
    return {one["kind"]: load_question(one) for one in reversed(written)}


def add_kinds(course: Path) -> Path:
    """Give a copy of the sample course (fire/p2-sample) all kinds; returns its quiz.yaml. Every question is drawn."""
    lesson = course / "lessons" / "01-sample"
    more = (HERE / "kinds.yaml").read_text(encoding="utf-8")
    quiz = (lesson / "quiz.yaml").read_text(encoding="utf-8") + more
    for kind in ("single", "truefalse"):  # the first of each asks whether the pupil is sure
        quiz = quiz.replace(f"  kind: {kind}\n", f"  kind: {kind}\n  sure: true\n", 1)
    (lesson / "quiz.yaml").write_text(quiz.replace("draw: 6", f"draw: {quiz.count('- uuid:')}"), encoding="utf-8")
    for name in sorted(set(re.findall(r"media/([a-z]+-\d+\.svg)", more))):
        shutil.copy(lesson / "media" / "room.svg", lesson / "media" / name)
    return lesson / "quiz.yaml"
