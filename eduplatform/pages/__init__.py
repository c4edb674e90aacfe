"""Everything with a URL. Desks are blueprints; each route names its rule, and one without is refused."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Hook request handling and every desk onto the app."""
    from . import (
        addresses,
        assets,
        bodies,
        compress,
        errors,
        filters,
        guard,
        headers,
        identity,
        media,
        navigation,
        proxy,
        system,
        wording,
    )
    from .account import blueprint as account
    from .account import first_run
    from .guardian import blueprint as guardian
    from .office import blueprint as office
    from .room import blueprint as room
    from .student import blueprint as student
    from .studio import blueprint as studio
    from .teacher import blueprint as teacher

    for part in (proxy, compress, addresses, headers, identity, guard, bodies, first_run, errors, assets, filters, media, navigation, wording):
        part.register(app)
    for blueprint in (system.blueprint, media.blueprint, account, student, teacher, room, office, studio, guardian):
        app.register_blueprint(blueprint)
