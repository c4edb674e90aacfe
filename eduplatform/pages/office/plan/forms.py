"""Forms of the calendar: terms, one entry, a file of entries."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import InputRequired

from ...form_fields import PageForm, choices, typed_words
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l


class Terms(PageForm):
    first_start = DateField(_l("第一学期开学"), validators=[InputRequired()])
    first_end = DateField(_l("第一学期最后一天"), validators=[InputRequired()])
    second_start = DateField(_l("第二学期开学"), validators=[InputRequired()])
    second_end = DateField(_l("第二学期最后一天"), validators=[InputRequired()])


class Days(PageForm):
    kind = SelectField(_l("类别"), choices=choices([("off", _l("放假")), ("work", _l("周末上课（调休）"))]))
    name = typed_words(_l("名称"), 40)
    starts_on = DateField(_l("第一天"), validators=[InputRequired()])
    ends_on = DateField(_l("最后一天"), validators=[InputRequired()])


class Away(PageForm):
    kind = HiddenField()
    day = DateField()


class DaysFile(PageForm):
    of = SelectField(_l("哪一年的安排"), coerce=int)
    file = FileField(_l("放假安排的文件"))

    @classmethod
    def for_year(cls, year: int) -> DaysFile:
        """With the two calendar years of a school year to choose from."""
        form = cls()
        form.of.choices = choices([(one, _("%(year)s 年", year=one)) for one in (year + 1, year)])
        return form


class DaysLines(PageForm):
    of = HiddenField()
    source = HiddenField()
    lines = HiddenField()
