"""The first block of a report: at most five units that are behind, each with its reason and one button; and the search by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from ....assessment import behind_rules
from ....assessment.behind_rules import Glance
from ....assessment.queries import Report
from ....assessment.rules import TopicShare
from ....curriculum import queries as content
from ....org.access import Viewer
from ...filters import topic_name
from ...labels.units import stage_labels
from ...web.locale import gettext as _
from ..deployments.forms import wish_to_begin
from ..report.loaders import View
from . import labels


@dataclass(frozen=True)
class Help:
    """A unit that is behind, in words, with the one thing to do first."""

    name: str
    href: str
    weeks: str
    why: str
    action: str
    url: str


@dataclass(frozen=True)
class Top:
    """The block: who needs help (`lines`), of how many that are behind, and whether lessons are due at all. `itself`: a class, which
    is not told its own name again."""

    lines: Sequence[Help]
    behind: int
    due: bool
    itself: bool


def top_of(viewer: Viewer, view: View, report: Report) -> Top:
    """Of the figures the report has loaded: no statement more."""
    if view.unit.kind == "class":
        return _of_class(viewer, view, report)
    first = behind_rules.furthest_behind(report.glances)
    lines = [_help(viewer, view, report, one, report.weak_below.get(one.unit_id, ())) for one in first]
    return Top(lines, behind_rules.how_many_behind(report.glances), report.own.counts["slots_due"] > 0, False)


def _of_class(viewer: Viewer, view: View, report: Report) -> Top:
    """Of a class every reason that holds: there is no other unit to speak of."""
    counts = report.own.counts
    if not behind_rules.is_behind(counts):
        return Top((), 0, counts["slots_due"] > 0, True)
    own, unit = report.own, view.unit
    mine = Glance(own.unit_id, own.code, own.name, own.kind, unit.path, "", counts)
    topic = behind_rules.weakest(report.topics)
    codes = behind_rules.reasons(counts, topic is not None)
    return Top([_line(viewer, view, report, mine, code, topic) for code in codes], 1, True, True)


def _help(viewer: Viewer, view: View, report: Report, one: Glance, shares: Sequence[TopicShare]) -> Help:
    topic = behind_rules.weakest(shares)
    return _line(viewer, view, report, one, behind_rules.reasons(one.counts, topic is not None)[0], topic)


def _line(viewer: Viewer, view: View, report: Report, one: Glance, code: str, topic: TopicShare | None) -> Help:
    action, url = _to_do(viewer, view, report, one, code, topic.topic if topic else "")
    return Help(
        one.name,
        url_for("office.unit", unit_id=one.unit_id, **view.query()),
        labels.weeks_words(one.counts),
        labels.reason_words(code, one.counts, topic_name(topic.topic) if topic else ""),
        labels.action_labels()[action],
        url,
    )


def _to_do(viewer: Viewer, view: View, report: Report, one: Glance, code: str, topic: str) -> tuple[str, str]:
    """The one thing to do, as far as the viewer may: of a past day nothing can be done any more but to look."""
    look = "look", url_for("office.unit", unit_id=one.unit_id, **view.query(), _anchor="lessons")
    if view.query():
        return look
    sender = report.above[-2] if view.unit.kind == "class" and len(report.above) > 1 else view.unit
    may_send = sender.kind != "class" and viewer.may("deployment.send", sender.path)
    if code == "weak_topic" and may_send and _is_taught(topic, taught := one.stages or view.unit.stages):
        return "deploy", _deployment(sender, one, "lesson", topic=topic, taught=taught or None)
    if code in ("declared_only", "untested") and may_send:
        return "write", _deployment(sender, one, "reminder", words=labels.reminder_words(code))
    if one.kind == "class" and viewer.may("class.teach", one.path):
        page = "teacher.weak_topics" if code == "weak_topic" else "teacher.hours"
        return "weak" if code == "weak_topic" else "catch_up", url_for(page, class_id=one.unit_id)
    if code == "weak_topic" and one.kind != "class":
        return "weak", url_for("office.weak_topics", unit_id=one.unit_id)
    return "hours", url_for("office.unit_hours", unit_id=one.unit_id, _anchor="ahead")


def _is_taught(topic: str, stages: str) -> bool:
    """Whether a lesson of a topic is on offer for one of these stages (all, where none are named). No lesson is read for it."""
    named = [code for code in stages.split(",") if code]
    return any(one == topic and (not named or stage in named) for one, stage in content.topics_served())


def _deployment(sender: Any, one: Glance, kind: str, **more: Any) -> str:
    """The form of a deployment, filled in and with its cost; the days are those the empty form begins with."""
    wish = wish_to_begin(sender, kind)
    return url_for(
        "office.new_deployment",
        unit_id=sender.id,
        kind=kind,
        units=one.unit_id,
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        **more,
        _anchor="cost",
    )


def found_lines(found: Sequence[Any], view: View) -> list[Mapping[str, str]]:
    """Units found by name: where they belong, how far behind, the way to their report."""
    return [
        {
            "name": one.glance.name,
            "within": one.within,
            "said": labels.weeks_words(one.glance.counts) if behind_rules.is_behind(one.glance.counts) else "",
            "href": url_for("office.unit", unit_id=one.glance.unit_id, **view.query()),
        }
        for one in found
    ]


def offered(view: View, report: Report) -> Mapping[str, Any]:
    """What the list may be narrowed by: weeks, stages taught below, topics that were asked about; and its orders."""
    stages = {code for one in report.glances for code in one.stages.split(",") if code}
    named = [(code, name) for code, name in stage_labels().items() if code in stages]
    asked = [(one.topic, topic_name(one.topic)) for one in report.topics if one.answered]
    return {
        "weeks": labels.weeks_choices(),
        "stages": [("", _("全部学段")), *named] if len(named) > 1 else [],
        "topics": [("", _("全部专题")), *asked] if asked else [],
        "sorts": list(labels.sort_labels().items()),
    }
