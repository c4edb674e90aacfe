"""Which printed card belongs to which pupil of a class: one number a pupil, class and school year, given once.

A number never moves because somebody leaves or comes, and is never another child's in the same year. It is given when a
lesson is opened, or a list or slips are printed; until then reads tell the numbers that would be given, and store nothing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, delete, insert, select

from ..extensions import db
from ..org.access import Viewer
from ..org.models import Unit
from ..org.queries import OnRoll, roll_on
from ..shared import audit, clock
from ..shared.refusals import Conflict, NotFound, Refused
from ..shared.upsert import insert_into
from .models import CardNumber, ClassSession
from .open_sessions import open_session_of

CARDS = 60  #: printed cards are numbered from 1 to this
_table = CardNumber.__table__


def assigned(pupils: Sequence[OnRoll], given: Mapping[int, int]) -> dict[int, OnRoll]:
    """Card number → pupil of the roll. `given` {pupil number: card} holds what was given this year, to leavers too.

    Who has none gets the number in class if that is 1–60 and was never given, then the lowest that was never given, in
    the order of the roll. Pupils beyond the sixtieth number have no card: their answers are typed. Pure.
    """
    taken = {given[pupil.pupil_id]: pupil for pupil in pupils if pupil.pupil_id in given}
    used = set(given.values())
    others: list[OnRoll] = []
    for pupil in pupils:
        number = int(pupil.number) if pupil.number.isdecimal() and len(pupil.number) < 4 else 0
        if pupil.pupil_id in given:
            continue
        if 1 <= number <= CARDS and number not in used:
            taken[number] = pupil
            used.add(number)
        else:
            others.append(pupil)
    free = (number for number in range(1, CARDS + 1) if number not in used)
    return dict(sorted((taken | dict(zip(free, others, strict=False))).items()))


def given_in(school_id: int, class_id: int, year: int) -> dict[int, int]:
    """Pupil → card as given in a class and school year, leavers too. One statement."""
    found = select(_table.c.pupil_id, _table.c.number).where(_of(school_id, class_id, year))
    return {row.pupil_id: row.number for row in db.session.execute(found)}


def _of(school_id: int, class_id: int, year: int) -> ColumnElement[bool]:
    return (_table.c.school_id == school_id) & (_table.c.class_id == class_id) & (_table.c.year == year)


def cards_of(school_id: int, class_id: int, day: date, pupils: Sequence[OnRoll]) -> dict[int, OnRoll]:
    """Card number → pupil of a class on a day. One statement beside the roll; nothing is stored."""
    return assigned(pupils, given_in(school_id, class_id, clock.school_year_of(day)))


def of_session(session: ClassSession, pupils: Sequence[OnRoll]) -> dict[int, OnRoll]:
    """Card number → pupil in a lesson. One statement."""
    return assigned(pupils, given_in(session.school_id, session.class_id, session.year))


def calling_order(session: ClassSession, pupils: Sequence[OnRoll]) -> list[int]:
    """Card numbers of a lesson's pupils in the order in which the screen calls them up: drawn once for the lesson, each
    number once. One statement."""
    numbers = list(of_session(session, pupils))
    random.Random(session.id).shuffle(numbers)
    return numbers


def by_pupil(cards: Mapping[int, OnRoll]) -> dict[int, int]:
    """Pupil → card."""
    return {pupil.pupil_id: card for card, pupil in cards.items()}


def give_numbers(class_unit: Unit, day: date, pupils: Sequence[OnRoll] | None = None) -> dict[int, OnRoll]:
    """Give every pupil of the class a number for good, in the running transaction. Twice is once; two teachers at once
    end with the same numbers. Two statements, two more where somebody had none."""
    school_id, year = class_unit.keeper_id, clock.school_year_of(day)
    pupils = roll_on(school_id, class_unit.id, day) if pupils is None else pupils
    for _round in range(3):
        given = given_in(school_id, class_unit.id, year)
        cards = assigned(pupils, given)
        missing = [
            {
                "school_id": school_id,
                "class_id": class_unit.id,
                "year": year,
                "pupil_id": pupil.pupil_id,
                "number": card,
            }
            for card, pupil in cards.items()
            if pupil.pupil_id not in given
        ]
        if not missing:
            break
        db.session.execute(insert_into(_table).on_conflict_do_nothing(), missing)
    return cards


def change(viewer: Viewer, class_unit: Unit, pupil_id: int, number: int) -> OnRoll | None:
    """Let a pupil have another card; who had it in the class gets the old one and is returned. Refuses `card_out_of_range`,
    `card_of_leaver` (given this year to somebody who is gone) and, while a lesson is open, `cards_in_use`."""
    if not 1 <= number <= CARDS:
        raise Refused("card_out_of_range", most=CARDS)
    if open_session_of(class_unit.id, class_unit.keeper_id):
        raise Conflict("cards_in_use")
    school_id, day = class_unit.keeper_id, clock.today()
    cards = give_numbers(class_unit, day)
    mine = by_pupil(cards)
    if pupil_id not in {pupil.pupil_id for pupil in roll_on(school_id, class_unit.id, day)}:
        raise NotFound()
    other = cards.get(number)
    if other is None and number in given_in(school_id, class_unit.id, clock.school_year_of(day)).values():
        raise Refused("card_of_leaver", number=number)
    if other is not None and other.pupil_id == pupil_id:
        return None
    _swap(class_unit, clock.school_year_of(day), pupil_id, number, mine.get(pupil_id), other)
    audit.record(school_id, viewer.user_id, "cards.change", f"pupil:{pupil_id}", number=number)
    return other


def _swap(class_unit: Unit, year: int, pupil_id: int, number: int, old: int | None, other: OnRoll | None) -> None:
    """Rows are taken out and put in anew: no moment holds one number twice."""
    who = [pupil_id] + ([other.pupil_id] if other else [])
    here = _of(class_unit.keeper_id, class_unit.id, year)
    db.session.execute(delete(_table).where(here, _table.c.pupil_id.in_(who)))
    common = {"school_id": class_unit.school_id, "class_id": class_unit.id, "year": year}
    rows = [common | {"pupil_id": pupil_id, "number": number}]
    if other and old:
        rows.append(common | {"pupil_id": other.pupil_id, "number": old})
    db.session.execute(insert(_table), rows)
