"""Every refusal that a rule, a verb or a page raises has its message, which its values fit, in both languages."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask

from eduplatform.activities import rules as activities
from eduplatform.pages import messages
from eduplatform.pages.web.locale import speaking
from eduplatform.pages.web.request_bodies import OddBody
from eduplatform.shared.refusals import Conflict, Forbidden, NotFound, Refused, TooMany, Unauthorized, Unreadable
from eduplatform.teaching import lesson_overlaps
from eduplatform.teaching.dated_rules import DatedRule

from .sources import modules

KINDS = {kind.__name__ for kind in (Refused, NotFound, Conflict, TooMany, OddBody, Unreadable, Unauthorized, Forbidden)}
#: what a value may be; a message has to fit one of them
SAMPLES = (7, date(2026, 11, 18), "七", DatedRule("drills", "year", 900, stages=frozenset({"J"})))

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
    ("deployments/drafts.py", "fault"): {
        "deployment_days",
        "deployment_turned",
        "deployment_over",
        "deployment_year",
    },
    ("deployments/drafts.py", "wrong"): {
        "odd_choice",
        "deployment_words",
        "deployment_question",
        "deployment_minutes",
    },
    ("activities/composing.py", "found[0]"): {
        "activity_title",
        "activity_turned",
        "too_many_steps",
        "step_kind",
        "step_turned",
    },
    ("activities/composing.py", "unfit"): {"step_things", "thing_part", "thing_gone", "thing_stage"},
    ("activities/composing.py", "in_days"): {"activity_turned", "activity_over", "activity_long"},
    ("activities/composing.py", "fault"): {
        "step_title",
        "step_days",
        "step_stages",
        "step_things",
        "thing_part",
        "thing_gone",
        "thing_stage",
        "pledge_lines",
        "survey_questions",
        "act_task",
    },
    ("activities/class_records.py", "fault"): {"record_present", "record_count", "record_counts", "record_note"},
    ("assessment/schemes.py", "_why_not(row)"): {"scheme_published", "scheme_late"},
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


def _names_of(path: str, word: ast.keyword) -> Iterable[str]:
    """Values that one word of a call gives: its own name, or those of a constant that is spread out (**LIMITS)."""
    if word.arg:
        return (word.arg,)
    module = importlib.import_module("eduplatform." + path.removesuffix(".py").replace("/", "."))
    return tuple(getattr(module, ast.unparse(word.value), ()))


def wanted() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """code → where it is raised, and with which values."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for path, call in raised():
        for code in codes_of(path, call) - set(SILENT):
            names = frozenset(name for word in call.keywords for name in _names_of(path, word))
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
