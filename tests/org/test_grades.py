"""Grades, stages, divisions and the codes of classes."""

from __future__ import annotations

import pytest

from eduplatform.org import grades


@pytest.mark.parametrize(("read", "grade"), [("K0", -3), ("K1", -2), ("K2", -1), ("K3", 0), (1, 1), (12, 12)])
def test_a_read_grade_as_a_number_and_back(read, grade):
    assert grades.grade_as_number(read) == grade and grades.spoken_grade(grade) == read


@pytest.mark.parametrize(
    ("grade", "stage"),
    [
        (-3, "K"),
        (0, "K"),
        (1, "P1"),
        (2, "P1"),
        (3, "P2"),
        (4, "P2"),
        (5, "P3"),
        (6, "P3"),
        (7, "J"),
        (9, "J"),
        (10, "S"),
    ],
)
def test_the_stage_of_a_grade(grade, stage):
    assert grades.stage_of(grade) == stage


@pytest.mark.parametrize(("stages", "stage"), [("V", "V"), ("S", "S"), ("S,V", "S"), ("J,V", "V"), ("", "S")])
def test_the_upper_grades_are_vocational_where_the_school_teaches_only_that(stages, stage):
    assert grades.stage_of(10, stages) == grades.stage_of(12, stages) == stage
    assert grades.stage_of(9, stages) == "J"


@pytest.mark.parametrize(
    ("stage", "years", "first", "last"),
    [
        ("K", 6, -2, 0),
        ("P1", 6, 1, 6),
        ("P3", 5, 1, 5),
        ("J", 6, 7, 9),
        ("J", 5, 6, 9),
        ("S", 6, 10, 12),
        ("V", 5, 10, 12),
    ],
)
def test_where_a_division_begins_and_ends(stage, years, first, last):
    part = grades.division(stage)
    assert (grades.first_grade(part, years), grades.last_grade(part, years)) == (first, last)


def test_six_years_are_usual():
    assert (grades.first_grade("J"), grades.last_grade("P"), grades.entry_year(8, "J", 2026)) == (7, 6, 2025)


@pytest.mark.parametrize(
    ("grade", "stage", "years", "entered"),
    [
        (1, "P1", 6, 2026),
        (3, "P2", 6, 2024),
        (6, "P3", 6, 2021),
        (7, "J", 6, 2026),
        (7, "J", 5, 2025),
        (9, "J", 6, 2024),
        (12, "S", 6, 2024),
        (-2, "K", 6, 2026),
        (0, "K", 6, 2024),
        (-3, "K", 6, 2026),  # the nursery: before the first year, never in the future
    ],
)
def test_the_year_a_class_entered(grade, stage, years, entered):
    assert grades.entry_year(grade, stage, 2026, years) == entered


@pytest.mark.parametrize(
    ("stage", "number", "track", "code"),
    [
        ("P2", 2, "", "LJ-SY-2024-2"),
        ("J", 2, "", "LJ-SY-J2024-2"),
        ("K", 1, "", "LJ-SY-K2024-1"),
        ("V", 1, "机电", "LJ-SY-V2024机电-1"),
        ("P1", "A", "", "LJ-SY-2024-A"),
        ("S", "启航", "", "LJ-SY-S2024-启航"),
    ],
)
def test_the_code_of_a_class(stage, number, track, code):
    assert grades.class_code("LJ-SY", 2024, stage, number, track) == code
    assert grades.track_of(code) == track


def test_a_class_without_a_track():
    assert grades.class_code("LJ-SY", 2024, "P1", 2) == "LJ-SY-2024-2"


def test_a_code_fits_into_its_column():
    assert len(grades.class_code("X" * 30, 2024, "V", 1, "机" * 14)) == 40


@pytest.mark.parametrize(
    ("code", "year", "stage"),
    [
        ("LJ-SY-2024-2", 2024, "P1"),
        ("LJ-SY-2024-2", 2026, "P2"),
        ("LJ-SY-2024-2", 2029, "P3"),
        ("LJ-SY-K2024-1", 2026, "K"),
        ("LJ-SY-J2024-1", 2026, "J"),
        ("LJ-SY-S2024-启航", 2026, "S"),
        ("LJ-SY-V2024机电-1", 2026, "V"),
    ],
)
def test_the_stage_by_the_code_alone(code, year, stage):
    assert grades.stage_by_code(code, 2024, year) == stage


@pytest.mark.parametrize("code", ["LJ-SY-V2024机电一体化-1", "LJ-SY-S2024高铁乘务-2", "LJ-SY-2024音乐-启航"])
def test_a_track_is_whatever_stands_behind_the_year(code):
    assert grades.track_of(code) == code.split("2024")[1].split("-")[0]


def test_what_a_school_teaches_in_the_readers_words():
    assert grades.divisions_of("P1,P2,P3") == ("primary",)
    assert grades.divisions_of("K,P1,J,S,V") == ("kindergarten", "primary", "junior", "senior", "vocational")
    assert grades.divisions_of("") is None is grades.divisions_of(",")
