"""Official figures by the people who make them: prepared, signed by another, contested, put right beside the old ones; refusals with words."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import text as sql

from eduplatform.assessment.models import Appeal, Snapshot
from eduplatform.assessment.snapshot_queries import body_of
from eduplatform.extensions import db
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from eduplatform.upkeep import chain_anchors
from tests.assessment import world
from tests.conftest import NOW, sql_count

D = date(2026, 11, 2)
DAY = "2026-11-17"  # the day before the tests' today


@pytest.fixture
def ids(app):
    """Numbers of units; three classes were taught and tested, one of them of four pupils."""
    with app.app_context():
        with write():
            for code, number in (
                ("LJ-SY-2024-2", 40),
                ("LJ-SY-2024-1", 40),
                ("LJ-DZ-J2025-3", 40),
                ("LJ-SY-2026-1", 4),
            ):
                unit, head = world.unit(code), world.lesson("FIRE", {"J": "J"}.get(code[6], "P2"))
                pupils = world.pupils(unit, number)
                world.teach(unit, head, D, roll=number, quiz_mode="devices")
                for place, pupil in enumerate(pupils[: number * 9 // 10]):
                    world.quiz(unit, head, pupil, D, 90 if place % 2 else 40)
        world.settle()
        return {unit.code: unit.id for unit in db.session.query(world.Unit)}


def text(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def digest(page) -> str:
    return re.search(r'name="digest" value="([0-9a-f]{64})"', page.get_data(as_text=True)).group(1)


def prepared(client, ids, unit: str = "LJ-SY", what: str = "") -> int:
    asked = {"what": what, "day": DAY, "year": "2026"}
    page = client.get(f"/office/units/{ids[unit]}/official/new", query_string=asked)
    answer = client.post(f"/office/units/{ids[unit]}/official", data=asked | {"digest": digest(page)})
    assert answer.status_code == 303, text(answer)
    return int(answer.headers["Location"].rpartition("/")[2])


def sign(client, number: int):
    return client.post(
        f"/office/official/{number}/sign", data={"digest": digest(client.get(f"/office/official/{number}"))}
    )


def signed(client_for, ids, unit: str = "LJ-SY", by: tuple[str, str] = ("officer_safe", "principal_he")) -> int:
    number = prepared(client_for(by[0]), ids, unit)
    assert sign(client_for(by[1]), number).status_code == 303
    return number


def contest(client, number: int, unit_id: int, figure: str = "quiz_rate", **more: str):
    form = {"figure": figure, "reason": "11 月 2 日的测评有一人没有算进去", "record": "11 月 2 日"} | more
    return client.post(f"/office/official/{number}/units/{unit_id}/appeals", data=form)


def one_more(client, appeal: int, name: str = "value-quiz_taken") -> dict[str, str]:
    """The form that accepts an appeal and puts one more into a numerator."""
    page = client.get(f"/office/appeals/{appeal}").get_data(as_text=True)
    fields = dict(re.findall(r'name="(value-\w+)"[^>]*value="(\d*)"', page))
    return fields | {"decision": "accept", "answer": "对", name: str(int(fields[name]) + 1)}


def appeal_number(answer) -> int:
    assert answer.status_code == 303, text(answer)
    return int(answer.headers["Location"].rpartition("/")[2])


def figures_of(page, unit: str) -> list[str]:
    """Cells of the line of a unit on a snapshot's page."""
    lines = re.findall(r"<tr>(.*?)</tr>", page.get_data(as_text=True), re.S)
    line = next(one for one in lines if f">{unit}<" in one and "<td" in one)
    return [
        re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", one))).strip()
        for one in re.findall(r"<td.*?</td>", line, re.S)
    ]


