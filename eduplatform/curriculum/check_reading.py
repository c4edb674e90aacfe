"""What pupils read is written for their age: sentences neither long on average nor endless; and nothing is told twice over."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean

from .check_context import CheckContext
from .lesson_text import RawSlide
from .limits import SENTENCES
from .problems import Problem
from .typeset import typeset

_END = re.compile(
    r"[\u3002\uff01\uff1f\uff1b!?;\u2026]+|[:\uff1a][\u201c\"]"
)  # what somebody says is a sentence of its own
_MARKS = re.compile(r"[^\w]")
_PARAGRAPH = 24  #: characters from which an equal paragraph is no chance


def sentences(text: str) -> list[str]:
    """The sentences of a line, without punctuation."""
    return [bare for each in _END.split(text) if len(bare := _MARKS.sub("", each)) > 1]


def check_reading(slides: Sequence[RawSlide], file: Path, place: CheckContext) -> None:
    """Refuse reading text above the stage: its mean and each single sentence (characters without punctuation)."""
    usual, most = SENTENCES[place.stage]
    read = [
        (sentence, line.at) for slide in slides for line in slide.parts["text"] for sentence in sentences(line.text)
    ]
    for sentence, at in read:
        if len(sentence) > most:
            place.report.error(
                file, at, f"这一句有 {len(sentence)} 个字,本学段最多 {most} 个;请断成两句(“{sentence[:8]}…”)"
            )
    if read and (average := mean(len(sentence) for sentence, _ in read)) > usual:
        place.report.error(file, 1, f"阅读文字平均一句 {average:.1f} 个字,本学段最多 {usual} 个;请多用短句")


def repeated_paragraphs(paragraphs: Sequence[tuple[str, str, int]]) -> Iterator[Problem]:
    """Every long paragraph of a lesson that another lesson holds too; paragraphs are (text, file, line)."""
    first: dict[str, tuple[str, int]] = {}
    for text, file, line in paragraphs:
        bare = _MARKS.sub("", text)
        if len(bare) < _PARAGRAPH:
            continue
        where = first.setdefault(bare, (file, line))
        if where[0] != file:
            yield Problem(file, line, typeset("这一段和 {}:{} 一字不差;每课要按自己的年龄重新写".format(*where)))
