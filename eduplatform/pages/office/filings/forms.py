"""Which filing is to be made."""

from __future__ import annotations

from wtforms import SelectField

from ...form_fields import PageForm
from ...web.locale import lazy_gettext as _l


class FilingForm(PageForm):
    period = SelectField(_l("做哪一份"), validate_choice=False)
