"""What a browser keeps of scripts and styles never mixes two releases."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import urljoin

import pytest

from eduplatform.pages.web import assets

STATIC = Path(__file__).parents[3] / "static"
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*['"]([^'"]+\.js)['"]""")


@pytest.fixture
def stranger(client_for):
    return client_for(None)


def address(app, name: str) -> str:
    with app.test_request_context():
        return assets.asset(name)


def test_what_a_script_imports_carries_the_release_of_the_script(app, stranger):
    for path in sorted((STATIC / "js").glob("*.js")):
        here = address(app, f"js/{path.name}")
        for name in IMPORT.findall(path.read_text(encoding="utf-8")):
            assert name.startswith("./"), f"{path.name} imports {name}: only a relative address carries the release"
            answer = stranger.get(urljoin(here, name))
            assert answer.status_code == 200, f"{path.name} imports {name}"
            assert "immutable" in answer.headers["Cache-Control"]


def test_a_change_in_the_queue_gives_every_script_a_new_address(tmp_path):
    shutil.copytree(STATIC / "js", tmp_path / "a" / "js")
    shutil.copytree(STATIC / "js", tmp_path / "b" / "js")
    before = assets.digest_of_scripts(str(tmp_path / "a"))
    with (tmp_path / "b" / "js" / "queue.js").open("a") as file:
        file.write("// mended\n")
    assert assets.digest_of_scripts(str(tmp_path / "b")) != before


def test_the_address_of_another_release_is_answered_but_not_kept(stranger):
    for old in ("/static/r-0123456789/js/queue.js", "/static/css/base.css?v=0123456789"):
        answer = stranger.get(old)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache"), old


def test_without_a_digest_a_file_is_kept_for_an_hour(stranger):
    assert stranger.get("/static/css/base.css").headers["Cache-Control"] == "public, max-age=3600"


def test_with_its_digest_a_file_is_kept_for_a_year(app, stranger):
    for name in ("css/base.css", "js/queue.js", "images/icons.svg"):
        assert "max-age=31536000" in stranger.get(address(app, name)).headers["Cache-Control"], name


def test_a_release_leads_nowhere_but_into_the_static_files(stranger):
    for path in ("/static/r-x/../../app.py", "/static/r-x/%2e%2e/app.py", "/static/r-x/js/none.js"):
        assert stranger.get(path).status_code == 404, path
