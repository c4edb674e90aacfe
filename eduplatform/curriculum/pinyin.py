"""Pinyin above the characters: worked out once, when a course is checked, and stored with what it belongs to.

pypinyin errs on words with several readings (长竹竿, 跑得快, 一行一行) and on surnames. `courses/pinyin.yaml` sets it right for all
courses, `pinyin.yaml` of a course for that one alone; the longest phrase wins, the course's own before the common one.
一 and 不 keep their own tone, as GB/T 16159 writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

Readings = dict[str, str]  #: text → one syllable for each of its Chinese characters, with blanks between

HAN = re.compile(r"[\u3400-\u9fff\u3007]")
_RUN = re.compile(r"[\u3400-\u9fff\u3007]+")
_SYLLABLE = re.compile(r"^[a-zü]*[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ]?[a-zü]*$")
_OWN_TONE = {"一": "yī", "不": "bù"}
MARKUP = re.compile(r"[*~`]")


@dataclass(frozen=True)
class Rules:
    """`characters`: what one is read as unless a phrase says more; `phrases`: phrase → reading; `surnames`: surname → reading
    before one of `titles` (单老师)."""

    phrases: Mapping[str, str] = field(default_factory=dict)
    surnames: Mapping[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    characters: Mapping[str, str] = field(default_factory=dict)


def syllables(text: str, *rules: Rules) -> list[str]:
    """One syllable for each Chinese character of `text`, in order; rules given later outrank those before."""
    found = {run.start() + at: said for run in _RUN.finditer(text) for at, said in enumerate(_plain(run[0]))}
    for rule in rules:
        found.update({at: rule.characters[text[at]] for at in found if text[at] in rule.characters})
        _surnames(text, rule, found)
        for phrase, reading in sorted(rule.phrases.items(), key=lambda pair: len(pair[0])):
            for start in _places(phrase, text):
                _put(found, text, start, phrase, reading)
    return [found[at] for at in sorted(found)]


def read(text: str, *rules: Rules) -> str:
    """The syllables with blanks between; "" without a Chinese character."""
    return " ".join(syllables(text, *rules))


def fault(phrase: str, reading: str) -> str | None:
    """What is wrong with a rule, or None: as many syllables as characters, each with at most one tone."""
    said, chars = reading.split(), HAN.findall(phrase)
    if not chars:
        return f"“{phrase}”里没有汉字"
    if len(said) != len(chars):
        return f"“{phrase}”有 {len(chars)} 个汉字,读音写了 {len(said)} 个音节;每个汉字一个音节,用空格隔开"
    wrong = [each for each in said if not _SYLLABLE.match(each)]
    return f"“{wrong[0]}”不像拼音;声调标在字母上,例如 cháng" if wrong else None


def _places(phrase: str, text: str) -> Iterator[int]:
    at = text.find(phrase)
    while at >= 0:
        yield at
        at = text.find(phrase, at + 1)


def _put(found: dict[int, str], text: str, start: int, phrase: str, reading: str) -> None:
    places = [start + at for at, char in enumerate(phrase) if HAN.match(char)]
    found.update(zip(places, reading.split(), strict=True))


def _surnames(text: str, rule: Rules, found: dict[int, str]) -> None:
    for surname, reading in rule.surnames.items():
        for start in _places(surname, text):
            if text.startswith(rule.titles, start + len(surname)):
                _put(found, text, start, surname, reading)


@cache
def _plain(run: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # a third of a second and 30 MB: only where courses are checked

    said = [each[0] for each in pinyin(run, style=Style.TONE)]
    if len(said) != len(run):  # (a phrase of its dictionary with another length)
        said = [each[0] for char in run for each in pinyin(char, style=Style.TONE)]
    return tuple(_OWN_TONE.get(char, syllable) for char, syllable in zip(run, said, strict=True))


def table(texts: Iterable[str], *rules: Rules) -> Readings:
    """Readings of all texts that hold a Chinese character; markup of a line is no part of its key."""
    bare = {MARKUP.sub("", text) for text in texts}
    return {text: read(text, *rules) for text in sorted(bare) if HAN.search(text)}
