"""The build that figures are compared with, as a second tree with its own environment: made once, kept below `.venv/older`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from .serving import ROOT

COMMIT = "53b5b89"  #: the build of the figures that half of the cost is to be taken from
TREE = ROOT / ".venv" / "older" / COMMIT
SERVING = (
    ROOT / ".venv" / "serving"
)  #: what a server of today's build has: no tools of tests, which some libraries load when they find them


def tree() -> Path:
    """The tree of COMMIT with an environment that holds what it names; CalledProcessError where git or pip refuse."""
    if not (TREE / "ready").exists():
        shutil.rmtree(TREE, ignore_errors=True)
        TREE.mkdir(parents=True)
        packed = subprocess.run(["git", "archive", COMMIT], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x"], cwd=TREE, input=packed, check=True)
        _run(sys.executable, "-m", "venv", "env")
        _run(python(), "-m", "pip", "install", "-qq", "-r", "requirements.txt", "-r", "requirements-dev.txt")
        _run(python(), "-m", "babel.messages.frontend", "-q", "compile", "-d", "eduplatform/translations")
        (TREE / "ready").touch()
    return TREE


def python() -> str:
    return str(TREE / "env" / "bin" / "python")


def serving() -> str:
    """The interpreter of an environment that holds today's requirements.txt and nothing else; made anew when that changes."""
    named, here = (ROOT / "requirements.txt").read_text(encoding="utf-8"), SERVING / "made-of.txt"
    if not here.exists() or here.read_text(encoding="utf-8") != named:
        shutil.rmtree(SERVING, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(SERVING), cwd=ROOT)
        _run(f"{SERVING}/bin/python", "-m", "pip", "install", "-qq", "-r", "requirements.txt", cwd=ROOT)
        here.write_text(named, encoding="utf-8")
    return f"{SERVING}/bin/python"


def _run(*words: str, cwd: Path = TREE) -> None:
    subprocess.run(words, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def world(folder: Path, pupils: int) -> dict[str, Any]:
    """A small city made by the older build in `folder` (its instance); tokens and numbers as older_world.py prints them."""
    folder.mkdir(parents=True)
    script = str(Path(__file__).with_name("older_world.py"))
    done = subprocess.run([python(), script, str(folder), str(pupils)], cwd=tree(), check=True, capture_output=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def brought_forward(older: Path, folder: Path) -> str:
    """A copy of the older instance's database for the newer build, migrated and counted anew; its address."""
    from flask_migrate import upgrade

    from eduplatform import create_app
    from eduplatform.assessment import rebuild

    from .places import leave

    folder.mkdir(parents=True)
    shutil.copyfile(older / "anxue.db", folder / "anxue.db")
    url = f"sqlite:///{folder / 'anxue.db'}"
    app = create_app(DATABASE_URL=url, INSTANCE=str(folder), SECRET_KEY="bench")
    with app.app_context():
        upgrade()
        for year in rebuild.years_with_classes():
            rebuild.rebuild_all(year)
        leave(app)
    return url
