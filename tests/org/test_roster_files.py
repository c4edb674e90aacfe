"""Around a list: whose it may be, its files, its year in summer, and the worker that reads it."""

from __future__ import annotations

import os
import stat
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from eduplatform.extensions import db
from eduplatform.org import jobs as roster_jobs
from eduplatform.org import roster_queries, roster_staging, roster_year, tree
from eduplatform.org.models import RosterBatch
from eduplatform.org.roster.book_types import Book, Sheet
from eduplatform.org.roster_uploads import KEPT_SECONDS, Uploads
from eduplatform.shared import jobs
from eduplatform.shared.models import Job

from .lists import CLASS, NEW, book, bring, counts
from .world import TODAY, change, done

CSV = "姓名,班级,学号\n" + "\n".join(",".join(row) for row in (*CLASS, NEW))


@pytest.fixture
def uploads(tmp_path) -> Uploads:
    return Uploads(tmp_path)


def codes(units) -> list[str]:
    return [unit.code for unit in units]


def waiting(org, uploads: Uploads, data: bytes = CSV.encode(), **more) -> RosterBatch:
    """An upload that the worker is to read."""
    batch = done(roster_staging.begin_batch, org.viewer("officer_safe"), org.unit("LJ-SY"), "名册.csv", 2026)
    uploads.put_raw(batch.id, data)
    payload = {"school_id": batch.school_id, "batch_id": batch.id, "folder": str(uploads.folder.parent)} | more
    done(jobs.queue, "roster.read", payload, batch.created_by)
    return batch


def job() -> Job:
    db.session.expire_all()
    return db.session.query(Job).filter_by(kind="roster.read").order_by(Job.id.desc()).first()


def test_who_may_bring_a_list_into_which_school(org):
    schools = {name: codes(roster_queries.schools_for(org.viewer(name))) for name in org.people}
    assert {name for name, found in schools.items() if found == ["LJ-SY"]} == {
        "officer_safe",
        "teacher_lin",
        "teacher_chen",
        "disabled",
    }
    assert schools["teacher_gao"] == ["LJ-DZ"] and schools["teacher_wu"] == [] == schools["principal_he"]
    change(org.unit("LJ-SY"), closed_on=TODAY)
    assert roster_queries.schools_for(org.viewer("officer_safe")) == []


def test_a_homeroom_teacher_may_change_the_own_class(org):
    school = org.unit("LJ-SY")
    assert roster_queries.only_for(org.viewer("officer_safe"), school) is None
    assert roster_queries.only_for(org.viewer("teacher_lin"), school) == {"LJ-SY-2024-2"}
    assert roster_queries.only_for(org.viewer("teacher_wu"), school) == set()
    assert roster_queries.only_for(org.viewer("teacher_gao"), school) == set(), "a class of another school"


def test_lists_brought_newest_first(org):
    first, second = bring(org, *CLASS), bring(org, *CLASS, by="teacher_lin")
    change(bring(org, *CLASS), state="dropped")
    change(bring(org, *CLASS), kind="rollover")
    school = org.unit("LJ-SY").id
    assert [(one.id, by) for one, by in roster_queries.batches([school])] == [
        (second.id, "lin老师"),
        (first.id, "safe老师"),
    ]
    lin = org.people["teacher_lin"].user_id
    assert [one.id for one, _ in roster_queries.batches([school], lin)] == [second.id]
    assert len(roster_queries.batches([school], most=1)) == 1 and roster_queries.batches([org.unit("LJ-DZ").id]) == []
    assert roster_queries.batch_of(first.id).id == first.id and roster_queries.batch_of(999_999) is None


def test_rows_of_a_list_in_pages_by_class_and_number(org):
    batch = bring(
        org,
        *[(name, "三(2)班", number) for name, number in (("史一", "10"), ("何二", "9"), ("许三", "11"))],
        ("史小满", "二(1)班", "1"),
    )
    assert counts(batch)["new"] == 4
    rows, total = roster_queries.batch_rows(batch, "new", 1)
    assert (total, [row.number for row in rows]) == (4, ["9", "10", "11", "1"])
    assert [row.number for row in roster_queries.batch_rows(batch, "new", 2, 3)[0]] == ["1"]
    assert roster_queries.batch_rows(batch, "moved", 1) == ([], 0)


def test_names_of_classes_by_code(org):
    assert roster_queries.class_names({"LJ-SY-2024-2", "NOWHERE"}) == {"LJ-SY-2024-2": "三(2)班"}
    assert roster_queries.class_names(set()) == {}


def test_an_upload_is_kept_for_its_owner_alone_until_it_is_read(uploads):
    path = uploads.put_raw(7, b"x")
    assert path.read_bytes() == b"x" and stat.S_IMODE(path.stat().st_mode) == 0o600
    uploads.keep_book(7, Book([Sheet("三(2)班", [["姓名"], ["史小满"]], merged=[(0, 0, 1, 0)])], "csv", "utf-8", False))
    assert not path.exists() and stat.S_IMODE(uploads.sheets(7).stat().st_mode) == 0o600
    kept = uploads.book(7)
    assert kept == Book([Sheet("三(2)班", [["姓名"], ["史小满"]], merged=[(0, 0, 1, 0)])], "csv", "utf-8", False)
    assert uploads.hold(7, "史小满") and not uploads.hold(7, "别人") and not uploads.hold(8, "史小满")
    uploads.forget(7)
    uploads.forget(7)
    assert uploads.book(7) is None


def test_files_nobody_came_back_for_go_after_a_day(uploads):
    uploads.forget_old()
    now = datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    for number, age in ((1, KEPT_SECONDS + 1), (2, KEPT_SECONDS)):
        os.utime(uploads.put_raw(number, b"x"), (now - age,) * 2)
    uploads.forget_old()
    assert not uploads.raw(1).exists() and uploads.raw(2).exists()


