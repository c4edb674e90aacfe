"""Classes from a school's own way of writing them: 三(2)班, 3.2, 302, 2024级2班, 高一(12)班, 大一班, 24级机电1班 …"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Unpack, final

from .grades import (
    _SCHOOL,
    KINDER,
    STAGES,
    Grade,
    GradeCode,
    NotRead,
    SchoolSettings,
    Stages,
    _spoken_stage,
    _stages_said,
    grades_of,
    parse_grade,
    plain_grade,
    year_grade,
)
from .late_patterns import late_pattern
from .numerals import han, number, tidy_number_text

MAX_NUMBER = 60
_N = r"第?\(?(?P<n>[0-9]{1,2}|[〇零一二三四五六七八九十廿]{1,3})\)?班?"
_TRACK = r"(?P<track>[\u4e00-\u9fffA-Za-z]{0,14}?)"
_STAGE = "(?P<stage>小学|小|初中|初|高中|高|职高|中职|职)"
_KIND = late_pattern(rf"(?P<k>托|小|中|大)班?{_N}")
_YEAR = late_pattern(rf"{_STAGE}?(?P<year>20\d\d|\d\d)(?P<kind>级|届)(?P<late>小学|初中|高中|中职)?{_TRACK}[.-]?{_N}")
_BARE_YEAR = late_pattern(
    rf"{_STAGE}?(?P<year>20\d\d)(?P<kind>)(?P<late>)(?P<track>)(?:[.-]|(?=\())\(?(?P<n>\d{{1,2}})\)?班?"
)
_SAID = late_pattern(rf"{_STAGE}\(?(?P<g>[一二三四五六1-6])\)?(?:年级|年|级)?{_TRACK}[.-]?{_N}")
_PLAIN = late_pattern(rf"第?(?P<g>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})(?:年级|年|级){_TRACK}[.-]?{_N}")
_SHORT = late_pattern(
    rf"(?P<g>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})(?P<track>)(?:[.-]|(?=\()){_N}"
    r"|(?P<g2>[一二三四五六七八九])(?P<n2>\d{1,2}|[一二三四五六七八九])班?"
)
_DIGITS = late_pattern(r"(\d{3,6})班?")
_RUNNING = late_pattern(r"第?\(?(\d{3,4})\)?班?")
_HAN = r"[\u4e00-\u9fff]"
_AGE = "[托小中大]班?"
_GRADE = (
    r"(?:小学|小|初中|初|高中|高|职高|职)?(?:[一二三四五六七八九](?:年级|年|级)?|(?:1[0-2]|[1-9])(?:年级|年|级|(?=[^0-9])))"
    r"|(?:初|高|职)?(?:20\d\d|\d\d)级"
)
#: what stands for a number: three or four digits, a letter with or without digits, 甲 乙 丙, or two to six Han characters before 班
_OWN = (
    r"(?:第?\(?(?P<own>\d{3,4}|[A-Za-z]{1,2}\d{0,4}|[甲乙丙丁戊己庚辛])\)?班?"
    rf"|\(?(?P<named>(?!年|级|班)(?![^班]*[级届一二三四五六七八九十]){_HAN}{{2,6}})\)?班)"
)
_LABELLED = late_pattern(rf"(?P<g>{_GRADE})?{_OWN}")
_LABELLED_AGE = late_pattern(rf"(?P<g>{_AGE}){_OWN}")
_NO_CLASS = late_pattern(r"[待未没][分编]|不分|待定|未定|[本全各原几某同每]")
#: 七实验(1)班, and with a grade from elsewhere 实验1班
_MAJOR = rf"(?P<track>(?![年级月十]){_HAN}{{2,10}}?)"
_TRACKED = late_pattern(rf"(?P<g>[一二三四五六七八九]){_MAJOR}\(?(?P<n>\d{{1,2}})\)?班")
_TRACK_ONLY = late_pattern(rf"{_MAJOR}\(?(?P<n>\d{{1,2}})\)?班")
_NO_TRACK = late_pattern("校|小学|中学|大学|幼儿园|[级届年班]")
#: 24数控1班, 数控2401班: vocational schools leave 级 out
_YEAR_MAJOR = late_pattern(rf"(?P<stage>)(?P<year>20\d\d|\d\d)(?P<kind>)(?P<late>){_MAJOR}\(?(?P<n>\d{{1,2}})\)?班?")
_MAJOR_YEAR = late_pattern(
    rf"(?P<stage>){_MAJOR}(?P<year>20\d\d|\d\d)(?P<kind>)(?P<late>)[.-]?\(?(?P<n>\d{{1,2}})\)?班?"
)
_ENGLISH = late_pattern(
    r"(?:grade|year|g)[.-]*(\d{1,2})[.-]*(?:class|c)[.-]*(\d{1,2})|class[.-]*(\d{1,2})[.-](\d{1,2})", re.I
)
_HAN_YEAR = late_pattern("二[〇零][〇零一二三四五六七八九]{2}(?=[级届])")
_IN_BRACKETS = late_pattern(rf"\(({_HAN}{{1,6}})\)(?=\(?\d)|\(({_HAN}{{2,6}}\d{{1,2}})\)")
_ONLY = late_pattern(rf"{_N}")
_DATE = late_pattern(r"\d{4}-\d\d-\d\d(T.*)?|\d{1,2}月\d{1,2}日?")
_REMARK = late_pattern(r"(?<=班)\([^()]*\)$")
_WITHIN = late_pattern(
    r"(?:小学|初中?|高中?)?(?:[一二三四五六七八九]年级?|[七八九])\(?(?:\d{3,4}|[A-Za-z]\d?)\)?班|[一二三四五六七八九]\([A-Za-z]\d?\)班"
    r"|(?:[一二三四五六七八九]年级|高[一二三])(?![^班]{0,4}[一二三四五六七八九十])[\u4e00-\u9fff]{2,4}班"
    r"|(?:(?:初中?|高中?|职高|小学)?[一二三四五六七八九]|1[0-2]|(?<!\d)[1-9])(?:年级|年)?\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)?班"
    r"|(?:小学|初中?|高中?)?20\d\d[级届][\u4e00-\u9fff]{0,8}?\(?\d{1,2}\)?班|[托小中大]班?\([\d一二三四五六七八九]\)班?"
)


@final
@dataclass(frozen=True)
class ClassName:
    """A class: `grade` 1..12 or K0..K3, `number` 1..60, `track` a major or programme name, `entry_year` if the text said it."""

    grade: GradeCode
    number: int
    entry_year: int | None = None
    track: str = ""
    label: str = ""  #: instead of a number: 185, A, 启航 (then `number` is 0)

    @property
    def key(self) -> "ClassKey":
        """What makes two texts the same class."""
        return self.grade, self.label or self.number, self.track


ClassKey = tuple[GradeCode, int | str, str]  #: grade, label or number, track


def parse_class(
    text: str,
    grade_hint: GradeCode | None = None,
    school_year: int = 2026,
    stages: Stages | None = None,
    primary_years: int = 6,
    single_class: bool = False,
    running: bool = False,
) -> ClassName | NotRead:
    """The class that a text names. `grade_hint` is the grade from another column or the sheet's name; `stages` those of
    the school (None: not known); `single_class`: the school has one class per grade, so 三年级 is 三(1)班; `running`: three and four
    digits are numbers that run through the years, never grade and number.

    Not read (false): class_missing, class_is_date, class_no_grade, class_no_number, class_ambiguous, class_unreadable,
    class_grade_conflict, class_number_range, and those of `parse_grade`.
    """
    flat = _normal(text, grade_hint)
    if not flat:
        return NotRead("class_missing")
    if _DATE.fullmatch(flat):
        return NotRead("class_is_date")
    setting = _Setting(
        grade_hint, school_year, _narrow(stages or STAGES, grade_hint, primary_years), primary_years, stages
    )
    if running and _RUNNING.fullmatch(flat):
        return _running(flat, setting)
    found = _read(flat, setting)
    if found is None and _SCHOOL.sub("", flat) != flat:
        found = _read(_spoken_stage(flat, _SCHOOL.sub("", flat)), setting)
    if found is None:
        found = _track_only(flat, setting)
    if found is None:
        found = _grade_alone(flat, setting, single_class)
    return _settled(flat, found, setting)


def _settled(flat: str, found: ClassName | NotRead, setting: "_Setting") -> ClassName | NotRead:
    """What was read, or the label where it was no number, or why it cannot be."""
    if found or found.code not in ("grade_not_here", "year_future", "year_graduated"):
        own = None if found else _labelled(flat, setting)
        if own is not None:
            return own
    if _RUNNING.fullmatch(flat) and _is_no_number(found, setting):
        return _running(flat, setting)
    if found and setting.hint is not None and found.grade != setting.hint:
        return NotRead("class_grade_conflict")
    return found if not found or 1 <= found.number <= MAX_NUMBER else NotRead("class_number_range")


def _is_no_number(found: ClassName | NotRead, setting: "_Setting") -> bool:
    """185 is no class 85 of a first grade, and 1203 no class of a junior school: they count through the years. A primary school has no
    1,203 classes behind it: there the grade is a mistake, unless it stands in a column of its own."""
    if found:
        return found.number > MAX_NUMBER
    return found.code == "grade_not_here" and (setting.hint is not None or setting.stages != ("primary",))


def _running(flat: str, setting: "_Setting") -> ClassName | NotRead:
    found = _RUNNING.fullmatch(flat)
    return (
        NotRead("class_no_grade")
        if setting.hint is None or found is None
        else ClassName(setting.hint, 0, None, "", found[1])
    )


def is_running(text: str) -> bool:
    """Whether a text is three or four digits, which may be grade and number, or a number that runs through the years."""
    return bool(_RUNNING.fullmatch(_REMARK.sub("", tidy_number_text(text))))


def _normal(text: str, hint: int | str | None) -> str:
    """Half width and one way of writing what has many: Grade 3 Class 2, 二〇二四级, 高二(文)3班."""
    flat = _REMARK.sub("", tidy_number_text(text))
    flat = _ENGLISH.sub(lambda m: f"{m[1] or m[3]}年级{m[2] or m[4]}班", flat) if _ENGLISH.fullmatch(flat) else flat
    flat = _HAN_YEAR.sub(lambda m: "".join(str(number(digit)) for digit in m[0]), flat)
    flat = _IN_BRACKETS.sub(lambda m: m[1] or m[2], flat)
    return flat[:-2] if hint is not None and re.fullmatch(r"\d{1,2}\.0", flat) else flat


def _labelled(flat: str, setting: "_Setting") -> ClassName | NotRead | None:
    """七年级185班, 三(A)班, 三年级启航班, and with a grade from elsewhere 185班, A班, 启航班: the label as it stands."""
    found = _LABELLED_AGE.fullmatch(flat) if "kindergarten" in setting.stages else None
    found = found or _LABELLED.fullmatch(flat)
    own = found["own"] or found["named"] if found else None
    if found is None or own is None:
        return None
    if _NO_CLASS.fullmatch(own):
        return NotRead("class_missing")
    if found["g"]:
        grade = parse_grade(found["g"], setting.school_year, setting.stages, setting.primary_years)
        if not grade or (setting.hint is not None and grade.grade != setting.hint):
            return None
        return ClassName(grade.grade, 0, grade.entry_year, "", own.upper())
    if own.isdigit():
        return None
    return NotRead("class_no_grade") if setting.hint is None else ClassName(setting.hint, 0, None, "", own.upper())


@dataclass(frozen=True)
class _Setting:
    hint: GradeCode | None
    school_year: int
    stages: Stages
    primary_years: int
    known: Stages | None


Reading = ClassName | NotRead | None  #: a class, why it is none, or not for this reader


def _narrow(stages: Stages, hint: GradeCode | None, primary_years: int) -> Stages:
    if hint is None:
        return tuple(stages)
    return tuple(stage for stage in stages if hint in grades_of(stage, primary_years)) or tuple(stages)


def _read(flat: str, setting: _Setting) -> Reading:
    for pattern, reader in _READERS:
        found = pattern.fullmatch(flat)
        result = reader(found, setting) if found else None
        if result is not None:
            return result
    return None


def _kinder(found: re.Match[str], setting: _Setting) -> Reading:
    if "kindergarten" not in setting.stages:
        return None if found["k"] == "小" else NotRead("grade_not_here")
    return _with(Grade(KINDER[found["k"]]), found["n"])


def _year(found: re.Match[str], setting: _Setting) -> Reading:
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    stages = _stages_said(found["stage"] or found["late"], setting.stages)
    if found["track"]:  # a major: 22级机电1班 is never a primary class
        stages = tuple(stage for stage in stages if stage in ("senior", "vocational")) or stages
    return _with(
        year_grade(year, found["kind"] == "届", stages, setting.school_year, setting.primary_years),
        found["n"],
        found["track"],
    )


def _year_major(found: re.Match[str], setting: _Setting) -> Reading:
    return _year(found, setting) if "vocational" in setting.stages else None


def _track_only(flat: str, setting: _Setting) -> Reading:
    """实验1班 with a grade from elsewhere."""
    found = _TRACK_ONLY.fullmatch(flat)
    if found is None or _NO_TRACK.search(found["track"]):
        return None
    return NotRead("class_no_grade") if setting.hint is None else _with(Grade(setting.hint), found["n"], found["track"])


def _said(found: re.Match[str], setting: _Setting) -> Reading:
    grade = parse_grade(found["stage"] + found["g"], setting.school_year, setting.stages, setting.primary_years)
    return _with(grade, found["n"], found["track"])


def _plain(found: re.Match[str], setting: _Setting) -> Reading:
    groups = found.groupdict()
    value = number(groups["g"] or groups["g2"])
    if value is None:
        return None
    return _with(
        plain_grade(value, setting.stages, setting.primary_years), groups["n"] or groups["n2"], groups["track"] or ""
    )


def _digits(found: re.Match[str], setting: _Setting) -> Reading:
    """302, 1101, 2402, 202402: every reading that fits; four digits only when the stages or a hint are known."""
    digits = found[1]
    fits: list[Reading] = []
    if len(digits) == 3:
        fits.append(_with(plain_grade(int(digits[0]), setting.stages, setting.primary_years), digits[1:]))
    elif len(digits) in (4, 6):
        if len(digits) == 4 and setting.hint is None and setting.known is None:
            return NotRead("class_ambiguous")
        year = int(digits[:-2]) + (2000 if len(digits) == 4 else 0)
        fits.append(
            _with(year_grade(year, False, setting.stages, setting.school_year, setting.primary_years), digits[-2:])
        )
        if len(digits) == 4:
            fits.append(_with(plain_grade(int(digits[:2]), setting.stages, setting.primary_years), digits[-2:]))
    good = [fit for fit in fits if fit and 1 <= fit.number <= MAX_NUMBER]
    if len(good) == 1:
        return good[0]
    return NotRead("class_ambiguous") if good else fits[-1] if fits else NotRead("class_unreadable")


def _number_only(found: re.Match[str], setting: _Setting) -> Reading:
    value = number(found["n"])
    if value is None:
        return None
    if setting.hint is None:
        return NotRead("class_no_grade")
    if value > 20 and found["n"].isdigit() and int(found["n"][0]) == setting.hint:
        return NotRead("class_ambiguous")
    return _with(Grade(setting.hint), found["n"])


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Setting], Reading]], ...] = (
    (_KIND, _kinder),
    (_YEAR, _year),
    (_BARE_YEAR, _year),
    (_SAID, _said),
    (_PLAIN, _plain),
    (_SHORT, _plain),
    (_DIGITS, _digits),
    (_ONLY, _number_only),
    (_TRACKED, _plain),
    (_YEAR_MAJOR, _year_major),
    (_MAJOR_YEAR, _year_major),
)


def _with(grade: Grade | NotRead | None, text: str, track: str = "") -> Reading:
    value = number(text)
    if not grade or value is None:
        return grade if grade is not None and not grade else None
    return ClassName(grade.grade, value, grade.entry_year, track)


def _grade_alone(flat: str, setting: _Setting, single_class: bool) -> ClassName | NotRead:
    grade = parse_grade(flat, setting.school_year, setting.stages, setting.primary_years)
    if not grade:
        return grade if grade.code != "grade_unreadable" else NotRead("class_unreadable")
    return ClassName(grade.grade, 1, grade.entry_year) if single_class else NotRead("class_no_number")


def class_within(text: str, **settings: Unpack[SchoolSettings]) -> ClassName | None:
    """The one class that a title such as 光明小学三(2)班花名册 names; None when it names none or several."""
    found = {parse_class(match, **settings) for match in _WITHIN.findall(tidy_number_text(text))}
    good = {replace(one, entry_year=None) for one in found if one}
    return good.pop() if len(good) == 1 else None


def class_label_of(grade: GradeCode, number: int, stage: str | None = None, track: str = "", own: str = "") -> str:
    """How we write a class: 三(2)班, 七(3)班, 高一(12)班, 大(1)班, 高一机电(1)班; with an `own` label 三(A)班, 七年级185班, 三年级启航班,
    大班向日葵班. `stage` is needed for no grade so far."""
    if isinstance(grade, str):
        name, whole = {value: key for key, value in KINDER.items()}[grade], "班"
    else:
        name, whole = ("高" + han(grade - 9), "") if grade > 9 else (han(grade), "年级")
    if own:
        return f"{name}({own})班" if len(own) == 1 or (len(own) == 2 and own.isascii()) else f"{name}{whole}{own}班"
    return f"{name}{track}({number})班"
