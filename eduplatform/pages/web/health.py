"""Health pages for machines."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from ...extensions import db
from ...upkeep import readiness
from ..guard import public

blueprint = Blueprint("system", __name__)


@blueprint.get("/healthz")
@public("a supervisor asks whether the process lives; says nothing else")
def healthz() -> ResponseReturnValue:
    return jsonify(ok=True)


@blueprint.get("/readyz")
@public("a balancer asks whether the database is at our schema and can be read; says nothing else")
def readyz() -> ResponseReturnValue:
    """200, or 503 with what is not ready: schema, database."""
    try:
        why = readiness.why_not(Path(current_app.root_path).parent / "migrations")
    except DBAPIError:
        db.session.rollback()
        why = "database"
    return (jsonify(ok=False, why=why), 503) if why else jsonify(ok=True)
