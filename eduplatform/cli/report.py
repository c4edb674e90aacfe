"""`flask report class|teacher|school|unit CODE [--year] [--as-of] [--json|--xlsx FILE]`: the same figures as the pages."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click
from flask.cli import with_appcontext

from ..assessment import class_report, queries, report_table
from ..org import queries as org
from ..org.access import Holding, Viewer
from ..org.models import Unit
from ..pages.office.report import labels
from ..pages.web.locale import speaking
from ..shared import clock
from ..shared.sheets import shown_cell, workbook


@click.command("report")
@click.argument("what", type=click.Choice(["class", "teacher", "school", "unit"]))
@click.argument("code")
@click.option("--year", type=int, help="school year by its first calendar year")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="last day counted in; today when left out")
@click.option("--json", "as_json", is_flag=True, help="machine-readable")
@click.option("--xlsx", type=click.Path(dir_okay=False, writable=True), help="write an Excel sheet")
@with_appcontext
def command(what: str, code: str, year: int | None, as_of: datetime | None, as_json: bool, xlsx: str | None) -> None:
    """Figures of a unit, or of a homeroom teacher (CODE is then the login name)."""
    year = year if year is not None else clock.school_year_of(as_of.date() if as_of else clock.today())
    day = as_of.date() if as_of else queries.last_report_day(year)
    with speaking("zh_Hans_CN"):
        if what == "teacher":
            _teacher(code, year, day, as_json)
        else:
            _unit(what, code, year, day, as_json, xlsx)


def _unit(what: str, code: str, year: int, day: date, as_json: bool, xlsx: str | None) -> None:
    unit = org.by_code(code)
    if unit is None or what not in ("unit", unit.kind):
        raise click.ClickException(f"no {what} with code {code}")
    report = queries.unit_report(_inside(unit), unit, year, day, everything=True)
    said = labels.of_sheet(report, "flask report", clock.today())
    if xlsx:
        workbook(report_table.report_sheet(report, said), xlsx)
        click.echo(xlsx)
    elif as_json:
        lines = [_as_json(line) for line in report.lines]
        click.echo(
            json.dumps(
                _head(unit, year, day) | {"own": _as_json(report.own), "lines": lines}, ensure_ascii=False, indent=1
            )
        )
    else:
        _print(said.title, report_table.frame(report, said))


def _inside(unit: Unit) -> Viewer:
    """Who runs commands on the server sees all of a school's figures."""
    return Viewer(
        0,
        unit.keeper_id,
        "staff",
        "flask",
        holdings=(Holding("system_admin", unit.id, "school", unit.path, unit.name),),
    )


def _teacher(login: str, year: int, day: date, as_json: bool) -> None:
    posts = [post for post in class_report.posts_of(login) if post.from_on <= day]
    if not posts:
        raise click.ClickException(f"no homeroom teacher with login {login}")
    terms = [class_report.of_post(post, year, day, inside=True) for post in posts]
    found = [
        {
            "class": post.unit_id,
            "from": post.from_on.isoformat(),
            "to": post.to_on and post.to_on.isoformat(),
            **_figures(term.counts, term.rates),
        }
        for post, term in zip(posts, terms, strict=True)
    ]
    if as_json:
        click.echo(
            json.dumps(
                {"teacher": login, "year": year, "as_of": day.isoformat(), "terms": found}, ensure_ascii=False, indent=1
            )
        )
        return
    for term in terms:
        click.echo(f"{term.teacher} {term.post.from_on} – {term.post.to_on or ''}")
        heads = labels.column_heads()
        for field, value in zip(
            report_table.FIELDS,
            report_table.cells(term.counts, term.rates, labels.too_few_label(), labels.untested_label()),
            strict=True,
        ):
            click.echo(f"  {heads[field.code]}\t{shown_cell(value, field.kind)}")


def _head(unit: Unit, year: int, day: date) -> dict[str, Any]:
    counted = queries.counted_at()
    return {
        "unit": unit.code,
        "name": unit.name,
        "year": year,
        "as_of": day.isoformat(),
        "counted_at": counted and counted.isoformat(),
    }


def _as_json(line: queries.ReportLine) -> dict[str, Any]:
    return {"unit": line.code, "name": line.name, **_figures(line.counts, line.rates)}


def _figures(counts: Any, rates: Any) -> dict[str, Any]:
    shares = {code: rate.value and round(rate.value, 4) for code, rate in rates.items()}
    return {"counts": dict(counts), "rates": shares}


def _print(title: str, frame: Any) -> None:
    """The table as text, cells as on the screen."""
    click.echo(title)
    kinds = ["name", *(field.kind for field in report_table.FIELDS)]
    click.echo("\t".join(head for _group, head in frame.columns))
    for line in frame.itertuples(index=False, name=None):
        click.echo(
            "\t".join(
                shown_cell(None if value != value else value, kind) for value, kind in zip(line, kinds, strict=True)
            )
        )
