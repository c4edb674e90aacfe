"""What every page must be, checked on each page any test loads."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID_INPUTS = {"hidden", "submit", "button", "image", "reset"}


#: attributes without a value: glued to the next one, both are lost without a word
BARE = ("checked", "disabled", "hidden", "required", "selected", "multiple", "readonly", "data-answered", "data-weak")
NEXT = ("aria-", "data-", "value", "name", "id", "class", "tabindex", "checked", "disabled", "type", "form", "lang")
VOID = {"input", "img", "br", "meta", "link", "hr", "source", "track", "wbr", "col"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self.title = ""
        self.faults: list[str] = []
        self.glued: list[str] = []
        self.unbalanced: list[str] = []
        self._stack: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        raw = re.sub(r'"[^"]*"', '""', self.get_starttag_text() or "")
        self.glued += re.findall(r'[a-z-]+=""[^\s/>]\S*', raw)
        self.glued += [name for name in values if glued(name)]
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "label":
            self.labels.add(values.get("for", ""))
        if tag in ("input", "select", "textarea") and values.get("type") not in VOID_INPUTS:
            self.fields.append(values | {"in_label": "label" in self._stack and "yes" or ""})
        if tag == "form":
            self.forms.append(values)
        self.faults += [f"<{tag} {name}>" for name in values if name.startswith("on") or name == "style"]
        if tag == "script" and not values.get("src") and values.get("type") != "application/json":
            self.faults.append("inline script")
        if tag not in VOID:
            self._stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._stack.pop()

    def handle_endtag(self, tag):
        if self._stack[-1:] == [tag]:
            self._stack.pop()
        elif tag not in VOID:
            self.unbalanced.append(f"</{tag}> on line {self.getpos()[0]} while open: {' '.join(self._stack[-4:])}")

    def close(self) -> None:
        super().close()
        if self._stack:
            self.unbalanced.append(f"never closed: {' '.join(self._stack)}")

    def handle_data(self, data):
        if self._stack and self._stack[-1] == "title" and "svg" not in self._stack:
            self.title += data.strip()


def glued(name: str) -> bool:
    """Whether an attribute's name is one without a value and the next one's together: requiredaria-describedby."""
    return any(name.startswith(bare) and name[len(bare) :].startswith(NEXT) for bare in BARE)


def check_page(html: str, where: str) -> None:
    """Fail when a page lacks a title, or a page or a piece of one leaves a tag open, repeats an id, has an unlabelled field or a stray
    style, script or handler."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.unbalanced, f"{where}: tags do not pair: {reader.unbalanced[:3]}"
    assert reader.title or "<html" not in html[:200], f"{where}: the page has no <title>"
    twice = {i for i in reader.ids if reader.ids.count(i) > 1}
    assert not twice, f"{where}: ids used twice: {sorted(twice)}"
    for field in reader.fields:
        named = (
            field.get("aria-label")
            or field.get("aria-labelledby")
            or field["in_label"]
            or field.get("id") in reader.labels
        )
        assert named, f"{where}: a field without a label: {field}"
    for form in reader.forms:
        assert form.get("method", "get").lower() in ("get", "post", "dialog"), f"{where}: odd form method {form}"
    assert not reader.glued, f"{where}: nothing stands between attributes: {sorted(set(reader.glued))[:5]}"
    assert not reader.faults, f"{where}: the policy forbids {reader.faults}"
    assert "Traceback (most recent call last)" not in html and "{{" not in html, f"{where}: shows its insides"


class _Form(HTMLParser):
    """Fields a browser without scripts would send from a form: (name, value) pairs in `sent`."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.sent, self._inside, self._select = form, [], False, ""

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "form":
            self._inside = has.get("id") == self.form
        if not self._inside or "disabled" in has:
            return
        if tag == "select":
            self._select = has.get("name", "")
        if tag == "option" and "selected" in has:
            self.sent.append((self._select, has.get("value", "")))
        ticked = "checked" in has or has.get("type") not in ("radio", "checkbox", "submit", "button")
        if tag == "input" and ticked and "name" in has:
            self.sent.append((has["name"], has.get("value", "on")))

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "form"


def fields_sent(html: str, form: str) -> dict[str, list[str]]:
    """What a browser would send from the form with this id if its button were pressed at once: values by name."""
    reader = _Form(form)
    reader.feed(html)
    return {name: [value for other, value in reader.sent if other == name] for name, _value in reader.sent}


def tight(page: str) -> str:
    """The page without line breaks inside tags and between them, and without what holds the end of a clause on one line."""
    page = re.sub(r'<span class="kept">([^<]*)</span>', r"\1", page)
    page = re.sub(r"<[a-zA-Z/][^<>]*>", lambda tag: re.sub(r"\s+(?=/?>)", "", re.sub(r"\s*\n\s*", " ", tag[0])), page)
    return re.sub(r">[ \t]*\n\s*<", "><", page)
