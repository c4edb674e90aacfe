"""A kind of question has its words in one place, in both languages; no page keeps a list of its own."""

import re

from eduplatform.curriculum.question import KINDS_OF_QUESTION
from eduplatform.pages.labels.question_kinds import question_kinds
from eduplatform.pages.web.locale import speaking

from .sources import PACKAGE

LABELS = "pages/labels/question_kinds.py"
UNMISTAKABLE = [kind for kind in KINDS_OF_QUESTION if kind not in ("pictures", "place")]  # (those are fields elsewhere)
_KEY = re.compile(rf"""[{{,]\s*['"]({"|".join(UNMISTAKABLE)})['"]\s*:""")


def own_lists(path: str, text: str) -> list[str]:
    """Places where a file gives kinds of questions words of its own."""
    return [
        f"{path}: a list of kinds of questions ({found[0]} …); use kind_words(kind) of {LABELS}"
        for found in [_KEY.search(text)]
        if found and path != LABELS
    ]


def test_every_kind_has_its_words_in_both_languages(app):
    with app.test_request_context():
        spoken = {}
        for tongue in ("zh", "en"):
            with speaking(tongue):
                spoken[tongue] = question_kinds()
    assert tuple(spoken["zh"]) == KINDS_OF_QUESTION, f"{LABELS}: the kinds of curriculum/question.py, in their order"
    for kind, words in spoken["zh"].items():
        said, english = vars(words), vars(spoken["en"][kind])
        same = [name for name in said if said[name] == english[name]]
        assert all(said.values()) and not same, f"{kind}: {same} not in English"


def test_no_page_and_no_template_keeps_a_list_of_its_own():
    files = [*(PACKAGE / "templates").rglob("*.html"), *(PACKAGE / "pages").rglob("*.py")]
    wrong = [line for file in files for line in own_lists(str(file.relative_to(PACKAGE)), file.read_text("utf-8"))]
    assert not wrong, "\n".join(wrong)


def test_a_list_of_kinds_in_a_template_is_found():
    assert own_lists("templates/x.html", "{% set kinds = {'single': _('选一个'), 'truefalse': _('判断')} %}")
    assert not own_lists("templates/x.html", "{% if question.kind == 'truefalse' %}")
