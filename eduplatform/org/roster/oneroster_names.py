"""Names in two parts, as OneRoster wants them, and whole again. Pure.

A Chinese name is written in one; where it is cut says nothing about the person and is undone by join_name() exactly.
"""

import re

#: family names of two characters that are common enough to be cut right
DOUBLE = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "司徒",
        "长孙",
        "令狐",
        "宇文",
        "东方",
        "南宫",
        "端木",
        "轩辕",
        "独孤",
        "淳于",
        "太史",
        "申屠",
        "公羊",
        "澹台",
        "万俟",
        "闻人",
        "赫连",
        "钟离",
        "呼延",
        "拓跋",
    ]
)
NO_PART = "."  #: for the part a name does not have: neither may be empty
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def split_name(name: str) -> tuple[str, str]:
    """(given name, family name), both filled."""
    if "·" in name.strip("·"):  # 阿依古丽·买买提: what follows the dot is the father's name
        given, _dot, family = name.partition("·")
        return f"{given}·", family
    if _LATIN.search(name):
        given, _space, family = name.rpartition(" ")
        return (given, family) if given else (name, NO_PART)
    cut = 2 if name[:2] in DOUBLE and len(name) > 2 else 1
    return (name[cut:], name[:cut]) if len(name) > cut else (name, NO_PART)


def join_name(given: str, family: str, middle: str = "") -> str:
    """The name as it is said: 张三, Ann Lee, 阿依古丽·买买提."""
    parts = [part for part in (given.strip(), middle.strip(), family.strip()) if part and part != NO_PART]
    if any(_LATIN.search(part) for part in parts):
        return " ".join(parts)
    if parts and parts[0].endswith("·"):
        return "".join(parts)
    return "".join([*parts[-1:], *parts[:-1]]) if family.strip() not in ("", NO_PART) else "".join(parts)
