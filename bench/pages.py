"""Pupil's and teacher's pages: SQL statements, size, and what a first visit brings over the line."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from sqlalchemy import select

from eduplatform.accounts.models import LoginName
from eduplatform.extensions import db
from eduplatform.learning.models import QuizAttempt
from eduplatform.org.models import Post
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.teaching.models import ClassSession

from .figures import Figure
from .places import Places, leave
from .pupils import enrol
from .quiz import Taker
from .serving import Answer, Client, Server
from .world import Spot, small_city, token_of

#: what a browser fetches by itself when it opens a page; films only when played, the apple icon only when kept
ASSETS = re.compile(
    rb'<link[^>]+rel="(?:stylesheet|icon|modulepreload)"[^>]*href="([^"]+)"|<script[^>]+src="([^"]+)"|<img[^>]+src="([^"]+)"'
    rb'|<use[^>]+href="([^"#]+)|<video[^>]+poster="([^"]+)"|<track[^>]+src="([^"]+)"|<object[^>]+data="([^"]+)"'
)
INNER = re.compile(
    rb'(?:^|[\s;])(?:import|export)\s*(?:[^"\';]*?from\s*)?["\'](\.[^"\']+)["\']|url\(["\']?([^"\')]+)["\']?\)|@import\s+["\']([^"\']+)'
)


@dataclass
class Visit:
    """A browser with an empty cache: what each page costs, files counted once a page."""

    client: Client
    sizes: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    def open(self, path: str) -> tuple[Answer, int] | None:
        """The page (warm) and the bytes of a first visit to it; None where the lesson has no such page."""
        for _ in range(5):
            answer = self.client.get(path, Accept_Encoding="gzip")
            if answer.status not in (302, 303, 308):
                break
            path = answer.headers["Location"]
        if answer.status == 404:
            return None
        assert answer.status == 200, (path, answer.status)
        answer = self.client.get(path, Accept_Encoding="gzip")
        assets, queue = set(), [urljoin(path, each) for each in _found(ASSETS, _plain(answer))]
        while queue:
            each = queue.pop()
            if each in assets or each.startswith("data:"):
                continue
            assets.add(each)
            queue += [
                urljoin(each, inner)
                for inner in _found(INNER, self._fetch(each)[1])
                if each.partition("?")[0].endswith((".js", ".css"))
            ]
        return answer, len(answer.body) + sum(self._fetch(each)[0] for each in assets)

    def _fetch(self, path: str) -> tuple[int, bytes]:
        if path not in self.sizes:
            answer = self.client.get(path, Accept_Encoding="gzip")
            assert answer.status == 200, (path, answer.status)
            self.sizes[path] = (len(answer.body), _plain(answer))
        return self.sizes[path]


def _found(pattern: re.Pattern[bytes], text: bytes) -> list[str]:
    return [next(part for part in parts if part).decode().replace("&amp;", "&") for parts in pattern.findall(text)]


def _plain(answer: Answer) -> bytes:
    return gzip.decompress(answer.body) if answer.headers.get("Content-Encoding") == "gzip" else answer.body


def measure(places: Places) -> list[Figure]:
    place = places.new("pages")
    app = place.app()
    spot = small_city(app, 3, 600)
    pupil = enrol(app, spot.class_code, 1)[0]
    with app.app_context():
        found = select(LoginName.login).join(Post, Post.user_id == LoginName.user_id)
        login = db.session.scalar(found.where(Post.unit_id == spot.class_id, Post.role == "homeroom_teacher"))
        session = db.session.scalar(select(ClassSession.id).where(ClassSession.class_id == spot.class_id).limit(1))
        someone = db.session.scalar(select(QuizAttempt.pupil_id).where(QuizAttempt.class_id == spot.class_id).limit(1))
        leave(app)
    teacher = token_of(app, str(login))
    with Server(place.url, place.folder, ("bench/program.py",)) as server:
        figures = _of("pupil", server, pupil, _pupils(server, pupil, spot))
        return figures + _of("teacher", server, teacher, _teachers(spot, session, someone))


def _pupils(server: Server, token: str, spot: Spot) -> list[str]:
    taker, lesson = Taker(Client(server.port, {COOKIE: token}), spot), f"/student/lessons/{spot.lesson_id}"
    taker.client.get(f"{lesson}/quiz")
    taker.take()
    done = f"{taker.attempt}/result"
    taker.start()
    return [
        "/student/",
        "/student/lessons",
        lesson,
        f"{lesson}/read",
        f"{lesson}/video",
        f"{lesson}/quiz",
        taker.attempt,
        done,
        f"{lesson}/skill",
        "/student/record",
        "/me",
        "/help",
    ]


def _teachers(spot: Spot, session: int | None, pupil: int | None) -> list[str]:
    own = f"/teacher/classes/{spot.class_id}"
    pages = [
        own,
        f"{own}/lessons",
        f"{own}/lessons/{spot.lesson_id}",
        f"{own}/pupils",
        f"{own}/hours",
        f"{own}/report",
        f"{own}/slips",
    ]
    pages += [f"{own}/pupils/{pupil}"] if pupil else []
    return pages + [f"/teacher/sessions/{session}"] if session else pages


def _of(who: str, server: Server, token: str, paths: list[str]) -> list[Figure]:
    """The worst page of each kind of cost."""
    visit = Visit(Client(server.port, {COOKIE: token}))
    statements, sizes, firsts = {}, {}, {}
    for path in paths:
        opened = visit.open(path)
        if opened is None:
            continue
        answer, first = opened
        statements[path], sizes[path], firsts[path] = answer.statements, len(_plain(answer)) / 1024, first / 1024
    return [
        _worst(f"{who}: SQL statements, {len(statements)} pages", statements, "", 10),
        _worst(f"{who}: HTML", sizes, "KB", 30),
        _worst(f"{who}: first visit, packed, all files", firsts, "KB", 120),
    ]


def _worst(what: str, values: Mapping[str, float], unit: str, most: float) -> Figure:
    path = max(values, key=lambda each: values[each])
    over = [each for each in values if values[each] > most and each != path]
    note = f"worst: {_short(path)}" + (
        f"; also {', '.join(f'{_short(each)} {values[each]:.0f}' for each in over)}" if over else ""
    )
    return Figure("pages", what, values[path], unit, most, note=note)


def _short(path: str) -> str:
    return re.sub(r"/\d+", "/…", urlsplit(path).path)
