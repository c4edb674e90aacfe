"""How a class answered in one class session, for its teacher: who has handed in, and which questions were hard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select

from ..curriculum import queries as content
from ..curriculum.grading import belief_of, commonest, sure_and_wrong
from ..curriculum.question import Question
from ..extensions import db
from ..teaching import card_questions
from ..teaching.models import ClassSession, HandsCount
from ..teaching.run_steps import BY_NAME
from .answer_sheet import question_columns
from .models import QuizAttempt, SkillAttempt
from .paper import Paper


@dataclass(frozen=True)
class Asked:
    """One question as a class answered it: `n` pupils, `right` per cent of the marks; `belief`: what most of those think who
    were wrong, so many `believers` ("", 0 where the authors say none); `sure_and_wrong`: pupils who were wrong and sure of it."""

    uuid: str
    stem: str
    n: int
    right: int
    belief: str = ""
    believers: int = 0
    sure_and_wrong: int = 0


@dataclass(frozen=True)
class Results:
    """Answers of one class session: pupils who handed in, of them passed, average mark, questions hardest first."""

    handed_in: frozenset[int]
    passed: int
    average: int | None
    questions: tuple[Asked, ...]


def _mine(session: ClassSession) -> ColumnElement[bool]:
    here = (QuizAttempt.school_id == session.school_id) & (QuizAttempt.class_id == session.class_id)
    here = here & (QuizAttempt.lesson_id == session.lesson_id)  # the index goes by class and lesson
    return here & (QuizAttempt.session_id == session.id) & QuizAttempt.submitted_at.is_not(None)


def handed_in(session: ClassSession) -> int:
    """How many pupils have handed in. One statement."""
    return db.session.scalar(select(func.count(QuizAttempt.pupil_id.distinct())).where(_mine(session))) or 0


def results(session: ClassSession) -> Results:
    """Each pupil's first answers in the session, added up. One statement beside the questions, two where the class answered together."""
    rows = db.session.scalars(
        select(QuizAttempt).where(_mine(session)).order_by(QuizAttempt.submitted_at, QuizAttempt.id)
    )
    first: dict[int, QuizAttempt] = {}
    for row in rows:
        first.setdefault(row.pupil_id, row)
    taken = list(first.values())
    average = round(sum(row.score or 0 for row in taken) / len(taken)) if taken else None
    hardest = _together(session) if session.quiz_mode in BY_NAME else _hardest(taken)
    return Results(frozenset(first), sum(row.passed for row in taken), average, hardest)


def _together(session: ClassSession) -> tuple[Asked, ...]:
    """Questions put to the whole class, with the shares the class saw: of the answers that were given."""
    shown, _held = question_columns(session)
    found = [
        Asked(
            str(one.asked.question.uuid),
            one.asked.question.stem,
            one.n,
            one.right,
            *commonest(beliefs_of(one.asked.question, one.chosen)),
        )
        for one in shown
        if one.right is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.right, -one.n, one.stem)))


def beliefs_of(question: Question, chosen: Mapping[str, int]) -> Counter[str]:
    """How many think what, of a question the class answered together; `chosen`: option → pupils."""
    found: Counter[str] = Counter()
    for option, pupils in chosen.items() if card_questions.parts_of(question) == 1 else ():
        found[belief_of(question, card_questions.answer_of(question, [option]))] += pupils
    return found


def _hardest(taken: list[QuizAttempt]) -> tuple[Asked, ...]:
    stems: dict[str, str] = {}
    shares: dict[str, list[int]] = {}
    beliefs: dict[str, Counter[str]] = {}
    sure: Counter[str] = Counter()
    for row in taken:
        for question, share, answer in zip(Paper.of(row).questions, row.shares or (), row.answers or (), strict=False):
            uuid = str(question.uuid)
            stems[uuid] = question.stem
            shares.setdefault(uuid, []).append(share)
            held = beliefs.setdefault(uuid, Counter())
            if share < 100:  # what is right shows no misconception, and need not be marked again to see it
                held[belief_of(question, answer)] += 1
                sure[uuid] += sure_and_wrong(question, answer)
    found = [
        Asked(uuid, stems[uuid], len(each), round(sum(each) / len(each)), *commonest(beliefs[uuid]), sure[uuid])
        for uuid, each in shares.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.right, -one.n, one.stem)))


