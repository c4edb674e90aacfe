"""Grades, stages and the codes of classes. Pure."""

from __future__ import annotations

import re

KINDER = {"K0": -3, "K1": -2, "K2": -1, "K3": 0}


def grade_as_number(read: int | str) -> int:
    """The grade of a read class: 1–12, or −3 … 0 for K0 … K3."""
    return KINDER[read] if isinstance(read, str) else read


def spoken_grade(grade: int) -> int | str:
    """The other way round: K0 … K3 for −3 … 0."""
    return {value: key for key, value in KINDER.items()}.get(grade, grade)


def stage_of(grade: int, stages: str = "") -> str:
    """Stage of a grade; grades 10–12 are vocational where the school teaches only that."""
    if grade <= 0:
        return "K"
    if grade <= 9:
        return ("P1", "P1", "P2", "P2", "P3", "P3", "J", "J", "J")[grade - 1]
    return "V" if "V" in stages and "S" not in stages else "S"


def division(stage: str) -> str:
    """The division a class stays in: kindergarten, primary, junior, senior or vocational."""
    return "P" if stage.startswith("P") else stage


def first_grade(part: str, primary_years: int = 6) -> int:
    """The lowest grade of a division."""
    return {"K": -2, "P": 1, "J": primary_years + 1, "S": 10, "V": 10}[part]


def last_grade(part: str, primary_years: int = 6) -> int:
    """The grade after which a class leaves its division."""
    return {"K": 0, "P": primary_years, "J": 9, "S": 12, "V": 12}[part]


def entry_year(grade: int, stage: str, year: int, primary_years: int = 6) -> int:
    """School year in which a class that is in `grade` in `year` entered its division."""
    return year - max(0, grade - first_grade(division(stage), primary_years))


def class_code(school_code: str, entry: int, stage: str, number: int | str, track: str = "") -> str:
    """Stable code of a class: school, division (none for primary), entry year, track and number or own label: LJ-SY-2024-2, LJ-SY-2024-A."""
    part = division(stage)
    return f"{school_code}-{'' if part == 'P' else part}{entry}{track}-{number}"[:40]


def stage_by_code(code: str, entered: int, year: int) -> str:
    """Stage in a school year of the class with this code that entered its division in `entered`; no query needed."""
    found = re.search(r"-([KJSV]?)\d{4}[^-]*-[^-]*$", code)
    return found[1] if found and found[1] else stage_of(first_grade("P") + year - entered)


def track_of(class_code: str) -> str:
    """The track in the code of a class, as class_code() wrote it; "" without one. Its label would not do: 机电一体化 and 高铁乘务 begin or
    end like a grade."""
    found = re.search(r"-[KJSV]?\d{4}(\D[^-]*)-[^-]+$", class_code)
    return found[1] if found else ""


SPOKEN_STAGES = {
    "K": "kindergarten",
    "P1": "primary",
    "P2": "primary",
    "P3": "primary",
    "J": "junior",
    "S": "senior",
    "V": "vocational",
}


def divisions_of(stages: str) -> tuple[str, ...] | None:
    """The divisions a school teaches in the roster reader's words; None when the school has not said."""
    return tuple(dict.fromkeys(SPOKEN_STAGES[code] for code in stages.split(",") if code)) or None
