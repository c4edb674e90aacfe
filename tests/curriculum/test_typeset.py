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


@pytest.mark.parametrize(
    "english",
    [
        "Don’t run!",
        "Who’s there?",
        "‘Stop’, he said: go!",
        "Café? Yes (really)",
        "Stay low – go slow!",
        "naïve, or not?",
    ],
)
def test_english_with_its_own_quotes_and_accents_is_left_alone(english):
    assert typeset(english) == english


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("你会说 OK?", "你会说 OK^?"),
        ("你会说 OK? 会", "你会说 OK? 会"),
        ("他说“OK!”", "他说“OK^!”"),
        ("走到 A 门(OK?)", "走到 A 门(OK?)"),
        ("走到门(看 OK?)", "走到门^(看 OK^?^)"),
        ("停……,走——;跑", "停……^,走——^;跑"),
        ("“走”,‘停’:看", "“走”^,‘停’^:看"),
        ("先。,〇;ａ!", "先。^,〇^;ａ^!"),
        ("a,b 先 a, b", "a,b 先 a, b"),
        ("先~a~,`走`:看", "先~a~^,`走`^:看"),
        (",先走", "^,先走"),
        ("((门)a)", "^(^(门^)a^)"),
        ("门)a(b", "门)a(b"),
        ("x(a) 门", "x(a) 门"),
    ],
)
def test_marks_that_touch_chinese_or_end_it(typed, printed):
    assert typeset(typed) == full(printed)
