"""Slide text to HTML: a little Markdown, nothing else."""

import pytest

from eduplatform.curriculum.render import inline_html, lines_html
from eduplatform.curriculum.slides import SlideLine


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *soft*", "<strong>bold</strong> and <em>soft</em>"),
        ("____ road ____", "____ road ____"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("[a](https://x.cn)", "[a](https://x.cn)"),
        ("![a](https://x.cn/a.png)", "![a](https://x.cn/a.png)"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
        ("3 < 5 & 7 > 6", "3 &lt; 5 &amp; 7 &gt; 6"),
    ],
)
def test_inline(text, html):
    assert inline_html(text) == html


def test_lines_become_lists_and_marked_paragraphs():
    lines = [
        SlideLine(kind="fact", item="bullet", text="one", facts=["FIRE-06"]),
        SlideLine(kind="ask", item="bullet", text="two"),
        SlideLine(kind="cue", text="three"),
        SlideLine(kind="head", text="four"),
        SlideLine(kind="fact", item="number", text="five", facts=["FIRE-06"]),
    ]
    expected = (
        '<ul><li>one</li><li class="ask">two</li></ul><p class="cue">three</p><h3>four</h3><ol><li>five</li></ol>'
    )
    assert lines_html(lines) == expected
