"""Reads our own source files for the guards."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "eduplatform"
ANYWHERE = {"__init__", "__main__"}
#: endings of names that hide what a file is → the standard name
STANDARD = {
    "words": "labels.py (code → label)",
    "shape": "presenters.py (rows → what a template shows)",
    "doors": "loaders.py (load and authorise)",
    "sentences": "messages.py (refusal → sentence)",
    "wording": "messages.py (refusal → sentence)",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """(path below eduplatform/, parsed file) of every Python file of the product."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


def imported(path: str, tree: ast.Module) -> Iterator[tuple[str, int]]:
    """(dotted name, line) of everything a file imports, relative imports made absolute."""
    yield from _imported(path, ast.walk(tree))


def _imported(path: str, nodes: Iterable[ast.AST]) -> Iterator[tuple[str, int]]:
    here = ["eduplatform", *path.removesuffix(".py").split("/")]
    here = here[:-1]
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            name = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            yield name, node.lineno
            yield from ((f"{name}.{alias.name}", node.lineno) for alias in node.names)


def circles(sources: Iterable[tuple[str, ast.Module]]) -> list[list[str]]:
    """A circle of files that import each other while they are loaded; none, or the first found."""
    files = {_dotted(path): (path, tree) for path, tree in sources}
    graph = {
        name: {other for node in _at_once(tree) for other in _files_of(path, node, files)} - {name}
        for name, (path, tree) in files.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [error.args[1]]
    return []


def _dotted(path: str) -> str:
    return "eduplatform." + path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def _files_of(path: str, node: ast.AST, files: dict[str, tuple[str, ast.Module]]) -> Iterator[str]:
    """The files a statement loads: of `from a import b` the file a.b, or a where b is a name in it."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in files)
        return
    names = [name for name, _line in _imported(path, [node])]
    for full in names[1:]:
        if full in files:
            yield full
        elif names[0] in files:
            yield names[0]


def _at_once(tree: ast.AST) -> Iterator[ast.AST]:
    """Imports that run while the file is loaded: not those in functions, not those for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        yield from _at_once(node)


def vocabulary() -> dict[str, set[str]]:
    """File names by package folder ("org/", "" for the top), as the last table of docs/VOCABULARY.md lists them."""
    text = (ROOT / "docs/VOCABULARY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `eduplatform/([a-z_/]*)` \| (.+) \|$", text, re.M)
    return {package: set(re.findall(r"`(\w+)`", names)) for package, names in rows}


def odd_names(paths: Iterable[str], allowed: dict[str, set[str]]) -> list[str]:
    """What to do about each file whose name is not in the vocabulary."""
    wrong = []
    for path in paths:
        folder, name = path[: path.rfind("/") + 1], path.rsplit("/", 1)[-1].removesuffix(".py")
        if name in ANYWHERE or name in allowed.get(folder, ()):
            continue
        ending = name.rsplit("_", 1)[-1]
        if ending in STANDARD:
            wrong.append(f"{path}: call it {STANDARD[ending]}, in a folder of its topic")
        else:
            wrong.append(
                f"{path}: no such name in docs/VOCABULARY.md. Is there a standard name (loaders, presenters, labels, messages, views, forms, "
                "models, rules, operations, queries, jobs)? Else take the field's word for what it does, and add it there under its package"
            )
    return wrong
