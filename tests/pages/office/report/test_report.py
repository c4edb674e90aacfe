"""The report of any unit: from the city down to an answer sheet, the same on every way out, and nothing for strangers."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.models import Post
from eduplatform.shared.database import write
from eduplatform.shared.models import AccessLook, AuditEntry
from tests import people as cast
from tests.assessment import world
from tests.conftest import sql_count

CLASS, D = "LJ-SY-2024-2", date(2026, 11, 2)
NAMES = {name: real for name, _class, _number, real in cast.PUPILS}


@pytest.fixture
def ids(app, people):
    """Numbers of units, of a class session with answer sheets, and of the sheet of 田小雨."""
    with app.app_context():
        with write():
            class_unit, fire = world.unit(CLASS), world.lesson("FIRE")
            others = world.pupils(class_unit, 16)
            entry = world.teach(class_unit, fire, D, roll=20, present=19, quiz_mode="devices")
            named = world.quiz(class_unit, fire, people["pupil_yu"].user_id, D, 90, session_id=entry.session_id)
            for pupil in others[:12]:
                world.quiz(class_unit, fire, pupil, D, 70, session_id=entry.session_id)
        world.settle()
        found = {unit.code: unit.id for unit in db.session.query(world.Unit)}
        found |= {"session": entry.session_id, "sheet": named.id}
    return found


@pytest.fixture
def few(app, people, ids):
    """A class of three in the other district: its session and a sheet, with the numbers of `ids`."""
    with app.app_context():
        with write():
            fire = world.lesson("FIRE")
            hands = world.teach(world.unit("LJ-XS1-2024-1"), fire, D, roll=3, hands=3)
            sheet = world.quiz(world.unit("LJ-XS1-2024-1"), fire, people["pupil_west"].user_id, D, 50)
        world.settle()
        return ids | {"hands": hands.session_id, "few": sheet.id}


def links(page) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"]+)"', page.get_data(as_text=True))]


def text(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def table(page) -> list[list[str]]:
    """Cells of the big table, heads left out."""
    body = page.get_data(as_text=True).partition("table-wide")[2].partition("</table>")[0].partition("<tbody>")[2]
    return [
        [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)]
        for line in re.findall(r"<tr>(.*?)</tr>", body)
    ]


def test_a_city_officer_comes_from_a_figure_to_the_class_session_in_three_clicks_and_on_to_the_sheet(client_for, ids):
    client = client_for("city_song")
    page = client.get("/office/", follow_redirects=True)
    for step in (
        f"/office/units/{ids['LJ-DC']}",
        f"/office/units/{ids['LJ-SY']}",
        f"/office/units/{ids[CLASS]}",
        f"/office/sessions/{ids['session']}",
        f"/office/attempts/{ids['sheet']}",
    ):
        assert step in links(page), f"no way to {step}"
        page = client.get(step)
        assert page.status_code == 200
    assert "第 1 份" in text(page)


def test_officers_see_no_pupils_name_anywhere(client_for, ids):
    for who in ("city_song", "district_zhou", "principal_he", "officer_safe"):
        client = client_for(who)
        for path in (
            f"/office/units/{ids[CLASS]}",
            f"/office/sessions/{ids['session']}",
            f"/office/attempts/{ids['sheet']}",
            f"/office/units/{ids['LJ-SY']}/lessons.csv",
            f"/office/units/{ids['LJ-SY']}/report.csv",
        ):
            page = client.get(path)
            assert page.status_code == 200 and not any(
                name in page.get_data(as_text=True) for name in NAMES.values()
            ), (who, path)


def test_the_own_teacher_sees_the_name_and_the_look_is_on_record(app, client_for, ids, people):
    client = client_for("teacher_lin")
    assert NAMES["pupil_yu"] in text(client.get(f"/office/sessions/{ids['session']}"))
    assert NAMES["pupil_yu"] in text(client.get(f"/office/attempts/{ids['sheet']}"))
    with app.app_context():
        look = db.session.query(AccessLook).one()
        assert (look.viewer_id, look.subject) == (people["teacher_lin"].user_id, f"class:{ids[CLASS]}")


@pytest.mark.parametrize(
    "who", ["other_city", "other_district", "teacher_chen", "teacher_gao", "editor_tang", "pupil_yu", "guardian_yu"]
)
def test_strangers_find_nothing(client_for, ids, who):
    client = client_for(who)
    missing = client.get("/office/units/999999").get_data(as_text=True)
    for path in (
        f"/office/units/{ids['LJ-SY']}",
        f"/office/units/{ids[CLASS]}",
        f"/office/sessions/{ids['session']}",
        f"/office/attempts/{ids['sheet']}",
        f"/office/units/{ids['LJ-SY']}/report.xlsx",
        f"/office/units/{ids['LJ-SY']}/report.csv",
        f"/office/units/{ids['LJ-SY']}/lessons.csv",
        f"/office/units/{ids['LJ-SY']}/exports",
        f"/office/units/{ids['LJ-SY']}/activities",
    ):
        page = client.get(path)
        assert page.status_code == 404, (who, path)
        same = re.compile(r"[0-9a-f]{16}|next=[^\"]*")
        assert same.sub("", page.get_data(as_text=True)) == same.sub("", missing)


def test_a_school_sees_itself_and_not_the_district(client_for, ids):
    client = client_for("principal_he")
    page = client.get("/office/", follow_redirects=True)
    assert page.request.path == f"/office/units/{ids['LJ-SY']}"
    assert f"/office/units/{ids['LJ-DC']}" not in links(page)
    assert client.get(f"/office/units/{ids['LJ-DC']}").status_code == 404


def test_the_sheet_equals_the_screen_cell_by_cell(client_for, ids):
    client = client_for("city_song")
    for code in ("LJ", "LJ-DC", "LJ-SY", "LJ-XS1"):
        shown = table(client.get(f"/office/units/{ids[code]}"))
        book = CalamineWorkbook.from_filelike(
            io.BytesIO(client.get(f"/office/units/{ids[code]}/report.xlsx").data)
        ).get_sheet_by_index(0)
        rows = book.to_python(skip_empty_area=False)
        kinds = ["name"] + [kind_of(head) for head in rows[3][1:]]
        assert [
            [cell_text(cell, kind) for cell, kind in zip(line, kinds, strict=True)] for line in rows[4 : 4 + len(shown)]
        ] == shown
        parsed = list(
            csv.reader(io.StringIO(client.get(f"/office/units/{ids[code]}/report.csv").data.decode("utf-8-sig")))
        )
        assert parsed[1:] == shown


def kind_of(head: str) -> str:
    return "rate" if head.endswith("率") else "hours" if "课时" in head else "count"


def cell_text(cell, kind: str) -> str:
    """A cell as Excel shows it by its number format."""
    if isinstance(cell, str):
        return cell
    if kind == "rate":
        return f"{cell * 100:.1f}%"
    return f"{cell:.2f}".rstrip("0").rstrip(".")


def test_the_sheet_says_who_filled_it_in_and_how_each_rate_is_computed(client_for, ids):
    data = client_for("city_song").get(f"/office/units/{ids['LJ']}/report.xlsx").data
    rows = [
        line[0]
        for line in CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    ]
    assert rows[0] == "临江市 2026–2027 学年安全教育统计表（截至 2026年11月18日）"
    assert "填报单位：临江市" in rows[1] and "填报人：song老师" in rows[1] and "填报日期：2026年11月18日" in rows[1]
    assert any(str(row).startswith("授课完成率=已授课÷应授课×100%") for row in rows)


def test_every_export_is_in_the_audit_chain(app, client_for, ids):
    client = client_for("city_song")
    for name in ("report.xlsx", "report.csv", "lessons.csv"):
        client.get(f"/office/units/{ids['LJ']}/{name}")
    with app.app_context():
        assert [entry.detail["what"] for entry in db.session.query(AuditEntry).filter_by(action="report.export")] == [
            "xlsx",
            "csv",
            "lessons",
        ]


def test_names_that_look_like_formulas_stay_text(app, client_for, ids):
    with app.app_context(), write():
        for code, name in (("LJ-SY", '=HYPERLINK("http://x")'), ("LJ-DZ", "@SUM(A1)")):
            world.unit(code).name = name
    client = client_for("city_song")
    parsed = list(
        csv.reader(io.StringIO(client.get(f"/office/units/{ids['LJ-DC']}/report.csv").data.decode("utf-8-sig")))
    )
    assert {"'@SUM(A1)", '\'=HYPERLINK("http://x")'} <= {line[0] for line in parsed}
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(f"/office/units/{ids['LJ-DC']}/report.xlsx").data)
    ).get_sheet_by_index(0)
    assert "@SUM(A1)" in {line[0] for line in book.to_python()}


def test_figures_of_fewer_than_ten_pupils_are_not_shown_above_the_school(client_for, few):
    city = client_for("city_song")
    line = next(line for line in table(city.get(f"/office/units/{few['LJ-XS']}")) if line[0] == "西山小学")
    assert line.count("人数少") == 6 and "未练" in line  # nobody was trained: nothing is due there that could be hidden
    assert "人数少" in text(city.get(f"/office/units/{few['LJ-XS1-2024-1']}"))
    assert city.get(f"/office/attempts/{few['few']}").status_code == 404
    assert "不足 10 人" in text(city.get(f"/office/sessions/{few['hands']}"))
    parsed = city.get(f"/office/units/{few['LJ-XS1']}/lessons.csv").data.decode("utf-8-sig")
    assert parsed.splitlines()[1].count("人数少") == 5  # nobody was trained


def test_a_report_as_of_a_day_before_the_lesson_does_not_know_it(client_for, ids):
    client = client_for("principal_he")
    after, before = (
        table(client.get(f"/office/units/{ids['LJ-SY']}?year=2026&day={day}")) for day in ("2026-11-02", "2026-11-01")
    )
    assert after[-1][4] == "1" and before[-1][4] == "0"
    assert "day=2026-11-01" in " ".join(links(client.get(f"/office/units/{ids['LJ-SY']}?year=2026&day=2026-11-01")))
    assert client.get(f"/office/units/{ids['LJ-SY']}?year=kaputt&day=2026-99-99&page=-3&show=x").status_code == 200


def test_a_homeroom_teacher_is_reported_by_the_days_of_the_post(app, client_for, ids):
    with app.app_context():
        with write():
            old = db.session.query(Post).filter_by(unit_id=ids[CLASS], role="homeroom_teacher").one()
            old.to_on = date(2026, 11, 10)
            new = Post(
                school_id=old.school_id,
                user_id=old.user_id,
                unit_id=ids[CLASS],
                role="homeroom_teacher",
                from_on=date(2026, 11, 10),
            )
            db.session.add(new)
            world.teach(world.unit(CLASS), world.lesson("FIRE"), date(2026, 11, 16), roll=20)
        world.settle()
        first, second = old.id, new.id
    client = client_for("principal_he")
    assert "2 / 9" not in text(client.get(f"/office/teachers/{first}"))
    assert "1 / 9" in text(client.get(f"/office/teachers/{first}"))
    assert "1 / 1" in text(client.get(f"/office/teachers/{second}"))
    assert client_for("other_city").get(f"/office/teachers/{first}").status_code == 404


def test_the_city_page_needs_the_same_statements_for_two_schools_and_for_forty(app, client_for, ids):
    client = client_for("city_song")
    path = f"/office/units/{ids['LJ-DC']}"
    client.get(path)
    few = sql_count(client.get(path))
    with app.app_context(), write():
        for n in range(40):
            school = tree.add_child_unit(world.unit("LJ-DC"), "school", f"LJ-N{n}", f"新学校{n}", stages="P1,P2,P3")
            tree.add_class(school, 1, 2026, 3, "三(1)班")
    with app.app_context():
        world.settle()
    client.get(path)
    assert sql_count(client.get(path)) == few <= 10


def test_a_class_page_takes_the_same_statements_with_one_lesson_and_with_ten(app, client_for, ids):
    client = client_for("teacher_lin")
    path = f"/office/units/{ids[CLASS]}"
    client.get(path)
    few = sql_count(client.get(path))
    with app.app_context():
        with write():
            for n in range(9):
                world.teach(world.unit(CLASS), world.lesson("FIRE"), date(2026, 10, 12 + n), roll=20)
        world.settle()
    page = client.get(path)
    assert sql_count(client.get(path)) == few <= 10
    assert len(page.data) < 45_000


def test_a_large_export_is_prepared_by_the_worker_and_only_for_who_asked(app, client_for, ids):
    from eduplatform.shared import jobs

    client = client_for("city_song")
    asked = client.post(f"/office/units/{ids['LJ']}/exports")
    assert asked.status_code == 303
    assert client.get(asked.location + "/progress").json == {"value": 0, "max": 100, "done": False}
    assert "正在准备" in text(client.get(asked.location)) and client.get(asked.location + "/file").status_code == 404
    with app.app_context():
        assert jobs.run_next()
    assert client.get(asked.location + "/progress").json["done"]
    data = client.get(asked.location + "/file").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [line[:2] for line in rows[4:10]] == [
        ["东城中学", "八(3)班"],
        ["实验小学", "一(1)班"],
        ["实验小学", "三(1)班"],
        ["实验小学", "三(2)班"],
        ["实验小学", "六(1)班"],
        ["西山小学", "三(1)班"],
    ]
    assert client_for("district_zhou").get(asked.location + "/file").status_code == 404


@pytest.mark.parametrize("lost", ["untested", "heads"])
def test_an_export_asked_for_before_an_upgrade_ends_in_words_and_can_be_asked_for_anew(app, client_for, ids, lost):
    """A release before knew fewer columns and words: what its pages queued lacks them."""
    from eduplatform.shared import jobs
    from eduplatform.shared.models import Job

    client = client_for("city_song")
    asked = client.post(f"/office/units/{ids['LJ']}/exports")
    with app.app_context():
        with write():
            job = db.session.query(Job).one()
            words = dict(job.payload["words"])
            words = (
                {name: value for name, value in words.items() if name != lost}
                if lost == "untested"
                else words | {"heads": {"classes": "班级数"}}
            )
            job.payload = job.payload | {"words": words}
        assert jobs.run_next()
        assert db.session.query(Job).one().result["refused"] == "export_gone"
    assert "没有成功" in text(client.get(asked.location))
    again = client.post(f"/office/units/{ids['LJ']}/exports")
    assert again.location != asked.location
    with app.app_context():
        assert jobs.run_next()
    assert client.get(again.location + "/file").status_code == 200


def test_the_page_of_a_school_without_lessons_says_what_to_do(client_for, ids):
    assert (
        client_for("teacher_gao")
        .get(f"/office/units/{ids['LJ-DZ-J2025-3']}")
        .get_data(as_text=True)
        .count("还没有上过课")
        == 1
    )
