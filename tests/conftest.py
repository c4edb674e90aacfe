"""Fixtures: an app on a fresh copy of a migrated database with the named persons, and a client for each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from bench.places import in_memory
from eduplatform import create_app
from eduplatform.accounts import sessions
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.pages.web.language_templates import compiled_templates
from eduplatform.shared import audit, ttl_cache
from eduplatform.shared import clock as school_clock
from eduplatform.shared.database import write

from . import databases, postgresql_sample
from . import people as cast
from .checks import check_page, tight

# A busy machine is no fault: no example is timed
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday in teaching week 12


class Tight:
    """A page as tests read it: where a template breaks its lines is nobody's business."""

    def get_data(self, as_text: bool = False):
        data = super().get_data(as_text)  # type: ignore[misc]
        return tight(data) if as_text and self.mimetype == "text/html" else data  # type: ignore[attr-defined]


class CheckedClient(FlaskClient):
    """Checks every HTML page it is shown."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.response_wrapper = type("TightResponse", (Tight, self.response_wrapper), {})

    def open(self, *args, **kwargs):
        response = super().open(*args, **kwargs)
        moved = response.status_code in (301, 302, 303, 307, 308)
        packed = bool(response.content_encoding)  # asked for by the tests of packing: the same page as unpacked
        if response.mimetype == "text/html" and response.data and not moved and not packed:
            check_page(response.get_data(as_text=True), str(args[0] if args else kwargs))
        return response


def pytest_configure(config: pytest.Config) -> None:
    """Files of tests stand in memory where there is room: each test has a database of its own, written and thrown away."""
    if memory := in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sweeps only when asked for. On PostgreSQL what asks a database, and of that the sample of tests/postgresql_sample.py: the rest
    has run beside SQLite and would say the same once more. ANXUE_WHOLE_POSTGRESQL=1 runs all of it."""
    if not os.environ.get("ANXUE_SWEEPS"):
        _keep(config, items, [item for item in items if not item.get_closest_marker("sweep")])
    if os.environ.get("TEST_DATABASE") == "postgresql":
        asks = [item for item in items if "template" in getattr(item, "fixturenames", ())]
        _keep(config, items, asks if os.environ.get("ANXUE_WHOLE_POSTGRESQL") else postgresql_sample.of(asks))


def _keep(config: pytest.Config, items: list[pytest.Item], wanted: list[pytest.Item]) -> None:
    kept = set(wanted)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = wanted


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    """The clock stands at Wednesday 18 November 2026, 10:00 in Shanghai; move it with clock.shift(seconds)."""
    with time_machine.travel(NOW, tick=False) as traveller, pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            school_clock, "steady", lambda: ("", 0)
        )  # the clock nobody can set would tell how long the test takes: none is known
        for name in (
            "LOOK",
            "SECONDS",
        ):  # on a busy machine a page takes longer, and would ask once more than it is counted to
            patch.setattr(ttl_cache, name, 3600.0)
        yield traveller


COMPILED = compiled_templates(Path(__file__).parents[1] / ".pytest_cache")


def make_app(url: str, folder: Path, **settings) -> Flask:
    """An app for tests on the database at `url`, with its instance folder in `folder`."""
    app = create_app(
        TESTING=True,
        DATABASE_URL=url,
        INSTANCE=str(folder),
        SECRET_KEY="test",
        CHAIN_KEY="test",
        **{"BACKUP_DAILY": False} | settings,
        WTF_CSRF_ENABLED=False,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.test_client_class = CheckedClient
    app.jinja_env.bytecode_cache = COMPILED  # one for all apps of all runs: a test would compile every template anew
    return app


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> databases.Template:
    """A migrated database with the named persons and the shipped courses, built once a run."""
    with time_machine.travel(NOW, tick=False):
        return databases.build(tmp_path_factory.mktemp("template"), make_app)


@pytest.fixture
def app(template: databases.Template, tmp_path: Path) -> Iterator[Flask]:
    """The app on a database of its own. No context is left open: flask-login would keep the first user."""
    ttl_cache.drop()
    audit._seen.clear()  # remembered by the process, not by the database
    url = template.copy(tmp_path)
    made = make_app(url, tmp_path)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    template.drop(url)


@pytest.fixture
def people(template: databases.Template) -> dict[str, cast.Person]:
    """The named persons."""
    return template.people


@pytest.fixture
def client_for(app: Flask, people: dict[str, cast.Person]) -> Callable[..., FlaskClient]:
    """client_for('teacher_lin') → a client signed in as that person; client_for(None) → nobody."""

    def make(name: str | None, **how) -> FlaskClient:
        client = app.test_client()
        if name:
            person = people[name]
            with app.app_context(), write():
                user = db.session.get(User, (person.school_id, person.user_id))
                token = sessions.begin_session(user, timedelta(days=1), **how)
            client.set_cookie(COOKIE, token)
        return client

    return make


def sql_count(response) -> int:
    """How many SQL statements a response took."""
    return int(response.headers["Server-Timing"].partition('desc="')[2].rstrip('"'))
