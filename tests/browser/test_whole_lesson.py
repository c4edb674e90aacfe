"""A whole lesson in a village school: one PC, one phone over plain HTTP in the school network, printed cards, and a power cut.

Four questions: two read from photos, two by the fake live camera. One pupil's card is read twice and differently, two pupils
are away. After question two the server is killed with -9. The reports follow by themselves.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from bench import films
from bench.rooms import photo_of
from eduplatform.extensions import db
from eduplatform.learning import class_answers
from eduplatform.learning.models import QuizAttempt
from eduplatform.shared import lan_addresses
from eduplatform.teaching import card_numbers, card_questions, sessions
from eduplatform.teaching.models import Absence, ClassSession
from eduplatform.teaching.session_run import run_of

from . import demo as city
from .demo import Demo, Watch, until
from .test_lesson_in_class import figure
from .test_live_camera import FAKE, FILM

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
AWAY, DOUBTED = 2, 3  #: pupils away (the last cards), the card that is read differently

#: Whoever holds the camera says at once that the picture is upright; test_live_camera asks the question itself.
SAYS_YES = """() => { setInterval(() => { const yes = document.querySelector('[data-way]:not([hidden]) [data-way-turn="0"]'); if (yes) yes.click(); }, 50); }"""


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A server of its own, open to the school network: it is going to be killed."""
    city.chromium_path()
    by_name = {} if lan_addresses.addresses() else {"PUBLIC_URL": city.SCHOOL_PC}
    built = city.build(tmp_path_factory.mktemp("village"), HOST="0.0.0.0", **by_name)
    yield built
    built.server.stop()


@dataclass
class Class:
    """What the test knows of the lesson that the pages do not say: cards, and what the pupils hold up."""

    demo: Demo
    folder: Path
    session_id: int = 0
    held: dict[int, dict[int, str]] = field(default_factory=dict)  # question → card → letter

    def row(self) -> ClassSession:
        return db.session.scalars(select(ClassSession).where(ClassSession.id == self.session_id)).one()

    def cards(self) -> list[int]:
        with self.demo.app.app_context():
            return list(card_numbers.of_session(self.row(), sessions.roll_of(self.row())))

    def letters(self, number: int, part: int = 0) -> dict[int, str]:
        """Most hold up the right letter, every fourth another; the last two are away."""
        with self.demo.app.app_context():
            asked = run_of(self.row()).asked[number]
            right = card_questions.right_option(asked.question, part)
            good = next(choice.letter for choice in asked.choices if choice.id == right)
            other = next(choice.letter for choice in asked.choices if choice.id != right)
        there = self.cards()[:-AWAY]
        return {card: other if card % 4 == 0 else good for card in there}

    def stands(self, number: int, part: int = 0) -> dict[int, str]:
        """Card → letter in the database; "?" where somebody must look."""
        with self.demo.app.app_context():
            run = run_of(self.row())
            found = class_answers.seats_of(self.row(), run.votes.get(number), part, run.asked[number])
            return {
                seat.card: "?" if seat.rival else seat.letter
                for seat in found
                if seat.card and (seat.letter or seat.rival)
            }

    def kind(self) -> tuple[str, int, int]:
        with self.demo.app.app_context():
            step = run_of(self.row()).now
            return step.kind, step.number, step.part

    def photo(self, letters: dict[int, str], seed: int) -> list[str]:
        """Two photos of the room, from two places: nobody gets everybody with one."""
        files = []
        for which in (0, 1):
            file = self.folder / f"{seed}-{which}.jpg"
            file.write_bytes(photo_of(letters, seed=seed, which=which, width=3000))
            files.append(str(file))
        return files


@pytest.fixture
def watch() -> Iterator[Watch]:
    """As in every browser test; here the phone is on the network address, and the power cut makes requests fail."""
    kept = Watch()
    yield kept
    own = "|".join(re.escape(f"http://{address}:") for address in (*lan_addresses.addresses(), "school-pc.test"))
    kept.forgive(rf"a request left this machine: ({own})")
    kept.forgive(r"^failed: .*(ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET)")
    assert not kept.faults, "the browser complained:\n" + "\n".join(kept.faults[:20])


def test_a_whole_lesson_with_cards_and_a_power_cut(
    chromium: Browser, village: Demo, watch: Watch, tmp_path: Path
) -> None:
    office = city.sign_in(city.new_context(chromium, village, watch), village, "safety")
    office.goto("/")
    before = figure(office, "累计课时")
    pc = city.sign_in(city.new_context(chromium, village, watch, width=1920, height=1080), village, village.homeroom)
    lesson = Class(village, tmp_path)
    phone = open_and_join(chromium, village, watch, pc, lesson)
    to_question(pc, lesson, 0)
    by_photo(phone, lesson, 0, conflict=True)
    reveal(pc, lesson, 0)
    to_question(pc, lesson, 1)
    by_photo(phone, lesson, 1)
    reveal(pc, lesson, 1)
    standing = [lesson.stands(0), lesson.stands(1)]
    village.server.kill()
    village.server.start()
    time_passes(village, pc)
    until(pc, "document.querySelector('[data-offline]').hidden", 20)
    assert [lesson.stands(0), lesson.stands(1)] == standing, "nothing read before the power cut is lost"
    to_question(pc, lesson, 2)
    joined: list = []
    by_camera(chromium, watch, pc, lesson, 2, joined)
    reveal(pc, lesson, 2)
    time_passes(village, pc)
    to_question(pc, lesson, 3)
    by_camera(chromium, watch, pc, lesson, 3, joined)
    reveal(pc, lesson, 3)
    close_on_the_phone(phone, lesson)
    ended = time.monotonic()
    recorded(lesson)
    reports_follow(chromium, village, watch, pc, before, ended + 60)


