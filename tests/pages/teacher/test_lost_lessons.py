"""课被占用: one tap on the week page, one to take it back; seen by the school, a number above, never an hour."""

from datetime import date

from eduplatform.extensions import db
from eduplatform.org.models import Term
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from eduplatform.teaching.models import LostLesson

from ...assessment import world
from ...conftest import sql_count
from ...people import unit

THIS, LAST = "2026-11-16", "2026-11-09"


def text(answer):
    return answer.get_data(as_text=True)


def note(desk, week=THIS, way=""):
    return desk.post(f"/classes/{desk.class_id}/lost-lessons{way}", week=week)


def lost(desk):
    with desk.app.app_context():
        return [row.week_of.isoformat() for row in db.session.query(LostLesson).order_by(LostLesson.week_of)]


def office(desk, code="LJ-SY", page="lost-lessons"):
    with desk.app.app_context():
        return f"/office/units/{unit(code).id}/{page}"


def test_one_tap_notes_it_and_one_takes_it_back(desk):
    assert "第 12 周的课被占用了" in text(desk.get(""))
    assert note(desk).status_code == 303 and lost(desk) == [THIS]
    page = text(desk.get(""))
    assert "第 12 周的安全课被占用" in page and "撤销" in page
    note(desk, way="/undo")
    assert lost(desk) == [] and "第 12 周的课被占用了" in text(desk.get(""))
    with desk.app.app_context():
        actions = [row.action for row in db.session.query(AuditEntry) if row.action.startswith("lost.")]
    assert sorted(actions) == ["lost.note", "lost.undo"]


def test_noted_twice_is_noted_once_and_last_week_too(desk):
    note(desk)
    note(desk)
    note(desk, LAST)
    assert lost(desk) == [LAST, THIS]


def test_what_makes_no_sense_is_refused_in_words(desk):
    for week in ("", "x", "2026-11-17", "2026-11-23", "2026-10-05", "2026-09-07", "2027-02-01"):
        page = text(
            desk.client.post(
                f"/teacher/classes/{desk.class_id}/lost-lessons", data={"week": week}, follow_redirects=True
            )
        )
        assert "最近两周" in page, week
    assert lost(desk) == []


def test_a_week_with_a_lesson_lost_none(desk, clock):
    session = desk.start()
    clock.shift(40 * 60)
    desk.close(session)
    assert "第 12 周的课被占用了" not in text(desk.get(""))
    note(desk)
    assert lost(desk) == []


def test_it_is_never_an_hour(desk):
    before = text(desk.get("/hours")).partition('id="ahead"')[0]
    note(desk)
    after = text(desk.get("/hours")).partition('id="ahead"')[0]
    assert "<b>0</b>" in after and before.count("<b>0</b>") == after.count("<b>0</b>")


def test_the_school_sees_which_and_whether_it_was_caught_up(desk, client_for):
    note(desk)
    officer = client_for("officer_safe")
    page = text(officer.get(office(desk)))
    assert "三(2)班" in page and "第 12 周" in page and "还没补上" in page and "lin老师" not in page
    with desk.app.app_context():
        with write():
            for n in range(11):
                world.teach(unit("LJ-SY-2024-2"), world.lesson("FIRE"), date(2026, 9, 10 + n))
        world.settle()
    assert "补上了" in text(officer.get(office(desk))) and "还没补上" not in text(officer.get(office(desk)))
    assert text(client_for("principal_he").get(office(desk))).count("三(2)班") >= 1


def test_units_above_know_the_number_only(desk, client_for):
    note(desk)
    for who, code in (("district_zhou", "LJ-DC"), ("city_song", "LJ"), ("district_zhou", "LJ-SY")):
        page = text(client_for(who).get(office(desk, code, "hours")))
        assert "安全课被占用：本学年 1 节" in page and "lost-lessons" not in page, who
    for who in ("district_zhou", "city_song", "teacher_lin", "teacher_chen", "other_city", "audit_school"):
        assert client_for(who).get(office(desk)).status_code in (403, 404), who
    assert "本学年 0 节" in text(client_for("other_district").get(office(desk, "LJ-XS", "hours")))


def test_a_renumbered_calendar_keeps_it_right(desk, client_for):
    note(desk)
    with desk.app.app_context(), write():
        for n, first, last in ((1, date(2026, 9, 14), date(2027, 1, 20)), (2, date(2027, 2, 22), date(2027, 7, 9))):
            db.session.add(Term(unit_id=unit("LJ-SY").id, year=2026, n=n, starts_on=first, ends_on=last))
    ttl_cache.drop()
    page = text(client_for("officer_safe").get(office(desk)))
    assert "第 10 周" in page and "2026年11月16日 起的一周" in page
    assert "第 10 周的安全课被占用" in text(desk.get(""))


def test_who_may_not_note_it(desk, client_for):
    for who in ("teacher_wu", "teacher_chen", "officer_safe", "principal_he", "pupil_yu"):
        answer = client_for(who).post(f"/teacher/classes/{desk.class_id}/lost-lessons", data={"week": THIS})
        assert answer.status_code in (403, 404), who
    assert lost(desk) == [] and "被占用了" not in text(
        client_for("teacher_wu").get(f"/teacher/classes/{desk.class_id}")
    )


def test_the_week_page_takes_no_statement_more(desk):
    desk.get("")
    plain = sql_count(desk.get(""))
    note(desk)
    desk.get("")
    assert sql_count(desk.get("")) == plain <= 10


def test_the_list_takes_few_statements(desk, client_for):
    note(desk)
    officer = client_for("officer_safe")
    officer.get(office(desk))
    assert sql_count(officer.get(office(desk))) <= 9


def test_it_reads_in_english(desk, client_for):
    note(desk)
    desk.client.set_cookie("lang", "en")
    assert "Week 12: safety lesson lost" in text(desk.get(""))
    officer = client_for("officer_safe")
    officer.set_cookie("lang", "en")
    assert "not caught up yet" in text(officer.get(office(desk)))
