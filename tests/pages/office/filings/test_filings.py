"""What a unit hands in: made on demand, the same on the screen, on paper, in .docx and .xlsx; small groups covered; nobody named."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

import pytest

from eduplatform.assessment.filing_rules import BY_KEY
from eduplatform.assessment.models import Filing
from eduplatform.extensions import db
from eduplatform.pages.web.locale import speaking
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from tests import people as cast
from tests.assessment import world
from tests.conftest import sql_count

from .reading import of_docx, of_page, of_xlsx, plain, resaved

OCT, NOV = date(2026, 10, 20), date(2026, 11, 2)
FILES = ("file.docx", "file.xlsx", "print")


@pytest.fixture
def ids(app, people):
    """A class of twenty with a quiz in October, one of three in the other district, a lesson in November; numbers of the units."""
    with app.app_context():
        with write():
            two, west, fire, drown = (
                world.unit("LJ-SY-2024-2"),
                world.unit("LJ-XS1-2024-1"),
                world.lesson("FIRE"),
                world.lesson("DROWN"),
            )
            given = world.teach(two, fire, OCT, roll=20, present=19)
            for pupil in world.pupils(two, 18):
                world.quiz(two, fire, pupil, OCT, 90, session_id=given.session_id)
            world.teach(world.unit("LJ-DZ-J2025-3"), fire, OCT, roll=40, hands=38)
            world.teach(west, fire, OCT, roll=3)
            for pupil in world.pupils(west, 3):
                world.quiz(west, fire, pupil, OCT, 50)
            world.teach(two, drown, NOV, roll=20)
            world.enter(two, world.lesson("FIRE"), NOV, 100, 20, 20)
        world.settle()
        return {unit.code: unit.id for unit in db.session.query(world.Unit)}


def make(client, unit_id: int, period: str) -> str:
    """Make one; the address of its page."""
    answer = client.post(f"/office/units/{unit_id}/filings", data={"period": period})
    assert answer.status_code == 303, answer.get_data(as_text=True)[:500]
    return answer.location


def kinds_of(app, there: str) -> list[str]:
    with app.app_context():
        row = db.session.query(Filing).filter_by(id=int(there.rpartition("/")[2])).one()
        return [BY_KEY[key].kind for key in row.body["columns"]]


def all_ways(app, client, there: str):
    page, paper = (of_page(client.get(f"{there}{end}").get_data(as_text=True)) for end in ("", "/print"))
    docx = of_docx(client.get(f"{there}/file.docx").data)
    xlsx = of_xlsx(client.get(f"{there}/file.xlsx").data, kinds_of(app, there))
    return page, paper, docx, xlsx


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("period", ["month-2026-10", "term-2026-1", "state"])
@pytest.mark.parametrize("code", ["LJ", "LJ-XS", "LJ-SY"])
def test_screen_paper_docx_and_xlsx_say_the_same_cell_by_cell(app, client_for, ids, code, period, language):
    client = client_for("city_song")
    client.set_cookie("lang", language)
    page, paper, docx, xlsx = all_ways(app, client, make(client, ids[code], period))
    assert len(page.rows) >= 2 and len(page.rows[0]) == len(page.heads) + 1 and page.months
    for other in (paper, docx, xlsx):
        assert other.heads == page.heads and other.rows == page.rows and other.months == page.months
        assert [re.sub(r"\s+", " ", one) for one in other.notes] == page.notes
    assert paper.sentences == docx.sentences == page.sentences and 3 <= len(page.sentences) <= 5
    assert paper.title == docx.title == page.title.rpartition(" · ")[0] or paper.title.startswith(docx.title)


def test_the_figures_are_those_of_the_report_on_the_same_day(app, client_for, ids):
    client = client_for("city_song")
    filed = of_page(client.get(make(client, ids["LJ-DC"], "month-2026-10")).get_data(as_text=True))
    html = client.get(f"/office/units/{ids['LJ-DC']}?year=2026&day=2026-10-31").get_data(as_text=True)
    table = html.partition("table-wide")[2].partition("</table>")[0]
    heads = [plain(one) for one in re.findall(r'<th scope="col" class="num">(.*?)</th>', table)]
    report = {}
    for line in re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2]):
        cells = [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)]
        report[cells[0]] = dict(zip(heads, cells[1:], strict=True))
    for name, *cells in filed.rows:
        so_far = dict(zip(filed.heads[4:], cells[4:], strict=True))
        assert so_far.pop("课时") == report[name]["课时合计"] and so_far.pop("其中申报") == report[name]["申报课时"]
        assert so_far == {head: report[name][head] for head in so_far}


def test_a_month_has_its_own_lessons_and_the_year_so_far(app, client_for, ids):
    client = client_for("officer_safe")
    rows = of_page(client.get(make(client, ids["LJ-SY"], "month-2026-10")).get_data(as_text=True))
    whole = dict(zip([f"in {n}" for n in rows.heads[:4]] + rows.heads[4:], rows.rows[-1][1:], strict=True))
    assert (whole["in 上课节数"], whole["in 课时"], whole["in 其中申报"]) == ("1", "1", "0")
    state = of_page(client.get(make(client, ids["LJ-SY"], "state")).get_data(as_text=True))
    whole = dict(zip(state.heads, state.rows[-1][1:], strict=True))
    assert (whole["课时"], whole["其中申报"]) == ("3", "1")
    assert [month[0] for month in state.months] == ["9月", "10月", "11月"] and state.months[1][2] == "1"


def test_fewer_than_ten_pupils_are_covered_for_everybody_even_from_within(app, client_for, ids):
    for who, code in (
        ("city_song", "LJ-XS"),
        ("city_song", "LJ"),
        ("other_district", "LJ-XS"),
        ("city_song", "LJ-XS1"),
    ):
        client = client_for(who)
        read = of_page(client.get(make(client, ids[code], "state")).get_data(as_text=True))
        place = read.heads.index("合格率")
        small = [row for row in read.rows if row[0] in ("西山区", "西山小学", "三(1)班", "合计")]
        assert small and all(row[1 + place] in ("人数少", "—") or code == "LJ" for row in small), read.rows
        assert "人数少" in [row[1 + place] for row in read.rows]


def test_nobody_is_named_and_nothing_ranked(app, client_for, ids, people):
    client = client_for("city_song")
    there = make(client, ids["LJ-DC"], "state")
    for end in ("", "/print"):
        html = client.get(f"{there}{end}").get_data(as_text=True)
        assert not any(real in html for _n, _c, _k, real in cast.PUPILS)
    text = "".join(of_page(client.get(there).get_data(as_text=True)).sentences)
    assert "实验小学" not in text and "东城中学" not in text
    rows = [row[0] for row in of_page(client.get(there).get_data(as_text=True)).rows]
    assert rows == ["东城中学", "实验小学", "合计"]  # by code


def test_it_stays_as_it_was_made(app, client_for, ids):
    client = client_for("city_song")
    there = make(client, ids["LJ-DC"], "month-2026-10")
    before = of_page(client.get(there).get_data(as_text=True))
    with app.app_context():
        with write():
            world.teach(world.unit("LJ-SY-2024-1"), world.lesson("FIRE"), OCT, roll=30)
        world.settle()
    assert of_page(client.get(there).get_data(as_text=True)) == before
    again = make(client, ids["LJ-DC"], "month-2026-10")
    assert again != there and of_page(client.get(again).get_data(as_text=True)).rows != before.rows
    assert make(client, ids["LJ-DC"], "month-2026-10") == again  # the same figures make no second one


def test_making_and_every_download_is_on_record_with_the_same_digest(app, client_for, ids):
    client = client_for("city_song")
    there = make(client, ids["LJ-DC"], "state")
    for end in FILES:
        assert client.get(f"{there}/{end}").status_code == 200
    with app.app_context():
        rows = db.session.query(AuditEntry).filter_by(school_id=ids["LJ-DC"]).order_by(AuditEntry.seq).all()
        assert [(row.action, row.detail.get("what")) for row in rows] == [
            ("filing.make", None),
            ("report.export", "filing_docx"),
            ("report.export", "filing_xlsx"),
            ("report.export", "filing_print"),
        ]
        assert len({row.detail["digest"] for row in rows}) == 1
        assert rows[0].detail["digest"][:16] in client.get(there).get_data(as_text=True)


def test_files_have_names_that_can_be_read(client_for, ids):
    client = client_for("city_song")
    there = make(client, ids["LJ-DC"], "month-2026-10")
    for ending in ("docx", "xlsx"):
        said = client.get(f"{there}/file.{ending}").headers["Content-Disposition"]
        assert unquote(said.partition("filename*=UTF-8''")[2]) == f"东城区_月度统计2026年10月_2026-10-31.{ending}"


@pytest.mark.parametrize("period", ["", "month-2026-11", "month-2019-10", "term-2026-2", "month-" + "9" * 5000, "x"])
def test_a_period_that_is_not_on_offer_is_refused_and_nothing_kept(app, client_for, ids, period):
    answer = client_for("city_song").post(f"/office/units/{ids['LJ-DC']}/filings", data={"period": period})
    assert answer.status_code == 400 and "请从列表里选一个" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.query(Filing).count() == 0


@pytest.mark.parametrize("who", ["other_city", "other_district", "teacher_lin", "pupil_yu", None])
def test_strangers_find_nothing(client_for, ids, who):
    there = make(client_for("city_song"), ids["LJ-SY"], "state")
    client = client_for(who)
    for path in (f"/office/units/{ids['LJ-SY']}/filings", there, *(f"{there}/{end}" for end in FILES)):
        assert client.get(path).status_code in ((302,) if who is None else (404,))


def test_a_class_hands_nothing_in(client_for, ids):
    assert client_for("teacher_lin").get(f"/office/units/{ids['LJ-SY-2024-2']}/filings").status_code == 404


def test_the_list_says_what_is_due_and_what_lies_ready(client_for, ids):
    client = client_for("officer_safe")
    address = f"/office/units/{ids['LJ-SY']}/filings"
    assert "2026年11月15日前报送。每月 10 日自动做好" in plain(client.get(address).get_data(as_text=True))
    there = make(client, ids["LJ-SY"], "month-2026-10")
    page = client.get(address)
    text = plain(page.get_data(as_text=True))
    assert (
        "已经做好，2026年11月15日前报送。" in text
        and "手动" in text
        and f'href="{there}"' in page.get_data(as_text=True)
    )
    assert sql_count(page) <= 12
    assert address in client.get(f"/office/units/{ids['LJ-SY']}").get_data(as_text=True)


def test_a_paper_is_a4_with_named_chinese_typefaces(app, client_for, ids):
    from io import BytesIO

    from docx import Document

    client = client_for("city_song")
    data = client.get(f"{make(client, ids['LJ-DC'], 'month-2026-10')}/file.docx").data
    book = Document(BytesIO(data))
    upright, wide = book.sections
    assert [round(side.mm) for side in (upright.page_width, upright.page_height)] == [210, 297]
    assert [round(side.mm) for side in (wide.page_width, wide.page_height)] == [297, 210]
    east = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
    faces = {
        name: book.styles[name].element.rPr.rFonts.get(east) for name in ("Title", "Body Text", "Heading 1", "Notes")
    }
    assert faces == {"Title": "方正小标宋简体", "Body Text": "仿宋", "Heading 1": "黑体", "Notes": "仿宋"}
    assert book.styles["Body Text"].element.rPr.find("{*}lang").get(east) == "zh-CN"
    assert all(
        run._r.rPr.rFonts.get(east)
        for row in book.tables[0].rows
        for c in row.cells
        for p in c.paragraphs
        for run in p.runs
    )
    fonts = next(part for part in book.part.package.parts if part.partname.endswith("/fontTable.xml")).blob.decode()
    assert "Noto Serif CJK SC" in fonts and "altName" in fonts
    assert "heme" not in book.styles["Title"].element.xml.partition("rFonts")[2].partition(">")[0]


@pytest.mark.slow
def test_libreoffice_opens_and_saves_both_files_and_nothing_is_lost(app, client_for, ids, tmp_path):
    from pypdf import PdfReader

    client = client_for("city_song")
    there = make(client, ids["LJ"], "month-2026-10")
    page, _paper, docx, xlsx = all_ways(app, client, there)
    data = client.get(f"{there}/file.docx").data
    again = of_docx(resaved(data, "docx", tmp_path))
    assert (again.title, again.rows, again.sentences) == (docx.title, docx.rows, docx.sentences)
    assert [row[0] for row in again.months] == [row[0] for row in docx.months]
    assert [[float(v) for v in row[1:]] for row in again.months] == [[float(v) for v in row[1:]] for row in docx.months]
    sheet = of_xlsx(resaved(client.get(f"{there}/file.xlsx").data, "xlsx", tmp_path), kinds_of(app, there))
    assert (sheet.title, sheet.heads, sheet.rows, sheet.months) == (xlsx.title, xlsx.heads, xlsx.rows, xlsx.months)
    resaved(data, "docx", tmp_path, "pdf")
    printed = PdfReader(tmp_path / "saved" / "one.pdf").pages
    sizes = [round(one.mediabox.width / one.mediabox.height, 2) for one in printed]
    assert sizes[0] == 0.71 and set(sizes[1:]) == {1.41}
    words = re.sub(r"\s", "", "".join(one.extract_text() for one in printed))
    assert all(re.sub(r"\s", "", one) in words for one in [page.sentences[0], docx.title])


def test_libraries_for_papers_are_loaded_when_a_paper_is_asked_for():
    import subprocess
    import sys

    said = "import sys, eduplatform.shared.documents, eduplatform.shared.document_chart; print([m for m in ('docx', 'pptx', 'lxml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_sentences_are_whole_for_none_one_and_many(app):
    from eduplatform.pages.office.filings import wording

    none = {"in.slots_due": 0, "in.lessons": 0, "in.hours": 0, "in.hours_declared": 0}
    with app.app_context(), speaking("zh_Hans_CN"):
        assert wording.in_period("month", none) == "本月没有应授的课，也没有上课记录。"
        assert wording.in_period("term", none | {"in.slots_due": 3}) == "本学期应授课 3 节，没有上课记录。"
        assert wording.units_level({"units": 0, "level": 0}) == ""
        assert "都已上" in wording.units_level({"units": 2, "level": 2})
        assert wording.results({"quiz_rate": "!small", "pass_rate": None}) == "参加测评或训练的人数少，不显示成绩。"
        assert "83.3% (64–93%)" in wording.results({"quiz_rate": "83.3% (64–93%)", "pass_rate": "!small"})
