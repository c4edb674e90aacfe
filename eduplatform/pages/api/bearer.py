"""The door of the API: a key in the header Authorization, and nothing else. A cookie of a person opens nothing here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, request

from ...org import api_keys
from ...org.access import Viewer
from ...shared import database
from ...shared.refusals import Forbidden, NotFound, Unauthorized
from ..account.sign_in import wrong_codes
from ..guard import Rule
from ..web.security_log import log_event
from .blueprint import as_json

View = Callable[..., Any]
LONGEST = 200  #: characters of a key; more is none of ours


def needs_key(reads: str = "", loader: View | None = None) -> Callable[[View], View]:
    """The key must read `reads` (one of org.api_keys.READS; "" any key). `loader(viewer, **url values)` as in guard.needs(); the view is
    called as view(viewer, loaded), or view(viewer) without a loader, and returns what becomes the JSON."""

    def mark(view: View) -> View:
        @wraps(view)
        def enter(**values: Any) -> Any:
            opened = _opened()
            with database.write():
                left = api_keys.count_use(opened)
            g.api_key, g.api_left = opened, (api_keys.A_MINUTE, left)
            if reads and reads not in opened.reads:
                raise Forbidden("key_reads_not", reads=reads)
            return as_json(
                view(opened.viewer, _loaded(loader, opened.viewer, values)) if loader else view(opened.viewer)
            )

        enter.rule = Rule("key", loader.__name__ if loader else "-", (view.__doc__ or "").strip())  # type: ignore[attr-defined]
        return enter

    return mark


def _opened() -> api_keys.OpenKey:
    """The key of this request. Unauthorized 'key_missing', or as api_keys.opened_by(); an unknown one is counted like a wrong code."""
    kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    if kind.lower() != "bearer" or not secret:
        raise Unauthorized("key_missing")
    try:
        return api_keys.opened_by(secret[:LONGEST])
    except Unauthorized as refusal:
        log_event("api.refused", why=refusal.code)
        if refusal.code == "key_unknown":
            wrong_codes.count_wrong_code("api", secret)
        raise


def _loaded(loader: View, viewer: Viewer, values: dict[str, Any]) -> Any:
    try:
        return loader(viewer, **values)
    except NotFound:
        log_event("access.refused", user=viewer.user_id, wanted="key")
        raise
