"""The loader of the audit pages, and what their address asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import request

from ....org import access
from ....org.access import Viewer
from ....org.models import Unit
from ....shared.audit_lists import Wanted
from ....shared.refusals import NotFound
from ..loaders import first_unit
from . import labels

RIGHT = "audit.view"


@dataclass(frozen=True)
class Asked:
    """A unit with a chain of its own, and the filter: ?first=2026-11-01&last=2026-11-18&kind=post.give."""

    unit: Unit
    first: date | None = None
    last: date | None = None
    kind: str = ""
    kinds: tuple[str, ...] = field(default=())

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.first, self.last, self.kinds)

    def query(self) -> dict[str, Any]:
        """The filter for links, empty where nothing is chosen."""
        chosen = {
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "kind": self.kind,
        }
        return {name: value for name, value in chosen.items() if value}


def entries_of(viewer: Viewer, unit_id: int | None = None) -> Asked:
    """The chain of a unit at or below the viewer's post; without one the viewer's own. Classes have none: they stand in their school's."""
    kind = request.args.get("kind", "")
    groups = labels.action_groups()
    kinds = tuple(groups[kind][1]) if kind in groups else (kind,) if kind in labels.actions() else ()
    return _asked(viewer, unit_id, kind, kinds)


def looks_of(viewer: Viewer, unit_id: int | None = None) -> Asked:
    """The looks at names kept by such a unit."""
    kind = request.args.get("kind", "")
    return _asked(viewer, unit_id, kind, (kind,) if kind in labels.kinds_of_looks() else ())


def _asked(viewer: Viewer, unit_id: int | None, kind: str, kinds: tuple[str, ...]) -> Asked:
    unit = access.unit_for(viewer, RIGHT, first_unit(viewer, RIGHT) if unit_id is None else unit_id)
    if unit.kind == "class":
        raise NotFound()
    first, last = _day("first"), _day("last")
    if first and last and first > last:
        first, last = last, first
    return Asked(unit, first, last, kind if kinds else "", kinds)


def _day(name: str) -> date | None:
    """A day of the address; an odd one is none. Years far away would be instants no database keeps."""
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
