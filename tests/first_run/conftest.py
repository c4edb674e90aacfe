"""An install that holds the tables and nobody, as `python app.py` makes it, with the code its console shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from eduplatform.accounts.install_code import InstallCode
from eduplatform.extensions import db
from eduplatform.pages.account import first_run
from eduplatform.shared import ttl_cache
from tests import databases
from tests.conftest import make_app

CODE = "ABCD2345"
SCHOOL = {"city": "青石市", "school": "青溪小学", "stages": ["P1", "P2", "P3"]}
YOU = {
    "name": "高敏",
    "login": "gaomin",
    "password": "heliu-shanyang-7",
    "repeat": "heliu-shanyang-7",
    "city_code": "QSS",
    "school_code": "QSS-QXXX",
}


@pytest.fixture
def blank(template: databases.Template, tmp_path: Path) -> Iterator[Flask]:
    """Migrated, empty, and waiting for its code."""
    from flask_migrate import upgrade

    ttl_cache.drop()
    url = template.empty() if template.server else f"sqlite:///{tmp_path / 'blank.db'}"
    made = make_app(url, tmp_path)
    with made.app_context():
        upgrade()
    made.extensions[first_run.KEY] = InstallCode(CODE)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    template.drop(url)


def to_last_step(client) -> None:
    """The code and the school are in; the own account is asked for."""
    assert client.post("/setup", data={"code": CODE}).headers["Location"] == "/setup/school"
    assert client.post("/setup/school", data=SCHOOL).headers["Location"] == "/setup/you"
