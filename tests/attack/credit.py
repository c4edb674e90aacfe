"""Posts that were seen, borrowed or made up: none may raise a score, a time or a completion."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.access import cases
from tests.access.served_world import ServedWorld
from tests.access.table import TABLE
from tests.access.test_posted_columns import FIELDS, RANDOM, columns

CREDIT = (
    "quiz_attempt",
    "skill_attempt",
    "video_watch",
    "lesson_view",
    "room_answer",
    "makeup",
    "class_hour",
    "absence",
    "class_session",
    "hand_count",
)
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Told:
    """Attempts made and those that gained something."""

    tried: int = 0
    gained: list[str] = field(default_factory=list)


def run(served: ServedWorld, every: int = 1) -> Told:
    """Each form that works: sent by strangers, sent twice, sent with every column beside its fields. `every` n-th stranger only."""
    told, wished = Told(), columns()
    for request in cases.requests(served, cases.UNSAFE):
        served.restore()
        before = credit(served)
        for actor in list(served.world.actors.values())[::every]:
            if actor.name == request.actor or TABLE[request.cell.endpoint].public or TABLE[request.cell.endpoint].phone:
                continue
            if (
                TABLE[request.cell.endpoint].allows(actor, request.cell.things)
                and actor.signed_in
                and not actor.must_choose
            ):
                continue
            served.restore()
            send = request.ready(served, headers={"Cookie": f"anxue={actor.token}"})
            prepared = credit(served) if request.case.before is not cases.NOTHING_BEFORE else before
            send()
            _compare(told, f"{request.cell} by {actor.name}", prepared, credit(served))
            served.wrote.add("-")
        once, twice = _after(served, request, 1), _after(served, request, 2)
        _compare(told, f"{request.cell} sent twice", once, twice)
        more = {name: value for name, value in wished.items() if name not in FIELDS.get(request.cell.endpoint, ())}
        _compare(told, f"{request.cell} with columns", once, _after(served, request, 1, more))
    served.restore()
    return told


def _after(served: ServedWorld, request: cases.Request, times: int, more: dict[str, str] | None = None) -> Rows:
    served.restore()
    send = request.ready(served, more)
    send()
    for _ in range(times - 1):
        request_again(served, request)
    served.wrote.add("-")
    return credit(served)


def request_again(served: ServedWorld, request: cases.Request) -> None:
    """The same form once more, without going back to the first state."""
    actor, cookies = (
        served.world.actors[request.actor],
        request.case.cookies(served) if not request.cell.endpoint.startswith("student.makeup") else "",
    )
    try:
        form = request.form(served)
    except (
        AssertionError,
        StopIteration,
        IndexError,
        AttributeError,
    ):  # what the form was made from is used up: nothing left to send
        return
    served.send(
        actor, request.cell.method, request.url, form, {"Cookie": f"{cookies}; anxue={actor.token}"} if cookies else {}
    )


def credit(served: ServedWorld) -> Rows:
    """What was earned. A row's own number is not: a make-up begun anew is a new row, which PostgreSQL numbers on."""
    found = served.tables(drawn_by_lot=re.compile(f"{RANDOM.pattern}|\\.id$"))
    return {name: found[name] for name in CREDIT if name in found}


def _compare(told: Told, what: str, before: Rows, after: Rows) -> None:
    told.tried += 1
    changed = [name for name in before if before[name] != after[name]]
    if changed:
        told.gained.append(f"{what}: {changed}")
