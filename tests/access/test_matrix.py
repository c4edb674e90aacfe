"""Every route × method × actor × thing: who may, gets in; who may not, cannot tell what is there. No route is skipped."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from . import names
from .served_world import Cell, ServedWorld
from .table import TABLE
from .world import Actor

ACTORS = (
    "nobody",
    "disabled",
    "graduate",
    "unchosen",
    "pupil_yu",
    "pupil_ming",
    "pupil_next",
    "pupil_small",
    "pupil_junior",
    "pupil_far",
    "guardian_yu",
    "teacher_lin",
    "teacher_chen",
    "teacher_wu",
    "teacher_ma",
    "teacher_gao",
    "teacher_west",
    "teacher_far",
    "officer_safe",
    "officer_junior",
    "officer_far",
    "principal_he",
    "district_zhou",
    "other_district",
    "city_song",
    "other_city",
    "editor_tang",
    "audit_qian",
    "audit_school",
    "admin_root",
    "admin_top",
    "program_school",
    "program_city",
)
EXPORTS = {
    "office.unit_xlsx",
    "office.unit_hours_xlsx",
    "office.unit_csv",
    "office.filing_docx",
    "office.filing_xlsx",
    "office.filing_print",
    "office.lessons_csv",
    "office.audit_csv",
    "office.audit_looks_csv",
    "office.participation_xlsx",
    "office.weak_topics_xlsx",
    "office.scheme_xlsx",
    "office.official_xlsx",
    "studio.course_items_xlsx",
}
EXPORT_RECORD = {"audit_entry"}  # that somebody took figures out of the house is put on record
KEY_NOTED = {"api_key", "audit_entry"}  # each use of a key is counted, the first of a day is on record
#: A wrong address is counted like a wrong code; the first reader of a changed year notes since when it is so (Last-Modified)
NOTED_BY_READING = {"account.calendar_feed": {"address_failure", "calendar_feed"}}
WELL = {200, 204, 206, 302, 303, 304, 308, 400, 409, 415, 422, 429}  # pages, redirects, and what is said about a form


def expected(actor: Actor, cell: Cell) -> str:
    """What must happen: in, sign-in, choose or 404."""
    row = TABLE[cell.endpoint]
    if row.public:
        return "in"
    if row.phone or row.unset:
        return "404"
    if any(len(thing.value) > 18 for thing in cell.things.values()):
        return "404"
    if row.key:
        return ("in" if row.allows(actor, cell.things) else "404") if actor.key else "401"
    if not actor.signed_in:
        return "sign-in"
    if actor.must_choose and not row.early:
        return "choose"
    return "in" if row.allows(actor, cell.things) else "404"


def got(answer, cell: Cell) -> str:
    """What happened, in the same words."""
    to = answer.headers.get("Location", "")
    if TABLE[cell.endpoint].key and answer.status_code == 401:
        return "401" if answer.mimetype == "application/problem+json" else "401 without a problem"
    if answer.status_code == 302 and to.startswith("/sign-in?next=") or answer.status_code == 401:
        wanted = 302 if cell.method == "GET" else 401
        return "sign-in" if answer.status_code == wanted else f"sign-in with {answer.status_code}"
    if answer.status_code == 302 and to == "/choose":
        return "choose" if cell.endpoint != "account.start" else "in"
    if answer.status_code == 404:
        return "404"
    return "in" if answer.status_code in WELL else str(answer.status_code)


def told(answer, url: str) -> tuple:
    """All that a stranger can learn from an answer; the address, which is repeated in links, is taken out."""
    body, headers = (
        answer.get_data(as_text=True),
        tuple(sorted((name, value) for name, value in answer.headers if name not in ("Date", "Content-Length"))),
    )
    return answer.status_code, body.replace(quote(url, safe=""), "-").replace(quote(url), "-"), headers


def test_every_endpoint_has_a_line_in_the_table(served: ServedWorld):
    endpoints = {rule.endpoint for rule in served.rules()}
    assert not endpoints - set(TABLE), (
        f"say who may come in: add a line to TABLE in tests/access/table.py for {sorted(endpoints - set(TABLE))}"
    )
    assert not set(TABLE) - endpoints, f"no such endpoint any more: {sorted(set(TABLE) - endpoints)}"


def test_every_named_actor_is_in_the_matrix(served: ServedWorld):
    assert set(ACTORS) == set(served.world.actors)


@pytest.mark.parametrize("name", ACTORS)
def test_nobody_gets_in_where_the_table_does_not_say_so(served: ServedWorld, name: str):
    actor, wrong, strangers = served.world.actors[name], [], Strangers()
    for cell in served.cells():
        row, url, want = TABLE[cell.endpoint], served.address(cell), expected(actor, cell)
        answer = served.ask(
            actor, cell.method, url, row.form(cell.things), strangers.wanted(cell) if want == "404" else {}
        )
        have = got(answer, cell)
        wrong += faults(served, actor, cell, answer)
        missing = any(not thing.there for thing in cell.things.values())
        if have != want and not (want == "in" and row.public and missing and answer.status_code < 500):
            wrong.append(f"{cell}: {have} instead of {want}")
        if have == want == "404":
            strangers.heard(cell, url, answer)
    wrong += strangers.told_apart
    served.restore()
    assert not wrong, f"{name}:\n" + "\n".join(wrong[:60]) + f"\n({len(wrong)} in all)"


def faults(served: ServedWorld, actor: Actor, cell: Cell, answer) -> list[str]:
    """What must not happen whoever asks: names of strangers, names without a record of the look, changes by a GET."""
    found = [f"{cell}: shows {sorted(seen)[:3]}"] if (seen := names.leaks(served, actor, cell, answer)) else []
    if names.unrecorded(served, actor, cell, answer):
        found.append(f"{cell}: shows names without audit.looked()")
    may_write = EXPORT_RECORD if cell.endpoint in EXPORTS else NOTED_BY_READING.get(cell.endpoint, set())
    may_write = may_write | KEY_NOTED if TABLE[cell.endpoint].key and actor.key else may_write
    if cell.method == "GET" and served.wrote - may_write:
        found.append(f"{cell}: a GET wrote {sorted(served.wrote)}")
    return found


class Strangers:
    """What somebody who may not come in hears: the same from things that are there and things that are not.

    Most of them are asked for as JSON, which is a fifth of the work; of each route one thing that is there and one that is not
    are asked for as the page.
    """

    def __init__(self) -> None:
        self.first: dict[tuple, tuple[Cell, tuple]] = {}
        self.pages: set[tuple] = set()
        self.told_apart: list[str] = []

    def wanted(self, cell: Cell) -> dict[str, str]:
        there = all(thing.there for thing in cell.things.values())
        key = (cell.rule.rule, cell.method, there)
        if key in self.pages:
            return {"Accept": "application/json"}
        self.pages.add(key)
        return {}

    def heard(self, cell: Cell, url: str, answer) -> None:
        if any(len(thing.value) > 18 for thing in cell.things.values()):
            return  # no address of ours: nothing can be learned from it
        key, told_now = (cell.rule.rule, cell.method, answer.mimetype), told(answer, url)
        cell_before, told_before = self.first.setdefault(key, (cell, told_now))
        if told_now != told_before:
            self.told_apart.append(f"{cell_before} and {cell} are told apart: {_difference(told_before, told_now)}")


def _difference(one: tuple, other: tuple) -> str:
    return f"{set(one[2]) ^ set(other[2]) or 'the bodies differ'}"
