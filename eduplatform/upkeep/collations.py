"""Are keys ordered by bytes? A PostgreSQL database with a language's order would lose whole subtrees without an error."""

from __future__ import annotations

from sqlalchemy import String, func, or_, select, text
from sqlalchemy.dialects import postgresql

from ..extensions import db
from ..org.access import below
from ..org.models import Unit

PROBED = 20  #: units whose subtree is read in two ways


def loose() -> list[str]:
    """Keys (`table.column`) that this database orders by a language. One statement; SQLite has none."""
    theirs = _theirs() if _language() else {}
    wrong = (name for name, collation in _ours().items() if collation == "C" and theirs.get(name, "C") != "C")
    return sorted(wrong, key=lambda name: (name != "unit.path", name))


def unlike() -> list[str]:
    """Texts whose order differs between the models and this database, in either direction."""
    theirs = _theirs() if _language() else {}
    return sorted(
        name for name, collation in _ours().items() if name in theirs and (collation == "C") != (theirs[name] == "C")
    )


def misread() -> int:
    """Units that a subtree read of some units takes in wrongly or leaves out: a probe of the very range every page uses. Two statements."""
    paths = db.session.scalars(select(Unit.path).order_by(func.length(Unit.path), Unit.id).limit(PROBED)).all()
    wrong = [below(Unit.path, [path]) != (func.substr(Unit.path, 1, len(path)) == path) for path in paths]
    return db.session.scalar(select(func.count()).select_from(Unit).where(or_(*wrong))) or 0 if wrong else 0


def _language() -> bool:
    return db.engine.dialect.name == "postgresql"


def _ours() -> dict[str, str | None]:
    dialect = postgresql.dialect()
    return {
        f"{table.name}.{column.name}": column.type.dialect_impl(dialect).collation  # type: ignore[attr-defined]
        for table in db.metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, String)
    }


def _theirs() -> dict[str, str]:
    return {f"{row.relname}.{row.attname}": row.collname for row in db.session.execute(_CATALOGUE)}


_CATALOGUE = text("""
    SELECT c.relname, a.attname, l.collname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_collation l ON l.oid = a.attcollation JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0
""")
