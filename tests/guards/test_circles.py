"""No file imports, while it is being loaded, a file that imports it: whichever is asked for first, everything is there."""

import ast

import pytest

from .sources import circles, modules


def test_no_circle_of_files_at_import_time():
    found = circles(modules())
    assert not found, "\n".join(f"{' → '.join(names)}: give what both need a file of its own" for names in found)


@pytest.mark.parametrize(
    ("files", "many"),
    [
        ({"a/x.py": "from . import y", "a/y.py": "from . import x"}, 1),
        ({"a/__init__.py": "from . import y\nblueprint = 1", "a/y.py": "from . import blueprint"}, 1),
        ({"a/x.py": "from .y import b", "a/y.py": "from .z import c", "a/z.py": "from ..a.x import d"}, 1),
        ({"a/x.py": "from . import y", "a/y.py": "def later():\n    from . import x"}, 0),
        (
            {
                "a/x.py": "from . import y",
                "a/y.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from . import x",
            },
            0,
        ),
    ],
)
def test_broken_examples_are_found(files, many):
    assert len(circles((path, ast.parse(code)) for path, code in files.items())) == many
