"""Weak topics of a class, for its own teachers: at most three things to teach again, and who needs help with what."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....assessment import queries as reports
from ....assessment import rules, weak_rules, weak_topic_plan, weak_topics
from ....assessment.weak_topic_plan import Placed
from ....curriculum import queries as content
from ....learning.topic_help import topic_help
from ....org import queries as org
from ....shared import audit
from ....shared.database import write
from ....shared.refusals import Refused
from ....shared.sheets import shown_cell
from ....teaching import plan
from ... import guard, navigation
from ...filters import listed, topic_name
from ...labels.weak_topics import counted_note, range_words, season_words, why
from ...messages import message_for
from ...office.report import labels as report_labels
from ...parsing import whole_number
from ...web.locale import gettext as _
from .. import loaders
from ..blueprint import blueprint


@blueprint.get("/classes/<int:class_id>/weak-topics", endpoint="weak_topics")
@guard.needs("class.teach", loaders.a_class)
@navigation.below("teacher.home")
def weak_topics_page(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """What the class knows least, how sure that is, which questions show it, and the week it would go into."""
    return _page(viewer, taught_class)


def _page(
    viewer: guard.Viewer, taught_class: loaders.TaughtClass, words: str = "", status: int = 200
) -> ResponseReturnValue:
    found = weak_topics.class_topics(taught_class.unit, taught_class.of_year, taught_class.today)
    return render_template(
        "teacher/weak_topics.html",
        room=taught_class,
        words=words,
        suggested=[_suggested(taught_class, one, found) for one in found.suggestions],
        lines=[_line(known) for known in sorted(found.known, key=lambda one: (one.value, one.topic))],
        season=_season(found),
        beliefs=[{"item": one, "share": shown_cell(one.share.value, "rate")} for one in found.beliefs],
        may_plan=viewer.may("class.plan", taught_class.unit.path),
        may_name=viewer.may("class.names", taught_class.unit.path),
        placed=_placed(),
        note=counted_note(),
        least=rules.LEAST_PUPILS,
        counted=report_labels.as_of_label(reports.counted_at()),
        topic_name=topic_name,
    ), status


def _suggested(
    taught_class: loaders.TaughtClass, one: weak_rules.Suggestion, found: weak_topics.ClassTopics
) -> dict[str, Any]:
    stage = taught_class.of_year.stage
    return {
        "topic": one.topic,
        "known": one.known,
        "share": shown_cell(one.known.value, "rate"),
        "range": range_words(one.known),
        "why": why(one, found.seasons.get(one.topic) if one.season else None),
        "worst": [(item.stem, item.n, shown_cell(item.share.value, "rate")) for item in found.items.get(one.topic, ())],
        "room": plan.week_for_topic(taught_class.unit, taught_class.year, stage, one.topic, taught_class.today),
    }


def _line(known: weak_rules.Known) -> dict[str, Any]:
    few = known.pupils < rules.LEAST_PUPILS
    return {
        "label": topic_name(known.topic),
        "value": known.value * 100,
        "low": known.low * 100,
        "high": known.high * 100,
        "text": f"{known.value * 100:.1f}",
        "of": _("%(n)s 人，很少", n=known.pupils) if few else _("%(n)s 人", n=known.pupils),
    }


def _season(found: weak_topics.ClassTopics) -> list[str]:
    """Key days that are near, with the topics of them nobody has been asked about yet."""
    asked = {one.topic for one in found.known}
    fresh: dict[str, list[str]] = {}
    for topic, day in found.seasons.items():
        if topic not in asked:
            fresh.setdefault(season_words(day), []).append(topic_name(topic))
    return [
        _("%(day)s还没有答卷的专题：%(topics)s。", day=f"{words} ", topics=listed(names))
        for words, names in fresh.items()
    ][:2]


def _placed() -> tuple[str, int] | None:
    """Topic and week of what was just put into the plan, from the address."""
    topic, week = request.args.get("topic", ""), whole_number(request.args.get("placed"), 2)
    return (topic, week) if week and topic in content.topics() else None


def _topic(values: dict[str, str]) -> str:
    topic = values.get("topic", "")
    if topic not in content.topics():
        raise Refused("plan_no_topic")
    return topic


@blueprint.post("/classes/<int:class_id>/weak-topics/plan")
@guard.needs("class.plan", loaders.a_planned_class)
@navigation.below("teacher.home")
def plan_weak_topic(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Put a topic into the class's plan, in the next week with room for it."""
    try:
        topic = _topic(request.form.to_dict())
        with write():
            placed = weak_topic_plan.put_into_plan(
                viewer,
                [taught_class.unit],
                taught_class.year,
                taught_class.of_year.stage,
                topic,
                taught_class.today,
            )
    except Refused as refusal:
        return _page(viewer, taught_class, message_for(refusal), refusal.status)
    address = url_for("teacher.weak_topics", class_id=taught_class.unit.id, topic=topic, placed=placed[0].week)
    return redirect(address, 303)


@blueprint.post("/classes/<int:class_id>/weak-topics/undo")
@guard.needs("class.plan", loaders.a_planned_class)
@navigation.below("teacher.home")
def undo_weak_topic(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Take it out again."""
    week, stage = whole_number(request.form.get("week"), 2) or 0, taught_class.of_year.stage
    try:
        topic = _topic(request.form.to_dict())
        with write():
            weak_topic_plan.take_out_of_plan(viewer, [Placed(taught_class.unit, week)], taught_class.year, stage, topic)
    except Refused as refusal:
        return _page(viewer, taught_class, message_for(refusal), refusal.status)
    flash(_("已从计划里撤回。"), "good")
    return redirect(url_for("teacher.weak_topics", class_id=taught_class.unit.id), 303)


@blueprint.get("/classes/<int:class_id>/weak-topics/pupils")
@guard.needs("class.names", loaders.a_named_class)
@navigation.below("teacher.home")
def weak_topic_pupils(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Who needs help with a topic (?topic=FIRE), by name: for the own teachers only, on record like every look at names."""
    topic, unit = request.args.get("topic", ""), taught_class.unit
    if topic not in content.topics():
        return redirect(url_for("teacher.weak_topics", class_id=unit.id))
    roll = org.roll_on(unit.keeper_id, unit.id, taught_class.today)
    heads = [head for head in content.lessons_of(taught_class.of_year.stage) if head.topic == topic]
    found = topic_help(unit, taught_class.year, roll, heads)
    audit.looked(unit.keeper_id, viewer.user_id, f"class:{unit.id}", len(found.helped) + len(found.unseen))
    return render_template(
        "teacher/weak_topic_pupils.html", room=taught_class, topic=topic, found=found, topic_name=topic_name
    )
