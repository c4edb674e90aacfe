"""Bodies of requests: a form unless the route says that it reads JSON, and JSON only as fields of the kinds it names.

The form library takes any JSON body for a form and stumbles over a list, a number or a nested object. No page of ours sends JSON
to a form, so such a body is refused before a view sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request

from ...shared.refusals import Refused
from ..messages import message
from .locale import gettext as _


class OddBody(Refused):
    """The body is of another kind or shape than the route reads."""

    status = 400


def reads_json(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that reads its fields with fields()."""
    view.reads_json = True  # type: ignore[attr-defined]
    return view


def fields(**kinds: type | tuple[type, ...]) -> dict[str, Any]:
    """Fields by name, of the form or of a JSON object; a field that did not come, or came as null, is not among them.

    Refused OddBody 'odd_body' for JSON of another shape and for a value of another kind. Of a form every value is text.
    """
    given = _object() if request.is_json else request.form.to_dict()
    found = {name: given[name] for name in kinds if given.get(name) is not None}
    for name, value in found.items():
        if request.is_json and (isinstance(value, bool) or not isinstance(value, kinds[name])):
            raise OddBody("odd_body")
    return found


def _object() -> dict[str, Any]:
    try:
        given = request.get_json(silent=True)
    except RecursionError:  # brackets in brackets in brackets
        given = None
    if not isinstance(given, dict):
        raise OddBody("odd_body")
    return given


def register(app: Flask) -> None:
    app.before_request(_refuse_json)


def _refuse_json() -> None:
    if not request.is_json or request.method in ("GET", "HEAD", "OPTIONS") or not request.endpoint:
        return
    if not getattr(current_app.view_functions[request.endpoint], "reads_json", False):
        raise OddBody("odd_body")


@message("odd_body")
def _odd_body() -> str:
    return _("发来的内容格式不对，没有处理。请回到页面上重新提交。")
