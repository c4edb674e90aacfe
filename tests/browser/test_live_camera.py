"""Cards read live: Chromium's fake camera films a class, and what the pupils hold up is what the database holds."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from sqlalchemy import select

from bench import films
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning import class_answers, closing
from eduplatform.learning.models import RoomReading
from eduplatform.org.access import Viewer
from eduplatform.org.models import Post, Unit
from eduplatform.pages.classroom import loaders
from eduplatform.pages.classroom.camera import worker
from eduplatform.shared.database import write
from eduplatform.teaching import card_numbers, remotes, sessions, votes
from eduplatform.teaching.models import ClassSession
from eduplatform.teaching.session_run import run_of

from . import axe
from . import demo as city
from .demo import Demo, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
CARDS = 45
FILM = "--use-file-for-fake-video-capture="
FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
LONGEST = 60  # seconds until a test gives up; the figure itself is measured by `python -m bench camera`


@dataclass
class Lesson:
    """An open lesson of a class of more than 45, with cards, a question of four sides on the screen."""

    demo: Demo
    school_id: int
    session_id: int
    teacher_id: int
    secret: str
    sides: str
    number: int

    def row(self) -> ClassSession:
        return db.session.get(ClassSession, (self.school_id, self.session_id))

    def next(self) -> None:
        """Another question on the screen."""
        self.number = 1 - min(1, self.number)
        with self.demo.app.app_context(), write():
            _turn(Viewer(self.teacher_id, self.school_id, "staff", ""), self.row(), "vote", self.number)

    def reveal(self) -> None:
        with self.demo.app.app_context(), write():
            _turn(Viewer(self.teacher_id, self.school_id, "staff", ""), self.row(), "shown", self.number)

    def recorded(self) -> dict[int, str]:
        """Card → letter as the database has it; "?" where two readings contradict each other."""
        with self.demo.app.app_context():
            vote = votes.votes_of(self.row())[self.number]
            asked = run_of(self.row()).asked[self.number]
            found = class_answers.seats_of(self.row(), vote, 0, asked)
            return {
                seat.card: "?" if seat.rival else seat.letter
                for seat in found
                if seat.card and (seat.letter or seat.rival)
            }

    def told(self) -> list[dict[str, Any]]:
        """What each report was answered, in order."""
        with self.demo.app.app_context():
            mine = select(RoomReading).where(
                RoomReading.school_id == self.school_id, RoomReading.session_id == self.session_id
            )
            return [row.outcome for row in db.session.scalars(mine.order_by(RoomReading.at, RoomReading.id))]

    def names(self) -> list[str]:
        with self.demo.app.app_context():
            return [pupil.name for pupil in sessions.roll_of(self.row())]

    def phones(self) -> int:
        with self.demo.app.app_context():
            return remotes.phones_joined(self.row())

    def cookie(self) -> dict[str, str]:
        return {"name": loaders.COOKIE, "value": self.secret, "domain": "127.0.0.1", "path": "/room"}


def _turn(viewer: Viewer, row: ClassSession, kind: str, number: int) -> None:
    run = run_of(row)
    place = next(n for n, step in enumerate(run.steps) if (step.kind, step.number) == (kind, number))
    row = sessions.go_to(viewer, row, place, None, run.last)
    votes.reached(row, run.steps, run.asked)


@pytest.fixture
def lesson(demo: Demo) -> Iterator[Lesson]:
    with demo.app.app_context():
        unit = db.session.scalars(select(Unit).where(Unit.code == "LJ-DC-EZ-J2025-1")).one()
        teacher = db.session.scalars(
            select(Post).where(
                Post.school_id == unit.school_id, Post.unit_id == unit.id, Post.role == "homeroom_teacher"
            )
        ).first()
        viewer = Viewer(teacher.user_id, unit.school_id, "staff", "")
        heads = [head for stage in ("P2", "J") for head in content.lessons_of(stage) if head.has_quiz]
        row = next(
            found for head in heads * 10 if (found := _with_four_sides(viewer, unit, head))
        )  # which are asked is drawn anew
        with write():
            _remote, secret = remotes.take_join_code(remotes.show(viewer, row))
        number = run_of(row).now.number
        sides = "".join(choice.letter for choice in run_of(row).asked[number].choices)
        assert set(range(1, CARDS + 1)) <= set(card_numbers.of_session(row, sessions.roll_of(row)))
        made = Lesson(demo, row.school_id, row.id, viewer.user_id, secret, sides, number)
    yield made
    with demo.app.app_context(), write():
        closing.drop_lesson(Viewer(made.teacher_id, made.school_id, "staff", ""), made.row(), made.row().version)


def _with_four_sides(viewer: Viewer, unit: Unit, head: content.LessonHead) -> ClassSession | None:
    """The lesson, open at a question that uses every side of a card, if it has one."""
    with write():
        row = sessions.start_session(viewer, unit, head, "class_activity", "cards", rehearsal=True)
    run = run_of(row)
    own = [step.number for step in run.steps if step.kind == "vote"]  # not the checks at the beginning
    numbers = [number for number in own if len(run.asked[number].choices) == 4]
    with write():
        if numbers:
            _turn(viewer, row, "vote", numbers[0])
            return row
        closing.drop_lesson(viewer, row, row.version)
    return None


@pytest.fixture
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the fake camera finds its film; a page that opens the camera anew sees what is there then."""
    return tmp_path_factory.getbasetemp() / "class.y4m"


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with a camera that films a class; people are not asked for leave."""
    path = city.chromium_path()
    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=path, args=[*city.ARGS, *FAKE, f"{FILM}{tmp_path_factory.getbasetemp() / 'class.y4m'}"]
        )
        yield opened
        opened.close()


@pytest.fixture
def chromium(camera: Browser) -> Browser:
    """Playwright runs one browser at a time: here it is the one with the camera."""
    return camera


@pytest.fixture
def phone(lesson: Lesson, visitor: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """phone(width=360) → a page of a phone that joined the lesson."""

    def make(**more: Any) -> Page:
        context = visitor(permissions=["camera"], **({"width": 360, "height": 740} | more))
        context.add_cookies([lesson.cookie()])
        context.add_init_script(SAYS_YES)
        return context.new_page()

    return make


#: Whoever holds the camera says at once that the picture is upright; the question has a test of its own.
SAYS_YES = "setInterval(() => { const yes = document.querySelector('[data-way]:not([hidden]) [data-way-turn=\"0\"]'); if (yes) yes.click(); }, 50)"


def wait(true: Callable[[], bool], page: Page, seconds: float = LONGEST) -> float:
    """Seconds until something holds behind the pages."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        page.wait_for_timeout(50)
    return time.monotonic() - began


