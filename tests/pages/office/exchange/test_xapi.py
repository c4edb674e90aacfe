"""Records of learning for other programs: by the school's own people, one statement a line."""

from __future__ import annotations

import json

import pytest

from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from tests.assessment import world
from tests.learning.xapi_rules import faults_of

from .exchanging import ask, fetched, unpacked


@pytest.mark.parametrize("who", ["officer_safe", "principal_he"])
def test_the_school_fetches_its_statements(app, client_for, people, who):
    with app.app_context(), write():
        two, fire = world.unit("LJ-SY-2024-2"), world.lesson("FIRE")
        world.teach(two, fire, world.date(2026, 11, 2), roll=4)
        world.quiz(two, fire, people["pupil_yu"].user_id, world.date(2026, 11, 2))
    files = unpacked(fetched(client_for(who), app, "LJ-SY", "xapi"))
    lines = files["statements.jsonl"].splitlines()
    found = [json.loads(line) for line in lines]
    assert [fault for one in found for fault in faults_of(one)] == []
    assert sorted(one["verb"]["display"]["en-US"] for one in found) == ["attended"] * 4 + ["completed"]
    with app.app_context():
        said = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        assert (said.action, said.detail["what"]) == ("report.export", "xapi")


def test_a_school_without_records_gets_an_empty_file(app, client_for, people):
    assert unpacked(fetched(client_for("officer_safe"), app, "LJ-SY", "xapi")) == {"statements.jsonl": ""}


@pytest.mark.parametrize(("who", "code"), [("city_song", "LJ"), ("city_song", "LJ-SY"), ("district_zhou", "LJ-SY")])
def test_nobody_from_above_has_records_of_single_children(app, client_for, people, who, code):
    answer = ask(client_for(who), app, code, "xapi")
    assert answer.status_code == 400 and "请从这一页给出的文件里选一个" in answer.get_data(as_text=True)
