"""Regular expressions compiled when they are first used: those of the roster reader take a fiftieth of a start, and most
processes never read a roster."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")


class _Late:
    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        """Reached once: then the methods of the compiled pattern stand in the object."""
        compiled = re.compile(self._source, self._flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def late_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """As re.compile(); a mistake in `source` shows at the first use."""
    return cast("re.Pattern[str]", _Late(source, flags))
