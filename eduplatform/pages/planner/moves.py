"""Two weeks change places: the form, the way back to the page with one button to undo, the week chosen without a script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ...org.access import Viewer
from ...org.models import Unit
from ...shared.database import write
from ...shared.refusals import Refused
from ...teaching import plan_operations
from ..form_fields import PageForm
from ..parsing import WholeField, whole_number
from ..web.locale import gettext as _

MOVED = re.compile(r"(\d{1,2})-(\d{1,2})$")


class SwapForm(PageForm):
    """`back`: the move undoes the one before."""

    one = WholeField()
    other = WholeField()
    back = WholeField()


@dataclass(frozen=True)
class Moving:
    """What the address says of a move: the week `chosen` to be moved, the two weeks just `moved` (first the one that was taken)."""

    chosen: int | None
    moved: tuple[int, ...]


def moving() -> Moving:
    """From ?move=12 and ?moved=12-13."""
    found = MOVED.match(request.args.get("moved", ""))
    return Moving(
        whole_number(request.args.get("move"), 2), tuple(int(part) for part in found.groups()) if found else ()
    )


def swap(viewer: Viewer, unit: Unit, year: int, endpoint: str, address: dict[str, Any]) -> ResponseReturnValue:
    """Do what the form says and go to the week moved, on the page at `endpoint` and `address`. Refused plan_no_week, plan_same_week."""
    form = SwapForm()
    one, other = form.one.data or 0, form.other.data or 0
    if not form.validate():
        raise Refused("plan_no_week", week=one or other)
    with write():
        plan_operations.swap_weeks(viewer, unit, year, one, other)
    if form.back.data:
        flash(_("第 %(one)s 周和第 %(other)s 周换回来了。", one=other, other=one), "good")
        return redirect(url_for(endpoint, **address, _anchor=f"week-{other}"), 303)
    return redirect(url_for(endpoint, **address, moved=f"{one}-{other}", _anchor=f"week-{other}"), 303)
