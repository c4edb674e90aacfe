"""Faults made on purpose: what one can do to a file (mutmut's operators), and putting one into the running process.

mutmut's own runner copies the whole tree and first runs the whole suite to learn which test meets which function; here that is minutes with
courses, browsers and two databases. Its operators are kept, the runner is ours: the process that holds everything imported and the
template database forks, the child swaps the code of one function and asks the closest tests.
"""

from __future__ import annotations

import ast
import difflib
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import libcst
from mutmut.mutation.file_mutation import NEVER_MUTATE_FUNCTION_NAMES, Mutation, MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

from .left_out import plain, type_names

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Mutant:
    """A file below the root with one fault in it; `line` as in the sound file, `change` "what stood → what stands"."""

    path: str
    number: int
    line: int
    change: str
    source: str

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").replace("/", ".")


class _Visitor(MutationVisitor):
    """mutmut leaves decorated functions out, which its trampolines cannot hold; ours are swapped in place."""

    def _skip_node_and_children(self, node: libcst.CSTNode) -> bool:
        if isinstance(node, libcst.FunctionDef) and node.name.value not in NEVER_MUTATE_FUNCTION_NAMES:
            return False
        return bool(super()._skip_node_and_children(node))


@cache
def _faults(path: str) -> tuple[libcst.Module, list[Mutation]]:
    text = (ROOT / path).read_text(encoding="utf-8")
    visitor = _Visitor(mutation_operators, IgnoredCode(set(), set(), set()))
    return libcst.MetadataWrapper(libcst.parse_module(text)).visit(visitor), visitor.mutations


def how_many(path: str) -> int:
    """Faults that can be put into a file. Docstrings, annotations and decorators are left alone."""
    return len(_faults(path)[1])


def noticeable(path: str, number: int) -> bool:
    """Whether anybody could notice the fault (left_out)."""
    sound, types = _plainly(path)
    return plain(_source(path, number), types) != sound


@cache
def _plainly(path: str) -> tuple[str, frozenset[str]]:
    code = _faults(path)[0].code
    types = type_names(code)
    return plain(code, types), types


def _source(path: str, number: int) -> str:
    module, faults = _faults(path)
    return module.deep_replace(faults[number].original_node, faults[number].mutated_node).code


def mutant_of(path: str, number: int) -> Mutant:
    """One of them; their order is fixed."""
    source = _source(path, number)
    return Mutant(path, number, *_told(_faults(path)[0].code, source), source)


def _told(before: str, after: str) -> tuple[int, str]:
    """The first line that differs, and both as they stand."""
    old, new = before.splitlines(), after.splitlines()
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            return a + 1, f"{' '.join(old[a:b]).strip()}  →  {' '.join(new[c:d]).strip()}"
    return 0, "nothing"


def put_in(mutant: Mutant) -> None:
    """Make the loaded module behave as the mutant's source: functions and methods keep their identity and get new code; constants and classes
    that differ get a new value wherever a loaded module knows them by that name. Raises what the source raises when it is loaded."""
    old = sys.modules[mutant.module]
    new = _loaded(mutant, old)
    changed = _changed_top((ROOT / mutant.path).read_text(encoding="utf-8"), mutant.source)
    for name, value in vars(new).items():
        before = vars(old).get(name)
        if isinstance(value, FunctionType | property) or hasattr(value, "__wrapped__"):
            if getattr(value, "__module__", "") == mutant.module:
                _swap(before, value)
        elif isinstance(value, type) and value.__module__ == mutant.module:
            if not _same_methods(before, value) or name in changed:
                _rebind(name, before, value)
        elif name in changed:
            _rebind(name, before, value)


def _loaded(mutant: Mutant, old: ModuleType) -> ModuleType:
    new = ModuleType(mutant.module)
    new.__dict__.update({name: vars(old)[name] for name in ("__file__", "__package__", "__spec__", "__loader__")})
    sys.modules[mutant.module] = new  # dataclasses look their module up
    try:
        exec(compile(mutant.source, str(ROOT / mutant.path), "exec"), new.__dict__)
    finally:
        sys.modules[mutant.module] = old
    return new


def _changed_top(before: str, after: str) -> set[str]:
    """Names of constants and of class bodies beside methods that read differently, and of constants made from them."""
    tops = [_tops(ast.parse(text)) for text in (before, after)]
    found = {name for name in tops[1] if tops[0].get(name) != tops[1][name]}
    for name, said in tops[1].items():
        if any(f"id='{one}'" in said for one in found):
            found.add(name)
    return found


def _tops(tree: ast.Module) -> dict[str, str]:
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {
                one.id: ast.dump(node) for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)
            }
        elif isinstance(node, ast.ClassDef):
            plain = [part for part in node.body if not isinstance(part, ast.FunctionDef)]
            found[node.name] = "".join(map(ast.dump, plain))
    return found


def _rebind(name: str, before: Any, value: Any) -> None:
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith(("eduplatform", "tests")) and vars(module).get(name) is before:
            setattr(module, name, value)


def _swap(before: Any, value: Any) -> None:
    for kind, own in getattr(value, "registry", {}).items():  # functools.singledispatch
        if kind is not object:
            _swap(before.registry[kind], own)
    while hasattr(value, "__wrapped__"):
        getattr(before, "cache_clear", lambda: None)()
        before, value = before.__wrapped__, value.__wrapped__
    before.__code__, before.__defaults__, before.__kwdefaults__ = (
        value.__code__,
        value.__defaults__,
        value.__kwdefaults__,
    )


def _same_methods(before: Any, value: type) -> bool:
    """Swap the methods of a class; False where it has other ones than before."""
    if not isinstance(before, type) or set(vars(before)) != set(vars(value)):
        return False
    for name, method in vars(value).items():
        for own, other in zip(_functions(vars(before)[name]), _functions(method), strict=True):
            if len(own.__code__.co_freevars) == len(other.__code__.co_freevars):
                _swap(own, other)
    return True


def _functions(method: Any) -> list[FunctionType]:
    parts = [method.fget, method.fset] if isinstance(method, property) else [getattr(method, "__func__", method)]
    if isinstance(method, cached_property):
        parts = [method.func]
    return [part for part in parts if isinstance(part, FunctionType)]
