"""Everything with a URL. Desks are blueprints; each route names its rule, and one without is refused."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from flask import Flask


def register(app: Flask) -> None:
    """Hook request handling and every desk onto the app."""
    from . import current_viewer, errors, filters, guard, messages, navigation
    from .account import first_run
    from .account.routes import blueprint as account
    from .api.blueprint import blueprint as api
    from .classroom.blueprint import blueprint as room
    from .guardian.blueprint import blueprint as guardian
    from .office.blueprint import blueprint as office
    from .planner import labels as planner_labels
    from .student.blueprint import blueprint as student
    from .studio.blueprint import blueprint as studio
    from .teacher import labels as teacher_labels
    from .teacher.blueprint import blueprint as teacher
    from .urls import converters
    from .web import assets, compression, headers, health, late_addresses, late_views, media, proxy, request_bodies

    for part in (
        late_addresses,
        proxy,
        compression,
        converters,
        headers,
        current_viewer,
        guard,
        request_bodies,
        first_run,
        errors,
        assets,
        filters,
        media,
        navigation,
        messages,
        planner_labels,
        teacher_labels,
    ):
        part.register(app)
    for blueprint in (health.blueprint, media.blueprint, account):
        app.register_blueprint(blueprint)
    late_views.hang_up(app, (student, teacher, room, office, studio, guardian, api), _whole_desks, _messages)


def _whole_desks() -> None:
    """Import every view, which hangs it on the blueprint of its desk."""
    from .api import routes as _api
    from .classroom import routes as _classroom
    from .guardian import routes as _guardian
    from .office import routes as _office
    from .student import routes as _student
    from .studio import routes as _studio
    from .teacher import routes as _teacher

    del _api, _classroom, _guardian, _office, _student, _studio, _teacher


def _messages() -> None:
    """Import the messages of every desk: a rule may refuse in a job or on the page of another desk, and views are imported late. By the
    names of their files: one left out of a list was told as "this step was not completed"."""
    here = Path(__file__).parent
    for file in sorted(here.rglob("*messages.py")):
        import_module("." + ".".join(file.relative_to(here).with_suffix("").parts), __package__)
