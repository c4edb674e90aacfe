"""The requests the other tests vary really work: a form that is refused anyway would make them green for the wrong reason."""

from __future__ import annotations

from .cases import requests
from .served_world import ServedWorld


def test_each_route_answers_its_good_request(served: ServedWorld):
    odd = []
    for request in requests(served):
        answer = request.send(served)
        good = (200, 303, 302, 206) if request.cell.method == "GET" else (200, 204, 303)
        if answer.status_code not in good:
            odd.append(
                f"{request.actor} {request.cell}: {answer.status_code} {answer.get_data(as_text=True)[-300:] if answer.status_code < 500 else ''}"
            )
    served.restore()
    assert not odd, "\n".join(odd)


def test_each_unsafe_good_request_changes_something(served: ServedWorld):
    """Except those that change nothing by nature."""
    without = {
        "account.choose_pinyin",
        "account.do_join",
        "office.drop_plan",
        "office.look_at_days",
        "office.remove_days",
    }
    idle = []
    for request in requests(served, ("POST", "PUT", "PATCH", "DELETE")):
        send = request.ready(served)
        served.wrote = set()
        send()
        if not served.changed and request.cell.endpoint not in without:
            idle.append(str(request.cell))
        served.wrote.add("-")  # what came before is to be undone in any case
    served.restore()
    assert not idle, f"these forms change nothing; make them real in cases.py: {idle}"
