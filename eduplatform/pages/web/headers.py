"""Request id, one log line a request, security headers and the count of SQL statements."""

from __future__ import annotations

import re
import secrets
import time

import structlog
from flask import Flask, Response, current_app, g, request

from ...shared import lan_addresses, sql_counter

log = structlog.get_logger("request")
KEPT = frozenset(
    ("static", "media.serve", "student.offline_worker", "account.calendar_feed")
)  #: what is the same for everybody; all else is kept nowhere
A_YEAR_OF_HTTPS = (
    "max-age=31536000"  #: this host only: what else stands under the school's domain is not ours to decide
)
_SAFE_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")

POLICY = (
    "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)


def register(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_finish)


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _SAFE_ID.match(given) else secrets.token_hex(8)
    g.began = time.perf_counter()
    sql_counter.reset_count()


def _finish(response: Response) -> Response:
    headers = response.headers
    headers["X-Request-Id"] = g.get("request_id", "-")
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    if request.is_secure or lan_addresses.is_here_only(
        request.host.partition(":")[0]
    ):  # elsewhere browsers ignore it, and complain
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if (request.endpoint not in KEPT and request.blueprint != "api") or "Cache-Control" not in headers:
        headers["Cache-Control"] = (
            "no-store"  # shared devices: the next child must not find the page, or the file, of the last
        )
    if current_app.config["COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = A_YEAR_OF_HTTPS
    if request.endpoint != "static":
        if response.status_code != 404:  # else the count would tell a stranger what is there from what is not
            headers["Server-Timing"] = f'sql;desc="{sql_counter.statements_counted()}"'
        _log_line(response)
    return response


def _log_line(response: Response) -> None:
    spent = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
    log.info(
        "request",
        id=g.get("request_id"),
        method=request.method,
        endpoint=request.endpoint,
        status=response.status_code,
        ms=spent,
        sql=sql_counter.statements_counted(),
        user=g.get("viewer_id"),
    )
