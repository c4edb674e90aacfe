"""Slips: one use, newest counts, and a code is kept nowhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import inspect, text

from eduplatform.accounts import codes, people, slips
from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.shared.refusals import Refused

from .doing import give_password, give_session, give_slip, live, user_of


def code_of_refusal(app, code: str) -> str:
    with app.app_context():
        try:
            with write():
                slips.redeem(code)
        except Refused as refused:
            return refused.code
    return "in"


def test_a_slip_lets_in_once(app, people):
    code = give_slip(app, people["pupil_yu"])
    assert [code_of_refusal(app, code) for _ in range(2)] == ["in", "slip_used"]


def test_of_twenty_at_the_same_moment_exactly_one_gets_in(app, people):
    code = give_slip(app, people["pupil_yu"])
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _n: code_of_refusal(app, code), range(20)))
    assert sorted(set(answers)) == ["in", "slip_used"] and answers.count("in") == 1


def test_looking_at_a_slip_spends_nothing(app, people):
    code = give_slip(app, people["pupil_yu"])
    with app.app_context():
        assert [slips.check_slip(code)[1].id for _ in range(3)] == [people["pupil_yu"].user_id] * 3
    assert code_of_refusal(app, codes.grouped(code).lower()) == "in"


def test_a_new_slip_replaces_the_old_one(app, people):
    old, new = give_slip(app, people["pupil_yu"]), give_slip(app, people["pupil_yu"])
    assert [code_of_refusal(app, code) for code in (old, new)] == ["slip_replaced", "in"]


def test_a_slip_of_one_pupil_leaves_the_others_alone(app, people):
    other = give_slip(app, people["pupil_ming"])
    give_slip(app, people["pupil_yu"])
    assert code_of_refusal(app, other) == "in"


def test_a_slip_ends_after_its_days(app, people, clock):
    code = give_slip(app, people["pupil_yu"], days=14)
    clock.shift(14 * 86400)
    assert code_of_refusal(app, code) == "slip_expired"


def test_a_disabled_person_is_not_let_in(app, people):
    code = give_slip(app, people["pupil_yu"])
    with app.app_context(), write():
        people_ = user_of(people["pupil_yu"])
        from eduplatform.accounts import people as accounts

        accounts.disable(people_)
    assert code_of_refusal(app, code) == "account_disabled"


@pytest.mark.parametrize("typed", ["", "abc", "0000-0000-0000-0000", "' or 1=1 --", "x" * 500])
def test_what_is_no_slip_is_unknown(app, typed):
    assert code_of_refusal(app, typed) == "slip_unknown"


def test_only_a_reset_ends_the_old_password_and_the_open_sessions(app, people):
    yu = people["pupil_yu"]
    give_password(app, yu)
    give_session(app, yu)
    give_slip(app, yu)
    with app.app_context():
        assert people_account(yu).kind == "password"
    assert len(live(app, yu)) == 1
    give_slip(app, yu, reset=True)
    with app.app_context():
        assert people_account(yu).kind == ""
    assert live(app, yu) == []


def people_account(person):
    return people.by_user(person.school_id, person.user_id)


def test_the_code_is_nowhere_in_the_database(app, people):
    code = give_slip(app, people["pupil_yu"])
    with app.app_context():
        for name in inspect(db.engine).get_table_names():
            for row in db.session.execute(text(f'SELECT * FROM "{name}"')):
                assert code not in str(tuple(row))


def test_how_far_a_class_is_takes_one_statement(app, people):
    from eduplatform.shared import sql_counter

    yu, ming = people["pupil_yu"], people["pupil_ming"]
    give_password(app, yu)
    give_slip(app, ming)
    with app.app_context():
        sql_counter.reset_count()
        state = slips.states(yu.school_id, [yu.user_id, ming.user_id])
        assert sql_counter.statements_counted() == 1
    assert state[yu.user_id].has_secret and state[yu.user_id].slip_until is None
    assert not state[ming.user_id].has_secret and state[ming.user_id].slip_until is not None
