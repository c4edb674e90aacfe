"""Audit: what was done in a unit, in a chain that cannot be changed unseen, and who looked at pupils' names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Response, current_app, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from ....org import audit_directory
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import audit, audit_chain, audit_lists, clock, sheets_csv
from ....shared.database import write
from ....shared.sheets import Column
from ....upkeep import chain_anchors
from ... import guard, navigation
from ...filters import moment
from ...urls.pagination import page_asked
from ...web.locale import gettext as _
from ..blueprint import blueprint
from . import labels, presenters
from .loaders import RIGHT, Asked, entries_of, looks_of

PAGE = 50
STATEMENTS = 17  #: most SQL statements of a page of entries: 2 for the viewer, 5 for unit, neighbours, list and counts, 1 chain, 8 for the words, 1 anchor
STATEMENTS_LOOKS = 10  #: the same for a page of looks


@blueprint.get("/audit", endpoint="audit")
@blueprint.get("/units/<int:unit_id>/audit", endpoint="audit")
@guard.needs(RIGHT, entries_of)
@navigation.entry("office", 40, lambda: _("审计"), "shield")
def audit_page(viewer: Viewer, asked: Asked) -> ResponseReturnValue:
    """What was done in a unit, newest first, and whether its chain is whole. At most STATEMENTS SQL statements."""
    if there := _elsewhere("office.audit", asked):
        return there
    rows, total = audit_lists.chain_entries(asked.unit.id, asked.wanted, page_asked(), PAGE)
    kinds = [
        ("", _("全部")),
        *(
            (name, [(group, _("%(name)s：全部", name=name)), *members.items()])
            for group, (name, members) in labels.action_groups().items()
        ),
    ]
    return render_template(
        "office/audit.html",
        lines=presenters.entry_lines(viewer, asked.unit, rows),
        chain=chain_of(asked.unit),
        anchor=_anchor(asked.unit),
        kinds=kinds,
        checked=clock.now(),
        **_common(viewer, asked, total),
    )


@blueprint.get("/units/<int:unit_id>/audit/looks")
@guard.needs(RIGHT, looks_of)
@navigation.below("office.audit")
def audit_looks(viewer: Viewer, asked: Asked) -> ResponseReturnValue:
    """Who looked at pupils' names in a unit, on which day and at how many. At most STATEMENTS_LOOKS SQL statements."""
    if there := _elsewhere("office.audit_looks", asked):
        return there
    rows, total = audit_lists.looks_at_names(asked.unit.id, asked.wanted, page_asked(), PAGE)
    kinds = [("", _("全部")), *labels.kinds_of_looks().items()]
    return render_template(
        "office/audit_looks.html",
        lines=presenters.look_lines(viewer, asked.unit, rows),
        kinds=kinds,
        **_common(viewer, asked, total),
    )


