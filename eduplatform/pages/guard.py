"""Each route names its rule: who may come in, and the door that loads and authorises what it shows.

A route without a rule is refused when asked for, and a test names it. Strangers and missing things get the same 404.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.exceptions import BadRequest

from ..org.access import Viewer
from ..shared.refusals import NotFound
from .identity import the_viewer
from .security_log import told

Door = Callable[..., Any]


@dataclass(frozen=True)
class Rule:
    """What a route asks for: a permission ('public', 'signed-in' or one of org.roles) and the door behind it."""

    permission: str
    door: str
    why: str


def public(why: str) -> Callable[[Door], Door]:
    """Anybody may come in; `why` says for what reason."""

    def mark(view: Door) -> Door:
        view.rule = Rule("public", "-", why)  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: Door) -> Door:
    """Anybody signed in may come in; the view gets `viewer`."""
    return _guarded(view, "signed-in", None)


def needs(permission: str, door: Door | None = None) -> Callable[[Door], Door]:
    """The viewer must hold `permission`. `door(viewer, **url values)` loads what is asked for or raises NotFound;
    the view is called as view(viewer, loaded), or view(viewer) without a door."""

    def mark(view: Door) -> Door:
        return _guarded(view, permission, door)

    return mark


def _guarded(view: Door, permission: str, door: Door | None) -> Door:
    @wraps(view)
    def enter(**values: Any) -> Any:
        viewer = the_viewer()
        if viewer is None:
            return _ask_to_sign_in()
        if viewer.must_choose and not getattr(view, "before_choosing", False):
            return redirect(url_for("account.choose"))
        if permission != "signed-in" and not viewer.has(permission):
            told("access.refused", user=viewer.user_id, wanted=permission)
            raise NotFound()
        return view(viewer, _through(door, viewer, permission, values)) if door else view(viewer, **values)

    enter.rule = Rule(permission, door.__name__ if door else "-", (view.__doc__ or "").strip())  # type: ignore[attr-defined]
    return enter


def _through(door: Door, viewer: Viewer, permission: str, values: dict[str, Any]) -> Any:
    """What the door loads. What is not there, or not for the viewer, is an event: one person who meets many of them is trying doors."""
    try:
        return door(viewer, **values)
    except NotFound:
        told("access.refused", user=viewer.user_id, wanted=permission)
        raise


def before_choosing(view: Door) -> Door:
    """Mark a view that a person may use before choosing a password."""
    view.before_choosing = True  # type: ignore[attr-defined]
    return view


def _ask_to_sign_in() -> Any:
    if request.method != "GET" or request.headers.get("Accept", "").startswith("application/json"):
        raise SignInFirst()
    return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))


class SignInFirst(Exception):
    """Nobody is signed in; answered with 401 for scripts and forms."""


def register(app: Flask) -> None:
    app.before_request(_refuse_unruled)
    app.before_request(_refuse_foreign_forms)
    app.before_request(_refuse_nul)


def _refuse_unruled() -> None:
    if request.endpoint in (None, "static"):
        return
    rule = getattr(current_app.view_functions[request.endpoint], "rule", None)
    if rule is None:
        raise NotFound("no_rule")
    g.rule = rule


def _refuse_foreign_forms() -> None:
    """Second fence behind the form token: a browser says where a request comes from."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        told("form.foreign")
        raise BadRequest("cross-site")


def _refuse_nul() -> None:
    """No keyboard writes U+0000, and PostgreSQL stores none: such a request is made up, and never gets as far as a query."""
    values = (value for fields in (request.args, request.form) for _name, value in fields.items(multi=True))
    if "\0" in request.path or any("\0" in value for value in values):
        raise BadRequest("nul")


__all__ = ["Rule", "SignInFirst", "Viewer", "before_choosing", "needs", "public", "register", "signed_in"]
