"""Alembic environment: one transaction per upgrade, so a killed migration leaves the old schema or the new one."""

from alembic import context
from flask import current_app

from eduplatform.extensions import db

metadata = db.metadata


def as_plain(kind: str, obj: object, _context: object) -> str | bool:
    """Migrations must not depend on today's code: our own column types are written as what they are in SQL."""
    return "sa.BigInteger()" if kind == "type" and type(obj).__name__ == "Instant" else False


def run_offline() -> None:
    context.configure(url=str(db.engine.url), target_metadata=metadata, literal_binds=True, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    engine = current_app.extensions["migrate"].db.engine
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # batch mode rebuilds tables
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=sqlite,
            transactional_ddl=True,
            transaction_per_migration=False,
            compare_type=True,
            render_item=as_plain,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    run_offline()
else:
    run_online()
