"""`flask roster import FILE --school CODE [--dry-run] [--json]`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from ..org import queries, roster_apply, roster_staging, roster_year
from ..org.models import Unit
from ..org.roster import messages
from ..org.roster.book_types import Problem, Question
from ..org.roster.refusals import RosterRefused
from ..org.roster.sandbox import read_file_safely
from ..org.roster_staging import Listed
from ..shared import clock, database
from ..shared.database import write

COUNTED = ("new", "back", "changed", "moved", "gone", "same")


@click.group("roster")
def command() -> None:
    """Pupils and classes from a school's own file."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--school", "code", required=True, help="code of the school")
@click.option("--dry-run", is_flag=True, help="show what would change and change nothing")
@click.option(
    "--json", "as_json", is_flag=True, help="answer in JSON: counts, questions, and errors with sheet, line, message"
)
@click.option("--consent", default="", help="basis of the guardians' consent for pupils under 14")
@click.option(
    "--answer",
    "given",
    multiple=True,
    metavar="KEY=CHOICE",
    help="answer to a question; its code instead of the key answers all alike; CHOICE-2,5: the other choice for lines 2 and 5",
)
@click.option(
    "--accept-renames", is_flag=True, help="every pupil with the same number and one other character is the same child"
)
@click.option(
    "--yes", is_flag=True, help="read and meant: more than three classes lose or exchange over half of their pupils"
)
@click.option("--year", type=click.IntRange(2000, 2100), help="school year of the list: 2026 for 2026-2027")
@with_appcontext
def import_command(
    file: Path,
    code: str,
    dry_run: bool,
    as_json: bool,
    consent: str,
    given: tuple[str, ...],
    **said: Any,
) -> None:
    """Bring FILE in: all of it or nothing. Exits 1, with nothing changed, on errors or while a question is open."""
    school = queries.by_code(code)
    if school is None or school.kind != "school":
        _say({"errors": [{"sheet": "", "line": 0, "message": f"no school with code {code}"}], "questions": []}, as_json)
        raise SystemExit(1)
    answer = bring_in(file, school, dry_run, consent, _answers(given, **said))
    _say(answer, as_json)
    raise SystemExit(1 if answer["errors"] or answer["questions"] else 0)


def _answers(given: tuple[str, ...], accept_renames: bool, yes: bool, year: int | None) -> dict[str, str]:
    """The options as answers by key or code of the question."""
    answers = {"rename": "yes"} if accept_renames else {}
    answers |= {"upheaval": "yes"} if yes else {}
    answers |= {"school_year": str(year)} if year else {}
    for each in given:
        key, sign, choice = each.partition("=")
        if not sign:
            raise click.BadParameter(f"{each}: write KEY=CHOICE", param_hint="--answer")
        answers[key.strip()] = choice.strip()
    return answers


def bring_in(
    file: Path, school: Unit, dry_run: bool, consent: str, answers: dict[str, str] | None = None
) -> dict[str, Any]:
    """Check in memory, and only a sound file without open questions that is no dry run is staged and made true. Answers counts,
    errors and questions."""
    reading = roster_year.Reading(clock.school_year_of(clock.today()), answers=answers)
    try:
        listed = roster_year.read_for_year(school, read_file_safely(file.name, file.read_bytes()), reading)
    except RosterRefused as refusal:
        return _answer({}, [Problem("", 0, "", refusal.code, refusal.values)], []) | {"dry_run": dry_run}
    checked = listed.checked
    answer = _answer(checked.diff.counts(), checked.problems, checked.questions, listed.roster.notes) | {
        "dry_run": dry_run,
        "year": listed.year,
    }
    if not answer["errors"] and not answer["questions"] and not dry_run:
        answer["batch"] = _make_true(file, school, listed, consent, answers or {})
    return answer


def _make_true(file: Path, school: Unit, listed: Listed, consent: str, answers: dict[str, str]) -> int:
    with write():
        batch = roster_staging.begin_batch(None, school, file.name, listed.year)
        batch.answers = answers
    roster_staging.stage(batch, listed)
    with write():
        roster_apply.apply_roster(None, batch, school, consent, current_app.config["UNDO_DAYS"])
    if batch.counts["new"] > 500:
        database.analyze()
    return batch.id


def _answer(
    counts: dict[str, int], problems: list[Problem], questions: list[Question], notes: list[Problem] | None = None
) -> dict[str, Any]:
    errors, told = _told(problems), _told(notes or [])
    return (
        dict.fromkeys(COUNTED, 0)
        | counts
        | {"errors": errors, "notes": told, "questions": [_asked(question) for question in questions]}
    )


def _told(problems: list[Problem]) -> list[dict[str, Any]]:
    return [
        {"sheet": p.sheet, "line": p.line, "code": p.code, "message": messages.message_in(p.code, p.values)}
        for p in problems
    ]


def _asked(question: Question) -> dict[str, Any]:
    sentence, choices = messages.question_message(question)
    return {
        "key": question.key,
        "code": question.code,
        "question": sentence,
        "choices": choices,
        "shown": question.shown,
        "by_line": messages.told_by_line(question),
        "groups": [
            {"reason": reason, "lines": [line for line, _ in lines]} for reason, lines in messages.line_groups(question)
        ],
    }


def _say(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    for error in answer["errors"]:
        where = f"{error['sheet']} 第{error['line']}行: " if error["line"] else ""
        click.echo(where + error["message"], err=True)
    for question in answer["questions"]:
        _say_question(question)
    click.echo("  ".join(f"{name} {answer[name]}" for name in COUNTED if name in answer and name != "same"))


def _say_question(question: dict[str, Any]) -> None:
    click.echo(f"{question['question']}", err=True)
    for group in question["groups"]:
        if group["reason"]:
            click.echo(f"  {group['reason']}:", err=True)
        for line in group["lines"]:
            number = f"{line:>3}. " if question["by_line"] else "    "
            click.echo(f"{number}{question['shown'][line - 1]}", err=True)
    for choice, what in question["choices"].items():
        click.echo(f"  --answer {question['key']}={choice}  {what}", err=True)
    if question["by_line"]:
        first = next(iter(question["choices"]))
        click.echo(f"  --answer {question['key']}={first}-2,5  第 2、5 行按另一种算", err=True)
