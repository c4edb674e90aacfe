"""Hours of any unit taken apart: every figure opens down to a single lesson; the sheet is the screen; counts of classes, no names."""

import re
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.extensions import db
from eduplatform.org.models import Post
from eduplatform.shared.database import write

from ....assessment import world
from ....conftest import sql_count
from ....people import unit

BEFORE, AFTER = date(2026, 9, 15), date(2026, 11, 16)


@pytest.fixture
def taught(app, clock):
    """Lessons in two classes of one school and one of another: with evidence, declared, put right."""
    with app.app_context():
        with write():
            mine, next_door = unit("LJ-SY-2024-2"), unit("LJ-SY-2024-1")
            world.teach(mine, world.lesson("FIRE"), BEFORE)
            world.teach(mine, world.lesson("DROWN"), AFTER)
            world.enter(mine, world.lesson("TRAF"), AFTER, 50, 40, 40)  # declared
            world.take_back(world.enter(mine, world.lesson("FIRE"), AFTER, 100, 40, 40), date(2026, 11, 17))
            world.teach(next_door, world.lesson("FIRE"), BEFORE)
            world.teach(unit("LJ-XS1-2024-1"), world.lesson("FIRE"), BEFORE)
        world.settle()
        return {code: unit(code).id for code in ("LJ", "LJ-DC", "LJ-SY", "LJ-SY-2024-2", "LJ-SY-2024-1")}


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def lines(page, caption="课时分开看"):
    """Rows of the table on the page, as text."""
    table = re.search(r"<table.*?</table>", page[page.index(f'aria-label="{caption}"') :], re.S).group()
    rows = re.findall(r"<tr role=\"row\".*?</tr>", table.partition("<tbody")[2], re.S)
    return [[re.sub("<.*?>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in rows]


def follow(client, page, label):
    """Open the line of the table with a label."""
    href = re.search(rf'<a href="([^"]+)">{re.escape(label)}</a>', page).group(1).replace("&amp;", "&")
    return text(client.get(href))


def test_from_the_city_down_to_a_lesson(taught, client_for):
    client = client_for("city_song")
    page = text(client.get(f"/office/units/{taught['LJ']}/hours"))
    assert [row[:5] for row in lines(page)] == [
        ["东城区", "4", "3", "0.5", "3.5"],
        ["西山区", "1", "1", "0", "1"],
        ["合计", "5", "4", "0.5", "4.5"],
    ]
    page = follow(client, page, "东城区")
    page = follow(client, page, "实验小学")
    page = follow(client, page, "三(2)班")
    assert lines(page)[-1] == ["合计", "3", "2", "0.5", "2.5"]
    page = follow(client, page, next(row[0] for row in lines(page) if row[3] == "0.5"))
    assert len(lines(page, "背后的课")) == 1 and "C 教师申报" in page


def test_narrowed_to_a_part_everything_below_is(taught, client_for):
    client = client_for("officer_safe")
    page = text(client.get(f"/office/units/{taught['LJ-SY']}/hours?by=grade"))
    assert [row[0] for row in lines(page)] == ["A 课堂记录", "C 教师申报", "合计"]
    page = follow(client, page, "C 教师申报")
    assert [row[:5] for row in lines(page) if row[1] != "0"] == [
        ["三(2)班", "1", "0", "0.5", "0.5"],
        ["合计", "1", "0", "0.5", "0.5"],
    ]
    page = follow(client, page, "三(2)班")
    assert len(lines(page, "背后的课")) == 1


def test_every_dimension_adds_up_to_the_same(taught, client_for):
    client = client_for("officer_safe")
    for by in ("unit", "term", "topic", "carrier", "grade"):
        page = text(client.get(f"/office/units/{taught['LJ-SY']}/hours?by={by}"))
        assert lines(page)[-1][:5] == ["合计", "4", "3", "0.5", "3.5"], by


def test_as_of_a_day_the_entry_taken_back_later_still_stands(taught, client_for):
    client = client_for("officer_safe")
    ask = f"/office/units/{taught['LJ-SY-2024-2']}/hours?year=2026&day=2026-11-16"
    assert lines(text(client.get(ask)))[-1] == ["合计", "4", "2", "1.5", "3.5"]


def test_a_calendar_changed_later_changes_nothing_that_was_due_on_a_past_day(taught, client_for, app):
    """Once two weeks of October are days off, today's page asks for less; a day of October says what it said then."""
    client = client_for("city_song")
    of_class, of_school = (f"/office/units/{taught[code]}/hours" for code in ("LJ-SY-2024-2", "LJ-SY"))

    def behind(day=None):
        page = text(client.get(of_class, query_string={"day": day} if day else {}))
        return int(re.search(r"每周一课落下 (\d+) 节", page).group(1))

    def outcome(day):
        page = text(client.get(of_school, query_string={"day": day}))
        return page[page.index('id="ahead"') : page.index("hours-note")]

    past, now, school = behind("2026-10-30"), behind(), outcome("2026-10-30")
    off = {"kind": "off", "name": "台风", "starts_on": "2026-10-12", "ends_on": "2026-10-23"}
    posted = client.post(f"/office/units/{taught['LJ']}/calendar/days?year=2026", data=off)
    assert posted.status_code == 303
    with app.app_context():
        world.settle()
    assert behind("2026-10-30") == past and outcome("2026-10-30") == school, "what was due by then"
    assert behind() == now - 2, "today two weeks less are asked"
    assert "按现在的校历和规则推算" in text(client.get(f"{of_class}?day=2026-10-30"))
    assert "按现在的校历和规则推算" not in text(client.get(of_class))


def test_what_makes_no_sense_in_the_address_is_passed_over(taught, client_for):
    client = client_for("officer_safe")
    for odd in ("by=nothing", "term=9", "topic=XX", "grade=Z", "carrier=", "page=99999", "entries=-3", "day=x&year=1"):
        assert client.get(f"/office/units/{taught['LJ-SY-2024-2']}/hours?{odd}").status_code == 200, odd


def test_the_sheet_is_the_screen(taught, client_for):
    client = client_for("officer_safe")
    for code, query in (("LJ-SY", "?by=unit"), ("LJ-SY", "?by=topic&grade=A"), ("LJ-SY-2024-2", "?by=carrier")):
        page = text(client.get(f"/office/units/{taught[code]}/hours{query}"))
        answer = client.get(f"/office/units/{taught[code]}/hours.xlsx{query}")
        sheet = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
        wanted = lines(page)
        first = next(at for at, row in enumerate(sheet) if row[0] == wanted[0][0])
        assert [[shown(cell) for cell in row] for row in sheet[first : first + len(wanted)]] == wanted

        assert len(sheet[first]) == len(wanted[0])


def shown(cell):
    return cell if isinstance(cell, str) else f"{cell:g}"


def test_units_above_see_counts_of_classes(taught, client_for):
    page = text(client_for("district_zhou").get(f"/office/units/{taught['LJ-DC']}/hours"))
    assert "按计划能达到" in page and "三(2)班" not in page and "三(1)班" not in page
    school = next(row for row in lines(page) if row[0] == "实验小学")
    assert school[5:] == ["4", "0", "4", "0", "4"]


def test_a_page_takes_few_statements_however_many_lie_below(taught, client_for):
    found = {}
    for who, code in (("city_song", "LJ"), ("officer_safe", "LJ-SY"), ("teacher_lin", "LJ-SY-2024-2")):
        client = client_for(who)
        for by in ("", "?by=term"):
            client.get(f"/office/units/{taught[code]}/hours{by}")
            found[code, by] = sql_count(client.get(f"/office/units/{taught[code]}/hours{by}"))
    assert max(found.values()) <= 13, found


def test_strangers_get_404(taught, client_for):
    for who in (
        "teacher_chen",
        "teacher_wu",
        "pupil_yu",
        "guardian_yu",
        "other_city",
        "other_district",
        "audit_school",
    ):
        for page in ("hours", "hours.xlsx"):
            assert client_for(who).get(f"/office/units/{taught['LJ-SY-2024-2']}/{page}").status_code in (403, 404), who


def test_a_post_shows_only_its_own_days(taught, client_for, people, app):
    with app.app_context(), write():
        post = db.session.query(Post).filter_by(user_id=people["teacher_lin"].user_id).one()
        post.from_on = date(2026, 11, 1)
        number = post.id
    page = text(client_for("principal_he").get(f"/office/teachers/{number}/hours?by=term"))
    assert lines(page)[-1] == ["合计", "2", "1", "0.5", "1.5"]
    assert lines(page, "任期内的课时")[0][4:] == ["2", "1", "0.5", "1.5"]
    assert client_for("teacher_chen").get(f"/office/teachers/{number}/hours").status_code == 404


def test_it_reads_in_english(taught, client_for):
    client = client_for("city_song")
    client.set_cookie("lang", "en")
    page = text(client.get(f"/office/units/{taught['LJ']}/hours"))
    assert "Class hours in detail" in page and "Needs extra lessons" in page
