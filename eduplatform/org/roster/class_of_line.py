"""The class of a line: from its cells, then the title above it, then the name of the sheet."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .classes import ClassName, class_within, is_running, parse_class
from .grades import Grade, GradeCode, NotRead, SchoolSettings, grades_of, parse_grade
from .numerals import han, tidy_number_text
from .questions import Asking

Key = tuple[str, str, str]  #: class, grade and title of a line
Placed = tuple[ClassName | NotRead, str]  #: what was read, or why not, and the field (class or grade) to mend
_VAGUE = ("class_no_grade", "grade_ambiguous", "class_ambiguous")


@dataclass
class Placer:
    """Places the lines of one sheet. `settings`: school_year, stages, primary_years; texts are read once and remembered."""

    sheet_name: str
    settings: SchoolSettings
    single_class: bool = False
    asking: Asking | None = None
    running: bool = False  #: three and four digits are numbers that run through the years
    refused: bool = False  #: the person says that they are not
    seen: dict[Key, Placed] = field(default_factory=dict)

    def survey(self, lines: Iterable[Key]) -> None:
        """Look over all lines before they are placed: whether grades have one class each, and whether numbers run through the years, is
        one question about the whole sheet."""
        if self.asking is None or not self.settings["stages"]:
            return
        keys = Counter((class_text.strip(), grade_text.strip(), title) for class_text, grade_text, title in lines)
        self._ask_running([key for key in keys if is_running(key[0])])
        read = {key: self._place(*key)[0] for key in keys}
        bare = {key: keys[key] for key, found in read.items() if not found and found.code == "class_no_number"}
        written = [key for key in keys if key[0] or key[1]]
        if (
            bare and len(bare) == len(written) and not self.single_class
        ):  # where others have a number, one without is a mistake
            shown = [f"{key[0] or key[1]} · {count}" for key, count in bare.items()]
            said = self.asking.ask(
                "single_class", ("yes", "stop"), (self.sheet_name, *shown), {"sheet": self.sheet_name}, shown
            )
            self.single_class = said != "stop"

    def _ask_running(self, keys: list[Key]) -> None:
        """302班 beside 七年级: a number that runs through the years, or a mistake? Where none can be grade and number, it is the first."""
        read = {key: self._place(*key)[0] for key in keys}
        odd = [
            key
            for key, found in read.items()
            if (found.label if found else found.code in ("class_grade_conflict", "class_no_grade"))
        ]
        conflict = any(not found and found.code == "class_grade_conflict" for found in read.values())
        if self.asking and odd and (conflict or len(odd) < len(read)):
            shown = [" · ".join(filter(None, (key[1], key[0]))) for key in read]
            said = self.asking.ask(
                "class_running", ("label", "stop"), (self.sheet_name, *shown), {"text": odd[0][0][:30]}, shown
            )
            self.running, self.refused = said != "stop", said == "stop"

    def place(self, class_text: str, grade_text: str, title: str) -> Placed:
        """The class of a line, read once for all that are written alike."""
        key = class_text.strip(), grade_text.strip(), title
        if key not in self.seen:
            found, column = self._place(*key)
            if found and found.label.isdigit() and self.refused:
                found = NotRead("class_grade_conflict")
            if not found and found.code == "class_no_grade" and key[0] and not (self.refused and is_running(key[0])):
                found = self._ask_grade(key[0]) or found
            self.seen[key] = found, column
        return self.seen[key]

    def _ask_grade(self, text: str) -> ClassName | NotRead | None:
        """启航班 or 2班 with no grade anywhere: asked, where the grades of the school are known. Until then any grade will do."""
        stages, years = self.settings["stages"], self.settings["primary_years"]
        if self.asking is None or not stages:
            return None
        here = {str(grade): grade for stage in stages for grade in grades_of(stage, years)}
        words = {key: _spoken(grade) for key, grade in here.items()}
        said = self.asking.ask("class_grade", tuple(here), (self.sheet_name, text), {"text": text[:30], **words})
        return self._parse(text, here[said or next(iter(here))]) if here else None

    def _place(self, class_text: str, grade_text: str, title: str) -> Placed:
        grade = parse_grade(grade_text, **self.settings) if grade_text else None
        if class_text:
            return self._from_cells(class_text, grade, title)
        if grade is not None and not grade:
            return grade, "grade"
        return self._from_context(grade, title), "class"

    def _from_cells(self, class_text: str, grade: Grade | NotRead | None, title: str) -> Placed:
        hint = grade.grade if grade else None
        found = self._parse(class_text, hint)
        if hint is None:
            found = self._with_context(class_text, found, title)
        if not found and grade is not None and not grade:
            return grade, "grade"
        return found, "class"

    def _with_context(self, class_text: str, found: ClassName | NotRead, title: str) -> ClassName | NotRead:
        """2班 on the sheet 三年级 is 三(2)班; 三(2)班 on the sheet 高三 is 高三(2)班; 四(1)班 on the sheet 三年级 is a conflict."""
        of_sheet = self._grade_in((self.sheet_name,))
        if of_sheet is not None and (not found or found.grade != of_sheet):
            return self._parse(class_text, of_sheet)
        if not found and found.code in _VAGUE:
            return self._parse(class_text, self._grade_of_context(title)) or found
        return found

    def _from_context(self, grade: Grade | None, title: str) -> ClassName | NotRead:
        hint = grade.grade if grade else None
        if hint is not None and self.single_class and self._names_no_class():
            return ClassName(hint, 1)
        by_title = class_within(title, **self.settings) if title else None
        by_sheet: ClassName | NotRead | None = self._parse(self.sheet_name, hint) or class_within(
            self.sheet_name, **self.settings
        )
        if not by_sheet and hint is None:
            by_sheet = self._parse(self.sheet_name, self._grade_of_context(title))
        if by_title and by_sheet and by_title.key != by_sheet.key:
            return NotRead("class_two_places")
        found = by_title or by_sheet
        if found and hint is not None and found.grade != hint:
            return NotRead("class_grade_conflict")
        return found or NotRead("class_no_number" if grade and self._names_no_class() else "class_missing")

    def _names_no_class(self) -> bool:
        return not re.search("[班0-9]", tidy_number_text(self.sheet_name))

    def _parse(self, text: str, hint: GradeCode | None) -> ClassName | NotRead:
        return parse_class(text, hint, single_class=self.single_class, running=self.running, **self.settings)

    def _grade_of_context(self, title: str) -> GradeCode | None:
        words = re.findall(r"(?:高|初)[一二三]|[一二三四五六七八九]年级|20\d\d[级届]", tidy_number_text(title))
        of_sheet = self._grade_in((self.sheet_name,))
        return self._grade_in(words) if of_sheet is None else of_sheet

    def _grade_in(self, texts: Iterable[str]) -> GradeCode | None:
        """The one grade in words (三年级, 高一, 2024级); a bare figure is no grade, two different grades are none."""
        grades = {
            parse_grade(text, **self.settings) for text in texts if not re.fullmatch(r"[0-9]*", tidy_number_text(text))
        }
        found = {grade.grade for grade in grades if isinstance(grade, Grade)}
        return found.pop() if len(found) == 1 else None


def _spoken(grade: GradeCode) -> str:
    if isinstance(grade, str):
        return {"K0": "托班", "K1": "小班", "K2": "中班", "K3": "大班"}[grade]
    return "高" + han(grade - 9) if grade > 9 else han(grade) + "年级"
