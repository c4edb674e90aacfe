"""A teacher's report is the page every unit has, opened from the teacher's own menu."""

import re

from eduplatform.pages.navigation import DESKS


def menu(page: str) -> dict[str, bool]:
    """Label of each entry of the menu → whether it is marked as open."""
    found = re.findall(r'<a class="side-link" href="[^"]*"( aria-current="page")?>.*?<span>(.*?)</span>', page)
    return {label: bool(current) for current, label in found}


def report(client) -> str:
    answer = client.get("/teacher/report", follow_redirects=True)
    assert answer.request.path.startswith("/office/units/")
    return answer.get_data(as_text=True)


def test_it_stays_in_the_teachers_menu(client_for):
    entries = menu(report(client_for("teacher_lin")))
    assert "本周" in entries and [label for label, current in entries.items() if current] == ["报表"]


def test_an_officer_sees_the_same_page_in_the_office(client_for):
    entries = menu(client_for("officer_safe").get("/office/", follow_redirects=True).get_data(as_text=True))
    assert "本周" not in entries and entries["总览"]


def test_the_offices_other_pages_stay_open_to_a_teacher(client_for):
    entries = menu(client_for("teacher_lin").get("/office/plan", follow_redirects=True).get_data(as_text=True))
    assert "计划与校历" in entries and "总览" not in entries


def test_every_desk_has_a_name(app):
    with app.test_request_context():
        assert all(map(str, DESKS.values()))
