"""Forms of the teacher's desk."""

from __future__ import annotations

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ...teaching.rules import LEAST_MINUTES, LENGTHS, LONGEST_DECLARED
from ..form_fields import PageForm, typed_words
from ..parsing import WholeField
from ..web.locale import lazy_gettext as _l
from . import labels


class StartForm(PageForm):
    """Open a class session."""

    lesson = WholeField(validators=[InputRequired()])
    carrier = SelectField(_l("上课形式"), default="class_activity")
    quiz_mode = RadioField(_l("答题方式"), default="hands")
    length = SelectField(_l("上多久"), default="")  # minutes; empty: the whole lesson

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.carrier.choices = list(labels.carriers().items())
        self.quiz_mode.choices = list(labels.quiz_modes().items())
        self.length.choices = [("", ""), *((str(n), "") for n in LENGTHS)]  # named per lesson, see labels.lengths


class VersionForm(PageForm):
    """A change of state that a second, older hand must not make."""

    version = WholeField(validators=[InputRequired()])


class TurnForm(PageForm):
    """Turn to a step of the run."""

    place = WholeField(validators=[InputRequired()])
    was = WholeField(validators=[Optional()])


class AssignForm(PageForm):
    """Mean a lesson for a week."""

    lesson = WholeField(validators=[InputRequired()])
    week = WholeField(validators=[InputRequired()])


class HeldForm(PageForm):
    """What is common to a lesson declared and a lesson corrected."""

    minutes = WholeField(
        _l("上了多少分钟"),
        validators=[
            InputRequired(_l("请填分钟数")),
            NumberRange(LEAST_MINUTES, LONGEST_DECLARED, _l("请填 10 到 90 分钟")),
        ],
    )
    carrier = SelectField(_l("上课形式"), default="class_activity")
    present = WholeField(
        _l("到课人数"), validators=[InputRequired(_l("请填到课人数")), NumberRange(0, 200, _l("请填 0 到 200 的数"))]
    )

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.carrier.choices = list(labels.carriers().items())


OWN = "own:"  #: before a topic: a lesson with material of the teacher's own


class DeclareForm(HeldForm):
    """A lesson held without the system."""

    lesson = SelectField(_l("上的哪节课"))  # the number of a lesson, or OWN and a topic
    given_on = DateField(_l("哪天上的"), validators=[InputRequired(_l("请选日期"))])
    begins = TimeField(_l("几点开始"), validators=[InputRequired(_l("请填开始时间"))])
    teacher = SelectField(_l("谁上的"), default="")
    why_then = StringField(_l("为什么那天上课"), validators=[Length(max=120)])
    another = BooleanField(_l("是另一节课，不是上面那一节"))


class CorrectForm(HeldForm):
    """Put an entry right."""

    reason = typed_words(_l("为什么更正"), 120, _l("请写一句原因"))


class TakeBackForm(PageForm):
    """Take an entry back."""

    reason = typed_words(_l("为什么撤回"), 120, _l("请写一句原因"))


__all__ = ["AssignForm", "CorrectForm", "DeclareForm", "StartForm", "TakeBackForm", "TurnForm", "VersionForm"]
