"""The sentence for each refusal code. Rules raise codes; here they become words that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask
from flask_babel import gettext as _

from ..shared.refusals import Refused

SENTENCES: dict[str, Callable[..., str]] = {}


Words = TypeVar("Words", bound=Callable[..., str])


def sentence(code: str) -> Callable[[Words], Words]:
    """Register the wording of a refusal: a function of its values that returns a translated sentence."""

    def keep(words: Words) -> Words:
        SENTENCES[code] = words
        return words

    return keep


def words_for(refusal: Refused) -> str:
    """The sentence for a refusal in the reader's language."""
    words = SENTENCES.get(refusal.code)
    return words(**refusal.values) if words else _("这一步没有完成，请返回上一页再试。")


def register(app: Flask) -> None:
    from . import sentences  # noqa: F401 – fills SENTENCES

    app.jinja_env.globals["words_for"] = words_for
