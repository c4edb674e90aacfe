"""Who may do what, and where: one line for each endpoint. The authorisation document of the product.

Written down independently of the product's own checks: from the roles (org.roles.ROLES) and the tree alone. The matrix holds
the product to it, for every actor and every thing. A new endpoint without a line here fails the matrix: add a line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from eduplatform.org.roles import ROLES

from .world import AWAY, FAR, NEXT, OWN, Actor, Thing

Things = dict[str, Thing]
Lets = Callable[[Actor, Things], bool]


@dataclass(frozen=True)
class Row:
    """`who` and `where` in words; `lets` says the same for the test. `form` makes an empty form meet its rule."""

    who: str
    where: str
    lets: Lets
    form: Callable[[Things], dict[str, Any]] = lambda things: {}
    public: bool = False
    unset: bool = False  # only on an install without anybody: 404 here for everybody, tests/first_run asks there
    early: bool = False  # open also to somebody who has yet to choose a password
    key: bool = False  # of the API: only to a program with a key; signing in does not help
    phone: bool = False  # only to a phone that joined by the code on the class screen; signing in does not help

    def allows(self, actor: Actor, things: Things) -> bool:
        if self.key:
            return bool(actor.key) and self.lets(actor, things)
        return self.public or (actor.signed_in and self.lets(actor, things))


def _holds(actor: Actor, permission: str, thing: Thing | None = None) -> bool:
    """Whether a post of the actor gives the permission: anywhere, or at a unit of the thing's line."""
    return any(permission in ROLES[role] and (thing is None or code in thing.line) for role, code in actor.posts)


def _roles(permission: str) -> str:
    return ", ".join(sorted(role for role, may in ROLES.items() if permission in may))


def public(why: str) -> Row:
    return Row("everybody", why, lambda actor, things: True, public=True)


def mail_link() -> Row:
    """What a mail says: the token names the person and does one thing."""
    return public("who got the mail the link stands in")


def empty_install() -> Row:
    return Row(
        "whoever holds the code of its console",
        "an install without any unit or person; else there is no such page",
        lambda actor, things: False,
        unset=True,
    )


def signed_in(early: bool = False) -> Row:
    return Row("everybody signed in", "the own account", lambda actor, things: True, early=early)


def at(permission: str, *kinds: str, where: str = "", also: Lets | None = None, needs: str = "", **more: Any) -> Row:
    """Who holds the permission at the thing of the address or above it; without a thing, anywhere. `kinds`: of things that count."""

    def lets(actor: Actor, things: Things) -> bool:
        first = next(iter(things.values()), None)
        if first is not None and not (first.there and (not kinds or first.kind in kinds)):
            return False
        if not all(thing.there for thing in things.values()):
            return False
        return (
            _holds(actor, permission, first)
            and (not needs or _holds(actor, needs, first))
            and (also is None or also(actor, things))
        )

    place = where or (f"at the {' or '.join(kinds)} or above it" if kinds else "at the unit it belongs to or above it")
    return Row(f"{permission}{' and ' + needs if needs else ''}: {_roles(permission)}", place, lets, **more)


SCHOOLS = ("LJ-SY", "LJ-DZ", "LJ-XS1", "YS-1")


def deployed(*kinds: str, own: bool = False, school: bool = False) -> Row:
    """What a unit sent: seen by who may send there or above; unless `own` also by who may at a unit that it reaches. `school`: who
    stands at a school."""

    def lets(actor: Actor, things: Things) -> bool:
        thing = things["deployment_id"]
        if not thing.there or (kinds and thing.kind not in kinds):
            return False
        may = [code for role, code in actor.posts if "deployment.send" in ROLES[role]]
        if any(code in thing.line for code in may):
            return not school or thing.place in SCHOOLS
        reached = [code for code in may if code in thing.key.split(",")]
        return not own and bool(reached) and (not school or reached[0] in SCHOOLS)

    where = "at the unit that sent it or above"
    where += "" if own else "; at a unit that it reaches, for what lies below that"
    return Row(
        f"deployment.send: {_roles('deployment.send')}", "at a school that it reaches" if school else where, lets
    )


def rolling_year() -> Row:
    """A school by who moves its classes; a unit above by who plans there."""

    def may(actor: Actor, things: Things) -> bool:
        first = next(iter(things.values()), None)
        if first is None:
            return any(
                "plan.edit" in ROLES[role]
                and ("rollover.run" in ROLES[role] or role.endswith("_officer") and role != "safety_officer")
                for role, _code in actor.posts
            )
        return first.kind != "school" or _holds(actor, "rollover.run", first)

    return at(
        "plan.edit", *ABOVE, where="at a unit above schools or above it; of a school rollover.run as well", also=may
    )


def top(permission: str) -> Row:
    """Who holds the permission at the unit above all others: of the whole install."""

    def lets(actor: Actor, things: Things) -> bool:
        return any(permission in ROLES[role] and code == TOP for role, code in actor.posts)

    return Row(f"{permission}: {_roles(permission)}", "at the unit above all others only", lets)