def test_prepared_by_one_signed_by_another_and_frozen(app, client_for, ids):
    officer, principal = client_for("officer_safe"), client_for("principal_he")
    number = prepared(officer, ids)
    assert "待签发" in text(officer.get(f"/office/official/{number}"))
    assert client_for("teacher_lin").get(f"/office/official/{number}/units/{ids['LJ-SY-2024-2']}").status_code == 404
    refused = officer.post(f"/office/official/{number}/sign", data={"digest": "x"})
    assert refused.status_code == 404, "the safety officer may not sign at all"
    assert sign(principal, number).status_code == 303
    page = text(principal.get(f"/office/official/{number}"))
    assert "已签发" in page and "he老师（校（园）长）" in page and "审计链第" in page
    again = principal.post(f"/office/official/{number}/sign", data={"digest": "x"})
    assert again.status_code == 409 and "已经签发，不能再改" in text(again)
    gone = officer.post(f"/office/official/{number}/drop")
    assert gone.status_code == 409 and "已经签发，不能再改" in text(gone)
    with app.app_context():
        row = db.session.get(Snapshot, number)
        assert row.state == "signed" and row.appeals_until == date(2026, 11, 28) and row.signed_role == "principal"
        entry = db.session.query(AuditEntry).filter_by(action="snapshot.sign").one()
        assert (entry.seq, entry.link.hex()) == (row.chain_seq, row.chain_link)


def test_the_head_is_written_down_when_it_is_signed_and_a_full_disk_undoes_nothing(app, client_for, ids, monkeypatch):
    number = signed(client_for, ids)
    place = Path(app.config["INSTANCE"])
    with app.app_context():
        row, head = db.session.get(Snapshot, number), chain_anchors.known_anchors(place, place)[ids["LJ-SY"]][0]
        assert (head.seq, head.link) == (row.chain_seq, row.chain_link)

    def full(*_args) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(chain_anchors, "_put", full)
    draft = prepared(client_for("city_song"), ids, "LJ-DC")
    assert sign(client_for("district_zhou"), draft).status_code == 303
    with app.app_context():
        assert db.session.get(Snapshot, draft).state == "signed"


def test_who_prepared_does_not_sign(client_for, ids):
    principal = client_for("principal_he")
    number = prepared(principal, ids)
    refused = sign(principal, number)
    assert refused.status_code == 422 and "不能自己签发" in text(refused)
    assert sign(client_for("district_zhou"), number).status_code == 303


def test_what_is_refused_when_it_is_prepared(app, client_for, ids):
    officer, place = client_for("officer_safe"), f"/office/units/{ids['LJ-SY']}/official"
    assert "最晚到昨天" in text(officer.get(f"{place}/new?day=2026-11-18"))
    assert "最晚到昨天" in text(officer.get(f"{place}/new?day=2025-08-31"))
    moved = officer.post(place, data={"day": DAY, "digest": "0" * 64})
    assert moved.status_code == 409 and "请重新看一遍" in text(moved)
    prepared(officer, ids)
    assert "已经有了" in text(officer.get(f"{place}/new?day={DAY}"))
    with app.app_context(), write():
        school = world.unit("LJ-DZ")
        world.stale_marks.mark_stale("class_year", school.id, ids["LJ-DZ-J2025-3"], 2026)
    assert "还有记录没有统计完" in text(client_for("district_zhou").get(f"/office/units/{ids['LJ-DZ']}/official/new"))
    assert officer.get(f"/office/units/{ids['LJ-SY-2024-2']}/official/new").status_code == 404


