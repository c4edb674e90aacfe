"""Events an operator watches for: sign-ins, refusals and limits, each with its name, the address and the request, never a secret.

One line each, with about=security: sign_in.came, sign_in.wrong, sign_in.left, slip.used, slip.refused, join.wrong, access.refused,
form.foreign, form.token, and limit.<code> where a guess was not looked at (account_wait, account_closed, address_slow, address_wait).
"""

from __future__ import annotations

from typing import Any

import structlog
from flask import g, request

log = structlog.get_logger("security")
LOUD = ("limit.", "form.", "access.")


def log_event(event: str, **values: Any) -> None:
    """Write the event. `values` are row numbers and marks."""
    write = log.warning if event.startswith(LOUD) else log.info
    write(event, about="security", id=g.get("request_id"), address=request.remote_addr, **values)
