"""System: is the install sound, what waits in it, when was it last backed up. For the system admin at the unit above all."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask import current_app, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from .... import __version__
from ....extensions import db
from ....org.access import Viewer
from ....shared import clock
from ....shared.database import write
from ....shared.models import Job
from ....upkeep import backups, checks, jobs, queries
from ... import guard, navigation
from ...web.locale import gettext as _
from .. import loaders
from ..blueprint import blueprint
from . import labels

RIGHT = "system.manage"
STATEMENTS = 20  #: most SQL statements: 2 for the viewer, 6 quick checks, 5 sizes, 2 lists of jobs, 3 the last and present check and backup, 2 more on PostgreSQL


@blueprint.get("/system")
@guard.needs(RIGHT)
@navigation.entry("office", 50, lambda: _("系统"), "settings")
def system(viewer: Viewer) -> ResponseReturnValue:
    """Checks, jobs, backups and size of the install. At most STATEMENTS SQL statements; what reads everything is left to the worker."""
    place, found = _place(), backups.kept(_place().backups)
    return render_template(
        "office/system.html",
        lines=_lines(place),
        checked=jobs.last(jobs.CHECK),
        made=jobs.last(jobs.BACKUP),
        under_way=jobs.under_way(jobs.CHECK, jobs.BACKUP),
        jobs=jobs,
        labels=labels,
        kept=found,
        late=bool(found) and clock.now() - found[0].made_at > checks.LATE,
        states=queries.jobs_by_state(),
        failed=queries.failed(),
        sizes=queries.sizes(),
        database=db.engine.dialect.name,
        now=clock.now(),
        version=__version__,
    )


def _lines(place: checks.Place) -> list[labels.CheckLine]:
    """What costs nothing is checked now; the rest says when the worker last did it."""
    last = jobs.last(jobs.CHECK)
    kept = (
        {name: checks.Finding(**found) for name, found in (last.result or {}).items()}
        if last and last.state == "done"
        else {}
    )
    now = dict(checks.findings(place, checks.QUICK, (DBAPIError,)))
    return [
        labels.check_line(name, now.get(name) or kept.get(name), None if name in now else _ended(last))
        for name in checks.CHECKS
    ]


def _ended(job: Job | None) -> datetime | None:
    return job.ended_at if job else None


def _place() -> checks.Place:
    return checks.Place.of(current_app.config, Path(current_app.root_path).parent)


@blueprint.get("/system/progress")
@guard.needs(RIGHT)
def system_progress(viewer: Viewer) -> ResponseReturnValue:
    """Whether the check or backup is still under way, for the page's script."""
    running = jobs.under_way(jobs.CHECK, jobs.BACKUP)
    answer = {"value": None, "max": 100, "done": running is None}
    return jsonify(answer | ({} if running else {"next": url_for("office.system")}))


@blueprint.post("/system/checks")
@guard.needs(RIGHT)
def check_system(viewer: Viewer) -> ResponseReturnValue:
    """Ask the worker to check everything, the whole database and every audit chain too."""
    return _asked(viewer, jobs.CHECK, _("开始检查了，好了这一页会自己更新。"))


@blueprint.post("/system/backups")
@guard.needs(RIGHT)
def back_up(viewer: Viewer) -> ResponseReturnValue:
    """Ask the worker for a backup; it goes on record when it is made."""
    return _asked(viewer, jobs.BACKUP, _("开始备份了，大家可以照常使用。"))


def _asked(viewer: Viewer, kind: str, said: str) -> ResponseReturnValue:
    with write():
        jobs.queue_once(kind, _place(), loaders.first_unit(viewer, RIGHT), viewer.user_id)
    flash(said, "good")
    return redirect(url_for("office.system"), 303)
