"""The audit page: what was done in a unit in words, whether its chain is whole, who looked at names; and nobody's name who is a pupil."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import delete, update

from eduplatform.extensions import db
from eduplatform.org.models import Post, Unit
from eduplatform.pages.office.audit import views as page_module
from eduplatform.shared import audit
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from tests import people as cast
from tests.assessment import world
from tests.conftest import sql_count

PUPIL_NAMES = {real for _name, _class, _number, real in cast.PUPILS} | {"田家长"}


@pytest.fixture
def ids(app):
    with app.app_context():
        return {unit.code: unit.id for unit in db.session.query(Unit)}


def text(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


def rows(page) -> list[str]:
    body = page.text.partition("<tbody")[2].partition(">")[2].partition("</tbody>")[0]
    return [re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", row))).strip() for row in body.split("</tr>")[:-1]]


@pytest.fixture
def filled(app, people, ids):
    """A chain of the school with something of every kind of subject."""
    school, me = ids["LJ-SY"], people["officer_safe"].user_id
    with app.app_context():
        with write():
            entry = world.teach(
                world.unit("LJ-SY-2024-2"), world.lesson("FIRE"), cast.START + timedelta(days=20), roll=4
            )
        with write():
            audit.record(
                school,
                me,
                "post.give",
                f"user:{people['teacher_lin'].user_id}",
                role="homeroom_teacher",
                unit=ids["LJ-SY-2024-2"],
            )
            audit.record(
                school,
                me,
                "pupil.move",
                f"user:{people['pupil_yu'].user_id}",
                before=ids["LJ-SY-2024-2"],
                to=ids["LJ-SY-2024-1"],
            )
            audit.record(
                school,
                people["teacher_lin"].user_id,
                "session.presence",
                f"session:{entry.session_id}",
                pupil=people["pupil_yu"].user_id,
                here=False,
            )
            audit.record(
                school,
                people["teacher_lin"].user_id,
                "hours.correct",
                f"entry:{entry.id}",
                minutes=40,
                hours=100,
                present=3,
                reason="何苗苗丙一来了",
            )
            audit.record(school, None, "person.erase", f"user:{people['graduate'].user_id}", why="retention")
            audit.record(
                school,
                people["guardian_yu"].user_id,
                "slips.issue",
                f"class:{ids['LJ-SY-2024-1']}",
                what="waiting",
                slips=3,
                reset=False,
            )
            audit.record(school, me, "unit.add", f"unit:{school}")
            audit.record(school, me, "activity.set", "activity:999", topics=["FIRE"], until="2026-12-01")
            audit.record(school, me, "roster.apply", "batch:7", new=3, gone=1)
            audit.record(school, me, "rule.of_tomorrow", "thing:1", odd="何苗苗丙一")
        audit.looked(school, people["teacher_lin"].user_id, f"class:{ids['LJ-SY-2024-2']}", 4)
        audit.looked(school, people["teacher_lin"].user_id, f"pupil:{people['pupil_yu'].user_id}", 1)
        audit.looked(school, me, "roster:7", 40)
    return school


def test_audit_is_the_start_page_of_an_audit_admin_and_stands_in_the_menu(client_for):
    client = client_for("audit_qian")
    assert client.get("/").location == "/office/audit"
    page = client.get("/office/audit")
    assert "临江市的审计记录" in page.text
    assert re.search(r'class="side-link" href="/office/audit" aria-current="page"', page.text)


def test_entries_stand_in_words_newest_first(filled, client_for):
    lines = rows(client_for("audit_school").get("/office/audit"))
    assert len(lines) == 10 and lines[-1].startswith("1 ") and lines[0].startswith("10 ")
    assert "任命岗位 lin老师 班主任 · 三(2)班" in lines[-1] and "safe老师 安全管理员" in lines[-1]
    assert "学生转班" in lines[-2] and "从三(2)班 · 到三(1)班" in lines[-2]
    assert "三(2)班第 " in lines[-3] and "改为缺课" in lines[-3]
    assert "40 分钟 · 课时：1 · 到课：3" in lines[-4]
    assert "系统" in lines[-5] and "保存期满" in lines[-5]
    assert "新增：3 · 离校：1" in lines[1]
    assert "rule.of_tomorrow" in lines[0], "an action without words shows its code rather than nothing"


@pytest.mark.parametrize("address", ["", "/looks", ".csv", "/looks.csv"])
@pytest.mark.parametrize("who", ["audit_qian", "audit_school"])
def test_pupils_and_guardians_are_numbers(filled, people, client_for, who, address):
    page = client_for(who).get(f"/office/units/{filled}/audit{address}")
    said = page.get_data(as_text=True)
    assert page.status_code == 200 and f"一名学生（编号 {people['pupil_yu'].user_id}）" in said
    assert not [name for name in PUPIL_NAMES if name in said]


def test_an_audit_admin_gets_no_link_into_pupils_or_classes(filled, client_for):
    body = client_for("audit_school").get("/office/audit").text.partition("<tbody")[2].partition("</tbody>")[0]
    assert "href" not in body


def test_who_may_see_figures_too_gets_the_link(app, filled, people, ids, client_for):
    with app.app_context(), write():
        who = people["audit_school"]
        db.session.add(
            Post(
                school_id=who.school_id, user_id=who.user_id, unit_id=ids["LJ-SY"], role="principal", from_on=cast.START
            )
        )
    client = client_for("audit_school")
    links = set(
        re.findall(
            r'href="(/office/(?:sessions|units)/\d+)"',
            client.get(f"/office/units/{filled}/audit").text.partition("<tbody")[2],
        )
    )
    assert any("sessions" in link for link in links) and f"/office/units/{ids['LJ-SY-2024-1']}" in links
    assert all(client.get(link).status_code == 200 for link in links)


def test_filtered_by_day_and_kind_in_sql(app, filled, people, client_for, clock):
    clock.shift(3 * 86400)
    with app.app_context(), write():
        audit.record(
            filled,
            people["officer_safe"].user_id,
            "post.end",
            f"user:{people['teacher_lin'].user_id}",
            role="homeroom_teacher",
        )
    client, here = client_for("audit_school"), f"/office/units/{filled}/audit"
    assert len(rows(client.get(f"{here}?first=2026-11-21"))) == 1
    assert len(rows(client.get(f"{here}?last=2026-11-18"))) == 10
    assert len(rows(client.get(f"{here}?last=2026-11-17"))) == 0
    assert len(rows(client.get(f"{here}?kind=people"))) == 4 and len(rows(client.get(f"{here}?kind=post.give"))) == 1
    assert len(rows(client.get(f"{here}?first=2026-11-21&last=2026-11-18"))) == 11, (
        "days the wrong way round are turned"
    )
    assert len(rows(client.get(f"{here}?first=odd&last=9999-12-31&kind=odd&page=99999"))) == 11, (
        "odd values are no filter"
    )
    assert "没有这样的记录" in client.get(f"{here}?kind=makeup.open").text


def test_a_looks_page_says_who_saw_how_many_names(filled, client_for):
    client, here = client_for("audit_school"), f"/office/units/{filled}/audit/looks"
    lines = rows(client.get(here))
    assert any("lin老师 班主任 一个班的姓名 三(2)班 4" in line for line in lines) and any(
        line.endswith("名册里的姓名 第 7 批名册 40") for line in lines
    )
    assert len(rows(client.get(f"{here}?kind=pupil"))) == 1 and not rows(client.get(f"{here}?last=2026-11-17"))


def test_pages_are_cut_in_sql(app, filled, client_for, people):
    with app.app_context(), write():
        for n in range(60):
            audit.record(filled, people["officer_safe"].user_id, "unit.add", f"unit:{n}")
    client = client_for("audit_school")
    assert len(rows(client.get("/office/audit"))) == 50
    second = client.get(f"/office/units/{filled}/audit?page=2")
    assert len(rows(second)) == 20 and "第 2 / 2 页" in second.text


def test_the_pages_state_their_number_of_statements(filled, client_for):
    client = client_for("audit_school")
    link = "0" * 12
    assert sql_count(client.get(f"/office/units/{filled}/audit?entry=1&link={link}")) <= page_module.STATEMENTS
    assert sql_count(client.get(f"/office/units/{filled}/audit/looks")) <= page_module.STATEMENTS_LOOKS


def test_a_whole_chain_gives_an_anchor_that_can_be_checked_later(app, filled, client_for, people):
    client = client_for("audit_school")
    page = client.get("/office/audit")
    assert "每一条都接得上" in page.text and "10 条" in text(page)
    anchor = re.search(r'<code class="print">([0-9a-f]{12})</code>', page.text)[1]
    with app.app_context(), write():
        audit.record(filled, people["officer_safe"].user_id, "unit.add", "unit:1")
    check = f"/office/units/{filled}/audit?entry=10&link="
    assert "对得上" in client.get(check + anchor[:6] + "%20" + anchor[6:].upper()).text
    assert "对不上" in client.get(check + "0" * 12).text
    assert "不够 12 位" in client.get(check + anchor[:8]).text
    with app.app_context(), write() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.school_id == filled, AuditEntry.seq >= 10))
    cut = client.get(check + anchor)
    assert "每一条都接得上" in cut.text and "对不上" in cut.text, "a cut tail is seen by the anchor alone"


def test_a_broken_chain_says_where(app, filled, client_for):
    with app.app_context(), write() as session:
        session.execute(
            update(AuditEntry).where(AuditEntry.school_id == filled, AuditEntry.seq == 4).values(action="hours.declare")
        )
    page = client_for("audit_school").get("/office/audit")
    assert "从第 4 条起，链断了" in page.text and "每一条都接得上" not in page.text


def test_the_file_holds_what_is_filtered_and_is_on_record(app, filled, client_for, people):
    with app.app_context(), write():
        audit.record(filled, people["officer_safe"].user_id, "post.end", "user:0", role="=cmd|'/c calc'!A1")
    client = client_for("audit_school")
    answer = client.get(f"/office/units/{filled}/audit.csv?kind=people")
    assert (
        answer.is_streamed
        and answer.mimetype == "text/csv"
        and "audit-LJ-SY-2026-11-18.csv" in answer.headers["Content-Disposition"]
    )
    found = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [line[5] for line in found[1:]] == ["post.end", "slips.issue", "person.erase", "post.give"]
    assert found[1][7].startswith("'="), "a cell that a spreadsheet would calculate is text"
    with app.app_context():
        last = db.session.query(AuditEntry).filter_by(school_id=filled).order_by(AuditEntry.seq.desc()).first()
        assert (last.action, last.detail, last.actor_id) == (
            "audit.export",
            {"what": "entries"},
            people["audit_school"].user_id,
        )
        assert found[1][8] == db.session.query(AuditEntry).filter_by(school_id=filled, seq=11).one().link.hex()[:12]
    looks = client.get(f"/office/units/{filled}/audit/looks.csv").get_data(as_text=True)
    assert looks.count("\r\n") == 4 and "导出审计记录" in client.get("/office/audit").text


def test_a_citys_audit_admin_sees_every_school_of_the_city_and_none_beyond(filled, ids, client_for):
    client = client_for("audit_qian")
    for code in ("LJ", "LJ-DC", "LJ-SY", "LJ-DZ", "LJ-XS1"):
        assert client.get(f"/office/units/{ids[code]}/audit").status_code == 200
    for code in ("P", "YS", "YS-1", "LJ-SY-2024-2"):
        assert client.get(f"/office/units/{ids[code]}/audit").status_code == 404, code
    choices = re.findall(r'<option value="(\d+)"', client.get(f"/office/units/{ids['LJ-DC']}/audit").text)
    assert {ids["LJ"], ids["LJ-XS"], ids["LJ-SY"], ids["LJ-DZ"]} <= {int(value) for value in choices} and str(
        ids["YS"]
    ) not in choices
    assert "东城区（含下级 10 条）" in client.get("/office/audit").text, "a district says how much its schools hold"
    there = client.get(f"/office/units/{ids['LJ']}/audit?unit={ids['LJ-SY']}&kind=people&first=2026-11-01&last=")
    assert there.location == f"/office/units/{ids['LJ-SY']}/audit?first=2026-11-01&kind=people"


def test_a_schools_audit_admin_sees_the_own_school_only(ids, client_for):
    client = client_for("audit_school")
    for code in ("LJ", "LJ-DC", "LJ-DZ"):
        assert client.get(f"/office/units/{ids[code]}/audit").status_code == 404
    for who in ("officer_safe", "principal_he", "city_song", "admin_root", "teacher_lin"):
        assert client_for(who).get(f"/office/units/{ids['LJ-SY']}/audit").status_code == 404, who


def test_an_empty_chain_says_so_and_where_to_look(filled, ids, client_for):
    client = client_for("audit_qian")
    city = client.get("/office/audit")
    assert (
        "临江市自己还没有记录" in city.text
        and "第一条记录会从这里开始" in city.text
        and f'href="/office/units/{ids["LJ-DC"]}/audit"' in city.text
    )
    assert "西山区还没有记录" in client.get(f"/office/units/{ids['LJ-XS']}/audit").text
    assert "还没有人看过姓名" in client.get(f"/office/units/{ids['LJ']}/audit/looks").text
