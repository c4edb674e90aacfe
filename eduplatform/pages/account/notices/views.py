"""The inbox of a member of staff, and what is sent beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....notices import appeal_notices, choices, hooks, queries, rules
from ....org import queries as org
from ....org.access import Viewer
from ....org.models import Unit
from ....shared.database import write
from ....shared.refusals import NotFound, Refused, there
from ... import guard
from ...labels import notices as labels
from ...web.locale import gettext as _
from ..blueprint import blueprint
from . import links

OFFICE = ("office.unit", "assessment.view")
TARGETS = {
    "holiday": ("teacher.reminder_list", "class.teach"),
    "season": ("teacher.reminder_list", "class.teach"),
    "activities": ("office.activities", "assessment.view"),
    "far_behind": OFFICE,
    "returns": ("office.deployments", "deployment.send"),
}  #: rule → page it opens and the right that takes; others: the week of the class, or the figures of the unit


def _staff(viewer: Viewer) -> None:
    if viewer.kind != "staff":
        raise NotFound()


def an_own_notice(viewer: Viewer, notice_id: int) -> queries.InboxLine:
    """A notice of the viewer."""
    found = queries.own_notice(viewer, notice_id)
    if found is None:
        raise NotFound()
    return found


def an_own_hook(viewer: Viewer, hook_id: int) -> hooks.NoticeHook:
    """A webhook of the viewer's own."""
    found = hooks.hook_by_id(hook_id)
    if found is None or found.user_id != viewer.user_id:
        raise NotFound()
    return found


@blueprint.get("/notices")
@guard.signed_in
def inbox(viewer: Viewer) -> ResponseReturnValue:
    """What the viewer was told, newest first. One statement beside the viewer's."""
    _staff(viewer)
    lines = queries.inbox(viewer)
    fresh = [line for line in lines if line.fresh]
    return render_template(
        "account/notices.html",
        fresh=fresh,
        older=[line for line in lines if not line.fresh],
        words=labels.notice_words,
    )


@blueprint.post("/notices/<int:notice_id>/open")
@guard.signed_in
def open_notice(viewer: Viewer, notice_id: int) -> ResponseReturnValue:
    """Open what a notice speaks of: with that it is read."""
    _staff(viewer)
    line = an_own_notice(viewer, notice_id)
    with write():
        queries.mark_read(viewer, notice_id)
    return redirect(_target(viewer, line.notice.rule, line.unit, line.notice.details), 303)


def _target(viewer: Viewer, rule: str, unit: Unit, details: Mapping[str, Any]) -> str:
    if rule in rules.APPEAL_RULES and viewer.may(OFFICE[1], unit.path):
        if details["appeal"]:
            return url_for("office.appeal", appeal_id=details["appeal"])
        return url_for("office.official", unit_id=unit.id, year=details["year"])
    usual = ("teacher.home", "class.teach") if unit.kind == "class" else OFFICE
    endpoint, right = TARGETS.get(rule, usual)
    if not viewer.may(right, unit.path):  # the post has ended meanwhile
        return url_for("account.inbox")
    if endpoint.startswith("teacher."):
        return url_for(endpoint, class_id=unit.id)
    return url_for(endpoint, unit_id=unit.id)


@blueprint.post("/notices/read")
@guard.signed_in
def read_all(viewer: Viewer) -> ResponseReturnValue:
    """Everything has been looked at."""
    _staff(viewer)
    with write():
        queries.mark_read(viewer)
    return redirect(url_for("account.inbox"), 303)


@blueprint.get("/notices/ways")
@guard.signed_in
def notice_ways(viewer: Viewer) -> ResponseReturnValue:
    """What is sent beside the inbox: mail, an own robot, and which notices."""
    _staff(viewer)
    return _ways(viewer)


def _ways(viewer: Viewer, refusal: Refused | None = None) -> ResponseReturnValue:
    own = hooks.hooks_of(_home(viewer), viewer)
    page = render_template(
        "account/notice_ways.html",
        choice=choices.choice_of(viewer.school_id, viewer.user_id),
        hooks=own,
        last=queries.last_of_hooks([hook.id for hook in own]),
        last_mail=queries.last_mail(viewer),
        rules=[(rule, name) for rule, name in labels.rule_names().items() if _mine(viewer, rule)],
        kinds=labels.kinds_of_hook(),
        labels=labels,
        mail=bool(current_app.config["SMTP_HOST"]),
        refusal=refusal,
    )
    return page, refusal.status if refusal else 200


def _mine(viewer: Viewer, rule: str) -> bool:
    """Whether a rule speaks to people like the viewer."""
    teaches = any(held.role == "homeroom_teacher" for held in viewer.holdings)
    safe = any(held.role == "safety_officer" for held in viewer.holdings)
    if rule in rules.APPEAL_RULES:
        told = appeal_notices.ANSWERING if rule == "appeals" else appeal_notices.CONTESTING
        return any(held.role in told for held in viewer.holdings)
    return rule == rules.DIGEST or (teaches and rule in rules.RULES) or (safe and rule in rules.OFFICE_RULES)


