"""What pupils missed and made up: random lessons, absences and make-ups, told a second time slowly from plain lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

import pytest

from eduplatform.extensions import db
from eduplatform.learning import makeup, missed_lessons
from eduplatform.learning.models import Makeup
from eduplatform.org.access import Viewer
from eduplatform.org.models import Enrolment
from eduplatform.org.queries import roll_on
from eduplatform.shared import clock as school_clock
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Conflict, NotFound
from eduplatform.teaching.models import Absence, ClassSession
from tests.assessment import world
from tests.people import unit

CLASS, TODAY = "LJ-SY-2024-2", date(2026, 11, 18)


@dataclass
class Held:
    """A lesson given to the class, as this test remembers it."""

    row: ClassSession
    lesson: int
    at: datetime
    away: set[int]
    state: str = "closed"
    year: int = 2026
    made_up: set[int] = field(default_factory=set)


def hold(head, on: date, away: set[int], code: str = CLASS, state: str = "closed", year: int = 2026) -> Held:
    with write() as session:
        entry = world.teach(unit(code), head, on)
        row = session.get(ClassSession, (entry.school_id, entry.session_id))
        row.state, row.year = state, year
        for pupil in away:
            session.add(Absence(school_id=row.school_id, session_id=row.id, pupil_id=pupil, noted_at=world.at(on)))
    return Held(row, head.lesson_id, world.at(on), set(away), state, year)


def make_up(held: Held, pupil: int, done: bool = True) -> None:
    with write() as session:
        number = session.query(Makeup).count()
        session.add(
            Makeup(
                school_id=held.row.school_id,
                session_id=held.row.id,
                pupil_id=pupil,
                teacher_id=1,
                token_hash=f"t{number}",
                made_at=school_clock.now(),
                answers=[],
                done_at=school_clock.now() if done else None,
            )
        )
    if done:
        held.made_up.add(pupil)


def pupils() -> list[int]:
    return [one.pupil_id for one in roll_on(unit(CLASS).school_id, unit(CLASS).id, TODAY)]


def told(year: int = 2026) -> dict[int, list[tuple[int, bool]]]:
    """Pupil → (class session, made up), the newest first."""
    found = missed_lessons.of_class(unit(CLASS), year, TODAY)
    assert all(len(one.waiting) + len(one.done) == len(one.missed) for one in found)
    waiting = [one for one in found if one.waiting]
    assert missed_lessons.count_waiting(unit(CLASS), year, TODAY) == len(waiting), "the number on the week page"
    return {one.pupil.pupil_id: [(each.session.id, each.done_at is not None) for each in one.missed] for one in found}


def slowly(lessons: list[Held]) -> dict[int, list[tuple[int, bool]]]:
    found: dict[int, list[tuple[int, bool]]] = {}
    for pupil in pupils():
        mine = []
        for one in sorted(lessons, key=lambda held: held.at, reverse=True):
            counts = one.state == "closed" and one.year == 2026 and pupil in one.away
            again = [
                later
                for later in lessons
                if later.lesson == one.lesson and later.state == "closed" and later.year == 2026 and later.at > one.at
            ]
            if counts and not any(pupil not in later.away for later in again):
                mine.append((one.row.id, pupil in one.made_up))
        if mine:
            found[pupil] = mine
    return found


@pytest.fixture
def heads(context):
    with write():
        world.pupils(unit(CLASS), 4)
        return [world.lesson(topic) for topic in ("FIRE", "TRAF", "DROWN")]


@pytest.mark.parametrize("seed", range(4))
def test_a_random_term_is_told_as_the_slow_way_tells_it(heads, seed):
    chance, lessons = Random(seed), []
    for n in range(14):
        away = set(chance.sample(pupils(), chance.randrange(6)))
        state = chance.choice(("closed", "closed", "closed", "dropped")) if n < 13 else "running"  # one at a time
        year = 2025 if chance.random() < 0.1 else 2026
        held = hold(chance.choice(heads), TODAY - timedelta(days=30 - 2 * n), away, state=state, year=year)
        lessons.append(held)
        for pupil in sorted(away):
            if chance.random() < 0.4:
                make_up(held, pupil, done=chance.random() < 0.6)
    assert told() == slowly(lessons)


def test_who_was_away_again_still_has_both_to_make_up(heads, people):
    yu = people["pupil_yu"].user_id
    first, second = (hold(heads[0], TODAY - timedelta(days=n), {yu}) for n in (9, 2))
    assert told() == {yu: [(second.row.id, False), (first.row.id, False)]}


def test_given_again_to_the_next_class_it_is_not_given_again_to_this_one(heads, people):
    yu = people["pupil_yu"].user_id
    missed = hold(heads[0], TODAY - timedelta(days=9), {yu})
    hold(heads[0], TODAY - timedelta(days=2), set(), "LJ-SY-2024-1")
    hold(heads[1], TODAY - timedelta(days=2), set())
    assert told() == {yu: [(missed.row.id, False)]}


def test_who_left_the_class_is_asked_for_nothing_and_comes_back_with_it(heads, people):
    """A pupil who changed classes: what was missed is on the list of no teacher who does not have the child."""
    yu, unit_id = people["pupil_yu"].user_id, unit(CLASS).id
    missed = hold(heads[0], TODAY - timedelta(days=9), {yu})
    with write():
        db.session.query(Enrolment).filter_by(pupil_id=yu).update({"to_on": TODAY})
    assert told() == {} and yu not in pupils()
    with write() as session:
        session.add(
            Enrolment(school_id=unit(CLASS).school_id, pupil_id=yu, class_id=unit_id, number="77", from_on=TODAY)
        )
    assert told() == {yu: [(missed.row.id, False)]}


def test_nobody_missed_anything(heads):
    assert told() == {} == told(2025)
    hold(heads[0], TODAY, set())
    assert told() == {}


def lin(people) -> Viewer:
    person = people["teacher_lin"]
    return Viewer(person.user_id, person.school_id, "staff", "")


def opened(people, held: Held, pupil: int) -> str:
    with write():
        return makeup.open_for(lin(people), held.row, pupil)


def test_a_code_is_made_for_who_was_away_from_a_lesson_that_is_over_and_for_nobody_else(heads, people):
    yu, ming = (people[name].user_id for name in ("pupil_yu", "pupil_ming"))
    over, running = hold(heads[0], TODAY, {yu}), hold(heads[1], TODAY, {yu}, state="running")
    for held, pupil in ((over, ming), (running, yu), (over, people["pupil_far"].user_id), (over, 999_999)):
        with pytest.raises(NotFound):
            opened(people, held, pupil)
    assert db.session.query(Makeup).count() == 0
    assert opened(people, over, yu) and db.session.query(Makeup).one().pupil_id == yu
    make_up(over, yu)
    with pytest.raises(Conflict, match="makeup_done"):
        opened(people, over, yu)


@pytest.mark.parametrize(
    ("minutes", "taken", "good"), [(0, False, True), (30, False, True), (30.1, False, False), (1, True, False)]
)
def test_a_code_is_good_for_half_an_hour_and_for_one_device(heads, people, clock, minutes, taken, good):
    yu = people["pupil_yu"].user_id
    token = opened(people, hold(heads[0], TODAY, {yu}), yu)
    if taken:
        with write():
            makeup.take_makeup_code(token)
    clock.shift(minutes * 60)
    if good:
        with write():
            assert makeup.makeup_of_code(token).pupil_id == yu
    else:
        with pytest.raises(Conflict, match="makeup_used"), write():
            makeup.makeup_of_code(token)


def test_a_device_holds_the_lesson_for_an_hour_and_a_new_code_takes_it_away(heads, people, clock):
    yu = people["pupil_yu"].user_id
    held = hold(heads[0], TODAY, {yu})
    token = opened(people, held, yu)
    with write():
        secret = makeup.take_makeup_code(token)
    clock.shift(timedelta(hours=1))
    assert makeup.makeup_of_secret(secret).session_id == held.row.id
    assert makeup.makeup_of_secret(token) is None, "the code on the teacher's screen is not the device's secret"
    for odd in ("", "x", "1-", "999-abc", f"{secret}x"):
        assert makeup.makeup_of_secret(odd) is None
    with write():
        db.session.query(Makeup).update({"answers": ["a", "b"]})
    new = opened(people, held, yu)
    assert makeup.makeup_of_secret(secret) is None and new != token
    with pytest.raises(NotFound), write():
        makeup.makeup_of_code(token)
    with write():
        assert makeup.makeup_of_code(new).answers == ["a", "b"], "what was answered goes on"
    clock.shift(1)
    assert db.session.query(Makeup).count() == 1
