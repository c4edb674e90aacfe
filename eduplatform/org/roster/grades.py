"""Grades: 1..12 and K0..K3 (托小中大), from a school's own way of saying them.

A school year is named by its first year: 2026 is September 2026 to August 2027. `stages` are those of the school.
"""

from dataclasses import dataclass
from typing import Literal, TypedDict, final

from .late_patterns import late_pattern
from .numerals import number, tidy_number_text

GradeCode = int | str  #: 1..12, or K0..K3
Stages = tuple[str, ...]  #: names of STAGES


class SchoolSettings(TypedDict):
    """What a school's words are read with. `stages` None: not known; `primary_years` 6, or 5 where junior school has four."""

    school_year: int
    stages: Stages | None
    primary_years: int


STAGES = ("kindergarten", "primary", "junior", "senior", "vocational")
KINDER = {"托": "K0", "小": "K1", "中": "K2", "大": "K3"}
_NUM = "[0-9]{1,2}|[〇一二三四五六七八九十]{1,3}"
_YEAR = late_pattern(
    r"(?P<stage>小学|小|初中|初|高中|高|职高|中职|职)?(?P<year>20\d\d|\d\d)(?P<kind>级|届|年入学|年|学年)?(?:年级)?"
)
_SAID = late_pattern(rf"(?P<stage>小学|小|初中|初|高中|高|职高|中职|职)(?P<n>{_NUM})(?:年级|年|级)?")
_PLAIN = late_pattern(rf"(?:第)?(?P<n>{_NUM})(?:年级|年|级)?")
_KINDER = late_pattern(r"(托|小|中|大)班?(?:年级)?")
_SCHOOL = late_pattern(
    r"^.{0,30}?(?:学校|校区|分校|幼儿园|小学|初中|高中|中学|职高|中职)部?(?=.)|^(?:初中|高中|小学|幼儿)部(?=.)"
)


@final
@dataclass(frozen=True)
class NotRead:
    """Why a text is no class, grade or name: `code` is a key of `words.SENTENCES`. It is false, so `if not parsed`."""

    code: str

    def __bool__(self) -> Literal[False]:
        return False


@final
@dataclass(frozen=True)
class Grade:
    """`grade` is 1..12 or K0..K3; `entry_year` is set only when the text said a year."""

    grade: GradeCode
    entry_year: int | None = None


def grades_of(stage: str, primary_years: int = 6) -> tuple[GradeCode, ...]:
    """The grades of a stage. `primary_years` is 5 where primary has five years and junior four."""
    grades: dict[str, tuple[GradeCode, ...]] = {
        "kindergarten": ("K0", "K1", "K2", "K3"),
        "primary": tuple(range(1, primary_years + 1)),
        "junior": tuple(range(primary_years + 1, 10)),
        "senior": (10, 11, 12),
        "vocational": (10, 11, 12),
    }
    return grades[stage]


def parse_grade(
    text: str, school_year: int = 2026, stages: Stages | None = None, primary_years: int = 6
) -> Grade | NotRead:
    """三年级, 高一, 初二, 2024级, 入学年份 2024, 大班 → Grade. `stages` None: not known, all are possible.

    Not read: grade_unreadable, grade_ambiguous, grade_not_here (not a stage of this school), year_future, year_graduated.
    """
    text = tidy_number_text(text).removesuffix("(年级)")
    for reader in (_read_kinder, _read_said, _read_year, _read_plain):
        found = reader(text, school_year, stages or STAGES, primary_years)
        if found is not None:
            return found
    shorter = _SCHOOL.sub("", text)
    if shorter != text:
        return parse_grade(_spoken_stage(text, shorter), school_year, stages, primary_years)
    return NotRead("grade_unreadable")


def _spoken_stage(text: str, shorter: str) -> str:
    """光明初中三年级 → 初三年级: the name of the school may say which third year it is."""
    head = text[: len(text) - len(shorter)]
    for word, stage in (("初中", "初"), ("高中", "高"), ("职高", "职"), ("中职", "职")):
        if head.endswith((word, word + "部")) and shorter[0] not in "七八九789初高职小中":
            return stage + shorter
    return shorter


