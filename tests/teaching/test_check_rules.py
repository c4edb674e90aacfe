"""Which questions open a lesson and which come back weeks later: on every shipped lesson, over many sessions."""

from __future__ import annotations

from collections import Counter

import pytest

from eduplatform.curriculum import queries as content
from eduplatform.curriculum.question import Ordering
from eduplatform.teaching import card_questions, check_rules
from eduplatform.teaching.check_rules import BEFORE, LATER, Check, Lesson
from tests.lessons import head_of

SESSIONS = range(1, 41)


@pytest.fixture
def pools(app):
    """Lesson → its questions as (revision, question), of lessons whose classes can answer by name."""
    with app.app_context():
        quizzes = {head.lesson_id: content.quiz_of(head.lesson_id) for head in content.lessons_of() if head.has_quiz}
        found = {lesson: content.question_pool(quiz.revision_id) for lesson, quiz in quizzes.items()}
    return {lesson: pool for lesson, pool in found.items() if any(question.form for _r, question in pool)}


def test_every_lesson_opens_with_the_other_form_of_what_its_end_asks(pools):
    first: Counter[str] = Counter()
    opened = 0
    for pool in pools.values():
        questions = dict(pool)
        for session in SESSIONS:
            asked = card_questions.choose_card_questions(pool, session)
            checks = check_rules.opening_checks(asked, pool)
            opened += bool(checks)
            taken = {one.revision for one in checks}
            assert len(taken) == len(checks) <= check_rules.OPENING
            for one in checks:
                start, end = questions[one.revision], asked[one.of].question
                assert start.objective == end.objective and {start.form, end.form} == {"A", "B"}
                assert one.revision not in {each.revision_id for each in asked}
                assert not isinstance(start, Ordering) and card_questions.fits_a_card(start)
                first[start.form] += 1
                again = [
                    other
                    for revision, other in pool
                    if other.objective == end.objective
                    and card_questions.fits_a_card(other)
                    and not isinstance(other, Ordering)
                    and revision not in taken | {each.revision_id for each in asked}
                ]
                assert again, "the question for a second explanation was taken"
            if len({questions[one.revision].form for one in checks}) == 1 and len(checks) == 2:
                closing = {each.question.form for each in asked if any(c.of >= 0 for c in checks)}
                assert closing  # both could only be of one form: nothing else was free
    share = first["A"] / first.total()
    assert 0.45 <= share <= 0.55, f"form A is first in {share:.0%}"
    assert opened / (len(pools) * len(SESSIONS)) >= 0.9


def test_two_openings_go_once_from_a_to_b_and_once_from_b_to_a_where_they_can(pools):
    both = sum(1 for pool in pools.values() for session in SESSIONS if _forms(pool, session) == {"A", "B"})
    one_way = sum(
        1
        for pool in pools.values()
        for session in SESSIONS
        if len(_forms(pool, session)) == 1 and len(_every(pool, session)) == 2
    )
    assert both > 0 and one_way == 0


def _checks(pool, session, most=check_rules.OPENING):
    return check_rules.opening_checks(card_questions.choose_card_questions(pool, session), pool, most)


def _forms(pool, session):
    return {dict(pool)[one.revision].form for one in _checks(pool, session)}


def _every(pool, session):
    return {dict(pool)[one.revision].form for one in _checks(pool, session, 9)}


def test_a_course_without_forms_opens_with_nothing(pools):
    pool = next(iter(pools.values()))
    bare = [(revision, question.model_copy(update={"form": None})) for revision, question in pool]
    assert check_rules.opening_checks(card_questions.choose_card_questions(bare, 7), bare) == []


def test_weeks_later_comes_the_other_form_of_what_was_answered_without_pictures(pools):
    for lesson, pool in pools.items():
        for session in SESSIONS:
            asked = card_questions.choose_card_questions(pool, session)
            held = frozenset(str(one.question.uuid) for one in asked)
            found = check_rules.late_checks([Lesson(5, lesson, 9, pool, held)], session + 1000, 2)
            fresh = [q for _r, q in pool if _free(q, asked, held)]
            questions = [dict(pool)[one.revision] for one in found]
            assert all(check_rules.in_words(question) and check_rules.one_vote(question) for question in questions)
            assert all(question.objective in {one.question.objective for one in asked} for question in questions)
            if fresh:
                assert str(questions[0].uuid) not in held
            if len(found) == 2 and len({q.objective for q in fresh}) > 1:
                assert questions[0].objective != questions[1].objective
            assert all((one.kind, one.lesson, one.session, one.quiz) == (LATER, lesson, 5, 9) for one in found)


def _free(question, asked, held):
    objectives = {one.question.objective for one in asked}
    fits = check_rules.in_words(question) and check_rules.one_vote(question)
    return fits and question.objective in objectives and str(question.uuid) not in held


def test_a_lesson_without_a_fitting_question_gives_way_to_the_next(app, pools):
    with app.app_context():
        water = head_of().lesson_id
    pool = pools[water]
    held = frozenset(str(question.uuid) for _r, question in pool)
    lessons = [Lesson(1, 1, 1, (), frozenset()), Lesson(2, water, 3, pool, held)]
    assert {one.session for one in check_rules.late_checks(lessons, 1, 1)} == {2}
    assert check_rules.late_checks(lessons[:1], 1, 1) == []


def test_what_a_session_keeps_gives_the_same_checks_again():
    checks = [Check(LATER, 0, 7, quiz=1, lesson=2, session=3), Check(BEFORE, 0, 9, of=2)]
    kept = check_rules.kept_of(4, checks)
    assert [(one.number, one.revision, one.of) for one in check_rules.checks_of(kept)] == [(4, 7, -1), (5, 9, 2)]
    assert check_rules.kept_of(4, []) is None and check_rules.checks_of(None) == ()
