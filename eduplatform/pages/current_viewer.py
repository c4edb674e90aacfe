"""From cookie to viewer. The cookie holds a random token; the row behind it can be revoked at once."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, Request, current_app, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from ..accounts import sessions
from ..extensions import login
from ..org.access import Viewer, viewer_of
from ..shared import clock, database

log = structlog.get_logger("identity")
COOKIE = "anxue"
HOST_ONLY = "__Host-"  #: on HTTPS: a browser lets no other host of the same domain set or change such a cookie


class _Ageless(URLSafeTimedSerializer):
    """The form cookie carries no identity; its age is ignored, so that a clock set back refuses no form."""

    def loads(self, s: Any, max_age: Any = None, return_timestamp: bool = False, salt: Any = None) -> Any:  # type: ignore[override]
        return super().loads(s, None, return_timestamp, salt)


class FormCookie(SecureCookieSessionInterface):
    _signing: URLSafeTimedSerializer | None = None

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The form cookie; of a browser that has only the one from before HTTPS its content, which then moves to the new name."""
        now, before = self.get_cookie_name(app), self.get_cookie_name(app).removeprefix(HOST_ONLY)
        found = super().open_session(app, request)
        if now == before or now in request.cookies or before not in request.cookies:
            return found
        try:
            moved = self.session_class(self.get_signing_serializer(app).loads(request.cookies[before]))  # type: ignore[union-attr]
        except BadSignature:
            return found
        moved.modified = True
        return moved

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once an app (each has its own FormCookie): keys do not change while it runs."""
        if self._signing is None:
            made = super().get_signing_serializer(app)
            if made is not None:
                made.__class__ = _Ageless
            self._signing = made
        return self._signing


def register(app: Flask) -> None:
    app.session_interface = FormCookie()
    login.init_app(app)
    login.request_loader(_viewer)
    app.after_request(_move)
    app.context_processor(lambda: {"viewer": the_viewer()})


def _viewer(asked: Request) -> Viewer | None:
    token = token_of(asked)
    if not token:
        return None
    found = viewer_of(sessions.hash_token(token), clock.now())
    if found is not None:
        g.viewer_id = found.user_id
        g.own_device = found.kind != "staff" and found.device == "own"
        _touch(found)
    return found


def _touch(viewer: Viewer) -> None:
    """Put the last use on record, at most every five minutes. A database too busy for that must not cost the page."""
    if viewer.seen_at is None or not sessions.wants_touch(viewer.seen_at, clock.now()):
        return
    try:
        with database.write():
            sessions.note_last_use(viewer.school_id, viewer.session_row)
    except DBAPIError as busy:
        log.warning("touch", id=g.get("request_id"), kind=type(busy.orig).__name__)


def the_viewer() -> Viewer | None:
    """The signed-in viewer, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def ask_no_more() -> None:
    """For error pages: who was not asked for yet is nobody, so that a page about a lost database does not ask it again."""
    if "_login_user" not in g:
        g._login_user = login.anonymous_user()


def cookie_name() -> str:
    """What the sign-in cookie is called here."""
    return HOST_ONLY + COOKIE if current_app.config["COOKIE_SECURE"] else COOKIE


def token_of(asked: Request) -> str:
    """The sign-in token the browser sent. One under the name from before HTTPS is taken once: the answer moves it (_move)."""
    return asked.cookies.get(cookie_name()) or asked.cookies.get(COOKIE, "")


def _move(response: Response) -> Response:
    """Give a token that came under the old name the new one, and take the old name away."""
    if cookie_name() == COOKIE or COOKIE not in request.cookies:
        return response
    if (
        cookie_name() not in request.cookies
        and g.get("viewer_id")
        and not any(line.startswith(f"{cookie_name()}=") for line in response.headers.getlist("Set-Cookie"))
    ):
        remember_sign_in(
            response, request.cookies[COOKIE], current_app.config["PUPIL_SESSION_DAYS"] if g.get("own_device") else None
        )
    response.delete_cookie(COOKIE, path="/")
    return response


def remember_sign_in(response: Response, token: str, days: float | None) -> Response:
    """Set the sign-in cookie; without `days` it ends with the browser."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(days * 86400) if days else None,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["COOKIE_SECURE"] or request.is_secure,
        path="/",
    )
    return response


def forget_sign_in(response: Response) -> Response:
    """Remove the sign-in cookie."""
    response.delete_cookie(cookie_name(), path="/", secure=current_app.config["COOKIE_SECURE"])
    return response
