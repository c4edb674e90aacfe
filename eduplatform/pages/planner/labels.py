"""Words of the planner for what a week holds and lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from flask.sansio.app import App

from ...teaching.key_days import KeyDay
from ...teaching.year_layout import PlannedWeek
from ...teaching.year_overview import Overview, PlannerWeek
from ..filters import day_short, days_short, listed, month_short, pick
from ..web.locale import gettext as _


def theme_title(row: PlannedWeek | None) -> str:
    """The theme of a week in the page's language."""
    return pick({"zh": row.title, "en": row.title_en}) if row else _("自定")


def key_day_title(key_day: KeyDay) -> str:
    """A key day in the page's language; of two names the first."""
    return pick({"zh": key_day.title.partition("/")[0], "en": key_day.title_en})


def key_day_dates(key_day: KeyDay) -> str:
    """The day, the month it fills, or the first and the last day."""
    first, last = key_day.first, key_day.last
    if first == last:
        return day_short(first)
    whole = first.day == 1 and last.month == first.month and (last + timedelta(days=1)).day == 1
    return month_short(first) if whole else days_short(first, last)


def astray_words(key_day: KeyDay) -> str:
    """That a theme has left its key day."""
    return _("主题离开了“%(title)s”（%(day)s）的那一周", title=key_day_title(key_day), day=key_day_dates(key_day))


def lacking(line: PlannerWeek, stages: Mapping[str, str]) -> str:
    """Which stages have no lesson for a week: by name where they are few; '' where none lacks one."""
    missing, every = len(line.unserved), len(stages)
    if not missing:
        return ""
    if every == 1:
        return _("还没有课")
    if missing == every:
        return _("各学段都还没有课")
    if missing < 3:
        return _("缺课：%(stages)s", stages=listed(stages[code] for code in line.unserved))
    return _("%(n)s / %(all)s 个学段有课", n=every - missing, all=every)


def week_choices(overview: Overview, but: int) -> list[tuple[int, str]]:
    """Weeks to come, to choose from: number and words."""
    return [
        (
            line.week.number,
            " · ".join((_("第 %(week)s 周", week=line.week.number), _dates(line), theme_title(line.plan))),
        )
        for line in overview.weeks
        if line.week.number != but and not line.over and line.plan
    ]


def days_shown(line: PlannerWeek) -> str:
    """The key days of a week with their dates, for paper: 全国消防日（11月9日）."""
    named = [(key_day_title(each), key_day_dates(each)) for each in (*line.keys, *line.beside)]
    return listed(_("%(title)s（%(day)s）", title=title, day=day) for title, day in named)


def titles(rows: Iterable[PlannedWeek]) -> str:
    """Themes in a row."""
    return listed(theme_title(row) for row in rows)


def _dates(line: PlannerWeek) -> str:
    return days_short(line.week.starts_on, line.week.ends_on)


def register(app: App) -> None:
    """Hand the words to the templates."""
    app.jinja_env.globals["planner_labels"] = {
        "theme": theme_title,
        "days": days_shown,
        "day": key_day_title,
        "dates": key_day_dates,
        "astray": astray_words,
        "lacking": lacking,
        "choices": week_choices,
        "titles": titles,
    }
