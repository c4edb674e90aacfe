"""Returns: a school's answer on one page, all answers as .xlsx."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ....deployments import queries, returns, rules
from ....notices import operations as notices
from ....org.access import Viewer
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import Refused
from ....shared.sheets import Column, Table, workbook
from ... import guard, navigation
from ...filters import day, moment
from ...messages import message_for
from ...planner.papers import XLSX, plain_name
from ...web.locale import gettext as _
from ..blueprint import blueprint
from . import labels
from .loaders import RIGHT, Seen, a_return, a_return_at_a_school


@blueprint.get("/deployments/<int:deployment_id>/answer")
@guard.needs(RIGHT, a_return_at_a_school)
@navigation.below("office.deployments")
def return_answer(viewer: Viewer, seen: Seen) -> ResponseReturnValue:
    """The question, and the school's answer as it stands."""
    return _page(seen)


def _page(seen: Seen, said: str | None = None, words: str = "", status: int = 200) -> ResponseReturnValue:
    answer = queries.answer_of(seen.row, seen.place)
    kept = "" if answer is None else answer.text or str(answer.number)
    page = render_template(
        "office/deployment_answer.html",
        seen=seen,
        row=seen.row,
        place=seen.place.name,
        answer=answer,
        said=kept if said is None else said,
        words=words,
        labels=labels,
        rules=rules,
        today=clock.today(),
    )
    return page, status


@blueprint.post("/deployments/<int:deployment_id>/answer")
@guard.needs(RIGHT, a_return_at_a_school)
@navigation.below("office.deployments")
def give_return_answer(viewer: Viewer, seen: Seen) -> ResponseReturnValue:
    """Keep the school's answer."""
    said = request.form.get("said", "")[:1000]
    try:
        with write():
            returns.give_answer(viewer, seen.row, seen.place, said)
            notices.settle_return(seen.place.id, seen.row.id)
    except Refused as refusal:
        return _page(seen, said, message_for(refusal), refusal.status)
    flash(_("已经交上去。截止以前都可以改。"), "good")
    closer = seen.place.id if seen.own and seen.place.id != seen.unit.id else None
    return redirect(url_for("office.return_answer", deployment_id=seen.row.id, unit=closer), 303)


@blueprint.get("/deployments/<int:deployment_id>/answers.xlsx")
@guard.needs(RIGHT, a_return)
def answers_xlsx(viewer: Viewer, seen: Seen) -> ResponseReturnValue:
    """What schools answered, a line each; who has not is not on it, only counted."""
    row, rows = seen.row, queries.answers_below(seen.row, seen.place)
    progress = queries.progress_of_return(row, seen.place)
    number = row.answer == "number"
    table = Table(
        row.title,
        [Column(_("学校"), "name"), Column(_("回答"), "count" if number else "long"), Column(_("时间"))],
        [[unit.name, answer.number if number else answer.text, moment(answer.answered_at)] for unit, answer in rows],
        [_("合计"), sum(answer.number or 0 for _unit, answer in rows), None] if number and rows else None,
        about=(_("单位：%(name)s", name=seen.place.name), _("制表日期：%(day)s", day=day(clock.today()))),
        notes=(_("已回答的学校：%(n)s / %(all)s。", n=progress.done, all=progress.all),),
        sheet=_("上报"),
    )
    name = f"{plain_name(row.title)}.xlsx"
    return send_file(BytesIO(workbook(table)), XLSX, as_attachment=True, download_name=name, max_age=0)
