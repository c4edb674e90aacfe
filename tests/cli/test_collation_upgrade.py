"""A database of a city's server, made with a language's order and in use, is told by the doctor and mended by the upgrade."""

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select, text

from eduplatform.extensions import db
from eduplatform.org.access import below
from eduplatform.org.models import Unit
from eduplatform.shared.database import write
from eduplatform.upkeep import collations
from tests.cli.test_doctor_and_worker import invoke
from tests.conftest import make_app
from tests.databases import LOCALES
from tests.people import build, unit

BEFORE = "0004"


@pytest.fixture(params=LOCALES)
def old(request, template, tmp_path):
    """An app on a database of the release before, with the named persons in it, made with a locale."""
    if not template.server or template.locale == "C.UTF-8":
        pytest.skip("needs a PostgreSQL server and its locales: TEST_DATABASE=postgresql, apt-get install locales")
    app = make_app(template.empty(request.param), tmp_path)
    with app.app_context():
        upgrade()
        with write():
            build()
        downgrade(revision=BEFORE)
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def below_the_city() -> set[str]:
    return set(db.session.scalars(select(Unit.code).where(below(Unit.path, [unit("LJ").path]))))


def test_the_doctor_sees_it_and_the_upgrade_mends_it(old):
    with old.app_context():
        assert len(below_the_city()) < 3, "this is the fault: the children are not found"
        said = invoke(old, "doctor").output
        assert "FAULT collation" in said and "unit.path" in said and "flask db upgrade" in said
        db.session.remove()
        upgrade()
        assert {"LJ", "LJ-DC", "LJ-SY", "LJ-SY-2024-2"} <= below_the_city() and "YS" not in below_the_city()
        assert collations.loose() == [] and collations.misread() == 0
        assert "ok    collation" in invoke(old, "doctor").output


def test_the_indexes_are_rebuilt_in_the_order_of_bytes(old):
    with old.app_context():
        whole = select(func.count()).select_from(Unit).where(below(Unit.path, ["/1/"]))
        upgrade()
        with db.engine.connect() as connection:
            connection.execute(text("SET enable_seqscan = off"))
            connection.execute(text("SET enable_bitmapscan = off"))
            plan = "\n".join(
                connection.scalars(text("EXPLAIN SELECT count(*) FROM unit WHERE path >= '/1/' AND path < '/10'"))
            )
            assert "uq_unit_path" in plan
            assert connection.scalar(whole) == connection.scalar(select(func.count()).select_from(Unit))
            assert connection.scalar(select(Unit.name).where(Unit.code == "LJ-SY")) == "实验小学"
