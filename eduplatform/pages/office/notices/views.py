"""Notices of a unit: which are on, how many a week, when, over which ways; and what went out this term, in counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....notices import hooks, operations, policy, queries
from ....org import queries as org
from ....org.access import Viewer, unit_for
from ....org.models import Unit
from ....shared import clock
from ....shared.database import write
from ....shared.refusals import NotFound, Refused
from ... import guard, navigation
from ...labels import notices as labels
from ...messages import message_for
from ...parsing import whole_number
from ...web.locale import gettext as _
from .. import loaders
from ..blueprint import blueprint

RIGHT = "plan.edit"


@dataclass(frozen=True)
class HookOf:
    """A webhook of a unit's work group, with the unit."""

    hook: hooks.NoticeHook
    unit: Unit


def a_noticed_unit(viewer: Viewer, unit_id: int | None = None) -> Unit:
    """A unit whose notices the viewer may change; without a number the viewer's own, the highest first."""
    unit = unit_for(viewer, RIGHT, loaders.first_unit(viewer, RIGHT) if unit_id is None else unit_id)
    if unit.kind == "class":
        raise NotFound()
    return unit


def a_hook(viewer: Viewer, hook_id: int) -> HookOf:
    """A webhook of a unit whose notices the viewer may change."""
    found = hooks.hook_by_id(hook_id)
    if found is None or found.user_id is not None:
        raise NotFound()
    return HookOf(found, a_noticed_unit(viewer, found.unit_id))


@blueprint.get("/notices")
@blueprint.get("/units/<int:unit_id>/notices")
@guard.needs(RIGHT, a_noticed_unit)
@navigation.entry("office", 35, lambda: _("提醒"), "bell")
def notices(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """What is allowed here and what went out since the term began. Eight statements beside the viewer's."""
    return _page(unit)


def _page(unit: Unit, words: str = "", status: int = 200) -> ResponseReturnValue:
    today = clock.today()
    since = clock.start_of(_term_start(unit, today))
    above, own = policy.policy_above(unit.path, today), hooks.hooks_of(unit)
    return render_template(
        "office/notices.html",
        unit=unit,
        place=unit.name,
        here=policy.policy_at(unit.path, today),
        above=above,
        rules=labels.rule_names(),
        hooks=own,
        last=queries.last_of_hooks([hook.id for hook in own]),
        kinds=labels.kinds_of_hook(),
        labels=labels,
        by_rule=queries.counts_by_rule(unit, since),
        by_unit=queries.counts_by_unit(unit, since),
        outbox=queries.outbox_by_state(unit, since),
        since=since,
        mail=bool(current_app.config["SMTP_HOST"]),
        caps=[(str(n), _("%(n)s 条", n=n)) for n in range(above.cap + 1)],
        hours_from=_hours(range(policy.EARLIEST_FROM, above.quiet_from + 1)),
        hours_to=_hours(range(above.quiet_to, policy.LATEST_TO + 1)),
        least=queries.LEAST,
        words=words,
    ), status


def _hours(hours: range) -> list[tuple[str, str]]:
    return [(str(hour), f"{hour}:00") for hour in hours]


def _term_start(unit: Unit, today: date) -> date:
    """First day of the term, or of the year's first where none has begun."""
    terms = org.calendar_of(unit, clock.school_year_of(today)).terms
    begun = [term.starts_on for term in terms if term.starts_on <= today]
    return begun[-1] if begun else today


@blueprint.post("/units/<int:unit_id>/notices")
@guard.needs(RIGHT, a_noticed_unit)
@navigation.below("office.notices")
def set_notices(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Keep what is allowed here and below."""
    form = request.form
    cap, quiet_from, quiet_to = (whole_number(form.get(name, ""), 2) for name in ("cap", "from", "to"))
    try:
        if cap is None or quiet_from is None or quiet_to is None:
            raise Refused("odd_choice")
        with write():
            operations.choose_policy(
                viewer, unit, cap, quiet_from, quiet_to, form.getlist("on"), form.getlist("channels")
            )
    except Refused as refusal:
        return _page(unit, message_for(refusal), refusal.status)
    flash(_("已保存，从现在起算。"), "good")
    return redirect(url_for("office.notices", unit_id=unit.id), 303)


@blueprint.post("/units/<int:unit_id>/notices/hooks")
@guard.needs(RIGHT, a_noticed_unit)
@navigation.below("office.notices")
def add_group_hook(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """Enter the robot of a work group."""
    form = request.form
    try:
        with write():
            hooks.add_hook(
                viewer,
                unit,
                form.get("kind", ""),
                form.get("name", ""),
                form.get("url", ""),
                form.get("secret", ""),
                current_app.config["WEBHOOK_INSIDE"],
            )
    except Refused as refusal:
        return _page(unit, message_for(refusal), refusal.status)
    flash(_("已保存。发一条测试消息看看通不通。"), "good")
    return redirect(url_for("office.notices", unit_id=unit.id), 303)


@blueprint.post("/notices/hooks/<int:hook_id>/end")
@guard.needs(RIGHT, a_hook)
@navigation.below("office.notices")
def end_group_hook(viewer: Viewer, found: HookOf) -> ResponseReturnValue:
    """Take the robot of a work group away."""
    with write():
        hooks.end_hook(viewer, found.hook)
    flash(_("已去掉，不会再往那里发。"), "good")
    return redirect(url_for("office.notices", unit_id=found.unit.id), 303)


@blueprint.post("/notices/hooks/<int:hook_id>/test")
@guard.needs(RIGHT, a_hook)
@navigation.below("office.notices")
def test_group_hook(viewer: Viewer, found: HookOf) -> ResponseReturnValue:
    """Send a test message to a work group."""
    with write():
        hooks.try_hook(found.hook)
    flash(_("测试消息已放进发件箱，过一会儿刷新这一页看结果。"), "good")
    return redirect(url_for("office.notices", unit_id=found.unit.id), 303)
