"""A code in an address is exchanged at once for a page without it."""

from __future__ import annotations

from tests.accounts.doing import give_slip


def test_the_address_of_a_slip_leads_to_a_page_without_the_code(app, client_for, people):
    client, code = client_for(None), give_slip(app, people["teacher_wu"])
    first = client.get(f"/s/{code}")
    assert (first.status_code, first.headers["Location"]) == (303, "/s")
    assert "wu老师" in client.get("/s").text
    assert client.post(f"/s/{code}").status_code == 303
    assert client.get("/s").headers["Location"].startswith("/sign-in")


def test_a_slip_that_was_looked_at_is_forgotten_after_ten_minutes(app, client_for, people, clock):
    client = client_for(None)
    client.get(f"/s/{give_slip(app, people['teacher_wu'])}")
    clock.shift(11 * 60)
    assert client.get("/s").status_code == 302


def test_a_join_code_in_the_address_is_put_into_the_form_and_leaves_the_address(client_for):
    client = client_for(None)
    first = client.get("/join?code=408211")
    assert (first.status_code, first.headers["Location"]) == (303, "/join")
    assert 'value="408211"' in client.get("/join").text


def test_codes_of_phones_and_make_ups_leave_the_history_when_they_are_used(client_for):
    assert 'data-forget="room/"' in client_for(None).get("/room/join/1-some-code").text
