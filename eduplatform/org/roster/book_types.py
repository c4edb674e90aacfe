"""The shapes that travel between the steps of roster reading."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NotRequired, TypedDict

from .classes import ClassName
from .refusals import Values


@dataclass
class Problem:
    """Something to mend (in `Roster.problems`) or to know (in `Roster.notes`). Line 0: the whole sheet; sheet "": the file."""

    sheet: str
    line: int
    column: str
    code: str
    values: Values = field(default_factory=dict)


@dataclass
class Sheet:
    """One sheet as text. `rows[0]` is line `first_line` (1-based, as Excel numbers it); column 0 is column A.

    `merged` holds (row, column, last row, last column), row and column counted from 0 inside `rows`.
    """

    name: str
    rows: list[list[str]]
    first_line: int = 1
    hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    #: lines that the table software does not show; `filtered`: because a filter is on
    hidden_lines: list[int] = field(default_factory=list)
    filtered: bool = False
    hidden_columns: list[int] = field(default_factory=list)  #: from 0

    @classmethod
    def from_json(cls, kept: "KeptSheet") -> "Sheet":
        merged = [(top, left, bottom, right) for top, left, bottom, right in kept["merged"]]
        return cls(
            kept["name"],
            kept["rows"],
            kept["first_line"],
            kept["hidden"],
            merged,
            kept["hidden_lines"],
            kept["filtered"],
            kept["hidden_columns"],
        )


class KeptSheet(TypedDict):
    """A sheet as it is kept in JSON."""

    name: str
    rows: list[list[str]]
    first_line: int
    hidden: bool
    merged: list[list[int]]
    hidden_lines: list[int]
    filtered: bool
    hidden_columns: list[int]


@dataclass
class Book:
    """A file as sheets of text. `kind` is xlsx, xls, csv, html, xml or oneroster; encodings are empty for xlsx and xls.

    `encoding_sure` is False when another encoding would also give readable text: the preview must ask.
    No national id, phone, address or birth date is in it: `id_scrubbing.scrub` took them out.
    """

    sheets: list[Sheet]
    kind: str = "xlsx"
    encoding_guess: str = ""
    encoding_sure: bool = True
    problems: list[Problem] = field(default_factory=list)  #: what was wrong with the file itself, by its own places

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: "KeptBook") -> "Book":
        sheets = [Sheet.from_json(sheet) for sheet in kept["sheets"]]
        problems = [Problem(**problem) for problem in kept.get("problems", ())]
        return cls(sheets, kept["kind"], kept["encoding_guess"], kept["encoding_sure"], problems)


class KeptBook(TypedDict):
    """A book as it is kept in JSON."""

    sheets: list[KeptSheet]
    kind: str
    encoding_guess: str
    encoding_sure: bool
    problems: NotRequired[list[dict[str, Any]]]


class Chosen(TypedDict):
    """Columns of one sheet as a person chose them: {field: index from 0}; a header line 0 means there is no header row."""

    header_line: NotRequired[int]
    columns: Mapping[str, int | None]


@dataclass
class Guess:
    """What the columns of one sheet hold. Indexes count from 0 (column A); `header_line` is a 1-based line.

    `columns` {field: index}; `weak` fields come from an unsure header (序号); `not_kept` and `unknown` are header
    texts; `twice` are fields found in two columns; `confidence` is 0..1. `header_rows` is 1 or 2.
    """

    header_line: int
    columns: dict[str, int]
    confidence: float = 1.0
    not_kept: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    header_rows: int = 1
    headers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Question:
    """What only the person who brings the file can say. `key` is the same for the same file and roll, and another one as soon
    as what is asked about changes. `code` and `choices` are worded in `question_messages.py`; `shown` are the names or lines concerned. `by_line`: of two choices, the other may be true of single
    lines of `shown`, which `line_keys` name. `parts`: the questions that were put on this one sheet, whose lines follow one another."""

    key: str
    code: str
    choices: tuple[str, ...]
    values: Values = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    by_line: bool = False
    line_keys: list[str] = field(default_factory=list)
    parts: list["Question"] = field(default_factory=list)

    def kept(self) -> "KeptQuestion":
        """As it is kept in JSON."""
        return {
            "key": self.key,
            "code": self.code,
            "choices": list(self.choices),
            "values": self.values,
            "shown": self.shown,
            "by_line": self.by_line,
            "line_keys": self.line_keys,
            "parts": [part.kept() for part in self.parts],
        }


class KeptQuestion(TypedDict):
    """A question as it is kept with a batch. Those of an older version may lack what tells lines apart."""

    key: str
    code: str
    choices: list[str]
    values: Values
    shown: NotRequired[list[str]]
    by_line: NotRequired[bool]
    line_keys: NotRequired[list[str]]
    parts: NotRequired[list["KeptQuestion"]]


@dataclass
class Row:
    """One pupil. `sex` is m, f or None; `number` and `student_number` are text with their zeros, or ""."""

    sheet: str
    line: int
    name: str
    class_: ClassName
    number: str = ""
    student_number: str = ""
    sex: str | None = None
    homeroom_name: str = ""


@dataclass
class Preview:
    """For the eye of the person who imports: five names and the classes with their counts of pupils."""

    names: list[str]
    classes: list[tuple[str, int]]


@dataclass
class Roster:
    """All rows that read well, and all problems. Import only if `problems` and `questions` (not yet answered) are empty.
    `guesses` {sheet name: Guess}."""

    rows: list[Row]
    problems: list[Problem]
    notes: list[Problem]
    preview: Preview
    guesses: dict[str, Guess]
    encoding: str = ""
    encoding_sure: bool = True
    questions: list[Question] = field(default_factory=list)
