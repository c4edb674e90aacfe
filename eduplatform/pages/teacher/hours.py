"""Class hours: the ledger of the class, where it is heading, lessons declared and entries put right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from ...curriculum import own_material
from ...curriculum import queries as content
from ...org import queries as org
from ...shared import clock, database
from ...shared.refusals import NotFound, Refused
from ...teaching import ledger, queries, rules
from ...teaching.plan import rule_for
from .. import guard, navigation
from ..filters import pick
from ..form_fields import choices
from ..labels.class_hours import by_evidence, met
from ..messages import message_for
from ..parsing import whole_number
from ..web.locale import gettext as _
from . import ledger_paper, loaders
from .blueprint import blueprint
from .declare_messages import minute_label
from .forms import OWN, CorrectForm, DeclareForm, TakeBackForm
from .home import remember_taught_class

ON_A_PAGE = 20


@blueprint.get("/hours")
@blueprint.get("/classes/<int:class_id>/hours")
@guard.needs("class.teach", loaders.a_class)
@navigation.entry("teacher", 40, lambda: _("课时"), "clock")
def hours(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> Response:
    """Class hours of the year with their evidence, corrections in the open, and the forecast."""
    book = queries.ledger(taught_class.unit, taught_class.of_year, taught_class.today)
    shown = [row for row in book.entries if row.sign > 0]
    pages = max(1, -(-len(shown) // ON_A_PAGE))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    rows = shown[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    planned = queries.assignments(taught_class.unit, taught_class.year)
    arranged = [row for row in planned if row.extra and row.lesson_id not in book.given]
    page = render_template(
        "teacher/hours.html",
        room=taught_class,
        book=book,
        found=queries.catching_up(taught_class.unit, taught_class.of_year, taught_class.today, book, planned),
        arranged=arranged,
        may_plan=viewer.may("class.plan", taught_class.unit.path),
        rows=rows,
        number=number,
        pages=pages,
        total=len(shown),
        now=clock.now(),
        at=minute_label,
        by_evidence=by_evidence,
        met=met,
        items=content.items({row.lesson_id for row in rows} | {row.lesson_id for row in arranged}),
        hold={row.id for row in book.standing},
        backs={row.corrects_id: row for row in book.entries if row.sign < 0},
        by_number={row.id: row for row in book.entries},
        may_correct=lambda row: _may_correct(row, list(book.entries), taught_class),
    )
    return remember_taught_class(make_response(page), taught_class)


@blueprint.get("/classes/<int:class_id>/hours.xlsx")
@guard.needs("class.teach", loaders.a_class)
def hours_xlsx(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """The ledger of the page as an Excel sheet, all pages on one."""
    book = queries.ledger(taught_class.unit, taught_class.of_year, taught_class.today)
    shown = [row for row in book.entries if row.sign > 0]
    return ledger_paper.xlsx(taught_class, book, shown, content.items({row.lesson_id for row in shown}))


def _may_correct(entry: Any, history: list[Any], taught_class: loaders.TaughtClass) -> bool:
    return rules.may_correct_entry(clock.local(ledger.first_of(entry, history).entered_at).date(), taught_class.today)


@blueprint.route("/classes/<int:class_id>/hours/declare", methods=["GET", "POST"])
@guard.needs("class.teach", loaders.a_class)
@navigation.below("teacher.hours")
def declare(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Put down a lesson that was held without the system; it is labelled as declared."""
    form = DeclareForm()
    form.lesson.choices = _declarable(taught_class)
    form.teacher.choices = _givers(taught_class)
    problem, ask = "", ""
    if form.validate_on_submit():
        try:
            with database.write():
                _declare(viewer, taught_class, form)
        except Refused as refusal:
            problem, ask = message_for(refusal), refusal.code if refusal.code in ASKED else ""
        else:
            flash(_("已记下，标为“教师申报”。"), "good")
            return redirect(url_for(".hours", class_id=taught_class.unit.id), 303)
    if not form.is_submitted():
        form.given_on.data, form.minutes.data = (
            taught_class.today,
            rule_for(taught_class.unit, taught_class.of_year.stage, taught_class.today).minutes,
        )
        form.lesson.data = OWN + request.args["topic"] if "topic" in request.args else None
        form.present.data = org.roll_count(taught_class.unit.keeper_id, taught_class.unit.id, taught_class.today)
    form.why_then.flags.required = ask == "no_school_day"
    status = 422 if problem or form.errors else 200
    return render_template(
        "teacher/declare.html", room=taught_class, form=form, problem=problem, ask=ask, days=rules.DECLARE_DAYS
    ), status


