"""What the API says is what the page shows, cell by cell, with the same hidden; and nobody's name is in it."""

from __future__ import annotations

import json

import pytest

from eduplatform.assessment import report_table
from tests import people as cast
from tests.conftest import sql_count
from tests.pages.office.report.test_report import table

from .api_doing import OF, Program, key_of, problem

CODES = [field.code for field in report_table.FIELDS]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("at", "units"), [("LJ", ("LJ", "LJ-DC", "LJ-XS", "LJ-SY", "LJ-XS1")), ("LJ-SY", ("LJ-SY",))])
def test_the_api_equals_the_screen_cell_by_cell(app, client_for, few, at, units, language):
    program, client = Program(app, key_of(client_for, app, at), language), client_for(OF[at])
    client.set_cookie("lang", language)
    hidden = 0
    for code in units:
        for tail in ("", "?year=2026&day=2026-11-03"):
            said = program.get(f"/units/{few[code]}/report{tail}").json
            rows = [[line["name"], *(line["cells"][one]["text"] for one in CODES)] for line in said["units"]]
            rows.append([rows and "", *(said["own"][one]["text"] for one in CODES)])
            shown = table(client.get(f"/office/units/{few[code]}{tail}"))
            assert [line[1:] for line in rows] == [line[1:] for line in shown], (code, tail)
            assert [line[0] for line in rows[:-1]] == [line[0] for line in shown[:-1]]
            hidden += sum(cell["state"] == "too_few" for line in said["units"] for cell in line["cells"].values())
    assert hidden if at == "LJ" else not hidden, "a class of three is hidden from the city, from its own school nothing"


def test_the_api_equals_the_excel_sheet_in_value(app, client_for, ids):
    import io

    from python_calamine import CalamineWorkbook

    said = Program(app, key_of(client_for, app, "LJ")).get(f"/units/{ids['LJ-DC']}/report").json
    book = client_for("city_song").get(f"/office/units/{ids['LJ-DC']}/report.xlsx").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    for line, row in zip(said["units"], rows[4:], strict=False):
        for code, cell in zip(CODES, row[1:], strict=True):
            told = line["cells"][code]
            if isinstance(cell, int | float):
                assert told["value"] == pytest.approx(cell), (line["code"], code)
            else:
                assert told["text"] == cell or (cell == "" and told["value"] is None)


def test_what_is_hidden_has_no_value_no_parts_and_no_bounds(app, client_for, few):
    program = Program(app, key_of(client_for, app, "LJ"))
    line = next(one for one in program.get(f"/units/{few['LJ']}/report").json["units"] if one["code"] == "LJ-XS")
    assert line["cells"]["pass_rate"] == {
        **dict.fromkeys(("value", "low", "high", "over", "under")),
        "state": "too_few",
        "few": False,
        "text": "人数少",
    }
    assert line["cells"]["quiz_taken"] == {"state": "too_few", "value": None, "text": "人数少"}
    own = Program(app, key_of(client_for, app, "LJ-SY")).get(f"/units/{few['LJ-SY']}/report").json["own"]["pass_rate"]
    assert own["state"] == "shown" and own["few"] and own["low"] < own["value"] <= own["high"] and "–" in own["text"]


def test_answers_of_too_few_are_not_told_from_above_the_school(app, client_for, few):
    program = Program(app, key_of(client_for, app, "LJ"))
    hidden = program.get(f"/sessions/{few['hands']}").json
    assert hidden["answers"] == {"state": "too_few", "questions": [], "hands": []} and hidden["roll"] == 3
    assert "人数少" in client_for("city_song").get(f"/office/sessions/{few['hands']}").text


def test_a_session_says_what_its_page_says(app, client_for, ids):
    said = Program(app, key_of(client_for, app)).get(f"/sessions/{ids['session']}").json
    page = client_for("officer_safe").get(f"/office/sessions/{ids['session']}").text
    assert (said["minutes"], said["hours"], said["evidence"], said["roll"], said["present"]) == (40, 1.0, "A", 20, 19)
    assert "到课" in page and "19 人，在册 20 人" in page and said["lesson"]["title"] in page
    assert said["answers"]["state"] == "shown" and len(said["answers"]["questions"]) > 2
    for one in said["answers"]["questions"]:
        assert one["stem"][:8] in page and 0 <= one["right"] <= 1 and one["pupils"] > 0


