"""One demo city and one Chromium for the browser tests of a run. A page that complains fails its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.conftest import NOW

from . import demo as city


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    """Here time runs: browser and server are real."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """A click ends when the page it leads to is read. Playwright waits only until the answer begins: a long page is half there."""
    of_page, of_locator = Page.click, Locator.click

    def on_page(page: Page, *asked: Any, **more: Any) -> None:
        of_page(page, *asked, **more)
        page.wait_for_load_state("domcontentloaded")

    def on_locator(locator: Locator, *asked: Any, **more: Any) -> None:
        of_locator(locator, *asked, **more)
        locator.page.wait_for_load_state("domcontentloaded")

    monkeypatch.setattr(Page, "click", on_page)
    monkeypatch.setattr(Locator, "click", on_locator)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[city.Demo]:
    """`flask demo` behind the real server with the worker inside."""
    city.chromium_path()
    built = city.build(tmp_path_factory.mktemp("demo"))
    yield built
    built.server.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with city.browser() as opened:
        yield opened


@pytest.fixture
def watch() -> Iterator[city.Watch]:
    """Console errors, policy violations, failed requests and requests that leave the machine; none may be left at the end."""
    kept = city.Watch()
    yield kept
    assert not kept.faults, "the browser complained:\n" + "\n".join(kept.faults[:20])


@pytest.fixture
def visitor(chromium: Browser, demo: city.Demo, watch: city.Watch) -> Iterator[Callable[..., BrowserContext]]:
    """visitor(lang='zh', width=1366, …) → a browser context of its own, nobody signed in."""
    opened: list[BrowserContext] = []

    def make(**more) -> BrowserContext:
        opened.append(city.new_context(chromium, demo, watch, **more))
        return opened[-1]

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def signed_in(visitor: Callable[..., BrowserContext], demo: city.Demo) -> Callable[..., Page]:
    """signed_in('city', width=360) → a page of somebody signed in by the form."""
    return lambda login, **more: city.sign_in(visitor(**more), demo, login)
