"""Left may be imported by right, never back; only packages that exist are named."""

import ast
import re

import pytest

from .sources import PACKAGE, ROOT, imported, modules

ORDER = [
    "settings",
    "extensions",
    "shared",
    "accounts",
    "org",
    "curriculum",
    "teaching",
    "learning",
    "activities",
    "deployments",
    "assessment",
    "notices",
    "upkeep",
    "tables",
    "pages",
    "cli",
]
FLASK_PACKAGES = {"pages", "cli", "extensions", "__init__"}
FLASK = ("flask", "flask_babel", "flask_wtf", "werkzeug")


def package(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "eduplatform" and len(parts) > 1 else ""


def upward(sources) -> list[str]:
    """Imports of something that stands further right."""
    wrong = []
    for path, tree in sources:
        own = path.split("/")[0].removesuffix(".py")
        if own == "__init__":
            continue
        if own not in ORDER:
            wrong.append(f"{path}: a new package; put it into its place in ORDER, docs/CONVENTIONS.md and README.md")
            continue
        for name, line in imported(path, tree):
            other = package(name)
            if other in ORDER and ORDER.index(other) > ORDER.index(own):
                wrong.append(
                    f"{path}:{line} imports {name}: news travels upward as a stale mark or a job, never by import"
                )
    return wrong


def flask_inside(sources) -> list[str]:
    return [
        f"{path}:{line} imports {name}: rules and verbs know nothing of requests"
        for path, tree in sources
        if path.split("/")[0].removesuffix(".py") not in FLASK_PACKAGES
        for name, line in imported(path, tree)
        if name.split(".")[0] in FLASK
    ]


def test_packages_import_only_what_stands_before_them():
    assert not (wrong := upward(modules())), "\n".join(wrong)


def test_flask_stays_at_the_edge():
    assert not (wrong := flask_inside(modules())), "\n".join(wrong)


def test_the_order_names_packages_that_exist_and_the_conventions_say_the_same():
    for name in ORDER:
        assert (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").exists(), f"{name} in ORDER is no package of ours"
    said = re.search(
        r"`(settings, extensions → [^`]*)`", (ROOT / "docs/CONVENTIONS.md").read_text(encoding="utf-8"), re.S
    )
    assert said and re.findall(r"[a-z]+", said[1].split("→ __init__")[0].replace("\n", " ")) == ORDER, (
        "docs/CONVENTIONS.md gives another order"
    )


@pytest.mark.parametrize(
    ("path", "code", "finds"),
    [
        ("shared/clock.py", "from ..org import access", upward),
        ("org/access.py", "from ..pages.guard import needs", upward),
        ("drills/rules.py", "import re", upward),
        ("teaching/ledger.py", "from flask import request", flask_inside),
    ],
)
def test_a_broken_example_is_found(path, code, finds):
    assert finds([(path, ast.parse(code))])
