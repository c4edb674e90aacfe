"""The sentence for each refusal code. Rules raise codes; here they become words that say what to do."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from ..shared.refusals import Refused

SENTENCES: dict[str, object] = {}


def sentence(code: str):  # type: ignore[no-untyped-def]
    """Register the wording of a refusal: a function of its values that returns a translated sentence."""

    def keep(words):  # type: ignore[no-untyped-def]
        SENTENCES[code] = words
        return words

    return keep


def words_for(refusal: Refused) -> str:
    """The sentence for a refusal in the reader's language."""
    words = SENTENCES.get(refusal.code)
    return words(**refusal.values) if words else _("这一步没有完成，请返回上一页再试。")  # type: ignore[operator]


def register(app: Flask) -> None:
    from . import sentences  # noqa: F401 – fills SENTENCES

    app.jinja_env.globals["words_for"] = words_for
