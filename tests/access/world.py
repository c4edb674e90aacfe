"""The world of the access tests: who acts, and something real for every variable of an address, near and far.

Each class of PLACES holds the same things (a session that is over, one that runs, ledger entries, answer sheets, trainings,
posts), so that every thing exists at every distance: own class, same school, same district, same city, another city.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from itsdangerous import URLSafeSerializer
from sqlalchemy import insert, select, update

from eduplatform.accounts import passwords, sessions, slips
from eduplatform.accounts import people as accounts
from eduplatform.accounts.models import User
from eduplatform.activities.models import Activity, ActivityRecord, ActivityStep
from eduplatform.activities.operations import add_topic_step
from eduplatform.assessment import filings
from eduplatform.assessment.filing_body import filing_body
from eduplatform.assessment.filing_rules import Period
from eduplatform.assessment.models import Export
from eduplatform.curriculum import queries as content
from eduplatform.curriculum.models import Course, Item
from eduplatform.extensions import db
from eduplatform.notices.models import Notice, NoticeHook
from eduplatform.org import api_keys
from eduplatform.org.access import Viewer
from eduplatform.org.models import ApiKey, Enrolment, Post, RosterBatch, RosterRow, Unit
from eduplatform.shared import clock
from eduplatform.shared.database import write
from eduplatform.teaching.models import Absence, ClassHour, ClassSession, Deployment
from tests import people as cast
from tests.assessment import world as records
from tests.learning import world as learning

OWN, NEXT, JUNIOR, WEST, FAR, SMALL = (
    "LJ-SY-2024-2",
    "LJ-SY-2024-1",
    "LJ-DZ-J2025-3",
    "LJ-XS1-2024-1",
    "YS-1-2024-1",
    "LJ-SY-2026-1",
)
PLACES = (OWN, NEXT, JUNIOR, WEST, FAR)
DAY = date(2026, 11, 10)
AWAY = ("pupil_yu", "pupil_next", "pupil_junior", "pupil_west", "pupil_far")  # from the lesson of this week
PASSWORD, JOIN_CODE = "lanshan-47-daodao", "408211"
NOWHERE = ("0", "987654321", "9" * 30)  # the last one is larger than any number a database keeps

#: Posts beside those of tests.people: (name, role, unit code, login)
MORE_STAFF = [
    ("teacher_west", "homeroom_teacher", WEST, "west"),
    ("teacher_far", "homeroom_teacher", FAR, "far"),
    ("officer_junior", "safety_officer", "LJ-DZ", "dzsafe"),
    ("officer_far", "safety_officer", "YS-1", "farsafe"),
    (
        "teacher_ma",
        "subject_teacher",
        NEXT,
        "ma",
    ),  # and homeroom teacher elsewhere: rights must not add up across classes
]
MORE_POSTS = [("teacher_ma", "homeroom_teacher", SMALL), ("teacher_ma", "audit_admin", "LJ-SY")]


@dataclass(frozen=True)
class Thing:
    """What a variable of an address stands for: `line` are the codes of the units it belongs to, from the root down."""

    value: str
    line: tuple[str, ...] = ()
    kind: str = ""
    owner: str = ""
    there: bool = True
    holds: tuple[tuple[str, tuple[str, ...]], ...] = ()  # of a post: all (role, line) its holder has
    key: str = ""  # of an attempt: what the page posts with it

    @property
    def place(self) -> str:
        return self.line[-1] if self.line else "-"


@dataclass
class Actor:
    """Somebody who asks. `signed_in` is False for those whose cookie is worthless."""

    name: str
    posts: tuple[tuple[str, str], ...] = ()  # (role, unit code)
    kind: str = ""
    token: str = ""
    user_id: int = 0
    signed_in: bool = True
    must_choose: bool = False
    names: frozenset[str] = frozenset()  # names of pupils this person may see on any page
    paper_names: frozenset[str] = frozenset()  # names that may stand in the roster and on slips
    key: str = ""  # of a program: what it sends instead of a cookie
    stands_at: str = ""  # unit at which its key was made


@dataclass
class World:
    actors: dict[str, Actor]
    things: dict[str, list[Thing]]
    markers: frozenset[str]
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pupils: dict[str, str] = field(default_factory=dict)  # named person → name of the pupil

    def names_of(self, person: str) -> frozenset[str]:
        return frozenset({self.pupils[person]}) if person in self.pupils else frozenset()


def nowhere() -> list[Thing]:
    return [Thing(value, there=False) for value in NOWHERE]


def build(people: dict[str, cast.Person]) -> World:
    """Fill the database the app context stands on and say what is where."""
    people = dict(people)
    with write():
        for name, role, code, login in MORE_STAFF:
            people[name] = cast._staff(name, role, code, login)
        for name, role, code in MORE_POSTS:
            person, at = people[name], cast.unit(code)
            db.session.add(
                Post(school_id=person.school_id, user_id=person.user_id, unit_id=at.id, role=role, from_on=cast.START)
            )
    with write():
        for code in (*PLACES, SMALL):
            _records(code, 2 if code == SMALL else 12)
        _names()
    records.settle()
    _secrets(people)
    lines = _lines()
    things = {name: [*make(people, lines), *nowhere()] for name, make in THINGS.items()}
    things |= {"release": [Thing("0123456789")]}  # of the scripts; any leads to the files of today
    things |= {
        "token": [Thing("1-nobody-has-this-code"), Thing("-", there=False)]
    }  # looking at a code asks nothing of it
    things |= {"feed": [Thing(_feed()), Thing("1-nobody-has-this-code", there=False)]}
    things |= {
        "filename": [Thing("css/base.css"), Thing("no-such-file.css", there=False)],
        "path": _media(),
        "code": _codes(people),
    }
    things |= {"week": [Thing("12"), Thing("99", there=False)], "place": [Thing("1"), Thing("999", there=False)]}
    markers = frozenset(db.session.scalars(select(User.name).where(User.kind == "pupil"))) | frozenset(
        db.session.scalars(select(RosterRow.name))
    )
    pupils = {name: real for name, _code, _number, real in cast.PUPILS}
    return World(_actors(people, lines), things, markers, lines, pupils)


def _feed() -> str:
    """The code of a private calendar address."""
    from eduplatform.org import calendar_feeds
    from eduplatform.org.access import Viewer

    with write():
        return calendar_feeds.open_feed(Viewer(1, 1, "staff", ""), cast.unit(OWN))


def _lines() -> dict[str, tuple[str, ...]]:
    """Unit code → codes from the root down to it, by the parents alone (not by `path`, which the product goes by)."""
    units = {row.id: row for row in db.session.execute(select(Unit.id, Unit.parent_id, Unit.code))}

    def line(number: int | None) -> tuple[str, ...]:
        return (*line(units[number].parent_id), units[number].code) if number else ()

    return {row.code: line(row.id) for row in units.values()}


def _records(code: str, pupils: int) -> None:
    """One lesson given and tested in a class, another one running."""
    unit, head = cast.unit(code), records.lesson("FIRE", "J" if "-J" in code else "P2")
    there = [row.pupil_id for row in db.session.query(Enrolment).filter_by(class_id=unit.id)]
    new = records.pupils(unit, pupils)
    records.teach(unit, head, DAY, roll=len(there + new), hands=0, quiz_mode="devices")
    for pupil in there + new:
        records.quiz(unit, head, pupil, DAY, session_id=None)
    records.train(unit, head, there[0] if there else new[0], DAY)
    records.enter(unit, head, date(2026, 11, 17), 100, 6, 6, None)


def _secrets(people: dict[str, cast.Person]) -> None:
    """Two people have a password, for the routes that ask for one."""
    for name in ("teacher_lin", "pupil_small"):
        user = db.session.get_one(User, (people[name].school_id, people[name].user_id))
        with write():
            accounts.keep_secret(user, "password", passwords.hash_password(PASSWORD))


def _names() -> None:
    """Every pupil's name is a marker that is part of no other text."""
    for user in db.session.scalars(select(User).where(User.name.startswith("学生"))):
        user.name = f"欧阳记号{int(user.name[2:]):04d}"


