"""One place commits; pages hold no SQL."""

import ast

from .sources import imported, modules

COMMITS = {"shared/database.py"}
SQL_WORDS = {"select", "insert", "update", "delete", "text"}


def test_only_one_place_commits():
    wrong = [
        f"{path}:{node.lineno} commits: put the verb inside `with database.write():`"
        for path, tree in modules()
        if path not in COMMITS
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert not wrong, "\n".join(wrong)


def test_pages_hold_no_sql():
    wrong = []
    for path, tree in modules():
        if path.startswith("pages/") and path != "pages/web/health.py":  # readyz asks the database whether it lives
            wrong += [
                f"{path}:{line} imports {name}: write a query in the package it belongs to"
                for name, line in imported(path, tree)
                if name.startswith("sqlalchemy.") and name.split(".")[-1] in SQL_WORDS
            ]
            wrong += [
                f"{path}:{node.lineno} uses db.session.{node.attr}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Attribute)
                and node.value.attr == "session"
                and isinstance(node.value.value, ast.Name)
                and node.value.value.id == "db"
                and node.attr != "rollback"
            ]
    assert not wrong, "\n".join(wrong)
