"""Who sets up holds two posts on one account. The one at the city is no post inside the school."""

from __future__ import annotations

from sqlalchemy import select

from eduplatform.accounts.models import User
from eduplatform.extensions import db
from eduplatform.org import founding, giving, posts_listed, tree
from eduplatform.org.access import Viewer, holdings_of
from eduplatform.org.founding import Place
from eduplatform.org.models import Unit
from eduplatform.shared import clock
from eduplatform.shared.database import write


def viewer(user: User) -> Viewer:
    return Viewer(user.id, user.school_id, "staff", user.name, holdings=holdings_of(user.school_id, user.id, clock.today()))


def test_the_post_at_the_city_neither_opens_the_school_nor_keeps_it_shut(blank):
    with blank.app_context():
        with write():
            first = founding.found(Place("青石市", "QSS", "青溪小学", "QSS-QX", "P2"), "高敏", "gaomin", "x")
            first.first_in_at = clock.now()
        school = db.session.scalars(select(Unit).where(Unit.kind == "school")).one()
        assert giving.is_inside(viewer(first), school.id) and giving.opened_in([school.id], giving.MANAGERS) == {school.id: {first.id}}
        assert viewer(first).has("system.manage") and not viewer(first).has("class.names")
        with write():
            other = tree.add(db.session.get(Unit, school.parent_id), "school", "QSS-2", "别的小学", "P2")
            teacher = User(school_id=school.id, kind="staff", name="谢老师", person_key="x" * 32, created_at=clock.now(), first_in_at=clock.now())
            db.session.add(teacher)
            db.session.flush()
            posts_listed.give(teacher, tree.add_class(school, 1, 2026, 3, "三(1)班"), "homeroom_teacher")
        assert not giving.is_inside(viewer(first), other.id), "other schools are foreign to the system admin"
        with write():
            posts_listed.end(first, school, "safety_officer")
        assert not giving.is_inside(viewer(first), school.id)
        assert giving.opened_in([school.id], giving.MANAGERS) == {}, "nobody in the school manages its people now"
        assert giving.may_answer(viewer(teacher), school.id), "so any member of staff answers for it"
