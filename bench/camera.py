"""Cards read live: a class of 45 before Chromium's fake camera until all are in the database, beside one card alone."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from eduplatform.cli import demo
from eduplatform.cli.demo import city
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning import class_answers, closing
from eduplatform.org.access import Viewer
from eduplatform.org.models import Post, Unit
from eduplatform.shared.database import write
from eduplatform.teaching import remotes, sessions, votes
from eduplatform.teaching.models import ClassSession
from eduplatform.teaching.session_run import run_of

from . import films
from .figures import Figure
from .places import Places, leave
from .serving import Server

CARDS = 45
SECONDS = 3.0  # from the first frame until all are kept
ROOMS = 3
PATIENCE = 30.0
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


def measure(places: Places) -> list[Figure]:
    """Seconds from the first frame of the camera until the letters are in the database, and what a frame costs the browser."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        return [Figure("camera", "no Chromium on this machine", 0)]
    place = places.new("camera")
    app, film = place.app(), place.folder / "class.y4m"
    unit_id = _class(app)
    found: dict[int, list[tuple[float, int, float]]] = {1: [], CARDS: []}
    with Server(place.url, place.folder) as server, sync_playwright() as play:
        for seed in range(ROOMS):
            for cards in found:
                found[cards].append(_once(app, unit_id, server.port, play, path, film, cards, seed))
    whole, alone = found[CARDS], found[1]
    wrong = sum(one[1] for one in whole + alone)
    return [
        Figure(
            "camera",
            f"{CARDS} cards kept, median of {ROOMS}",
            _middle(one[0] for one in whole),
            "s",
            SECONDS,
            _middle(one[0] for one in alone),
            "× one card alone",
        ),
        Figure(
            "camera",
            "  the slowest",
            max(one[0] for one in whole),
            "s",
            SECONDS,
            note="1920×1080, 8 m room, three frames of five",
        ),
        Figure("camera", "  wrong or missing letters", wrong, "", 0),
        Figure(
            "camera",
            "  one frame in the worker",
            _middle(one[2] for one in whole),
            "ms",
            note="beside everything else that runs",
        ),
    ]


def _middle(values: Any) -> float:
    return float(np.median(list(values)))


def _class(app: Any) -> int:
    """A school with a class of some more pupils than cards."""
    plan = city.DistrictPlan("D1", "东区", [city.SchoolPlan("D1-S1", "东区中学", "J", ((7, 1, CARDS + 5),))])
    with app.app_context():
        with write():
            demo.build_demo([plan], Random(1), named=False)
        unit = (
            db.session.query(Unit)
            .join(Post, Post.unit_id == Unit.id)
            .filter(Unit.kind == "class", Post.role == "homeroom_teacher")
            .first()
        )
        leave(app)
        return unit.id


def _once(
    app: Any, unit_id: int, port: int, play: Any, path: str, film: Path, cards: int, seed: int
) -> tuple[float, int, float]:
    """(seconds, letters that are wrong or missing, ms of a frame) of one film."""
    with app.app_context():
        row, viewer, secret, sides = _lesson(unit_id)
        key = (row.school_id, row.id)
        letters = films.letters_of(cards, seed, sides)
        films.film(film, letters, seed=seed + 10)
        browser = play.chromium.launch(executable_path=path, args=[*ARGS, f"--use-file-for-fake-video-capture={film}"])
        context = browser.new_context(permissions=["camera"], viewport={"width": 360, "height": 740})
        context.add_cookies([{"name": "room", "value": secret, "domain": "127.0.0.1", "path": "/room"}])
        context.add_init_script(
            "setInterval(() => document.querySelectorAll('[data-way]:not([hidden]) [data-way-turn='0']').forEach((yes) => yes.click()), 20)"
        )
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/room/camera")
        spent, kept = _wait(page, key, cards)
        frame = re.search(r"(\d+) ms", page.get_attribute("[data-camera]", "data-frames") or "0 ms")
        browser.close()
        with write():
            closing.drop_lesson(viewer, db.session.get(ClassSession, key), db.session.get(ClassSession, key).version)
        leave(app)
        return spent, sum(kept.get(card) != letter for card, letter in letters.items()), float(frame[1] if frame else 0)


def _lesson(unit_id: int) -> tuple[ClassSession, Viewer, str, str]:
    """A lesson with its first question on the screen, and the secret of a phone that joined it."""
    unit = db.session.query(Unit).filter_by(id=unit_id).one()
    teacher = db.session.query(Post).filter_by(unit_id=unit_id, role="homeroom_teacher").first()
    viewer = Viewer(teacher.user_id, unit.school_id, "staff", "")
    head = next(head for head in content.lessons_of("J") if head.has_quiz)
    with write():
        row = sessions.start_session(viewer, unit, head, "class_activity", "cards")
        _remote, secret = remotes.take_join_code(remotes.show(viewer, row))
    with write():
        run = run_of(row)
        row = sessions.go_to(
            viewer, row, next(n for n, step in enumerate(run.steps) if step.kind == "vote"), None, run.last
        )
        votes.reached(row, run.steps, run.asked)
    return row, viewer, secret, "".join(choice.letter for choice in run.asked[0].choices)


def _wait(page: Page, key: tuple[int, int], cards: int) -> tuple[float, dict[int, str]]:
    """Seconds from the first frame to the last letter, and the letters by card."""
    while not page.evaluate("document.querySelector('[data-view]').readyState > 1"):
        page.wait_for_timeout(20)
    began = time.monotonic()
    while True:
        kept = _kept(key)
        if len(kept) >= cards or time.monotonic() - began > PATIENCE:
            return time.monotonic() - began, kept
        page.wait_for_timeout(25)


def _kept(key: tuple[int, int]) -> dict[int, str]:
    db.session.rollback()
    row = db.session.get(ClassSession, key)
    run = run_of(row)
    seats = class_answers.seats_of(row, run.votes.get(run.now.number), run.now.part, run.asked[run.now.number])
    return {seat.card: seat.letter for seat in seats if seat.card and seat.letter and not seat.rival}
