"""The front door, help and about: open to everybody, cheap, and without a name."""

from __future__ import annotations

import pytest

from tests.conftest import sql_count


@pytest.mark.parametrize(
    "path", ["/", "/help", "/about", "/sign-in", "/sign-in?tab=staff", "/sign-in?tab=slip", "/join"]
)
def test_first_pages_ask_the_database_nothing_and_are_small(client_for, path):
    page = client_for(None).get(path)
    assert page.status_code == 200 and sql_count(page) == 0 and len(page.data) <= 20_000


def test_the_front_door_leads_to_every_way_in(client_for):
    said = client_for(None).get("/").text
    for link in ("/sign-in?tab=pupil", "/sign-in?tab=staff", "/sign-in?tab=slip", "/join", "/help", "/about"):
        assert f'href="{link}"' in said


@pytest.mark.parametrize(
    ("name", "home"), [("pupil_yu", "/student/"), ("teacher_lin", "/teacher"), ("guardian_yu", "/guardian/")]
)
def test_people_signed_in_go_to_their_desk(client_for, name, home):
    assert client_for(name).get("/").headers["Location"] == home


def test_about_says_what_each_table_is_for(client_for):
    from eduplatform.shared.privacy import TABLES

    said = client_for(None).get("/about").text
    assert all(kept.why in said and kept.until in said for kept in TABLES.values())


@pytest.mark.parametrize("path", ["/teacher", "/teacher/pupils", "/office/", "/studio/", "/guardian/"])
def test_staff_without_a_session_land_on_the_staff_door(client_for, path):
    there = client_for(None).get(path).headers["Location"]
    assert 'name="login"' in client_for(None).get(there).text


def test_pupils_without_a_session_land_on_their_own_door(client_for):
    there = client_for(None).get("/student/").headers["Location"]
    assert 'name="q"' in client_for(None).get(there).text
