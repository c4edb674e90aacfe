"""Every page of every desk that a demo role can reach by links: usable, readable, complete in both languages, at phone and desktop width."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from eduplatform.accounts.models import LoginName, User
from eduplatform.extensions import db
from eduplatform.org.models import ClassYear, Unit
from eduplatform.org.roles import ROLES
from tests.access.table import TABLE

from . import axe, states
from .crawl import CJK, Kind, Seen, Walk, chinese_words
from .demo import Demo, Watch, new_context

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
PHONE, DESK = (360, 740), (1366, 900)
SHOTS = os.environ.get("ANXUE_SHOTS")  # a folder: keep a picture of every page


@pytest.fixture(scope="module")
def people(demo: Demo) -> list[states.Person]:
    return states.everybody(demo)


@pytest.fixture(scope="module")
def walks(demo: Demo, people: list[states.Person]) -> list[Walk]:
    """What each person saw, one example of each kind of page."""
    with demo.app.app_context():
        kinds = {row.id: row.kind for row in db.session.execute(select(Unit.id, Unit.kind))}
    urls = demo.app.url_map.bind("127.0.0.1")
    return [Walk(one.who, one.client, urls, lambda unit: kinds.get(unit, "")).run(*one.starts) for one in people]


@pytest.fixture(scope="module")
def names(demo: Demo) -> list[str]:
    """Names of people, units and classes: they stay Chinese on English pages. Longest first."""
    with demo.app.app_context():
        found = [
            db.session.scalars(select(column).distinct())
            for column in (Unit.name, User.name, ClassYear.label, LoginName.login)
        ]
        return sorted({name for column in found for name in column}, key=len, reverse=True)


def pages(walks: list[Walk]) -> Iterator[Seen]:
    """The first example of each kind of page."""
    known: set[Kind] = set()
    for walk in walks:
        for seen in walk.done.values():
            if seen.is_page and seen.kind not in known:
                known.add(seen.kind)
                yield seen


def test_no_link_leads_to_a_refusal_or_an_error(walks: list[Walk]) -> None:
    bad = [
        f"{seen.who}: {seen.path} {seen.answer.status}"
        for walk in walks
        for seen in walk.done.values()
        if seen.answer.status >= 400
    ]
    assert not bad, f"a page links to what its reader may not open, or what breaks: {bad}"


def test_every_page_is_reached_by_links(demo: Demo, walks: list[Walk]) -> None:
    held = set().union(*ROLES.values()) | {"public", "signed-in", "phone", "learn.own", "ward.read"}
    rules = {view: getattr(demo.app.view_functions[view], "rule", None) for view in demo.app.view_functions}
    wanted = {
        rule.endpoint
        for rule in demo.app.url_map.iter_rules()
        if "GET" in rule.methods and (rules[rule.endpoint] is None or rules[rule.endpoint].permission in held)
    }
    wanted -= {
        endpoint for endpoint, row in TABLE.items() if row.unset
    }  # pages of an install without anybody: tests/browser/test_first_hour.py
    reached = {kind.endpoint for walk in walks for kind in walk.done}
    assert wanted == reached, (
        f"no link leads to {sorted(wanted - reached)}: link to it, or start from it in tests/browser/states.py"
    )


def test_english_pages_are_wholly_english(walks: list[Walk], names: list[str]) -> None:
    """Names stay as they are; course content is marked lang="zh…" for those who hear the page read."""
    left: dict[str, set[str]] = {}
    for walk in walks:
        for seen in walk.done.values():
            for words in chinese_words(seen.answer.text) if seen.is_html else ():
                rest = without(words, names)
                if CJK.search(rest):
                    left.setdefault(str(seen.kind), set()).add(words[:80])
    assert not left, "\n".join(f"{kind}: {sorted(words)[:6]}" for kind, words in left.items())


def without(words: str, names: list[str]) -> str:
    """`words` without names; an avatar shows the last two characters of a name."""
    for name in names:
        if name == words or name[-2:] == words:
            return ""
        words = words.replace(name, "")
    return words


@pytest.mark.parametrize(
    ("lang", "first", "second"), [("zh", PHONE, DESK), ("en", DESK, PHONE)], ids=["Chinese", "English"]
)
def test_every_page_is_usable(
    demo: Demo, chromium: Browser, people: list[states.Person], walks: list[Walk], lang, first, second
) -> None:
    """axe: nothing serious or critical at the first width; fits at both, nothing touches; the console says nothing."""
    clients = {one.who: one.client for one in people}
    tabs: dict[str, tuple[Page, Watch]] = {}
    faults = []
    for seen in pages(walks):
        if seen.who not in tabs:
            watch = Watch()
            context = new_context(chromium, demo, watch, lang)
            context.add_cookies(
                [{"name": n, "value": v, "url": demo.url} for n, v in clients[seen.who].cookies.items() if n != "lang"]
            )
            tabs[seen.who] = context.new_page(), watch
        page, watch = tabs[seen.who]
        found = look(page, seen, first, second, lang)
        faults += [f"{seen.kind} ({seen.who} {seen.path}) {fault}" for fault in found + watch.faults]
        watch.faults.clear()
    for page, _ in tabs.values():
        page.context.close()
    assert not faults, "\n".join(faults)


def look(page: Page, seen: Seen, first: tuple[int, int], second: tuple[int, int], lang: str) -> list[str]:
    page.set_viewport_size({"width": first[0], "height": first[1]})
    page.goto(seen.path)
    found = [f"{first[0]}px {fault}" for fault in axe.misfits(page) + axe.touching(page) + axe.findings(page)]
    keep(page, seen, first[0], lang)
    page.set_viewport_size({"width": second[0], "height": second[1]})
    found += [f"{second[0]}px {fault}" for fault in axe.misfits(page) + axe.touching(page)]
    keep(page, seen, second[0], lang)
    return found


def keep(page: Page, seen: Seen, width: int, lang: str) -> None:
    if SHOTS:
        name = f"{seen.who}-{str(seen.kind).replace(' ', '-').replace('=', '-')}-{width}-{lang}.png"
        page.screenshot(path=str(Path(SHOTS) / name), full_page=True)
