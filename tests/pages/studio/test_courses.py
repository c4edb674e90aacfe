"""The studio desk: courses with keys and sources, for those who may preview them only."""

from __future__ import annotations

import re

import pytest

from eduplatform.curriculum.models import Item
from eduplatform.extensions import db
from tests.learning import world


def test_an_editor_finds_a_course_with_its_keys_reasons_and_facts(client_for):
    client = client_for("editor_tang")
    page = client.get("/studio/").get_data(as_text=True)
    courses = re.findall(r'href="(/studio/courses/\d+)"', page)
    assert courses
    for course in courses:
        body = client.get(course).get_data(as_text=True)
        assert "正确" in body and "健素66#64" in body or "facts" in body
    assert client.get("/studio/?stage=K").status_code == 200


@pytest.mark.parametrize("who", ["pupil_yu", "guardian_yu", "city_song", "district_zhou", "audit_qian"])
def test_pupils_guardians_and_officers_see_no_keys(client_for, who):
    client = client_for(who)
    for path in ("/studio/", "/studio/courses/1", "/studio/components"):
        assert client.get(path).status_code == 404


def test_an_unknown_course_is_a_404(client_for):
    assert client_for("editor_tang").get("/studio/courses/99999").status_code == 404


def test_the_components_page_shows(client_for):
    assert client_for("teacher_lin").get("/studio/components").status_code == 200


def test_a_talk_and_a_plan_are_shown_with_what_they_lead_to(app, client_for, tmp_path):
    with app.app_context():
        lesson = world.load_changing(tmp_path)
        course = db.session.get(Item, lesson).course_id
    body = client_for("editor_tang").get(f"/studio/courses/{course}").get_data(as_text=True)
    assert "哪条路？" in body and "没有说清" in body and "停电了会关在里面" in body
    assert f'href="#node-{lesson}-lost"' in body