def own(kind: str, permission: str, what: str, variable: str, *states: str, **more: Any) -> Row:
    """Pupils: only what is theirs."""

    def lets(actor: Actor, things: Things) -> bool:
        thing = things[variable]
        return actor.kind == kind and thing.there and thing.owner == actor.name and (not states or thing.kind in states)

    return Row(f"{permission}: {kind}", what, lets, **more)


def staff(*variables: str) -> Row:
    """Staff: only what is theirs."""

    def lets(actor: Actor, things: Things) -> bool:
        own = all(thing.there and thing.owner == actor.name for thing in things.values())
        return actor.kind not in ("pupil", "guardian") and bool(actor.posts) and own

    return Row("staff", "the own inbox, and what is sent beside it", lets)


def pupil(part: str = "", **more: Any) -> Row:
    """Every pupil; `part`: the lesson has a q(uiz), s(kill) or v(ideo)."""

    def lets(actor: Actor, things: Things) -> bool:
        return actor.kind == "pupil" and all(thing.there and part in thing.kind for thing in things.values())

    return Row(
        "learn.own: pupil", "lessons are the same for every pupil" if part or more else "the own desk", lets, **more
    )


def own_ward(actor: Actor, things: Things) -> bool:
    return actor.name == "guardian_yu" and things["pupil_id"].owner == "pupil_yu"


def same_class(actor: Actor, things: Things) -> bool:
    """The pupil of the address is on the roll of the class of the address."""
    first, second = list(things.values())[:2]
    return first.line == second.line


def was_away(actor: Actor, things: Things) -> bool:
    """The pupil of the address missed the lesson of the address, which the class has had."""
    return same_class(actor, things) and things["pupil_id"].owner in AWAY


def few_only_inside(actor: Actor, things: Things) -> bool:
    """Answer sheets of very small classes are opened only by somebody of the school (see assessment.rules.LEAST_PUPILS), and so are
    those of the smallest class beside it: its figures are hidden too, or the small one's could be taken off the school's."""
    thing = things["attempt_id"]
    hidden = thing.place in HIDDEN_CLASSES
    return not hidden or any(code in thing.line[-2:] for _role, code in actor.posts)


def _inside(actor: Actor, line: tuple[str, ...]) -> bool:
    """Whether the actor manages people by a post at the school of a line (its last unit, or the one above a class)."""
    return any(code in line and code in OPEN_SCHOOLS and role in MANAGERS for role, code in actor.posts)


def _from_here(actor: Actor, role: str, line: tuple[str, ...]) -> bool:
    """Whether the actor could give a role at the end of a line without asking anybody: auditors are made on the machine, system
    admins by system admins, and into a school that has opened staff nobody reaches from outside."""
    if role == "audit_admin" or not any("people.manage" in ROLES[mine] and code in line for mine, code in actor.posts):
        return False
    if role == "system_admin" and not any(mine == "system_admin" and code in line for mine, code in actor.posts):
        return False
    return not any(code in OPEN_SCHOOLS for code in line) or _inside(actor, line)


def not_own(actor: Actor, things: Things) -> bool:
    """Nobody is asked about ending the own post."""
    return things["post_id"].owner != actor.name


def no_higher(actor: Actor, things: Things) -> bool:
    """Never the own account; every post of the person is one the actor could give and may reset."""
    thing = things["post_id"]
    reset = all(
        any("account.reset" in ROLES[mine] and code in line for mine, code in actor.posts)
        for _role, line in thing.holds
    )
    return reset and not_own(actor, things) and all(_from_here(actor, role, line) for role, line in thing.holds)


def proposed(actor: Actor, things: Things) -> bool:
    """Who manages people in the school answers; who proposed takes back."""
    thing = things["proposal_id"]
    return thing.there and (_inside(actor, thing.line) or actor.name == thing.owner)


def whole_school(actor: Actor, things: Things) -> bool:
    """A roster: who holds the right at the school; a homeroom teacher only those they brought themselves."""
    thing = things["batch_id"]
    mine = thing.owner == actor.name
    return any(
        "roster.import" in ROLES[role] and (code in thing.line or (mine and code.startswith(thing.place + "-")))
        for role, code in actor.posts
    )


def phone() -> Row:
    """No actor of the matrix: it has no cookie of a phone, so everybody hears 404. What a joined phone may is tested in tests/pages/classroom."""
    return Row(
        "a phone that joined by the code on the class screen",
        "that lesson only, until it ends or lets the phone go",
        lambda actor, things: False,
        phone=True,
    )


def key(reads: str, *kinds: str) -> Row:
    """A program: by its key alone, made at a unit by somebody in post there."""

    def lets(actor: Actor, things: Things) -> bool:
        return all(
            one.there and actor.stands_at in one.line and (not kinds or one.kind in kinds) for one in things.values()
        )

    return Row(
        f"a program with a key that reads {reads}" if reads else "a program with any key",
        "at the unit the key was made at and below",
        lets,
        key=True,
    )


def made_here(actor: Actor, things: Things) -> bool:
    """A key is made where the own post is, and nowhere else."""
    return any("api.keys" in ROLES[role] and code == things["unit_id"].place for role, code in actor.posts)


def of_the_unit(actor: Actor, things: Things) -> bool:
    """The key of the address was made at the unit of the address."""
    return things["key_id"].place == things["unit_id"].place


