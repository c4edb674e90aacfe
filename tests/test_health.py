def test_health_pages_answer(client_for):
    client = client_for(None)
    assert client.get("/healthz").json == {"ok": True}
    assert client.get("/readyz").json == {"ok": True}


def test_an_unknown_address_is_a_404_page(client_for):
    response = client_for(None).get("/nothing-here")
    assert response.status_code == 404


def test_readyz_says_no_when_the_schema_is_another(app, client_for):
    from sqlalchemy import text

    from eduplatform.shared.database import write

    client = client_for(None)
    with app.app_context(), write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"ok": False, "why": "schema"})
    assert client.get("/healthz").json == {"ok": True}, "the process itself lives"


def test_readyz_says_no_when_there_are_no_tables_of_ours_or_no_row_can_be_read(app, client_for):
    from sqlalchemy import text

    from eduplatform.shared.database import write

    client = client_for(None)
    with app.app_context(), write() as session:
        session.execute(text("ALTER TABLE unit RENAME TO elsewhere"))
    assert (client.get("/readyz").status_code, client.get("/readyz").json["why"]) == (503, "database")


def test_the_newest_revision_is_that_of_alembic(app):
    from pathlib import Path

    from alembic.script import ScriptDirectory

    from eduplatform.upkeep import readiness

    place = Path(app.root_path).parent / "migrations"
    assert readiness.newest(place) == ScriptDirectory(str(place)).get_current_head()
