"""The message for each refusal code. Rules raise codes; here they become words that say what happened and what to do.

Each desk has a table of format strings, filled with the values of the refusal: `MESSAGES = {"code_taken": _l("代码 %(code)s 已经有了。")}`
and `add(MESSAGES)`. A message with a choice in it is a function, marked with @sentence. tests/guards/test_refusals.py holds codes,
values and both languages together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from flask import Flask
from flask_babel.speaklater import LazyString

from ..shared.refusals import Refused
from .filters import day
from .web.locale import gettext as _

Message: TypeAlias = LazyString | Callable[..., str]
MESSAGES: dict[str, Message] = {}


def add(table: Mapping[str, Message]) -> None:
    """Register the messages of a desk. ValueError for a code that has one already."""
    twice = MESSAGES.keys() & table.keys()
    if twice:
        raise ValueError(f"two messages for {sorted(twice)}")
    MESSAGES.update(table)


def message(code: str) -> Callable[[Callable[..., str]], Callable[..., str]]:
    """Register a message with a choice in it: a function of the refusal's values that returns a translated sentence."""

    def keep(words: Callable[..., str]) -> Callable[..., str]:
        add({code: words})
        return words

    return keep


def message_for(refusal: Refused) -> str:
    """The sentence for a refusal in the reader's language."""
    message = MESSAGES.get(refusal.code)
    if message is None:
        return _("这一步没有完成，请返回上一页再试。")
    if isinstance(message, LazyString):
        return str(message) % {name: _shown(value) for name, value in refusal.values.items()}
    return message(**refusal.values)


def _shown(value: Any) -> Any:
    return day(value) if isinstance(value, date) else value


def register(app: Flask) -> None:
    from . import common_messages  # noqa: F401 – fills MESSAGES

    app.jinja_env.globals["message_for"] = message_for