def _common(viewer: Viewer, asked: Asked, total: int) -> dict[str, Any]:
    near = audit_directory.units_around(viewer, asked.unit, RIGHT)
    counts = audit_directory.entries_below(near)
    pages = -(-total // PAGE) or 1
    return {
        "asked": asked,
        "unit": asked.unit,
        "total": total,
        "page": min(page_asked(), pages),
        "pages": pages,
        "near": _choices(asked.unit, near, counts),
        "below": [(each, counts[each.id]) for each in near if each.parent_id == asked.unit.id and counts[each.id]],
        "line": [each for each in near if asked.unit.path.startswith(each.path)],
    }


def _choices(unit: Unit, near: list[Unit], counts: dict[int, int]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Units to go to with their number of entries, in groups: above, here and beside, below."""
    groups: dict[str, list[tuple[int, str]]] = {_("上级"): [], _("本级"): [], _("下级"): []}
    above, beside, below = groups.values()
    for each in near:
        kept = below if each.parent_id == unit.id else beside if each.parent_id == unit.parent_id else above
        name = _("%(name)s（已撤销）", name=each.name) if each.closed_on else each.name
        said = (
            _("%(name)s（%(n)s 条）", name=name, n=counts[each.id])
            if each.kind == "school"
            else _("%(name)s（含下级 %(n)s 条）", name=name, n=counts[each.id])
        )
        kept.append((each.id, said))
    return [(name, members) for name, members in groups.items() if members]


def _elsewhere(endpoint: str, asked: Asked) -> ResponseReturnValue | None:
    """The page of another unit, where the filter names one."""
    unit_id = request.args.get("unit", type=int)
    if unit_id is None or unit_id == asked.unit.id or not 0 < unit_id < 10**18:
        return None
    return redirect(url_for(endpoint, unit_id=unit_id, **asked.query()))


def chain_of(unit: Unit) -> audit_chain.Chain:
    """The state of a unit's chain, held against its heads written down outside the database."""
    known = chain_anchors.known_anchors(Path(current_app.config["INSTANCE"]), Path(current_app.config["BACKUPS"]))
    return audit_chain.walk(unit.id, known.get(unit.id, []))


def _anchor(unit: Unit) -> dict[str, Any] | None:
    """Whether an entry and link written down earlier are still those of the chain; None when nothing was typed."""
    typed = re.sub(r"[^0-9a-f]", "", request.args.get("link", "").lower())[:64]
    seq = request.args.get("entry", 0, type=int)
    if not typed or not 0 < seq < 10**9:
        return None
    link = audit_chain.link_at(unit.id, seq)
    return {
        "entry": seq,
        "link": typed,
        "same": link is not None and len(typed) >= 12 and link.hex().startswith(typed),
        "short": len(typed) < 12,
    }


@blueprint.get("/units/<int:unit_id>/audit.csv")
@guard.needs(RIGHT, entries_of)
def audit_csv(viewer: Viewer, asked: Asked) -> ResponseReturnValue:
    """The entries chosen as CSV, sent while they are read; that they were taken is an entry itself."""
    heads = [
        _("编号"),
        _("时间"),
        _("谁"),
        _("岗位"),
        _("做了什么"),
        _("代码"),
        _("对象"),
        _("说明"),
        _("链上的指纹（前 12 位）"),
    ]
    _noted(viewer, asked, "entries")
    rows = (
        [line.number, moment(line.when), line.who, line.role, line.what, line.code, line.subject, line.said, line.link]  # type: ignore[arg-type]
        for piece in audit_lists.all_entries(asked.unit.id, asked.wanted)
        for line in presenters.entry_lines(viewer, asked.unit, piece)
    )
    return _streamed(asked.unit, "audit", heads, rows)


@blueprint.get("/units/<int:unit_id>/audit/looks.csv")
@guard.needs(RIGHT, looks_of)
def audit_looks_csv(viewer: Viewer, asked: Asked) -> ResponseReturnValue:
    """The looks chosen as CSV, sent while they are read; that they were taken is an entry of the chain."""
    heads = [_("姓名数"), _("日期"), _("谁"), _("岗位"), _("看了什么"), _("哪里")]
    _noted(viewer, asked, "looks")
    rows = (
        [line.number, line.when.isoformat(), line.who, line.role, line.what, line.subject]
        for piece in audit_lists.all_looks(asked.unit.id, asked.wanted)
        for line in presenters.look_lines(viewer, asked.unit, piece)
    )
    return _streamed(asked.unit, "looks", heads, rows)


def _noted(viewer: Viewer, asked: Asked, what: str) -> None:
    """Every file taken out is on record, in the chain it was taken from."""
    with write():
        audit.record(asked.unit.id, viewer.user_id, "audit.export", f"unit:{asked.unit.id}", what=what)


def _streamed(unit: Unit, name: str, heads: list[str], rows: Iterator[list[Any]]) -> Response:
    columns = [Column(head, "count" if number == 0 else "text") for number, head in enumerate(heads)]
    said = f'attachment; filename="{name}-{unit.code}-{clock.today().isoformat()}.csv"'
    return Response(
        stream_with_context(sheets_csv.csv_pieces(columns, rows)),
        mimetype="text/csv",
        headers={"Content-Disposition": said},
    )
