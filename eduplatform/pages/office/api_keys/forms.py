"""The form that makes a key."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.validators import InputRequired

from ....org.api_keys import LIVES
from ...form_fields import MultiCheckboxField, PageForm, choices, typed_words
from ...labels.api_keys import reads_labels
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l


class NewKey(PageForm):
    title = typed_words(_l("做什么用"), 60, _l("请写上给哪个程序、做什么用。"))
    reads = MultiCheckboxField(
        _l("可以读什么"), default=("units", "reports", "indicators"), validators=[InputRequired(_l("请至少勾选一项。"))]
    )
    days = SelectField(_l("用多久"), coerce=int, default=180)


def new_key_form() -> NewKey:
    """The form with its choices in the reader's language."""
    form = NewKey()
    form.reads.choices = choices(
        (code, _("%(name)s：%(about)s", name=name, about=about)) for code, (name, about) in reads_labels().items()
    )
    form.days.choices = choices((days, _("%(n)s 天", n=days)) for days in LIVES)
    return form
