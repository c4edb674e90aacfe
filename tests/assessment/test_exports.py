"""Exports: every class and lesson with its figures, asked for once, prepared whole, fetched by who asked, gone after a day."""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest

from eduplatform.assessment import exports, report_table, rules
from eduplatform.assessment.models import Export
from eduplatform.extensions import db
from eduplatform.org.access import Holding, Viewer
from eduplatform.shared import clock as clocks
from eduplatform.shared import jobs
from eduplatform.shared.database import write
from eduplatform.shared.models import Job
from eduplatform.shared.refusals import Refused

from . import world

DAY, D = date(2026, 11, 18), date(2026, 11, 2)
UNTESTED = {"quiz": "未测", "skill": "未练"}
WORDS = report_table.Words(
    groups={group: group for group in rules.GROUPS},
    heads={field.code: field.code for field in report_table.FIELDS},
    unit="单位",
    total="合计",
    small="*",
    title="各班",
    untested=UNTESTED,
)


@pytest.fixture
def inside(app):
    with app.app_context():
        yield app
        db.session.rollback()


def officer(user_id: int = 1, code: str = "LJ") -> Viewer:
    unit = world.unit(code)
    held = Holding("city_officer", unit.id, unit.kind, unit.path, unit.name)
    return Viewer(user_id, unit.id, "staff", "x", holdings=(held,))


def some_lessons() -> None:
    """Two classes of a school and one of another: a quiz, a lesson nobody was tested in, one taken back."""
    with write():
        one, two, other = (world.unit(code) for code in ("LJ-SY-2024-1", "LJ-SY-2024-2", "LJ-XS1-2024-1"))
        fire, drown = world.lesson("FIRE"), world.lesson("DROWN")
        people = world.pupils(two, 8)
        world.teach(two, fire, D, roll=8)
        for pupil in people:
            world.quiz(two, fire, pupil, D, 90)
        world.teach(two, drown, D + timedelta(days=7), roll=8)
        world.take_back(world.teach(one, fire, D, roll=20), D + timedelta(days=1))
        world.teach(other, fire, D + timedelta(days=9), roll=3)
    world.settle()


def classes(unit: str = "LJ", day: date = DAY, inside: bool = True) -> dict[str, dict[str, object]]:
    """School and class → its cells by code, in order."""
    rows = exports.class_rows(world.unit(unit), 2026, day, inside, "*", UNTESTED)
    return {
        f"{row[0]} {row[1]}": dict(zip((f.code for f in report_table.FIELDS), row[2:], strict=True)) for row in rows
    }


def test_every_class_has_a_row_by_school_and_number_lesson_or_not(inside):
    some_lessons()
    found = classes()
    assert list(found) == [
        "东城中学 八(3)班",
        "实验小学 一(1)班",
        "实验小学 三(1)班",
        "实验小学 三(2)班",
        "实验小学 六(1)班",
        "西山小学 三(1)班",
    ]
    assert (found["实验小学 三(2)班"]["hours"], found["实验小学 三(2)班"]["quiz_rate"]) == (200, "100.0% (68–100%)")
    assert (found["实验小学 三(1)班"]["hours"], found["实验小学 三(1)班"]["quiz_rate"]) == (0, None)
    assert found["西山小学 三(1)班"]["quiz_rate"] == "未测"


def test_rows_are_those_of_the_unit_and_of_the_day(inside):
    some_lessons()
    assert list(classes("LJ-XS1")) == ["西山小学 三(1)班"]
    assert list(classes("LJ-SY-2024-2")) == ["实验小学 三(2)班"]
    early = classes(day=D)
    assert (early["实验小学 三(1)班"]["hours"], early["西山小学 三(1)班"]["hours"]) == (100, 0)


def test_an_outsider_gets_what_the_schools_own_page_shows(inside):
    some_lessons()
    with write():
        two = world.unit("LJ-SY-2024-2")
        world.quiz(two, world.lesson("DROWN"), world.pupils(two, 1)[0], D + timedelta(days=7), 90)
    world.settle()
    assert classes()["实验小学 三(2)班"]["pass_rate"] == "100.0% (70–100%)"
    rows = {row[3]: row for row in exports.lesson_rows(world.unit("LJ"), 2026, DAY, False, "*") if "三(2)班" in row[1]}
    passed = 4 + exports.LESSON_FIELDS.index("quiz_passed")
    assert rows["DROWN"][passed] == "*" == rows["FIRE"][passed], "one hidden line alone could be had by subtracting"


