"""A random school year of 临江市 for the hours: calendars, rules, transfers, splits, posts, a ledger with corrections."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sqlalchemy import delete, insert

from eduplatform.accounts.models import User
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.org import tree
from eduplatform.org.models import Enrolment, Holiday, Post, Term, Unit
from eduplatform.shared import clock, ttl_cache
from eduplatform.shared.database import write
from eduplatform.teaching.models import ClassHour, HoursRule, RuleOfUnit
from eduplatform.teaching.rules import CARRIERS

from .world import YEAR, at, pupils, unit

FIRST = date(YEAR, 9, 1)
SCHOOLS = ("LJ-SY", "LJ-DZ", "LJ-XS1")
PLACES = ("LJ", "LJ-DC", "LJ-XS", *SCHOOLS)
DAY = timedelta(days=1)


def make(random: Random) -> None:
    """Fill the database of a test with one random year."""
    with write():
        for code in random.sample(PLACES, random.randint(0, 3)):
            _calendar(random, unit(code))
        for _ in range(random.randint(0, 5)):
            _rule(random)
        classes = [_lived(random, one) for one in _classes()]
        for school in random.sample(SCHOOLS, random.randint(0, 2)):
            classes += _split(random, unit(school))
        for one in classes:
            _posts(random, one)
            _ledger(random, one)
    ttl_cache.drop()


def _classes() -> list[Unit]:
    return [one for code in SCHOOLS for one in db.session.query(Unit).filter_by(parent_id=unit(code).id, kind="class")]


def _calendar(random: Random, owner: Unit) -> None:
    first = FIRST + random.randint(-3, 6) * DAY
    second = date(YEAR + 1, 2, 1) + random.randint(0, 40) * DAY
    spans = [(first, first + random.randint(60, 140) * DAY), (second, second + random.randint(60, 140) * DAY)]
    for n, (starts_on, ends_on) in enumerate(spans[: random.choice((1, 2, 2, 2))], 1):
        db.session.add(Term(unit_id=owner.id, year=YEAR, n=n, starts_on=starts_on, ends_on=ends_on))
    for _ in range(random.randint(0, 8)):
        day = FIRST + random.randint(0, 300) * DAY
        off = Holiday(unit_id=owner.id, year=YEAR, kind=random.choice(("off", "off", "work")), name="假", starts_on=day)
        off.ends_on = day + random.randint(0, 8) * DAY
        db.session.add(off)


def _rule(random: Random) -> None:
    stage, from_on = random.choice(("P1", "P2", "P3", "J")), FIRST + random.randint(-200, 280) * DAY
    owner = unit(random.choice(PLACES))
    if db.session.query(HoursRule).filter_by(unit_id=owner.id, stage=stage, from_on=from_on).first():
        return
    row = HoursRule(unit_id=owner.id, stage=stage, from_on=from_on, minutes=40, source="x")
    row.evidenced = random.random() < 0.3
    db.session.add(row)
    for period, least in (("year", (100, 400, 800, 1500, 3000)), ("week", (50, 100, 100, 150, 200))):
        _asked(random, owner, stage, period, random.choice(least))


def _asked(random: Random, owner: Unit, stage: str, period: str, least: int) -> None:
    """What a unit asks for from a day on, for some days or for good, of a stage, of all, or of some grades."""
    from_on = FIRST + random.randint(-200, 280) * DAY
    grades = random.choice(((None, None), (None, None), (1, 9), (5, 6), (2, 4)))
    row = RuleOfUnit(
        unit_id=owner.id,
        measure="class_hours",
        period=period,
        least=least,
        stages=random.choice((stage, stage, "", "P1,P2")),
        first_grade=grades[0],
        last_grade=grades[1],
        from_on=from_on,
        to_on=random.choice((None, None, from_on + random.randint(0, 200) * DAY)),
        document="x",
        set_at=clock.now(),
    )
    db.session.add(row)


def _lived(random: Random, one: Unit) -> Unit:
    """Pupils come and go: the first of them makes the class begin."""
    db.session.execute(delete(Enrolment).where(Enrolment.class_id == one.id))
    if random.random() < 0.9:
        for _ in range(random.randint(1, 3)):
            pupils(one, 1, FIRST + random.choice((-400, 0, 0, random.randint(1, 280))) * DAY)
    if random.random() < 0.2:
        one.closed_on = FIRST + random.randint(-5, 320) * DAY
    return one


def _split(random: Random, school: Unit) -> list[Unit]:
    """A class is split in mid-year: two new ones begin, the old one closes."""
    day = FIRST + random.randint(1, 250) * DAY
    old = random.choice(
        db.session.query(Unit).filter_by(parent_id=school.id, kind="class", closed_on=None).all() or [None]
    )
    if old is None:
        return []
    grade = {"LJ-DZ": 8}.get(school.code, 3)
    new = [tree.add_class(school, 90 + n, YEAR, grade, f"分{n}班") for n in (1, 2)]
    for one in new:
        pupils(one, 2, day)
    old.closed_on = day
    return new


def _posts(random: Random, one: Unit) -> None:
    day = FIRST - random.randint(0, 30) * DAY
    for _ in range(random.randint(0, 3)):
        until = day + random.randint(5, 200) * DAY
        role = random.choice(("homeroom_teacher", "homeroom_teacher", "subject_teacher"))
        post = Post(school_id=one.school_id, user_id=_user(random, one), unit_id=one.id, role=role, from_on=day)
        post.to_on = until if random.random() < 0.7 else None
        db.session.add(post)
        day = until


def _user(random: Random, one: Unit) -> int:
    return random.choice([row[0] for row in db.session.query(User.id).filter_by(school_id=one.school_id).limit(3)])


def _ledger(random: Random, one: Unit) -> None:
    heads = content.lessons_of()
    number = db.session.query(db.func.max(ClassHour.id)).scalar() or 0
    rows = []
    for _ in range(random.randint(0, 14)):
        number += 1
        first = _entry(random, one, random.choice(heads), number)
        rows.append(first)
        while random.random() < 0.25:  # put right, perhaps again, or taken back
            written = at(first["entered_at"].date() + random.randint(0, 20) * DAY, 10)
            number += 1
            signed = {name: -first[name] for name in ("minutes", "hours", "roll", "present", "sign")}
            rows.append(first | signed | {"id": number, "entered_at": written, "corrects_id": first["id"]})
            if random.random() < 0.3:
                break
            number += 1
            changed = {"carrier": random.choice(CARRIERS), "grade": "C", "hours": random.choice((0, 50, 100))}
            first = first | changed | {"id": number, "entered_at": written, "corrects_id": first["id"]}
            rows.append(first)
    if rows:
        db.session.execute(insert(ClassHour), rows)


def _entry(random: Random, one: Unit, head: content.LessonHead, number: int) -> dict[str, object]:
    given = FIRST + random.randint(0, 320) * DAY
    return dict(
        id=number,
        school_id=one.school_id,
        class_id=one.id,
        year=YEAR,
        week=0,
        given_on=given,
        entered_at=at(given + random.choice((0, 0, 0, random.randint(0, 14))) * DAY, 9),
        lesson_id=head.lesson_id,
        topic=head.topic,
        carrier=random.choice(CARRIERS),
        teacher_id=_user(random, one),
        sign=1,
        minutes=40,
        hours=random.choice((0, 25, 75, 100, 100, 100, 150, 200)),
        grade=random.choice("AAACBD"),
        roll=40,
        present=39,
        corrects_id=None,
    )