def film() -> Row:
    """Whoever may read films aloud, for the own school: each school has its own recordings of every film."""
    return Row(
        f"narration.record: {_roles('narration.record')}",
        "films are the same for everybody who may read them aloud; recordings are the school's own",
        lambda actor, things: (
            _holds(actor, "narration.record") and things["lesson_id"].there and "v" in things["lesson_id"].kind
        ),
    )


def batch(**more: Any) -> Row:
    return Row(
        "roster.import: homeroom_teacher, safety_officer",
        "at the school; a homeroom teacher only the own files",
        lambda actor, things: things["batch_id"].there and whole_school(actor, things),
        **more,
    )


SCHEME = ("draft", "published")  # a published one says that it does not change
#: the tree above the classes, written down once more
PARENTS = {"P": "", "LJ": "P", "YS": "P", "LJ-DC": "LJ", "LJ-XS": "LJ", "YS-1D": "YS"}
PARENTS |= {"LJ-SY": "LJ-DC", "LJ-DZ": "LJ-DC", "LJ-XS1": "LJ-XS", "YS-1": "YS-1D"}


def is_class(code: str) -> bool:
    return code not in PARENTS


def line_of(code: str) -> tuple[str, ...]:
    """Codes from the root down to a unit."""
    above = (
        next(one for one in PARENTS if code.startswith(f"{one}-20") or code.startswith(f"{one}-J"))
        if is_class(code)
        else PARENTS[code]
    )
    return (*line_of(above), code) if above else (code,)


def scheme(*states: str, above_class: bool = False) -> Row:
    """A draft: who makes schemes there. A published one: also whoever sees figures at its unit, above or below."""

    def lets(actor: Actor, things: Things) -> bool:
        thing = things["scheme_id"]
        if not thing.there or (states and thing.kind not in states):
            return False
        mine = [code for role, code in actor.posts if "assessment.view" in ROLES[role]]
        if above_class:
            mine = [code for code in mine if not is_class(code)]
        near = any(code in thing.line or thing.place in line_of(code) for code in mine)
        return _holds(actor, "scheme.edit", thing) or (thing.kind == "published" and near)

    return Row(
        f"assessment.view: {_roles('assessment.view')}; drafts scheme.edit: {_roles('scheme.edit')}",
        "schemes of the unit, and published ones of units above and below"
        + (", for posts above the class" if above_class else ""),
        lets,
    )


def scored_school(permission: str) -> Row:
    """A school below the unit of a published scheme."""

    def lets(actor: Actor, things: Things) -> bool:
        one, school = things["scheme_id"], things["unit_id"]
        there = one.there and school.there and one.kind == "published" and school.kind == "school"
        return there and one.place in school.line and _holds(actor, permission, school)

    return Row(f"{permission}: {_roles(permission)}", "schools there and below, by schemes of units above them", lets)


def official(permission: str = "") -> Row:
    """Official figures of a unit; what is not signed is for those who prepare it."""

    def lets(actor: Actor, things: Things) -> bool:
        thing = things["snapshot_id"]
        there = thing.there and _holds(actor, "assessment.view", thing)
        seen = there and (thing.kind == "signed" or _holds(actor, "snapshot.make", thing))
        return seen and (not permission or _holds(actor, permission, thing))

    also = f" and {permission}: {_roles(permission)}" if permission else ""
    where = "at the unit or above it; what is not signed only with snapshot.make"
    return Row(f"assessment.view: {_roles('assessment.view')}{also}", where, lets)


def official_line(permission: str = "assessment.view") -> Row:
    """A line of official figures: of a unit directly below theirs."""

    def lets(actor: Actor, things: Things) -> bool:
        of, unit = things["snapshot_id"], things["unit_id"]
        if not (of.there and unit.there and unit.line[:-1] == of.line):
            return False
        seen = of.kind == "signed" or _holds(actor, "snapshot.make", of)
        return seen and _holds(actor, "assessment.view", unit) and _holds(actor, permission, unit)

    where = "at the unit of the line or above it; of what is not signed only with snapshot.make at the unit above"
    return Row(f"{permission}: {_roles(permission)}", where, lets)


def appeal(answering: bool = False) -> Row:
    """An appeal: the unit that made it, and who prepares the figures; `answering`: these alone."""

    def lets(actor: Actor, things: Things) -> bool:
        thing = things["appeal_id"]
        if not thing.there:
            return False
        answers = _holds(actor, "snapshot.make", Thing(thing.value, line_of(thing.key)))
        return answers or (not answering and _holds(actor, "assessment.view", thing))

    who = f"snapshot.make: {_roles('snapshot.make')}"
    if answering:
        return Row(who, "at the unit whose figures they are or above it", lets)
    also = "; at the unit that contests or above it"
    return Row(
        f"{who}; assessment.view: {_roles('assessment.view')}", f"at the unit whose figures they are{also}", lets
    )


ROSTER = "roster"  #: kind of a thing: an export that waits for a second person


