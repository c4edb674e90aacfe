"""Everything with a URL. Desks are blueprints; each route names its rule, and one without is refused."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Hook request handling and every desk onto the app."""
    from . import current_viewer, errors, filters, guard, messages, navigation
    from .account import first_run
    from .account.routes import blueprint as account
    from .classroom.routes import blueprint as room
    from .guardian.routes import blueprint as guardian
    from .office.routes import blueprint as office
    from .planner import labels as planner_labels
    from .student.routes import blueprint as student
    from .studio.routes import blueprint as studio
    from .teacher.routes import blueprint as teacher
    from .urls import converters
    from .web import assets, compression, headers, health, media, proxy, request_bodies

    for part in (
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
    ):
        part.register(app)
    for blueprint in (health.blueprint, media.blueprint, account, student, teacher, room, office, studio, guardian):
        app.register_blueprint(blueprint)
