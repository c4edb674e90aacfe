"""Every error becomes a page (or JSON) in the reader's language; none shows what went wrong inside."""

from __future__ import annotations

import structlog
from flask import Flask, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from ..extensions import db
from ..shared.refusals import Refused
from .current_viewer import ask_no_more
from .guard import SignInFirst
from .messages import message_for
from .web import problem_details
from .web.security_log import log_event

log = structlog.get_logger("error")


def register(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(SignInFirst, lambda _e: error_answer(401, "sign_in_first"))
    app.register_error_handler(CSRFError, _token)
    app.register_error_handler(HTTPException, lambda e: error_answer(e.code or 500, "http"))
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    """Whether a script asked: it says so in Accept."""
    return request.accept_mimetypes.best == "application/json"


def error_answer(status: int, code: str, words: str = "", retry: int | None = None) -> ResponseReturnValue:
    """The error page or JSON for `status`; `retry` (seconds) fills Retry-After."""
    ask_no_more()
    if problem_details.of_the_api():
        return problem_details.problem(status, code, words, retry)
    if wants_json():
        response = make_response(jsonify(error=code, message=words, request_id=g.get("request_id")), status)
    else:
        page = render_template(
            "errors/page.html", status=status, code=code, words=words, request_id=g.get("request_id")
        )
        response = make_response(page, status)
    if retry:
        response.headers["Retry-After"] = str(retry)
    return response


def _token(_error: CSRFError) -> ResponseReturnValue:
    log_event("form.token")
    return error_answer(400, "form_too_old")


def _refused(refusal: Refused) -> ResponseReturnValue:
    db.session.rollback()
    return error_answer(refusal.status, refusal.code, message_for(refusal), refusal.values.get("wait"))


def _database(error: DBAPIError) -> ResponseReturnValue:
    """A database that is gone or busy is 503: the browser keeps what it has and comes back."""
    db.session.rollback()
    busy = error.connection_invalidated or type(error.orig).__name__ in (
        "OperationalError",
        "PoolTimeout",
        "AdminShutdown",
    )
    log.error("database", id=g.get("request_id"), kind=type(error.orig).__name__, exc_info=not busy)
    return error_answer(503, "busy", retry=3) if busy else error_answer(500, "unexpected")


def _unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    if type(error).__module__.startswith("sqlalchemy") and "Timeout" in type(error).__name__:
        return error_answer(503, "busy", retry=3)
    log.error("unexpected", id=g.get("request_id"), exc_info=error)
    return error_answer(500, "unexpected")