def agreeing() -> Row:
    """The second person for a roster with many names: of the same school, and not who asked."""

    def lets(actor: Actor, things: Things) -> bool:
        thing = things["export_id"]
        inside = any("people.manage" in ROLES[role] and code == thing.place for role, code in actor.posts)
        return thing.there and thing.kind == ROSTER and inside and thing.owner != actor.name

    return Row(f"people.manage: {_roles('people.manage')}", "at the school whose roster somebody else asked for", lets)


def export(ready: bool = False) -> Row:
    def lets(actor: Actor, things: Things) -> bool:
        thing = things["export_id"]
        return thing.owner == actor.name and not (ready and thing.kind == ROSTER)

    return Row(f"assessment.view: {_roles('assessment.view')}", "who asked for it" + ", once ready" * ready, lets)


def not_first(actor: Actor, things: Things) -> bool:
    """A post above the unit: nobody closes what he stands on."""
    above = things["unit_id"].line[:-1]
    return any("unit.manage" in ROLES[role] and code in above for role, code in actor.posts)


def no_class(actor: Actor, things: Things) -> bool:
    return things["unit_id"].kind != "class" and not_first(actor, things)


def with_week(actor: Actor, things: Things) -> bool:
    return things["unit_id"].kind != "class"


TOP = "P"
OPEN_SCHOOLS = {"LJ-SY", "LJ-DZ", "LJ-XS1", "YS-1"}  # each has staff who have opened their account
MANAGERS = tuple(role for role, may in ROLES.items() if "people.manage" in may)
HIDDEN_CLASSES = {"LJ-SY-2026-1", NEXT}
ABOVE = ("province", "city", "district", "school")
CLASS = ("class",)
OPEN = ("running", "paused")
FIRST = "the class last looked at, else the first"


def items() -> Row:
    """Figures of questions, of the own cities; the course is the same for everybody who may see them."""
    return Row(
        f"items.view: {_roles('items.view')}",
        "of courses there are; figures of the cities at or above the own post",
        lambda actor, things: _holds(actor, "items.view") and things["course_id"].there,
    )


SLIP = at(
    "people.manage",
    where="for holders of posts there and below, all of which the viewer could give; an account in use: account.reset; never the own",
    also=no_higher,
)


def of_the_class(*kinds: str) -> Lets:
    """The step of the address belongs to an activity set above the class of the address, and is of such a kind."""

    def lets(actor: Actor, things: Things) -> bool:
        step = things["step_id"]
        return step.place in things["class_id"].line and (not kinds or step.kind in kinds)

    return lets


def took_part(actor: Actor, things: Things) -> bool:
    """Figures of a published activity: who sees figures where it was set or above, or of a unit below."""
    thing = things["activity_id"]
    below = thing.holds[0][1] if thing.holds else ()
    return (
        thing.there
        and thing.kind == "activity"
        and any(
            "assessment.view" in ROLES[role] and (code in thing.line or code in below) for role, code in actor.posts
        )
    )


PARTICIPATION = Row(
    f"assessment.view: {_roles('assessment.view')}", "where it was set, above it, or at a unit below it", took_part
)
PUPIL_CLASS = {
    "pupil_yu": OWN,
    "pupil_ming": OWN,
    "pupil_same": OWN,
    "pupil_same2": OWN,
    "pupil_next": NEXT,
    "pupil_far": FAR,
}
OWN_SURVEY = Row(
    "learn.own: pupil",
    "questions the own class answers just now",
    lambda actor, things: things["record_id"].there and PUPIL_CLASS.get(actor.name) == things["record_id"].place,
)

