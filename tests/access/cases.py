"""For each route one request that works: who asks, for what, with which form. Tests vary it: without a token, with more fields,
with a database that fails. A new unsafe route without a line here fails `test_cases_work`: add its form.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from eduplatform.accounts.models import User
from eduplatform.assessment import plausibility_notes
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.learning import class_checklist, class_training, makeup, skill_training
from eduplatform.learning.models import Makeup, SkillAttempt
from eduplatform.notices.models import NoticeChoice
from eduplatform.org.access import Viewer
from eduplatform.org.models import Enrolment, Post, Unit
from eduplatform.shared import clock, jobs, ttl_cache
from eduplatform.shared.database import write
from eduplatform.shared.models import StaleMark
from eduplatform.teaching import lost_lessons, photo_orientation, plan, plan_operations, session_run
from eduplatform.teaching.assignments import assign_lesson
from eduplatform.teaching.cards import orientation
from eduplatform.teaching.models import ClassSession, Remote, RuleOfUnit
from tests.pages.classroom.photos import photo_of

from .served_world import Cell, ServedWorld
from .table import TABLE
from .world import JOIN_CODE, NEXT, OWN, PASSWORD, Thing

Form = dict[str, Any]
Maker = Callable[[ServedWorld, Cell], Form]
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
#: Whoever comes first and may, asks.
ASKERS = (
    "officer_safe",
    "teacher_lin",
    "pupil_yu",
    "guardian_yu",
    "city_song",
    "principal_he",
    "admin_root",
    "nobody",
    "program_city",
)
NEW_PASSWORD = "xin-de-mima-52"


def NOTHING_BEFORE(served: ServedWorld) -> None:  # noqa: N802 – a constant that can be called
    """Most requests need nothing before them."""


@dataclass(frozen=True)
class Case:
    """`form` as posted; `of` chooses the thing; `before` are requests that must come first; `cookies` beside the actor's own."""

    form: Maker | Form | None = None
    actor: str = ""
    of: Callable[[dict[str, Thing]], bool] = lambda things: True
    before: Callable[[ServedWorld], None] = NOTHING_BEFORE
    cookies: Callable[[ServedWorld], str] = lambda served: ""
    later: tuple[
        str, ...
    ] = ()  # tables an earlier transaction of the same request may keep, for a reason said beside it


@dataclass(frozen=True)
class Request:
    """A case on its cell, ready to be sent."""

    case: Case
    cell: Cell
    actor: str
    url: str

    def send(self, served: ServedWorld, more: Form | None = None, headers: dict[str, str] | None = None) -> Any:
        """Send it in the first state, after what must come before."""
        return self.ready(served, more, headers)()

    def ready(
        self,
        served: ServedWorld,
        more: Form | None = None,
        headers: dict[str, str] | None = None,
        own: Callable[[Form], Form] = dict,
    ) -> Callable[[], Any]:
        """Bring the served world to where the request can be sent, and answer how. `more`: fields beside its own; `own` changes its own."""
        if served.changed:
            served.restore()
        ttl_cache.drop()
        self.case.before(served)
        form = (more or {}) | own(self.form(served))
        actor, cookies = served.world.actors[self.actor], self.case.cookies(served)
        sent = {"Cookie": f"{cookies}; anxue={actor.token}"} if cookies else {}
        return lambda: served.send(
            actor, self.cell.method, self.url, form if self.cell.method in UNSAFE else None, sent | (headers or {})
        )

    def form(self, served: ServedWorld) -> Form:
        made = self.case.form
        return made(served, self.cell) if callable(made) else dict(made or {})


def requests(served: ServedWorld, methods: tuple[str, ...] = ("GET", *UNSAFE)) -> Iterator[Request]:
    """One request that works for each route and method."""
    for rule in served.rules():
        if TABLE[rule.endpoint].unset:
            continue  # nobody may here; tests/first_run asks on an install without anybody
        for method in sorted((rule.methods or set()) & set(methods)):
            case = CASES.get((rule.endpoint, method)) or CASES.get(rule.endpoint, Case())
            assert method == "GET" or case.form is not None, (
                f"{method} {rule.rule}: add a form that works to CASES in tests/access/cases.py"
            )
            yield _placed(served, rule, method, case)


def _placed(served: ServedWorld, rule: Any, method: str, case: Case) -> Request:
    if TABLE[rule.endpoint].phone:
        cell = Cell(rule, method, {})
        return Request(
            case if case.before is not NOTHING_BEFORE else replace(case, before=_phone_there, cookies=_phone_cookie),
            cell,
            "nobody",
            served.address(cell),
        )
    for name in (case.actor,) if case.actor else ASKERS:
        for things in served.combinations(rule):
            if (
                all(t.there for t in things.values())
                and case.of(things)
                and TABLE[rule.endpoint].allows(served.world.actors[name], things)
            ):
                cell = Cell(rule, method, things)
                return Request(case, cell, name, served.address(cell))
    raise AssertionError(
        f"{method} {rule.rule}: none of {case.actor or ASKERS} may; name an actor in CASES in tests/access/cases.py"
    )


def at(code: str, variable: str = "", *kinds: str) -> Callable[[dict[str, Thing]], bool]:
    """Things at this unit, of these kinds."""

    def fits(things: dict[str, Thing]) -> bool:
        thing = things[variable] if variable else next(iter(things.values()))
        return thing.place == code and (not kinds or thing.kind in kinds)

    return fits


def kind(*kinds: str) -> Callable[[dict[str, Thing]], bool]:
    return lambda things: next(iter(things.values())).kind in kinds


