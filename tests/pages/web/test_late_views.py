"""Views imported when first asked for: the same routes with the same rules as when all are imported, and never an old list."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from eduplatform.accounts import sessions
from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.shared.database import write

ROOT = Path(__file__).parents[3]
PAGES = {
    "teacher_lin": ("/teacher", "/teacher/lessons"),
    "officer_safe": ("/office/people",),
    "pupil_ming": ("/student/", "/student/lessons"),
}


def start(url: str, instance: Path, *asked: str) -> dict:
    """What a process says that starts the app and asks for pages."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.pages.web.late_start", url, str(instance), *asked],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    return json.loads(told.stdout.splitlines()[-1])


@pytest.fixture
def asked(app: Flask, people) -> list[str]:
    """(token, path) of pages that named persons use."""
    found = []
    with app.app_context(), write():
        for name, paths in PAGES.items():
            user = db.session.get(User, (people[name].school_id, people[name].user_id))
            token = sessions.begin_session(user, timedelta(days=1))
            found += [part for path in paths for part in (token, path)]
    return found


def test_the_second_start_hangs_up_the_same_without_importing_it(app: Flask, asked: list[str], tmp_path: Path):
    url, instance = app.config["DATABASE_URL"], tmp_path / "late"
    first, second = start(url, instance), start(url, instance, *asked)
    assert first["late"] == 0 and second["late"] > 150
    assert second["hung"] == first["hung"]
    for module in ("office.roster.views", "teacher.home", "student.quiz", "classroom.screen", "studio.courses"):
        assert f"eduplatform.pages.{module}" in first["modules"]
        assert f"eduplatform.pages.{module}" not in second["modules"]
    assert [page[1:] for page in second["pages"]] == [[200, True]] * len(second["pages"]), second["pages"]


def test_a_list_of_other_files_or_a_torn_one_is_not_believed(app: Flask, tmp_path: Path):
    url, instance = app.config["DATABASE_URL"], tmp_path / "late"
    first = start(url, instance)
    kept = instance / "cache" / "views.json"
    said = json.loads(kept.read_text(encoding="utf-8"))
    assert kept.stat().st_mode & 0o077 == 0
    for text in (json.dumps(said | {"stamp": "of another version"}), kept.read_text(encoding="utf-8")[:100], "[]", ""):
        kept.write_text(text, encoding="utf-8")
        again = start(url, instance)
        assert again["late"] == 0 and again["hung"] == first["hung"], text[:30]
        assert json.loads(kept.read_text(encoding="utf-8")) == said  # made anew
