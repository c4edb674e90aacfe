"""What a pupil's device shows while the class answers together: what the screen is at, and the pupil's own choice. No one else's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from ..org.access import Viewer
from ..shared import clock
from ..shared.prepared import prepared
from ..teaching import card_questions
from ..teaching.hands_questions import Asked
from ..teaching.models import ClassSession, Vote
from ..teaching.run_steps import PUT
from ..teaching.session_run import Run, run_of
from . import supervision
from .models import RoomAnswer
from .rules import SUPERVISED


@dataclass(frozen=True)
class Seen:
    """`kind`: wait (look at the screen), ask, shown (the answer) or end. `own`: the pupil's options by question and part."""

    run: Run
    kind: str
    number: int
    part: int
    own: dict[int, dict[int, str]]

    @property
    def asked(self) -> Asked:
        """The question, where `kind` is ask or shown."""
        return self.run.asked[self.number]

    @property
    def mine(self) -> str | None:
        """What the pupil has chosen for the part that is asked."""
        return self.own.get(self.number, {}).get(self.part)

    @property
    def mark(self) -> str:
        """Changes when another thing is to be shown."""
        return f"{self.run.session.id}.{self.kind}" + (
            f".{self.number}.{self.part}" if self.kind in ("ask", "shown") else ""
        )

    @property
    def left(self) -> list[str]:
        """Option ids that can be chosen: of an ordering those the pupil has not placed before."""
        return card_questions.options_left(
            self.asked, {option for part, option in self.own.get(self.number, {}).items() if part < self.part}
        )

    def options(self, number: int) -> list[str | None]:
        """The pupil's options of a question, part by part."""
        mine = self.own.get(number, {})
        return [mine.get(part) for part in range(card_questions.parts_of(self.run.asked[number].question))]

    def was_right(self, number: int) -> bool:
        """Whether every part was answered, and rightly."""
        return self.options(number) == card_questions.right_options(self.run.asked[number].question)

    @property
    def told(self) -> tuple[int, int]:
        """(questions revealed so far, of them answered rightly by the pupil)."""
        checks = self.run.checks
        revealed = [number for number, vote in self.run.votes.items() if vote.closed_at and number not in checks]
        return len(revealed), sum(self.was_right(number) for number in revealed)


def seen(viewer: Viewer) -> Seen | None:
    """What to show now; None when there is no open lesson of the class that answers together on devices, when the pupil was noted absent
    from it, or when it is a rehearsal the pupil did not join. One statement: 50 pupils ask every two seconds."""
    rows = _room.rows(
        school_id=viewer.school_id,
        class_id=viewer.class_id,
        since=clock.now() - SUPERVISED,
        joined=viewer.class_session_id or 0,
        pupil=viewer.user_id,
    )
    if not rows:
        return None
    session = rows[0][0]
    put: dict[int, Vote] = {}
    own: dict[int, dict[int, str]] = defaultdict(dict)
    for one, vote, part, option in rows:
        if vote is None or one is not session:
            continue
        put[vote.number] = vote
        if option:
            own[vote.number][part] = option
    run = run_of(session, put)
    return Seen(run, _kind(run), run.now.number, run.now.part, dict(own))


@prepared
def _room(school_id: Any, class_id: Any, since: Any, joined: Any, pupil: Any) -> Any:
    here = and_(ClassSession.school_id == school_id, ClassSession.class_id == class_id, ClassSession.opened_at > since)
    mine = and_(
        RoomAnswer.school_id == Vote.school_id,
        RoomAnswer.vote_id == Vote.id,
        RoomAnswer.pupil_id == pupil,
        RoomAnswer.rival.is_(None),
    )
    votes = and_(Vote.school_id == ClassSession.school_id, Vote.session_id == ClassSession.id)
    return (
        select(ClassSession, Vote, RoomAnswer.part, RoomAnswer.option)
        .outerjoin(Vote, votes)
        .outerjoin(RoomAnswer, mine)
        .where(here, supervision.together(joined))
        .order_by(ClassSession.id)
    )


def _kind(run: Run) -> str:
    step, vote = run.now, run.votes.get(run.now.number)
    if step.kind == "end":
        return "end"
    if step.kind not in PUT or vote is None or vote.opened_at is None:
        return "wait"
    if not vote.closed_at:
        return "ask"
    return "wait" if step.kind == "check" else "shown"  # of a check nothing is revealed
