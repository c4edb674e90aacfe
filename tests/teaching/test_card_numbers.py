"""A card number is given once per pupil and class, kept for the school year, never another child's in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org import queries as org
from eduplatform.org.models import Enrolment
from eduplatform.shared import clock
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Conflict, NotFound, Refused
from eduplatform.teaching import card_numbers
from eduplatform.teaching.card_numbers import assigned

from .test_card_numbers_rule import roll


@pytest.fixture
def eight(room):
    """三(2)班 as a school that writes 学号 of eight digits, with six more pupils."""
    with write():
        for row in db.session.query(Enrolment).filter_by(class_id=room.unit.id).order_by(Enrolment.id):
            row.number = f"202603{row.id:02d}"
    for n in range(6):
        comes(room, f"新生{n}", f"2026031{n}")
    return room


def comes(room, name, number=""):
    with write():
        user = User(
            school_id=room.unit.school_id, kind="pupil", name=name, person_key=f"key{name}", created_at=clock.now()
        )
        db.session.add(user)
        db.session.flush()
        db.session.add(
            Enrolment(
                school_id=room.unit.school_id,
                pupil_id=user.id,
                class_id=room.unit.id,
                number=number,
                from_on=date(2026, 9, 1),
            )
        )
    return user.id


def goes(room, pupil_id):
    with write():
        db.session.query(Enrolment).filter_by(pupil_id=pupil_id).update({"to_on": clock.today()})


def give(room):
    with write():
        return card_numbers.by_pupil(card_numbers.give_numbers(room.unit, clock.today()))


def read(room, day=None):
    day = day or clock.today()
    pupils = org.roll_on(room.unit.school_id, room.unit.id, day)
    return card_numbers.by_pupil(card_numbers.cards_of(room.unit.school_id, room.unit.id, day, pupils))


def test_nobodys_card_moves_when_a_pupil_leaves_in_mid_year(eight):
    before = give(eight)
    leaver = next(pupil for pupil, card in before.items() if card == 2)
    goes(eight, leaver)
    after = read(eight)
    assert after == {pupil: card for pupil, card in before.items() if pupil != leaver}


def test_a_newcomer_never_gets_a_leavers_card_this_year(eight):
    before = give(eight)
    goes(eight, next(pupil for pupil, card in before.items() if card == 2))
    newcomer = comes(eight, "后来", "2")  # even with the very number in class
    assert read(eight)[newcomer] == give(eight)[newcomer] == 11


def test_who_comes_back_finds_the_old_card(eight):
    before = give(eight)
    leaver = next(pupil for pupil, card in before.items() if card == 3)
    goes(eight, leaver)
    with write():
        db.session.add(
            Enrolment(
                school_id=eight.unit.school_id,
                pupil_id=leaver,
                class_id=eight.unit.id,
                number="",
                from_on=clock.today(),
            )
        )
    assert give(eight)[leaver] == 3


def test_reads_tell_what_would_be_given_and_store_nothing(eight):
    told = read(eight)
    assert told == read(eight) and card_numbers.given_in(eight.unit.school_id, eight.unit.id, 2026) == {}
    assert give(eight) == told == give(eight)


def test_a_new_number_in_class_does_not_move_a_card_within_the_year(eight):
    before = give(eight)
    with write():
        for place, row in enumerate(
            db.session.query(Enrolment).filter_by(class_id=eight.unit.id).order_by(Enrolment.id.desc()), 1
        ):
            row.number = str(place)
    assert read(eight) == before


def test_a_new_school_year_begins_anew(eight, clock):
    give(eight)
    clock.shift(timedelta(days=300))
    assert card_numbers.given_in(eight.unit.school_id, eight.unit.id, 2027) == {} and sorted(
        give(eight).values()
    ) == list(range(1, 11))


def test_opening_a_lesson_with_cards_gives_them_and_choosing_cards_later_too(eight):
    eight.open("cards")
    assert len(card_numbers.given_in(eight.unit.school_id, eight.unit.id, 2026)) == 10


def test_the_teacher_swaps_two_cards(eight):
    before = give(eight)
    one, two = (next(pupil for pupil, card in before.items() if card == number) for number in (4, 7))
    other = eight.do(card_numbers.change, eight.unit, one, 7)
    assert other.pupil_id == two and (read(eight)[one], read(eight)[two]) == (7, 4)


def test_a_free_number_is_taken_and_the_old_one_stays_free(eight):
    before = give(eight)
    pupil = next(pupil for pupil, card in before.items() if card == 4)
    assert eight.do(card_numbers.change, eight.unit, pupil, 44) is None
    assert read(eight)[pupil] == 44 and 4 not in read(eight).values()


def test_a_leavers_card_is_refused_and_so_is_a_number_no_card_has(eight):
    before = give(eight)
    goes(eight, next(pupil for pupil, card in before.items() if card == 4))
    pupil = next(pupil for pupil, card in before.items() if card == 5)
    for number, code in ((4, "card_of_leaver"), (0, "card_out_of_range"), (61, "card_out_of_range")):
        with pytest.raises(Refused) as refused:
            eight.do(card_numbers.change, eight.unit, pupil, number)
        assert refused.value.code == code
    assert read(eight)[pupil] == 5


def test_not_while_a_lesson_is_open_and_not_for_a_pupil_of_another_class(eight, people):
    with pytest.raises(NotFound):
        eight.do(card_numbers.change, eight.unit, people["pupil_next"].user_id, 9)
    eight.open("cards")
    with pytest.raises(Conflict) as refused:
        eight.do(card_numbers.change, eight.unit, people["pupil_yu"].user_id, 9)
    assert refused.value.code == "cards_in_use"


def test_the_sixty_first_pupil_gets_none_and_leavers_numbers_are_not_handed_on():
    pupils = roll(*[""] * 59)
    assert len(assigned(pupils, {1000: 1, 1001: 60})) == 58