def _own_step(kind: str) -> Callable[[dict[str, Thing]], bool]:
    """A step of a kind, of an activity that concerns the own class."""
    return lambda things: (
        things["class_id"].place == OWN and things["step_id"].kind == kind and things["step_id"].place == "LJ"
    )


def _film_on_screen(served: ServedWorld) -> None:
    _sent(served, "teacher_lin", "teacher.begin_step", {}, _own_step("film"))


def _unit_id(served: ServedWorld, code: str) -> str:
    with served.app.app_context():
        return str(db.session.scalar(select(Unit.id).where(Unit.code == code)))


def _lesson(served: ServedWorld, letters: str = "q") -> str:
    return next(
        thing.value for thing in served.world.things["lesson_id"] if thing.there and set(letters) <= set(thing.kind)
    )


def _pupil(served: ServedWorld, name: str) -> str:
    return next(thing.value for thing in served.world.things["pupil_id"] if thing.owner == name)


def _sent(
    served: ServedWorld,
    actor: str,
    endpoint: str,
    form: Form,
    of: Callable[[dict[str, Thing]], bool] = lambda things: True,
) -> Any:
    """One request as a step before another."""
    rule = next(rule for rule in served.rules() if rule.endpoint == endpoint and "POST" in (rule.methods or ()))
    things = next(
        t
        for t in served.combinations(rule)
        if all(x.there for x in t.values()) and of(t) and TABLE[endpoint].allows(served.world.actors[actor], t)
    )
    answer = served.send(served.world.actors[actor], "POST", served.address(Cell(rule, "POST", things)), form)
    assert answer.status_code in (200, 303), f"{endpoint}: {answer.status_code}"
    return answer


def _choice(served: ServedWorld, cell: Cell) -> Form:
    """The first choice of a training, or its steps in some order."""
    with served.app.app_context():
        row = db.session.execute(
            select(SkillAttempt.__table__).where(SkillAttempt.__table__.c.id == int(cell.things["training_id"].value))
        ).one()
        its = skill_training.skill_in(row.revision_id)
        if hasattr(its, "nodes"):
            return {"step": str(len(row.path)), "choice": its.nodes[0].choices[0].id}
        return {"order": [f"0.{step.id}" for step in its.steps]}


def _hands(served: ServedWorld, cell: Cell) -> Form:
    with served.app.app_context():
        run = session_run.run_of(
            db.session.query(ClassSession).filter_by(id=int(cell.things["session_id"].value)).one()
        )
        place = next(n for n, step in enumerate(run.steps) if step.kind == "ask")
        asked = run.asked[run.steps[place].number]
        return {"place": str(place)} | {f"count-{choice.id}": "1" for choice in asked.choices}


def _first_choice(served: ServedWorld, cell: Cell) -> Form:
    with served.app.app_context():
        now = class_training.training_so_far(
            db.session.query(ClassSession).filter_by(id=int(cell.things["session_id"].value)).one()
        )
        return {"step": "0", "choice": now.choices[0][0]}


def _first_tick(served: ServedWorld, cell: Cell) -> Form:
    with served.app.app_context():
        row = db.session.query(ClassSession).filter_by(id=int(cell.things["session_id"].value)).one()
        return {"tick": f"{class_checklist.ticked_so_far(row).checklist.ids[0]}:all"}


def _handover(served: ServedWorld, cell: Cell) -> Form:
    page = _sent(
        served, "officer_junior", "office.let_go", {}, lambda things: things["pupil_id"].owner == "pupil_junior"
    ).get_data(as_text=True)
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", page)
    assert code, "the page after letting a pupil go shows no code"
    return {"code": code.group(), "number": "98"}


def _joined(served: ServedWorld) -> str:
    answer = served.send(served.world.actors["nobody"], "POST", "/join", {"code": JOIN_CODE})
    return answer.headers["Set-Cookie"].partition(";")[0]


def _lesson_of_phones(served: ServedWorld) -> str:
    return next(
        thing.value for thing in served.world.things["session_id"] if thing.place == OWN and thing.kind == "running"
    )


def _phone_there(served: ServedWorld, kind_: str = "vote") -> None:
    """The lesson of the own class is held with cards, a question stands on the screen, and a phone has joined."""
    number, lin = _lesson_of_phones(served), served.world.actors["teacher_lin"]
    json = {"Accept": "application/json"}
    served.send(lin, "POST", f"/teacher/sessions/{number}/mode", {"quiz_mode": "cards", "version": "1"}, json)
    token = _code_on_screen(served)
    answer = served.send(served.world.actors["nobody"], "POST", "/room/join", {"token": token})
    served.phone = answer.headers["Set-Cookie"].partition(";")[0]
    with served.app.app_context():
        run = session_run.run_of(db.session.query(ClassSession).filter_by(id=int(number)).one())
        place = next(n for n, step in enumerate(run.steps) if step.kind == "vote" and run.steps[n + 1].kind == "shown")
        served.vote = (run.steps[place].number, run.steps[place].part)
    served.send(lin, "POST", f"/teacher/sessions/{number}/turn", {"place": place}, json)
    if kind_ == "shown":
        served.send(lin, "POST", f"/teacher/sessions/{number}/turn", {"place": place + 1}, json)


def _code_on_screen(served: ServedWorld) -> str:
    answer = served.send(
        served.world.actors["teacher_lin"],
        "POST",
        f"/teacher/sessions/{_lesson_of_phones(served)}/phone",
        {},
        {"Accept": "application/json"},
    )
    found = re.search(r"/room/join/([^\"<]+)", answer.get_json()["piece"])
    assert found, "the screen shows no code"
    return found[1]


