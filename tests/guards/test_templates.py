"""Templates compile, and every word on a page can be said in both languages."""

import re

from babel.messages.pofile import read_po

from eduplatform.curriculum.typeset import typeset

from .sources import PACKAGE

CJK = re.compile(r"[\u4e00-\u9fff]")
PO = PACKAGE / "translations/en/LC_MESSAGES/messages.po"
CONTENT = re.compile(r"{#.*?#}|{{.*?}}|{%.*?%}", re.S)


def templates():
    return sorted((PACKAGE / "templates").rglob("*.html"))


def test_templates_compile(app):
    for path in templates():
        app.jinja_env.get_template(str(path.relative_to(PACKAGE / "templates")))


def test_templates_hold_no_untranslatable_words():
    bare = [
        f"{path.relative_to(PACKAGE)}: {line.strip()[:60]}"
        for path in templates()
        for line in CONTENT.sub(
            "", re.sub(r"{% trans.*?endtrans %}", "", path.read_text(encoding="utf-8"), flags=re.S)
        ).splitlines()
        if CJK.search(line) and "lang=" not in line
    ]
    assert not bare, "put these into _('…'):\n" + "\n".join(bare)


def test_the_english_catalogue_is_complete(extracted):
    with PO.open("rb") as file:
        catalogue = {m.id: m for m in read_po(file) if m.id}
    missing = [
        text for text in extracted if text not in catalogue or not catalogue[text].string or catalogue[text].fuzzy
    ]
    assert not missing, f"{len(missing)} without English: {missing[:20]}"


def test_english_sentences_have_the_same_places(extracted):
    with PO.open("rb") as file:
        catalogue = {m.id: m.string for m in read_po(file) if m.id}
    wrong = [
        text
        for text in extracted
        if text in catalogue
        and isinstance(text, str)
        and sorted(re.findall(r"%\(\w+\)[sd]", text)) != sorted(re.findall(r"%\(\w+\)[sd]", str(catalogue[text])))
    ]
    assert not wrong, f"%(places)s differ in: {wrong}"


def test_english_holds_no_chinese(extracted):
    with PO.open("rb") as file:
        odd = [m.id for m in read_po(file) if m.id in extracted and CJK.search(str(m.string))]
    allowed = [text for text in odd if "中文" in str(text) or "安学" in str(text)]
    assert set(odd) <= set(allowed) | ALLOWED, (
        f"Chinese in the English of {sorted(set(map(str, odd)) - set(map(str, allowed)))[:20]}"
    )


ALLOWED: set[str] = set()  # sentences whose English rightly names a Chinese word


def test_chinese_is_set_with_full_width_marks(extracted):
    half = [text for text in extracted if isinstance(text, str) and typeset(text) != text and "=(" not in text]
    assert not half, f"write ，：；！？（） in Chinese: {half[:10]}"
