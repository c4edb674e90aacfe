"""xAPI statements held against the specification, written down apart from the product.

From "Experience API (xAPI) 1.0.3, Part Two: Experience API Data" (ADL, October 2016), sections 2.2–2.4 and 4: the properties a statement
may have, no empty values, ids, IRIs, timestamps with a zone, ISO 8601 durations, scores. Stricter than ralph-malph 5.1.0, whose model
lets timestamps without a zone and "1:30:00" pass.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

TOP = {
    "id",
    "actor",
    "verb",
    "object",
    "result",
    "context",
    "timestamp",
    "stored",
    "authority",
    "version",
    "attachments",
}
MUST = {"id", "actor", "verb", "object", "timestamp", "version"}
RESULT = {"score", "success", "completion", "response", "duration", "extensions"}
CONTEXT = {
    "registration",
    "instructor",
    "team",
    "contextActivities",
    "revision",
    "platform",
    "language",
    "statement",
    "extensions",
}
AROUND = {"parent", "grouping", "category", "other"}
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


def faults_of(statement: dict[str, Any]) -> list[str]:
    """What is wrong with a statement; [] when nothing is."""
    found = [f"odd {sorted(statement.keys() - TOP)}"] if statement.keys() - TOP else []
    found += [f"no {name}" for name in MUST - statement.keys()] + _empty(statement, "")
    if found:
        return found
    if str(UUID(statement["id"])) != statement["id"]:
        found.append("id")
    found += _actor(statement["actor"]) + _verb(statement["verb"]) + _activity(statement["object"])
    found += _result(statement.get("result", {})) + _context(statement.get("context", {}))
    if not STAMP.fullmatch(statement["timestamp"]) or not datetime.fromisoformat(statement["timestamp"]):
        found.append(f"timestamp {statement['timestamp']}")
    return found + ([] if re.fullmatch(r"1\.0(\.\d+)?", statement["version"]) else ["version"])


def _empty(value: Any, path: str) -> list[str]:
    """Nulls, empty texts and objects, which may stand in extensions only."""
    if isinstance(value, dict):
        inside = [
            fault for name, each in value.items() if name != "extensions" for fault in _empty(each, f"{path}.{name}")
        ]
        return inside if value else [f"{path} empty"]
    if isinstance(value, list):
        return [fault for each in value for fault in _empty(each, path)]
    return [f"{path} empty"] if value is None or value == "" else []


def _actor(actor: dict[str, Any]) -> list[str]:
    """An account and nothing else: no name, no mail."""
    account = actor.get("account", {})
    right = actor.keys() == {"objectType", "account"} and actor["objectType"] == "Agent"
    right = right and account.keys() == {"homePage", "name"} and bool(IRI.fullmatch(account["homePage"]))
    return [] if right else [f"actor {actor}"]


def _verb(verb: dict[str, Any]) -> list[str]:
    right = verb.keys() <= {"id", "display"} and IRI.fullmatch(verb["id"]) and _words(verb.get("display", {}))
    return [] if right else [f"verb {verb}"]


def _words(found: dict[str, str]) -> bool:
    return all(TAG.fullmatch(tag) and isinstance(text, str) for tag, text in found.items())


def _activity(activity: dict[str, Any]) -> list[str]:
    definition = activity.get("definition", {})
    right = (
        activity.keys() <= {"objectType", "id", "definition"} and activity.get("objectType", "Activity") == "Activity"
    )
    right = right and bool(IRI.fullmatch(activity["id"])) and definition.keys() <= {"name", "description", "type"}
    right = right and _words(definition.get("name", {})) and bool(IRI.fullmatch(definition.get("type", "a:b")))
    return [] if right else [f"activity {activity}"]


def _result(result: dict[str, Any]) -> list[str]:
    found = [f"result {name}" for name in result.keys() - RESULT]
    score = result.get("score", {})
    found += [f"score {name}" for name in score.keys() - {"scaled", "raw", "min", "max"}]
    scaled = score.get("scaled", 0)
    found += [] if isinstance(scaled, int | float) and -1 <= scaled <= 1 else [f"scaled {scaled}"]
    found += [name for name in ("success", "completion") if not isinstance(result.get(name, True), bool)]
    return found + ([] if DURATION.fullmatch(result.get("duration", "PT0S")) else [f"duration {result['duration']}"])


def _context(context: dict[str, Any]) -> list[str]:
    found = [f"context {name}" for name in context.keys() - CONTEXT]
    around = context.get("contextActivities", {})
    found += [f"context {name}" for name in around.keys() - AROUND]
    found += [fault for each in around.values() for one in each for fault in _activity(one)]
    found += [f"extension {name}" for name in context.get("extensions", {}) if not IRI.fullmatch(name)]
    if "registration" in context and str(UUID(context["registration"])) != context["registration"]:
        found.append("registration")
    return found
