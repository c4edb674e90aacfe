"""Where a request comes from, as marks: the network address, and the accounts this browser signed in to before."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app, request
from werkzeug.wrappers import Response

from ....accounts import keyed_marks
from ....accounts.people import Account

KNOWN = "anxue_known"
MANY = 6
DAYS = 180


def address_mark() -> str:
    """Mark of the network address; of an IPv6 address its network of 64 bits, because one home or computer owns all of it."""
    return keyed_marks.keyed_mark("address", network_of(request.remote_addr or ""))


def network_of(text: str) -> str:
    """10.1.2.3 → itself, 2001:db8:1:2::9 → 2001:db8:1:2::/64."""
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return text
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return text


def knows_account(account: Account | None) -> bool:
    """Whether this browser signed in to the account before and its secret is still the same."""
    return account is not None and account.device_mark in _marks()


def _marks() -> list[str]:
    return [mark for mark in request.cookies.get(KNOWN, "").split(".") if len(mark) == 32][:MANY]


def know(response: Response, account: Account) -> None:
    """Let this browser be known again. Only on a person's own device: a shared one forgets."""
    kept = [account.device_mark, *(mark for mark in _marks() if mark != account.device_mark)][:MANY]
    response.set_cookie(
        KNOWN,
        ".".join(kept),
        max_age=DAYS * 86400,
        httponly=True,
        samesite="Lax",
        path="/",
        secure=current_app.config["COOKIE_SECURE"] or request.is_secure,
    )