def _days_file(served: ServedWorld, cell: Cell) -> Form:
    said = "名称,类别,第一天,最后一天\n元旦,放假,2027-01-01,2027-01-03\n"
    return {"of": "2027", "file": (io.BytesIO(said.encode()), "放假.csv")}


def _counted(served: ServedWorld) -> None:
    """Nothing of the school waits to be counted: official figures are made of nothing else."""
    with served.app.app_context(), write() as session:
        school = select(Unit.id).where(Unit.code == "LJ-SY").scalar_subquery()
        session.execute(delete(StaleMark).where(StaleMark.school_id == school))


def _figures_seen(served: ServedWorld, cell: Cell) -> Form:
    """Official figures as of the day before, as they were looked at."""
    from eduplatform.assessment.snapshot_bodies import read_figures
    from eduplatform.assessment.snapshot_rules import canonical, digest_of

    with served.app.app_context():
        unit, day = db.session.get_one(Unit, int(cell.things["unit_id"].value)), date(2026, 11, 17)
        return {"day": day.isoformat(), "digest": digest_of(canonical(read_figures(unit, 2026, day)))}


def _figures_to_sign(served: ServedWorld, cell: Cell) -> Form:
    from eduplatform.assessment.models import Snapshot

    with served.app.app_context():
        return {"digest": db.session.get_one(Snapshot, int(cell.things["snapshot_id"].value)).digest}


def _sound(served: ServedWorld, cell: Cell) -> Form:
    """A sentence read aloud, as far as its first bytes tell."""
    webm = b"\x1aE\xdf\xa3" + b"webm A_OPUS OpusHead" + bytes(200)
    return {"sound-title": (io.BytesIO(webm), "title.webm"), "reader": "林老师", "agree": "1"}


def _of_a_film(things: dict[str, Thing]) -> bool:
    return "v" in things["lesson_id"].kind


def _sentence_read(served: ServedWorld) -> None:
    rule = next(rule for rule in served.rules() if rule.endpoint == "studio.keep_narration")
    things = next(one for one in served.combinations(rule) if all(x.there for x in one.values()) and _of_a_film(one))
    cell = Cell(rule, "POST", things)
    served.send(served.world.actors["teacher_lin"], "POST", served.address(cell), _sound(served, cell))


def _school_feed(served: ServedWorld) -> None:
    _sent(served, "officer_safe", "office.open_feed", {}, at("LJ-SY"))


def _class_feed(served: ServedWorld) -> None:
    _sent(served, "teacher_lin", "teacher.open_feed", {}, at(OWN))


def _revealed(served: ServedWorld) -> None:
    _phone_there(served, "shown")


def _phone_paused(served: ServedWorld) -> None:
    _phone_there(served)
    _sent(
        served,
        "teacher_lin",
        "teacher.pause",
        {"version": "2"},
        lambda things: things["session_id"].value == _lesson_of_phones(served),
    )


def _phone_cookie(served: ServedWorld) -> str:
    return served.phone


def _turned(served: ServedWorld, cell: Cell) -> Form:
    with served.app.app_context():
        return {
            "place": "0",
            "was": str(db.session.query(ClassSession).filter_by(id=int(_lesson_of_phones(served))).one().slide),
        }


def _entered(served: ServedWorld, cell: Cell) -> Form:
    return {"number": served.vote[0], "part": served.vote[1], "pupil": _pupil(served, "pupil_yu"), "letter": "A"}


def _read_live(served: ServedWorld, cell: Cell) -> Form:
    return {
        "number": served.vote[0],
        "part": served.vote[1],
        "key": "access-test-camera-01",
        "letters": "1A 2B",
        "copies": "",
    }


def _photo(served: ServedWorld, cell: Cell) -> Form:
    return {
        "session": _lesson_of_phones(served),
        "number": served.vote[0],
        "part": served.vote[1],
        "key": "access-test-photo-01",
        "photo": (io.BytesIO(photo_of({1: "A", 2: "B"})), "a.jpg"),
    }


def _photo_lies(served: ServedWorld) -> None:
    """A phone has joined and was asked which way up its photo is."""
    _phone_there(served)
    with served.app.app_context(), write():
        remote = (
            db.session.query(Remote)
            .filter_by(session_id=int(_lesson_of_phones(served)), ended_at=None)
            .filter(Remote.taken_at.is_not(None))
            .one()
        )
        photo_orientation.ask_way_up(
            remote, "access-test-photo-02", *served.vote, orientation.Look({1: "A"}, {1: (0, 0)}, frozenset(), True)
        )


def _roster(served: ServedWorld, cell: Cell) -> Form:
    text = "姓名,班级,学号\n新来一,三(2)班,41\n"
    return {"school": _unit_id(served, "LJ-SY"), "encoding": "", "file": (io.BytesIO(text.encode()), "名册.csv")}


def _apply(served: ServedWorld) -> None:
    _sent(
        served,
        "officer_safe",
        "office.roster_apply",
        {"consent": "告知书"},
        lambda things: things["batch_id"].owner == "officer_safe",
    )


def _drop_lesson(served: ServedWorld) -> None:
    _sent(served, "teacher_lin", "teacher.drop", {"version": "1"}, kind("running"))


def _paused(served: ServedWorld) -> None:
    _sent(served, "teacher_lin", "teacher.pause", {"version": "1"}, kind("running"))


