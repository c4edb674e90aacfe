"""Loaders of the keys of the API: a unit, and one of its keys."""

from __future__ import annotations

from dataclasses import dataclass

from ....org import api_keys
from ....org.access import Viewer, unit_for
from ....org.models import ApiKey, Unit
from ....shared.refusals import NotFound


def a_keyed_unit(viewer: Viewer, unit_id: int) -> Unit:
    """A unit above classes whose keys the viewer may see and end."""
    unit = unit_for(viewer, api_keys.RIGHT, unit_id)
    if unit.kind == "class":
        raise NotFound()
    return unit


def own_keyed_unit(viewer: Viewer, unit_id: int) -> Unit:
    """Such a unit at which the viewer may make keys as well: where the viewer's own post is."""
    unit = a_keyed_unit(viewer, unit_id)
    if not api_keys.may_make(viewer, unit):
        raise NotFound()
    return unit


@dataclass(frozen=True)
class KeyOfUnit:
    key: ApiKey
    unit: Unit


def a_key(viewer: Viewer, unit_id: int, key_id: int) -> KeyOfUnit:
    """A key of such a unit."""
    unit = a_keyed_unit(viewer, unit_id)
    return KeyOfUnit(api_keys.key_by_id(unit, key_id), unit)
