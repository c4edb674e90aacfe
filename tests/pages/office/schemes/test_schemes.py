"""A bureau's scheme from the shipped proposal to the points of a school, by the people who do it; what is wrong is refused with its place."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.assessment.models import SchemeMark, SchemeVersion
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from tests.assessment import world
from tests.conftest import sql_count

D = date(2026, 11, 2)


@pytest.fixture
def ids(app):
    """Numbers of units; the own school was taught and tested, the small one of the other district has three pupils."""
    with app.app_context():
        with write():
            for code, number in (("LJ-SY-2024-2", 40), ("LJ-DZ-J2025-3", 40), ("LJ-XS1-2024-1", 40)):
                unit, head = world.unit(code), world.lesson("FIRE", "J" if "-J" in code else "P2")
                pupils = world.pupils(unit, number)
                world.teach(unit, head, D, roll=number, quiz_mode="devices")
                for place, pupil in enumerate(pupils[:36]):
                    world.quiz(unit, head, pupil, D, 90 if place % 2 else 40)
        world.settle()
        return {unit.code: unit.id for unit in db.session.query(world.Unit)}


def text(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def draft(client, ids, start: str = "proposal_default", unit: str = "LJ") -> int:
    answer = client.post(f"/office/units/{ids[unit]}/schemes", data={"start": start, "year": "2026"})
    assert answer.status_code == 303, text(answer)
    return int(answer.headers["Location"].rpartition("/")[2])


def published(client, ids, start: str = "proposal_default", unit: str = "LJ") -> int:
    number = draft(client, ids, start, unit)
    assert client.post(f"/office/schemes/{number}/publish", data={"edits": "0"}).status_code == 303
    return number


def part(**more: str) -> dict[str, str]:
    return {"name": "新的一项", "points": "5", "mode": "manual", "by": "bureau", "edits": "0"} | more


def cells(page) -> list[list[str]]:
    body = page.get_data(as_text=True).partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S)
        ]
        for line in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


def test_from_the_proposal_to_the_points_of_a_school(app, client_for, ids):
    city = client_for("city_song")
    assert "平台默认方案（提案）" in text(city.get("/office/schemes"))  # shipped
    number = draft(city, ids)
    page = city.get(f"/office/schemes/{number}")
    assert "没有缺口，可以公布" in text(page) and "<h1>平台默认方案（提案）</h1>" in re.sub(
        r"<h1[^>]*>", "<h1>", page.get_data(as_text=True)
    )
    assert "中间的总分" in text(city.get(f"/office/schemes/{number}/what-if?on=2026"))
    assert "中间的总分" in text(city.get(f"/office/schemes/{number}/what-if")), "no year before has figures: this one"
    assert city.post(f"/office/schemes/{number}/publish", data={"edits": "0"}).status_code == 303
    shown = cells(city.get(f"/office/schemes/{number}/scores"))
    assert [line[0] for line in shown] == ["东城中学", "实验小学", "西山小学"] or len(shown) == 3
    page = text(city.get(f"/office/units/{ids['LJ-SY']}/schemes/{number}"))
    assert "10 × 36 ÷ 40" in page and "还没有评，先不计入" in page and "36 / 40 = 90.0%" in page
    assert "10 × 18 ÷ 36" in page


def test_the_school_sees_every_point_and_marks_its_own_side_only(app, client_for, ids):
    city, school = client_for("city_song"), client_for("principal_he")
    number = draft(city, ids, "jiangxi_split")
    levels = {"edits": "0", "level-0-name": "好", "level-0-low": "60", "level-0-high": "100"}
    levels |= {"level-1-name": "待改进", "level-1-low": "0", "level-1-high": "60"}
    assert city.post(f"/office/schemes/{number}/levels", data=levels).status_code == 303
    assert city.post(f"/office/schemes/{number}/publish", data={"edits": "1"}).status_code == 303
    here = f"/office/units/{ids['LJ-SY']}/schemes/{number}"
    assert "只由主管部门评" in text(school.get(f"/office/schemes/{number}"))
    page = school.get(here).get_data(as_text=True)
    assert 'name="points-self"' in page and 'name="points-bureau"' not in page
    assert school.post(f"{here}/marks", data={"points-self": "70.5", "note-self": "自查"}).status_code == 303
    assert "70.5" in text(city.get(here)) and "还没评完" in text(city.get(here))
    assert city.post(f"{here}/marks", data={"points-bureau": "20", "points-self": "60"}).status_code == 303
    page = text(school.get(here))
    assert "总分 80 满分 100" in page and "好" in page and "评完了" in page
    refused = city.post(f"{here}/marks", data={"points-bureau": "27.01", "points-self": "1"})
    assert refused.status_code == 422 and "要在 0 到 27 之间，什么都没有保存" in text(refused)
    with app.app_context():
        rows = {(row.side, row.part): row.points for row in db.session.query(SchemeMark)}
        assert rows == {("self", "self"): 7050, ("bureau", "self"): 6000, ("bureau", "bureau"): 2000}
        marked = db.session.query(AuditEntry).filter_by(action="scheme.mark").count()
        assert marked == 2


def test_weights_that_do_not_add_up_are_not_published(app, client_for, ids):
    city = client_for("city_song")
    number = draft(city, ids)
    assert city.post(f"/office/schemes/{number}/part", data=part()).status_code == 303
    answer = city.post(f"/office/schemes/{number}/publish", data={"edits": "1"})
    assert answer.status_code == 422 and "加起来是 105，比总分 100 多 5" in text(answer)
    with app.app_context():
        row = db.session.query(SchemeVersion).one()
        assert (row.state, len(row.body["parts"]), row.edits) == ("draft", 8, 1)


def test_the_real_gap_between_64_and_65_is_refused_with_its_place(app, client_for, ids):
    city = client_for("city_song")
    number = draft(city, ids)
    real = {"edits": "0", "level-0-name": "优秀", "level-0-low": "90", "level-0-high": "100"}
    real |= {"level-1-name": "合格", "level-1-low": "65", "level-1-high": "90"}
    real |= {"level-2-name": "不合格", "level-2-low": "0", "level-2-high": "64"}
    answer = city.post(f"/office/schemes/{number}/levels", data=real)
    assert answer.status_code == 422 and "64 分到 65 分之间没有等级" in text(answer)
    assert 'value="不合格"' in answer.get_data(as_text=True), "what was typed is still there"
    answer = city.post(f"/office/schemes/{number}/levels", data=real | {"level-2-high": "66"})
    assert answer.status_code == 422 and "65 分到 66 分属于两个等级" in text(answer)
    assert city.post(f"/office/schemes/{number}/levels", data=real | {"level-2-high": "65"}).status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"mode": "ratio"}, "没有选指标"),
        ({"points": "x"}, "不是可用的数"),
        ({"points": "1.005"}, "最多两位小数"),
        ({"points": "0"}, "大于 0 的分值"),
        ({"points": "NaN"}, "不是可用的数"),
        ({"mode": "deduct", "indicators": "lesson_rate"}, "每个扣（加）的分要大于 0"),
        ({"mode": "full_or_zero", "indicators": "lesson_rate", "threshold": "101"}, "标准要在 0 到 100% 之间"),
        (
            {
                "mode": "tiers",
                "indicators": "lesson_rate",
                "step-0-low": "0",
                "step-0-high": "90",
                "step-0-points": "0",
            },
            "90% 到 100% 之间没有分档",
        ),
    ],
)
def test_a_part_that_is_wrong_is_refused_and_nothing_is_changed(app, client_for, ids, typed, said):
    city = client_for("city_song")
    number = draft(city, ids)
    answer = city.post(f"/office/schemes/{number}/part", data=part() | typed)
    assert answer.status_code == 422 and said in text(answer), text(answer)
    with app.app_context():
        row = db.session.query(SchemeVersion).one()
        assert (len(row.body["parts"]), row.edits) == (7, 0)


def test_a_published_version_never_changes_and_a_new_one_takes_the_points_along(app, client_for, ids):
    city = client_for("city_song")
    number = published(city, ids)
    here = f"/office/units/{ids['LJ-SY']}/schemes/{number}"
    assert city.post(f"{here}/marks", data={"points-p7": "4"}).status_code == 303
    with app.app_context():
        before = dict(db.session.get_one(SchemeVersion, number).body)
    for path, form in (
        ("head", {"name": "x", "total": "100", "edits": "0"}),
        ("part", part()),
        ("levels", {"edits": "0", "level-0-name": "x", "level-0-low": "0", "level-0-high": "100"}),
        ("vetoes", {"edits": "0"}),
        ("publish", {"edits": "0"}),
    ):
        answer = city.post(f"/office/schemes/{number}/{path}", data=form)
        assert answer.status_code in (409, 422) and "已经公布，不能再改" in text(answer), path
    assert city.post(f"/office/schemes/{number}/drop").status_code == 404
    second = draft(city, ids, str(number))
    assert city.post(f"/office/schemes/{second}/publish", data={"edits": "0"}).status_code == 303
    with app.app_context():
        assert db.session.get_one(SchemeVersion, number).body == before
        assert {(row.scheme_id, row.points) for row in db.session.query(SchemeMark)} == {(number, 400), (second, 400)}
        assert db.session.get_one(SchemeVersion, second).number == 2


def test_two_people_do_not_overwrite_each_other(client_for, ids):
    city = client_for("city_song")
    number = draft(city, ids)
    assert city.post(f"/office/schemes/{number}/part?number=1", data=part()).status_code == 303
    late = city.post(f"/office/schemes/{number}/part?number=1", data=part(name="晚了"))
    assert late.status_code == 422 and "草稿刚被别人改过" in text(late)
    again = city.post(f"/office/units/{ids['LJ']}/schemes", data={"start": "", "year": "2026"}, follow_redirects=True)
    assert "已经有一份草稿" in text(again)


def test_a_veto_is_off_until_a_document_is_named_and_then_brings_the_lowest_level(client_for, ids):
    city = client_for("city_song")
    number = draft(city, ids)
    assert "没有启用" in text(city.get(f"/office/schemes/{number}"))
    bare = city.post(f"/office/schemes/{number}/vetoes", data={"edits": "0", "on-fake_data": "1"})
    assert bare.status_code == 422 and "请写明依据哪份文件" in text(bare)
    named = {"edits": "0", "on-fake_data": "1", "basis-fake_data": "临教〔2026〕1号"}
    assert city.post(f"/office/schemes/{number}/vetoes", data=named).status_code == 303
    assert city.post(f"/office/schemes/{number}/publish", data={"edits": "1"}).status_code == 303
    here = f"/office/units/{ids['LJ-SY']}/schemes/{number}"
    assert city.post(f"{here}/marks", data={"veto": "fake_data"}).status_code == 303
    assert "待改进（否决）" in text(city.get(here))
    assert city.post(f"{here}/marks", data={"veto": "major_accident"}).status_code == 422
    assert "待改进（否决）" in text(city.get(here)), "nothing half changed"
    assert city.post(f"{here}/marks", data={}).status_code == 303 and "（否决）" not in text(city.get(here))


def test_the_sheet_equals_the_screen_cell_by_cell(client_for, ids):
    city = client_for("city_song")
    number = published(city, ids)
    shown = cells(city.get(f"/office/schemes/{number}/scores"))
    data = city.get(f"/office/schemes/{number}/scores.xlsx").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [[str(cell) for cell in row] for row in rows[4 : 4 + len(shown)]] == shown and len(shown) == 3


def test_who_sees_what(client_for, ids):
    city = client_for("city_song")
    number = published(city, ids)
    assert len(cells(client_for("district_zhou").get(f"/office/schemes/{number}/scores"))) == 2
    assert len(cells(client_for("principal_he").get(f"/office/schemes/{number}/scores"))) == 1
    assert client_for("teacher_lin").get(f"/office/schemes/{number}").status_code == 200
    for who, path in (
        ("teacher_lin", "scores"),
        ("other_city", "scores"),
        ("pupil_yu", ""),
        ("principal_he", "what-if"),
    ):
        assert client_for(who).get(f"/office/schemes/{number}/{path}".rstrip("/")).status_code == 404, (who, path)
    second = draft(city, ids)
    for who in ("principal_he", "district_zhou", "teacher_lin", "other_city"):
        assert client_for(who).get(f"/office/schemes/{second}").status_code == 404, who
    assert client_for("principal_he").get(f"/office/units/{ids['LJ-DZ']}/schemes/{number}").status_code == 404
    assert city.get(f"/office/units/{ids['LJ-SY']}/schemes/{second}").status_code == 404
    for path in ("scores", "scores.xlsx"):
        assert city.get(f"/office/schemes/{second}/{path}").status_code == 404, "a draft has no score page"
    assert "/scores" not in city.get(f"/office/schemes/{second}").get_data(as_text=True)


def test_statements_do_not_grow_with_the_schools(app, client_for, ids):
    city = client_for("city_song")
    number = published(city, ids)
    second = draft(city, ids)
    paths = (f"/office/schemes/{number}/scores", f"/office/schemes/{second}/what-if?on=2026")
    counted = [[sql_count(city.get(path)) for path in paths]]
    with app.app_context(), write():
        for k in range(9):
            school = tree.add_child_unit(world.unit("LJ-DC"), "school", f"LJ-N{k}", f"新{k}", stages="P1")
            tree.add_class(school, 1, 2026, 1, "一(1)班")
    counted.append([sql_count(city.get(path)) for path in paths])
    assert counted[0] == counted[1] and max(counted[0]) <= 16, counted


def test_an_english_page_has_the_shipped_names_in_english_and_marks_typed_ones_as_chinese(client_for, ids):
    city = client_for("city_song")
    number = draft(city, ids)
    assert city.post(f"/office/schemes/{number}/part?number=7", data=part(name="演练五次")).status_code == 303
    again = {"name": "课后测评参评率", "points": "10", "mode": "ratio", "indicators": "quiz_rate", "edits": "1"}
    assert city.post(f"/office/schemes/{number}/part?number=3", data=part(**again)).status_code == 303
    levels = {"level-0-name": "优秀", "level-0-low": "85", "level-0-high": "100", "edits": "2"}
    levels |= {"level-1-name": "其他", "level-1-low": "0", "level-1-high": "85"}
    assert city.post(f"/office/schemes/{number}/levels", data=levels).status_code == 303
    assert city.post(f"/office/schemes/{number}/publish", data={"edits": "3"}).status_code == 303
    city.set_cookie("lang", "en")
    here = f"/office/schemes/{number}"
    for path in (here, f"{here}/scores", f"/office/units/{ids['LJ-SY']}/schemes/{number}"):
        body = city.get(path).get_data(as_text=True)
        assert re.search(r'lang="zh-Hans"[^>]*>\s*演练五次', body) and "Quizzes taken" in body, path
        assert "课后测评参评率" not in body, path
    said = text(city.get(here))
    assert "Excellent : 85 points and more" in said.replace("Excellent:", "Excellent :") and "其他" in said


def test_every_shipped_scheme_is_wholly_in_english_on_an_english_page(client_for, ids):
    city = client_for("city_song")
    city.set_cookie("lang", "en")
    body = city.get(f"/office/units/{ids['LJ']}/schemes").get_data(as_text=True)
    shown = body[body.index('id="shipped"') : body.index("</main>")]
    assert "五.4" in shown
    assert not re.search("[\u3400-\u9fff]", shown.replace("五.4", ""))
