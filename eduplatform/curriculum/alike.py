"""How much one sentence repeats another."""

import re
from difflib import SequenceMatcher

_VERDICT = re.compile(r"^(这句话(说?[对错]了?)|[对好]的?|再想一想|不行|不对)[,.!\u3002\uff0c\uff01]\s*")
_MARKS = re.compile(r"[\s\W]+")
SAME, REPEATED = 0.75, 0.85
_SHORTEST = 6  #: characters; shorter ones are alike by chance


def bare(text: str) -> str:
    """The sentence without punctuation and without the verdict it opens with (对。再想一想。)."""
    while found := _VERDICT.match(text):
        text = text[found.end() :]
    return _MARKS.sub("", text)


def same(one: str, other: str) -> bool:
    """Do two bare sentences say the same in nearly the same words?"""
    if min(len(one), len(other)) < _SHORTEST:
        return False
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= SAME and match.quick_ratio() >= SAME and match.ratio() >= SAME


def repeats(sentence: str, source: str) -> bool:
    """Does a bare sentence hold hardly anything that is not in the source?"""
    if len(sentence) < _SHORTEST or len(set(sentence) & set(source)) < REPEATED * len(set(sentence)):
        return False
    blocks = SequenceMatcher(None, source, sentence, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 1) >= REPEATED * len(sentence)
