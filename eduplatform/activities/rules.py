"""What an activity may be, and when the PC-06 hint is due. Pure."""

from __future__ import annotations

from datetime import date

LONGEST_DAYS = 92  #: a window longer than a quarter is a plan, not an activity
TITLE_LENGTH = 80
#: PC-06 (教师厅〔2025〕2号, as explained): at most six activities of all kinds may enter a school in a term
MOST_A_TERM = 6


def fault(title: str, topics: list[str], starts_on: date, ends_on: date, today: date) -> str | None:
    """The code of what is wrong with a new activity, or None. It may not have ended: a class could no longer take part."""
    if not title.strip() or len(title) > TITLE_LENGTH:
        return "activity_title"
    if not topics:
        return "activity_topics"
    if ends_on < starts_on:
        return "activity_turned"
    if ends_on < today:
        return "activity_over"
    if (ends_on - starts_on).days > LONGEST_DAYS:
        return "activity_long"
    return None


def too_many(in_term: int) -> bool:
    """Whether one more would be more than a school should meet in a term. A hint, not a refusal."""
    return in_term >= MOST_A_TERM