def open_and_join(chromium: Browser, demo: Demo, watch: Watch, pc: Page, lesson: Class) -> Page:
    """From the week page to the screen; the phone scans the code on it."""
    pc.goto("/teacher")
    pc.select_option("[name=quiz_mode] >> nth=0", "cards")
    pc.click("button:has-text('开始上课')")
    pc.wait_for_url("**/screen")
    lesson.session_id = int(re.search(r"/sessions/(\d+)/", pc.url)[1])  # type: ignore[index]
    address = pc.locator(".qr-code[data-address]").get_attribute("data-address") or ""
    assert not address.startswith("http://127."), "a phone cannot open the PC's own address"
    phone = city.new_context(chromium, demo, watch, width=360, height=740).new_page()
    phone.goto(address)
    phone.wait_for_url("**/room/")
    assert not phone.evaluate("isSecureContext"), "this is plain HTTP: no live camera here, photos only"
    until(pc, "document.querySelector('[data-phone]').hidden")
    return phone


def time_passes(demo: Demo, pc: Page) -> None:
    """Twenty minutes: less than after which a PC that nobody uses signs its teacher out."""
    for _ in range(2):
        demo.ten_minutes_pass()
        for _ in range(2):  # the first answer may be to a question asked before
            with pc.expect_response(lambda answer: answer.url.endswith("/state") and answer.ok, timeout=20000):
                pass


def to_question(pc: Page, lesson: Class, number: int) -> None:
    """Turn until the question stands on the screen (for an ordering: its first part)."""
    for _ in range(40):
        if lesson.kind()[:2] == ("vote", number):
            return
        turn(pc, lesson)
    raise AssertionError(f"question {number} never came")


def turn(pc: Page, lesson: Class) -> None:
    """One key; then the server knows."""
    was = lesson.kind(), place_of(lesson)
    pc.keyboard.press("PageDown")
    end = time.monotonic() + 10
    while (lesson.kind(), place_of(lesson)) == was:
        assert time.monotonic() < end, f"the lesson stands still at {was}"
        pc.wait_for_timeout(50)


def place_of(lesson: Class) -> int:
    with lesson.demo.app.app_context():
        return lesson.row().slide


def parts(lesson: Class, number: int) -> int:
    with lesson.demo.app.app_context():
        return card_questions.parts_of(run_of(lesson.row()).asked[number].question)


def by_photo(phone: Page, lesson: Class, number: int, conflict: bool = False) -> None:
    """Photos until everybody who is there was read. With a conflict: one card is turned before the second look."""
    letters = lesson.held[number] = lesson.letters(number)
    until(
        phone,
        f"(document.querySelector('[data-room]') || {{dataset: {{}}}}).dataset.number === '{number}' && !!document.querySelector('.shoot-file')",
    )
    for seed in range(number * 10, number * 10 + 4):
        for file in lesson.photo(letters, seed):
            if set(lesson.stands(number)) >= set(letters):
                break
            shoot(phone, file)
    assert lesson.stands(number) == letters
    if not conflict:
        return
    turned = letters | {DOUBTED: next(letter for letter in "AB" if letter != letters[DOUBTED])}
    for seed in range(90, 96):
        if lesson.stands(number)[DOUBTED] == "?":
            break
        shoot(phone, lesson.photo(turned, seed)[0])
    phone.click(f".doubt button:has-text('{letters[DOUBTED]}')")
    phone.wait_for_selector(".doubts", state="detached")
    assert lesson.stands(number) == letters, "the teacher decides, not the machine"


def shoot(phone: Page, file: str) -> None:
    """Take a photo; wait for the words about it."""
    with phone.expect_response(lambda answer: answer.url.endswith("/room/photo"), timeout=30000) as answered:
        phone.set_input_files(".shoot-file", file)
    assert answered.value.ok
    phone.wait_for_timeout(300)
    if phone.locator(
        "[data-upright]"
    ).count():  # a part of the class, on which too few cards are shared with the photos before
        with phone.expect_response(lambda answer: answer.url.endswith("/room/upright"), timeout=30000):
            phone.click(".upright-main")
        phone.wait_for_timeout(300)


