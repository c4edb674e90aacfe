"""Somebody outside a school names a person for a post in it; somebody inside says yes or no, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from eduplatform.org import post_proposals as proposals
from eduplatform.org import staff
from eduplatform.org.models import PostProposal
from eduplatform.org.staff import Wanted
from eduplatform.shared import clock

from .world import TODAY, change, done, refused


def propose(org, name: str = "谢老师", by: str = "district_zhou", code: str = "LJ-SY", role: str = "safety_officer"):
    return done(proposals.propose, org.viewer(by), org.unit(code), role, name)


def found(org, viewer: str, row: PostProposal) -> proposals.Proposed:
    return proposals.found(org.viewer(viewer), row.id)


def settle(org, viewer: str, row: PostProposal, state: str) -> None:
    done(proposals.settle_proposal, org.viewer(viewer), found(org, viewer, row), state)


def listed(org, viewer: str = "principal_he", **more) -> list[tuple[str, str]]:
    rows = proposals.proposals_of(org.viewer(viewer), org.unit("LJ-SY").id, **more)
    return [(one.row.name, one.row.state) for one in rows]


def test_a_proposal_gives_no_right_and_stands_on_record(org):
    row = propose(org)
    assert (row.state, row.name, row.role, row.school_id) == ("open", "谢老师", "safety_officer", org.unit("LJ-SY").id)
    assert (row.proposed_by, row.proposed_at) == (org.people["district_zhou"].user_id, clock.now())
    entry = org.last_audit()
    assert (entry.action, entry.detail) == ("post.propose", {"role": "safety_officer", "unit": row.unit_id})
    assert staff.same_name(row.school_id, "谢老师") == []


def test_the_same_twice_is_one_and_anything_else_another(org):
    first = propose(org)
    assert propose(org).id == first.id and len(org.audits("post.propose")) == 1
    others = [propose(org, "何老师"), propose(org, role="principal"), propose(org, code="SY-2024-2")]
    assert len({row.id for row in [first, *others]}) == 4
    settle(org, "district_zhou", first, "withdrawn")
    assert propose(org).id != first.id, "what is settled may be proposed again"


def test_the_open_ones_come_first_then_the_newest(org):
    for name in ("甲老师", "乙老师", "丙老师"):
        row = propose(org, name)
    settle(org, "principal_he", row, "refused")
    assert listed(org) == [("乙老师", "open"), ("甲老师", "open"), ("丙老师", "refused")]
    assert listed(org, open_only=True) == [("乙老师", "open"), ("甲老师", "open")]
    assert proposals.proposals_of(org.viewer("principal_he"), org.unit("LJ-DZ").id) == []


@pytest.mark.parametrize(("age", "shown"), [(timedelta(days=30), 0), (timedelta(days=30) - timedelta(seconds=1), 1)])
def test_a_proposal_is_listed_for_thirty_days(org, age, shown):
    change(propose(org), proposed_at=clock.now() - age)
    assert len(listed(org)) == shown


def test_the_list_says_what_the_viewer_may_do(org):
    propose(org)
    school = org.unit("LJ-SY").id
    (inside,) = proposals.proposals_of(org.viewer("principal_he"), school)
    (author,) = proposals.proposals_of(org.viewer("district_zhou"), school)
    assert (inside.may_answer, inside.mine, inside.by, inside.unit.code) == (True, False, "zhou老师", "LJ-SY")
    assert (author.may_answer, author.mine) == (False, True)


@pytest.mark.parametrize(
    ("viewer", "finds"),
    [
        ("principal_he", True),
        ("officer_safe", True),
        ("district_zhou", True),
        ("city_song", False),
        ("teacher_lin", False),
        ("other_district", False),
    ],
)
def test_who_answers_or_has_made_it_finds_it(org, viewer, finds):
    row = propose(org)
    if finds:
        assert found(org, viewer, row).row.id == row.id
    else:
        assert refused(found, org, viewer, row) == "not_found"


def test_who_made_it_and_no_longer_manages_there_does_not_find_it(org):
    row = propose(org)
    change(org.post("district_zhou"), to_on=TODAY)
    assert refused(found, org, "district_zhou", row) == "not_found"
    assert refused(proposals.found, org.viewer("principal_he"), 999_999) == "not_found"


@pytest.mark.parametrize(("state", "action"), [("accepted", "post.accept"), ("refused", "post.refuse")])
def test_the_school_settles_it_once(org, state, action):
    row = propose(org)
    seen_before = found(org, "officer_safe", row)
    settle(org, "principal_he", row, state)
    org.unit("LJ-SY")
    assert (row.state, row.answered_by) == (state, org.people["principal_he"].user_id)
    assert row.answered_at == clock.now() and org.last_audit().action == action
    assert org.last_audit().detail == {"role": row.role, "unit": row.unit_id}
    assert refused(proposals.settle_proposal, org.viewer("officer_safe"), seen_before, "refused") == "proposal_over"


def test_who_made_it_withdraws_it_and_cannot_accept(org):
    row = propose(org)
    for who, state in (("district_zhou", "accepted"), ("district_zhou", "refused"), ("principal_he", "withdrawn")):
        asked = org.viewer(who), found(org, who, row), state
        assert refused(proposals.settle_proposal, *asked) == "proposal_not_yours"
    settle(org, "district_zhou", row, "withdrawn")
    org.unit("LJ-SY")
    assert row.state == "withdrawn" and org.last_audit().action == "post.withdraw"


def test_accepted_the_person_holds_the_post_given_by_the_school(org):
    row = propose(org)
    given = done(staff.accept, org.viewer("principal_he"), found(org, "principal_he", row), Wanted())
    assert given.made and given.user.name == "谢老师" and given.user.school_id == org.unit("LJ-SY").id
    assert (given.post.role, given.post.given_by) == ("safety_officer", org.people["principal_he"].user_id)


def test_the_school_says_who_it_is(org):
    row = propose(org, "lin老师")
    asked = org.viewer("principal_he"), found(org, "principal_he", row)
    assert refused(staff.accept, *asked, Wanted()) == "staff_same_name"
    assert row.state == "open", "a refused answer settles nothing"
    given = done(staff.accept, *asked, Wanted(user_id=org.people["teacher_lin"].user_id))
    assert not given.made and given.user.id == org.people["teacher_lin"].user_id


def test_the_name_that_was_proposed_counts_whatever_the_answer_says(org):
    row = propose(org)
    given = done(
        staff.accept, org.viewer("principal_he"), found(org, "principal_he", row), Wanted(name="别人", login="bie")
    )
    assert given.user.name == "谢老师"


def test_nobody_of_another_school_is_taken_for_the_person(org):
    row = propose(org)
    wanted = Wanted(user_id=org.people["teacher_gao"].user_id)
    asked = org.viewer("principal_he"), found(org, "principal_he", row), wanted
    assert refused(staff.accept, *asked) == "login_elsewhere" and row.state == "open"
