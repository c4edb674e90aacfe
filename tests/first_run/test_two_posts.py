"""Who sets up holds two posts on one account. The one at the city is no post inside the school."""

from __future__ import annotations

from sqlalchemy import select

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org import appointment_rules, founding, staff_commands, tree
from eduplatform.org.access import Viewer
from eduplatform.org.founding import Place
from eduplatform.org.models import Unit
from eduplatform.shared import clock
from eduplatform.shared.database import write

from ..people import holdings_of


def viewer(user: User) -> Viewer:
    return Viewer(
        user.id, user.school_id, "staff", user.name, holdings=holdings_of(user.school_id, user.id, clock.today())
    )


def test_the_post_at_the_city_neither_opens_the_school_nor_keeps_it_shut(blank):
    with blank.app_context():
        with write():
            first = founding.found(Place("青石市", "QSS", "青溪小学", "QSS-QX", "P2"), "高敏", "gaomin", "x")
            first.first_in_at = clock.now()
        school = db.session.scalars(select(Unit).where(Unit.kind == "school")).one()
        assert appointment_rules.is_inside(viewer(first), school.id) and appointment_rules.opened_in(
            [school.id], appointment_rules.MANAGERS
        ) == {school.id: {first.id}}
        assert viewer(first).has("system.manage") and not viewer(first).has("class.names")
        with write():
            other = tree.add_child_unit(db.session.get(Unit, school.parent_id), "school", "QSS-2", "别的小学", "P2")
            teacher = User(
                school_id=school.id,
                kind="staff",
                name="谢老师",
                person_key="x" * 32,
                created_at=clock.now(),
                first_in_at=clock.now(),
            )
            db.session.add(teacher)
            db.session.flush()
            staff_commands.give_post_by_command(
                teacher, tree.add_class(school, 1, 2026, 3, "三(1)班"), "homeroom_teacher"
            )
        assert not appointment_rules.is_inside(viewer(first), other.id), "other schools are foreign to the system admin"
        with write():
            staff_commands.end_post_by_command(first, school, "safety_officer")
        assert not appointment_rules.is_inside(viewer(first), school.id)
        assert appointment_rules.opened_in([school.id], appointment_rules.MANAGERS) == {}, (
            "nobody in the school manages its people now"
        )
        assert appointment_rules.may_answer(viewer(teacher), school.id), "so any member of staff answers for it"
