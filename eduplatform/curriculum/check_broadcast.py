"""The texts of the broadcast: each with its facts, no longer than a minute, none twice."""

from __future__ import annotations

from pathlib import Path

from .broadcast import FOLDER, LONGEST, OPENINGS, SHORTEST, Openings, TextsOfTopic, files_of
from .check_context import CheckContext
from .schema import read_yaml_file, validate
from .yaml_lines import Marked


def check_broadcast(courses: Path, place: CheckContext) -> None:
    """Refuse texts without facts that pupils may be told, too long or too short ones, and what is there twice."""
    files = files_of(courses)
    if not files:
        return
    frame = _longest_frame(courses, place)
    seen: dict[str, str] = {}
    for file in files:
        document = read_yaml_file(file, place.report)
        page = validate(TextsOfTopic, document, file, place.report)
        if page is not None and document is not None:
            _check_page(page, document, file, place, frame, seen)


def _longest_frame(courses: Path, place: CheckContext) -> int:
    """Characters that opening and end take at most."""
    file = courses / FOLDER / OPENINGS
    if not file.is_file():
        place.report.error(file, 1, f"缺少 {OPENINGS};请写 day、key、key_soon、eve 和 close")
        return 0
    words = validate(Openings, read_yaml_file(file, place.report), file, place.report)
    return max(len(words.day), len(words.key), len(words.key_soon), len(words.eve)) + len(words.close) if words else 0


def _check_page(
    page: TextsOfTopic, document: Marked, file: Path, place: CheckContext, frame: int, seen: dict[str, str]
) -> None:
    error = place.report.error
    if page.topic not in place.taxonomy.topics:
        error(file, document.line("topic"), f"taxonomy.yaml 里没有专题 {page.topic}")
    if file.stem != page.topic.lower():
        error(file, document.line("topic"), f"文件要叫 {page.topic.lower()}.yaml,与 topic 一致")
    for at, one in enumerate(page.texts):
        line = document.line("texts", at, "text")
        place.cite(
            one.facts, "quiz", file, document.line("texts", at, "facts")
        )  # said to every pupil: as strict as asked
        if not SHORTEST <= len(one.text) <= LONGEST - frame:
            error(
                file, line, f"有 {len(one.text)} 个字,要在 {SHORTEST}–{LONGEST - frame} 个之间(连开头和结尾一分钟读完)"
            )
        for what in (one.id, one.text):
            if what in seen:
                error(file, line, f"与 {seen[what]} 里的重复;每一篇都要不一样")
            seen[what] = file.name
