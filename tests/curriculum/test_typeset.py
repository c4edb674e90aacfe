"""Half-width punctuation typed in Chinese text is printed full-width; nothing else changes."""

import pytest

from eduplatform.curriculum.typeset import typeset


def full(text: str) -> str:
    """Write the expectation with ASCII marks after `^`: "^," is the full-width comma."""
    for mark in ",:;?!()":
        text = text.replace(f"^{mark}", chr(ord(mark) + 0xFEE0))
    return text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("有烟,低下来", "有烟^,低下来"),
        ("**低**,走", "**低**^,走"),
        ("打119,说清地址", "打119^,说清地址"),
        ("你打119?", "你打119^?"),
        ("他喊:“着火了!”", "他喊^:“着火了^!”"),
        ("门(发烫)不开", "门^(发烫^)不开"),
        ("8:30 到校,共 1,000 人", "8:30 到校^,共 1,000 人"),
        ("Stay low, go slow.", "Stay low, go slow."),
    ],
)
def test_punctuation(typed, printed):
    assert typeset(typed) == full(printed)
    assert typeset(full(printed)) == full(printed)