TABLE: dict[str, Row] = {
    "account.about": public("what is kept about people"),
    "account.calendar_feed": public("who holds the private address; an unknown one is 404 for everybody"),
    "account.cards": public("numbers only; printed before any account exists"),
    "account.cards_sheet": public("numbers only; printed before any account exists"),
    "account.add_own_hook": staff(),
    "account.change_password": signed_in(),
    "account.choose": signed_in(early=True),
    "account.choose_ways": staff(),
    "account.choose_language": public("language of the pages"),
    "account.choose_pinyin": public("pinyin above lesson text"),
    "account.confirm_link": mail_link(),
    "account.confirm_mail": mail_link(),
    "account.do_choose": signed_in(early=True),
    "account.do_join": public("joining an open lesson by its code"),
    "account.do_sign_in": public("signing in"),
    "account.end_devices": signed_in(),
    "account.end_own_hook": staff(),
    "account.enter_lesson": public("joining an open lesson by its code"),
    "account.finish_setup": empty_install(),
    "account.guide": public("how to give a lesson, for teachers without an account yet"),
    "account.help_page": public("what to do when signing in fails"),
    "account.inbox": staff(),
    "account.join": public("joining an open lesson by its code"),
    "account.join_me": public("joining an open lesson by its code"),
    "account.keep_school": empty_install(),
    "account.language": public("language of the pages"),
    "account.me": signed_in(),
    "account.my_data": signed_in(),
    "account.notice_ways": staff(),
    "account.off_link": mail_link(),
    "account.open_notice": staff(),
    "account.open_slip": public("who holds the slip"),
    "account.put_away": Row(
        "everybody signed in",
        "the note about an own post that ended",
        lambda actor, things: things["post_id"].owner == actor.name,
    ),
    "account.read_all": staff(),
    "account.setup": empty_install(),
    "account.setup_code": empty_install(),
    "account.setup_school": empty_install(),
    "account.setup_you": empty_install(),
    "account.sign_in": public("signing in"),
    "account.sign_out": public("signing out"),
    "account.slip": public("who holds the slip"),
    "account.slip_here": public("who has just opened a slip's address"),
    "account.start": public("the front door"),
    "account.switch_mail_off": mail_link(),
    "account.test_mail": staff(),
    "account.test_own_hook": staff(),
    "api.indicators": key("indicators"),
    "api.key": key(""),
    "api.openapi": public("says what the API offers, nothing of what is in it"),
    "api.report": key("reports"),
    "api.session": key("sessions", "closed"),
    "api.sessions": key("sessions"),
    "api.unit": key("units"),
    "api.units": key("units"),
    "guardian.child": Row("ward.read: guardian", "the own child", own_ward),
    "guardian.home": Row("ward.read: guardian", "the own children", lambda actor, things: actor.kind == "guardian"),
    "media.narration": Row(
        "everybody signed in",
        "recordings of the own school",
        lambda actor, things: things["narration_id"].there and actor.name in things["narration_id"].kind.split(","),
    ),
    "media.serve": public("pictures and videos of lessons, from course folders only"),
    "office.activities": at("assessment.view"),
    "office.activity": at("activity.edit"),
    "office.add_activity": at("activity.edit", *ABOVE),
    "office.begin_activity": at("activity.edit", *ABOVE),
    "office.compose_activity": at("activity.edit"),
    "office.copy_activity": at("activity.edit"),
    "office.drop_activity": at("activity.edit"),
    "office.end_activity": at("activity.edit"),
    "office.participation": PARTICIPATION,
    "office.participation_xlsx": PARTICIPATION,
    "office.add_days": at("calendar.edit", *ABOVE),
    "office.add_group_hook": at("plan.edit", *ABOVE),
    "office.add_unit": at("unit.manage"),
    "office.add_rule": at("plan.edit", *ABOVE),
    "office.adopt_plan": at("plan.edit", *ABOVE),
    "office.adopt_rules": at("plan.edit", *ABOVE),
    "office.adopt_schedule": at("calendar.edit", *ABOVE),
    "office.add_newcomer": at("roster.import", *CLASS),
    "office.answer_proposal": Row(
        "people.manage: " + _roles("people.manage"),
        "in the school it is for (where nobody manages its people, any of its staff), or who made it",
        proposed,
    ),
    "office.appoint": at(
        "people.manage",
        where="at the unit it belongs to or above it; into a school that has staff, from outside it is a proposal only",
    ),
    "office.agree_export": agreeing(),
    "office.ask_exchange": at("assessment.view", *ABOVE),
    "office.ask_export": at("assessment.view"),
    "office.attempt": at(
        "assessment.view",
        "submitted",
        where="handed in, of a class there or below; of very small classes and the one hidden with them only inside the school",
        also=few_only_inside,
    ),
    "office.audit": at("audit.view", *ABOVE),
    "office.audit_csv": at("audit.view", *ABOVE),
    "office.audit_looks": at("audit.view", *ABOVE),
    "office.audit_looks_csv": at("audit.view", *ABOVE),
    "office.back_up": top("system.manage"),
    "office.calendar": at("calendar.edit", *ABOVE),
    "office.carry_plan_over": at("plan.edit", *ABOVE),
    "office.complete_year": at("calendar.edit", *ABOVE),
    "office.days_table": at("calendar.edit", *ABOVE),
    "office.end_feed": at("calendar.edit", *ABOVE),
    "office.enter_file": at("calendar.edit", *ABOVE),
    "office.end_key": at("api.keys", *ABOVE, also=of_the_unit),
    "office.keys": at("api.keys", *ABOVE),
    "office.make_key": at("api.keys", *ABOVE, where="at the unit of the own post", also=made_here),
    "office.feed": at("calendar.edit", *ABOVE),
    "office.look_at_days": at("calendar.edit", *ABOVE),
    "office.open_feed": at("calendar.edit", *ABOVE),
    "office.change_week": at("plan.edit", *ABOVE),
    "office.check_system": top("system.manage"),
    "office.class_roll": at("rollover.run", *CLASS),
    "office.drop_plan": at("plan.edit", *ABOVE),
    "office.answers_xlsx": deployed("return"),
    "office.deployment": deployed(),
    "office.deployment_state": deployed(),
    "office.deployments": at("deployment.send", *ABOVE),
    "office.give_return_answer": deployed("return", school=True),
    "office.move_deployment": deployed(school=True),
    "office.new_deployment": at("deployment.send", *ABOVE),
    "office.return_answer": deployed("return", school=True),
    "office.send_deployment": at("deployment.send", *ABOVE),
    "office.withdraw_deployment": deployed(own=True),
    "office.end_post": at("people.manage"),
    "office.exchange": at("assessment.view", *ABOVE),
    "office.export": export(),
    "office.export_file": export(ready=True),
    "office.export_progress": export(),
    "office.end_group_hook": at("plan.edit", "group"),
    "office.end_rule": at("plan.edit", *ABOVE),
    "office.ending_post": at(
        "people.manage", also=not_own, where="at the unit it belongs to or above it, never the own"
    ),
    "office.exports": at("assessment.view"),
    "office.filing": at("assessment.view"),
    "office.filing_docx": at("assessment.view"),
    "office.filing_print": at("assessment.view"),
    "office.filing_xlsx": at("assessment.view"),
    "office.filings": at("assessment.view", *ABOVE),
    "office.home": at("assessment.view"),
    "office.lessons_csv": at("assessment.view"),
    "office.make_filing": at("assessment.view", *ABOVE),
    "office.leaving": at("rollover.run", *CLASS, also=same_class),
    "office.let_go": at("rollover.run", *CLASS, also=same_class),
    "office.move_pupil": at("rollover.run", *CLASS, also=same_class),
    "office.moving": at("rollover.run", *CLASS, also=same_class),
    "office.new_slip": SLIP,
    "office.new_unit": at("unit.manage"),
    "office.edit_unit": at("unit.manage"),
    "office.rename_unit": at("unit.manage"),
    "office.close_unit": at("unit.manage", also=not_first, where="at a unit above it"),
    "office.reopen_unit": at(
        "unit.manage", also=no_class, where="at a unit above it; classes are opened again by their roster"
    ),
    "office.newcomer": at("roster.import", *CLASS),
    "office.notices": at("plan.edit", *ABOVE),
    "office.people": at("people.manage"),
    "office.plan": at("assessment.view"),
    "office.plan_rules": at("assessment.view"),
    "office.plan_weak_topic": at("plan.edit", *ABOVE),
    "office.plan_week": at("plan.edit", *ABOVE),
    "office.plan_xlsx": at("assessment.view"),
    "office.print_broadcast": at("assessment.view"),
    "office.print_plan": at("assessment.view"),
    "office.broadcast": at("assessment.view"),
    "office.reminder_log": at("assessment.view", "school", "class"),
    "office.teacher_minutes": at("activity.edit", *ABOVE),
    "office.print_unopened": at("people.manage"),
    "office.put_back": at("rollover.run", *CLASS, also=same_class),
    "office.remove_days": at("calendar.edit", *ABOVE),
    "office.restore_post": at("people.manage"),
    "office.rollover": rolling_year(),
    "office.rollover_progress": rolling_year(),
    "office.roster": batch(),
    "office.roster_answers": batch(),
    "office.roster_apply": batch(),
    "office.roster_columns": batch(),
    "office.roster_drop": batch(),
    "office.roster_progress": batch(),
    "office.roster_undo": batch(),
    "office.rosters": at("roster.import"),
    "office.roster_template": at("roster.import"),
    "office.rules": at("assessment.view"),
    "office.rules_xlsx": at("assessment.view"),
    "office.run_rollover": rolling_year(),
    "office.how_figures": at("assessment.view"),
    "office.schemes_page": at("assessment.view"),
    "office.new_scheme": at("scheme.edit", "province", "city", "district"),
    "office.scheme": scheme(),
    "office.scheme_head": at("scheme.edit", *SCHEME),
    "office.scheme_part": at("scheme.edit", *SCHEME),
    "office.scheme_levels": at("scheme.edit", *SCHEME),
    "office.scheme_vetoes": at("scheme.edit", *SCHEME),
    "office.publish_scheme": at("scheme.edit", *SCHEME),
    "office.drop_scheme": at("scheme.edit", "draft"),
    "office.what_if": at("scheme.edit", "draft"),
    "office.scheme_scores_page": scheme("published", above_class=True),
    "office.scheme_xlsx": scheme("published", above_class=True),
    "office.school_score": scored_school("assessment.view"),
    "office.mark_school": scored_school("scheme.mark"),
    "office.official": at("assessment.view"),
    "office.new_official": at("snapshot.make", *ABOVE),
    "office.make_official": at("snapshot.make", *ABOVE),
    "office.official_figures": official(),
    "office.official_print": official(),
    "office.official_xlsx": official(),
    "office.sign_official": official("snapshot.sign"),
    "office.drop_official": official("snapshot.make"),
    "office.official_line": official_line(),
    "office.contest_official": official_line("figure.contest"),
    "office.appeal": appeal(),
    "office.answer_appeal": appeal(answering=True),
    "office.session": at("assessment.view", "closed", where="over, of a class there or below"),
    "office.set_notices": at("plan.edit", *ABOVE),
    "office.test_group_hook": at("plan.edit", "group"),
    "office.set_rule": at("plan.edit", *ABOVE),
    "office.set_terms": at("calendar.edit", *ABOVE),
    "office.staff_slip": SLIP,
    "office.swap_plan_weeks": at("plan.edit", *ABOVE),
    "office.switch_home_duty": at("plan.edit", *ABOVE),
    "office.system": top("system.manage"),
    "office.system_progress": top("system.manage"),
    "office.take_in": at("rollover.run", *CLASS),
    "office.meeting_sheet": at("assessment.view"),
    "office.post_hours": at("assessment.view", "homeroom_teacher", where="homeroom posts at a class there or below"),
    "office.lost_list": at(
        "assessment.view",
        "school",
        where="at the school itself: not from above, where only the number is known",
        also=lambda actor, things: any(code == things["unit_id"].place for _role, code in actor.posts),
    ),
    "office.teacher_report": at(
        "assessment.view", "homeroom_teacher", where="homeroom posts at a class there or below"
    ),
    "office.transfer": at("rollover.run", *CLASS, also=same_class),
    "office.undo_rollover": rolling_year(),
    "office.undo_weak_topic": at("plan.edit", *ABOVE),
    "office.unit": at("assessment.view"),
    "office.unit_csv": at("assessment.view"),
    "office.unit_hours": at("assessment.view"),
    "office.unit_hours_xlsx": at("assessment.view"),
    "office.unit_xlsx": at("assessment.view"),
    "office.unopened": at("people.manage"),
    "office.upload": at("roster.import"),
    "office.withdraw_activity": at("activity.edit"),
    "room.again": phone(),
    "room.camera": phone(),
    "room.do_join": public("who holds the code on the class screen"),
    "room.enter": phone(),
    "room.join": public("who holds the code on the class screen"),
    "room.note_roll": phone(),
    "room.now": phone(),
    "room.on_phone": phone(),
    "room.pause": phone(),
    "room.photo": phone(),
    "room.read": phone(),
    "room.readings": phone(),
    "room.resume": phone(),
    "room.roll": phone(),
    "room.seats": phone(),
    "room.state": phone(),
    "room.tick_on_phone": phone(),
    "room.turn": phone(),
    "room.upright": phone(),
    "static": public("style sheets, scripts and icons"),
    "student.attempt": own("pupil", "learn.own", "the own attempt", "attempt_id"),
    "student.begin": pupil("s"),
    "student.go_on": own("pupil", "learn.own", "the own training", "training_id"),
    "student.home": pupil(),
    "student.makeup": public("a device that has taken a code to make a lesson up"),
    "student.makeup_answer": public("a device that has taken a code to make a lesson up"),
    "student.makeup_begin": public("who holds the code to make a lesson up"),
    "student.makeup_start": public("who holds the code to make a lesson up"),
    "student.keep_draft": own(
        "pupil", "learn.own", "the own attempt", "attempt_id", form=lambda things: {"key": things["attempt_id"].key}
    ),
    "student.lesson": pupil(),
    "student.lessons": pupil(),
    "student.offline_worker": public("a script without data"),
    "student.quiz": pupil("q"),
    "student.read": pupil(),
    "student.record": pupil(),
    "student.result": own("pupil", "learn.own", "the own attempt", "attempt_id"),
    "student.answer_survey": OWN_SURVEY,
    "student.room": pupil(),
    "student.survey": OWN_SURVEY,
    "student.room_answer": pupil(),
    "student.room_now": pupil(),
    "student.room_piece": pupil(),
    "student.skill": pupil("s"),
    "student.start": pupil("q"),
    "student.submit": own(
        "pupil", "learn.own", "the own attempt", "attempt_id", form=lambda things: {"key": things["attempt_id"].key}
    ),
    "student.training": own("pupil", "learn.own", "the own training", "training_id"),
    "student.turned": pupil(),
    "student.video": pupil("v"),
    "student.watched": pupil("v"),
    "studio.components": at("content.preview"),
    "studio.export_narration": film(),
    "studio.keep_narration": film(),
    "office.answer_times": at("assessment.view", *ABOVE),
    "office.weak_topics": at("assessment.view", *ABOVE),
    "office.weak_topics_xlsx": at("assessment.view", *ABOVE),
    "studio.narrate": film(),
    "studio.remove_narration": film(),
    "studio.course": Row(
        f"content.preview: {_roles('content.preview')}",
        "courses are the same for everybody who may preview them",
        lambda actor, things: _holds(actor, "content.preview") and things["course_id"].there,
    ),
    "studio.course_items": items(),
    "studio.course_items_xlsx": items(),
    "studio.courses": at("content.preview"),
    "studio.items": at("items.view"),
    "system.healthz": public("a supervisor asks whether the process lives"),
    "system.readyz": public("a balancer asks whether the database answers"),
    "teacher.answers": at("class.names", "closed", needs="class.teach", where="over, of a class taught"),
    "teacher.again": at("class.teach"),
    "teacher.assign": at("class.teach", *CLASS),
    "teacher.begin_reminder": at("class.teach", *CLASS),
    "teacher.cards": at("class.names", *CLASS, needs="class.teach"),
    "teacher.change_card": at("class.names", *CLASS, needs="class.teach"),
    "teacher.class_plan": at("class.teach", *CLASS),
    "teacher.class_plan_xlsx": at("class.teach", *CLASS),
    "teacher.class_slips": at("class.slips", *CLASS),
    "teacher.correct": at("class.teach", where="entries of a class taught"),
    "teacher.declare": at("class.teach", *CLASS),
    "teacher.drop": at("class.teach"),
    "teacher.drop_catch_up": at("class.plan", *CLASS),
    "teacher.drop_class_plan": at("class.plan", *CLASS),
    "teacher.hours_xlsx": at("class.teach", *CLASS),
    "teacher.answer_times": at("assessment.view", *CLASS, needs="class.teach"),
    "teacher.note_answer_times": at("class.plan", *CLASS),
    "teacher.note_lost": at("class.plan", *CLASS),
    "teacher.plan_catch_up": at("class.plan", *CLASS),
    "teacher.tenure": at("class.teach"),
    "teacher.tenure_post": at(
        "class.teach",
        "homeroom_teacher",
        "subject_teacher",
        where="own posts at a class",
        also=lambda actor, things: things["post_id"].owner == actor.name,
    ),
    "teacher.undo_answer_note": at("class.plan", *CLASS),
    "teacher.undo_lost": at("class.plan", *CLASS),
    "teacher.finish_reminder": at("class.teach"),
    "teacher.hands": at("class.teach"),
    "teacher.home": at("class.teach", *CLASS),
    "teacher.begin_step": at("class.teach", *CLASS, also=of_the_class("film", "pledge", "survey")),
    "teacher.class_activities": at("class.teach", *CLASS),
    "teacher.finish_step": at("class.teach", *CLASS, also=of_the_class("film", "pledge", "survey")),
    "teacher.pledge_sheet": at("class.teach", *CLASS, also=of_the_class("pledge")),
    "teacher.record_step": at("class.teach", *CLASS, also=of_the_class()),
    "teacher.show_step": at("class.teach", *CLASS, also=of_the_class("film", "pledge", "survey")),
    "teacher.take_back_step": at("class.teach", *CLASS, also=of_the_class()),
    "teacher.hours": at("class.teach", *CLASS),
    "teacher.family_card": at("class.teach", *CLASS),
    "teacher.keep_typed": at(
        "class.names", *OPEN, "closed", needs="class.teach", where="of a class taught, not dropped"
    ),
    "teacher.lesson": at("class.teach", *CLASS),
    "teacher.lesson_handout": at("class.teach", *CLASS),
    "teacher.lesson_pptx": at("class.teach", *CLASS),
    "teacher.lesson_sheet": at("class.teach", *CLASS),
    "teacher.lessons": at("class.teach", *CLASS),
    "teacher.print_class_plan": at("class.teach", *CLASS),
    "teacher.plan_weak_topic": at("class.plan", *CLASS),
    "teacher.undo_weak_topic": at("class.plan", *CLASS),
    "teacher.weak_topic_pupils": at("class.names", *CLASS, needs="class.teach"),
    "teacher.weak_topics": at("class.teach", *CLASS),
    "teacher.swap_class_weeks": at("class.plan", *CLASS),
    "teacher.makeups": at("class.names", *CLASS, needs="class.teach"),
    "teacher.mode": at("class.teach"),
    "teacher.note_roll": at("class.teach"),
    "teacher.open_makeup": at(
        "class.names",
        "closed",
        needs="class.teach",
        also=was_away,
        where="over, of a class taught, and missed by the pupil",
    ),
    "teacher.paper": at("class.teach"),
    "teacher.paper_ahead": at("class.teach", *CLASS),
    "teacher.pause": at("class.teach"),
    "teacher.phone": at("class.teach"),
    "teacher.phones_away": at("class.teach"),
    "teacher.print_cards": at("class.names", *CLASS, needs="class.teach"),
    "teacher.print_class_slips": at("class.slips", *CLASS),
    "teacher.pupil": at("class.names", *CLASS, needs="class.teach", also=same_class),
    "teacher.pupils": at("class.names", *CLASS, needs="class.teach"),
    "teacher.put_right": at(
        "class.names", "closed", needs="class.teach", also=same_class, where="over, of a class taught"
    ),
    "teacher.minutes": at("class.teach", *CLASS),
    "teacher.reminder_list": at("class.teach", *CLASS),
    "teacher.end_feed": at("assessment.view", *CLASS, needs="class.teach"),
    "teacher.feed": at("assessment.view", *CLASS, needs="class.teach"),
    "teacher.open_feed": at("assessment.view", *CLASS, needs="class.teach"),
    "teacher.report": at("assessment.view", *CLASS, needs="class.teach"),
    "teacher.resume": at("class.teach"),
    "teacher.rollcall": at("class.teach"),
    "teacher.sat": at("class.names", "closed", needs="class.teach", also=same_class, where="over, of a class taught"),
    "teacher.screen": at("class.teach"),
    "teacher.session": at("class.teach"),
    "teacher.show_reminder": at("class.teach"),
    "teacher.start": at("class.teach", *CLASS),
    "teacher.calling": at("class.teach"),
    "teacher.checklist": at("class.teach"),
    "teacher.state": at("class.teach"),
    "teacher.step": at("class.teach"),
    "teacher.take_back": at("class.teach"),
    "teacher.tick": at("class.teach"),
    "teacher.train": at("class.teach"),
    "teacher.training": at("class.teach"),
    "teacher.turn": at("class.teach"),
    "teacher.typed_page": at(
        "class.names", *OPEN, "closed", needs="class.teach", where="of a class taught, not dropped"
    ),
    "teacher.webcam": at("class.teach"),
}

__all__ = ["NEXT", "TABLE", "Row"]