def test_sessions_are_those_below_the_unit_and_say_which_were_taken_back(app, client_for, ids):
    from datetime import date

    from eduplatform.extensions import db
    from eduplatform.shared.database import write
    from eduplatform.teaching.models import ClassHour
    from tests.assessment import world

    with app.app_context(), write():
        other = world.teach(world.unit("LJ-XS1-2024-1"), world.lesson("FIRE"), date(2026, 11, 3))
        world.take_back(db.session.query(ClassHour).filter_by(id=other.id).one(), date(2026, 11, 4))
    city, school = Program(app, key_of(client_for, app, "LJ")), Program(app, key_of(client_for, app))
    found = city.get(f"/units/{ids['LJ']}/sessions").json["items"]
    assert [(one["id"], one["counts"], one["hours"]) for one in found] == [
        (ids["session"], True, 1.0),
        (other.session_id, False, 0.0),
    ]
    assert [one["id"] for one in school.get(f"/units/{ids['LJ-SY']}/sessions").json["items"]] == [ids["session"]]
    assert city.get(f"/units/{ids['LJ']}/sessions?year=2025").json == {"items": [], "next": None}


def test_indicators_are_said_as_the_page_of_their_definitions_says_them(app, client_for, ids):
    said = Program(app, key_of(client_for, app)).get("/indicators").json["items"]
    page = client_for("officer_safe").get("/office/how-figures").text
    assert len(said) == 9 and all(one["name"] in page for one in said)
    assert next(one for one in said if one["code"] == "pass_rate")["hidden_below"] == 10


def test_nobodys_name_is_in_any_answer(app, client_for, few):
    names = {real for _n, _c, _no, real in cast.PUPILS} | {
        "田小雨",
        "lin老师",
        "song老师",
        "safe老师",
        "学生1",
        "学生2",
    }
    for at in ("LJ", "LJ-SY"):
        program = Program(app, key_of(client_for, app, at))
        for path in (
            "/key",
            "/units",
            "/indicators",
            *(
                f"/units/{few[code]}{tail}"
                for code in ("LJ-SY", "LJ-SY-2024-2")
                for tail in ("", "/report", "/sessions")
            ),
            f"/sessions/{few['session']}",
        ):
            answer = program.get(path)
            assert answer.status_code == 200, (path, answer.text)
            assert not [name for name in names if name in json.dumps(answer.json, ensure_ascii=False)], path


def test_units_are_the_keys_own_and_all_below(app, client_for, ids):
    said = Program(app, key_of(client_for, app, "LJ-DC")).get("/units").json["items"]
    assert said[0] | {"id": 0} == {
        "id": 0,
        "code": "LJ-DC",
        "name": "东城区",
        "kind": "district",
        "parent_id": None,
        "stages": [],
        "closed_on": None,
    }
    assert {one["code"] for one in said} == {
        "LJ-DC", "LJ-SY", "LJ-DZ", "LJ-SY-2024-1", "LJ-SY-2024-2", "LJ-SY-2026-1", "LJ-SY-2021-1", "LJ-DZ-J2025-3"
    }  # fmt: skip
    by_id = {one["id"]: one for one in said}
    assert all(one["parent_id"] in by_id for one in said[1:])
    assert next(one for one in said if one["code"] == "LJ-SY")["stages"] == ["P1", "P2", "P3"]


@pytest.mark.parametrize(
    ("at", "other"), [("LJ-SY", "LJ-DZ"), ("LJ-SY", "LJ-DC"), ("LJ-DC", "LJ-XS"), ("LJ", "YS-1"), ("YS", "LJ")]
)
def test_what_lies_outside_is_not_found_as_if_it_did_not_exist(app, client_for, ids, at, other):
    program = Program(app, key_of(client_for, app, at))
    for tail in ("", "/report", "/report?page=x", "/sessions"):
        there, nowhere = program.get(f"/units/{ids[other]}{tail}"), program.get(f"/units/999999{tail}")
        assert problem(there, 404, "not_found") == problem(nowhere, 404, "not_found")
        assert set(there.headers.keys()) == set(nowhere.headers.keys())
    if at in ("YS",):
        problem(program.get(f"/sessions/{ids['session']}"), 404, "not_found")


def test_a_report_takes_as_many_statements_as_its_page(app, client_for, ids):
    program = Program(app, key_of(client_for, app, "LJ"))
    program.get(f"/units/{ids['LJ']}/report")
    page = client_for("city_song").get(f"/office/units/{ids['LJ']}")
    assert sql_count(program.get(f"/units/{ids['LJ']}/report")) <= sql_count(page) + 3
