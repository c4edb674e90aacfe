"""The server of a bench: the product, and under /bare the least there can be, in the same waitress. Started by bench.serving."""

from __future__ import annotations

import os
from typing import Any

from flask import Flask
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, create_engine, event, insert
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from eduplatform import create_app
from eduplatform.accounts import passwords
from eduplatform.shared.database import engine_options

rows = Table("bench_bare", MetaData(), Column("id", Integer, primary_key=True), Column("said", String(40)))


def bare(url: str) -> Flask:
    """The least a Flask server can do: one INSERT, one COMMIT, two letters back; and one argon2id check."""
    app, engine = Flask("bare"), _engine(url)
    rows.create(engine, checkfirst=True)

    @app.post("/one")
    def one() -> str:
        with engine.begin() as connection:
            connection.execute(insert(rows), {"said": "x" * 40})
        return "ok"

    kept = passwords.hash_password("bench")

    @app.post("/check")
    def check() -> str:
        return "ok" if passwords.matches(kept, "bench") else "no"

    @app.get("/now")
    def now() -> dict[str, str]:
        return {"mark": "none"}

    return app


def _engine(url: str) -> Engine:
    """The product's own settings: same durability, same pool."""
    engine = create_engine(url, **engine_options(url))
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _pragmas(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",
                "foreign_keys=ON",
                "busy_timeout=20000",
                "cache_size=-8000",
            ):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def _begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def main() -> None:
    """Serve both until stopped; no worker, so that what is measured is the request."""
    import gc
    import signal

    import waitress

    def leave(*_: object) -> None:
        raise SystemExit(0)

    app = create_app()
    gc.freeze()  # as app.py does
    both = DispatcherMiddleware(app, {"/bare": bare(app.config["DATABASE_URL"])})
    signal.signal(signal.SIGTERM, leave)
    waitress.serve(
        both,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        threads=app.config["THREADS"],
        _quiet=True,
        connection_limit=4000,
        asyncore_use_poll=True,
    )


if __name__ == "__main__":
    main()
