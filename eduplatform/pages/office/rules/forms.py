"""Forms about dated rules: a new one, the end of one, what is taken over."""

from __future__ import annotations

from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from ....teaching.dated_rules import MEASURES, PERIODS, DatedRule
from ...filters import topic_name
from ...form_fields import MultiCheckboxField, PageForm, choices, typed_words
from ...labels.dated_rules import measure_labels, period_labels
from ...parsing import PartsField, WholeField
from ...web.locale import lazy_gettext as _l

GRADES = NumberRange(-3, 12)


class NewRule(PageForm):
    measure = SelectField(_l("要求什么"))
    topic = SelectField(_l("哪个专题"), default="")
    period = SelectField(_l("周期"))
    least = PartsField(_l("至少多少"), places=2, validators=[InputRequired(), NumberRange(0, 100)])
    stages = MultiCheckboxField(_l("学段（不选就是全部）"))
    first_grade = WholeField(_l("最低年级"), validators=[Optional(), GRADES])
    last_grade = WholeField(_l("最高年级"), validators=[Optional(), GRADES])
    from_on = DateField(_l("第一天"), validators=[InputRequired()])
    to_on = DateField(_l("最后一天"), validators=[Optional()])
    document = typed_words(_l("依据的文件"), 200)
    sources = StringField(
        _l("目录编号"),
        filters=[lambda typed: " ".join((typed or "").split())],
        validators=[
            Optional(),
            Regexp(
                r"(?=.{1,80}$)[A-Z][A-Z0-9]*-\d{1,4}( [A-Z][A-Z0-9]*-\d{1,4})*$",
                message=_l("编号写成 S0-015，几个之间空一格。"),
            ),
        ],
    )

    def offer(self, stages: dict[str, str], topics: list[str]) -> NewRule:
        """Fill in what can be chosen: the stages taught at the unit, every topic."""
        self.measure.choices = choices([(code, measure_labels()[code]) for code in MEASURES])
        self.period.choices = choices([(code, period_labels()[code]) for code in PERIODS])
        self.topic.choices = choices([("", "–"), *((code, topic_name(code)) for code in topics)])
        self.stages.choices = list(stages.items())
        return self

    def wanted(self, unit_id: int) -> DatedRule:
        """The rule that was typed. One grade alone stands for both ends."""
        first, last = self.first_grade.data, self.last_grade.data
        ends = [grade for grade in (first, last) if grade is not None]
        return DatedRule(
            self.measure.data,
            self.period.data,
            round(self.least.data * 100),
            unit_id,
            frozenset(self.stages.data or ()),
            (ends[0], ends[-1]) if ends else None,
            self.topic.data or "",
            self.from_on.data,
            self.to_on.data,
            tuple((self.sources.data or "").split()),
            self.document.data,
        )


class EndRule(PageForm):
    rule = HiddenField()
    last_day = DateField(_l("最后一天"), validators=[InputRequired()])


class Adopt(PageForm):
    codes = MultiCheckboxField(_l("规定"))
    starts_on = DateField(_l("第一天"), validators=[InputRequired()])
