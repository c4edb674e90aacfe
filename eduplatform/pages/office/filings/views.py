"""What a unit hands in: the list, one made on demand, its page, its paper for print and PDF, its .docx and .xlsx."""

from __future__ import annotations

from io import BytesIO

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ....assessment import filings
from ....assessment.filing_body import filing_body
from ....assessment.filing_rules import DUE_DAY, KEPT_YEARS, PREPARED_ON, month_before
from ....assessment.rules import LEAST_PUPILS
from ....org.access import Viewer
from ....org.models import Unit
from ....shared import audit, clock
from ....shared.database import write
from ....shared.documents import document
from ....shared.refusals import Refused
from ....shared.sheets import workbook
from ... import guard, navigation
from ...form_fields import choices
from ...messages import message_for
from ...urls.file_names import attachment, file_name
from ...urls.pagination import page_asked
from ..blueprint import blueprint
from ..report.exports import XLSX
from ..report.loaders import RIGHT
from . import labels
from .forms import FilingForm
from .loaders import Handed, a_filing, a_filing_unit, offered
from .presenters import Drawn

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/units/<int:unit_id>/filings", endpoint="filings")
@guard.needs(RIGHT, a_filing_unit)
@navigation.below("office.home")
def filings_page(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """What lies ready, what is due, and a form to make one now."""
    return _listed(unit)


def _listed(unit: Unit, words: str = "", status: int = 200) -> ResponseReturnValue:
    form, periods = FilingForm(), offered(unit)
    form.period.choices = choices((one.code, labels.offer_name(one)) for one in periods)
    last = month_before(clock.today())
    due = last if any(one.code == last.code for one in periods) else None
    page = page_asked()
    rows, total = filings.filings_of(unit, page)
    return render_template(
        "office/filings/list.html",
        unit=unit,
        form=form,
        words=words,
        rows=rows,
        page=page,
        pages=max(1, -(-total // filings.PAGE)),
        due=due,
        ready=due is not None and filings.has_month(unit, due),
        labels=labels,
        days={"due": DUE_DAY, "prepared": PREPARED_ON},
        kept=KEPT_YEARS,
    ), status


@blueprint.post("/units/<int:unit_id>/filings")
@guard.needs(RIGHT, a_filing_unit)
@navigation.below("office.home")
def make_filing(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Make one of the periods on offer."""
    asked = FilingForm().period.data
    period = next((one for one in offered(unit) if one.code == asked), None)
    if period is None:
        return _listed(unit, message_for(Refused("filing_period")), 400)
    body = filing_body(unit, period)
    with write():
        row = filings.keep_filing(unit, period, body, viewer.user_id)
    return redirect(url_for("office.filing", filing_id=row.id), 303)


@blueprint.get("/filings/<int:filing_id>")
@guard.needs(RIGHT, a_filing)
@navigation.below("office.home")
def filing(viewer: Viewer, handed: Handed) -> ResponseReturnValue:
    """A filing as its files have it."""
    drawn = Drawn(handed, viewer.name)
    return render_template("office/filings/filing.html", drawn=drawn, handed=handed, least=LEAST_PUPILS)


@blueprint.get("/filings/<int:filing_id>/print")
@guard.needs(RIGHT, a_filing)
@navigation.below("office.home")
def filing_print(viewer: Viewer, handed: Handed) -> ResponseReturnValue:
    """The paper, to print or to save as PDF: the browser has the typefaces that a server lacks."""
    _note(viewer, handed, "filing_print")
    return render_template("office/filings/print.html", drawn=Drawn(handed, viewer.name), handed=handed)


@blueprint.get("/filings/<int:filing_id>/file.docx")
@guard.needs(RIGHT, a_filing)
def filing_docx(viewer: Viewer, handed: Handed) -> ResponseReturnValue:
    """The paper for Word and WPS."""
    drawn = Drawn(handed, viewer.name)
    data = document(drawn.document())
    _note(viewer, handed, "filing_docx")
    return _sent(data, DOCX, handed, "docx")


@blueprint.get("/filings/<int:filing_id>/file.xlsx")
@guard.needs(RIGHT, a_filing)
def filing_xlsx(viewer: Viewer, handed: Handed) -> ResponseReturnValue:
    """The table in the bureaus' habit, with a chart."""
    data = workbook(Drawn(handed, viewer.name).table)
    _note(viewer, handed, "filing_xlsx")
    return _sent(data, XLSX, handed, "xlsx")


def _note(viewer: Viewer, handed: Handed, what: str) -> None:
    """Put on record that it left the house."""
    row = handed.row
    with write():
        audit.record(
            row.school_id,
            viewer.user_id,
            "report.export",
            f"unit:{row.unit_id}",
            what=what,
            year=row.year,
            day=row.until_on.isoformat(),
            digest=row.digest,
        )


def _sent(data: bytes, kind: str, handed: Handed, ending: str) -> Response:
    """As 东城区_月度统计2026年10月_2026-10-31.docx."""
    row, unit = handed.row, handed.unit
    what = labels.kinds()[row.kind]
    if row.kind != "state":
        what += labels.period_name(row.kind, row.year, row.from_on, row.until_on)
    name = file_name(unit.name, what, row.until_on, ending)
    stream = BytesIO(data)
    return Response(
        stream, mimetype=kind, headers={"Content-Disposition": attachment(name), "Cache-Control": "no-store"}
    )
