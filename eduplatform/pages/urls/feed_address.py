"""The private address of a calendar as a page shows it, this once: to copy, to click, and as a QR code."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from . import public, qr


@dataclass(frozen=True)
class FeedAddress:
    """`url` to paste; `subscribe` opens the calendar program of the device; `reachable` False: only this machine can read it."""

    url: str
    subscribe: str
    code: Markup
    reachable: bool


def feed_address(token: str) -> FeedAddress:
    """The address of a fresh code."""
    base = public.base()
    url = base.url + url_for("account.calendar_feed", feed=f"{token}.ics")
    subscribe = "webcal" + url.removeprefix("https").removeprefix("http")
    return FeedAddress(url, subscribe, qr.svg(subscribe), base.reachable)
