"""Item analysis: for editors and city officers; from tallies; nothing of few."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from eduplatform.assessment import item_rules
from eduplatform.curriculum import queries as content
from eduplatform.curriculum.question import Ordering
from eduplatform.extensions import db
from eduplatform.learning.paper import Paper
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry
from tests.assessment import world
from tests.conftest import sql_count

D = date(2026, 10, 12)


@pytest.fixture
def fire(app, people):
    """Forty pupils answer the fire quiz; one question with one key is answered wrong by all who know the rest, always by the same
    wrong option."""
    with app.app_context():
        with write():
            unit, head = world.unit("LJ-SY-2024-2"), world.lesson("FIRE")
            quiz = content.quiz_of(head.lesson_id)
            odd = next(q for _r, q in content.question_pool(quiz.revision_id) if q.kind == "single")
            wrong = next(one for one in odd.options if not one.right)
            key = next(one for one in odd.options if one.right)
            for place, pupil in enumerate(world.pupils(unit, 120)):
                sheet = world.quiz(unit, head, pupil, D, 80)
                strong = place % 3
                answers, shares = [], []
                for at, question in enumerate(Paper.of(sheet).questions):
                    odd_one = question.uuid == odd.uuid
                    right = (not strong) if odd_one else (at + place) % 10 < (8 if strong else 3)
                    answers.append((key.id if right else wrong.id) if odd_one else None)
                    shares.append(100 if right else 0)
                sheet.answers, sheet.shares = answers, shares
            few = world.unit("YS-1-2024-1")
            for pupil in world.pupils(few, 3):
                world.quiz(few, head, pupil, D, 80)
        world.settle()
        return {"course": head.course_id, "stem": odd.stem, "wrong": wrong}


def text(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def test_an_editor_finds_the_question_that_misleads_and_what_its_takers_think(client_for, fire):
    page = client_for("editor_tang").get("/studio/items")
    said = text(page)
    assert fire["stem"] in said and "区分度为负" in said and "错项选得比答案多" in said
    assert not fire["wrong"].belief or fire["wrong"].belief in said
    assert "甲一" not in said


def test_the_city_officer_sees_the_same_and_the_district_nothing(client_for, fire):
    assert fire["stem"] in text(client_for("city_song").get("/studio/items"))
    for who in ("district_zhou", "principal_he", "teacher_lin", "pupil_yu", "audit_qian", "admin_root"):
        for path in ("/studio/items", f"/studio/courses/{fire['course']}/items"):
            assert client_for(who).get(path).status_code == 404


def test_another_city_sees_its_own_answers_only_and_not_those_of_three_pupils(client_for, fire):
    said = text(client_for("other_city").get(f"/studio/courses/{fire['course']}/items"))
    assert "作答不足" in said and "区分度为负" not in said and "人作答 ·" not in said
    assert fire["stem"] not in text(client_for("other_city").get("/studio/items"))


def test_the_sheet_says_what_the_page_says_and_is_on_record(app, client_for, fire):
    client = client_for("editor_tang")
    shown = text(client.get(f"/studio/courses/{fire['course']}/items"))
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(client.get(f"/studio/courses/{fire['course']}/items.xlsx").data))
        .get_sheet_by_index(0)
        .to_python()
    )
    [row] = [row for row in rows if row[0] == fire["stem"]]
    assert f"{row[4]:.0f} 人作答" in shown and f"{row[5] * 100:.1f}%" in shown and row[8] in shown
    assert "区分度为负" in row[11]
    with app.app_context():
        entry = db.session.query(AuditEntry).filter_by(action="report.export").one()
        assert entry.detail["what"] == "items"


def test_pages_take_the_same_statements_with_more_answers(app, client_for, fire):
    client, here = client_for("editor_tang"), f"/studio/courses/{fire['course']}/items"
    client.get(here), client.get("/studio/items")
    before = sql_count(client.get(here)), sql_count(client.get("/studio/items"))
    with app.app_context():
        with write():
            unit, head = world.unit("LJ-SY-2024-1"), world.lesson("DROWN")
            for pupil in world.pupils(unit, 30):
                world.quiz(unit, head, pupil, D, 70)
        world.settle()
    assert (sql_count(client.get(here)), sql_count(client.get("/studio/items"))) == before <= (9, 9)


def test_without_answers_the_page_says_what_to_do(client_for):
    assert "还没有个人答卷" in text(client_for("editor_tang").get("/studio/items"))


def test_discrimination_is_the_correlation_with_the_rest():
    from statistics import correlation

    pairs = [
        (100, 80),
        (0, 60),
        (100, 90),
        (0, 70),
        (100, 40),
        (0, 20),
        (100, 100),
        (50, 60),
        (0, 10),
        (100, 70),
        (0, 90),
    ]
    sums = item_rules.ItemSums(
        n=len(pairs),
        pairs=len(pairs),
        x=sum(x for x, _r in pairs),
        xx=sum(x * x for x, _r in pairs),
        r=sum(r for _x, r in pairs),
        rr=sum(r * r for _x, r in pairs),
        xr=sum(x * r for x, r in pairs),
    )
    value, low, high = item_rules.discrimination(sums)
    assert value == pytest.approx(correlation(*map(list, zip(*pairs, strict=True)))) and low < value < high
    assert (
        item_rules.discrimination(item_rules.ItemSums(n=40, pairs=40, x=4000, xx=400_000, r=800, rr=20_000, xr=80_000))
        is None
    )


def sums_of(pairs: list[tuple[int, int]]) -> item_rules.ItemSums:
    """Of (mark, rest) on full sheets."""
    x, r = [one for one, _ in pairs], [rest for _, rest in pairs]
    squares = {"xx": sum(one * one for one in x), "rr": sum(one * one for one in r)}
    products = sum(one * rest for one, rest in pairs)
    return item_rules.ItemSums(n=len(pairs), marks=sum(x), pairs=len(pairs), x=sum(x), r=sum(r), xr=products, **squares)


@pytest.mark.parametrize(
    ("pairs", "flags"),
    [
        ([(100, 30), (0, 90)] * 30, ("negative",)),  # beyond doubt: those who know are wrong
        ([(100, 60), (0, 61), (100, 90), (0, 90)] * 10, ("flat",)),  # a hair below 0: chance will do
        ([(100, 90), (0, 30)] * 30, ()),
        ([(100, 30), (0, 90)] * 10, ()),  # too few to say anything
    ],
)
def test_a_question_is_called_negative_only_where_chance_is_no_explanation(pairs, flags):
    question = Ordering.model_construct(steps=[])  # a kind without options: only the sums speak
    assert item_rules.figures(question, sums_of(pairs)).flags == flags
