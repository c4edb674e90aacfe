"""One number says which Anxue this is: for people on /about, for the administrator on the system page, inside every backup."""

from __future__ import annotations

import eduplatform


def test_about_says_the_version(client_for):
    assert f"安学 {eduplatform.__version__}" in client_for(None).get("/about").text


def test_the_system_page_says_the_version(client_for):
    assert f"<dd>{eduplatform.__version__}</dd>" in client_for("admin_top").get("/office/system").text


def test_the_changelog_begins_with_it():
    with open(eduplatform.__path__[0] + "/../docs/CHANGELOG.md", encoding="utf-8") as file:
        heads = [line for line in file if line.startswith("## ")]
    assert eduplatform.__version__ in heads[0], "a new version: its heading in docs/CHANGELOG.md"
