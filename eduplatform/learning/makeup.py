"""Making a missed lesson up: the slides and questions of the lesson on a school device, about five minutes, without signing in.

The teacher makes a code; the device that takes it holds a secret for an hour. One attempt at the end, evidence B: nobody
was in class for it. The first answer to each question stands, so that a retry changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import delete, select

from ..curriculum import queries as content
from ..extensions import db
from ..org.access import Viewer
from ..shared import audit, clock, stale_marks, tokens
from ..shared.refusals import Conflict, NotFound, Refused
from ..teaching import card_questions, class_checks, session_run, sessions, votes
from ..teaching.hands_questions import Asked
from ..teaching.models import ClassSession
from . import class_attempt
from .models import Makeup

GOOD_FOR = timedelta(minutes=30)  #: a code nobody has taken
STAY = timedelta(hours=1)  #: a device that has begun
SLIDES = 5  #: at most: the whole takes five minutes


def open_for(viewer: Viewer, session: ClassSession, pupil_id: int) -> str:
    """A fresh code for one pupil and one closed lesson; an earlier one that is not through is void, its answers are kept.

    NotFound for a lesson that is not over or was not missed, Conflict('makeup_done') when it is made up, 'makeup_too_late' (until) when
    it could end after the reports of its school year are closed: what no report would show is not asked of a child.
    """
    row = sessions.fresh(session)
    if row.state != "closed" or pupil_id not in sessions.absent_ids(row):
        raise NotFound()
    before = _of(row, pupil_id)
    if any(one.done_at for one in before):
        raise Conflict("makeup_done")
    until = clock.books_open_until(row.year)
    if clock.local(clock.now() + GOOD_FOR + STAY).date() > until:
        raise Conflict("makeup_too_late", until=until)
    answers = max((one.answers for one in before), key=len, default=[])
    mine = (Makeup.school_id == row.school_id) & (Makeup.session_id == row.id) & (Makeup.pupil_id == pupil_id)
    db.session.execute(delete(Makeup).where(mine))
    token = tokens.of_school(row.school_id)
    db.session.add(
        Makeup(
            school_id=row.school_id,
            session_id=row.id,
            pupil_id=pupil_id,
            teacher_id=viewer.user_id,
            token_hash=tokens.hashed_token(token),
            made_at=clock.now(),
            answers=answers,
        )
    )
    audit.record(row.school_id, viewer.user_id, "makeup.open", f"session:{row.id}", pupil=pupil_id)
    return token


def _of(row: ClassSession, pupil_id: int) -> list[Makeup]:
    found = select(Makeup).where(
        Makeup.school_id == row.school_id, Makeup.session_id == row.id, Makeup.pupil_id == pupil_id
    )
    return list(db.session.scalars(found))


def makeup_of_code(token: str) -> Makeup:
    """What a code opens; looking spends nothing. NotFound for an unknown one, Conflict('makeup_used') for one taken or too old."""
    school, hashed = tokens.split(token)
    found = select(Makeup).where(Makeup.school_id == school, Makeup.token_hash == hashed)
    row = db.session.scalars(found.with_for_update().execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound()
    if row.taken_at is not None or clock.now() - row.made_at > GOOD_FOR:
        raise Conflict("makeup_used", minutes=GOOD_FOR.seconds // 60)
    return row


def take_makeup_code(token: str) -> str:
    """Begin on this device: the code is spent; returns the secret the device keeps."""
    row = makeup_of_code(token)
    secret = tokens.of_school(row.school_id, 24)
    row.taken_at, row.secret_hash = clock.now(), tokens.hashed_token(secret)
    return secret


def makeup_of_secret(secret: str) -> Makeup | None:
    """What this device has begun; None for a stranger's device and after an hour. One statement."""
    try:
        school, hashed = tokens.split(secret)
    except NotFound:
        return None
    row = db.session.scalars(select(Makeup).where(Makeup.school_id == school, Makeup.secret_hash == hashed)).first()
    return row if row and row.taken_at and clock.now() - row.taken_at <= STAY else None


# ── What is shown and asked ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Page:
    """One page: a slide (`number` of the lesson), ask (`number` of the question, `part`), why or end."""

    kind: str
    number: int = 0
    part: int = 0


