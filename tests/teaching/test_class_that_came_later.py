"""Case 06 of the shared inputs: a class that came onto the platform later, and a lesson of two days ago with one present."""

from datetime import date

import pytest

from eduplatform.extensions import db
from eduplatform.org.models import Enrolment
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import write

from .test_right_hour import refused


@pytest.mark.parametrize("present", [0, 1, 4])
def test_it_is_refused_with_the_day_the_class_came_and_no_hour_has_a_roll_of_0(room, present):
    with write():
        db.session.query(Enrolment).filter_by(class_id=room.unit.id).update({"from_on": date(2026, 11, 18)})
    ttl_cache.drop()
    refusal = refused(room, day=date(2026, 11, 16), present=present)
    assert (refusal.code, refusal.values["day"]) == ("not_yet_here", date(2026, 11, 18))
    assert room.entries() == []
