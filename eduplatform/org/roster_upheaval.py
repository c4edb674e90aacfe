"""A list that would empty or exchange several classes is rarely meant: another year's, another school's, half a list. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .roster_matching.questions import question_label

if TYPE_CHECKING:
    from .roster_matching.steps import Work

MOST_CLASSES = 3  #: more classes than this that lose or exchange over half of their pupils are asked about


def upset_classes(work: Work) -> list[tuple[str, int, int]]:
    """(class, pupils on the roll, how many of them stay) of the classes that lose over half. Who waits for an answer counts as staying:
    what is not decided is no reason to be alarmed."""
    size = Counter(other.class_code for other in work.all_present)
    staying = {other.pupil_id for one, other in work.pairs if one.class_code == other.class_code}
    staying |= {other.pupil_id for _, other in work.held}
    kept = Counter(
        other.class_code
        for other in work.all_present
        if other.pupil_id in staying or _untouched(work, other.pupil_id, other.class_code)
    )
    return [(code, count, kept[code]) for code, count in sorted(size.items()) if kept[code] * 2 < count]


def _untouched(work: Work, pupil_id: int, class_code: str) -> bool:
    return class_code not in work.covered and pupil_id in work.present


def ask_of_upheaval(work: Work) -> None:
    """Ask whether it is meant, where it is many classes. The answer rests on which classes these are: how many pupils stay changes a
    little with every other answer, and would ask the same again each time."""
    upset = upset_classes(work)
    if len(upset) > MOST_CLASSES:
        about = [code for code, _count, _kept in upset]
        shown = [f"{question_label(work, code)}: {count} → {kept}" for code, count, kept in upset]
        work.meant = work.asking.ask("upheaval", ("yes", "no"), about, {"count": len(upset)}, shown)