def test_a_figure_is_contested_accepted_and_put_right_beside_the_old_one(app, client_for, ids):
    number = signed(client_for, ids)
    lin, officer = client_for("teacher_lin"), client_for("officer_safe")
    listed = text(lin.get(f"/office/units/{ids['LJ-SY-2024-2']}/official"))
    assert "指标第 1 号" in listed
    own = lin.get(f"/office/official/{number}/units/{ids['LJ-SY-2024-2']}")
    assert "36 / 4" in text(own) and "提申诉" in text(own)
    assert lin.get(f"/office/official/{number}").status_code == 404, "a class is not shown the others"
    appeal = appeal_number(contest(lin, number, ids["LJ-SY-2024-2"]))
    assert "等答复" in text(lin.get(f"/office/appeals/{appeal}"))
    assert "待答复的申诉：1" in text(officer.get(f"/office/units/{ids['LJ-SY']}/official"))
    form = one_more(officer, appeal) | {"answer": "查到一份没有交上来的答卷"}
    accepted = officer.post(f"/office/appeals/{appeal}", data=form)
    assert accepted.status_code == 303, text(accepted)
    correction = int(accepted.headers["Location"].rpartition("/")[2])
    with app.app_context():
        old = db.session.get(Snapshot, number).body
    assert sign(client_for("principal_he"), correction).status_code == 303
    page = client_for("principal_he").get(f"/office/official/{correction}")
    assert "更正了什么" in text(page)
    assert re.search(r"三\(2\)班 参评率 36 / (\d+) = [\d.]+% 37 / \1 = ", text(page)), text(page)
    assert re.search(r"合计 参评率 75 / (\d+) = [\d.]+% 76 / \1 = ", text(page)), "the whole follows"
    assert "有更正版" in text(lin.get(f"/office/official/{number}/units/{ids['LJ-SY-2024-2']}"))
    assert "37 / 4" in text(lin.get(f"/office/official/{correction}/units/{ids['LJ-SY-2024-2']}"))
    assert "查到一份没有交上来的答卷" in text(lin.get(f"/office/appeals/{appeal}"))
    with app.app_context():
        assert db.session.get(Snapshot, number).body == old, "the old one stays as it was"
        assert db.session.get(Snapshot, correction).appeals_until == date(2026, 11, 28)


def test_who_accepted_does_not_sign_the_correction(client_for, ids):
    number = signed(client_for, ids)
    appeal = appeal_number(contest(client_for("teacher_lin"), number, ids["LJ-SY-2024-2"]))
    principal = client_for("principal_he")
    form = one_more(principal, appeal)
    correction = int(principal.post(f"/office/appeals/{appeal}", data=form).headers["Location"].rpartition("/")[2])
    assert "不能自己签发" in text(sign(principal, correction))
    assert client_for("officer_safe").post(f"/office/official/{correction}/drop").status_code == 303
    assert "等答复" in text(principal.get(f"/office/appeals/{appeal}")), "its appeal waits again"


def test_a_figure_of_too_few_is_neither_shown_nor_put_right_from_outside(app, client_for, ids):
    with app.app_context(), write():
        world.pupils(world.unit("LJ-SY-2026-1"), 1)
        world.db.session.add(a_post(world.unit("LJ-SY-2026-1"), "LJ-SY", "chen"))
    world_settle(app)
    number, small = signed(client_for, ids), ids["LJ-SY-2026-1"]
    appeal = appeal_number(contest(client_for("teacher_chen"), number, small))
    district = client_for("district_zhou")
    page = district.get(f"/office/appeals/{appeal}")
    assert "不在校外显示" in text(page) and "value-quiz_taken" not in page.get_data(as_text=True)
    form = {
        "decision": "accept",
        "answer": "对",
        "value-quiz_taken": "4",
        "value-quiz_group": "0",
        "value-quiz_due": "4",
    }
    refused = district.post(f"/office/appeals/{appeal}", data=form)
    assert refused.status_code == 422 and "不给校外看" in text(refused)
    assert "value-quiz_taken" in client_for("officer_safe").get(f"/office/appeals/{appeal}").get_data(as_text=True)


def a_post(unit, school: str, login: str):
    """A second class for a homeroom teacher."""
    from eduplatform.accounts.models import LoginName
    from eduplatform.org.models import Post

    user_id = db.session.query(LoginName.user_id).filter_by(login=login).scalar()
    keeper = world.unit(school).id
    return Post(school_id=keeper, user_id=user_id, unit_id=unit.id, role="homeroom_teacher", from_on=date(2026, 9, 1))


def world_settle(app) -> None:
    with app.app_context():
        world.settle()