def by_camera(chromium: Browser, watch: Watch, pc: Page, lesson: Class, number: int, joined: list) -> None:  # type: ignore[type-arg]
    """A second device at a secure address (localhost) films the room; from one place a card may be hidden, so the teacher moves."""
    letters = lesson.held[number] = lesson.letters(number)
    for place in range(4, 10):
        film_from(chromium, watch, pc, lesson, number, joined, place)
        if lesson.stands(number) == letters:
            return
    raise AssertionError(f"from six places the camera has {lesson.stands(number)}, not {letters}")


def film_from(chromium: Browser, watch: Watch, pc: Page, lesson: Class, number: int, joined: list, place: int) -> None:  # type: ignore[type-arg]
    """Film until everybody was read or ten seconds bring nobody new. The device joins once and is the same afterwards."""
    film = lesson.folder / f"{number}-{place}.y4m"
    films.film(film, lesson.held[number], seed=place)
    filming = chromium.browser_type.launch(
        executable_path=city.chromium_path(), args=[*city.ARGS, *FAKE, f"{FILM}{film}"]
    )
    context = city.new_context(filming, lesson.demo, watch, width=390, height=780, permissions=["camera"])
    page = context.new_page()
    if joined:
        context.add_cookies(joined)
    else:
        pc.keyboard.press("q")
        page.goto(
            "/room/join/"
            + (pc.locator(".qr-code[data-address]").get_attribute("data-address") or "").rpartition("/")[2]
        )
        page.wait_for_url("**/room/")
        joined += [cookie for cookie in context.cookies() if cookie["name"] == "room"]
    page.goto("/room/camera")
    page.evaluate(SAYS_YES)
    seen, news = 0, time.monotonic()
    while lesson.stands(number) != lesson.held[number] and time.monotonic() - news < 10:
        if len(lesson.stands(number)) > seen:
            seen, news = len(lesson.stands(number)), time.monotonic()
        page.wait_for_timeout(200)
    filming.close()
    film.unlink()


def reveal(pc: Page, lesson: Class, number: int) -> None:
    while lesson.kind()[0] == "vote":
        turn(pc, lesson)
    assert lesson.kind()[:2] == ("shown", number)
    pc.wait_for_selector(".scene:not([hidden]) .share")
    names = names_of(lesson)
    text = pc.inner_text("body")
    assert not [name for name in names if name in text], "the class screen shows no name"


def names_of(lesson: Class) -> list[str]:
    with lesson.demo.app.app_context():
        return [pupil.name for pupil in sessions.roll_of(lesson.row())]


def close_on_the_phone(phone: Page, lesson: Class) -> None:
    """Those never read are proposed as away; one tap ends the lesson."""
    phone.click(".room-more a[href$='/room/roll']")
    phone.wait_for_selector("[data-attend-away]")
    assert phone.inner_text("[data-attend-away]") == str(AWAY)
    phone.click("[name=then][value=close]")
    phone.wait_for_selector("text=已经记好")
    assert "1 课时" in phone.inner_text("main")


def recorded(lesson: Class) -> None:
    """What is in the database equals what was held up."""
    with lesson.demo.app.app_context():
        row = lesson.row()
        by_card = card_numbers.of_session(row, sessions.roll_of(row))
        away = {pupil for (pupil,) in db.session.execute(select(Absence.pupil_id).where(Absence.session_id == row.id))}
        assert away == {by_card[card].pupil_id for card in list(by_card)[-AWAY:]}
        run = run_of(row)
        for number, letters in lesson.held.items():
            assert lesson.stands(number) == letters, f"question {number}"
        attempts = {
            one.pupil_id: one for one in db.session.scalars(select(QuizAttempt).where(QuizAttempt.session_id == row.id))
        }
        assert set(attempts) == {by_card[card].pupil_id for card in lesson.held[0]}
        assert {one.grade for one in attempts.values()} == {"A"}
        assert all(len(one.asked) == len(run.asked) - len(run.checks) for one in attempts.values())
        assert (row.state, row.present, row.roll) == ("closed", len(by_card) - AWAY, len(by_card))


def reports_follow(chromium: Browser, demo: Demo, watch: Watch, pc: Page, before: float, until_then: float) -> None:
    """The class report, the school and the city hold the hour within a minute."""
    pc.wait_for_url(re.compile(r"/sessions/\d+$"))  # the class screen has heard that the lesson is over
    pc.wait_for_load_state()
    pc.goto("/teacher/hours")
    assert "A 课堂记录" in pc.locator(".table tbody tr").first.inner_text()
    office, bureau = (
        city.sign_in(city.new_context(chromium, demo, watch), demo, login) for login in ("safety", "city")
    )
    seen: dict[str, float] = {}
    while time.monotonic() < until_then:
        office.goto("/")
        seen["school"] = figure(office, "累计课时")
        if seen["school"] == before + 1:
            break
        time.sleep(1)
    assert seen["school"] == before + 1, seen
    bureau.goto("/")
    assert figure(bureau, "累计课时") >= before + 1