def _of_class(model, **kinds):
    """A maker of things for rows that have a class_id."""

    def make(people, lines):
        codes = {row.id: row.code for row in db.session.execute(select(Unit.id, Unit.code))}
        found = {(row.class_id, _kind(row)): row for row in db.session.query(model).order_by(model.id)}
        return [Thing(str(row.id), lines[codes[row.class_id]], _kind(row)) for row in found.values()]

    return make


def _kind(row) -> str:
    return getattr(row, "state", "") or ("reversal" if getattr(row, "sign", 1) < 0 else "")


def _units(people, lines):
    wanted = ("P", "LJ", "YS", "LJ-DC", "LJ-XS", "LJ-SY", "LJ-DZ", "YS-1", *PLACES)
    rows = {row.code: row for row in db.session.query(Unit)}
    return [Thing(str(rows[code].id), lines[code], rows[code].kind) for code in wanted]


def _classes(people, lines):
    rows = {row.code: row for row in db.session.query(Unit)}
    wanted = (*PLACES, SMALL, "LJ-SY")
    return [Thing(str(rows[code].id), lines[code], rows[code].kind) for code in wanted]


def _sessions(people, lines):
    """A session that is over, of this week and with one pupil away, and one that runs, in each class."""
    for code in (*PLACES, SMALL):
        unit = cast.unit(code)
        with write():
            entry = records.teach(
                unit, records.lesson("FIRE", "J" if "-J" in code else "P2"), date(2026, 11, 16), roll=6, present=5
            )
            for name in AWAY:
                if cast.unit(code).code in lines_of(people[name], lines):
                    db.session.add(
                        Absence(
                            school_id=unit.school_id,
                            session_id=entry.session_id,
                            pupil_id=people[name].user_id,
                            noted_at=clock.now(),
                        )
                    )
    with write():
        for code in (*PLACES, SMALL):
            unit = cast.unit(code)
            head = records.lesson("DROWN" if "-J" not in code else "FIRE", "P2" if "-J" not in code else "J")
            quiz, now = content.quiz_of(head.lesson_id), clock.now()
            values = dict(
                school_id=unit.school_id,
                class_id=unit.id,
                year=2026,
                week=12,
                lesson_id=head.lesson_id,
                lesson_revision_id=head.revision_id,
                quiz_revision_id=quiz.revision_id if quiz else None,
                teacher_id=1,
                carrier="class_activity",
                quiz_mode="hands",
                state="running",
                slide=0,
                opened_at=now - timedelta(minutes=20),
                touched_at=now,
                paused_ms=0,
                minutes=0,
                roll=0,
                present=0,
                version=1,
                note="",
            )
            if code == SMALL:
                values |= {"quiz_mode": "devices", "join_code": JOIN_CODE}
            db.session.execute(insert(ClassSession.__table__).values(**values))
    return _of_class(ClassSession)(people, lines)


