"""Bringing in a roster file: upload, look at what would change, confirm; take it back within 30 days."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import SelectField

from ....org import roster_apply as org_roster_apply
from ....org import roster_queries as rosters_read
from ....org import roster_staging, roster_year
from ....org.access import Viewer
from ....org.models import RosterBatch, Unit
from ....org.roster import messages
from ....org.roster.book_types import Chosen, KeptQuestion
from ....org.roster.questions import EXCEPT
from ....org.roster.rows import column_letter
from ....org.roster_uploads import Uploads
from ....shared import audit, clock, jobs
from ....shared.database import write
from ....shared.refusals import NotFound, Refused
from ... import guard, navigation
from ...form_fields import PageForm, choices, typed_words
from ...messages import message_for
from ...parsing import whole_number
from ...urls.pagination import page_asked
from ...web.locale import english
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l
from ..blueprint import blueprint

PAGE = 50
ENCODINGS = [
    ("", _l("自动判断")),
    ("utf-8", "UTF-8"),
    ("gb18030", "GBK / GB18030"),
    ("utf-16", "UTF-16"),
    ("big5", "Big5"),
]


@dataclass(frozen=True)
class Incoming:
    """A batch with its school and the classes the viewer may change (None: all)."""

    batch: RosterBatch
    school: Unit
    only: set[str] | None


class Upload(PageForm):
    school = SelectField(_l("学校"), coerce=int)
    file = FileField(_l("名册文件"))
    encoding = SelectField(_l("文字编码（只对 CSV）"), choices=choices(ENCODINGS))


class Confirm(PageForm):
    consent = typed_words(_l("监护人同意的依据"), 40)


def a_batch(viewer: Viewer, batch_id: int) -> Incoming:
    """A batch of a school the viewer may bring rosters into; a homeroom teacher only finds the own ones."""
    batch = rosters_read.batch_of(batch_id)
    school = next((s for s in rosters_read.schools_for(viewer) if batch and s.id == batch.school_id), None)
    if batch is None or school is None or batch.kind != "roster":
        raise NotFound()
    only = rosters_read.only_for(viewer, school)
    if only is not None and batch.created_by != viewer.user_id:
        raise NotFound()
    return Incoming(batch, school, only)


@blueprint.get("/rosters")
@guard.needs("roster.import")
@navigation.entry("office", 70, lambda: _("名册"), "upload")
def rosters(viewer: Viewer) -> ResponseReturnValue:
    """Upload a roster, and the files brought in so far."""
    return _rosters(viewer, Upload())


def _rosters(viewer: Viewer, form: Upload, words_: str = "", status: int = 200) -> ResponseReturnValue:
    schools = rosters_read.schools_for(viewer)
    form.school.choices = choices([(school.id, school.name) for school in schools])
    whole = [school for school in schools if rosters_read.only_for(viewer, school) is None]
    found = rosters_read.batches([s.id for s in schools], None if whole else viewer.user_id)
    classes = [] if whole else [held.name for held in viewer.holdings if held.kind == "class"]
    return render_template(
        "office/rosters.html", form=form, schools=schools, batches=found, words=words_, classes=classes
    ), status


@blueprint.post("/rosters")
@guard.needs("roster.import")
@navigation.below("office.rosters")
def upload(viewer: Viewer) -> ResponseReturnValue:
    """Keep the file and let the worker read it."""
    form = Upload()
    schools = {school.id: school for school in rosters_read.schools_for(viewer)}
    form.school.choices = choices([(school.id, school.name) for school in schools.values()])
    data = form.file.data.read() if form.file.data else b""
    if not form.validate() or not data:
        return _rosters(viewer, form, _("请先选一个名册文件（.xlsx、.xls 或 .csv）。"), 422)
    school = schools[form.school.data]
    with write():
        batch = roster_staging.begin_batch(
            viewer, school, form.file.data.filename or "roster", clock.school_year_of(clock.today())
        )
        Uploads(current_app.config["INSTANCE"]).put_raw(batch.id, data)
        _ask(viewer, batch, school, encoding=form.encoding.data or None)
    return redirect(url_for("office.roster", batch_id=batch.id), 303)


def _ask(viewer: Viewer, batch: RosterBatch, school: Unit, **how: object) -> None:
    only = rosters_read.only_for(viewer, school)
    payload = {
        "school_id": school.id,
        "batch_id": batch.id,
        "folder": current_app.config["INSTANCE"],
        "only": sorted(only) if only is not None else None,
    } | how
    jobs.queue("roster.read", payload, viewer.user_id)


@blueprint.get("/rosters/<int:batch_id>")
@guard.needs("roster.import", a_batch)
@navigation.below("office.rosters")
def roster(viewer: Viewer, incoming: Incoming) -> ResponseReturnValue:
    """What a file would change, pupil by pupil; or what is wrong with it, line by line."""
    return _roster(viewer, incoming, Confirm())


def _roster(
    viewer: Viewer, incoming: Incoming, form: Confirm, words_: str = "", status: int = 200
) -> ResponseReturnValue:
    batch, school = incoming.batch, incoming.school
    action = request.args.get("show", "") or next(
        (a for a in ("moved", "gone", "changed", "new") if batch.counts.get(a)), "new"
    )
    page = page_asked()
    rows, total = (
        rosters_read.batch_rows(batch, action, page, PAGE) if batch.state in ("staged", "applied") else ([], 0)
    )
    if rows:
        audit.looked(school.id, viewer.user_id, f"roster:{batch.id}", len(rows))
    percent, tries = rosters_read.progress(batch) if batch.state == "reading" else (100, 0)
    codes = {row.class_code for row in rows} | {(row.before or {}).get("class_code", "") for row in rows}
    labels = {entry["code"]: entry["label"] for entry in batch.classes} | rosters_read.class_names(codes)
    return render_template(
        "office/roster.html",
        batch=batch,
        school=school,
        rows=rows,
        total=total,
        page=page,
        pages=-(-total // PAGE) or 1,
        action=action,
        labels=labels,
        form=form,
        words=words_,
        problems=_worded(batch.problems[:200]),
        notes=_worded(batch.notes[:50]),
        undoable=batch.state == "applied" and batch.undo_until and clock.now() < batch.undo_until,
        fields=_fields(),
        columns_of=_columns,
        asked=_asked(batch.questions),
        given=request.form,
        percent=percent,
        reading=_reading(tries),
        spoken=roster_year.spoken_year,
    ), status


def _worded(problems: list[dict]) -> list[dict]:
    lang = "en" if english() else "zh"
    return [p | {"words": messages.message_in(p["code"], p["values"], lang)} for p in problems]


def _asked(questions: list[KeptQuestion]) -> list[tuple[str, list[dict[str, object]]]]:
    """(code, questions of it in words), in the order they are asked."""
    lang = "en" if english() else "zh"
    found: dict[str, list[dict[str, object]]] = {}
    for question in questions:
        found.setdefault(question["code"], []).append(
            {
                **question,
                "sentence": messages.question_message(question, lang)[0],
                "choices": messages.choices_on_page(question, lang),
                "groups": messages.line_groups(question, lang),
                "ticks": messages.ticks_message(question["code"], lang) if messages.told_by_line(question) else "",
            }
        )
    return list(found.items())


def _columns(guess: dict) -> list[tuple[str, str]]:
    """The columns of a sheet by their headings; only those without one by the letter alone."""
    headers = guess.get("headers", [])
    most = min(max([len(headers) - 1, *guess["columns"].values()] if headers else [25, *guess["columns"].values()]), 51)
    return [(str(at), _heading(column_letter(at), headers[at] if at < len(headers) else "")) for at in range(most + 1)]


def _heading(letter: str, text: str) -> str:
    return _("%(text)s（%(letter)s 列）", text=text, letter=letter) if text else _("%(letter)s 列", letter=letter)


def _fields() -> list[tuple[str, str]]:
    return [
        ("name", _("姓名")),
        ("class", _("班级")),
        ("grade", _("年级")),
        ("number", _("学号")),
        ("student_number", _("学生编号")),
        ("sex", _("性别")),
        ("homeroom", _("班主任")),
        ("status", _("学籍状态")),
    ]


@blueprint.get("/rosters/<int:batch_id>/progress")
@guard.needs("roster.import", a_batch)
def roster_progress(viewer: Viewer, incoming: Incoming) -> ResponseReturnValue:
    """How far the reading is, for the progress bar."""
    percent, tries = rosters_read.progress(incoming.batch)
    done = incoming.batch.state != "reading"
    return jsonify(
        value=100 if done else percent,
        max=100,
        done=done,
        next=url_for("office.roster", batch_id=incoming.batch.id),
        text=_("读完了") if done else _reading(tries),
    )


def _reading(tries: int) -> str:
    return _("后台中断过，正在从头再读（第 %(n)s 次）", n=tries) if tries > 1 else _("正在读名册")


@blueprint.post("/rosters/<int:batch_id>/columns")
@guard.needs("roster.import", a_batch)
@navigation.below("office.rosters")
def roster_columns(viewer: Viewer, incoming: Incoming) -> ResponseReturnValue:
    """Read it again with the columns the user has chosen."""
    batch = incoming.batch
    try:
        with write():
            roster_staging.ready_again(batch, _chosen(batch))
            _ask(viewer, batch, incoming.school)
    except Refused as refusal:
        return _roster(viewer, incoming, Confirm(), message_for(refusal), refusal.status)
    return redirect(url_for("office.roster", batch_id=batch.id), 303)


def _chosen(batch: RosterBatch) -> dict[str, Chosen | None]:
    """{sheet: {header_line, columns}} from the form; a sheet without a name column is left out."""
    found: dict[str, Chosen | None] = {}
    for place, (sheet, guess) in enumerate(batch.mapping.items()):
        columns = {}
        for field, _label in _fields():
            at = whole_number(request.form.get(f"s{place}-{field}"), 5)
            if at is not None:
                columns[field] = at
        header = request.form.get(f"s{place}-header", guess["header_line"], type=int)
        found[sheet] = {"header_line": header, "columns": columns} if "name" in columns else None
    return found


@blueprint.post("/rosters/<int:batch_id>/answers")
@guard.needs("roster.import", a_batch)
def roster_answers(viewer: Viewer, incoming: Incoming) -> ResponseReturnValue:
    """Read it again with the answers; `afresh` asks everything once more."""
    batch, afresh = incoming.batch, "afresh" in request.form
    given = _given(batch)
    missing = len(batch.questions) - len(given)
    if missing and not afresh:
        return _roster(viewer, incoming, Confirm(), _("还有 %(n)s 个问题没有回答。", n=missing), 422)
    try:
        with write():
            roster_staging.answer_questions(batch, given, afresh)
            _ask(viewer, batch, incoming.school)
    except Refused as refusal:
        return _roster(viewer, incoming, Confirm(), message_for(refusal), refusal.status)
    return redirect(url_for("office.roster", batch_id=batch.id), 303)


def _given(batch: RosterBatch) -> dict[str, str]:
    """{key: choice} from the form, with the lines ticked as exceptions; a question without its own answer takes the one given for
    all of its kind."""
    found: dict[str, str] = {}
    for question in batch.questions:
        key = question["key"]
        choice = request.form.get(key) or request.form.get(f"all-{question['code']}") or ""
        ticked = request.form.getlist(f"{key}-not") if messages.told_by_line(question) else []
        said = choice + (EXCEPT + ",".join(ticked) if ticked else "")
        if choice in messages.choices_on_page(question) and roster_staging.answers_kept(question, said):
            found[key] = said
    return found


@blueprint.post("/rosters/<int:batch_id>/apply")
@guard.needs("roster.import", a_batch)
@navigation.below("office.rosters")
def roster_apply(viewer: Viewer, incoming: Incoming) -> ResponseReturnValue:
    """Make it true: all of it or nothing."""
    form = Confirm()
    if not form.validate():
        return _roster(viewer, incoming, form, status=422)
    try:
        with write():
            org_roster_apply.apply_roster(
                viewer, incoming.batch, incoming.school, form.consent.data, current_app.config["UNDO_DAYS"]
            )
    except Refused as refusal:
        return _roster(viewer, incoming, form, message_for(refusal), refusal.status)
    Uploads(current_app.config["INSTANCE"]).forget(incoming.batch.id)
    flash(_("名册已导入。%(days)s 天内可以撤销。", days=current_app.config["UNDO_DAYS"]), "good")
    return redirect(url_for("office.roster", batch_id=incoming.batch.id), 303)


@blueprint.post("/rosters/<int:batch_id>/drop")
@guard.needs("roster.import", a_batch)
def roster_drop(viewer: Viewer, incoming: Incoming) -> ResponseReturnValue:
    """Give a file up; nothing has changed."""
    with write():
        roster_staging.drop_batch(incoming.batch)
    Uploads(current_app.config["INSTANCE"]).forget(incoming.batch.id)
    flash(_("已放弃这份名册，什么都没有改。"), "info")
    return redirect(url_for("office.rosters"), 303)


@blueprint.post("/rosters/<int:batch_id>/undo")
@guard.needs("roster.import", a_batch)
def roster_undo(viewer: Viewer, incoming: Incoming) -> ResponseReturnValue:
    """Take an import back within its days."""
    try:
        with write():
            org_roster_apply.undo_roster(viewer, incoming.batch)
    except Refused as refusal:
        return _roster(viewer, incoming, Confirm(), message_for(refusal), refusal.status)
    flash(_("已撤销，班级和学生恢复到导入以前。"), "good")
    return redirect(url_for("office.roster", batch_id=incoming.batch.id), 303)
