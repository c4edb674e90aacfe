"""View-model of printed slips. The codes exist only here, between being issued and being printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

import segno
from flask import url_for
from markupsafe import Markup

from ....accounts import codes
from ....accounts.models import User
from ....shared import clock, lan_addresses
from ...urls import public


@dataclass(frozen=True)
class PrintedSlip:
    """What stands on one slip. `pictures`: grades 1 and 2. `kind`: pupil, guardian or staff; `about`: the child a guardian's slip is for."""

    kind: str
    name: str
    number: str
    place: str
    code: str
    qr: Markup
    until: date
    pictures: bool = False


def site() -> str:
    """Address people type: as public.base() knows it."""
    return public.base().url


def only_here() -> bool:
    """Whether the address works on this computer alone, so that a phone could not use the QR code."""
    base = public.base()
    return not base.reachable or lan_addresses.is_here_only(urlsplit(base.url).hostname or "")


def printed(
    issued: Iterable[tuple[User, str]], place: str, numbers: dict[int, str], days: int, pictures: bool = False
) -> list[PrintedSlip]:
    """Slips to print for people just given codes; `numbers` are the pupils' numbers by user; `pictures`: they will
    choose three pictures (grades 1 and 2)."""
    until = clock.today() + timedelta(days=days)
    return [
        PrintedSlip(
            user.kind, user.name, numbers.get(user.id, ""), place, codes.grouped(code), _qr(code), until, pictures
        )
        for user, code in issued
    ]


def _qr(code: str) -> Markup:
    """QR code of the slip's address as plain SVG, without style attributes."""
    made = segno.make(site() + url_for("account.slip", code=code), error="m", micro=False)
    return Markup(made.svg_inline(border=2, omitsize=True))  # noqa: S704 – drawn by us from an address of ours
