"""A message ready to go out of the house, and how sending it can end. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """Words in the reader's language. `url` opens what it speaks of; `off_url` switches mail off; `key` is the same at every try."""

    title: str
    body: str
    url: str
    key: str
    off_url: str = ""
    to: str = ""


class TryAgain(Exception):
    """Nothing was handed over: it may be tried again. `code`: why, in a word. `outage`: nothing else would get through either."""

    def __init__(self, code: str, outage: bool = False):
        super().__init__(code)
        self.code, self.outage = code, outage


class NeverAgain(Exception):
    """Refused for good: trying again would change nothing."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class NotSure(Exception):
    """Cut off while it was handed over: it may have arrived, so it is not sent again on its own."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


#: called right before the first byte of the message itself leaves: from then on it may have arrived
Handing = Callable[[], None]
