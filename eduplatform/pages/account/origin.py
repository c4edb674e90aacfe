"""Where a request comes from, as marks: the network address, and the accounts this browser signed in to before."""

from __future__ import annotations

from flask import Response, current_app, request

from ...accounts import marks
from ...accounts.people import Account

KNOWN = "anxue_known"
MANY = 6
DAYS = 180


def address() -> str:
    """Mark of the network address."""
    return marks.of("address", request.remote_addr or "")


def knows(account: Account | None) -> bool:
    """Whether this browser signed in to the account before and its secret is still the same."""
    return account is not None and account.device_mark in _marks()


def _marks() -> list[str]:
    return [mark for mark in request.cookies.get(KNOWN, "").split(".") if len(mark) == 32][:MANY]


def know(response: Response, account: Account) -> None:
    """Let this browser be known again. Only on a person's own device: a shared one forgets."""
    kept = [account.device_mark, *(mark for mark in _marks() if mark != account.device_mark)][:MANY]
    response.set_cookie(
        KNOWN, ".".join(kept), max_age=DAYS * 86400, httponly=True, samesite="Lax", path="/",
        secure=current_app.config["COOKIE_SECURE"] or request.is_secure,
    )  # fmt: skip
