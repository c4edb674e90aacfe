"""Template filters: how dates, hours and shares are written, the same on every page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from flask import Flask
from jinja2.ext import Extension
from markupsafe import Markup, escape

from ..curriculum.answer_key import answer_key
from ..curriculum.queries import topics
from ..shared import clock
from .labels.question_kinds import check_words, kind_words
from .web.locale import english
from .web.locale import gettext as _
from .web.locale import lazy_gettext as _l
from .web.ruby import pinyin_choice, pinyin_shown, slide_html, whole_ends, with_pinyin

_UNITS = {
    "hour": (_l("一课时"), _l("课时")),
    "lesson": (_l("一节"), _l("节")),
    "time": (_l("一次"), _l("次")),
    "pupil": (_l("一人"), _l("人")),
    "class": (_l("一个班"), _l("个班")),
}


def register(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day,
        month=month_name,
        moment=moment,
        clock_time=clock_time,
        hours=hours_text,
        percent=percent,
        pick=pick,
        topic_name=topic_name,
        listed=listed,
        zh=zh,
        pinyin=with_pinyin,
        whole_ends=whole_ends,
    )
    app.jinja_env.globals.update(
        pick=pick,
        year_label=year_label,
        tongue=tongue,
        svg_share=svg_share,
        figure=figure,
        unit=unit_word,
        days=days,
        days_short=days_short,
        slide_html=slide_html,
        pinyin_shown=pinyin_shown,
        pinyin_choice=pinyin_choice,
        kind_words=kind_words,
        check_words=check_words,
        answer_key=answer_key,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(Unindented)


class Unindented(Extension):
    """Templates are sent without the blanks their lines begin with: they are for us, and in long tables they are a tenth of the bytes.
    Jinja drops the line break after a block (trim_blocks); where an attribute follows, inside a tag, a blank stands in its place."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        source = re.sub(r"\n[ \t]+", "\n", source)
        bare = _JINJA.sub(lambda one: "*" * len(one[0]), source)
        return _ATTRIBUTE_AFTER_BLOCK.sub(lambda one: " " if _inside_a_tag(bare, one.start()) else one[0], source)


def _inside_a_tag(bare: str, place: int) -> bool:
    """Whether a place of a template whose Jinja is masked lies in a tag, outside the quotes of its values."""
    opened = bare.rfind("<", 0, place)
    return opened > bare.rfind(">", 0, place) and bare.count('"', opened, place) % 2 == 0


def day(value: date | datetime | None) -> str:
    """A date: 2026年11月9日 / 9 Nov 2026."""
    if value is None:
        return "–"
    value = clock.local(value).date() if isinstance(value, datetime) else value
    return f"{value.day} {value:%b} {value.year}" if english() else f"{value.year}年{value.month}月{value.day}日"


def days(first: date, last: date) -> str:
    """Two dates of a week: 2026年11月16日 – 22日 / 16–22 Nov 2026."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}" if english() else f"{day(first)} – {last.day}日"
    if first.year == last.year:
        return f"{first.day} {first:%b} – {day(last)}" if english() else f"{day(first)} – {last.month}月{last.day}日"
    return f"{day(first)} – {day(last)}"


def day_short(value: date) -> str:
    """A date of a year that is known: 11月9日 / 9 Nov."""
    return f"{value.day} {value:%b}" if english() else f"{value.month}月{value.day}日"


def days_short(first: date, last: date) -> str:
    """Two dates of a week in a year that is known: 11月16–22日 / 16–22 Nov."""
    if first.month == last.month:
        return f"{first.day}–{day_short(last)}" if english() else f"{first.month}月{first.day}–{last.day}日"
    return f"{day_short(first)} – {day_short(last)}" if english() else f"{day_short(first)}–{day_short(last)}"


def month_name(value: date) -> str:
    """The month of a date: 2026年11月 / Nov 2026."""
    return f"{value:%b} {value.year}" if english() else f"{value.year}年{value.month}月"


def month_short(value: date) -> str:
    """The month of a date of a year that is known: 11月 / Nov."""
    return f"{value:%b}" if english() else f"{value.month}月"


def unit_word(what: str, n: float) -> str:
    """The unit beside a figure: 3 lessons, 1 lesson; Chinese has one form."""
    one, more = _UNITS[what]
    return str(one if english() and n == 1 else more)


def moment(value: datetime | None) -> str:
    """A date with the time of day."""
    return "–" if value is None else f"{day(value)} {clock_time(value)}"


def clock_time(value: datetime | None) -> str:
    """Time of day, 24 hours."""
    return "–" if value is None else f"{clock.local(value):%H:%M}"


def hours_text(hundredths: int | None) -> str:
    """Class hours from hundredths: 350 → 3.5."""
    return "–" if hundredths is None else f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def percent(share: float | None) -> str:
    """A share of 1 with one decimal: 0.867 → 86.7%."""
    return "–" if share is None else f"{share * 100:.1f}%"


def svg_share(value: float, top: float = 100) -> str:
    """What `value` is of `top`, as a length in a chart: 12 of 48 → 25%, 1 of 3 → 33.3%; never beyond its ends."""
    return f"{min(max(100 * value / (top or 1), 0), 100):.1f}".removesuffix(".0") + "%"


def figure(value: float | str) -> str:
    """A number beside a bar: 86.7, 12; text stays as it is."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def pick(value: object, name: str = "") -> str:
    """The text in the page's language: from {'zh', 'en'}, or from value.name_zh / value.name_en; what people typed has only value.name and
    perhaps value.name_en."""
    tongue = "en" if english() else "zh"
    if isinstance(value, dict):
        return str(value.get(tongue) or value.get("zh") or "")
    stem = f"{name}_" if name else ""
    return str(getattr(value, stem + tongue, "") or getattr(value, stem + "zh", "") or getattr(value, name, ""))


def year_label(year: int) -> str:
    """2026 → 2026–2027学年."""
    return _("%(first)s–%(last)s 学年", first=year, last=year + 1)


def topic_name(code: str) -> str:
    """Name of a topic in the page's language."""
    found = topics().get(code)
    return pick(found) if found else code


def listed(items: Iterable[object]) -> str:
    """Several things in a row: 甲、乙 / a, b."""
    return (", " if english() else "、").join(map(str, items))


def tongue(text: object) -> str:
    """Attribute for an element of an English page that holds Chinese lesson text, so that it is read aloud as Chinese."""
    return Markup(' lang="zh-Hans"') if english() and _HAN.search(str(text)) else ""


def zh(text: object) -> object:
    """Lesson text inside an English sentence, marked as Chinese; with pinyin where the page shows it, else unchanged on Chinese pages."""
    shown = with_pinyin(text)
    return Markup("<span{}>{}</span>").format(tongue(text), escape(shown)) if tongue(text) else shown


_HAN = re.compile(r"[\u3400-\u9fff]")
_JINJA = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
_ATTRIBUTE_AFTER_BLOCK = re.compile(r"(?<=%})\n(?=[a-z])")
