"""Whatever order of text the database server was set up with, a subtree is a subtree: PostgreSQL with the locale of a city's server."""

import pytest
from sqlalchemy import func, select, text

from eduplatform.extensions import db
from eduplatform.org.access import below
from eduplatform.org.models import Unit
from tests.people import unit


def found(path: str) -> set[str]:
    return set(db.session.scalars(select(Unit.path).where(below(Unit.path, [path]))))


def test_the_server_of_the_tests_sorts_as_a_citys_does(app, template):
    if not template.server:
        return  # SQLite sorts by bytes
    if template.locale == "C.UTF-8":
        pytest.skip("no locale zh_CN.UTF-8, and none could be made: apt-get install locales")
    with app.app_context():
        said = db.session.scalar(text("SELECT datcollate FROM pg_database WHERE datname = current_database()"))
        assert said == "zh_CN.UTF-8"
        assert db.session.scalar(text("SELECT '/12/' < '/1/20'")), "the fault of glibc's order that all this is about"


def test_a_subtree_read_finds_what_lies_below_and_nothing_else(app):
    with app.app_context():
        paths = list(db.session.scalars(select(Unit.path)))
        assert len(paths) > 15
        for path in paths:
            assert found(path) == {other for other in paths if other.startswith(path)}, path


def test_an_officer_sees_the_schools_of_the_own_city_only(app, client_for):
    page = client_for("city_song").get("/office/", follow_redirects=True).get_data(as_text=True)
    assert "东城区" in page and "远山" not in page
    with app.app_context():
        city = unit("LJ")
        assert (
            db.session.scalar(
                select(func.count()).select_from(Unit).where(below(Unit.path, [city.path]), Unit.kind == "school")
            )
            == 3
        )
