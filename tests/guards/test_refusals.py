"""Every refusal that a rule, a verb or a page raises has its message, which its values fit, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask

from eduplatform.activities import rules as activities
from eduplatform.pages import messages
from eduplatform.pages.web.locale import speaking
from eduplatform.pages.web.request_bodies import OddBody
from eduplatform.shared.refusals import Conflict, NotFound, Refused, TooMany
from eduplatform.teaching import lesson_overlaps

from .sources import modules

KINDS = {kind.__name__ for kind in (Refused, NotFound, Conflict, TooMany, OddBody)}
SAMPLES = (7, date(2026, 11, 18), "七")  #: what a value may be; a message has to fit one of them

#: Codes that are not written where they are raised: (file, what stands there) → codes. What a new one can be belongs here.
ELSEWHERE: dict[tuple[str, str], set[str]] = {
    ("accounts/slips.py", "refusal"): {"slip_used", "slip_replaced", "slip_expired", "account_disabled"},
    ("shared/tokens.py", "refusal"): {"not_found", "remote_unknown"},
    ("activities/operations.py", "fault"): {
        "activity_title",
        "activity_topics",
        "activity_turned",
        "activity_over",
        "activity_long",
    },
    ("teaching/ledger.py", "found.code"): {"already_recorded", "overlaps", "day_full"},
    ("org/jobs.py", "refusal.code"): set(),  # of the roster reader: its own table, tests/org/roster/test_messages.py
    ("shared/refusals.py", "code"): set(),  # NotFound hands on what it was given
}
#: Refusals that no reader meets as a sentence, and why.
SILENT = {"no_rule": "the guard's answer to an address without a rule: tests/guards/test_routes.py lets none exist"}


def raised() -> Iterator[tuple[str, ast.Call]]:
    """(file, call) of each refusal made in the product."""
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                yield path, node


def codes_of(path: str, call: ast.Call) -> set[str]:
    """The codes such a call can have."""
    if not call.args:
        return {"not_found"} if call.func.id == "NotFound" else set()  # type: ignore[attr-defined]
    return _codes(path, call.args[0])


def _codes(path: str, given: ast.expr) -> set[str]:
    if isinstance(given, ast.Constant):
        return {given.value}
    if isinstance(given, ast.IfExp):
        return _codes(path, given.body) | _codes(path, given.orelse)
    what = ast.unparse(given)
    assert (path, what) in ELSEWHERE, f"{path}:{given.lineno}: say in ELSEWHERE which codes {what} can be"
    return ELSEWHERE[path, what]


def wanted() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """code → where it is raised, and with which values."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for path, call in raised():
        for code in codes_of(path, call) - set(SILENT):
            names = frozenset(word.arg for word in call.keywords if word.arg)
            found.setdefault(code, []).append((f"{path}:{call.lineno}", names))
    return found


WANTED = wanted()


@pytest.mark.parametrize("code", sorted(WANTED))
def test_a_refusal_has_a_message_that_its_values_fit(code: str, app: Flask) -> None:
    assert code in messages.MESSAGES, f"{code} is raised at {WANTED[code]}: write its message"
    with app.test_request_context("/"):
        for where, names in WANTED[code]:
            chinese, english = said(code, names, where, "zh_Hans_CN"), said(code, names, where, "en")
            assert chinese != english and chinese and english, f"{where}: {code} has no English"


def said(code: str, names: frozenset[str], where: str, language: str) -> str:
    """The message with sample values; fails where none fits."""
    wrong: list[Exception] = []
    for sample in SAMPLES:
        try:
            with speaking(language):
                words = messages.message_for(Refused(code, **dict.fromkeys(names, sample)))
        except (TypeError, KeyError, ValueError, AttributeError) as odd:
            wrong.append(odd)
            continue
        assert "%(" not in words, f"{where}: {code} leaves a place unfilled: {words}"
        return words
    raise AssertionError(f"{where}: the message of {code} does not fit the values {sorted(names)}: {wrong}")


def test_no_message_is_left_without_its_refusal() -> None:
    left = sorted(set(messages.MESSAGES) - set(WANTED))
    assert not left, f"nothing raises these any more: {left}"


def test_codes_written_elsewhere_are_those() -> None:
    assert ELSEWHERE["activities/operations.py", "fault"] == set(_constants(activities, "activity_"))
    assert {"already_recorded", "overlaps", "day_full"} <= set(_constants(lesson_overlaps, ""))


def _constants(module: Any, prefix: str) -> Iterator[str]:
    with open(module.__file__, encoding="utf-8") as file:
        for node in ast.walk(ast.parse(file.read())):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value.startswith(prefix)
                and " " not in node.value
            ):
                yield node.value
