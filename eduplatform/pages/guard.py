"""Each route names its rule: who may come in, and the loader that loads and authorises what it shows.

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
from .current_viewer import the_viewer
from .web.security_log import log_event

View = Callable[..., Any]


@dataclass(frozen=True)
class Rule:
    """What a route asks for: a permission ('public', 'signed-in' or one of org.roles) and the loader behind it."""

    permission: str
    loader: str
    why: str


def public(why: str) -> Callable[[View], View]:
    """Anybody may come in; `why` says for what reason."""

    def mark(view: View) -> View:
        view.rule = Rule("public", "-", why)  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: View) -> View:
    """Anybody signed in may come in; the view gets `viewer`."""
    return _guarded(view, "signed-in", None)


def needs(permission: str, loader: View | None = None) -> Callable[[View], View]:
    """The viewer must hold `permission`. `loader(viewer, **url values)` loads what is asked for or raises NotFound;
    the view is called as view(viewer, loaded), or view(viewer) without a loader."""

    def mark(view: View) -> View:
        return _guarded(view, permission, loader)

    return mark


def _guarded(view: View, permission: str, loader: View | None) -> View:
    @wraps(view)
    def enter(**values: Any) -> Any:
        viewer = the_viewer()
        if viewer is None:
            return _ask_to_sign_in()
        if viewer.must_choose and not getattr(view, "before_choosing", False):
            return redirect(url_for("account.choose"))
        if permission != "signed-in" and not viewer.has(permission):
            log_event("access.refused", user=viewer.user_id, wanted=permission)
            raise NotFound()
        return view(viewer, _through(loader, viewer, permission, values)) if loader else view(viewer, **values)

    enter.rule = Rule(permission, loader.__name__ if loader else "-", (view.__doc__ or "").strip())  # type: ignore[attr-defined]
    return enter


def _through(loader: View, viewer: Viewer, permission: str, values: dict[str, Any]) -> Any:
    """What the loader loads. What is not there, or not for the viewer, is an event: one person who meets many of them is trying keys."""
    try:
        return loader(viewer, **values)
    except NotFound:
        log_event("access.refused", user=viewer.user_id, wanted=permission)
        raise


def before_choosing(view: View) -> View:
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
        log_event("form.foreign")
        raise BadRequest("cross-site")


def _refuse_nul() -> None:
    """No keyboard writes U+0000, and PostgreSQL stores none: such a request is made up, and never gets as far as a query."""
    values = (value for fields in (request.args, request.form) for _name, value in fields.items(multi=True))
    if "\0" in request.path or any("\0" in value for value in values):
        raise BadRequest("nul")


__all__ = ["Rule", "SignInFirst", "Viewer", "before_choosing", "needs", "public", "register", "signed_in"]