def lines_of(person, lines):
    """Codes from the root down to the class a pupil is in."""
    place = db.session.query(Enrolment).filter_by(school_id=person.school_id, pupil_id=person.user_id, to_on=None).one()
    return lines[db.session.get_one(Unit, place.class_id).code]


def _tickets(people, lines):
    """Codes to make a lesson up: one that opens the lesson, one for the school of a stranger, one that is nobody's."""
    from eduplatform.learning import makeup
    from eduplatform.org.access import Viewer

    found = []
    for teacher, pupil in (("teacher_lin", "pupil_yu"), ("teacher_far", "pupil_far")):
        person, away = people[teacher], people[pupil]
        absence = db.session.query(Absence).filter_by(school_id=away.school_id, pupil_id=away.user_id).one()
        session = db.session.query(ClassSession).filter_by(school_id=away.school_id, id=absence.session_id).one()
        with write():
            token = makeup.open_for(Viewer(person.user_id, person.school_id, "staff", ""), session, away.user_id)
        found.append(Thing(token, lines_of(away, lines), "makeup", pupil))
    return [*found, Thing(f"{people['teacher_lin'].school_id}-nobodys", there=False), Thing("x", there=False)]


def _attempts(people, lines):
    """For each place: one sheet handed in, and one just begun by each named pupil."""
    from eduplatform.learning.models import QuizAttempt

    by_id = {person.user_id: name for name, person in people.items()}
    codes = {row.id: row.code for row in db.session.execute(select(Unit.id, Unit.code))}
    for name in ("pupil_yu", "pupil_ming", "pupil_next", "pupil_junior", "pupil_west", "pupil_far"):
        viewer = learning.viewer_for(people[name])
        lesson = next(
            h
            for h in content.lessons_of("J" if name == "pupil_junior" else "P2")
            if h.has_quiz and (h.topic != "FIRE" or name == "pupil_junior")
        )
        learning.begin(viewer, lesson.lesson_id)
    seen: set[tuple[str, str, bool]] = set()
    found = []
    for row in db.session.query(QuizAttempt).order_by(QuizAttempt.id):
        owner = by_id.get(row.pupil_id, "")
        key = (codes[row.class_id], owner, row.submitted_at is None)
        if key not in seen:
            seen.add(key)
            found.append(
                Thing(
                    str(row.id),
                    lines[codes[row.class_id]],
                    "open" if row.submitted_at is None else "submitted",
                    owner,
                    key=row.attempt_key,
                )
            )
    return found


def _trainings(people, lines):
    from eduplatform.learning import skill_training
    from eduplatform.learning.models import SkillAttempt

    by_id = {person.user_id: name for name, person in people.items()}
    codes = {row.id: row.code for row in db.session.execute(select(Unit.id, Unit.code))}
    for name in ("pupil_yu", "pupil_ming", "pupil_far"):
        viewer = learning.viewer_for(people[name])
        lesson = next(h for h in content.lessons_of("P2") if h.has_skill and h.topic != "FIRE")
        skill_id, revision, _body = content.skill_of(lesson.lesson_id)
        with write():
            skill_training.start_training(viewer, lesson.lesson_id, skill_id, revision, learning.key())
    found = db.session.query(SkillAttempt).order_by(SkillAttempt.id)
    return [
        Thing(
            str(row.id),
            lines[codes[row.class_id]],
            "open" if row.finished_at is None else "done",
            by_id.get(row.pupil_id, ""),
        )
        for row in found
    ]


def _stories(people, lines):
    """A kindergarten's picture story, and a lesson that is none."""
    stories, others = content.lessons_of("K"), content.lessons_of("P2")
    return [Thing(str(stories[0].lesson_id)), Thing(str(others[0].lesson_id), there=False)]


