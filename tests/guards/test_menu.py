"""A place in the menu is declared beside its route: a decorator on the view, never a list in another topic's file."""

import ast

import pytest

from .sources import modules


def elsewhere(sources) -> list[str]:
    """Uses of navigation.entry()/below() that are no decorator of a view."""
    wrong = []
    for path, tree in sources:
        if not path.startswith("pages/") or path == "pages/navigation.py":
            continue
        beside = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and _is_view(node)
            for part in node.decorator_list
        }
        wrong += [
            f"{path}:{node.lineno}: put @{ast.unparse(node.func)}(…) right above the view whose place this is"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and _is_menu(node) and id(node) not in beside
        ]
        wrong += [
            f"{path}:{node.lineno} writes into the menu: use @navigation.entry or @navigation.below above the view"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in ("SECTIONS", "menu", "main_page")
        ]
    return wrong


def foreign(sources) -> list[str]:
    """Deeper pages that name the main page of another desk."""
    wrong = []
    for path, tree in sources:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_menu(node) and path.startswith("pages/"):
                desk, own = str(node.args[0].value).split(".")[0], path.split("/")[1]
                if own != desk and (own, desk) != ("classroom", "teacher"):
                    wrong.append(f"{path}:{node.lineno}: the menu of {desk} is declared in files of that desk")
    return wrong


def _is_menu(node: ast.Call) -> bool:
    return ast.unparse(node.func) in ("navigation.entry", "navigation.below")


def _is_view(node: ast.FunctionDef) -> bool:
    return any(ast.unparse(part).startswith("blueprint.") for part in node.decorator_list)


def test_places_in_the_menu_stand_beside_their_routes():
    wrong = elsewhere(modules()) + foreign(modules())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("pages/office/report/views.py", 'navigation.SECTIONS |= {"office.people": "office.people"}'),
        ("pages/office/report/views.py", 'navigation.below("office.home")(people)'),
        ("pages/office/report/views.py", '@navigation.below("office.home")\ndef helper(): ...'),
        ("pages/office/report/views.py", '@blueprint.get("/x")\n@navigation.below("teacher.home")\ndef x(): ...'),
        ("pages/office/report/views.py", 'people.main_page = "office.home"'),
    ],
)
def test_a_broken_example_is_found(path, code):
    tree = [(path, ast.parse(code))]
    assert elsewhere(tree) + foreign(tree)


def test_a_good_example_is_not():
    tree = [
        (
            "pages/office/report/views.py",
            ast.parse('@blueprint.get("/x")\n@guard.needs(RIGHT)\n@navigation.below("office.home")\ndef x(): ...'),
        )
    ]
    assert not elsewhere(tree) + foreign(tree)
