"""Which units below a report lists, from its address: ?behind=3&stage=P2&topic=FIRE&sort=name&q=实验. Odd values ask for nothing."""

from __future__ import annotations

from typing import Any

from flask import request

from ....assessment.behind import topic_rows, weak_of
from ....assessment.behind_rules import SORTS, WEEKS, Choice
from ....assessment.hidden_units import hidden_topics_from_above, looks_from_inside
from ....assessment.queries import units_below
from ....curriculum import queries as content
from ....curriculum.taxonomy import STAGES
from ....org import queries as org
from ....org.access import Viewer
from ...parsing import whole_number
from ..report.loaders import View

LONGEST = 40  #: characters of a name asked for


def asked_choice(viewer: Viewer, view: View) -> Choice:
    """The choice of the address. With a topic three statements more, and one for each unit above that the viewer may see."""
    weeks = whole_number(request.args.get("behind"), 2) or 0
    stage, topic, sort = (request.args.get(name, "") for name in ("stage", "topic", "sort"))
    weeks = weeks if weeks in WEEKS else 0
    sort = sort if sort in SORTS and (sort != "owed" or weeks) else SORTS[0]
    topic = topic if topic in content.topics() else ""
    return Choice(weeks, stage if stage in STAGES else "", topic, sort, _weak_in(viewer, view, topic))


def _weak_in(viewer: Viewer, view: View, topic: str) -> frozenset[int]:
    if not topic or view.unit.kind == "class":
        return frozenset()
    ids = [row.id for row in units_below(view.unit, view.year)]
    forced = hidden_topics_from_above(viewer, org.ancestors(view.unit), view.year)
    rows = topic_rows(view.unit, view.year, ids)[1]
    found = weak_of(rows, ids, looks_from_inside(viewer, view.unit.path), forced)
    return frozenset(one for one, shares in found.items() if any(share.topic == topic for share in shares))


def asked_name() -> str:
    """The name or code searched for, '' for none."""
    return request.args.get("q", "").strip()[:LONGEST]


def query_of(choice: Choice) -> dict[str, Any]:
    """What to hand on in links so that the choice survives."""
    said = {"behind": choice.behind or "", "stage": choice.stage, "topic": choice.topic}
    said |= {"sort": choice.sort if choice.sort != SORTS[0] else ""}
    return {name: str(value) for name, value in said.items() if value}
