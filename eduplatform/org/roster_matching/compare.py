"""Who in the file is who on the roll. Pure. A record never goes to another child: what names and numbers do not settle is asked.

The order, from the surest sign to the weakest: a number that cannot be a seat number, with the same name; the same name in the same
class; the same name elsewhere in the school (moved); only then a corrected spelling, line by line; at last who left and comes back.
While a question is open the reading is the careful one: nobody is taken for anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ..roster.book_types import Question
from ..roster.questions import SHEETS, Asking, put_together, spread

if TYPE_CHECKING:
    from .steps import Work


@dataclass(frozen=True)
class Incoming:
    """A pupil in the file; `place` is its index there, `class_code` the class it belongs to, `line` where it stands."""

    place: int
    class_code: str
    name: str
    number: str = ""
    sex: str | None = None
    student_number: str = ""
    line: int = 0


@dataclass(frozen=True)
class Present:
    """A pupil on the roll today; or, with `left_on`, one who was and left."""

    pupil_id: int
    enrolment_id: int
    class_code: str
    name: str
    number: str = ""
    sex: str | None = None
    student_number: str = ""
    left_on: date | None = None


Pair = tuple[Incoming, Present]


@dataclass(frozen=True)
class Around:
    """What stands around the list: `former` pupils, who is in classes the importer may not change (`closed`), and what classes are
    called, by code."""

    former: Iterable[Present] = ()
    closed: Iterable[Present] = ()
    labels: dict[str, str] = field(default_factory=dict)


@dataclass
class Diff:
    """`same`, `changed`, `moved`, `back` (who had left): (incoming, present) pairs; `new`: incoming; `gone`: present; `barred`:
    incoming who come from a class the importer may not change; `twice`: groups of lines that are one child, as the person says. `about` {key of a question: the pairs it is about}; `meant` is 'no' where the
    person says that so many changes are a mistake."""

    same: list[Pair] = field(default_factory=list)
    changed: list[Pair] = field(default_factory=list)
    moved: list[Pair] = field(default_factory=list)
    back: list[Pair] = field(default_factory=list)
    new: list[Incoming] = field(default_factory=list)
    gone: list[Present] = field(default_factory=list)
    barred: list[Incoming] = field(default_factory=list)
    twice: list[list[Incoming]] = field(default_factory=list)
    about: dict[str, list[Pair]] = field(default_factory=dict)
    meant: str | None = "yes"

    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in ("new", "back", "changed", "moved", "gone", "same")}


def compare_list(
    incoming: list[Incoming], present: list[Present], around: Around | None = None, asking: Asking | None = None
) -> Diff:
    """The diff of a file against the roll of the school. Only classes that occur in the file can lose pupils, except to a class of
    the file when the person says so. Open questions stand in `asking`."""
    asking = asking or Asking()
    answers = dict(asking.answers)
    while True:
        trial = Asking(answers)
        work = _matched(incoming, present, around or Around(), trial)
        open_ = _on_sheets(work, trial.open)
        said = [(sheet, asking.said_to(sheet)) for sheet in open_ if sheet.parts]
        if not any(answer for _, answer in said):
            asking.open += open_
            return work.diff()
        answers = trial.answers  # what a sheet answers may lead to other questions
        for sheet, answer in said:
            answers |= spread(sheet, answer) if answer else {}


def _on_sheets(work: Work, open_: list[Question]) -> list[Question]:
    for code, (codes, choices) in SHEETS.items():
        open_ = put_together(open_, code, codes, choices)
    for sheet in open_:
        if sheet.parts:
            work.about[sheet.key] = [pair for part in sheet.parts for pair in work.about[part.key]]
    return open_


def _matched(incoming: list[Incoming], present: list[Present], around: Around, asking: Asking) -> Work:
    from ..roster_upheaval import ask_of_upheaval
    from . import steps  # they build on the shapes above

    work = steps.Work(incoming, present, around, asking)
    for step in (
        steps.same_number,
        steps.same_class,
        steps.other_class,
        steps.closed_class,
        steps.spelling,
        steps.other_name,
        steps.returned,
        steps.listed_twice,
    ):
        step(work)
    ask_of_upheaval(work)
    return work