def opened(page: Page) -> Page:
    """The reading page, its camera open."""
    page.goto("/room/camera")
    until(page, "document.querySelector('[data-view]').readyState > 1", LONGEST)
    return page


def test_a_class_of_45_is_recorded_while_the_camera_looks(phone, lesson, film, watch):
    letters = films.letters_of(CARDS, 1, lesson.sides)
    films.film(film, letters, seed=4)
    page = opened(phone())
    spent = wait(lambda: len(lesson.recorded()) >= CARDS, page)
    assert lesson.recorded() == letters
    print(f"\n45 of 45 in {spent:.1f} s after the camera opened, {len(lesson.told())} reports")
    until(page, f"document.querySelectorAll('.seat.is-kept[data-card]').length === {CARDS}")
    assert not axe.misfits(page) + axe.findings(page)
    lesson.reveal()
    until(page, "document.querySelector('[data-question]').textContent === '答案已揭晓，不再收'")
    watch.forgive("409 POST .*/room/readings")
    assert lesson.recorded() == letters


def test_a_changed_answer_is_disputed_first_and_settled_by_a_second_look(phone, lesson, film):
    letters = films.letters_of(CARDS, 1, lesson.sides)
    films.film(film, letters, seed=4)
    page = opened(phone())
    wait(lambda: len(lesson.recorded()) >= CARDS, page)
    changed = letters | {7: next(side for side in lesson.sides if side != letters[7])}
    films.film(film, changed, seed=4)
    opened(page)
    wait(lambda: lesson.recorded()[7] == changed[7], page)
    wait(lambda: len(lesson.recorded()) >= CARDS, page)
    assert lesson.recorded() == changed
    told = lesson.told()
    disputed = next(n for n, one in enumerate(told) if one["disputed"])
    assert told[disputed]["disputed"] == [7]
    assert next(one for one in told[disputed + 1 :] if 7 in one["changed"])["disputed"] == []


