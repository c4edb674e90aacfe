"""Each tool of `make lint`, as the Makefile calls it, goes red on a bad file and stays green on a good one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .sources import ROOT

NODE = ROOT / ".lint" / "node_modules" / ".bin"
#: the file, a good text, a bad one, and the tool with its settings from our root
PYTHON = {
    "ruff check": ("eduplatform/a.py", "A = 1\n", "import os\n", ["ruff", "check", "."]),
    "ruff format": ("eduplatform/a.py", "A = 1\n", "A  =  1\n", ["ruff", "format", "--check", "."]),
    "mypy": ("eduplatform/a.py", "A: int = 1\n", "A: int = 'one'\n", ["mypy", "--cache-dir", "kept"]),
    "mypy, untyped": ("eduplatform/a.py", "A = 1\n", "def one(two): return two\n", ["mypy", "--cache-dir", "kept"]),
}
SCRIPTS = {
    "eslint": (
        "static/js/a.js",
        "export const a = 1;\n",
        "var a = 1;\nif (a == '1') eval(a);\n",
        "eslint.config.mjs",
        [],
    ),
    "eslint, too new": (
        "static/js/a.js",
        "export const a = 1;\n",
        "export const a = window?.b;\n",
        "eslint.config.mjs",
        [],
    ),
    "prettier": (
        "static/js/a.js",
        "export const a = 1;\n",
        'export const a = "1"\n',
        "prettier.config.mjs",
        ["--check"],
    ),
    "stylelint": ("static/css/a.css", "a { color: #fff; }\n", "a { colour: #ffg; }\n", "stylelint.config.mjs", []),
}


def green(folder: Path, file: str, text: str, command: list[str]) -> bool:
    """Whether the tool is content with a folder that holds this file."""
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode in (0, 1, 2), ran.stdout + ran.stderr
    assert "rror" not in ran.stderr or ran.returncode, ran.stderr
    return ran.returncode == 0


@pytest.mark.parametrize("name", PYTHON)
def test_a_bad_python_file_is_refused(tmp_path, name):
    file, good, bad, command = PYTHON[name]
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    command = [str(Path(sys.executable).parent / command[0]), *command[1:]]
    assert green(tmp_path, file, good, command)
    assert not green(tmp_path, file, bad, command)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_bad_script_or_style_is_refused(tmp_path, name):
    file, good, bad, settings, more = SCRIPTS[name]
    tool = NODE / name.partition(",")[0]
    if not tool.exists() and not os.environ.get("ANXUE_NOTHING_MAY_BE_SKIPPED"):
        pytest.skip("make lint installs eslint, prettier and stylelint")
    command = [str(tool), "--config", str(ROOT / ".lint" / settings), *more, file]
    assert green(tmp_path, file, good, command)
    assert not green(tmp_path, file, bad, command)


def test_the_tools_tried_here_are_those_of_make_lint():
    recipes = re.findall(r"^lint-\w+:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    called = set(re.findall(r"\$\((?:BIN|NODE)\)/(ruff \w+|\w+)", "".join(recipes))) - {"python"}
    assert called == {name.partition(",")[0] for name in (*PYTHON, *SCRIPTS)}, "show a new tool red on a bad file"
