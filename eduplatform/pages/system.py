"""Health pages for machines."""

from __future__ import annotations

from flask import Blueprint, jsonify
from sqlalchemy import text

from ..extensions import db
from .guard import public

blueprint = Blueprint("system", __name__)


@blueprint.get("/healthz")
@public("a supervisor asks whether the process lives; says nothing else")
def healthz():  # type: ignore[no-untyped-def]
    return jsonify(ok=True)


@blueprint.get("/readyz")
@public("a balancer asks whether the database answers; says nothing else")
def readyz():  # type: ignore[no-untyped-def]
    db.session.execute(text("SELECT 1"))
    return jsonify(ok=True)
