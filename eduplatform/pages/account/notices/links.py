"""Links in mails that work without signing in: they switch mail off or confirm an address, and nothing else."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from ....shared import lan_addresses
from ....shared.refusals import NotFound


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="notices")


def token_for(school_id: int, user_id: int, email: str) -> str:
    """What a mail to a person's address proves: that whoever has it reads that address."""
    return str(_signer().dumps([school_id, user_id, email]))


def read_token(token: str) -> tuple[int, int, str]:
    """(school, user, address) of a token; NotFound for any other text."""
    try:
        school_id, user_id, email = _signer().loads(token)
    except (BadSignature, ValueError) as odd:
        raise NotFound() from odd
    return school_id, user_id, email


def base_url() -> str:
    """Where the install is reached from elsewhere, for the worker, whom no browser tells; '' where that is not known."""
    config = current_app.config
    if config["PUBLIC_URL"] or lan_addresses.is_here_only(config["HOST"]):
        return str(config["PUBLIC_URL"])
    found = lan_addresses.addresses() if config["HOST"] in ("0.0.0.0", "::") else [config["HOST"]]  # noqa: S104 – compared
    return f"http://{found[0]}:{config['PORT']}" if found else ""
