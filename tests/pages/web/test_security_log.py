"""Sign-ins, refusals and limits are named events of the log, with the address and without a name or a secret."""

from __future__ import annotations

import pytest

from tests.accounts.doing import PASSWORD, give_password, give_slip


@pytest.fixture
def events(capsys, app):
    """(app, client, events): the app, nobody's client, and a function that answers the security events since."""

    def said():
        lines = [line for line in capsys.readouterr().err.splitlines() if "about=security " in line]
        return [dict(part.split("=", 1) for part in line.split()) for line in lines]

    return app, app.test_client(), said


def signs_in(client, password, login="lin", address="10.7.7.7"):
    return client.post(
        "/sign-in", data={"tab": "staff", "login": login, "password": password}, environ_base={"REMOTE_ADDR": address}
    )


def test_a_sign_in_and_a_wrong_one_are_events_with_the_address(events, people):
    app, client, said = events
    give_password(app, people["teacher_lin"])
    said()
    signs_in(client, "wrong-wrong-1")
    signs_in(client, PASSWORD)
    wrong, came = said()
    assert (wrong["event"], wrong["address"], wrong["lane"]) == ("sign_in.wrong", "10.7.7.7", "other")
    assert (came["event"], came["user"], came["school"]) == (
        "sign_in.came",
        str(people["teacher_lin"].user_id),
        str(people["teacher_lin"].school_id),
    )
    assert PASSWORD not in str([wrong, came]) and "lin" not in came.values()


def test_limits_are_events(events, people):
    app, client, said = events
    give_password(app, people["teacher_lin"])
    for _ in range(6):
        signs_in(client, "wrong-wrong-1")
    assert [row["event"] for row in said()][-1] == "limit.account_wait"
    for address, limit in (
        ("10.7.7.7", "limit.address_wait"),
        ("10.7.7.8", "limit.address_slow"),
    ):  # too many guesses; too many accounts
        for n in range(12):
            signs_in(client, "wrong-wrong-1", f"no-such-{n}", address)
        assert [row["event"] for row in said()][-1] == limit


def test_slips_joining_and_foreign_pages_are_events(events, people):
    app, client, said = events
    code = give_slip(app, people["teacher_wu"])
    said()
    client.post("/s/0000-0000-0000-0000")
    client.post(f"/s/{code}", data={})
    client.post("/choose", data={"password": PASSWORD, "repeat": PASSWORD})
    client.get("/office/people")
    client.post("/join", data={"code": "000000"})
    client.post("/sign-out")
    names = [row["event"] for row in said()]
    assert names == ["slip.refused", "slip.used", "sign_in.came", "access.refused", "join.wrong", "sign_in.left"]


def test_a_form_from_another_site_is_an_event(events):
    _app, client, said = events
    client.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert [row["event"] for row in said()] == ["form.foreign"]
