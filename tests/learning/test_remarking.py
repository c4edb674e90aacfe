"""Sheets marked again after a key was corrected: marks follow the right key, both values stay, what was passed stays passed."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from fractions import Fraction
from html import unescape
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from eduplatform.assessment import item_tallies, rebuild
from eduplatform.curriculum import corrected_keys, queries
from eduplatform.curriculum.models import CorrectedKey
from eduplatform.extensions import db
from eduplatform.learning import quiz, remarking
from eduplatform.learning.models import QuizAttempt, RemarkedSheet
from eduplatform.learning.paper import Paper
from eduplatform.shared import jobs, ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.models import StaleMark
from eduplatform.teaching.models import HandsCount

from . import world

FIRST, SECOND = (f"00000000-0000-4000-8000-0000000001{n:02}" for n in (1, 2))
OPTION = "  - {{id: {one}, text: 选项{one}, why: 理由{one}, {rest}}}\n"


def options(right: str, codes: str = "abc") -> str:
    return "".join(
        OPTION.format(one=one, rest="right: true" if one == right else f"belief: 想法{one}") for one in codes
    )


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """One process: nobody else has to see the correction first."""
    monkeypatch.setattr(remarking, "UNSEEN", 0)


@pytest.fixture
def correct(context, lesson, tmp_path):
    """Publish the sample course anew with other keys of its first or second question, and let the worker mark again."""
    shutil.copytree(world.SAMPLE, tmp_path / "sample")
    file, keys = next((tmp_path / "sample").rglob("quiz.yaml")), {FIRST: "a", SECOND: "b"}

    def change(uuid: str, right: str, run: bool = True) -> None:
        text = file.read_text(encoding="utf-8")
        head, tail = text.split(f"- uuid: {uuid}\n")
        tail = tail.replace(options(keys[uuid]), options(right), 1)
        tail = re.sub(r"^  key_corrected.*\n", "", tail, count=1) if tail.startswith("  key_corrected") else tail
        said = f"  key_corrected: {{since: 2026-11-02, why: 核对了原文，选项{right}才对}}\n"
        file.write_text(f"{head}- uuid: {uuid}\n{said}{tail}", encoding="utf-8")
        keys[uuid] = right
        world.load_sample(tmp_path / "sample")
        db.session.rollback()
        if run:
            work()

    return change


def work() -> None:
    db.session.rollback()
    while jobs.run_next():
        pass
    ttl_cache.drop()
    db.session.expire_all()


def sheet(
    viewer: Any,
    lesson: int,
    given: dict[str, str],
    others_right: int = 0,
    with_all: tuple[str, ...] = (FIRST,),
    without: str = "",
) -> int:
    """Hand in a sheet whose draw holds `with_all`: these answered as `given`, of the others the first so many right."""
    number = world.begin(viewer, lesson)
    row = world.stored(number)
    drawn = {seed: {str(q.uuid) for q in Paper(row.revision_id, seed).questions} for seed in range(200)}
    seed = next(seed for seed, uuids in drawn.items() if set(with_all) <= uuids and without not in uuids)
    with write() as session:
        session.execute(QuizAttempt.__table__.update().where(QuizAttempt.id == number).values(seed=seed))
    answers, left = [], others_right
    for question in Paper(row.revision_id, seed).questions:
        if str(question.uuid) in given:
            answers.append(given[str(question.uuid)])
        elif str(question.uuid) not in with_all and left:
            answers, left = [*answers, world.right_answer(question)], left - 1
        else:
            answers.append(None)
    attempt = quiz.own_attempt(viewer, number)
    with write():
        quiz.hand_in_attempt(viewer, attempt, answers)
    return number


def changes() -> list[tuple[int, int, int, int, bool, bool]]:
    rows = db.session.scalars(select(RemarkedSheet).order_by(RemarkedSheet.id))
    return [(r.share_was, r.share_now, r.score_was, r.score_now, r.passed_was, r.passed_now) for r in rows]


def test_who_was_right_all_along_gets_the_marks_and_the_pass(yu, lesson, correct):
    number = sheet(yu, lesson, {FIRST: "b"}, others_right=3)
    before = world.stored(number)
    assert (before.score, before.passed) == (50, False)
    correct(FIRST, "b")
    after = world.stored(number)
    assert (after.score, after.passed, after.excellent) == (67, True, False)
    assert sum(after.shares) == sum(before.shares) + 100
    assert changes() == [(0, 100, 50, 67, False, True)]


def test_what_was_passed_stays_passed_though_the_marks_say_what_is_true(yu, lesson, correct):
    number = sheet(yu, lesson, {FIRST: "a"}, others_right=3)
    assert (world.stored(number).score, world.stored(number).passed) == (67, True)
    correct(FIRST, "b")
    after = world.stored(number)
    assert (after.score, after.passed) == (50, True)
    assert changes() == [(100, 0, 67, 50, True, True)]


def test_excellent_stays_excellent_too(yu, lesson, correct):
    number = sheet(yu, lesson, {FIRST: "a"}, others_right=5)
    assert world.stored(number).excellent
    correct(FIRST, "b")
    assert (world.stored(number).score, world.stored(number).excellent) == (83, True)


def test_a_late_sheet_gets_its_marks_and_still_does_not_pass(yu, lesson, correct, clock):
    number = world.begin(yu, lesson)
    clock.shift(timedelta(minutes=11))
    with write():
        attempt = quiz.own_attempt(yu, number)
        quiz.hand_in_attempt(yu, attempt, world.right_answers(attempt))
    assert world.stored(number).late
    for uuid, key in ((FIRST, "c"), (SECOND, "c")):
        correct(uuid, key)
    assert not world.stored(number).passed


def test_a_sheet_that_was_not_asked_it_and_one_still_open_stay_as_they_are(yu, ming, lesson, correct):
    number = sheet(yu, lesson, {}, others_right=5, with_all=(SECOND,), without=FIRST)
    held = world.stored(number)
    running = world.begin(ming, lesson)
    correct(FIRST, "b")
    assert world.stored(number) == held and changes() == []
    assert world.stored(running).shares is None


def test_who_began_before_and_hands_in_after_is_marked_by_the_right_key(yu, lesson, correct):
    number = world.begin(yu, lesson)
    row = world.stored(number)
    correct(FIRST, "b")
    questions = Paper(row.revision_id, row.seed).questions
    assert all(world.right_answer(q) == "b" for q in questions if str(q.uuid) == FIRST)
    with write():
        attempt = quiz.own_attempt(yu, number)
        quiz.hand_in_attempt(yu, attempt, world.right_answers(attempt))
    work()
    assert world.stored(number).score == 100 and changes() == []


def test_marking_again_twice_is_once(yu, lesson, correct):
    number = sheet(yu, lesson, {FIRST: "b"}, others_right=3)
    correct(FIRST, "b")
    stood = world.stored(number)
    revisions = list(corrected_keys.in_force())
    with write():
        corrected_keys.ask_to_mark_again(revisions)
    work()
    assert world.stored(number) == stood and len(changes()) == 1


def test_a_second_correction_keeps_both_steps(yu, lesson, correct):
    number = sheet(yu, lesson, {FIRST: "b"}, others_right=3)
    correct(FIRST, "b")
    correct(FIRST, "c")
    assert (world.stored(number).score, world.stored(number).passed) == (50, True)
    assert changes() == [(0, 100, 50, 67, False, True), (100, 0, 67, 50, True, True)]


def test_two_questions_of_one_sheet_are_two_steps(yu, lesson, correct):
    number = sheet(yu, lesson, {FIRST: "b", SECOND: "a"}, others_right=2, with_all=(FIRST, SECOND))
    correct(FIRST, "b", run=False)
    correct(SECOND, "a")
    assert (world.stored(number).score, world.stored(number).passed) == (67, True)
    assert sorted(changes()) == [(0, 100, 33, 50, False, False), (0, 100, 50, 67, False, True)]
    counted = db.session.scalars(select(CorrectedKey).order_by(CorrectedKey.id)).all()
    assert [(one.sheets, one.higher, one.newly_passed) for one in counted] == [(1, 1, 0), (1, 1, 1)]
    assert all(one.remarked_at for one in counted)


def test_the_correction_says_how_many_sheets_it_changed(yu, ming, lesson, correct):
    sheet(yu, lesson, {FIRST: "b"}, others_right=3)
    sheet(ming, lesson, {FIRST: "a"}, others_right=3)
    correct(FIRST, "b")
    row = db.session.scalars(select(CorrectedKey)).one()
    assert (row.sheets, row.higher, row.newly_passed) == (2, 1, 1)


def test_the_class_is_counted_anew(yu, lesson, correct):
    sheet(yu, lesson, {FIRST: "b"}, others_right=3)
    with write() as session:
        session.execute(StaleMark.__table__.delete())
    correct(FIRST, "b")
    marks = db.session.scalars(select(StaleMark)).all()
    assert [(m.tally, m.class_id, m.lesson_id, m.year) for m in marks] == [("class_lesson", yu.class_id, lesson, 2026)]


def test_marks_of_other_questions_stay_even_where_today_would_mark_them_otherwise(yu, lesson, correct):
    number = sheet(yu, lesson, {FIRST: "b"}, others_right=3)
    shares = list(world.stored(number).shares)
    other = next(place for place, q in enumerate(world.paper_of(number).questions) if str(q.uuid) != FIRST)
    shares[other] = 40  # as an older release may have marked it
    with write() as session:
        session.execute(QuizAttempt.__table__.update().where(QuizAttempt.id == number).values(shares=shares, score=40))
    correct(FIRST, "b")
    assert world.stored(number).shares[other] == 40


def test_hands_that_were_counted_know_what_is_right(yu, lesson, correct):
    head = queries.lesson_head(lesson)
    number = world.open_session(yu, lesson, quiz_revision_id=queries.quiz_of(lesson).revision_id)
    asked = next(n for n, q in queries.question_pool(queries.quiz_of(lesson).revision_id) if str(q.uuid) == FIRST)
    with write() as session:
        for option, count in (("a", 3), ("b", 30), ("c", 1)):
            session.add(
                HandsCount(
                    school_id=yu.school_id,
                    session_id=number,
                    question_revision_id=asked,
                    option=option,
                    right=option == "a",
                    count=count,
                )
            )
    assert head is not None
    correct(FIRST, "b")
    rows = db.session.scalars(select(HandsCount).order_by(HandsCount.option)).all()
    assert [(row.option, row.right, row.count) for row in rows] == [("a", False, 3), ("b", True, 30), ("c", False, 1)]


def said(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def test_the_pupil_reads_what_was_wrong_and_what_it_changed(app, client_for, yu, lesson, correct):
    number = sheet(yu, lesson, {FIRST: "b"}, others_right=3)
    correct(FIRST, "b")
    page = client_for("pupil_yu").get(f"/student/attempts/{number}/result")
    assert page.status_code == 200
    words = said(page)
    assert "你原来得 50 分，现在得 67 分" in words and "你合格了" in words
    assert "核对了原文，选项b才对" in words


def test_who_loses_marks_reads_that_the_pass_stays(client_for, yu, lesson, correct):
    number = sheet(yu, lesson, {FIRST: "a"}, others_right=3)
    correct(FIRST, "b")
    words = said(client_for("pupil_yu").get(f"/student/attempts/{number}/result"))
    assert "你原来得 67 分，现在得 50 分" in words and "已经合格的不变" in words


def test_without_a_correction_no_page_speaks_of_one(client_for, yu, lesson):
    number = sheet(yu, lesson, {FIRST: "b"}, others_right=3)
    words = said(client_for("pupil_yu").get(f"/student/attempts/{number}/result"))
    assert "原来得" not in words and "改过" not in words


def test_the_teacher_sees_both_values_on_the_sheet(client_for, yu, lesson, correct):
    number = sheet(yu, lesson, {FIRST: "b"}, others_right=3)
    correct(FIRST, "b")
    words = said(client_for("teacher_lin").get(f"/office/attempts/{number}"))
    assert "67 分，满分 100 分（改判前 50 分）" in words and "（改判前没有合格）" in words
    assert "2026年11月2日 更正了答案：核对了原文，选项b才对" in words


@pytest.mark.parametrize("done", [False, True])
def test_an_editor_sees_each_correction_and_what_came_of_it(client_for, yu, lesson, correct, done):
    sheet(yu, lesson, {FIRST: "b"}, others_right=3)
    correct(FIRST, "b", run=done)
    words = said(client_for("editor_tang").get("/studio/items"))
    assert "更正过的答案" in words and ("后台正在重新判分" in words) == (not done)
    if not done:
        return
    assert "1 份答卷：1 份分数变高，1 份因此合格" in words
    assert "原来的答案 选项a 现在的答案 选项b" in words


def test_against_a_slow_reckoning_over_random_histories(yu, ming, lesson, correct):
    """Every sheet after several corrections: each question by the last key, what was ever passed passed."""
    lot, numbers = Random(20), []
    for viewer in (yu, ming):
        for _sheet in range(3):
            given = {uuid: lot.choice("abc") for uuid in (FIRST, SECOND)}
            numbers.append(
                sheet(viewer, lesson, given, lot.randrange(5), lot.choice([(FIRST,), (SECOND,), (FIRST, SECOND)]))
            )
    keys, passed = {FIRST: "a", SECOND: "b"}, {number: world.stored(number).passed for number in numbers}
    before = {number: list(world.stored(number).shares) for number in numbers}
    for _turn in range(4):
        uuid = lot.choice((FIRST, SECOND))
        keys[uuid] = lot.choice([key for key in "abc" if key != keys[uuid]])
        correct(uuid, keys[uuid])
        for number in numbers:
            row = world.stored(number)
            shares = [
                100 * (answer == keys[str(question.uuid)]) if str(question.uuid) in keys else share
                for question, answer, share in zip(
                    world.paper_of(number).questions, row.answers, before[number], strict=True
                )
            ]
            score = int(Fraction(sum(shares), len(shares)) + Fraction(1, 2))
            passed[number] |= score >= 60
            assert (list(row.shares), row.score, row.passed) == (shares, score, passed[number])


def test_tallies_moved_by_the_difference_equal_a_rebuild(yu, ming, lesson, correct):
    from tests.assessment import world as counted

    for viewer, given in ((yu, "b"), (ming, "a")):
        sheet(viewer, lesson, {FIRST: given}, others_right=2)
    counted.settle()
    correct(FIRST, "b")
    counted.settle()
    moved = item_tallies.stored_cities(2026)
    assert moved
    rebuild.rebuild_all(2026)
    db.session.expire_all()
    assert item_tallies.stored_cities(2026) == moved