def _lessons(people, lines):
    """Lessons by what they have, those of the own class's stage first; those made up for the tests of figures are left out."""
    found = []
    for head in content.lessons_of():
        if head.stage == "K":
            continue  # for teachers only: see _stories
        has = "".join(
            letter for letter, yes in (("q", head.has_quiz), ("s", head.has_skill), ("v", head.has_video)) if yes
        )
        found.append((head.stage != "P2", -len(has), Thing(str(head.lesson_id), kind=has or "-")))
    best = [thing for _other, _few, thing in sorted(found, key=lambda one: one[:2])]
    other = db.session.scalars(
        select(Item.id).join(Course, Course.id == Item.course_id).where(Item.kind == "quiz")
    ).first()
    return [
        *best[:1],
        *[t for t in best if t.kind != best[0].kind][:1],
        Thing(str(other), there=False),
    ]  # the number of a quiz is no lesson


def _courses(people, lines):
    return [Thing(str(number)) for number in db.session.scalars(select(Course.id).where(Course.slug.like("fire/%")))][
        :1
    ]


def _posts(people, lines):
    codes = {row.id: row.code for row in db.session.execute(select(Unit.id, Unit.code))}
    by_id = {person.user_id: name for name, person in people.items()}
    found = db.session.query(Post).order_by(Post.id).all()

    def of(user: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((row.role, lines[codes[row.unit_id]]) for row in found if row.user_id == user)

    return [
        Thing(str(row.id), lines[codes[row.unit_id]], row.role, by_id.get(row.user_id, ""), holds=of(row.user_id))
        for row in found
    ]


def _proposals(people, lines):
    """A person the district puts forward for a school, and one for a school in another city."""
    from eduplatform.org.models import PostProposal

    found = []
    for by, code in (("district_zhou", "LJ-SY"), ("other_city", "YS-1")):
        unit = cast.unit(code)
        with write():
            row = PostProposal(
                school_id=unit.school_id or unit.id,
                unit_id=unit.id,
                role="principal",
                name="提名的人",
                state="open",
                proposed_by=people[by].user_id,
                proposed_at=clock.now(),
            )
            db.session.add(row)
        found.append(Thing(str(row.id), lines[code], "proposal", by))
    return found


def _pupils(people, lines):
    codes = {row.id: row.code for row in db.session.execute(select(Unit.id, Unit.code))}
    now = {row.pupil_id: codes[row.class_id] for row in db.session.query(Enrolment).filter(Enrolment.to_on.is_(None))}
    named = [name for name in people if name.startswith("pupil_")]
    found = [Thing(str(people[name].user_id), lines[now[people[name].user_id]], "pupil", name) for name in named]
    left = people["graduate"]  # was in a class, is no longer
    return [*found, Thing(str(left.user_id), there=False), Thing(str(people["teacher_lin"].user_id), there=False)]


def _activities(people, lines):
    """Published ones with every unit below them in `holds`, and two drafts."""
    found = []
    for code, draft in [*((code, False) for code in ("LJ", "LJ-DC", "LJ-XS", "LJ-SY", "LJ-DZ", "YS", "YS-1"))] + [
        ("LJ-SY", True),
        ("LJ", True),
    ]:
        below = tuple(other for other, line in lines.items() if code in line)
        with write():
            row = Activity(
                unit_id=cast.unit(code).id,
                year=2026,
                title=f"活动{code}",
                topics=["FIRE"],
                stages=[],
                starts_on=date(2026, 11, 2),
                ends_on=date(2026, 11, 30),
                set_by=None,
                set_at=clock.now(),
                draft=draft,
                version=1,
            )
            db.session.add(row)
            add_topic_step(row)
        kind = "draft" if draft else "activity"
        found.append(Thing(str(row.id), lines[code], kind, holds=(("below", below),)))
    return found


def _activity_steps(people, lines):
    """Steps of all kinds of one activity of the city, and one of another city."""
    found = []
    bodies = {
        "pledge": {"lines": [{"text": "睡觉我关上房门。", "facts": []}]},
        "film": {},
        "survey": {"questions": [{"ask": "关门吗", "options": ["关", "不关"]}]},
        "act": {"task": "走一遍"},
    }
    for city in ("LJ", "YS"):
        with write():
            _row, steps = _activity_of(cast.unit(city).id, bodies)
            for kind, step in zip(bodies, steps, strict=True):
                if city == "LJ" or kind == "act":
                    found.append(Thing(str(step.id), lines[city], kind))
    return found


def _activity_of(unit_id, bodies):
    """An activity of a unit with a step for each body."""
    row = Activity(
        unit_id=unit_id,
        year=2026,
        title="一步步",
        topics=[],
        stages=[],
        starts_on=date(2026, 11, 2),
        ends_on=date(2026, 11, 30),
        set_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    steps = [
        ActivityStep(
            activity_id=row.id,
            position=place,
            kind=kind,
            title="一步",
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            body=body,
        )
        for place, (kind, body) in enumerate(bodies.items())
    ]
    db.session.add_all(steps)
    db.session.flush()
    return row, steps


def _surveys(people, lines):
    """Questions that a class answers on devices just now, in the own class, the next one and a far one."""
    found = []
    for code in (OWN, NEXT, FAR):
        room = cast.unit(code)
        with write():
            asks = {"survey": {"questions": [{"ask": "关门吗", "options": ["关", "不关"]}]}}
            row, (step,) = _activity_of(room.parent_id, asks)
            record = ActivityRecord(
                school_id=room.school_id,
                class_id=room.id,
                year=2026,
                activity_id=row.id,
                step_id=step.id,
                held_on=date(2026, 11, 18),
                counts=[[0, 0]],
                marks=[],
                grade="A",
                begun_at=clock.now(),
                recorded_by=people["teacher_lin"].user_id,
            )
            db.session.add(record)
        found.append(Thing(str(record.id), lines[code], "survey"))
    return found


def _deployments(people, lines):
    """A lesson of a city to all, its return to one district, a school's own lesson, a return elsewhere. `key`: the units it reaches."""
    lesson = next(head.lesson_id for head in content.lessons_of("P2") if head.topic == "FIRE")
    found = []
    for code, kind, target, reaches in (
        ("LJ", "lesson", "LJ", "LJ,LJ-DC,LJ-XS,LJ-SY,LJ-DZ,LJ-XS1"),
        ("LJ", "return", "LJ-DC", "LJ-DC,LJ-SY,LJ-DZ"),
        ("LJ-SY", "lesson", "LJ-SY", "LJ-SY"),
        ("YS", "return", "YS", "YS,YS-1D,YS-1"),
    ):
        with write():
            row = Deployment(
                unit_id=cast.unit(code).id,
                year=2026,
                kind=kind,
                title=f"部署{code}",
                lesson_id=lesson if kind == "lesson" else None,
                answer="number" if kind == "return" else "",
                targets=[cast.unit(target).path],
                stages=["P2"] if kind == "lesson" else [],
                starts_on=date(2026, 11, 16),
                ends_on=date(2026, 12, 11),
                minutes=5,
                set_at=clock.now(),
                ready_at=clock.now(),
            )
            db.session.add(row)
        found.append(Thing(str(row.id), lines[code], kind, key=reaches))
    return found


def _exports(people, lines):
    """One export of each officer, ready to fetch; the file itself is written by the served world."""
    found = []
    for name, code in (
        ("city_song", "LJ"),
        ("district_zhou", "LJ-DC"),
        ("principal_he", "LJ-SY"),
        ("teacher_lin", OWN),
        ("other_city", "YS"),
    ):
        unit, now = cast.unit(code), clock.now()
        with write():
            row = Export(
                school_id=unit.school_id or unit.id,
                asked_by=people[name].user_id,
                asked_at=now,
                kind="assessment.classes",
                arguments={"unit": unit.id, "year": 2026, "day": "2026-11-18"},
                file=f"export-{code}.xlsx",
                expires_at=now + timedelta(days=1),
            )
            db.session.add(row)
        found.append(Thing(str(row.id), lines[code], "export", name))
    school, now = cast.unit("LJ-SY"), clock.now()
    with write():  # a roster with many names, that waits for a second person
        row = Export(
            school_id=school.id,
            asked_by=people["officer_safe"].user_id,
            asked_at=now,
            kind="exchange.oneroster",
            arguments={"unit": school.id, "year": 2026, "day": "2026-11-18", "names": True, "waits": 600},
            expires_at=now + timedelta(days=1),
        )
        db.session.add(row)
    return [*found, Thing(str(row.id), lines["LJ-SY"], "roster", "officer_safe")]


def _filings(people, lines):
    """What units hand in, made by itself and by an officer."""
    found = []
    for code in ("P", "LJ", "LJ-DC", "LJ-SY", "LJ-DZ", "YS-1"):
        unit = cast.unit(code)
        period = Period("state", 2026, date(2026, 9, 1), date(2026, 11, 18))
        body = filing_body(unit, period)
        with write():
            row = filings.keep_filing(unit, period, body, None if code == "P" else people["city_song"].user_id)
        found.append(Thing(str(row.id), lines[code], "filing"))
    return found


def _batches(people, lines):
    """Staged rosters with pupils named in them: a school's, a homeroom teacher's, and those of strangers."""
    found = []
    for name, school, class_code in (
        ("officer_safe", "LJ-SY", OWN),
        ("teacher_lin", "LJ-SY", OWN),
        ("teacher_chen", "LJ-SY", NEXT),
        ("officer_junior", "LJ-DZ", JUNIOR),
        ("officer_far", "YS-1", FAR),
    ):
        found.append(_batch(people[name], school, class_code, lines, name))
    with write():
        school = cast.unit("LJ-SY")
        row = RosterBatch(
            school_id=school.id,
            kind="rollover",
            filename="x",
            state="undone",
            year=2025,
            created_at=clock.now(),
            created_by=None,
        )
        db.session.add(row)
    return [*found, Thing(str(row.id), there=False)]  # a rollover is no roster


def _batch(person: cast.Person, school_code: str, class_code: str, lines, owner: str) -> Thing:
    from eduplatform.org.roster_matching.rolls import roll_mark

    school = cast.unit(school_code)
    with write():
        batch = RosterBatch(
            school_id=school.id,
            filename="名册.csv",
            state="staged",
            progress=100,
            year=2026,
            created_at=clock.now(),
            created_by=person.user_id,
            mapping={"名册": {"header_line": 1, "columns": {"name": 0, "class": 1}}},
            counts={"new": 1, "changed": 0, "moved": 0, "gone": 0, "same": 0},
            problems=[],
            notes=[],
            classes=[],
            roll_mark=roll_mark(school.id, clock.today()),
        )
        db.session.add(batch)
        db.session.flush()
        db.session.add(
            RosterRow(
                school_id=school.id,
                batch_id=batch.id,
                action="new",
                sheet="名册",
                line=2,
                class_code=class_code,
                name=f"名册新{batch.id:04d}",
                number="40",
                person_key=f"roster{batch.id:026d}",
            )
        )
    return Thing(str(batch.id), lines[school_code], "batch", owner)


def _enrolments(people, lines):
    codes = {row.id: row.code for row in db.session.execute(select(Unit.id, Unit.code))}
    by_id = {person.user_id: name for name, person in people.items()}
    found, seen = [], set()
    for row in db.session.query(Enrolment).order_by(Enrolment.id):
        if (row.class_id, row.to_on) not in seen:
            seen.add((row.class_id, row.to_on))
            found.append(
                Thing(
                    str(row.id),
                    lines[codes[row.class_id]],
                    "left" if row.to_on else "enrolled",
                    by_id.get(row.pupil_id, ""),
                )
            )
    return found


def _reminders(people, lines):
    """A 1530 reminder in every class, begun and not finished."""
    from eduplatform.teaching.models import Reminder

    found = []
    lesson = records.lesson("FIRE", "P2").lesson_id
    for code in (*PLACES, SMALL):
        unit, now = cast.unit(code), clock.now()
        with write():
            row = Reminder(
                school_id=unit.school_id,
                class_id=unit.id,
                year=2026,
                given_on=date(2026, 11, 17),
                format=1,
                lesson_id=lesson,
                teacher_id=people["teacher_lin"].user_id,
                started_at=now,
            )
            db.session.add(row)
        found.append(Thing(str(row.id), lines[code], "reminder"))
    return found


def _schemes(people, lines):
    """A published scheme and a draft of bureaus near and far."""
    from pathlib import Path

    from eduplatform.assessment import scheme_data
    from eduplatform.assessment.models import SchemeVersion

    body = scheme_data.as_body(scheme_data.shipped(Path("courses"))["proposal_default"].scheme)
    found = []
    for code in ("LJ", "LJ-DC", "LJ-XS", "YS"):
        for state, year in (("published", 2026), ("draft", 2027)):
            unit, now = cast.unit(code), clock.now()
            with write():
                row = SchemeVersion(
                    unit_id=unit.id,
                    year=year,
                    number=1,
                    name=f"方案{code}",
                    name_en="",
                    source="",
                    state=state,
                    body=body,
                    origin="proposal_default",
                    edits=0,
                    made_at=now,
                    published_at=now if state == "published" else None,
                )
                db.session.add(row)
            found.append(Thing(str(row.id), lines[code], state))
    return found


def _snapshots(people, lines):
    """Official figures of units near and far, signed and not."""
    from eduplatform.assessment import snapshots
    from eduplatform.assessment.models import Snapshot
    from eduplatform.assessment.snapshot_bodies import read_figures
    from eduplatform.assessment.snapshot_rules import canonical, digest_of
    from eduplatform.shared import install_key

    found = []
    for code in ("LJ-SY", "LJ-DC", "LJ", "YS"):
        for number, (state, day) in enumerate((("signed", date(2026, 11, 16)), ("draft", date(2026, 11, 15))), 1):
            unit, now = cast.unit(code), clock.now()
            body = canonical(read_figures(unit, 2026, day))
            with write():
                row = Snapshot(
                    unit_id=unit.id,
                    year=2026,
                    number=number,
                    day=day,
                    kind="figures",
                    counting=1,
                    body=body,
                    digest=digest_of(body),
                    state=state,
                    made_by=people["admin_top"].user_id,
                    made_at=now,
                    signed_role="principal" if state == "signed" else "",
                    signed_by=people["admin_root"].user_id if state == "signed" else None,
                    signed_at=now if state == "signed" else None,
                    appeals_until=date(2026, 12, 1) if state == "signed" else None,
                )
                db.session.add(row)
                db.session.flush()
                row.series_id = row.id
                if state == "signed":
                    row.seal = install_key.install_mark(snapshots.PURPOSE, snapshots.said(row)).hex()
                    row.chain_seq, row.chain_link = 1, "0" * 64
            found.append(Thing(str(row.id), lines[code], state))
    return found


def _appeals(people, lines):
    """A class contests a figure of its school's, a school one of its district's, a district one of its city's. `key`: whose figures."""
    from eduplatform.assessment.models import Appeal, Snapshot

    found = []
    for code, above in ((OWN, "LJ-SY"), ("LJ-SY", "LJ-DC"), ("LJ-DC", "LJ")):
        unit, of = cast.unit(code), cast.unit(above)
        snapshot = db.session.query(Snapshot).filter_by(unit_id=of.id, state="signed").one()
        with write():
            row = Appeal(
                school_id=unit.keeper_id,
                snapshot_id=snapshot.id,
                series_id=snapshot.series_id,
                unit_id=unit.id,
                figure="lesson_rate",
                reason="少了一节",
                made_by=people["admin_top"].user_id,
                made_at=clock.now(),
                due_on=date(2026, 12, 1),
                state="open",
            )
            db.session.add(row)
        found.append(Thing(str(row.id), lines[code], "open", key=above))
    return found


def _narrations(people, lines):
    """A sentence read aloud at every school; `kind` names whose rows that school keeps."""
    from eduplatform.teaching.models import Narration

    found, lesson = [], next(head.lesson_id for head in content.lessons_of("P2") if head.has_video)
    for code in PLACES:
        school_id = cast.unit(code).school_id
        if any(thing.owner == str(school_id) for thing in found):
            continue
        with write():
            row = Narration(
                school_id=school_id,
                lesson_id=lesson,
                language="zh",
                scene="title",
                says="0" * 12,
                kind=".webm",
                size=1,
                sound=b"x",
                reader="林老师",
                licence="CC-BY-4.0",
                made_by=people["teacher_lin"].user_id,
                made_at=clock.now(),
            )
            db.session.add(row)
        here = ",".join(name for name, person in people.items() if person.school_id == school_id)
        found.append(Thing(str(row.id), lines[code], here, owner=str(school_id)))
    return found


def _media() -> list[Thing]:
    """A picture of a course, and what must never be served: sources, keys, other files."""
    good = "fire/p2-smoke/lessons/01-smoke-comes/media"
    import pathlib

    folder = pathlib.Path(__file__).parents[2] / "courses" / good
    name = sorted(path.name for path in folder.glob("*.svg"))[0]
    bad = (
        "fire/p2-smoke/lessons/01-smoke-comes/quiz.yaml",
        "facts.yaml",
        "../app.py",
        f"{good}/src/{name}",
        f"{good}/none.svg",
        "_kit/sheet.svg",
    )
    return [Thing(f"{good}/{name}"), *[Thing(path, there=False) for path in bad]]


def _codes(people: dict[str, cast.Person]) -> list[Thing]:
    """Slips that can be used: a pupil's and a teacher's."""
    found = []
    for name in ("pupil_same", "teacher_gao"):
        user = db.session.get_one(User, (people[name].school_id, people[name].user_id))
        with write():
            ((_user, code),) = slips.issue_codes(None, [user], 14)
        found.append(Thing(code, kind="slip", owner=name))
    return [*found, Thing("AAAA-BBBB-CCCC-DDDD", there=False), Thing("-", there=False)]


def _notices(people, lines):
    """One notice each of several members of staff."""
    found = []
    for name, code in (("teacher_lin", OWN), ("teacher_chen", NEXT), ("officer_safe", "LJ-SY")):
        person, unit = people[name], cast.unit(code)
        with write():
            row = Notice(
                school_id=person.school_id,
                recipient=f"u{person.user_id}",
                user_id=person.user_id,
                unit_id=unit.id,
                rule="lesson_due",
                subject=f"class:{unit.id}",
                period="2026-11-16",
                week=date(2026, 11, 16),
                slot=1,
                details={"class": unit.name},
                made_at=clock.now(),
            )
            db.session.add(row)
        found.append(Thing(str(row.id), lines[code], "notice", name))
    return found


def _hooks(people, lines):
    """Robots of units, and one of a teacher's own."""
    found = []
    for name, code in (("", "LJ"), ("", "LJ-SY"), ("", "YS-1"), ("teacher_lin", "LJ-SY")):
        unit = cast.unit(code)
        with write():
            row = NoticeHook(
                school_id=unit.keeper_id,
                unit_id=unit.id,
                user_id=people[name].user_id if name else None,
                kind="json",
                name="群",
                url="https://example.com/hook",
                secret="x",
                made_at=clock.now(),
            )
            db.session.add(row)
        found.append(Thing(str(row.id), lines[code], "own" if name else "group", name))
    return found


def _signed(people, lines):
    """What stands in the links of mails."""
    lin = people["teacher_lin"]
    said = [lin.school_id, lin.user_id, "lin@example.cn"]
    return [Thing(str(URLSafeSerializer("test", salt="notices").dumps(said)), kind="signed")]


#: programs with a key: (name, whose key it is, made at)
PROGRAMS = [("program_school", "officer_safe", "LJ-SY"), ("program_city", "city_song", "LJ")]


def _api_key(maker: cast.Person, code: str) -> str:
    holdings = cast.holdings_of(maker.school_id, maker.user_id, clock.today())
    viewer = Viewer(maker.user_id, maker.school_id, "staff", "", holdings=holdings)
    with write():
        return api_keys.make_key(viewer, cast.unit(code), "平台", api_keys.READS, 30)


def _keys(people: dict[str, cast.Person], lines: dict[str, tuple[str, ...]]) -> list[Thing]:
    """A key of each of two units, made by people of the units."""
    return [
        Thing(str(_api_key_row(people[name], code)), lines[code])
        for name, code in (("officer_safe", "LJ-SY"), ("other_city", "YS"))
    ]


def _api_key_row(maker: cast.Person, code: str) -> int:
    _api_key(maker, code)
    return db.session.query(ApiKey.id).order_by(ApiKey.id.desc()).first()[0]


#: One maker for each variable of an address. A new variable in a route: add a maker here that answers its things, near and far.
THINGS = {
    "unit_id": _units,
    "class_id": _classes,
    "session_id": _sessions,
    "entry_id": _of_class(ClassHour),
    "attempt_id": _attempts,
    "training_id": _trainings,
    "lesson_id": _lessons,
    "story_id": _stories,
    "post_id": _posts,
    "pupil_id": _pupils,
    "deployment_id": _deployments,
    "activity_id": _activities,
    "step_id": _activity_steps,
    "record_id": _surveys,
    "export_id": _exports,
    "filing_id": _filings,
    "batch_id": _batches,
    "enrolment_id": _enrolments,
    "course_id": _courses,
    "proposal_id": _proposals,
    "reminder_id": _reminders,
    "narration_id": _narrations,
    "scheme_id": _schemes,
    "snapshot_id": _snapshots,
    "appeal_id": _appeals,
    "key_id": _keys,
    "notice_id": _notices,
    "hook_id": _hooks,
    "signed": _signed,
    "ticket": _tickets,
}


def _actors(people: dict[str, cast.Person], lines: dict[str, tuple[str, ...]]) -> dict[str, Actor]:
    posts: dict[str, list[tuple[str, str]]] = {}
    for name, role, code, *_login in [*cast.STAFF, *MORE_STAFF, *MORE_POSTS]:
        posts.setdefault(name, []).append((role, code))
    names = {"nobody": Actor("nobody", signed_in=False)}
    pupils = ("pupil_yu", "pupil_ming", "pupil_next", "pupil_small", "pupil_junior", "pupil_far")
    for name in (*posts, *pupils, "guardian_yu", "disabled", "graduate"):
        person = people[name]
        names[name] = Actor(
            name,
            tuple(posts.get(name, ())),
            name.partition("_")[0],
            _token(person),
            person.user_id,
            signed_in=name not in ("disabled", "graduate"),
        )
    yu = people["pupil_yu"]
    names["unchosen"] = Actor("unchosen", (), "pupil", _token(yu, must_choose=True), yu.user_id, must_choose=True)
    for actor in names.values():
        actor.names, actor.paper_names = _may_read(actor, people)
    return names | {
        name: Actor(name, signed_in=False, key=_api_key(people[maker], code), stands_at=code)
        for name, maker, code in PROGRAMS
    }


def _token(person: cast.Person, **how: bool) -> str:
    user = db.session.get_one(User, (person.school_id, person.user_id))
    with write():
        return sessions.begin_session(user, timedelta(days=1), **how)


def _may_read(actor: Actor, people: dict[str, cast.Person]) -> tuple[frozenset[str], frozenset[str]]:
    """Names of pupils an actor may read: those taught, the own, the child's; and on paper work of the school."""
    seen, paper = set(), set()
    for role, code in actor.posts:
        if role in ("homeroom_teacher", "subject_teacher"):
            seen |= _pupils_of([code])
        if role == "safety_officer":
            paper |= _pupils_of([row.code for row in db.session.query(Unit).filter(Unit.code.startswith(f"{code}-"))])
            paper |= set(
                db.session.scalars(
                    select(RosterRow.name).join(Unit, Unit.id == RosterRow.school_id).where(Unit.code == code)
                )
            )
        if role == "homeroom_teacher":
            mine = (
                select(RosterRow.name)
                .join(RosterBatch, RosterBatch.id == RosterRow.batch_id)
                .where(RosterBatch.created_by == actor.user_id)
            )
            paper |= set(db.session.scalars(mine))
    if actor.kind == "pupil" and actor.signed_in:
        seen |= {db.session.scalar(select(User.name).where(User.id == actor.user_id))}
    if actor.kind == "guardian":
        seen |= {db.session.scalar(select(User.name).where(User.id == people["pupil_yu"].user_id))}
    return frozenset(seen), frozenset(paper)


def _pupils_of(codes: Iterable[str]) -> set[str]:
    found = select(User.name).join(Enrolment, Enrolment.pupil_id == User.id).join(Unit, Unit.id == Enrolment.class_id)
    return set(db.session.scalars(found.where(Unit.code.in_(list(codes)))))


__all__ = ["Actor", "Thing", "World", "build", "update"]