def test_declined_the_reason_is_shown_to_who_contested(client_for, ids):
    number = signed(client_for, ids)
    lin, officer = client_for("teacher_lin"), client_for("officer_safe")
    appeal = appeal_number(contest(lin, number, ids["LJ-SY-2024-2"]))
    assert "理由要写" in text(officer.post(f"/office/appeals/{appeal}", data={"decision": "decline", "answer": " "}))
    answered = {"decision": "decline", "answer": "那份答卷是第二天交的"}
    assert officer.post(f"/office/appeals/{appeal}", data=answered).status_code == 303
    assert "那份答卷是第二天交的" in text(lin.get(f"/office/appeals/{appeal}"))
    assert "没有采纳" in text(lin.get(f"/office/official/{number}/units/{ids['LJ-SY-2024-2']}"))
    again = officer.post(f"/office/appeals/{appeal}", data=answered)
    assert again.status_code == 409 and "已经有答复了" in text(again)
    assert lin.post(f"/office/appeals/{appeal}", data=answered).status_code == 404
    assert client_for("teacher_chen").get(f"/office/appeals/{appeal}").status_code == 404


def test_appeals_that_are_refused_say_why(app, client_for, ids):
    number, own = signed(client_for, ids), ids["LJ-SY-2024-2"]
    lin = client_for("teacher_lin")
    assert contest(lin, number, ids["LJ-SY-2024-1"]).status_code == 404, "another class is not there for her"
    other = contest(client_for("principal_he"), number, own)
    assert other.status_code == 422 and "只能对自己单位、自己班" in text(other)
    assert "请从列表里选" in text(contest(lin, number, own, "none"))
    assert "理由要写" in text(contest(lin, number, own, reason=""))
    assert "有学生的姓名" in text(contest(lin, number, own, reason="田小雨甲一的答卷没有算"))
    assert "有学生的姓名" in text(contest(lin, number, own, record="田小雨甲一"))
    assert contest(lin, number, own).status_code == 303
    twice = contest(lin, number, own)
    assert twice.status_code == 409 and "只能申诉一次" in text(twice)
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        assert contest(client_for("teacher_lin"), number, own, "pass_rate").status_code == 303, "the last day counts"
    with time_machine.travel(NOW + timedelta(days=11), tick=False):
        late = contest(client_for("teacher_lin"), number, own, "skill_rate")
        assert late.status_code == 422 and "2026年11月28日" in text(late).replace(" ", "")
    with app.app_context():
        assert db.session.query(Appeal).count() == 2


def test_a_correction_that_says_nothing_or_nonsense_is_refused(client_for, ids):
    number = signed(client_for, ids)
    appeal = appeal_number(contest(client_for("teacher_lin"), number, ids["LJ-SY-2024-2"]))
    officer = client_for("officer_safe")
    form = one_more(officer, appeal)
    due, taken = form["value-quiz_due"], str(int(form["value-quiz_taken"]) - 1)
    for typed, words in ((taken, "数字没有变"), (str(int(due) + 1), "更正后的数不对"), ("x", "更正后的数不对")):
        refused = officer.post(f"/office/appeals/{appeal}", data=form | {"value-quiz_taken": typed})
        assert refused.status_code == 422 and words in text(refused), typed
    assert "等答复" in text(officer.get(f"/office/appeals/{appeal}"))


def test_a_school_contests_its_line_of_the_district_and_not_its_own_appeal_is_answered(client_for, ids):
    number = signed(client_for, ids, "LJ-DC", ("city_song", "district_zhou"))
    safe = client_for("officer_safe")
    assert "指标第 1 号" in text(safe.get(f"/office/units/{ids['LJ-SY']}/official"))
    assert safe.get(f"/office/official/{number}").status_code == 404
    appeal = appeal_number(contest(safe, number, ids["LJ-SY"], "lesson_rate"))
    assert safe.post(f"/office/appeals/{appeal}", data={"decision": "decline", "answer": "x"}).status_code == 404
    answered = client_for("district_zhou").post(
        f"/office/appeals/{appeal}", data={"decision": "decline", "answer": "x"}
    )
    assert answered.status_code == 303


def test_what_the_report_hides_the_snapshot_hides(client_for, ids):
    """District and city look at the school from outside, the school from inside: each is shown what its own report shows."""
    number = signed(client_for, ids)
    for who, hidden in (("principal_he", False), ("officer_safe", False), ("district_zhou", True), ("city_song", True)):
        client = client_for(who)
        page = client.get(f"/office/official/{number}")
        assert ("人数少" in figures_of(page, "一(1)班")[4]) is hidden, who
        report = client.get(f"/office/units/{ids['LJ-SY']}?year=2026&day={DAY}&show=quiz_rate")
        for label in ("三(2)班", "三(1)班", "一(1)班"):
            bar = re.search(rf"{re.escape(label)}.{{0,600}}", unescape(report.get_data(as_text=True)), re.S)
            assert bar is not None
        covered = [label for label in ("三(2)班", "三(1)班") if "人数少" in figures_of(page, label)[4]]
        assert len(covered) == (1 if hidden else 0), who