def test_a_card_that_is_there_twice_is_nobodys_answer(phone, lesson, film):
    letters = films.letters_of(CARDS - 2, 2, lesson.sides)
    films.film(film, letters | {58: "A"}, seed=4, copy=(7, lesson.sides[0]))
    page = opened(phone())
    wait(lambda: lesson.recorded().get(7) == "?", page)
    wait(lambda: len(lesson.recorded()) >= CARDS - 5, page)
    page.wait_for_timeout(3000)
    found = lesson.recorded()
    assert found.pop(7) == "?"
    assert found == {card: letters[card] for card in found}
    until(page, "document.querySelector('[data-card=\"7\"]').classList.contains('is-doubt')")
    until(page, "document.querySelector('[data-strange]').textContent.endsWith('58')", LONGEST)
    assert sum(7 in one["disputed"] for one in lesson.told()) == 1, "a copy is told once, not again and again"


def test_a_report_whose_answer_was_lost_is_told_again_and_counts_once(phone, lesson, film, watch):
    letters = films.letters_of(CARDS, 1, lesson.sides)
    films.film(film, letters, seed=4)
    page = phone()
    sent: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(route.request.post_data or "")
        if len(sent) == 1:
            route.fetch()  # the server keeps it, the phone never hears of it
            route.abort()
        elif len(sent) == 2:
            route.abort()  # it does not even arrive
        else:
            route.continue_()

    page.route("**/room/readings", lose)
    opened(page)
    wait(lambda: len(lesson.recorded()) >= CARDS, page)
    wait(lambda: len(sent) >= 3, page)
    assert sent[0] == sent[1] == sent[2], "the same report, with the same key"
    assert lesson.recorded() == letters
    assert not any(one["disputed"] or one["changed"] for one in lesson.told())
    watch.forgive("room/readings")


def test_single_cards_in_noise_are_read_right_or_not_at_all(phone, lesson):
    page = phone()
    page.goto("/room/camera")
    with lesson.demo.app.test_request_context():
        kit = worker()
    pictures, truth = [], []
    for number in range(1, 61):
        for turns in range(4):
            pictures.append(base64.b64encode(films.marker(number, turns, 5).tobytes()).decode())
            truth.append([number, "ABCD"[-turns % 4]])
    read = page.evaluate(READ, {"kit": kit, "pictures": pictures, "side": 160})
    wrong = [(right, cards) for right, cards in zip(truth, read, strict=True) if cards and cards != [right]]
    assert not wrong
    assert sum(bool(cards) for cards in read) >= 228, "95 of 100 are read at all"


READ = """async ({ kit, pictures, side }) => {
    const worker = new Worker(kit.worker), found = [];
    const heard = () => new Promise((done, lost) => { worker.onmessage = (event) => done(event.data); worker.onerror = (event) => lost(event.message); });
    worker.postMessage({ begin: { scripts: kit.scripts, table: kit.table } });
    await heard();
    for (const picture of pictures) {
        const data = Uint8ClampedArray.from(atob(picture), (one) => one.charCodeAt(0)).buffer;
        worker.postMessage({ data, width: side, height: side }, [data]);
        found.push((await heard()).cards);
    }
    worker.terminate();
    return found;
}"""


def test_a_letter_counts_in_three_frames_of_five_and_only_while_it_is_the_newest(phone):
    page = phone()
    page.goto("/room/camera")
    script = page.evaluate(
        "performance.getEntriesByType('resource').map((one) => one.name).find((name) => name.endsWith('camera-steady.js'))"
    )
    assert page.evaluate(STEADY, {"script": script, "frames": ["A", "A"]}) == ""
    assert page.evaluate(STEADY, {"script": script, "frames": ["A", "A", "A"]}) == "A"
    assert page.evaluate(STEADY, {"script": script, "frames": ["A", "", "A", "", "A"]}) == "A"
    assert page.evaluate(STEADY, {"script": script, "frames": ["A", "A", "A", "B"]}) == "", "it is being turned"
    assert page.evaluate(STEADY, {"script": script, "frames": ["A", "A", "A", "B", "B", "B"]}) == "B"
    assert page.evaluate(STEADY, {"script": script, "frames": ["A", "A", "A", "", "", ""]}) == "", "too long ago"
    assert page.evaluate(STEADY, {"script": script, "frames": ["*", "A", "*", "A", "*"]}) == "*"
    assert page.evaluate(STEADY, {"script": script, "frames": ["A", "A", "A", "again", "A", "A"]}) == "", (
        "a second look is a new one"
    )


