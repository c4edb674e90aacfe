"""`flask user …`: make an account, let somebody in again, list accounts."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app, url_for
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from ..accounts import codes, people, slips
from ..accounts.models import User
from ..org import erasing, public_lookup, staff_commands
from ..org.models import Unit
from ..org.queries import by_code
from ..org.roles import ROLE_UNITS
from ..org.roster_uploads import Uploads
from ..shared import audit, clock, database, erased_marks
from ..shared.refusals import Refused

command = AppGroup("user", help="Accounts: create, reset, list.")


@command.command("reset")
@click.argument("login")
def reset_command(login: str) -> None:
    """A new sign-in slip for LOGIN: an account name, or a pupil as SCHOOLCODE/CLASS/NUMBER (e.g. LJ-SY/三(2)班/7).

    The old password ends, and so do all sessions.
    """
    user = _pupil(login) if "/" in login else _named(login)
    _print_slip(user)


def _named(login: str) -> User:
    account = people.by_login(login)
    if account is None:
        raise click.ClickException(f"no account {login!r}; `flask user list` shows those there are")
    return account.user


def _pupil(said: str) -> User:
    parts = said.split("/")
    if len(parts) != 3:
        raise click.ClickException("say a pupil as SCHOOLCODE/CLASS/NUMBER, e.g. LJ-SY/三(2)班/7")
    code, label, number = parts
    school = public_lookup.school_by_code(code)
    if school is None:
        raise click.ClickException(f"no school with code {code!r}")
    classes = public_lookup.classes_of_school(school.id, clock.school_year_of(clock.today()))
    ids = [one.class_id for one in classes if one.label == label]
    if not ids:
        raise click.ClickException(
            f"{school.name} has no class {label!r}; it has: {', '.join(one.label for one in classes) or 'none'}"
        )
    pupil_id = public_lookup.pupil_called(school.id, ids[0], number, clock.today())
    account = people.by_user(school.id, pupil_id)
    if account is None:
        raise click.ClickException(f"no single pupil {number!r} in {label}")
    return account.user


def _print_slip(user: User) -> None:
    days = current_app.config["SLIP_DAYS"]
    with database.write():
        ((_user, code),) = slips.issue_codes(None, [user], days, reset=True)
        audit.record(user.school_id, None, "account.reset", f"user:{user.id}", by="command line")
    click.echo(f"{user.name}: sign-in slip, works once, {days} days")
    click.echo(f"  code  {codes.grouped(code)}")
    click.echo(f"  link  {_site()}{_path(code)}")


def _path(code: str) -> str:
    with current_app.test_request_context():
        return url_for("account.slip", code=code)


def _site() -> str:
    return current_app.config["PUBLIC_URL"] or f"http://{current_app.config['HOST']}:{current_app.config['PORT']}"


@command.command("create")
@click.argument("login")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(sorted(ROLE_UNITS)), help="role at the unit")
@click.option("--unit", "unit_code", required=True, help="code of the unit (class codes for teachers)")
def create_command(login: str, name: str, role: str, unit_code: str) -> None:
    """Make the account LOGIN for NAME with a post, and print its first sign-in slip."""
    unit = _unit(unit_code, role)
    try:
        with database.write():
            user = people.create_account(unit.keeper_id, "staff", name, login)
            staff_commands.give_post_by_command(user, unit, role)
    except Refused as refusal:
        raise click.ClickException(f"{refusal.code.replace('_', ' ')}: {login!r}") from refusal
    _print_slip(user)


@command.command("give")
@click.argument("login")
@click.option("--role", required=True, type=click.Choice(sorted(ROLE_UNITS)), help="role at the unit")
@click.option("--unit", "unit_code", required=True, help="code of the unit")
def give_command(login: str, role: str, unit_code: str) -> None:
    """One more post for the account LOGIN: the only way to make somebody audit_admin, and the way into a school nobody answers for."""
    user, unit = _named(login), _unit(unit_code, role)
    if user.school_id != unit.keeper_id:
        raise click.ClickException(f"{login!r} belongs to another school or bureau than {unit_code}")
    with database.write():
        staff_commands.give_post_by_command(user, unit, role)
    click.echo(f"{user.name}: {role} at {unit_code}")


@command.command("end")
@click.argument("login")
@click.option("--role", required=True, type=click.Choice(sorted(ROLE_UNITS)), help="role at the unit")
@click.option("--unit", "unit_code", required=True, help="code of the unit")
def end_command(login: str, role: str, unit_code: str) -> None:
    """End a post of the account LOGIN; the person is signed out. The only way to end an audit_admin."""
    user, unit = _named(login), _unit(unit_code, role)
    with database.write():
        ended = staff_commands.end_post_by_command(user, unit, role)
    if not ended:
        raise click.ClickException(f"{login!r} is not {role} at {unit_code}")
    click.echo(f"{user.name}: no longer {role} at {unit_code}")


def _unit(code: str, role: str) -> Unit:
    unit = by_code(code)
    if unit is None:
        raise click.ClickException(f"no unit with code {code!r}")
    if unit.kind not in ROLE_UNITS[role]:
        raise click.ClickException(f"{role} is held at a {' or '.join(ROLE_UNITS[role])}, and {code} is a {unit.kind}")
    return unit


@command.command("list")
@click.option("--unit", "unit_code", default="", help="only posts at this unit and below")
def list_users(unit_code: str) -> None:
    """Staff accounts with their posts: login, name, role, unit, state. Pupils are not listed."""
    try:
        rows = staff_commands.posts_listed(unit_code)
    except NoResultFound:
        raise click.ClickException(f"no unit with code {unit_code!r}") from None
    for row in rows:
        click.echo(
            "\t".join(
                (
                    row.login or "-",
                    row.name,
                    row.role,
                    row.unit,
                    "disabled" if row.disabled else "open" if row.opened else "new",
                )
            )
        )
    click.echo(f"{len(rows)} posts", err=True)


def _anybody(said: str) -> User:
    code, _hash, row = said.partition("/#")
    if not row.isdigit():
        return _pupil(said) if "/" in said else _named(said)
    unit = by_code(code)
    account = people.by_user(unit.id, int(row)) if unit else None
    if account is None:
        raise click.ClickException(f"{code} keeps nobody with row number {row}; see `flask user find {code} NAME`")
    return account.user


@command.command("find")
@click.argument("unit_code")
@click.argument("name")
def find_command(unit_code: str, name: str) -> None:
    """People a school or bureau keeps under NAME (a part of it), who left too: what to call them, kind, name, last class, last day."""
    unit = by_code(unit_code)
    if unit is None:
        raise click.ClickException(f"no unit with code {unit_code!r}")
    for row in staff_commands.people_called(unit.id, name):
        click.echo(
            "\t".join(
                (
                    f"{unit_code}/#{row.id}",
                    row.kind,
                    row.name,
                    row.place or "-",
                    row.until.isoformat() if row.until else "still here",
                )
            )
        )


@command.command("erase")
@click.argument("login")
@click.option("--yes", is_flag=True, help="do it; without this it only says who it would be")
def erase_command(login: str, yes: bool) -> None:
    """Erase a person in every school they were at: name, account and secrets go, figures stay. Guardians without another child go too.

    LOGIN: an account name, SCHOOLCODE/CLASS/NUMBER of a pupil, or SCHOOLCODE/#ROW of anybody (`flask user find`), who left too.
    A staged roster that names the person is given up. No backup brings them back.
    """
    user = _anybody(login)
    if not yes:
        click.echo(f"would erase {user.name}; say --yes to do it, it cannot be undone")
        return
    uploads = Uploads(current_app.config["INSTANCE"])
    with database.write():
        touched = erasing.erase_person(user, uploads)
    erased_marks.keep_in_install(Path(current_app.config["INSTANCE"]), erased_marks.in_database())
    click.echo("erased: " + ", ".join(f"{table} {count}" for table, count in touched.items()))
