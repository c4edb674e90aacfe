"""Numbers seen by one person are of no use to another: replayed in addresses, queries and form fields."""

from __future__ import annotations

import itertools
import re
from random import Random

import pytest
import time_machine

from tests.conftest import NOW

from . import names
from .cases import UNSAFE, Form, requests
from .served_world import Cell, ServedWorld
from .test_names import reachable

NUMBER = re.compile(r'(?:/|="|=|: |,)(\d{1,9})(?=["/?&,}\s]|$)')
OTHERS = (
    "pupil_yu",
    "guardian_yu",
    "teacher_lin",
    "teacher_wu",
    "officer_safe",
    "principal_he",
    "district_zhou",
    "admin_root",
)
SENDERS = ("pupil_yu", "pupil_small", "teacher_lin", "officer_safe", "city_song")  # those who ask in cases.py
FIELDS = {
    "pupil": "pupil_id",
    "pupil_id": "pupil_id",
    "absent": "pupil_id",
    "seen": "pupil_id",
    "user_id": "pupil_id",
    "class_id": "class_id",
    "school_id": "unit_id",
    "school": "unit_id",
    "unit_id": "unit_id",
    "to": "unit_id",
    "row": "post_id",
    "session_id": "session_id",
    "batch_id": "batch_id",
}
#: Forms that do something else with the same button: they name a person.
ALSO = {"teacher.print_class_slips": ({"what": "one"}, {"what": "guardian"}, {"what": "guardians"})}
FROM = ("teacher_far", "officer_far", "other_city", "other_district", "teacher_west")
PATHS_EACH, TRIES = 700, 5
STRANGERS = {"YS", "YS-1D", "YS-1"}  # none of SENDERS has anything to do there, and neither does anything below


@pytest.fixture(scope="module")
def harvest(served: ServedWorld) -> list[str]:
    """Numbers on the pages of people of another city and another district, and their neighbours."""
    with time_machine.travel(NOW, tick=False):  # the `clock` of the tests holds for one test only
        numbers = {number for name in FROM for number in numbers_seen(served, name)}
        served.restore()
    assert len(numbers) > 25, "the crawler finds no numbers any more"
    return [str(number) for number in sorted(numbers | {n + 1 for n in numbers} | {max(n - 1, 0) for n in numbers})]


def numbers_seen(served: ServedWorld, name: str) -> set[int]:
    found: set[str] = set()
    for _url, _cell, answer in itertools.islice(reachable(served, served.world.actors[name]), 60):
        if answer.mimetype in ("text/html", "application/json"):
            found |= set(NUMBER.findall(answer.get_data(as_text=True)))
    return {int(number) for number in found if int(number) < 100_000}


@pytest.mark.parametrize("name", OTHERS)
def test_numbers_of_strangers_open_nothing_in_an_address(served: ServedWorld, harvest: list[str], name: str):
    actor, random, wrong = served.world.actors[name], Random(name), []
    rules = [
        rule
        for rule in served.rules()
        if rule.arguments and "GET" in (rule.methods or ()) and rule.endpoint not in ("static", "media.serve")
    ]
    for turn in range(PATHS_EACH):
        rule = rules[turn % len(rules)]
        things = served.things_of({name: random.choice(harvest) for name in rule.arguments})
        cell = Cell(rule, "GET", things)
        answer = served.ask(
            actor, "GET", served.address(cell), headers={"Accept": "application/json"} if turn % 3 else {}
        )
        if seen := names.leaks(served, actor, cell, answer):
            wrong.append(f"{cell} shows {sorted(seen)[:3]}")
        if answer.status_code >= 500:
            wrong.append(f"{cell}: {answer.status_code}")
    served.restore()
    assert not wrong, f"{name}:\n" + "\n".join(wrong[:20])


