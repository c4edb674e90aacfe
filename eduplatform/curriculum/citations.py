"""What a fact rests on, as a line people can read: 《消防法》第44条."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from .typeset import typeset
from .yaml_lines import read_yaml_text

_ASIDE = re.compile(
    r"[(（][^()（）]*[)）]"
)  # which print or what was seen of it: for the list of sources, not for a screen
COMMON = "通行"  #: source of what everybody agrees on and a professional has reviewed


def load_titles(path: Path) -> dict[str, str]:
    """Read sources.yaml into {key: title}."""
    return {row["key"]: row["title"] for row in read_yaml_text(path.read_text(encoding="utf-8")).data["sources"]}


def titles_at(path: Path) -> Mapping[str, str]:
    """The titles of an install, read once a process and state of the file; none where there is no file."""
    return _kept(path, path.stat().st_mtime_ns) if path.exists() else {}


@lru_cache(maxsize=1)
def _kept(path: Path, _changed: int) -> Mapping[str, str]:
    return load_titles(path)


def cited(source: str, titles: Mapping[str, str]) -> list[str]:
    """The lines for a fact's `source`, such as "消防法#44;森林防火条例#35". Sources without a title of their own are left out."""
    found = []
    for part in source.split(";"):
        key, _hash, articles = part.strip().partition("#")
        if key == COMMON or key not in titles:
            continue
        title = typeset(_ASIDE.sub("", titles[key]))
        name = title if title.startswith("《") else f"《{title}》"
        found.append(f"{name}第{articles.replace(',', '、')}条" if articles else name)
    return found
