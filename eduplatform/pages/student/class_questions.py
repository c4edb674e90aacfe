"""The class answers together: what the screen is at, on the pupil's device. One tap answers; nobody else's answer is shown."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...curriculum.grading import grade
from ...learning import class_answers, paced_view
from ...learning.paced_view import Seen
from ...org.access import Viewer
from ...shared.database import write
from ...shared.refusals import Conflict, NotFound, Refused
from ...teaching import card_questions
from .. import guard, navigation
from ..errors import wants_json
from ..messages import message_for
from ..parsing import whole_number
from ..web.locale import gettext as _
from .blueprint import blueprint
from .choice_names import Veil
from .poll_pace import pace


@blueprint.get("/room")
@guard.needs("learn.own")
@navigation.below("student.home")
def room(viewer: Viewer) -> ResponseReturnValue:
    """What the class is at: look at the screen, the open question, the answer with its reason, or the end."""
    seen = paced_view.seen(viewer)
    return render_template("student/room.html", seen=seen, **_shown(seen))


@blueprint.get("/room/piece")
@guard.needs("learn.own")
def room_piece(viewer: Viewer) -> ResponseReturnValue:
    """The same as a piece of page, fetched when the screen has moved on."""
    seen = paced_view.seen(viewer)
    return render_template("student/room_piece.html", seen=seen, **_shown(seen))


@blueprint.get("/room/now")
@guard.needs("learn.own")
def room_now(viewer: Viewer) -> ResponseReturnValue:
    """Whether something else is to be shown, and what the pupil has chosen. Asked every two seconds by every device, or as `wait` (ms) says."""
    seen = paced_view.seen(viewer)
    if seen is None:
        return jsonify(mark="none", wait=pace.next_wait((viewer.school_id, viewer.user_id)))
    return jsonify(
        mark=seen.mark,
        wait=pace.next_wait((viewer.school_id, viewer.user_id)),
        mine=_veil(seen).shown(seen.mine) if seen.kind == "ask" and seen.mine else None,
    )


def _shown(seen: Seen | None) -> dict[str, Any]:
    """What a question shows beside itself: of an ordering the part asked; after the reveal what is right and why."""
    if seen is None or seen.kind not in ("ask", "shown"):
        return {}
    question = seen.asked.question
    found: dict[str, Any] = {
        "veil": _veil(seen),
        "parts": card_questions.parts_of(question),
        "left": set(seen.left) if seen.kind == "ask" else set(),
    }
    if seen.kind == "shown":
        found |= {
            "right": card_questions.right_options(question),
            "own": seen.options(seen.number),
            "was_right": seen.was_right(seen.number),
            "why": grade(question, None).why,
        }
    return found


@blueprint.post("/room")
@guard.needs("learn.own")
def room_answer(viewer: Viewer) -> ResponseReturnValue:
    """The pupil's own choice: kept at once, changed until the reveal; a retry changes nothing."""
    number, part, option = _number("number"), _number("part"), request.form.get("option", "")[:20]
    try:
        with write():
            _keep(viewer, number, part, option)
    except (Conflict, NotFound) as refusal:
        words = _words(refusal)
        if wants_json():
            return jsonify(error=refusal.code, message=words), 409
        flash(words, "warn")
    return jsonify(kept=option) if wants_json() else redirect(url_for("student.room"), 303)


def _keep(viewer: Viewer, number: int, part: int, option: str) -> None:
    seen = paced_view.seen(viewer)
    if seen is None:
        raise Conflict("session_over", session_id=0)
    if number < len(seen.run.asked):
        option = _veil(seen).real(option, [choice.id for choice in seen.run.asked[number].choices])
    if seen.kind == "ask" and (seen.number, seen.part) == (number, part) and option not in seen.left:
        raise Refused("odd_choice")
    class_answers.answer_own(viewer, seen.run.session, number, part, option)


def _veil(seen: Seen) -> Veil:
    return Veil("room", seen.run.session.id)


def _words(refusal: Refused) -> str:
    if refusal.code == "vote_closed":
        return _("这一题已经揭晓，刚才点的没有赶上。看看为什么。")
    if refusal.code == "session_over":
        return _("这节课已经结束。答过的都在。")
    return _("大屏上还没到这一题，先看大屏幕。") if isinstance(refusal, NotFound) else message_for(refusal)


def _number(name: str) -> int:
    number = whole_number(request.form.get(name), 3)
    if number is None:
        raise Refused("odd_choice")
    return number
