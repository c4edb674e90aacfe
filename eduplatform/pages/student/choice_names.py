"""Names of choices on a page say nothing: authors number steps in the right order and often write the right option first.

A veiled name belongs to one attempt, lesson or training and to this install. What an older page, or an answer kept on a device
since before, still calls by the author's name is understood as well: it is graded here either way.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...accounts import keyed_marks

OPEN = frozenset(("true", "false"))  #: of a statement: the words themselves


class Veil:
    """Names of choices within `scope`, e.g. ("attempt", 12)."""

    def __init__(self, *scope: object):
        self._mark = keyed_marks.mark_maker("choice", *scope)
        self._shown = {name: name for name in OPEN}

    def shown(self, name: str) -> str:
        """What stands on the page for a choice."""
        if name not in self._shown:  # a step of an ordering is asked for at each place it may stand
            self._shown[name] = self._mark(name)[:10]
        return self._shown[name]

    def real(self, text: str, names: Iterable[str]) -> str:
        """The choice among `names` that was posted as `text`; `text` itself if it is none of them."""
        return next((name for name in names if self.shown(name) == text), text)