ASKED = ("no_school_day", "already_recorded")  #: refusals that the teacher can answer


def _declare(viewer: guard.Viewer, taught_class: loaders.TaughtClass, form: DeclareForm) -> None:
    lesson = _lesson_of(form.lesson.data, taught_class.of_year.stage)
    begins = form.begins.data.hour * 60 + form.begins.data.minute
    ledger.declare_lesson(
        viewer,
        taught_class.unit,
        lesson,
        form.given_on.data,
        form.minutes.data,
        form.carrier.data,
        form.present.data,
        begins,
        form.why_then.data or "",
        form.another.data,
        whole_number(form.teacher.data),
    )


def _givers(taught_class: loaders.TaughtClass) -> list[SelectChoice]:
    """Who can have given a lesson in the days that can be declared; not said: who had the class that day."""
    found = org.teachers_of(
        taught_class.unit, taught_class.today - timedelta(days=rules.DECLARE_DAYS), taught_class.today
    )
    return choices([("", _("当天的任课老师"))] + [(str(one.user_id), one.name) for one in found])


def _declarable(taught_class: loaders.TaughtClass) -> list[SelectChoice]:
    """What can have been given: lessons on offer for the stage, and any topic with material of the teacher's own."""
    offered = [(str(head.lesson_id), pick(head, "title")) for head in content.lessons_of(taught_class.of_year.stage)]
    topics = [(OWN + topic.code, pick({"zh": topic.zh, "en": topic.en})) for topic in content.topics().values()]
    return choices(offered, _("平台上的课")) + choices(topics, _("用自备材料上的课，选主题"))


def _lesson_of(chosen: str, stage: str) -> int:
    if chosen.startswith(OWN):
        return own_material.item_for(chosen.removeprefix(OWN), stage)
    lesson = content.lesson_head(whole_number(chosen) or 0)
    if lesson is None:
        raise Refused("no_lesson")
    return lesson.lesson_id


@blueprint.route("/hours/<int:entry_id>/correct", methods=["GET", "POST"])
@guard.needs("class.teach", loaders.an_entry)
@navigation.below("teacher.hours")
def correct(viewer: guard.Viewer, found: loaders.Entry) -> ResponseReturnValue:
    """Put an entry right: the old one stays visible, crossed out, with the reason."""
    entry = found.entry
    if entry.sign < 0:
        raise NotFound()
    form, problem = CorrectForm(obj=entry), ""
    if form.validate_on_submit():
        try:
            with database.write():
                ledger.correct_entry(
                    viewer, entry, form.minutes.data, form.carrier.data, form.present.data, form.reason.data
                )
        except Refused as refusal:
            problem = message_for(refusal)
        else:
            flash(_("已更正。原来的记录留着，可以查。"), "good")
            return redirect(url_for(".hours", class_id=found.unit.id), 303)
    if not form.is_submitted():
        form.reason.data = ""
    status = 422 if problem or form.errors else 200
    return render_template(
        "teacher/correct.html",
        found=found,
        form=form,
        problem=problem,
        item=content.item(entry.lesson_id),
        back_form=TakeBackForm(formdata=None),
    ), status


@blueprint.post("/hours/<int:entry_id>/take-back")
@guard.needs("class.teach", loaders.an_entry)
def take_back(viewer: guard.Viewer, found: loaders.Entry) -> ResponseReturnValue:
    """Take an entry back: the lesson did not take place."""
    form = TakeBackForm()
    if not form.validate_on_submit():
        raise Refused("reason_missing")
    with database.write():
        ledger.take_entry_back(viewer, found.entry, form.reason.data or "")
    flash(_("已撤回这条课时。原来的记录留着，可以查。"), "good")
    return redirect(url_for(".hours", class_id=found.unit.id), 303)
