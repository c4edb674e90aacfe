"""Looking for open sessions takes the small index of open ones, however many were given."""

from sqlalchemy import event

from eduplatform.extensions import db
from eduplatform.learning.jobs import close_forgotten
from eduplatform.shared import clock as time


def test_the_search_for_forgotten_sessions_reads_the_index_of_open_ones(app):
    asked: list[tuple[str, object]] = []
    with app.app_context():
        with db.engine.connect():
            event.listen(
                db.engine, "before_cursor_execute", lambda c, cur, text, params, ctx, many: asked.append((text, params))
            )
        close_forgotten(time.now())
        text, params = next(found for found in asked if "FROM class_session" in found[0])
        assert plan_of(text, params).count("uq_class_session_one_open"), plan_of(text, params)


def plan_of(text: str, params: object) -> str:
    """How the database means to answer."""
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:  # a table of no rows is read whole
            connection.exec_driver_sql("SET enable_seqscan = off")
        rows = connection.exec_driver_sql(("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + text, params).all()
    return "\n".join(str(tuple(row)) for row in rows)
