"""What `python app.py` does for somebody who has never seen a shell: it fills an empty database, and its window says where to go."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click
import structlog
from flask import Flask, current_app
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from ..accounts import install_code
from ..curriculum import queries as content
from ..extensions import db
from ..org import founding
from ..pages.account import first_run
from ..shared import lan_addresses
from ..upkeep import readiness

log = structlog.get_logger("first_start")


def prepare(app: Flask) -> None:
    """Give an empty database its tables and the shipped courses, and an install without anybody the code that sets it up.

    A database that holds any table is never migrated here: it may hold data, and a backup comes first.
    """
    with app.app_context():
        try:
            _prepare(app)
        except DBAPIError as error:  # a database that is away now: pages say so, and it may come back
            log.error("first_start", kind=type(error.orig).__name__)
        finally:
            db.session.remove()


def _prepare(app: Flask) -> None:
    tables = inspect(db.engine).get_table_names()
    if not tables:
        click.echo("第一次启动，正在准备，约半分钟…… / First start: preparing, about half a minute…")
        _migrate()
    elif "alembic_version" not in tables or _version() != readiness.newest(Path(app.root_path).parent / "migrations"):
        click.echo(OLD, err=True)
        return
    if founding.is_empty():
        _load_courses()
        _wait_for_code(app)


OLD = """数据库是别的版本的。请先备份，再运行 flask db upgrade，然后重新启动。
The database is of another version. Make a backup, run `flask db upgrade`, then start again."""


def _version() -> str | None:
    return db.session.scalar(text("SELECT version_num FROM alembic_version"))


def _migrate() -> None:
    from flask_migrate import upgrade

    upgrade()


def _load_courses() -> None:
    """The shipped courses, unless there are some already. A broken package stops nothing: `flask courses check` names it."""
    if content.courses_on_offer():
        return
    from .courses import examine, store_courses

    packages, problems = examine(Path(current_app.config["COURSES"]))
    for problem in problems:
        if problem.level == "error":
            click.echo(str(problem), err=True)
    store_courses(packages, whole=True)


def _wait_for_code(app: Flask) -> None:
    """A code is shown on a console and nowhere else: what goes into a file or a journal can be read later and by others."""
    if not sys.stdout.isatty():
        click.echo(
            "还没有设置学校。请在终端窗口里运行一次 python app.py，照窗口里的安装码设置；或用 flask unit add 和 flask user create。\n"
            "No school is set up yet. Run `python app.py` once in a terminal window, which shows a code; or use `flask unit add` and `flask user create`."
        )
        return
    app.extensions[first_run.KEY], code = install_code.fresh()
    click.echo(f"""
安学还没有设置。在浏览器里打开下面的网址，输入安装码：
Anxue is not set up yet. Open the address below in a browser and enter the setup code:

    http://127.0.0.1:{app.config["PORT"]}/
    安装码 setup code:  {code}

安装码只用一次，请不要告诉别人。 The code works once; keep it to yourself.
""")


def addresses(app: Flask) -> None:
    """Say where the pages are: on this computer, and for phones and other computers, with a code to scan on a console."""
    port = app.config["PORT"]
    open_to_all = app.config["HOST"] in ("0.0.0.0", "::")  # noqa: S104 – compared, not bound
    others = lan_addresses.addresses() if open_to_all else []
    for host in ["127.0.0.1", *others] if open_to_all else [app.config["HOST"]]:
        click.echo(f"安学 http://{host}:{port}/")
    if not sys.stdout.isatty():
        return
    if others:
        click.echo(
            "手机和学校里别的电脑，扫下面的码或输入上面的网址。 Phones and other computers of the school: scan, or type the address."
        )
        _qr(app.config["PUBLIC_URL"] or f"http://{others[0]}:{port}/")
    elif not open_to_all:
        click.echo(
            "现在只有这台电脑能打开。要让手机和别的电脑打开，用 HOST=0.0.0.0 启动（start.bat 和 start.sh 就是这样）。\n"
            "Only this computer can open it. Start with HOST=0.0.0.0 for phones and others, as start.bat and start.sh do."
        )
    click.echo("这个窗口开着，安学就开着；用完按 Ctrl+C。 Anxue runs while this window is open; Ctrl+C ends it.")


def _qr(text: str) -> None:
    import segno

    drawn = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(drawn, border=2, compact=True)
    try:
        click.echo(drawn.getvalue())
    except UnicodeEncodeError:  # a console that knows no block characters; the address stands above
        return
