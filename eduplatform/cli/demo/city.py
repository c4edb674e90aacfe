"""The units of the demo: a small city that looks like one, or a large one by numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from ...org import grades, tree
from ...org.models import Unit
from ...org.roster.classes import class_label_of

MOST_IN_CLASS = 45  #: pupils, in a large city


@dataclass(frozen=True)
class SchoolPlan:
    """A school to build: `classes` are (grade, number of classes, pupils a class); `hard` is a topic that it finds hard, in the one
    `hard_class` (a grade, its first class) or everywhere."""

    code: str
    name: str
    stages: str
    classes: tuple[tuple[int, int, int], ...]
    track: str = ""
    hard: str = ""
    hard_class: int | None = None

    def hard_in(self, grade: int, first: bool) -> str:
        """The topic that a class finds hard, or nothing."""
        return self.hard if self.hard_class is None or (first and grade == self.hard_class) else ""


@dataclass
class DistrictPlan:
    code: str
    name: str
    schools: list[SchoolPlan] = field(default_factory=list)


def small_city_plan() -> list[DistrictPlan]:
    """Two districts, six schools over all stages, 40 classes, some 1,600 pupils; one school with few. One class and one school find
    a topic hard."""
    return [
        DistrictPlan(
            "LJ-DC",
            "东城区",
            [
                SchoolPlan("LJ-DC-YG", "东城区阳光幼儿园", "K", ((-2, 1, 28), (-1, 1, 30), (0, 1, 31))),
                SchoolPlan(
                    "LJ-DC-SY",
                    "东城区实验小学",
                    "P1,P2,P3",
                    tuple((grade, 2, 46) for grade in range(1, 7)),
                    hard="QUAKE",
                    hard_class=3,
                ),
                SchoolPlan("LJ-DC-EZ", "临江市第二中学", "J", ((7, 3, 49), (8, 3, 48), (9, 3, 47))),
            ],
        ),
        DistrictPlan(
            "LJ-XS",
            "西山县",
            [
                SchoolPlan(
                    "LJ-XS-SQ",
                    "西山县石桥小学",
                    "P1,P2,P3",
                    ((1, 1, 6), (2, 1, 5), (3, 1, 7), (4, 1, 6), (5, 1, 8), (6, 1, 4)),
                ),
                SchoolPlan(
                    "LJ-XS-ZX", "西山中学", "J,S", ((7, 1, 49), (8, 1, 48), (10, 2, 50), (11, 2, 49)), hard="FRAUD"
                ),
                SchoolPlan("LJ-XS-ZJ", "临江职业技术学校", "V", ((10, 2, 45), (11, 2, 42)), track="机电"),
            ],
        ),
    ]


def large(schools: int, pupils: int) -> list[DistrictPlan]:
    """`schools` schools in districts of about 25, with `pupils` pupils in all, primary and junior in turn."""
    districts = [DistrictPlan(f"D{n:03d}", f"第{n}区") for n in range(1, max(1, round(schools / 25)) + 1)]
    for number in range(schools):
        share = pupils * (number + 1) // schools - pupils * number // schools
        levels = range(1, 7) if number % 3 else range(7, 10)
        classes = max(1, -(-share // (MOST_IN_CLASS * len(levels))))
        per_class = max(1, round(share / (classes * len(levels))))
        district = districts[number % len(districts)]
        kind = ("小学", "P1,P2,P3") if number % 3 else ("中学", "J")
        plan = tuple((grade, classes, per_class) for grade in levels)
        district.schools.append(SchoolPlan(f"{district.code}-{number:04d}", f"第{number + 1}{kind[0]}", kind[1], plan))
    return districts


def build_units(plans: list[DistrictPlan]) -> tuple[Unit, list[tuple[Unit, SchoolPlan]]]:
    """Make the units down to the schools; returns the city and the schools with their plans."""
    province = tree.add_child_unit(None, "province", "JD", "江东省")
    city = tree.add_child_unit(province, "city", "LJ", "临江市")
    schools = []
    for plan in plans:
        district = tree.add_child_unit(city, "district", plan.code, plan.name)
        schools += [
            (tree.add_child_unit(district, "school", each.code, each.name, each.stages), each) for each in plan.schools
        ]
    return city, schools


def make_classes(school: Unit, plan: SchoolPlan, year: int, random: Random) -> list[tuple[Unit, int, int]]:
    """Make the classes of a school: (class, grade, pupils)."""
    wanted, sizes = [], []
    for grade, count, size in plan.classes:
        for number in range(1, count + 1):
            wanted.append(
                tree.ClassSpec(
                    number, grade, class_label_of(grades.spoken_grade(grade), number, None, plan.track), plan.track
                )
            )
            sizes.append((grade, max(1, size + random.randint(-2, 2))))
    units = tree.add_classes(school, wanted, year)
    return [(unit, *size) for unit, size in zip(units, sizes, strict=True)]