def test_print_and_sheet_say_what_the_screen_says(app, client_for, ids):
    number = signed(client_for, ids)
    for who in ("principal_he", "district_zhou"):
        client = client_for(who)
        screen = figures_of(client.get(f"/office/official/{number}"), "三(2)班")
        paper = client.get(f"/office/official/{number}/print")
        assert figures_of(paper, "三(2)班") == screen and "审计链第" in text(paper)
        file = client.get(f"/office/official/{number}/figures.xlsx")
        rows = CalamineWorkbook.from_filelike(io.BytesIO(file.data)).get_sheet_by_index(0).to_python()
        line = next(row for row in rows if row[0] == "三(2)班")
        said = [f"{cell * 100:.1f}%" if isinstance(cell, float) and cell <= 1 else cell for cell in line]
        assert screen[4].split(" ")[0] in said, (screen[4], line)
        assert any("审计链第" in str(cell) for row in rows for cell in row)


def test_a_page_says_that_somebody_went_around_the_system(app, client_for, ids):
    number = signed(client_for, ids)
    with app.app_context(), write() as session:
        session.execute(sql("UPDATE snapshot SET body = replace(body, '36', '39') WHERE id = :n"), {"n": number})
    assert "flask snapshots verify" in text(client_for("principal_he").get(f"/office/official/{number}"))


def test_statements_do_not_grow_with_the_lines(client_for, ids):
    number = signed(client_for, ids)
    client = client_for("principal_he")
    client.get(f"/office/official/{number}")
    assert sql_count(client.get(f"/office/official/{number}")) <= 12


def test_scores_are_kept_contested_and_put_right(app, client_for, ids):
    city, district = client_for("city_song"), client_for("district_zhou")
    made = city.post(f"/office/units/{ids['LJ']}/schemes", data={"start": "proposal_default", "year": "2026"})
    scheme = int(made.headers["Location"].rpartition("/")[2])
    assert city.post(f"/office/schemes/{scheme}/publish", data={"edits": "0"}).status_code == 303
    number = prepared(city, ids, "LJ-DC", str(scheme))
    assert sign(district, number).status_code == 303
    page = text(district.get(f"/office/official/{number}"))
    assert "平台默认方案（提案）" in page and "实验小学" in page
    safe = client_for("officer_safe")
    line = safe.get(f"/office/official/{number}/units/{ids['LJ-SY']}")
    assert line.status_code == 200 and "每个数字" in text(line)
    with app.app_context():
        kept = body_of(db.session.get(Snapshot, number))["lines"][0]["score"]["parts"]
    seen = {code: one["figure"] for code, one in kept.items() if one["figure"]}
    part = next(code for code, (over, under, why) in seen.items() if over < under and not why)
    appeal = appeal_number(contest(safe, number, ids["LJ-SY"], part))
    form = one_more(district, appeal, "value-over")
    accepted = district.post(f"/office/appeals/{appeal}", data=form)
    assert accepted.status_code == 303, text(accepted)
    correction = int(accepted.headers["Location"].rpartition("/")[2])
    assert sign(city, correction).status_code == 303
    assert "更正了什么" in text(district.get(f"/office/official/{correction}"))
    assert district.get(f"/office/official/{correction}/figures.xlsx").status_code == 200
    assert district.get(f"/office/official/{correction}/print").status_code == 200


def test_english_pages_of_official_figures(client_for, ids):
    number = signed(client_for, ids)
    client = client_for("principal_he")
    client.set_cookie("lang", "en")
    for path in (f"/office/units/{ids['LJ-SY']}/official", f"/office/official/{number}"):
        assert client.get(path).status_code == 200
