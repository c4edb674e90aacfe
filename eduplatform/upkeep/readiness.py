"""Can this process serve? Asked every few seconds by a balancer, so it costs two statements and loads nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select, text

from ..extensions import db
from ..org.models import Unit

_REVISION = re.compile(r"^(down_)?revision(?:: [^=]+)? = ['\"](\w+)['\"]", re.M)


def why_not(migrations: Path) -> str:
    """ "" when ready; "schema" when the database is not at the schema this code was written for. Errors of the database are let through."""
    here = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    if here != newest(migrations):
        return "schema"
    db.session.execute(
        select(Unit.id, Unit.path).limit(1)
    ).first()  # a row of ours, not SELECT 1: a server may answer and hold nothing we can read
    return ""


@lru_cache
def newest(migrations: Path) -> str:
    """The newest revision, read from the files: Alembic would cost every process 0.1 s and 10 MB."""
    found = [
        match
        for file in (migrations / "versions").glob("*.py")
        for match in _REVISION.findall(file.read_text(encoding="utf-8"))
    ]
    before = {revision for down, revision in found if down}
    heads = [revision for down, revision in found if not down and revision not in before]
    return heads[0] if len(heads) == 1 else ""
