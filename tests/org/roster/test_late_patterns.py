"""Patterns compiled at their first use behave as compiled ones, the first time and afterwards."""

from __future__ import annotations

import re

import pytest

from eduplatform.org.roster.late_patterns import late_pattern


def test_the_first_use_and_the_second_find_the_same():
    late, known = late_pattern(r"(\d+)班", re.IGNORECASE), re.compile(r"(\d+)班", re.IGNORECASE)
    for text in ("3班", "三班", "12班 4班"):
        assert bool(late.fullmatch(text)) == bool(known.fullmatch(text))
        assert late.findall(text) == known.findall(text)
        assert late.sub("x", text) == known.sub("x", text)
    assert late.pattern == known.pattern and late.flags == known.flags


def test_a_mistake_shows_at_the_first_use():
    late = late_pattern("(")
    with pytest.raises(re.error):
        late.match("")
