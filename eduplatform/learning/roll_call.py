"""What a teacher sees before the lesson ends: who is away, who most likely is, and what closing now would write."""

from __future__ import annotations

from dataclasses import dataclass

from ..org.models import Unit
from ..org.queries import OnRoll
from ..teaching import card_numbers, plan, rules, sessions
from ..teaching.models import ClassSession
from . import class_answers


@dataclass(frozen=True)
class RollCall:
    """`away` noted; `proposed` most likely away; `missed` how many no card was seen of; `counted` as if closed now."""

    pupils: list[OnRoll]
    away: set[int]
    proposed: set[int]
    missed: int
    minutes: int
    rule: rules.Rule
    counted: rules.Counted
    cards: dict[int, int]  #: pupil → card number


def roll_call(session: ClassSession, class_unit: Unit) -> RollCall:
    """Of an open lesson. Six statements."""
    pupils = sessions.roll_of(session)
    missed = class_answers.unseen(session, pupils)
    rule, minutes = plan.rule_of(class_unit, session), sessions.taught_seconds(session) // 60
    return RollCall(
        pupils,
        sessions.absent_ids(session),
        class_answers.likely_away(missed, len(pupils)),
        len(missed),
        minutes,
        rule,
        rules.hours_counted(minutes, rule),
        card_numbers.by_pupil(card_numbers.of_session(session, pupils)),
    )
