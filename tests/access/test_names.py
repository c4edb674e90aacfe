"""Names of pupils stay where they belong: whatever page, file or message an actor can reach by following links."""

from __future__ import annotations

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound

from eduplatform.extensions import db
from eduplatform.org.models import Guardianship
from eduplatform.shared.database import write

from . import names
from .served_world import Cell, ServedWorld
from .table import TABLE
from .world import Actor

LINK = re.compile(r'(?:href|hx-get|data-[a-z-]+|src)="(/[^"#]*)')
#: One of each kind of person; test_matrix looks at every cell of everybody.
WHO = (
    "nobody",
    "pupil_yu",
    "guardian_yu",
    "teacher_lin",
    "teacher_wu",
    "teacher_ma",
    "officer_safe",
    "principal_he",
    "district_zhou",
    "city_song",
    "other_city",
    "admin_root",
    "editor_tang",
    "audit_qian",
)
LEVELS, MOST = 2, 180


def starts(served: ServedWorld, actor: Actor) -> list[str]:
    """The front door, and every page the table lets the actor open."""
    cells = (
        cell
        for cell in served.cells(("GET",))
        if all(t.there for t in cell.things.values()) and TABLE[cell.endpoint].allows(actor, cell.things)
    )
    return ["/", *(served.address(cell) for cell in cells if cell.endpoint not in ("static", "media.serve"))]


def reachable(served: ServedWorld, actor: Actor):
    """(address, cell, answer) of the pages an actor may open and of those some levels of links from there."""
    found = list(dict.fromkeys(starts(served, actor)))[:MOST]
    waiting, seen = deque((url, 0) for url in found), set(found)
    adapter = served.app.url_map.bind("localhost")
    while waiting:
        url, level = waiting.popleft()
        try:
            rule, values = adapter.match(urlsplit(url).path, return_rule=True, method="GET")
        except (MethodNotAllowed, NotFound):  # where a script sends to, or an address it completes itself
            continue
        answer = served.ask(actor, "GET", url)
        yield url, Cell(rule, "GET", served.things_of(values)), answer
        links = (
            [answer.location]
            if answer.location
            else LINK.findall(answer.get_data(as_text=True))
            if answer.mimetype == "text/html"
            else []
        )
        for link in links:
            link = urljoin(url, link.replace("&amp;", "&"))
            if (
                link not in seen
                and level < LEVELS
                and link.startswith("/")
                and not link.startswith(("/static/", "/media/"))
                and len(seen) < MOST
            ):
                seen.add(link)
                waiting.append((link, level + (not answer.location)))


@pytest.mark.parametrize("name", WHO)
def test_no_name_outside_its_scope_however_one_gets_there(served: ServedWorld, name: str):
    actor, wrong, pages = served.world.actors[name], [], 0
    for url, cell, answer in reachable(served, actor):
        pages += 1
        if answer.status_code >= 400:
            wrong.append(f"{url}: a link leads to {answer.status_code}")
        if seen := names.leaks(served, actor, cell, answer):
            wrong.append(f"{url}: shows {sorted(seen)[:3]}")
        if names.unrecorded(served, actor, cell, answer):
            wrong.append(f"{url}: shows names without audit.looked()")
    served.restore()
    assert not wrong, f"{name}:\n" + "\n".join(wrong[:40])
    assert pages > 3, f"{name} reached {pages} pages only: the crawler has lost its way"


def test_a_teacher_reaches_the_names_of_the_own_class(served: ServedWorld):
    """So that the tests above cannot be green because nothing was found anywhere."""
    actor = served.world.actors["teacher_lin"]
    seen = set().union(*(names.names_in(served, answer) for _url, _cell, answer in reachable(served, actor)))
    served.restore()
    assert len(seen & actor.names) >= 8


def test_the_prepared_sheet_of_all_classes_has_no_names(served: ServedWorld):
    """The large export, written by the worker, unpacked."""
    from eduplatform.shared import jobs

    actor = served.world.actors["city_song"]
    unit = next(thing for thing in served.world.things["unit_id"] if thing.place == "LJ")
    there = served.ask(actor, "POST", f"/office/units/{unit.value}/exports", {}).location
    with served.app.app_context():
        while jobs.run_next():
            pass
    answer = served.send(actor, "GET", f"{there}/file")
    assert answer.status_code == 200 and answer.data[:2] == b"PK" and not names.names_in(served, answer)
    served.restore()


def test_a_guardian_whose_right_has_ended_reads_nothing(served: ServedWorld):
    from eduplatform.shared import clock

    actor = served.world.actors["guardian_yu"]
    ward = next(thing for thing in served.world.things["pupil_id"] if thing.owner == "pupil_yu")
    assert names.names_in(served, served.ask(actor, "GET", f"/guardian/children/{ward.value}"))
    with served.app.app_context(), write():
        db.session.query(Guardianship).filter_by(guardian_id=actor.user_id).one().to_on = clock.today()
    answer = served.send(actor, "GET", f"/guardian/children/{ward.value}")
    served.wrote.add("guardianship")
    assert answer.status_code == 404 and not names.names_in(served, answer)
    served.restore()
