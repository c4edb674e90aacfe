"""Every question of `asking.py` in Chinese and English: the sentence, and for each choice what it does. A test holds both together."""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True)
class Words:
    """`choices` {code: (Chinese, English)}; a choice `p` words p1, p2 … and "" words bare figures,
    with {this}, the value under the choice's name."""

    sentence: Pair
    choices: dict[str, Pair]


QUESTIONS: dict[str, Words] = {
    "school_year": Words(
        ("现在正是换学年的时候。这份名册是哪个学年的？", "It is the time between two school years. Which school year is this list for?"),
        {"": ("{this} 学年", "School year {this}")},
    ),
}