def shares_before(session: ClassSession) -> dict[str, int]:
    """What the class answered in its lessons on the same content before this session: uuid of a question → per cent of the marks, of
    first answers by name and of hands. One statement the first time a class has a lesson, three later."""
    its = (ClassSession.school_id == session.school_id) & (ClassSession.class_id == session.class_id)
    its = its & (ClassSession.lesson_id == session.lesson_id) & (ClassSession.state == "closed")
    before = its & (ClassSession.opened_at < session.opened_at) & ClassSession.rehearsal.is_(False)
    earlier = dict(db.session.execute(select(ClassSession.id, ClassSession.quiz_revision_id).where(before)).all())
    if not earlier:
        return {}
    sums: dict[str, list[int]] = {}  # uuid → [marks, of how many]
    for uuid, share in _shares_by_name(session):
        _add(sums, uuid, share, 1)
    for uuid, right, hands in _shares_by_hands(session, earlier):
        _add(sums, uuid, 100 * right, hands)
    return {uuid: round(marks / n) for uuid, (marks, n) in sums.items() if n}


def _add(sums: dict[str, list[int]], uuid: str, marks: int, n: int) -> None:
    had = sums.setdefault(uuid, [0, 0])
    had[0], had[1] = had[0] + marks, had[1] + n


def _shares_by_name(session: ClassSession) -> Iterator[tuple[str, int]]:
    mine = (QuizAttempt.school_id == session.school_id) & (QuizAttempt.class_id == session.class_id)
    found = select(QuizAttempt).where(mine, QuizAttempt.lesson_id == session.lesson_id)
    found = found.where(QuizAttempt.submitted_at < session.opened_at)
    first: dict[int, QuizAttempt] = {}
    for row in db.session.scalars(found.order_by(QuizAttempt.submitted_at, QuizAttempt.id)):
        first.setdefault(row.pupil_id, row)
    for row in first.values():
        for question, share in zip(Paper.of(row).questions, row.shares or (), strict=False):
            yield str(question.uuid), share


def _shares_by_hands(session: ClassSession, earlier: Mapping[int, int | None]) -> Iterator[tuple[str, int, int]]:
    counted = select(
        HandsCount.session_id,
        HandsCount.question_revision_id,
        func.sum(case((HandsCount.right, HandsCount.count), else_=0)),
        func.sum(HandsCount.count),
    ).where(HandsCount.school_id == session.school_id, HandsCount.session_id.in_(earlier))
    for place, revision, right, hands in db.session.execute(
        counted.group_by(HandsCount.session_id, HandsCount.question_revision_id)
    ):
        question = dict(content.question_pool(earlier[place])).get(revision)
        if question is not None:
            yield str(question.uuid), right, hands


@dataclass(frozen=True)
class PupilRecord:
    """What one pupil handed in in a school year, newest first."""

    quizzes: tuple[QuizAttempt, ...]
    skills: tuple[SkillAttempt, ...]


def results_of_pupil(school_id: int, pupil_id: int, year: int) -> PupilRecord:
    """Quizzes handed in and trainings finished. Two statements."""
    quizzes = select(QuizAttempt).where(
        QuizAttempt.school_id == school_id, QuizAttempt.pupil_id == pupil_id, QuizAttempt.year == year
    )
    quizzes = quizzes.where(QuizAttempt.submitted_at.is_not(None)).order_by(QuizAttempt.submitted_at.desc())
    skills = select(SkillAttempt).where(
        SkillAttempt.school_id == school_id, SkillAttempt.pupil_id == pupil_id, SkillAttempt.year == year
    )
    skills = skills.where(SkillAttempt.finished_at.is_not(None)).order_by(SkillAttempt.finished_at.desc())
    return PupilRecord(tuple(db.session.scalars(quizzes)), tuple(db.session.scalars(skills)))