def _rolled(served: ServedWorld) -> None:
    _sent(served, "officer_safe", "office.run_rollover", {"from_year": "2026"}, at("LJ-SY"))
    with served.app.app_context():
        jobs.run_next()


def _yu_and_close(served: ServedWorld, cell: Cell) -> Form:
    return {"absent": _pupil(served, "pupil_yu"), "then": "close", "version": "1"}


def _class_mode(served: ServedWorld, mode: str) -> None:
    _sent(served, "teacher_lin", "teacher.mode", {"quiz_mode": mode, "version": "1"}, kind("running"))


def _put_question(served: ServedWorld) -> None:
    """The own class answers together on devices, and the first question stands on the screen."""
    _class_mode(served, "paced")
    place = next(n for n, step in enumerate(_own_run(served).steps) if step.kind == "vote")
    _sent(served, "teacher_lin", "teacher.turn", {"place": str(place)}, kind("running"))


def _own_run(served: ServedWorld) -> Any:
    with served.app.app_context():
        unit = db.session.query(Unit).filter_by(code=OWN).one()
        return session_run.run_of(db.session.query(ClassSession).filter_by(class_id=unit.id, state="running").one())


def _tapped(served: ServedWorld, cell: Cell) -> Form:
    return {"number": "0", "part": "0", "option": _own_run(served).asked[0].choices[0].id}


def _typed(served: ServedWorld, cell: Cell) -> Form:
    return {"q": "0", "part": "0", f"p{_pupil(served, 'pupil_yu')}": "A"}


def _holding(served: ServedWorld) -> str:
    """The cookie of a device that has taken a code to make a lesson up."""
    token = next(thing.value for thing in served.world.things["ticket"] if thing.owner == "pupil_yu")
    return (
        served.send(served.world.actors["nobody"], "POST", f"/student/make-up/{token}", {})
        .headers["Set-Cookie"]
        .partition(";")[0]
    )


def _first_answer(served: ServedWorld, cell: Cell) -> Form:
    with served.app.app_context():
        work = makeup.work_of(db.session.query(Makeup).order_by(Makeup.id).first())
        return {"step": str(work.places[0]), "option": work.asked[0].choices[0].id}


def _post_ended(served: ServedWorld) -> None:
    _sent(served, "officer_safe", "office.end_post", {}, lambda things: things["post_id"].owner == "teacher_wu")


def _post_over(served: ServedWorld) -> None:
    """A post of teacher_wu is over, who has another one and so may still sign in."""
    with served.app.app_context(), write():
        post = db.session.query(Post).filter_by(user_id=served.world.actors["teacher_wu"].user_id).one()
        post.to_on = clock.today()
        db.session.flush()
    served.wrote.add("post")


def _appointed(served: ServedWorld) -> None:
    _sent(served, "officer_safe", "office.appoint", {"role": "principal", "name": "还没来的人"}, at("LJ-SY"))


def _newest_staff(served: ServedWorld, cell: Cell) -> Form:
    with served.app.app_context():
        return {"user": str(db.session.query(User).filter_by(name="还没来的人").one().id)}


def _newest_rule(served: ServedWorld, cell: Cell) -> Form:
    with served.app.app_context():
        newest = db.session.query(RuleOfUnit).order_by(RuleOfUnit.id.desc()).first()
        return {"rule": str(newest.id) if newest else "1", "last_day": "2026-12-31"}


def _rule_set(served: ServedWorld) -> None:
    _sent(served, "officer_safe", "office.add_rule", RULE, at("LJ-SY"))


def _moved(served: ServedWorld) -> None:
    there = at(OWN)
    _sent(served, "officer_safe", "office.move_pupil", {"to": _unit_id(served, NEXT), "number": "97"}, there)


def _emptied(served: ServedWorld) -> None:
    """Everybody has left the next class, so that it may close."""
    with served.app.app_context(), write():
        db.session.query(Enrolment).filter_by(class_id=int(_unit_id(served, NEXT))).update({"to_on": clock.today()})
    served.wrote.add("enrolment")


def _closed(served: ServedWorld) -> None:
    with served.app.app_context(), write():
        db.session.query(Unit).filter_by(code="LJ-SY").update({"closed_on": clock.today()})
    served.wrote.add("unit")


def _planned(served: ServedWorld, year: int = 2026) -> None:
    """The city has adopted the recommended plan."""
    with served.app.app_context(), write():
        city = db.session.query(Unit).filter_by(code="LJ").one()
        plan_operations.adopt(None, city, year, plan.shipped())
    served.wrote |= {"plan_week", "audit_entry"}


def _extra(served: ServedWorld) -> None:
    """The class has a lesson planned to catch up."""
    with served.app.app_context(), write():
        one, lesson = db.session.query(Unit).filter_by(code=OWN).one(), content.lessons_of("P2")[-1]
        assign_lesson(_lin(served), one, lesson, 2026, 14, extra=True)
    served.wrote.add("assignment")


def _lost(served: ServedWorld) -> None:
    """The class's lesson of a week is noted as lost."""
    with served.app.app_context(), write():
        one = db.session.query(Unit).filter_by(code=OWN).one()
        lost_lessons.note_lost(_lin(served), one, date(2026, 11, 2))
    served.wrote |= {"lost_lesson", "audit_entry"}


def _lin(served: ServedWorld) -> Viewer:
    return Viewer(served.world.actors["teacher_lin"].user_id, 1, "staff", "")