def test_the_worker_reads_stages_and_keeps_what_it_read(org, uploads):
    batch = waiting(org, uploads)
    assert roster_queries.progress(batch) == (0, 0)
    assert jobs.run_next()
    db.session.refresh(batch)
    assert batch.state == "staged" and counts(batch) == {"new": 1, "same": 4}
    assert uploads.book(batch.id) is not None and not uploads.raw(batch.id).exists()
    assert job().state == "done" and job().result["new"] == 1 and roster_queries.progress(batch) == (100, 1)


def test_read_again_the_kept_sheets_are_enough(org, uploads):
    batch = waiting(org, uploads)
    uploads.keep_book(batch.id, book(*CLASS))
    jobs.run_next()
    db.session.refresh(batch)
    assert counts(batch) == {"same": 4}


def test_columns_chosen_and_classes_that_may_be_changed_are_kept_to(org, uploads):
    batch = waiting(org, uploads, only=["LJ-SY-2024-1"])
    jobs.run_next()
    db.session.refresh(batch)
    assert batch.state == "refused" and {one["code"] for one in batch.problems} == {"class_not_yours"}
    chosen = {"名册": {"header_line": 1, "columns": {"name": 0, "class": 1}}}
    other = change(waiting(org, uploads), chosen=chosen)
    jobs.run_next()
    db.session.refresh(other)
    assert other.mapping["名册"]["columns"] == {"name": 0, "class": 1}


def test_a_file_that_is_none_is_refused_and_forgotten(org, uploads):
    batch = waiting(org, uploads, b"%PDF-1.7")
    jobs.run_next()
    db.session.refresh(batch)
    assert (batch.state, batch.problems[0]["code"], batch.problems[0]["values"]) == (
        "refused",
        "file_stranger",
        {"kind": "pdf"},
    )
    assert job().state == "failed" and not uploads.raw(batch.id).exists()


def test_an_upload_that_is_gone_says_so(org, uploads):
    batch = waiting(org, uploads)
    uploads.forget(batch.id)
    jobs.run_next()
    db.session.refresh(batch)
    assert batch.problems[0]["code"] == "file_gone"


@pytest.mark.parametrize("state", ["dropped", "staged", "applied"])
def test_a_list_given_up_meanwhile_is_not_read(org, uploads, state):
    batch = change(waiting(org, uploads), state=state)
    jobs.run_next()
    db.session.refresh(batch)
    assert batch.state == state and uploads.raw(batch.id).exists() and job().result is None


def test_a_reading_that_was_cut_off_too_often_is_said_to_be(org, uploads):
    batch = waiting(org, uploads)
    cut = change(job(), tries=3)
    roster_jobs._given_up(cut)
    assert (batch.state, batch.problems[0]["code"], batch.problems[0]["values"]) == (
        "refused",
        "reading_failed",
        {"count": 3},
    )
    change(batch, state="applied", problems=[])
    roster_jobs._given_up(cut)
    assert batch.state == "applied" and batch.problems == []


@pytest.mark.parametrize(
    ("day", "asks"),
    [
        (date(2026, 7, 14), False),
        (date(2026, 7, 15), True),
        (date(2026, 8, 31), True),
        (date(2026, 9, 15), True),
        (date(2026, 9, 16), False),
    ],
)
def test_around_the_summer_the_year_is_asked(day, asks):
    assert roster_year.asked_on(day) == asks


def test_the_year_in_words():
    assert roster_year.years_on(date(2026, 8, 1)) == (2025, 2026) and roster_year.spoken_year(2026) == "2026–2027"


def read(org, *rows, **more) -> roster_year.Listed:
    return roster_year.read_for_year(org.unit("LJ-SY"), book(*rows), roster_year.Reading(2026, **more))


def test_during_the_year_it_is_the_one_there_is(org):
    listed = read(org, *CLASS)
    assert listed.year == 2026 and listed.checked.questions == []
    assert read(org, *CLASS, answers={"school_year": "2025"}).year == 2025, "unless another is said"


def test_in_summer_nothing_else_is_asked_before_the_year(org, clock):
    clock.move_to(datetime(2027, 8, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    listed = read(org, ("田小宇甲一", "三(2)班", "1"))
    assert [(one.code, one.choices) for one in listed.checked.questions] == [("school_year", ("2026", "2027"))]
    assert listed.checked.questions[0].values == {"2026": "2026–2027", "2027": "2027–2028"}
    answered = read(org, ("田小宇甲一", "三(2)班", "1"), answers={"school_year": "2026"})
    assert answered.year == 2026 and [one.code for one in answered.checked.questions] == ["rename"]


def test_in_september_a_list_that_fits_this_year_alone_is_not_asked_about(org, clock):
    done(tree.add_class, org.unit("LJ-SY"), 2, 2027, 4, "四(2)班")
    clock.move_to(datetime(2027, 9, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    fourth = [(name, "四(2)班", number) for name, _, number in CLASS]
    assert read(org, *fourth).checked.questions == [] and read(org, *fourth).year == 2027
    assert [one.code for one in read(org, *CLASS).checked.questions] == ["school_year"]
    clock.move_to(datetime(2027, 8, 31, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert [one.code for one in read(org, *fourth).checked.questions] == ["school_year"], "before September always"


def test_a_school_without_pupils_is_always_asked(org, clock):
    for name in ("pupil_yu", "pupil_ming", "pupil_same", "pupil_same2", "pupil_next", "pupil_small"):
        change(org.seat(name), to_on=TODAY)
    clock.move_to(datetime(2027, 9, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert [one.code for one in read(org, *CLASS).checked.questions] == ["school_year"]
