"""The loader of the classroom phone: what it holds says which lesson it belongs to; nothing else is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import current_app, g, render_template, request
from werkzeug.wrappers import Response

from ...org import queries as org
from ...org.access import Viewer
from ...org.models import Unit
from ...shared.refusals import NotFound
from ...teaching import remotes
from ...teaching.models import ClassSession, Remote
from .. import errors
from ..guard import Rule
from ..messages import message_for
from .blueprint import COOKIE


@dataclass(frozen=True)
class Phone:
    """A phone that joined, the lesson it belongs to, and the class."""

    remote: Remote
    session: ClassSession
    unit: Unit

    @property
    def hand(self) -> Viewer:
        """On whose behalf it acts: the teacher on whose screen the code stood. For the record of verbs, never for a door."""
        return Viewer(self.remote.teacher_id, self.session.school_id, "staff", "")


def for_joined_phone(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a route of a phone that joined: it is called with the Phone. 404 ('room_left') for everybody else."""

    @wraps(view)
    def enter(**values: Any) -> Any:
        phone = the_phone()
        if phone is None and request.method == "GET" and not errors.wants_json():
            return render_template("classroom/left.html", words=message_for(NotFound("room_left"))), 404
        if phone is None:
            raise NotFound("room_left")
        g.viewer_id = phone.remote.teacher_id
        return view(phone, **values)

    enter.rule = Rule("phone", "joined by the code on the screen", (view.__doc__ or "").strip())  # type: ignore[attr-defined]
    return enter


def the_phone() -> Phone | None:
    """The phone that asks, with its lesson; None where nothing was joined or the lesson let it go. Three statements."""
    remote = remotes.phone_of_secret(request.cookies.get(COOKIE, ""))
    if remote is None:
        return None
    session = remotes.session_of(remote)
    unit = org.unit_by_id(session.class_id)
    return Phone(remote, session, unit) if unit else None


def remember_phone(response: Response, secret: str) -> Response:
    """What the phone keeps until the browser or the lesson ends. SameSite is Strict: no other site can turn a page."""
    response.set_cookie(
        COOKIE,
        secret,
        httponly=True,
        samesite="Strict",
        path="/room",
        secure=current_app.config["COOKIE_SECURE"] or request.is_secure,
    )
    return response
