"""What every form is, fields that several share, and choices of select fields."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.i18n import messages_path
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from .web.locale import language


class PageForm(FlaskForm):
    """A form of a page. Flask-WTF reads WTForms' own sentences from disk for every request that shows a number: here once a language."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> NullTranslations:
            """WTForms' own sentences in the language of the page."""
            return _sentences("en" if language() == "en" else "zh")


@lru_cache(maxsize=2)
def _sentences(language: str) -> NullTranslations:
    return Translations.load(messages_path(), [language], domain="wtforms")


class MultiCheckboxField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def typed_words(label: Any, longest: int, missing: Any = None) -> StringField:
    """A line of words that must be there, without blanks around it. WTForms' InputRequired takes three spaces for words."""
    return StringField(
        label, filters=[lambda typed: (typed or "").strip()], validators=[DataRequired(missing), Length(max=longest)]
    )


def choices(pairs: Iterable[tuple[object, object]], group: str | None = None) -> list[SelectChoice]:
    """WTForms choices from (value, label) pairs, under the heading `group`."""
    return [SelectChoice(value, label, optgroup=group) for value, label in pairs]
