"""The dated rules of a unit: what holds, what it adds or ends itself, what is offered, what held before."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from ....org import queries as org
from ....org.access import Viewer
from ....shared import clock, sheets
from ....shared.database import write
from ....shared.refusals import Refused
from ....teaching import rule_book, rule_operations
from ....teaching.rule_book import RuleBook
from ....teaching.rule_files import shipped_rules, sources_by_id
from ... import guard, navigation
from ...messages import message_for
from ...parsing import whole_number
from ...web.locale import gettext as _
from .. import loaders
from ..blueprint import blueprint
from ..plan.views import edited, may_plan, stages_at
from ..report.exports import XLSX
from ..report.views import topic_names
from . import presenters
from .forms import Adopt, EndRule, NewRule


@blueprint.get("/units/<int:unit_id>/rules")
@guard.needs("assessment.view", loaders.planned)
@navigation.below("office.plan")
def rules(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """What is asked of a unit today: own and inherited rules, since when, on which document they rest."""
    return _rules(viewer, place)


def _rules(
    viewer: Viewer, place: loaders.YearOf, form: NewRule | None = None, words: str = "", status: int = 200
) -> ResponseReturnValue:
    today, stages = clock.today(), stages_at(place.unit, place.year)
    book = rule_book.book_now(org.path_ids(place.unit.path))
    units = _names(place)
    known = sources_by_id()

    def shown(*held: bool) -> list[presenters.RuleLine]:
        return presenters.lines_shown(
            (one for one in book.lines if (one.from_on > today, bool(one.to_on and one.to_on < today)) == held),
            stages,
            units,
            place.unit.id,
            known,
        )

    return render_template(
        "office/rules.html",
        ward=place,
        place=place.unit.name,
        holding=shown(False, False),
        coming=shown(True, False),
        over=shown(False, True),
        offered=_offered(place, book, stages),
        may_plan=may_plan(viewer, place),
        presenters=presenters,
        form=(form or NewRule(formdata=None, from_on=today)).offer(stages, list(topic_names())),
        adding=form is not None,
        adopt=Adopt(formdata=None, starts_on=today),
        today=today,
        words=words,
    ), status


def _names(place: loaders.YearOf) -> dict[int, str]:
    return {unit.id: unit.name for unit in (*org.ancestors(place.unit), place.unit)}


def _offered(place: loaders.YearOf, book: RuleBook, stages: dict[str, str]) -> list[presenters.RuleLine]:
    """Shipped rules that hold only where adopted, without those that something as strict stands for already."""
    return [
        presenters.RuleLine(one.rule, "", False, False, one.sources)
        for one in presenters.offered(shipped_rules(), stages)
        if not rule_operations.already_asked(book, place.unit.id, one.rule, clock.today())
    ]


def _back(place: loaders.YearOf) -> ResponseReturnValue:
    return redirect(url_for("office.rules", unit_id=place.unit.id, year=place.year), 303)


@blueprint.post("/units/<int:unit_id>/rules")
@guard.needs("plan.edit", edited)
@navigation.below("office.plan")
def add_rule(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """A stricter rule of the unit, or one about something the units above say nothing about."""
    form = NewRule().offer(stages_at(place.unit, place.year), list(topic_names()))
    if not form.validate():
        return _rules(viewer, place, form, status=422)
    try:
        with write():
            rule_operations.add_rule(viewer, place.unit, form.wanted(place.unit.id))
    except Refused as refusal:
        return _rules(viewer, place, form, message_for(refusal), refusal.status)
    flash(_("规定已保存，从那一天起算。下面的单位也照这一条。"), "good")
    return _back(place)


@blueprint.post("/units/<int:unit_id>/rules/end")
@guard.needs("plan.edit", edited)
@navigation.below("office.plan")
def end_rule(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Close a rule of the unit after a day; one that has not begun is taken back."""
    form = EndRule()
    number = whole_number(form.rule.data)
    if number is None or not form.validate():
        return _rules(viewer, place, words=_("请写上最后一天。"), status=422)
    try:
        with write():
            done = rule_operations.end_rule(viewer, place.unit, number, form.last_day.data)
    except Refused as refusal:
        return _rules(viewer, place, words=message_for(refusal), status=refusal.status)
    told = {"ended": _("已记下这条规定的最后一天。以前的日子不变。"), "withdrawn": _("还没有起算，已经撤回。")}
    flash(told[done], "good")
    return _back(place)


@blueprint.post("/units/<int:unit_id>/rules/adopt")
@guard.needs("plan.edit", edited)
@navigation.below("office.plan")
def adopt_rules(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """Take over rules of the shipped documents as the unit's own."""
    form = Adopt()
    form.codes.choices = [(one.rule.code, one.rule.code) for one in shipped_rules() if not one.holds]
    if not form.validate():
        return _rules(viewer, place, words=_("请勾选规定，写上第一天。"), status=422)
    try:
        with write():
            if not form.codes.data:
                raise Refused("rule_none_chosen")
            added = rule_operations.adopt_shipped(viewer, place.unit, form.codes.data, form.starts_on.data)
            if not added:
                raise Refused("rule_all_there")
    except Refused as refusal:
        return _rules(viewer, place, words=message_for(refusal), status=refusal.status)
    flash(_("采用了 %(n)s 条规定。下面的单位也照着。", n=len(added)), "good")
    return _back(place)


@blueprint.get("/units/<int:unit_id>/rules.xlsx")
@guard.needs("assessment.view", loaders.planned)
def rules_xlsx(viewer: Viewer, place: loaders.YearOf) -> ResponseReturnValue:
    """What is asked of a unit today as an Excel sheet."""
    today = clock.today()
    lines = presenters.lines_shown(
        rule_book.rules_holding(place.unit, today),
        stages_at(place.unit, place.year),
        _names(place),
        place.unit.id,
        sources_by_id(),
    )
    book = BytesIO(sheets.workbook(presenters.table(place.unit.name, lines, today)))
    name = f"{_('规定')}-{place.unit.name}-{today}.xlsx"
    return send_file(book, XLSX, as_attachment=True, download_name=name, max_age=0)