def _answers_explained(served: ServedWorld) -> None:
    """The teacher has said how the class's answer sheets came about."""
    with served.app.app_context(), write():
        one = db.session.query(Unit).filter_by(code=OWN).one()
        plausibility_notes.say_note(_lin(served), one, 2026, ["aloud"], "")
    served.wrote |= {"plausibility_note", "audit_entry"}


def _topic_planned(served: ServedWorld, code: str) -> None:
    """A weak topic was put into week 14 of a unit's plan."""
    _planned(served)
    with served.app.app_context(), write():
        unit = db.session.query(Unit).filter_by(code=code).one()
        plan_operations.add_topic(None, unit, 2026, 14, "P2", "FALL")


RUNNING = kind("running")


def _address(served: ServedWorld, name: str = "officer_safe", email: str = "a@example.cn", known: bool = True) -> None:
    """Somebody has given an address, and confirmed it if it is `known`."""
    with served.app.app_context(), write():
        now = clock.now()
        user = db.session.query(User).filter_by(id=served.world.actors[name].user_id).one()
        row = NoticeChoice(school_id=user.school_id, user_id=user.id, email=email, set_at=now, off=[])
        row.confirmed_at = now if known else None
        db.session.add(row)
    served.wrote.add("notice_choice")


def _lin_asked(served: ServedWorld) -> None:
    """The address the links of tests speak of waits for its owner."""
    _address(served, "teacher_lin", "lin@example.cn", known=False)


HOOK = {
    "kind": "json",
    "name": "群",
    "url": "https://203.0.114.7/hook",
    "secret": "",
}  # a number: no name server is asked
RULE = {"measure": "drills", "period": "year", "least": "10", "from_on": "2026-12-01", "document": "校发1号"}
OWN_BATCH = lambda things: things["batch_id"].owner == "officer_safe"  # noqa: E731
GUESSES = ("sign_in_guard", "address_failure")  # a guess is counted before it is looked at, so that none is free
KEY = {"key": "access-test-key-0001"}

