"""Walks the links of the pages as somebody signed in, one example for each kind of page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from bench.serving import Answer, Client

CJK = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
TABS = ("part", "tab", "view", "by", "kind", "what")  # query fields that choose another page behind the same address
NO_END = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = {
    "alt",
    "title",
    "aria-label",
    "placeholder",
    "label",
    "content",
    "value",
}  # attributes that are shown or read aloud


@dataclass(frozen=True)
class Kind:
    """A kind of page: the endpoint, the level of the unit it shows, the tab."""

    endpoint: str
    level: str = ""
    tab: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.endpoint, self.level, self.tab) if part)


@dataclass
class Seen:
    """One page as somebody saw it."""

    who: str
    kind: Kind
    path: str
    answer: Answer

    @property
    def is_html(self) -> bool:
        return "text/html" in (self.answer.headers.get("Content-Type") or "") and self.answer.status not in (
            301,
            302,
            303,
        )

    @property
    def is_page(self) -> bool:
        """A whole page; a step of the class screen is a piece of one."""
        return self.is_html and "<!doctype html>" in self.answer.text[:2000]


class Reader(HTMLParser):
    """Addresses in a page, and the words outside passages marked as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.stack: list[tuple[str, bool]] = []

    def _chinese(self, attrs: dict[str, str | None]) -> bool:
        if "lang" in attrs:
            return (attrs["lang"] or "").startswith("zh")
        return bool(self.stack and self.stack[-1][1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        chinese = self._chinese(found)
        self.addresses += [
            value for name, value in attrs if value and (name in ("href", "src", "poster") or name.startswith("data-"))
        ]
        if tag == "form" and (found.get("method") or "get").lower() == "get":
            self.addresses.append(found.get("action") or "")
        if not chinese and tag != "track":  # a track names its language in that language
            self.words += [
                value for name, value in attrs if value and self._spoken(tag, name, found) and untranslated(value)
            ]
        if tag not in NO_END:
            self.stack.append((tag, chinese))

    @staticmethod
    def _spoken(tag: str, name: str, found: dict[str, str | None]) -> bool:
        if name == "value":
            return tag == "button" or (tag == "input" and found.get("type") == "submit")
        return name in SPOKEN or (name.startswith("data-") and name.endswith(("words", "saved", "sent")))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self.stack):
            while self.stack.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if CJK.search(data) and not (self.stack and (self.stack[-1][1] or self.stack[-1][0] == "script")):
            self.words.append(" ".join(data.split()))


@dataclass
class Walk:
    """A walk through everything somebody can reach; `level_of(unit number)` tells the kind of a unit."""

    who: str
    client: Client
    urls: MapAdapter
    level_of: Callable[[int], str]
    done: dict[Kind, Seen] = field(default_factory=dict)

    def kind_of(self, path: str) -> Kind | None:
        """What kind of page stands at an address; None when it is not ours to open by GET."""
        parts = urlsplit(path)
        try:
            endpoint, values = self.urls.match(parts.path, method="GET")
        except HTTPException:
            return None
        query = parse_qs(parts.query)
        tab = "&".join(f"{name}={query[name][0]}" for name in TABS if name in query)
        level = self.level_of(values["unit_id"]) if endpoint == "office.unit" else ""
        return Kind(endpoint, level, tab)

    def run(self, *starts: str, most: int = 400) -> Walk:
        waiting = list(starts)
        while waiting and len(self.done) < most:
            path = waiting.pop(0)
            kind = self.kind_of(path)
            if kind is None or kind in self.done:
                continue
            answer = self.client.get(path)
            self.client.cookies["lang"] = "en"  # the link to the other language has just been followed
            self.done[kind] = Seen(self.who, kind, path, answer)
            waiting += self._next(path, answer)
        return self

    @staticmethod
    def _next(path: str, answer: Answer) -> Iterator[str]:
        if answer.status in (301, 302, 303, 307, 308):
            yield urljoin(path, answer.headers["Location"]).removeprefix("http://127.0.0.1")
        elif "text/html" in (answer.headers.get("Content-Type") or ""):
            for address in links(answer.text):
                joined = urljoin(path, address).partition("#")[0]
                if joined.startswith("/") and not joined.startswith("//"):
                    yield joined


def untranslated(label: str) -> bool:
    """An attribute cannot mark a part of itself as Chinese: “Move down: 先打电话” is as good as it gets."""
    return bool(CJK.search(label)) and not re.search(r"[A-Za-z]{3}", label)


def links(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    return reader.addresses


def chinese_words(html: str) -> list[str]:
    """Passages with Chinese characters that are not marked lang="zh…"."""
    reader = Reader()
    reader.feed(html)
    return reader.words
