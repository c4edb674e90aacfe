"""Forms come from our own pages only, and reading changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from .cases import UNSAFE, Request, requests
from .served_world import ServedWorld


@pytest.fixture
def guarded(served: ServedWorld) -> Iterator[ServedWorld]:
    """The served world with form tokens asked for, as in real life."""
    served.app.config["WTF_CSRF_ENABLED"] = True
    yield served
    served.app.config["WTF_CSRF_ENABLED"] = False
    served.restore()


def unsafe(served: ServedWorld) -> list[Request]:
    return list(requests(served, UNSAFE))


def refused(
    served: ServedWorld, request: Request, headers: dict[str, str] | None = None, more: dict | None = None
) -> list[str]:
    """Send it; what is wrong if it is not refused with 400 and nothing changed."""
    served.app.config["WTF_CSRF_ENABLED"] = False  # what comes before is not what is tested
    send = request.ready(served, more, headers)
    served.app.config["WTF_CSRF_ENABLED"] = True
    before = set(served.wrote)
    served.wrote = set()
    status = send().status_code
    wrote, served.wrote = served.wrote, served.wrote | before
    return [f"{request.cell}: {status}, wrote {sorted(wrote)}"] if status != 400 or wrote else []


def test_without_a_token_every_form_is_refused(guarded: ServedWorld):
    assert not [fault for request in unsafe(guarded) for fault in refused(guarded, request)]


def test_with_a_made_up_token_every_form_is_refused(guarded: ServedWorld):
    made_up = {"csrf_token": "IjAxMjM0NTY3ODki.aaaaaa.bbbbbbbbbbbbbbbb"}
    assert not [fault for request in unsafe(guarded) for fault in refused(guarded, request, more=made_up)]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_from_another_site_every_form_is_refused(served: ServedWorld, site: str):
    wrong = []
    for request in unsafe(served):
        send = request.ready(served, headers={"Sec-Fetch-Site": site})
        before, served.wrote = served.wrote, set()
        status = send().status_code
        if status != 400 or served.wrote:
            wrong.append(f"{request.cell}: {status}, wrote {sorted(served.wrote)}")
        served.wrote = served.wrote | before
    served.restore()
    assert not wrong, "\n".join(wrong)


def test_with_the_token_of_the_page_a_form_goes_through(guarded: ServedWorld):
    """So that the tests above are not green because nothing works."""
    actor = guarded.world.actors["teacher_lin"]
    page = guarded.ask(actor, "GET", "/me")
    token = re.search(r'name="csrf-token" content="([^"]+)"', page.get_data(as_text=True))
    cookie = next(value for value in page.headers.getlist("Set-Cookie") if value.startswith("anxue_form="))
    headers = {"Cookie": f"{cookie.partition(';')[0]}; anxue={actor.token}"}
    assert (
        token
        and guarded.send(actor, "POST", "/language", {"to": "en", "csrf_token": token[1]}, headers).status_code == 303
    )
    stolen = {"Cookie": f"anxue={actor.token}"}  # the token without the cookie it was made for
    assert guarded.send(actor, "POST", "/language", {"to": "en", "csrf_token": token[1]}, stolen).status_code == 400


def test_reading_changes_nothing(served: ServedWorld):
    """Every route that can be read, once, and the rows of all tables before and after. Left out: looks on record, the last use
    of a session and of a key, that a report or a piece of the chain was taken out as a file or by a program, and since when a year read
    as a calendar is so.
    test_matrix looks at the statements of every other cell."""
    served.restore()
    asked = [
        (request, request.case.cookies(served) if request.cell.endpoint != "account.join_me" else "")
        for request in requests(served, ("GET",))
    ]
    noted = re.compile(r"^calendar_feed\.(digest|changed_at)$|^api_key\.(used_at|minute|asked)$")
    before = served.tables(noted)  # what a device holds, it was given by a form before
    for request, cookies in asked:
        actor = served.world.actors[request.actor]
        served.send(actor, "GET", request.url, headers={"Cookie": f"{cookies}; anxue={actor.token}"} if cookies else {})
    after = served.tables(noted)
    served.restore()
    taken_out = [row for row in after["audit_entry"] if row not in before["audit_entry"]]
    assert all(set(row) & {"'report.export'", "'audit.export'", "'api.read'"} for row in taken_out)
    changed = [name for name in before if before[name] != after[name] and name != "audit_entry"]
    assert not changed, f"a GET changed {changed}"


def test_other_methods_are_no_way_in(served: ServedWorld):
    """HEAD answers as GET does, OPTIONS says nothing of what is there, and what a route does not have is 405."""
    wrong = []
    for request in requests(served, ("GET",)):
        actor = served.world.actors[request.actor]
        for asker in (actor, served.world.actors["other_city"], served.world.actors["nobody"]):
            read, head = (served.ask(asker, method, request.url) for method in ("GET", "HEAD"))
            same = read.status_code == head.status_code or (read.status_code, head.status_code) == (302, 401)
            if not same or head.data:
                wrong.append(f"HEAD {request.url} as {asker.name}: {head.status_code} beside {read.status_code}")
        if served.ask(actor, "OPTIONS", request.url).data:
            wrong.append(f"OPTIONS {request.url} says something")
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            if (
                method not in (request.cell.rule.methods or ())
                and served.ask(actor, method, request.url).status_code != 405
            ):
                wrong.append(f"{method} {request.url} is answered")
    served.restore()
    assert not wrong, "\n".join(wrong[:30])
