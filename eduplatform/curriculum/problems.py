"""What the checker says: a file, a line and a reason that tells the editor what to do."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from .typeset import typeset

_CODE = re.compile(r"(`[^`]+`)")


@dataclass(frozen=True, order=True)
class Problem:
    """One finding. `line` counts from 1; a `warning` does not stop a course from loading."""

    file: str
    line: int
    reason: str
    level: str = "error"

    def __str__(self) -> str:
        hint = "[提示] " if self.level == "warning" else ""
        return f"{self.file}:{self.line}: {hint}{self.reason}"


@dataclass
class Report:
    """Collects the problems and the uuids met while one package is read."""

    problems: list[Problem] = field(default_factory=list)
    uuids: list[tuple[str, str, int]] = field(default_factory=list)  #: (uuid, file, line)
    paragraphs: list[tuple[str, str, int]] = field(default_factory=list)  #: (reading text, file, line)
    statements: list[tuple[str, bool, str, int]] = field(default_factory=list)  #: (stem, true?, file, line)

    def error(self, file: Path, line: int, reason: str) -> None:
        self.problems.append(Problem(str(file), max(line, 1), _printed(reason)))

    def warn(self, file: Path, line: int, reason: str) -> None:
        self.problems.append(Problem(str(file), max(line, 1), _printed(reason), "warning"))

    def met(self, uuid: object, file: Path, line: int) -> None:
        """Remember a uuid, to find it used twice."""
        self.uuids.append((str(uuid).lower(), str(file), line))

    @property
    def failed(self) -> bool:
        return any(problem.level == "error" for problem in self.problems)


def _printed(reason: str) -> str:
    """Typeset, but for what stands in `…`: that is to be typed as it is, and a full-width colon is none in YAML."""
    return "".join(part if _CODE.match(part) else typeset(part) for part in _CODE.split(reason))


def repeated_uuids(uuids: list[tuple[str, str, int]]) -> list[Problem]:
    """Every use of a uuid after its first, over one package or the whole tree."""
    first: dict[str, tuple[str, int]] = {}
    found = []
    for uuid, file, line in uuids:
        if uuid in first:
            where = "{}:{}".format(*first[uuid])
            found.append(Problem(file, line, f"uuid {uuid} 与 {where} 重复;复制来的内容要换一个新的 uuid"))
        else:
            first[uuid] = (file, line)
    return found