STEADY = """async ({ script, frames }) => {
    const { steady } = await import(script), looks = steady();
    frames.forEach((letter) => {
        if (letter === 'again') looks.again(7);
        else looks.see({ cards: letter && letter !== '*' ? [[7, letter]] : [], copies: letter === '*' ? [7] : [] });
    });
    return looks.sure().get(7) || '';
}"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_camera_that_cannot_be_had_is_explained(phone, lesson, lang):
    for error, code in (
        ("NotAllowedError", "denied"),
        ("NotFoundError", "none"),
        ("NotReadableError", "busy"),
        ("", "insecure"),
    ):
        page = phone(lang=lang)
        refusal = f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{error}'))"
        page.add_init_script(refusal if error else "Object.defineProperty(window, 'isSecureContext', { value: false })")
        page.goto("/room/camera")
        box = page.locator(f"[data-trouble='{code}']")
        box.wait_for(state="visible")
        assert page.locator("[data-trouble]:visible").count() == 1
        assert box.locator("a").get_attribute("href") == "/room/", "photos are always possible"
        assert not axe.misfits(page) + axe.findings(page), code


def test_the_camera_of_the_pc_lights_numbers_and_says_no_more(lesson, visitor, film, demo, watch):
    letters = films.letters_of(CARDS, 3, lesson.sides)
    films.film(film, letters, seed=4)
    context = visitor(width=1920, height=1080, permissions=["camera"])
    context.add_cookies([demo.cookie(lesson.teacher_id, lesson.school_id)])
    context.add_init_script(SAYS_YES)
    page = context.new_page()
    page.goto(f"/teacher/sessions/{lesson.session_id}/screen")
    page.click("[data-webcam]")
    wait(lambda: len(lesson.recorded()) >= CARDS, page)
    assert lesson.recorded() == letters
    until(page, f"document.querySelectorAll('.light.is-kept').length >= {CARDS}")
    strip = page.locator("[data-lights]").inner_text()
    assert not any(word in strip for word in lesson.names()), "no name on the class screen"
    assert not set(strip) & set("ABCD"), "no letter on the class screen"
    assert not axe.findings(page)
    page.reload()
    until(page, "document.querySelectorAll('.light.is-kept').length > 0", LONGEST)
    assert lesson.phones() == 2, "loaded anew it is the same reader, not a third"
    lesson.reveal()
    page.locator("[data-lights]").wait_for(state="hidden")
    lesson.next()
    wait(lambda: len(lesson.recorded()) > 10, page)
    assert lesson.recorded().items() <= letters.items()
    page.click("[data-webcam]")
    page.locator("[data-lights]").wait_for(state="hidden")
    watch.forgive("409 POST .*/room/readings")  # a report that was on its way when the answer was revealed


def test_nothing_is_read_before_somebody_says_that_the_picture_is_upright(lesson, visitor, film):
    letters = films.letters_of(12, 3, lesson.sides)
    films.film(film, letters, seed=4)
    context = visitor(width=360, height=740, permissions=["camera"])
    context.add_cookies([lesson.cookie()])
    page = context.new_page()
    page.goto("/room/camera")
    page.locator("[data-way]").wait_for(state="visible")
    page.wait_for_timeout(3000)
    assert not lesson.recorded()
    assert not axe.misfits(page) + axe.findings(page)
    page.click("[data-way-turn='0']")
    wait(lambda: len(lesson.recorded()) >= 10, page)  # from one place a card may be hidden
    assert lesson.recorded().items() <= letters.items()
    page.reload()
    until(page, "document.querySelectorAll('.seat.is-kept').length >= 10", LONGEST)
    assert page.locator("[data-way]").is_hidden(), "asked once in a lesson"