def _home(viewer: Viewer) -> Unit:
    return there(org.unit_by_id(viewer.school_id))


@blueprint.post("/notices/ways")
@guard.signed_in
def choose_ways(viewer: Viewer) -> ResponseReturnValue:
    """Keep what is wanted beside the inbox. A new address gets a link to confirm it first."""
    _staff(viewer)
    shown = {rule for rule in labels.rule_names() if _mine(viewer, rule)}
    off = shown - set(request.form.getlist("on"))
    try:
        with write():
            asked = choices.choose_ways(viewer, request.form.get("email", ""), bool(request.form.get("by_email")), off)
    except Refused as refusal:
        return _ways(viewer, refusal)
    flash(_("已保存。请到邮箱里点一下确认的链接，之后才会往那里发。") if asked else _("已保存。"), "good")
    return redirect(url_for("account.notice_ways"), 303)


@blueprint.post("/notices/ways/test")
@guard.signed_in
def test_mail(viewer: Viewer) -> ResponseReturnValue:
    """Send the viewer a test mail."""
    _staff(viewer)
    try:
        with write():
            choices.send_test(viewer)
    except Refused as refusal:
        return _ways(viewer, refusal)
    flash(_("测试邮件已放进发件箱，过一会儿刷新这一页看结果。"), "good")
    return redirect(url_for("account.notice_ways"), 303)


@blueprint.post("/notices/hooks")
@guard.signed_in
def add_own_hook(viewer: Viewer) -> ResponseReturnValue:
    """Enter a robot of the viewer's own."""
    _staff(viewer)
    form = request.form
    try:
        with write():
            hooks.add_hook(
                viewer,
                _home(viewer),
                form.get("kind", ""),
                form.get("name", ""),
                form.get("url", ""),
                form.get("secret", ""),
                current_app.config["WEBHOOK_INSIDE"],
                own=True,
            )
    except Refused as refusal:
        return _ways(viewer, refusal)
    flash(_("已保存。发一条测试消息看看通不通。"), "good")
    return redirect(url_for("account.notice_ways"), 303)


@blueprint.post("/notices/hooks/<int:hook_id>/end")
@guard.signed_in
def end_own_hook(viewer: Viewer, hook_id: int) -> ResponseReturnValue:
    """Take an own robot away."""
    _staff(viewer)
    hook = an_own_hook(viewer, hook_id)
    with write():
        hooks.end_hook(viewer, hook)
    flash(_("已去掉，不会再往那里发。"), "good")
    return redirect(url_for("account.notice_ways"), 303)


@blueprint.post("/notices/hooks/<int:hook_id>/test")
@guard.signed_in
def test_own_hook(viewer: Viewer, hook_id: int) -> ResponseReturnValue:
    """Send a test message to an own robot."""
    _staff(viewer)
    hook = an_own_hook(viewer, hook_id)
    with write():
        hooks.try_hook(hook)
    flash(_("测试消息已放进发件箱，过一会儿刷新这一页看结果。"), "good")
    return redirect(url_for("account.notice_ways"), 303)


@blueprint.get("/notices/off/<string:signed>")
@guard.public("who got the mail the link stands in")
def off_link(signed: str) -> ResponseReturnValue:
    """Ask whether mail should stop: a mail program that follows links must not switch anything off."""
    links.read_token(signed)
    return render_template("account/notice_link.html", kind="off", signed=signed, done=False)


@blueprint.post("/notices/off/<string:signed>")
@guard.public("who got the mail the link stands in")
def switch_mail_off(signed: str) -> ResponseReturnValue:
    """Nothing is sent beside the inbox any more."""
    school_id, user_id, _email = links.read_token(signed)
    with write():
        choices.switch_off(school_id, user_id)
    return render_template("account/notice_link.html", kind="off", signed=signed, done=True)


@blueprint.get("/notices/confirm/<string:signed>")
@guard.public("who got the mail the link stands in")
def confirm_link(signed: str) -> ResponseReturnValue:
    """Ask whether the address is to be used."""
    links.read_token(signed)
    return render_template("account/notice_link.html", kind="confirm", signed=signed, done=False)


@blueprint.post("/notices/confirm/<string:signed>")
@guard.public("who got the mail the link stands in")
def confirm_mail(signed: str) -> ResponseReturnValue:
    """The address belongs to the person: from now on notices go there."""
    school_id, user_id, email = links.read_token(signed)
    with write():
        confirmed = choices.confirm_address(school_id, user_id, email)
    kind = "confirm" if confirmed else "stale"
    return render_template("account/notice_link.html", kind=kind, signed=signed, done=True)
