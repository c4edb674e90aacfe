"""Schemes in words: ways of reckoning, who marks, where a shipped one comes from, and why a part gave what it gave."""

from __future__ import annotations

from decimal import Decimal

from ....assessment.scheme_data import Shipped
from ....assessment.scheme_rules import Figure, Outcome, Part, Step
from ...filters import listed
from ...web.locale import english
from ...web.locale import gettext as _
from ..report.labels import indicators


def points_text(hundredths: int | None) -> str:
    """Points from hundredths: 3500 → 35, 1650 → 16.5; — for none."""
    if hundredths is None:
        return "—"
    return f"{Decimal(hundredths) / 100:.2f}".rstrip("0").rstrip(".")


def mode_labels() -> dict[str, str]:
    """Ways of reckoning."""
    return {
        "ratio": _("按比例"),
        "tiers": _("分档"),
        "full_or_zero": _("达到得满分，没达到 0 分"),
        "deduct": _("少一个扣多少"),
        "add": _("做一个加多少"),
        "manual": _("人工评分"),
    }


def marker_labels() -> dict[str, str]:
    """Who enters points of a manual part."""
    return {
        "self": _("学校自评"),
        "both": _("学校自评，主管部门核定"),
        "bureau": _("只由主管部门评"),
    }


def state_labels() -> dict[str, str]:
    """States of a version."""
    return {"draft": _("草稿"), "published": _("已公布")}


def natures() -> dict[str, str]:
    """What a shipped scheme was read from."""
    return {
        "proposal": _("本项目提案，不是任何地方的规定"),
        "document": _("来自文件或原页"),
        "reprint": _("来自网页转载，不是原件"),
        "report": _("来自新闻报道"),
    }


def gap_label(one: Shipped) -> str:
    """Whether a shipped scheme can be used as it is."""
    return _("内容完整") if one.complete else _("原文不全，补完才能公布")


def share_text(share: int) -> str:
    """A share in hundredths of a per cent: 9000 → 90%."""
    return points_text(share) + "%"


def step_text(step: Step) -> str:
    """An interval of shares in words: closed at the bottom, open at the top unless it is 100 %."""
    if step.high == 10_000:
        return _("%(low)s 及以上", low=share_text(step.low))
    return _("%(low)s 到不足 %(high)s", low=share_text(step.low), high=share_text(step.high))


def level_text(low: int, high: int, total: int) -> str:
    """An interval of totals in words."""
    if high == total:
        return _("%(low)s 分及以上", low=points_text(low))
    return _("%(low)s 分到不足 %(high)s 分", low=points_text(low), high=points_text(high))


def indicator_names(part: Part) -> str:
    """Indicators of a part; of several the least counts."""
    names = [indicators().get(code, code) for code in part.indicators]
    return names[0] if len(names) == 1 else _("%(names)s（取较低的）", names=listed(names)) if names else "—"


def indicator_label(code: str) -> str:
    """An indicator by its code."""
    return indicators().get(code, code)


def part_rule(part: Part) -> str:
    """How a part gives points, in one line."""
    if part.mode == "manual":
        return marker_labels()[part.by]
    if part.mode == "tiers":
        colon, stop = (": ", "; ") if english() else ("：", "；")
        return stop.join(f"{step_text(step)}{colon}{points_text(step.points)}" for step in part.steps)
    if part.mode == "full_or_zero":
        return _("达到 %(share)s 得满分，否则 0 分", share=share_text(part.threshold))
    if part.mode == "deduct":
        return _("满分起，少一个扣 %(each)s 分，扣完为止", each=points_text(part.each))
    if part.mode == "add":
        return _("做一个加 %(each)s 分，加满为止", each=points_text(part.each))
    return _("满分 × 比率")


def figure_text(figure: Figure | None) -> str:
    """What was counted: 38 / 40 = 95%. A figure that is not scored is not told either."""
    if figure is None or not figure.usable:
        return "—"
    value = Decimal(100 * figure.over) / figure.under
    return f"{figure.over} / {figure.under} = {value:.1f}%"


def why(one: Outcome) -> str:
    """Why a part gave so many points."""
    part, figure = one.part, one.figure or Figure()
    reasons = {
        "ratio": _(
            "%(points)s × %(over)s ÷ %(under)s", points=points_text(part.points), over=figure.over, under=figure.under
        ),
        "tier": step_text(one.step) if one.step else "",
        "reached": _("达到了 %(share)s", share=share_text(part.threshold)),
        "not_reached": _("没有达到 %(share)s", share=share_text(part.threshold)),
        "deduct": _("少 %(n)s 个，每个扣 %(each)s", n=max(0, figure.under - figure.over), each=points_text(part.each)),
        "add": _("做了 %(n)s 个，每个加 %(each)s", n=figure.over, each=points_text(part.each)),
        "marked_self": _("学校自评，主管部门没有改"),
        "marked_bureau": _("主管部门评"),
        "waiting": _("还没有评，先不计入"),
        "nothing_due": _("还没有到期的，不计入"),
        "few": _("人数少，不评这一项"),
        "kindergarten": _("幼儿园不测评，不评这一项"),
    }
    return reasons[one.why]
