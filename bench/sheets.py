"""`python -m bench sheets --at URL --login L --password P [--stages P1 J …] [--topics FIRE …]`: contact sheets of every slide.

On the machine of the install, with its settings (INSTANCE, DATABASE_URL): which lessons there are is read from its database. Opens each lesson as a practice run on the class screen of a running install, at 1920 × 1080, photographs every slide as a class sees it
and lays twelve on a sheet, with the lesson and the number of the slide. To be looked at: text over a picture, words cut off, a picture
left out, a pose that says something else than the words. Nothing of it is kept in the install: practice runs are dropped.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import APIResponse, BrowserContext, Page, sync_playwright

from eduplatform import create_app
from eduplatform.curriculum import queries as content
from tests.browser.demo import ARGS, chromium_path

SCREEN = {"width": 1920, "height": 1080}
SMALL = (640, 360)
ACROSS, DOWN = 3, 4
LINE = 34  #: pixels of the line under a slide


def main(words: list[str]) -> int:
    """Write the sheets; 0."""
    asked = argparse.ArgumentParser(prog="python -m bench sheets", description=__doc__)
    asked.add_argument("--at", required=True, help="address of a running install with the courses loaded")
    asked.add_argument("--login", required=True, help="a homeroom teacher")
    asked.add_argument("--password", required=True)
    asked.add_argument("--stages", nargs="*", default=[])
    asked.add_argument("--topics", nargs="*", default=[])
    asked.add_argument("--out", type=Path, default=Path("tmp/sheets"))
    chosen = asked.parse_args(words)
    chosen.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium_path(), args=list(ARGS))
        screen = _Screen(browser.new_context(viewport=SCREEN, base_url=chosen.at), chosen.login, chosen.password)
        for name, slides in screen.lessons(set(chosen.stages), set(chosen.topics)):
            for file in write(chosen.out, name, slides):
                print(file)
        browser.close()
    return 0


class _Screen:
    """A signed-in teacher with a class, whose class screen shows one lesson after another."""

    def __init__(self, context: BrowserContext, login: str, password: str):
        self.context, self.page = context, context.new_page()
        self.page.set_default_timeout(120_000)
        self.page.goto("/sign-in?tab=staff")
        self.page.fill("[name=login]:visible", login)
        self.page.fill("[name=password]:visible", password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "sign-in" not in url)
        self.page.goto("/teacher")
        self.class_id = re.findall(r"/teacher/classes/(\d+)/", self.page.content())[0]
        self.token = self.page.locator("input[name=csrf_token]").first.get_attribute("value") or ""

    def lessons(self, stages: set[str], topics: set[str]) -> Iterator[tuple[str, list[bytes]]]:
        """(topic-stage-name, one JPEG a slide) of every lesson wanted, by stage."""
        with create_app().app_context():
            heads = content.lessons_of()
        for head in heads:
            if (not stages or head.stage in stages) and (not topics or head.topic in topics):
                yield f"{head.stage}-{head.topic}", self._slides(head.lesson_id)

    def _slides(self, lesson: int) -> list[bytes]:
        fields = {
            "lesson": str(lesson),
            "carrier": "class_activity",
            "quiz_mode": "none",
            "length": "",
            "rehearsal": "1",
        }
        answer = self._post(f"/teacher/classes/{self.class_id}/sessions", fields)
        if left := re.search(
            r"/sessions/(\d+)$", answer.url
        ):  # a practice run that a broken-off run of this program left open
            self._drop(left[1])
            answer = self._post(f"/teacher/classes/{self.class_id}/sessions", fields)
        session = re.search(r"/sessions/(\d+)/screen", answer.url)
        assert session, f"lesson {lesson} did not open: {answer.status} {answer.url}"
        try:
            self.page.goto(f"/teacher/sessions/{session[1]}/screen?guide=0")  # not the three steps over every slide
            return list(_photographed(self.page))
        finally:
            self._drop(session[1])

    def _drop(self, session: str) -> None:
        version = re.search(r'data-version="(\d+)"', self.context.request.get(f"/teacher/sessions/{session}").text())
        self._post(f"/teacher/sessions/{session}/drop", {"version": version[1] if version else "1"})

    def _post(self, path: str, fields: dict[str, str]) -> APIResponse:
        return self.context.request.post(
            path, form=fields | {"csrf_token": self.token}, headers={"Referer": self.page.url}
        )


def _photographed(page: Page) -> Iterator[bytes]:
    slides = page.locator(".scene[data-kind=slide]").count()
    for number in range(slides):
        if number:
            page.keyboard.press("PageDown")
        page.locator(f".scene[data-kind=slide] >> nth={number}").wait_for(state="visible")
        page.wait_for_timeout(120)
        yield page.screenshot(type="jpeg", quality=70)


def write(out: Path, name: str, slides: list[bytes]) -> list[Path]:
    """The sheets of a lesson as JPEG files; twelve slides on each, numbered."""
    each = ACROSS * DOWN
    files = []
    for start in range(0, len(slides), each):
        cells = [_cell(data, f"{name} {start + n + 1}") for n, data in enumerate(slides[start : start + each])]
        cells += [np.full_like(cells[0], 255)] * (-len(cells) % ACROSS)
        rows = [np.hstack(cells[at : at + ACROSS]) for at in range(0, len(cells), ACROSS)]
        files.append(out / f"{name}-{start // each + 1}.jpg")
        cv2.imwrite(str(files[-1]), np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 80])
    return files


def _cell(data: bytes, words: str) -> np.ndarray:
    picture = cv2.resize(
        cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), SMALL, interpolation=cv2.INTER_AREA
    )
    line = np.full((LINE, SMALL[0], 3), 255, np.uint8)
    cv2.putText(line, words, (8, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (40, 40, 40), 2)
    return np.vstack([picture, line])