@pytest.mark.parametrize("name", SENDERS)
def test_numbers_of_strangers_do_nothing_in_a_form_or_query(served: ServedWorld, harvest: list[str], name: str):
    """A form that works, with numbers of strangers in its own fields and in fields it might listen to."""
    actor, random, wrong = served.world.actors[name], Random(name), []
    served.restore()
    foreign, values = (
        strangers_rows(served),
        {field: [thing.value for thing in served.world.things[name]] for field, name in FIELDS.items()},
    )
    for request in [request for request in requests(served, UNSAFE) if request.actor == name]:
        rounds = [({}, {})] * TRIES + [
            (variant, {"pupil": pupil}) for variant in ALSO.get(request.cell.endpoint, ()) for pupil in values["pupil"]
        ]
        for variant, chosen in rounds:
            fields = {field: random.choice([*values[field], random.choice(harvest)]) for field in FIELDS} | chosen

            def stranger(form: Form, variant: Form = variant) -> Form:
                return {
                    key: random.choice(harvest) if str(value).isdecimal() and random.random() < 0.5 else value
                    for key, value in form.items()
                } | variant

            answer = request.ready(served, fields, own=stranger)()
            if seen := names.leaks(served, actor, request.cell, answer):
                wrong.append(f"{request.cell} with {variant} and {fields} shows {sorted(seen)[:3]}")
            if answer.status_code >= 500:
                wrong.append(f"{request.cell}: {answer.status_code}")
            if strangers_rows(served) != foreign:
                wrong.append(f"{request.cell} changed rows of another city")
    served.restore()
    assert not wrong, f"{name}:\n" + "\n".join(wrong[:20])


def strangers_rows(served: ServedWorld) -> dict[str, list]:
    """Every row that belongs to the other city's school or bureau."""
    from eduplatform.extensions import db
    from eduplatform.org.models import Unit

    with served.app.app_context():
        far = {row.id for row in db.session.query(Unit) if row.code in STRANGERS or row.code.startswith("YS-")}
        found = {}
        for table in db.metadata.sorted_tables:
            column = table.c.get("school_id") if "school_id" in table.c else table.c.get("unit_id")
            if column is not None and table.name != "access_look":
                found[table.name] = [
                    tuple(map(repr, row))
                    for row in db.session.execute(db.select(table).where(column.in_(far)).order_by(table.c.id))
                ]
        db.session.remove()
    return found


ODD = ("0", "-1", "99999999999999999999999", "2026-13-45", "' OR 1=1", "%00", "９")
QUERY = (
    "page",
    "year",
    "day",
    "show",
    "part",
    "topic",
    "q",
    "number",
    "school",
    "class_id",
    "tab",
    "next",
    "stage",
    "code",
    "with",
    "to",
    "title",
    "starts_on",
)


def test_odd_queries_are_answered(served: ServedWorld):
    """Whatever stands behind the question mark: a page or a refusal, never an error of ours."""
    wrong = []
    for request in requests(served, ("GET",)):
        for odd in ODD:
            query = "&".join(f"{name}={odd}" for name in QUERY)
            status = served.ask(served.world.actors[request.actor], "GET", f"{request.url}?{query}").status_code
            if status >= 500:
                wrong.append(f"{request.url} with {odd!r}: {status}")
    served.restore()
    assert not wrong, "\n".join(wrong)


def test_a_nul_is_refused_wherever_it_stands(served: ServedWorld):
    """PostgreSQL cannot store U+0000: in a query, a form or a path it is a bad request, not an error of ours."""
    clerk = served.world.actors["officer_safe"]
    sign_in = {"tab": "staff", "login": "a\0", "password": "\0"}
    answers = [
        served.ask(clerk, "GET", "/office/people?q=%00"),
        served.ask(clerk, "GET", "/help/%00"),
        served.send(served.world.actors["nobody"], "POST", "/sign-in", sign_in),
    ]
    served.restore()
    assert [answer.status_code for answer in answers] == [400, 400, 400]
