"""`python -m tests.guards.shared_names`: which public functions share their name with another, and how many of all do.

Counted are functions at the top of a file whose name begins with no underscore, views and commands too.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable

from .sources import modules


def public_functions(sources: Iterable[tuple[str, ast.Module]]) -> dict[str, list[str]]:
    """Files by name of function."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, tree in sources:
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                found[node.name].append(path)
    return dict(found)


def share(found: dict[str, list[str]]) -> float:
    """The share of functions whose name another one has too."""
    return sum(len(paths) for paths in found.values() if len(paths) > 1) / (sum(map(len, found.values())) or 1)


if __name__ == "__main__":
    every = public_functions(modules())
    for name, paths in sorted(every.items(), key=lambda item: -len(item[1])):
        if len(paths) > 1:
            print(f"{len(paths):3}  {name}: {', '.join(paths)}")
    print(f"{share(every):.1%} of {sum(map(len, every.values()))} public functions share their name with another")
