"""Whatever the code puts on record has words: a new action or detail without them fails here."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from eduplatform.pages.office.audit import labels, presenters
from tests.guards.sources import modules

#: worded by audit_shape, which knows the names behind the numbers
PLACED = {"lesson", "pupil", "unit", "before", "to"}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def calls(node: ast.AST, name: str) -> Iterator[ast.Call]:
    """Calls of a function by its dotted name. The audit page knows shared.audit as `chain`, because its own name is taken."""
    names = {name, name.replace("audit.", "chain.")}
    yield from (each for each in ast.walk(node) if isinstance(each, ast.Call) and ast.unparse(each.func) in names)


def codes(node: ast.expr) -> set[str] | None:
    """The codes an argument can be; None for a name that the caller fills in."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        return (codes(node.body) or set()) | (codes(node.orelse) or set())
    return None


def written() -> tuple[dict[str, str], dict[str, str], list[str]]:
    """({action: where}, {detail: where}, places where the code cannot be read off) of every audit.record( of the product."""
    actions: dict[str, str] = {}
    details: dict[str, str] = {}
    unread: list[str] = []
    for path, tree in modules():
        for function in functions(tree):
            for call in calls(function, "audit.record"):
                where = f"{path}:{call.lineno}"
                details |= {word.arg: where for word in call.keywords if word.arg}
                found = codes(call.args[2])
                if found is None:
                    found = passed_on(tree, function, ast.unparse(call.args[2]), details, where)
                if not found:
                    unread.append(where)
                actions |= dict.fromkeys(found, where)
    return actions, details, unread


def passed_on(tree: ast.Module, function: ast.FunctionDef, name: str, details: dict[str, str], where: str) -> set[str]:
    """The codes that callers in the same file hand to `function` as its parameter `name`, also by one more step."""
    names = [argument.arg for argument in function.args.args]
    if name not in names:
        return set()
    place, found = names.index(name), set()
    defaults = (
        dict(zip(names[-len(function.args.defaults) :], function.args.defaults, strict=True))
        if function.args.defaults
        else {}
    )
    if name in defaults:
        found |= codes(defaults[name]) or set()
    for outer in functions(tree):
        for call in calls(outer, function.name):
            details |= {word.arg: where for word in call.keywords if word.arg}
            if len(call.args) > place:
                said = codes(call.args[place])
                found |= (
                    said if said is not None else passed_on(tree, outer, ast.unparse(call.args[place]), details, where)
                )
    return found


def test_the_reader_finds_what_is_there():
    """So that the tests below cannot be green because nothing was read."""
    actions, details, unread = written()
    assert not unread, f"say the action where it is recorded, or in a caller of the same file: {unread}"
    assert {
        "session.close",
        "hours.take_back",
        "plan.week",
        "calendar.days",
        "audit.export",
        "session.rehearse",
    } <= set(actions)
    assert {"role", "year", "pupil", "minutes"} <= set(details)


def test_every_action_has_words(app):
    with app.test_request_context():
        known = labels.actions()
        missing = {code: where for code, where in written()[0].items() if not known.get(code)}
    assert not missing, f"add words in eduplatform/pages/office/audit/labels.py: {missing}"


def test_no_word_is_left_over_or_used_twice(app):
    with app.test_request_context():
        known = labels.actions()
    assert set(known) <= set(written()[0]), (
        "nothing records these any more; entries of old installs may: say why they stay"
    )
    assert len(set(known.values())) == len(known)


def test_every_detail_is_worded_or_left_out_for_a_reason(app):
    with app.test_request_context():
        known = set(labels.details()) | PLACED | labels.UNSAID
    missing = {name: where for name, where in written()[1].items() if name not in known}
    assert not missing, f"word it in audit_words.details(), or put it into UNSAID with the reason: {missing}"


def test_kinds_of_subjects_are_worded():
    """Every `kind:` in a subject of audit.record or audit.looked has a line in audit_shape."""
    kinds = set()
    for _path, tree in modules():
        for call in [*calls(tree, "audit.record"), *calls(tree, "audit.looked")]:
            for part in (
                each for argument in call.args for each in ast.walk(argument) if isinstance(each, ast.JoinedStr)
            ):
                kinds.add(str(part.values[0].value).rstrip(":"))  # type: ignore[attr-defined]
    assert {"session", "class", "unit"} <= kinds
    assert kinds <= set(presenters._SUBJECTS), kinds - set(presenters._SUBJECTS)
