"""Words for keys of the API: what they read, how they stand."""

from __future__ import annotations

from collections.abc import Iterable

from ..web.locale import english
from ..web.locale import lazy_gettext as _l

_READS = {
    "units": (_l("单位目录"), _l("单位的名称、代码和上下级")),
    "reports": (_l("各级报表"), _l("和报表页一样的数字，人数少的一样不给")),
    "indicators": (_l("指标定义"), _l("每个指标怎样算")),
    "sessions": (_l("上过的课"), _l("哪个班哪天上了哪节课，课时和到课人数；没有姓名")),
}
_STATES = {
    "holds": (_l("可用"), "good"),
    "ended": (_l("已停用"), "plain"),
    "over": (_l("已过期"), "plain"),
    "left": (_l("生成的人已不在岗"), "warn"),
}


def reads_labels() -> dict[str, tuple[str, str]]:
    """What a key may read → its name, and what that is."""
    return {code: (str(name), str(about)) for code, (name, about) in _READS.items()}


def reads_label(code: str) -> str:
    """The name of one thing a key may read."""
    return str(_READS[code][0]) if code in _READS else code


def reads_names(codes: Iterable[str]) -> str:
    """The names of several, in a row: 单位、报表 / Units, Reports."""
    return (", " if english() else "、").join(map(reads_label, codes))


def key_states() -> dict[str, tuple[str, str]]:
    """State of a key → word, kind of badge."""
    return {code: (str(word), kind) for code, (word, kind) in _STATES.items()}
