"""The requests the other tests vary really work: a form that is refused anyway would make them green for the wrong reason."""

from __future__ import annotations

from .cases import requests
from .hall import Hall


def test_each_route_answers_its_good_request(hall: Hall):
    odd = []
    for request in requests(hall):
        answer = request.send(hall)
        good = (200, 303, 302, 206) if request.cell.method == "GET" else (200, 204, 303)
        if answer.status_code not in good:
            odd.append(
                f"{request.actor} {request.cell}: {answer.status_code} {answer.get_data(as_text=True)[-300:] if answer.status_code < 500 else ''}"
            )
    hall.restore()
    assert not odd, "\n".join(odd)


def test_each_unsafe_good_request_changes_something(hall: Hall):
    """Except those that change nothing by nature."""
    without = {"account.choose_pinyin", "account.do_join", "office.drop_plan", "office.remove_days"}
    idle = []
    for request in requests(hall, ("POST", "PUT", "PATCH", "DELETE")):
        send = request.ready(hall)
        hall.wrote = set()
        send()
        if not hall.changed and request.cell.endpoint not in without:
            idle.append(str(request.cell))
        hall.wrote.add("-")  # what came before is to be undone in any case
    hall.restore()
    assert not idle, f"these forms change nothing; make them real in cases.py: {idle}"
