"""Which person the homeroom teachers written in a list are. Pure. A name alone never makes anybody homeroom teacher of two classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..roster.questions import Asking
from ..roster.refusals import Values

TEACHERS = {"homeroom_teacher", "subject_teacher"}


@dataclass(frozen=True)
class Member:
    """One of the staff today: `leads` codes of the classes they are homeroom teacher of, `roles` what else they do."""

    user_id: int
    name: str
    leads: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


Found = dict[str, dict[str, object]]
"""Class code → {"user": number} or {"new": which new person of that name}."""


def find_homeroom_teachers(
    asking: Asking, named: dict[str, str], staff: Iterable[Member], labels: dict[str, str]
) -> Found:
    """Who leads each class of `named` {class code: name in the list}. A class is left out while nobody has said."""
    known: dict[str, list[Member]] = {}
    for member in staff:
        known.setdefault(member.name, []).append(member)
    found: Found = {}
    for name in sorted(set(named.values())):
        codes = sorted(code for code, given in named.items() if given == name)
        found |= _of_name(asking, name, codes, known.get(name, []), named, labels)
    return found


def _of_name(
    asking: Asking, name: str, codes: list[str], members: list[Member], named: dict[str, str], labels: dict[str, str]
) -> Found:
    found: Found = {}
    for code in codes:  # who leads the class already goes on
        leading = [member for member in members if code in member.leads]
        if len(leading) == 1:
            found[code] = {"user": leading[0].user_id}
    rest = [code for code in codes if code not in found]
    values: Values = {"name": name, "target": _said(rest, labels), "count": len(rest)}
    if not rest:
        return found
    if not members:
        return found | _new(asking, name, rest, values)
    if len(members) > 1:
        return found | _one_of(asking, name, rest, members, labels)
    (member,) = members
    others = sorted(code for code in member.leads if named.get(code, name) == name)
    if len(rest) == 1 and not others and member.roles <= TEACHERS:
        return found | {rest[0]: {"user": member.user_id}}
    code = "teacher_leads" if others else "teacher_known"
    said = asking.ask(
        code, ("same", "other"), (name, *rest, member.user_id, *others), values | {"source": _said(others, labels)}
    )
    if said == "same":
        return found | {each: {"user": member.user_id} for each in rest}
    return found | (_new(asking, name, rest, values) if said == "other" else {})


def _new(asking: Asking, name: str, rest: list[str], values: Values) -> Found:
    if len(rest) == 1:
        return {rest[0]: {"new": name}}
    said = asking.ask("teacher_twice", ("one", "several"), (name, *rest), values)
    if said == "one":
        return {code: {"new": name} for code in rest}
    return {code: {"new": f"{name} {code}"} for code in rest} if said == "several" else {}


def _one_of(asking: Asking, name: str, rest: list[str], members: list[Member], labels: dict[str, str]) -> Found:
    found: Found = {}
    choices = {f"p{at}": member for at, member in enumerate(members, 1)}
    for code in rest:
        values: Values = {
            choice: _said(sorted(member.leads), labels) or f"#{member.user_id}" for choice, member in choices.items()
        }
        values |= {"name": name, "target": labels.get(code, code), "count": len(members)}
        said = asking.ask(
            "teacher_which", (*choices, "new"), (name, code, *(member.user_id for member in members)), values
        )
        if said:
            found[code] = {"user": choices[said].user_id} if said in choices else {"new": f"{name} {code}"}
    return found


def _said(codes: list[str], labels: dict[str, str]) -> str:
    return "、".join(labels.get(code, code) for code in codes[:6]) + ("…" if len(codes) > 6 else "")
