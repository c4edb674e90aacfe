"""Whatever is declared, taught, put right and taken back in whatever order: no two lessons at once, no day fuller than a school
day, no lesson counted twice, and the tallies equal the records. The oracle knows nothing of `lesson_overlaps`."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eduplatform.assessment.models import TallyLesson, TallyUnit
from eduplatform.curriculum import own_material
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.org.mark_stale import mark_below
from eduplatform.shared import clock as time
from eduplatform.shared.database import write
from eduplatform.shared.models import AuditEntry, StaleMark
from eduplatform.shared.refusals import Conflict, Refused
from eduplatform.teaching import ledger
from eduplatform.teaching.models import Absence, ClassHour, ClassSession

from ..assessment import world

START = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)  # Monday, eight o'clock in Shanghai
back, slot, which = st.integers(0, 9), st.integers(0, 24), st.integers(0, 3)
operation = st.one_of(
    st.tuples(st.just("declare"), back, slot, which, st.sampled_from([10, 40, 90]), st.booleans(), st.booleans()),
    st.tuples(
        st.just("declare"), st.integers(0, 1), slot, which, st.sampled_from([40, 90]), st.just(True), st.just(True)
    ),
    st.tuples(st.just("teach"), st.integers(0, 1), st.sampled_from([5, 30, 80])),
    st.tuples(st.just("correct"), st.integers(0, 9), st.sampled_from([20, 40, 90])),
    st.tuples(st.just("take_back"), st.integers(0, 9)),
    st.tuples(st.just("later"), st.integers(10, 400)),
)


class School:
    """Carries out the operations as the teacher would; what is refused is not done."""

    def __init__(self, room, clock, lessons):
        self.room, self.clock, self.lessons = room, clock, lessons

    def declare(self, back, slot, which, minutes, apart, reason):
        day = time.today() - timedelta(days=back)
        lesson = self.lessons[which]
        self.room.do(
            ledger.declare_lesson,
            self.room.unit,
            lesson,
            day,
            minutes,
            "other",
            4,
            480 + 20 * slot,
            "x" if reason else "",
            apart,
        )

    def teach(self, which, minutes):
        self.room.lesson = content.lesson_head(self.lessons[which])
        session = self.room.open()
        self.clock.shift(minutes * 60)
        self.room.close(session)

    def _entry(self, n):
        found = ledger.standing_entries(self.room.entries())
        return found[n % len(found)] if found else None

    def correct(self, n, minutes):
        if entry := self._entry(n):
            self.room.do(ledger.correct_entry, entry, minutes, "other", entry.present, "x")

    def take_back(self, n):
        if entry := self._entry(n):
            self.room.do(ledger.take_entry_back, entry, "x")

    def later(self, minutes):
        self.clock.shift(minutes * 60)


def faults(room, own):
    """What an inspector with the ledger and a pencil would find."""
    hold = [entry for entry in ledger.standing_entries(room.entries()) if entry.hours]
    held = {row.id: row for row in db.session.query(ClassSession)}
    found = []
    for entry in hold:
        row = held.get(entry.session_id)
        at = time.local(row.opened_at) if row else None
        entry.first = at.hour * 60 + at.minute if at else entry.begins
        seen = (row.closed_at - row.opened_at).seconds // 60 if row else entry.minutes
        entry.last = entry.first + min(
            seen, entry.minutes
        )  # what was put right by hand beyond it has no place in the day
        if not entry.roll or not entry.present:
            found.append(("nobody", entry.id))
    for one in hold:
        for other in hold:
            if one.id >= other.id:
                continue
            if one.given_on == other.given_on and one.first < other.last and other.first < one.last:
                found.append(("overlap", one.id, other.id))
            declared = [entry for entry in (one, other) if not entry.session_id and not entry.apart]
            near = abs((one.given_on - other.given_on).days) <= 14
            if (
                declared
                and one.lesson_id == other.lesson_id
                and near
                and one.lesson_id not in own
                and not (one.apart or other.apart)
            ):
                found.append(("twice", one.id, other.id))
    days, minutes = Counter(), Counter()
    for entry in hold:
        days[entry.given_on] += 1
        minutes[entry.given_on] += entry.minutes
    taught = Counter(entry.given_on for entry in hold if entry.session_id)
    return found + [("full", day) for day in days if (days[day] > 6 or minutes[day] > 240) and taught[day] < days[day]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(operation, min_size=3, max_size=25))
def test_no_overlap_no_full_day_and_nothing_counted_twice(room, clock, operations):
    with write() as session:
        for table in (StaleMark, AuditEntry, ClassHour, Absence, ClassSession, TallyLesson, TallyUnit):
            session.query(table).delete()
        mark_below(world.unit("P"), world.YEAR)
        plain = [head.lesson_id for head in content.lessons_of("P2")][:2]
        own = [own_material.item_for(topic, "P2") for topic in ("DISEASE", "DROWN")]
    clock.move_to(START)
    done = School(room, clock, plain + own)
    for name, *values in operations:
        with suppress(Refused, Conflict):
            getattr(done, name)(*values)
        db.session.rollback()
        assert faults(room, own) == [], name
    world.settle()
    assert world.faults() == []


@pytest.mark.parametrize("first", ["declare", "teach"])
def test_the_same_lesson_counts_once_whichever_comes_first(room, clock, first):
    done = School(room, clock, [room.lesson.lesson_id])
    for name in (first, "teach" if first == "declare" else "declare"):
        with suppress(Refused):
            done.teach(0, 40) if name == "teach" else done.declare(2, 0, 0, 40, False, False)
    assert [entry.grade for entry in ledger.standing_entries(room.entries())] == ["A"]