#: Endpoint, or (endpoint, method) where GET and POST share one, → the request that works.
API = ("indicators", "key", "report", "session", "sessions", "unit", "units")  #: what only a key opens
CASES: dict[Any, Case] = {
    "account.add_own_hook": Case(HOOK),
    "account.choose_ways": Case({"email": "safe@example.cn", "by_email": "1"}),
    "account.confirm_mail": Case({}, "nobody", before=_lin_asked),
    "account.end_own_hook": Case({}, "teacher_lin", of=lambda things: things["hook_id"].kind == "own"),
    "account.open_notice": Case({}),
    "account.read_all": Case({}),
    "account.switch_mail_off": Case({}, "nobody", before=_lin_asked),
    "account.test_mail": Case({}, "officer_safe", before=_address),
    "account.test_own_hook": Case({}, "teacher_lin", of=lambda things: things["hook_id"].kind == "own"),
    "account.change_password": Case(
        {"present": PASSWORD, "password": NEW_PASSWORD, "repeat": NEW_PASSWORD}, "teacher_lin", later=GUESSES
    ),
    "account.choose": Case(actor="unchosen"),
    "account.choose_language": Case({"to": "en", "next": "/me"}, "teacher_lin"),
    "account.choose_pinyin": Case({"to": "on", "next": "/me"}, "nobody"),
    "account.do_choose": Case({"password": NEW_PASSWORD, "repeat": NEW_PASSWORD}, "unchosen"),
    "account.do_join": Case({"code": JOIN_CODE}, "nobody", later=GUESSES),
    "account.do_sign_in": Case({"tab": "staff", "login": "lin", "password": PASSWORD}, "nobody", later=GUESSES),
    "account.end_devices": Case({}),
    "account.enter_lesson": Case(
        {"number": "1", "with": "password", "password": PASSWORD}, "nobody", cookies=_joined, later=GUESSES
    ),
    "account.join_me": Case(actor="nobody", cookies=_joined),
    "account.open_slip": Case({}, "nobody"),
    "account.put_away": Case({}, "teacher_wu", before=_post_over),
    "account.sign_out": Case({}),
    "office.back_up": Case({}, "admin_top"),
    "office.check_system": Case({}, "admin_top"),
    "office.system": Case(actor="admin_top"),
    "office.system_progress": Case(actor="admin_top"),
    "office.audit": Case(actor="audit_qian"),
    "office.audit_csv": Case(actor="audit_qian", later=("audit_entry",)),
    "office.audit_looks": Case(actor="audit_qian"),
    "office.audit_looks_csv": Case(actor="audit_qian", later=("audit_entry",)),
    "office.add_activity": Case(
        {"title": "交通安全周", "topics": ["TRAF"], "starts_on": "2026-11-20", "ends_on": "2026-11-30"}, of=at("LJ-SY")
    ),
    "office.send_deployment": Case(
        {"kind": "reminder", "words": "小心台阶", "starts_on": "2026-11-20", "ends_on": "2026-11-30"}, of=at("LJ-SY")
    ),
    "office.withdraw_deployment": Case({}, of=at("LJ-SY")),
    "office.move_deployment": Case({"week": "13"}, of=at("LJ", "", "lesson")),
    "office.give_return_answer": Case({"said": "3"}, of=at("LJ", "", "return")),
    "office.begin_activity": Case({"ready": "fire-119"}, of=at("LJ-SY")),
    "office.activity": Case(of=at("LJ-SY", "activity_id", "draft")),
    "office.compose_activity": Case(
        {
            "version": "1",
            "title": "新名字",
            "starts_on": "2026-11-20",
            "ends_on": "2026-11-30",
            "step": ["1"],
            "kind-1": "act",
            "title-1": "走一遍",
            "task-1": "走",
            "do": "publish",
        },
        of=at("LJ-SY", "activity_id", "draft"),
    ),
    "office.copy_activity": Case({}, of=at("LJ-SY", "activity_id", "activity")),
    "office.drop_activity": Case({}, of=at("LJ-SY", "activity_id", "draft")),
    "office.end_activity": Case({}, of=at("LJ-SY", "activity_id", "activity")),
    "office.participation": Case(of=at("LJ-SY", "activity_id", "activity")),
    "office.participation_xlsx": Case(of=at("LJ-SY", "activity_id", "activity")),
    "office.make_official": Case(_figures_seen, "officer_safe", of=at("LJ-SY"), before=_counted),
    "office.sign_official": Case(_figures_to_sign, "principal_he", of=at("LJ-SY", "snapshot_id", "draft")),
    "office.drop_official": Case({}, "officer_safe", of=at("LJ-SY", "snapshot_id", "draft")),
    "office.contest_official": Case(
        {"figure": "quiz_rate", "reason": "少算了一份"}, "teacher_lin", of=at("LJ-SY", "snapshot_id", "signed")
    ),
    "office.answer_appeal": Case(
        {"decision": "decline", "answer": "不改"}, "district_zhou", of=at("LJ-SY", "appeal_id")
    ),
    "office.new_scheme": Case({"start": "proposal_default", "year": "2026"}, "city_song", of=at("LJ")),
    ("office.scheme_head", "POST"): Case(
        {"name": "方案", "total": "100", "edits": "0"}, "city_song", of=at("LJ", "scheme_id", "draft")
    ),
    ("office.scheme_part", "POST"): Case(
        {"name": "一项", "points": "5", "mode": "manual", "by": "bureau", "edits": "0"},
        "city_song",
        of=at("LJ", "scheme_id", "draft"),
    ),
    ("office.scheme_levels", "POST"): Case(
        {"edits": "0", "level-0-name": "合格", "level-0-low": "0", "level-0-high": "100"},
        "city_song",
        of=at("LJ", "scheme_id", "draft"),
    ),
    ("office.scheme_vetoes", "POST"): Case({"edits": "0"}, "city_song", of=at("LJ", "scheme_id", "draft")),
    "office.scheme_head": Case(actor="city_song"),
    "office.scheme_part": Case(actor="city_song"),
    "office.scheme_levels": Case(actor="city_song"),
    "office.scheme_vetoes": Case(actor="city_song"),
    "office.what_if": Case(actor="city_song"),
    "office.publish_scheme": Case({"edits": "0"}, "city_song", of=at("LJ", "scheme_id", "draft")),
    "office.drop_scheme": Case({}, "city_song", of=at("LJ", "scheme_id", "draft")),
    "office.mark_school": Case({"points-p7": "4"}, "city_song"),
    "office.add_newcomer": Case({"name": "新来的娃", "sex": "f", "number": "96", "consent": "告知书"}, of=at(OWN)),
    "office.answer_proposal": Case(
        {"answer": "accept", "who": "new"}, of=lambda things: things["proposal_id"].place == "LJ-SY"
    ),
    "office.add_days": Case(
        {"kind": "off", "name": "运动会", "starts_on": "2026-12-03", "ends_on": "2026-12-04"}, of=at("LJ-SY")
    ),
    "office.adopt_schedule": Case({"of": "2026"}, of=at("LJ-SY")),
    "office.complete_year": Case({"of": "2027"}, of=at("LJ-SY")),
    "office.look_at_days": Case(_days_file, of=at("LJ-SY")),
    "office.enter_file": Case(
        {"of": "2027", "source": "放假.csv", "lines": '[[2, "元旦", "off", "2027-01-01", "2027-01-03"]]'},
        of=at("LJ-SY"),
    ),
    "office.make_key": Case({"title": "平台", "reads": ["units", "reports"], "days": "30"}, of=at("LJ-SY")),
    "office.end_key": Case({}, of=at("LJ-SY")),
    "office.open_feed": Case({}, of=at("LJ-SY")),
    "office.end_feed": Case({}, of=at("LJ-SY"), before=_school_feed),
    "studio.keep_narration": Case(_sound, "teacher_lin", of=_of_a_film),
    "studio.remove_narration": Case({"scene": "title"}, "teacher_lin", of=_of_a_film, before=_sentence_read),
    "teacher.open_feed": Case({}, "teacher_lin", of=at(OWN)),
    "teacher.end_feed": Case({}, "teacher_lin", of=at(OWN), before=_class_feed),
    "office.add_unit": Case({"kind": "district", "name": "新区", "code": "LJ-NEW"}, "city_song", at("LJ")),
    "office.rename_unit": Case({"name": "临江市实验小学"}, of=at("LJ-SY")),
    "office.close_unit": Case({}, "officer_safe", at(NEXT), before=_emptied),
    "office.reopen_unit": Case({}, "city_song", at("LJ-SY"), before=_closed),
    "office.adopt_plan": Case({}, of=at("LJ-SY")),
    "office.appoint": Case({"role": "principal", "name": "新校长", "login": "newhead"}, of=at("LJ-SY")),
    "office.agree_export": Case({}, "principal_he", of=kind("roster")),
    "office.ask_exchange": Case({"kind": "exchange.facts"}, of=at("LJ-SY")),
    "office.ask_export": Case({}, of=at("LJ-SY")),
    "office.make_filing": Case({"period": "state"}, of=at("LJ-SY")),
    "office.carry_plan_over": Case({}, of=at("LJ-SY"), before=lambda served: _planned(served, 2025)),
    "office.change_week": Case({"title": "防火", "topics": ["FIRE"]}, of=at("LJ-SY")),
    "office.plan_weak_topic": Case(
        {"stage": "P2", "topic": "FALL"}, of=at("LJ-SY"), before=lambda served: _planned(served)
    ),
    "office.undo_weak_topic": Case(
        lambda served, cell: {"stage": "P2", "topic": "FALL", "placed": f"{cell.things['unit_id'].value}-14"},
        of=at("LJ-SY"),
        before=lambda served: _topic_planned(served, "LJ-SY"),
    ),
    "teacher.plan_weak_topic": Case({"topic": "FALL"}, "teacher_lin", at(OWN), before=lambda served: _planned(served)),
    "teacher.undo_weak_topic": Case(
        {"topic": "FALL", "week": "14"}, "teacher_lin", at(OWN), before=lambda served: _topic_planned(served, OWN)
    ),
    "office.drop_plan": Case({}, of=at("LJ-SY")),
    "office.swap_plan_weeks": Case(
        {"one": "13", "other": "14"}, of=at("LJ-SY"), before=lambda served: _planned(served)
    ),
    "office.end_post": Case({}, of=lambda things: things["post_id"].owner == "teacher_wu"),
    "office.lessons_csv": Case(
        of=at("LJ-SY"), later=("audit_entry",)
    ),  # that figures were taken out is on record even if the file breaks off
    "office.let_go": Case({}, of=at(OWN)),
    "office.move_pupil": Case(lambda served, cell: {"to": _unit_id(served, NEXT), "number": "97"}, of=at(OWN)),
    "office.moving": Case(of=at(OWN)),
    "office.print_unopened": Case(_newest_staff, of=at("LJ-SY"), before=_appointed),
    "office.put_back": Case({}, of=at(OWN), before=_moved),
    "office.restore_post": Case({}, of=lambda things: things["post_id"].owner == "teacher_wu", before=_post_ended),
    "office.remove_days": Case({"kind": "off", "day": "2026-10-01"}, of=at("LJ-SY")),
    "office.roster_answers": Case({"afresh": "1"}, of=OWN_BATCH),
    "office.roster_apply": Case({"consent": "告知书"}, of=OWN_BATCH),
    "office.roster_columns": Case({"s0-header": "1", "s0-name": "0", "s0-class": "1"}, of=OWN_BATCH),
    "office.roster_drop": Case({}, of=OWN_BATCH),
    "office.roster_undo": Case({}, of=OWN_BATCH, before=_apply),
    "office.add_rule": Case(RULE, of=at("LJ-SY")),
    "office.adopt_rules": Case({"codes": ["drills-year"], "starts_on": "2026-12-01"}, of=at("LJ-SY")),
    "office.end_rule": Case(_newest_rule, of=at("LJ-SY"), before=_rule_set),
    "office.run_rollover": Case({"from_year": "2026"}, of=at("LJ-SY")),
    "office.add_group_hook": Case(HOOK, of=at("LJ-SY")),
    "office.end_group_hook": Case({}, of=at("LJ-SY", "", "group")),
    "office.test_group_hook": Case({}, of=at("LJ-SY", "", "group")),
    "office.set_notices": Case({"cap": "1", "from": "20", "to": "8", "on": ["season"]}, of=at("LJ-SY")),
    "office.set_rule": Case(
        {"stage": "P2", "minutes": "40", "from_on": "2026-12-01", "source": "校发1号"},
        of=at("LJ-SY"),
    ),
    "office.set_terms": Case(
        {
            "first_start": "2026-09-01",
            "first_end": "2027-01-20",
            "second_start": "2027-02-22",
            "second_end": "2027-07-05",
        },
        of=at("LJ-SY"),
    ),
    "office.staff_slip": Case({}, of=lambda things: things["post_id"].owner == "teacher_wu"),
    "office.switch_home_duty": Case({"value": "yes", "basis": "教育局2号"}, of=at("LJ-SY")),
    "office.take_in": Case(_handover, of=at(OWN)),
    "office.undo_rollover": Case({}, of=at("LJ-SY"), before=_rolled),
    "office.upload": Case(_roster),
    "office.withdraw_activity": Case({}, of=at("LJ-SY", "activity_id", "activity")),
    "room.again": Case(lambda served, cell: {"number": served.vote[0]}, before=_revealed, cookies=_phone_cookie),
    "room.do_join": Case(lambda served, cell: {"token": _code_on_screen(served)}, "nobody"),
    "room.enter": Case(_entered),
    "room.note_roll": Case(
        lambda served, cell: {"absent": _pupil(served, "pupil_yu"), "then": "close", "version": "2"},
        later=("absence", "class_session"),
    ),
    "room.pause": Case({"version": "2"}),
    "room.photo": Case(_photo),
    "room.read": Case(_read_live),
    "room.resume": Case({"version": "3"}, before=_phone_paused, cookies=_phone_cookie),
    "room.tick_on_phone": Case({"tick": "call:all"}),
    "room.turn": Case(_turned),
    "room.upright": Case({"key": "access-test-photo-02", "turn": "0"}, before=_photo_lies, cookies=_phone_cookie),
    "student.begin": Case(KEY, "pupil_small"),
    "student.attempt": Case(of=kind("open")),
    "student.keep_draft": Case(
        lambda served, cell: {"key": cell.things["attempt_id"].key, "q0": "a", "places": "0"}, of=kind("open")
    ),
    "student.result": Case(of=kind("submitted")),
    "student.go_on": Case(_choice, of=kind("open")),
    "student.start": Case(KEY, "pupil_small"),
    "student.makeup": Case(actor="nobody", cookies=_holding),
    "student.makeup_answer": Case(_first_answer, "nobody", cookies=_holding),
    "student.makeup_begin": Case({}, "nobody"),
    "student.room_answer": Case(_tapped, "pupil_yu", before=_put_question),
    "student.submit": Case(lambda served, cell: {"key": cell.things["attempt_id"].key, "q0": "a"}, of=kind("open")),
    "student.turned": Case({"slide": "2"}),
    "student.watched": Case({"parts": "[[0, 50]]"}),
    "teacher.again": Case(
        lambda served, cell: {"number": served.vote[0]}, "teacher_lin", at(OWN, "", "running"), before=_revealed
    ),
    "teacher.assign": Case(lambda served, cell: {"lesson": _lesson(served), "week": "14"}),
    ("teacher.correct", "POST"): Case(
        {"minutes": "45", "carrier": "class_activity", "present": "5", "reason": "看错了"}
    ),
    ("teacher.declare", "POST"): Case(
        lambda served, cell: {
            "lesson": _lesson(served),
            "given_on": "2026-11-12",
            "begins": "08:30",
            "minutes": "40",
            "carrier": "class_activity",
            "present": "5",
        }
    ),
    "teacher.drop_class_plan": Case({}, "teacher_lin", at(OWN)),
    "teacher.drop_catch_up": Case({}, "teacher_lin", at(OWN), before=lambda served: _extra(served)),
    "teacher.note_answer_times": Case({"cause": "aloud"}, "teacher_lin", at(OWN)),
    "teacher.note_lost": Case({"week": "2026-11-02"}, "teacher_lin", at(OWN)),
    "teacher.plan_catch_up": Case({}, "teacher_lin", at(OWN)),
    "teacher.undo_answer_note": Case({}, "teacher_lin", at(OWN), before=lambda served: _answers_explained(served)),
    "teacher.undo_lost": Case({"week": "2026-11-02"}, "teacher_lin", at(OWN), before=lambda served: _lost(served)),
    "teacher.swap_class_weeks": Case(
        {"one": "13", "other": "14"}, "teacher_lin", at(OWN), before=lambda served: _planned(served)
    ),
    "teacher.drop": Case({"version": "1"}, of=RUNNING),
    "teacher.hands": Case(_hands, of=RUNNING),
    "teacher.keep_typed": Case(_typed, of=RUNNING, before=lambda served: _class_mode(served, "paper")),
    "teacher.mode": Case({"quiz_mode": "devices", "version": "1"}, of=RUNNING),
    "teacher.note_roll": Case(
        _yu_and_close, of=RUNNING, later=("absence", "class_session")
    ),  # who is away is kept even if the close is refused
    "teacher.open_makeup": Case({}, of=kind("closed")),
    "teacher.put_right": Case({"presence": "here"}, of=lambda things: things["pupil_id"].owner == "pupil_yu"),
    "teacher.pause": Case({"version": "1"}, of=RUNNING),
    "teacher.webcam": Case({}, of=RUNNING),
    "teacher.phone": Case({}, of=RUNNING),
    "teacher.phones_away": Case({}, "teacher_lin", at(OWN, "", "running"), before=_phone_there),
    "teacher.change_card": Case(
        lambda served, cell: {"pupil": _pupil(served, "pupil_yu"), "number": "44"}, "teacher_lin", before=_drop_lesson
    ),
    "teacher.print_cards": Case({}, "teacher_lin"),
    "teacher.print_class_slips": Case({"what": "waiting"}, "teacher_lin"),
    "teacher.resume": Case({"version": "2"}, of=RUNNING, before=_paused),
    "teacher.rollcall": Case(of=RUNNING),
    "teacher.screen": Case(of=RUNNING),
    "teacher.begin_reminder": Case({"minutes": "5"}),
    "teacher.begin_step": Case({}, of=_own_step("film")),
    "teacher.finish_step": Case({}, of=_own_step("film"), before=_film_on_screen),
    "teacher.pledge_sheet": Case(of=_own_step("pledge")),
    "teacher.record_step": Case({"held_on": "2026-11-17", "present": "2", "note": "走了一遍"}, of=_own_step("act")),
    "teacher.show_step": Case(of=_own_step("pledge")),
    "teacher.take_back_step": Case({}, of=_own_step("film"), before=_film_on_screen),
    "student.answer_survey": Case({"q0": "1"}, of=at(OWN, "record_id")),
    "student.survey": Case(of=at(OWN, "record_id")),
    "teacher.finish_reminder": Case({}),
    "teacher.start": Case(
        lambda served, cell: {"lesson": _lesson(served), "carrier": "class_activity", "quiz_mode": "hands"},
        before=_drop_lesson,
    ),
    "teacher.take_back": Case({"reason": "没有上"}),
    "teacher.checklist": Case(of=RUNNING),
    "teacher.tick": Case(_first_tick, of=RUNNING),
    "teacher.train": Case(_first_choice, of=RUNNING),
    "teacher.training": Case(of=RUNNING),
    "teacher.turn": Case({"place": "1"}, of=RUNNING),
    # the use is counted before anything is read: a program cannot ask for nothing, faster than it may, by asking what fails
    **{f"api.{name}": Case(later=("api_key", "audit_entry")) for name in API},
}

__all__ = ["CASES", "Case", "Request", "content", "requests"]