def test_every_lesson_of_every_class_has_a_row(inside):
    some_lessons()
    rows = list(exports.lesson_rows(world.unit("LJ"), 2026, DAY, True, "*"))
    assert [(row[0], row[1], row[4], row[5]) for row in rows if row[4]] == [
        ("实验小学", "三(2)班", 1, 100),
        ("实验小学", "三(2)班", 1, 100),
        ("西山小学", "三(1)班", 1, 100),
    ]
    assert {row[3] for row in rows if row[1] == "三(2)班"} == {"FIRE", "DROWN"}
    assert {len(row) for row in rows} == {4 + len(exports.LESSON_FIELDS)}
    mine = list(exports.lesson_rows(world.unit("LJ-SY-2024-2"), 2026, DAY, True, "*"))
    assert {row[3] for row in mine} == {"FIRE", "DROWN"}
    assert [row[3] for row in exports.lesson_rows(world.unit("LJ-SY-2024-2"), 2026, D, True, "*")] == ["FIRE"]
    assert list(exports.lesson_rows(world.unit("LJ"), 2025, DAY, True, "*")) == []


def ask(viewer: Viewer, folder, day: date = DAY) -> Export:
    with write():
        return exports.queue_export(viewer, world.unit("LJ"), 2026, day, WORDS, ("学校", "班级"), folder)


def test_asking_twice_for_the_same_finds_the_first_and_for_another_day_or_by_another_person_does_not(inside, tmp_path):
    first = ask(officer(), tmp_path).id
    assert ask(officer(), tmp_path).id == first
    assert ask(officer(), tmp_path, D).id != first
    assert ask(officer(user_id=2), tmp_path).id != first
    assert db.session.query(Job).filter_by(kind=exports.KIND).count() == 3


def test_one_that_failed_is_asked_for_anew(inside, tmp_path):
    first = ask(officer(), tmp_path)
    with write():
        exports.job_of(first).state = "failed"
    assert ask(officer(), tmp_path).id != first.id


def test_one_that_is_ready_is_prepared_again_when_it_is_asked_for_again(inside, tmp_path):
    first = ask(officer(), tmp_path)
    assert jobs.run_next()
    assert ask(officer(), tmp_path).id != first.id


def test_the_sheet_is_whole_under_its_name_and_closed_to_others(inside, tmp_path):
    some_lessons()
    number = ask(officer(), tmp_path / "exports").id
    assert jobs.run_next()
    found = exports.find_export(number, 1)
    file = tmp_path / "exports" / found.file
    assert [path.name for path in file.parent.iterdir()] == [f"export-{number}.xlsx"]
    assert exports.job_of(found).result == {"classes": 6}
    assert os.name != "posix" or file.stat().st_mode & 0o077 == 0


def test_an_export_is_found_by_who_asked_for_it_until_its_day_is_over(inside, clock, tmp_path):
    number = ask(officer(), tmp_path).id
    later = ask(officer(), tmp_path, D).id
    assert exports.find_export(number, 2) is None
    assert [row.id for row in exports.of_user(1)] == [later, number]
    assert exports.of_user(2) == []
    clock.shift(exports.KEPT - timedelta(seconds=1))
    assert exports.find_export(number, 1)
    clock.shift(timedelta(seconds=1))
    assert exports.find_export(number, 1) is None and exports.of_user(1) == []


def test_a_file_goes_after_its_day_and_the_note_of_it_after_a_year(inside, clock, tmp_path):
    folder = tmp_path / "exports"
    ask(officer(), folder)
    jobs.run_next()
    (file,) = folder.iterdir()
    stranger = folder / "export-99.xlsx.part"
    stranger.write_bytes(b"x")
    old = (clocks.now() - 2 * exports.KEPT - timedelta(hours=1)).timestamp()
    os.utime(stranger, (old, old))
    (folder / "other.txt").write_bytes(b"x")
    exports.sweep_exports(folder)
    assert sorted(path.name for path in folder.iterdir()) == [file.name, "other.txt"], "what nobody knows goes too"
    clock.shift(exports.KEPT)
    exports.sweep_exports(folder)
    assert [path.name for path in folder.iterdir()] == ["other.txt"]
    assert db.session.query(Export).one().file is None
    clock.shift(exports.NOTED)
    exports.sweep_exports(folder)
    assert db.session.query(Export).count() == 0


def test_sweeping_where_there_is_nothing_does_nothing(inside, tmp_path):
    exports.sweep_exports(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_job_whose_export_is_gone_says_so(inside, tmp_path):
    ask(officer(), tmp_path)
    with write() as session:
        session.query(Export).delete()
    assert jobs.run_next()
    job = db.session.query(Job).one()
    assert (job.state, job.result["refused"]) == ("failed", "export_gone")


@pytest.mark.parametrize("lost", ["untested", "heads", "groups"])
def test_words_of_a_release_before_are_refused(lost):
    said = {name: getattr(WORDS, name) for name in WORDS.__dataclass_fields__}
    assert exports._words(said) == WORDS
    broken = {name: value for name, value in said.items() if name != lost} | ({} if lost == "untested" else {lost: {}})
    with pytest.raises(Refused) as refused:
        exports._words(broken)
    assert refused.value.code == "export_gone"