def _read_kinder(text: str, school_year: int, stages: Stages, primary_years: int) -> Grade | NotRead | None:
    found = _KINDER.fullmatch(text)
    if not found:
        return None
    return _if_here(Grade(KINDER[found[1]]), stages, primary_years)


def _read_said(text: str, school_year: int, stages: Stages, primary_years: int) -> Grade | NotRead | None:
    found = _SAID.fullmatch(text)
    value = number(found["n"]) if found else None
    if found is None or value is None or value > 6:
        return None
    first = {"小": 0, "初": primary_years, "高": 9, "职": 9, "中": 9}[found["stage"][0]]
    last = {"小": primary_years, "初": 9}.get(found["stage"][0], 12)
    if value < 1 or first + value > last:
        return NotRead("grade_unreadable")
    return _if_here(Grade(first + value), stages, primary_years)


def _read_plain(text: str, school_year: int, stages: Stages, primary_years: int) -> Grade | NotRead | None:
    found = _PLAIN.fullmatch(text)
    value = number(found["n"]) if found else None
    return None if value is None else plain_grade(value, stages, primary_years)


def plain_grade(value: int, stages: Stages, primary_years: int = 6) -> Grade | NotRead:
    """A bare 三: primary 3 where there is a primary stage; in a junior or senior school its third year."""
    here = {grade for stage in stages for grade in grades_of(stage, primary_years)}
    if value in here:
        return Grade(value)
    upper = [stage for stage in stages if stage in ("junior", "senior", "vocational")]
    firsts = {primary_years if stage == "junior" else 9 for stage in upper}
    within = {first + value for first in firsts if 1 <= value <= 4 and first + value in here}
    if len(within) > 1:
        return NotRead("grade_ambiguous")
    if within and "primary" not in stages:
        return Grade(within.pop())
    return NotRead("grade_not_here" if 1 <= value <= 12 else "grade_unreadable")


def _read_year(text: str, school_year: int, stages: Stages, primary_years: int) -> Grade | NotRead | None:
    found = _YEAR.fullmatch(text)
    if (
        not found
        or (len(found["year"]) == 2 and not found["kind"])
        or (len(found["year"]) == 2 and found["kind"] == "年")
    ):
        return None
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    wanted = _stages_said(found["stage"], stages)
    return year_grade(year, found["kind"] == "届", wanted, school_year, primary_years)


def _stages_said(said: str | None, stages: Stages) -> Stages:
    if not said:
        return tuple(stages)
    words = {"小": ("primary",), "初": ("junior",), "高": ("senior",), "职": ("vocational",), "中": ("vocational",)}[
        said[0]
    ]
    return tuple(stage for stage in stages if stage in words or (said[0] == "高" and stage == "vocational"))


def year_grade(year: int, leaving: bool, stages: Stages, school_year: int, primary_years: int = 6) -> Grade | NotRead:
    """2024级 entered in 2024; 2027届 (leaving) leaves in summer 2027. The stage must be the only one that fits."""
    if not stages:
        return NotRead("grade_not_here")
    fits: set[tuple[GradeCode, int]] = set()
    for stage in stages:
        grades = [grade for grade in grades_of(stage, primary_years) if grade != "K0"]
        step = len(grades) - (year - school_year - 1) if leaving else school_year - year + 1
        if 1 <= step <= len(grades):
            fits.add((grades[step - 1], school_year - step + 1))
    if not fits:
        return NotRead("year_graduated" if year <= school_year else "year_future")
    return Grade(*fits.pop()) if len(fits) == 1 else NotRead("grade_ambiguous")


def _if_here(grade: Grade, stages: Stages, primary_years: int) -> Grade | NotRead:
    here = any(grade.grade in grades_of(stage, primary_years) for stage in stages)
    return grade if here else NotRead("grade_not_here")
