"""Forms of a scheme: head, one part, levels, vetoes. Numbers are typed as decimals and kept in hundredths."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length

from ....assessment import scheme_checks, scheme_data
from ....assessment.scheme_marks import Entered
from ....assessment.scheme_rules import WHOLE, Level, Part, Scheme, Step
from ....assessment.schemes import Head
from ...form_fields import MultiCheckboxField, PageForm, choices, typed_words
from ...parsing import whole_number
from ...web.locale import lazy_gettext as _l
from ..report.labels import indicators
from .labels import marker_labels, mode_labels, points_text


def edits_typed() -> int:
    """Which state of the draft the form was made from."""
    return whole_number(request.form.get("edits")) or 0


class HeadForm(PageForm):
    name = typed_words(_l("名称"), scheme_checks.NAME_LENGTH)
    name_en = StringField(_l("英文名称"), validators=[Length(max=80)])
    source = StringField(_l("依据的文件"), validators=[Length(max=scheme_checks.NOTE_LENGTH)])
    total = SelectField(_l("总分"), choices=choices([("100", _l("100 分")), ("1000", _l("1000 分"))]))

    def head(self) -> Head:
        """What was typed."""
        source, name_en = ((field.data or "").strip() for field in (self.source, self.name_en))
        return Head(self.name.data, name_en, source, scheme_data.hundredths(self.total.data))


class PartForm(PageForm):
    name = typed_words(_l("名称"), scheme_checks.NAME_LENGTH)
    points = StringField(_l("分值"), validators=[Length(max=10)])
    mode = SelectField(_l("算法"))
    indicators = MultiCheckboxField(_l("指标（选几个就取最低的；人工评分不用选）"))
    threshold = StringField(_l("标准（%，达到才得分）"), validators=[Length(max=10)])
    each = StringField(_l("每个扣或加多少分"), validators=[Length(max=10)])
    by = SelectField(_l("人工评分由谁评"))
    bonus = BooleanField(_l("附加分（不计入总分的分值，加上以后不超过总分）"))
    note = StringField(_l("评分说明"), validators=[Length(max=scheme_checks.NOTE_LENGTH)])

    @classmethod
    def made(cls, part: Part | None = None, posted: bool = False) -> PartForm:
        """The form of a part, a new one, or as posted."""
        form = cls() if posted else cls(formdata=None, data=_shown(part)) if part else cls(formdata=None)
        form.mode.choices, form.by.choices = choices(mode_labels().items()), choices(marker_labels().items())
        form.indicators.choices = list(indicators().items())
        return form

    def part(self) -> Part:
        """What was typed; its code is the draft's to give. Refused: no number."""
        mode = self.mode.data
        return Part(
            code="",
            name=self.name.data,
            points=scheme_data.hundredths(self.points.data or "0"),
            mode=mode,
            indicators=() if mode == "manual" else tuple(self.indicators.data or ()),
            steps=steps_typed() if mode == "tiers" else (),
            threshold=scheme_data.hundredths(self.threshold.data or "100") if mode == "full_or_zero" else WHOLE,
            each=scheme_data.hundredths(self.each.data or "0") if mode in ("deduct", "add") else 0,
            by=self.by.data,
            bonus=self.bonus.data,
            note=(self.note.data or "").strip(),
        )


def _shown(part: Part) -> dict[str, object]:
    return {
        "name": part.name,
        "points": points_text(part.points),
        "mode": part.mode,
        "indicators": list(part.indicators),
        "threshold": points_text(part.threshold),
        "each": points_text(part.each) if part.each else "",
        "by": part.by,
        "bonus": part.bonus,
        "note": part.note,
    }


def rows_typed(name: str, most: int, columns: Sequence[str]) -> list[list[str]]:
    """Rows of a small table as typed, blank ones left out: fields NAME-0-COLUMN …"""
    rows = [[request.form.get(f"{name}-{n}-{column}", "").strip() for column in columns] for n in range(most)]
    return [row for row in rows if any(row)]


def steps_typed() -> tuple[Step, ...]:
    """Steps as typed: from, below, points."""
    rows = rows_typed("step", scheme_checks.MOST_STEPS, ("low", "high", "points"))
    return tuple(Step(*(scheme_data.hundredths(text or "0") for text in row)) for row in rows)


def levels_typed() -> list[Level]:
    """Levels as typed: name, from, below."""
    rows = rows_typed("level", scheme_checks.MOST_LEVELS, ("name", "low", "high"))
    return [
        Level(
            name[: scheme_checks.NAME_LENGTH], scheme_data.hundredths(low or "0"), scheme_data.hundredths(high or "0")
        )
        for name, low, high in rows
    ]


def vetoes_typed(scheme: Scheme) -> dict[str, str]:
    """Vetoes that are switched on, with the document typed beside each."""
    return {
        one.code: request.form.get(f"basis-{one.code}", "")[: scheme_checks.NOTE_LENGTH]
        for one in scheme.vetoes
        if request.form.get(f"on-{one.code}")
    }


def marks_typed(scheme: Scheme, side: str) -> list[Entered]:
    """Points as typed for the parts that this side marks; an empty field takes them back. Refused: no number."""
    found = []
    for part in scheme.parts:
        text = request.form.get(f"points-{part.code}")
        if part.mode != "manual" or part.by == ("bureau" if side == "self" else "self") or text is None:
            continue
        note = request.form.get(f"note-{part.code}", "").strip()[: scheme_checks.NOTE_LENGTH]
        found.append(Entered(part.code, scheme_data.hundredths(text.strip()) if text.strip() else None, note))
    return found
