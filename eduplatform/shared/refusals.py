"""Typed refusals: rules and verbs raise a code with values; pages word it in the reader's language."""

from __future__ import annotations

from typing import Any, TypeVar


class Refused(Exception):
    """A request that cannot be carried out. `code` is a stable name, `values` fill its sentence."""

    status = 422

    def __init__(self, code: str, /, **values: Any):
        super().__init__(code)
        self.code = code
        self.values = values


class Unreadable(Refused):
    """A part of the address says nothing that can be understood."""

    status = 400


class Unauthorized(Refused):
    """Whoever asks has shown no key, or one that opens nothing."""

    status = 401


class Forbidden(Refused):
    """The key opens other things than this."""

    status = 403


class NotFound(Refused):
    """It is not there, or not for this viewer: the same answer for both."""

    status = 404

    def __init__(self, code: str = "not_found", /, **values: Any):
        super().__init__(code, **values)


class Conflict(Refused):
    """Somebody else changed it first, or it is in a state that does not allow this."""

    status = 409


class TooMany(Refused):
    """Asked too often; `wait` (seconds) in values says when to come back."""

    status = 429


Thing = TypeVar("Thing")


def there(found: Thing | None) -> Thing:
    """What was looked for; NotFound where it is gone by now, as for a thing that never was."""
    if found is None:
        raise NotFound()
    return found