@dataclass(frozen=True)
class Work:
    """A lesson to be made up: its session, what was answered so far, its questions."""

    session: ClassSession
    given: tuple[str, ...]
    asked: tuple[Asked, ...]
    done: bool = False

    @cached_property
    def lesson(self) -> dict[str, Any]:
        return content.body(self.session.lesson_revision_id)

    @cached_property
    def slug(self) -> str:
        return session_run.slug_of(self.session.lesson_id)

    @cached_property
    def slides(self) -> list[int]:
        """The slides that tell what is asked, in their order, and the recap."""
        every = self.lesson["slides"]
        told = sorted({card_questions.slide_for(self.lesson, one.question) for one in self.asked})
        recap = [n for n, slide in enumerate(every) if slide["kind"] == "recap"]
        rest = [n for n, slide in enumerate(every) if slide["kind"] in ("teach", "do")]
        found = list(dict.fromkeys([*told, *recap[:1], *([] if told else rest)]))[:SLIDES]
        return sorted(found) or [0]

    @cached_property
    def pages(self) -> list[Page]:
        found = [Page("slide", n) for n in self.slides]
        for n, one in enumerate(self.asked):
            found += [*(Page("ask", n, part) for part in range(card_questions.parts_of(one.question))), Page("why", n)]
        return [*found, Page("end")]

    @property
    def places(self) -> list[int]:
        """Where each answer in turn belongs among the pages."""
        return [n for n, page in enumerate(self.pages) if page.kind == "ask"]

    @property
    def reached(self) -> int:
        """The furthest page open: the first question without an answer, the end when the lesson is made up."""
        if len(self.given) < len(self.places):
            return self.places[len(self.given)]
        return len(self.pages) - (1 if self.done else 2)

    def options(self, number: int) -> list[str]:
        """What was chosen for a question, part by part, as far as answered."""
        mine = [place for place in self.places if self.pages[place].number == number]
        before = self.places.index(mine[0])
        return list(self.given[before : before + len(mine)])


def work_of(row: Makeup) -> Work:
    """The lesson behind a make-up: what the class was asked, else what it would have been. Two statements."""
    session = db.session.scalars(
        select(ClassSession).where(ClassSession.school_id == row.school_id, ClassSession.id == row.session_id)
    ).one()
    put = votes.votes_of(session)
    asked = votes.questions_put(session, put)
    beside = class_checks.numbers(session)
    own = {number: vote for number, vote in sorted(put.items()) if vote.twin_of is None and number not in beside}
    opened = [asked[number] for number, vote in own.items() if vote.opened_at]
    rest = [one for number, one in enumerate(asked) if number not in beside][: card_questions.CARD_QUESTIONS]
    return Work(session, tuple(row.answers), tuple(opened or rest), row.done_at is not None)


def answer_page(row: Makeup, page: int, option: str) -> None:
    """Keep the answer of a page; the last one makes the lesson made up. Given before: nothing changes.

    Refused for an option the page does not have, NotFound for a page that is not a question or not reached.
    """
    row = _fresh(row)
    work = work_of(row)
    if page not in work.places or page > work.reached:
        raise NotFound()
    if work.places.index(page) < len(row.answers):
        return
    shown = work.pages[page]
    if option not in options_left_on_page(work, shown):
        raise Refused("odd_choice")
    row.answers = [*row.answers, option]
    if len(row.answers) == len(work.places):
        _finish(row, work)


def options_left_on_page(work: Work, page: Page) -> list[str]:
    """Option ids that can be chosen on a page: of an ordering those not placed yet."""
    return card_questions.options_left(work.asked[page.number], work.options(page.number)[: page.part])


def finish_makeup(row: Makeup) -> None:
    """All slides read, of a lesson that asks nothing. NotFound while a question is open."""
    row = _fresh(row)
    work = work_of(row)
    if len(row.answers) < len(work.places):
        raise NotFound()
    if row.done_at is None:
        _finish(row, work)


def _fresh(row: Makeup) -> Makeup:
    found = select(Makeup).where(Makeup.school_id == row.school_id, Makeup.id == row.id).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def makeup_key_of(session: ClassSession) -> str:
    """The attempt key of a make-up: one a pupil and lesson."""
    return f"makeup-{session.id:010d}"


def _finish(row: Makeup, before: Work) -> None:
    row.done_at = clock.now()
    session, work = before.session, Work(before.session, tuple(row.answers), before.asked)
    if session.quiz_revision_id and work.asked:
        given = [(one.question, work.options(n)) for n, one in enumerate(work.asked)]
        class_attempt.keep_attempt(
            session,
            row.pupil_id,
            makeup_key_of(session),
            given,
            row.taken_at or row.done_at,
            row.done_at,
            "B",
            in_class=False,
        )
    stale_marks.mark_stale("class_lesson", row.school_id, session.class_id, session.year, session.lesson_id)
