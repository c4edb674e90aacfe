"""Signing in, put together: count the guess, look at it, open the session, set the cookies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from ....accounts import guesses, keyed_marks, passwords, people, sessions
from ....accounts.models import User
from ....accounts.people import Account
from ....org.access import Viewer, viewer_of
from ....shared import clock, database
from ....shared.refusals import Refused
from ... import current_viewer
from ...web.locale import COOKIE as LANGUAGE
from ...web.security_log import log_event
from . import known_devices
from .safe_redirects import after_sign_in

SHARED_HOURS = 3
CHOOSING_HOURS = 1


@dataclass(frozen=True)
class Stay:
    """How long somebody stays: `device` own or shared, the lesson it ends with, and whether a secret is still to be chosen."""

    device: str = "shared"
    class_session_id: int | None = None
    must_choose: bool = False

    def times(self, kind: str) -> tuple[timedelta, timedelta | None, float | None]:
        """Longest stay, longest rest, and days the cookie outlives the browser (None: it does not)."""
        config = current_app.config
        if self.must_choose:
            return timedelta(hours=CHOOSING_HOURS), None, None
        if kind == "staff":
            return timedelta(hours=config["STAFF_SESSION_HOURS"]), timedelta(minutes=config["STAFF_IDLE_MINUTES"]), None
        if self.device == "own" and not self.class_session_id:
            return timedelta(days=config["PUPIL_SESSION_DAYS"]), None, config["PUPIL_SESSION_DAYS"]
        return timedelta(hours=SHARED_HOURS), None, None


def by_secret(account: Account | None, typed: str, kind: str, secret: str, stay: Stay, wanted: str | None) -> Response:
    """Sign in with a lasting secret. `typed` stands for the account where there is none, so that both are answered alike.

    Refused: account_wait, account_closed, address_slow, address_wait, sign_in_wrong. The slow hash runs outside any transaction.
    """
    account_mark = account.mark if account else keyed_marks.keyed_mark("typed", typed)
    guess = _counted(account_mark, known_devices.knows_account(account))
    if not passwords.matches(_hash_for(account, kind), secret) or account is None:
        with database.write():
            guesses.wrong(guess)
        log_event("sign_in.wrong", lane=guess.lane, account=account_mark[:12])
        raise Refused("sign_in_wrong")
    better = passwords.hash_password(secret) if passwords.is_old(account.hash) else None
    with database.write():
        guesses.right(guess)
        if better:
            people.keep_secret(account.user, kind, better)
        token = _begin(account.user, stay)
        viewer = _viewer(token)
    log_event("sign_in.came", lane=guess.lane, user=account.user.id, school=account.user.school_id)
    return _answer(replace(account, hash=better or account.hash), viewer, token, stay, wanted)


def _counted(account_mark: str, known: bool) -> guesses.Guess:
    """The guess, paid for before it is looked at; a limit is an event of its own."""
    try:
        guess = guesses.guess_from(account_mark, known_devices.address_mark(), known)
        with database.write():
            guesses.spend(guess)
    except Refused as limit:
        log_event(f"limit.{limit.code}", account=account_mark[:12])
        raise
    return guess


def _hash_for(account: Account | None, kind: str) -> str | None:
    if account is None or account.kind != kind or account.user.disabled_at is not None:
        return None
    return account.hash


def _begin(user: User, stay: Stay) -> str:
    """A new session in the running transaction; the one this browser had ends."""
    old = current_viewer.token_of(request)
    if old:
        sessions.sign_out_token(old)
    people.note_opened(user)
    lifetime, idle, _days = stay.times(user.kind)
    return sessions.begin_session(user, lifetime, stay.device, stay.class_session_id, stay.must_choose, idle)


def with_slip(user: User, stay: Stay) -> str:
    """Open the session of somebody whose slip was just spent, in the same transaction; returns the token."""
    guesses.at_home(people.mark_of(user.school_id, user.id), known_devices.address_mark())
    return _begin(user, replace(stay, must_choose=True))


def straight_in(user: User, stay: Stay) -> str:
    """Open the session of somebody who has just set up the install, in the same transaction; returns the token."""
    guesses.at_home(people.mark_of(user.school_id, user.id), known_devices.address_mark())
    return _begin(user, stay)


def keep_chosen_secret(
    viewer: Viewer, user: User, kind: str, secret: str, wanted: str | None = None, login: str | None = None
) -> Response:
    """Keep a newly chosen secret, end every other session, and go on with a new session id."""
    hashed = passwords.hash_password(secret)
    stay = Stay(viewer.device, viewer.class_session_id)
    with database.write():
        if login is not None:
            people.rename_account(user, login)
        people.keep_secret(user, kind, hashed)
        sessions.end_all(user.school_id, user.id)
        token = _begin(user, stay)
        seen = _viewer(token)
    log_event("sign_in.came", lane="chosen", user=user.id, school=user.school_id)
    return _answer(Account(user, kind, hashed), seen, token, stay, wanted)


def _viewer(token: str) -> Viewer:
    """Who came in, read before the transaction ends: an error here must not leave a session nobody has the cookie of."""
    viewer = viewer_of(sessions.hash_token(token), clock.now())
    if viewer is None:  # a pupil without a class: left between the two steps
        raise Refused("sign_in_wrong")
    return viewer


def _answer(account: Account, viewer: Viewer, token: str, stay: Stay, wanted: str | None) -> Response:
    response = redirect(after_sign_in(viewer, wanted), 303)
    set_cookies(response, account.user, token, stay)
    if stay.device == "own" or account.user.kind == "staff":
        known_devices.know(response, account)
    return response


def set_cookies(response: Response, user: User, token: str, stay: Stay) -> None:
    """The sign-in cookie, and the language the person reads in."""
    current_viewer.remember_sign_in(response, token, stay.times(user.kind)[2])
    if user.language in ("zh", "en") and LANGUAGE not in request.cookies:
        response.set_cookie(LANGUAGE, user.language, max_age=365 * 86400, samesite="Lax", path="/")
