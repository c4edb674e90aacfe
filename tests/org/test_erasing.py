"""Erasing a person: in every school, with the guardian of nobody else, and out of every list on its way in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org import erasing, guardians, roster_staging, transfers
from eduplatform.org.models import Guardianship, RosterBatch, RosterRow
from eduplatform.org.roster.book_types import Book, Sheet
from eduplatform.org.roster_uploads import Uploads
from eduplatform.shared import clock, erased_marks
from eduplatform.shared.erasing import NOBODY

from .world import change, done

NAME = "田小雨甲一"


@pytest.fixture
def uploads(tmp_path) -> Uploads:
    return Uploads(tmp_path)


def erase(org, uploads: Uploads, name: str = "pupil_yu", **more) -> dict[str, int]:
    return done(erasing.erase_person, org.user(name), uploads, **more)


def batch(org, state: str, **more) -> RosterBatch:
    made = done(roster_staging.begin_batch, None, org.unit("LJ-SY"), "名册.xlsx", 2026)
    return change(made, state=state, **more)


def row(made: RosterBatch, **more) -> RosterRow:
    values = {"action": "new", "class_code": "LJ-SY-2024-2", "name": "别的孩子", "person_key": "k"} | more
    return change(RosterRow(school_id=made.school_id, batch_id=made.id, **values))


def names(made: RosterBatch) -> list[str]:
    db.session.expire_all()
    found = select(RosterRow.name).where(RosterRow.batch_id == made.id).order_by(RosterRow.id)
    return list(db.session.scalars(found))


def test_the_person_is_nobody_and_the_erasing_is_on_record_without_the_name(org, uploads):
    user, key = org.user("pupil_yu"), org.user("pupil_yu").person_key
    touched = erase(org, uploads)
    user = org.user("pupil_yu")
    assert (user.name, user.sex) == (NOBODY, None) and user.person_key != key and user.disabled_at == clock.now()
    assert touched["user"] == 2, "with the guardian, who has no other child here"
    (entry, other) = org.audits("person.erase")
    assert {entry.subject, other.subject} == {f"user:{org.people[one].user_id}" for one in ("pupil_yu", "guardian_yu")}
    assert entry.detail == {"why": "asked"} and entry.actor_id is None
    assert erased_marks.is_among(erased_marks.in_database(), user.school_id, user.id, key)


def test_the_reason_is_told(org, uploads):
    erase(org, uploads, "graduate", why="restored")
    assert [entry.detail["why"] for entry in org.audits("person.erase")] == ["restored"]


def test_a_pupil_of_two_schools_is_erased_in_both(org, uploads):
    code = done(transfers.let_pupil_go, org.viewer("officer_safe"), org.seat("pupil_yu"))
    new = done(transfers.take_pupil_in, org.viewer("officer_safe"), code, org.unit("LJ-XS1-2024-1"))
    erase(org, uploads)
    assert db.session.scalars(select(User.name).where(User.id == new.id)).one() == NOBODY


def test_a_guardian_of_another_child_stays_without_the_name_of_the_erased(org, uploads):
    guardian = change(org.user("guardian_yu"), name=f"{NAME}的家长")
    ming = org.user("pupil_ming")
    values = {"guardian_id": guardian.id, "pupil_id": ming.id, "from_on": clock.today()}
    change(Guardianship(school_id=ming.school_id, **values))
    erase(org, uploads)
    assert org.user("guardian_yu").name == "周一鸣甲二的家长"
    assert [link.pupil_id for link in db.session.query(Guardianship)] == [ming.id]


def test_a_guardian_of_a_name_of_its_own_keeps_it(org, uploads):
    ming = org.user("pupil_ming")
    values = {"guardian_id": org.people["guardian_yu"].user_id, "pupil_id": ming.id, "from_on": clock.today()}
    change(Guardianship(school_id=ming.school_id, **values))
    erase(org, uploads)
    assert org.user("guardian_yu").name == "田家长"


def test_an_erased_child_is_no_other_child(org, uploads):
    done(guardians.ensure, [org.user("pupil_yu")])
    ming = change(org.user("pupil_ming"), name=NOBODY)
    values = {"guardian_id": org.people["guardian_yu"].user_id, "pupil_id": ming.id, "from_on": clock.today()}
    change(Guardianship(school_id=ming.school_id, **values))
    erase(org, uploads)
    assert org.user("guardian_yu").name == NOBODY


@pytest.mark.parametrize("state", ["reading", "asking", "staged"])
@pytest.mark.parametrize("sign", ["name", "pupil_id", "person_key"])
def test_a_list_on_its_way_in_that_names_the_person_is_given_up(org, uploads, state, sign):
    made, untouched = batch(org, state), batch(org, state)
    user = org.user("pupil_yu")
    row(made, **{sign: {"name": NAME, "pupil_id": user.id, "person_key": user.person_key}[sign]})
    row(made), row(untouched)
    for one in (made, untouched):
        uploads.put_raw(one.id, b"x")
    erase(org, uploads)
    assert names(made) == [] and made.state == "dropped" and not uploads.raw(made.id).exists()
    assert names(untouched) == ["别的孩子"] and untouched.state == state and uploads.raw(untouched.id).exists()


@pytest.mark.parametrize(
    ("state", "kept"), [("refused", False), ("undone", False), ("dropped", False), ("applied", True)]
)
def test_rows_of_the_name_go_with_a_list_that_is_over(org, uploads, state, kept):
    made = batch(org, state)
    row(made, name=NAME), row(made)
    erase(org, uploads)
    assert names(made) == ([NAME] if kept else []) + ["别的孩子"], "of an applied one it may be another child's"
    assert made.state == state


def test_rows_that_are_the_persons_go_whatever_the_list_is(org, uploads):
    made = batch(org, "applied")
    row(made, pupil_id=org.people["pupil_yu"].user_id, name=NAME, before={"name": NAME})
    erase(org, uploads)
    assert names(made) == []


def test_nothing_that_was_said_about_a_list_holds_the_name(org, uploads):
    said = {
        "problems": [{"code": "same_name", "values": {"text": NAME, "lines": "3"}, "line": 7}],
        "notes": [{"values": {"text": f"{NAME}（班长）"}}],
        "classes": [{"homeroom": NAME, "pupils": 4}],
        "mapping": {NAME: {"headers": [NAME]}},
        "questions": [{"shown": [f"1 · {NAME}"], "by_line": True}],
        "answers": {f"k-{NAME}": "yes"},
    }
    made = batch(org, "refused", filename=f"{NAME}.xlsx", **said)
    untouched = batch(org, "refused", problems=[{"values": {"text": "别的孩子"}}])
    erase(org, uploads)
    db.session.expire_all()
    told = [made.problems, made.notes, made.classes, made.mapping, made.questions, made.answers, made.filename]
    assert NAME not in repr(told) and repr(told).count(NOBODY) == 8
    assert made.problems[0]["line"] == 7 and made.questions[0]["by_line"] is True and made.classes[0]["pupils"] == 4
    assert untouched.problems == [{"values": {"text": "别的孩子"}}]


def test_what_was_read_of_a_refused_list_goes_where_it_holds_the_name(org, uploads):
    held, other = batch(org, "refused"), batch(org, "refused")
    uploads.keep_book(held.id, Book([Sheet("三(2)班", [["姓名"], [NAME]])]))
    uploads.keep_book(other.id, Book([Sheet("三(2)班", [["姓名"], ["别的孩子"]])]))
    erase(org, uploads)
    assert uploads.book(held.id) is None and uploads.book(other.id).sheets[0].rows[1] == ["别的孩子"]
    assert held.state == "refused"


def test_a_list_of_another_school_is_left_alone(org, uploads):
    made = done(roster_staging.begin_batch, None, org.unit("LJ-DZ"), f"{NAME}.xlsx", 2026)
    change(made, state="staged")
    row(made, name=NAME)
    erase(org, uploads)
    assert names(made) == [NAME] and made.state == "staged" and made.filename == f"{NAME}.xlsx"
