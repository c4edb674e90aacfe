"""Guardians: one account a child, who reads about whom, and on what basis the child's data is kept."""

from __future__ import annotations

import pytest

from eduplatform.accounts import people as accounts
from eduplatform.extensions import db
from eduplatform.org import guardians, tree
from eduplatform.org.models import Guardianship, RosterBatch
from eduplatform.shared import clock

from .world import TODAY, TOMORROW, YESTERDAY, change, done


def link() -> Guardianship:
    db.session.expire_all()
    return db.session.query(Guardianship).one()


def of(org, *names: str) -> dict[str, str]:
    numbers = {org.people[name].user_id: name for name in names}
    found = guardians.of_pupils(org.unit("LJ-SY").id, list(numbers))
    return {numbers[pupil]: guardian.name for pupil, guardian in found.items()}


def wards(org, *names: str, school: str = "LJ-SY") -> list[guardians.Ward]:
    ids = tuple(org.people[name].user_id for name in names)
    return guardians.wards(org.unit(school).id, ids, TODAY)


def test_a_child_with_its_class_and_school(org):
    (ward,) = wards(org, "pupil_yu")
    assert (ward.name, ward.class_name, ward.school_name, ward.stage) == ("田小雨甲一", "三(2)班", "实验小学", "P2")
    assert (ward.pupil_id, ward.class_id) == (org.people["pupil_yu"].user_id, org.unit("SY-2024-2").id)
    assert (ward.consent, ward.consent_at) == ("", None)


def test_the_consent_is_that_of_the_list_the_child_came_with(org):
    school = org.unit("LJ-SY")
    batch = change(
        RosterBatch(
            school_id=school.id,
            filename="名册.xlsx",
            state="applied",
            year=2026,
            created_at=clock.now(),
            applied_at=clock.now(),
            consent="书面同意",
        )
    )
    change(org.user("pupil_yu"), batch_id=batch.id)
    assert [(one.consent, one.consent_at) for one in wards(org, "pupil_yu")] == [("书面同意", clock.now())]


def test_children_come_by_name_and_those_of_no_class_not_at_all(org):
    change(org.user("pupil_yu"), name="Bob")  # Han names stand in another order on a server of another locale
    change(org.user("pupil_ming"), name="Ann")
    assert [one.name for one in wards(org, "pupil_yu", "pupil_ming")] == ["Ann", "Bob"]
    change(org.seat("pupil_ming"), to_on=TODAY)
    assert [one.name for one in wards(org, "pupil_ming", "pupil_yu")] == ["Bob"]
    assert wards(org, "graduate") == [] == wards(org, "pupil_west") == wards(org)


def test_a_class_without_a_row_for_the_year_has_no_stage(org):
    change(org.seat("pupil_yu"), class_id=done(tree.add_class, org.unit("LJ-SY"), 8, 2020, 2, "二(8)班").id)
    assert [one.stage for one in wards(org, "pupil_yu")] == [""]


@pytest.mark.parametrize(("to_on", "has"), [(None, True), (TOMORROW, True), (TODAY, False), (YESTERDAY, False)])
def test_the_guardian_of_a_pupil_while_it_lasts(org, to_on, has):
    change(link(), to_on=to_on)
    assert of(org, "pupil_yu", "pupil_ming") == ({"pupil_yu": "田家长"} if has else {})


def test_a_closed_account_is_no_guardian(org):
    done(accounts.disable, org.user("guardian_yu"))
    assert of(org, "pupil_yu") == {}


def test_of_several_the_first_made_counts(org):
    yu = org.user("pupil_yu")
    change(link(), to_on=TODAY)
    (second,) = done(guardians.ensure, [yu])
    change(link_of(second), from_on=TODAY)
    change(db.session.query(Guardianship).order_by(Guardianship.id).first(), to_on=None)
    assert of(org, "pupil_yu") == {"pupil_yu": "田家长"}


def link_of(guardian) -> Guardianship:
    return db.session.query(Guardianship).filter_by(guardian_id=guardian.id).one()


def test_an_account_is_made_where_there_is_none_and_found_where_there_is(org):
    yu, ming = org.user("pupil_yu"), org.user("pupil_ming")
    found = done(guardians.ensure, [ming, yu])
    assert [one.name for one in found] == ["周一鸣甲二的家长", "田家长"], "in the order given"
    assert (found[0].kind, found[0].school_id) == ("guardian", ming.school_id) and accounts.login_of(found[0]) is None
    made = link_of(found[0])
    assert (made.pupil_id, made.from_on, made.to_on) == (ming.id, TODAY, None)
    assert [one.id for one in done(guardians.ensure, [ming, yu])] == [one.id for one in found]
    assert done(guardians.ensure, []) == []


def test_a_long_name_fits_into_the_account(org):
    ming = change(org.user("pupil_ming"), name="阿" * 60)
    assert done(guardians.ensure, [ming])[0].name == "阿" * 55 + "的家长"
