"""Faults nobody could notice, and which are therefore not put in. What they say of themselves:

- **equal**: the file means the same to Python (a string in other letters that come to the same, a name of an encoding in other case);
- **type**: only annotations differ, a name for a type (`Row = tuple[int, ...]`), or the first argument of `typing.cast`;
- **log**: words for whoever reads the log: arguments of `log.…`, `logger.…`, `warnings.warn`;
- **broken promise**: the text of an error of Python's own (`raise ValueError("…")`) and of an `assert`: it is raised by a mistake in the
  program, no person reads it, the error itself stays under test;
- **strict**: `zip(…, strict=True)`, itself an assertion about lists that are equally long by how they were made.

Docstrings are no strings to mutmut. A code of `Refused` and any other text that a page, a file or a row of the database holds counts.
"""

from __future__ import annotations

import ast
import builtins

LOGGERS = {"log", "logger", "logging", "warnings"}
TYPES = {"tuple", "dict", "list", "set", "frozenset", "type", "Callable", "Mapping", "Sequence", "Iterable", "Iterator"}
ERRORS = {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception)}


def plain(source: str, types: frozenset[str] = frozenset()) -> str:
    """The file as far as a fault in it could be noticed: two sources with the same answer behave the same. `types`: see type_names."""
    return ast.dump(_Plain(types).visit(ast.parse(source)))


def type_names(source: str) -> frozenset[str]:
    """Names a file gives to types."""
    found = [one for one in ast.parse(source).body if isinstance(one, ast.Assign) and _is_type(one.value)]
    return frozenset(target.id for one in found for target in one.targets if isinstance(target, ast.Name))


class _Plain(ast.NodeTransformer):
    """Takes out what is listed above."""

    def __init__(self, types: frozenset[str]):
        self.types = types

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name, owner = _called(node)
        if owner in LOGGERS:
            node.args, node.keywords = [], []
        if name == "cast" and len(node.args) == 2 and not node.keywords:
            node.args[0] = ast.Constant(None)
        if name == "zip":
            node.keywords = []
        return self.generic_visit(_codecs(node, name))

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        if isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name) and node.exc.func.id in ERRORS:
            node.exc.args, node.exc.keywords = [], []
        return self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        node.msg = None
        return self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        return None if names & self.types else self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)


def _is_type(node: ast.expr) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in TYPES


def _called(node: ast.Call) -> tuple[str, str]:
    """The name that is called and what it hangs on: log.info → info, log; cast → cast, nothing."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr, node.func.value.id if isinstance(node.func.value, ast.Name) else ""
    return (node.func.id, "") if isinstance(node.func, ast.Name) else ("", "")


def _codecs(node: ast.Call, name: str) -> ast.Call:
    """Names of encodings in small letters: Python asks for them without regard to case."""
    said = [word.value for word in node.keywords if word.arg == "encoding"]
    for value in [*said, *(node.args[:1] if name in ("encode", "decode") else [])]:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            value.value = value.value.lower()
    return node
