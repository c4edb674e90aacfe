"""Sign-in slips of a class: who has opened the account, and slips to print. Nobody here sees or sets a lasting password."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...accounts import people, slips
from ...accounts.models import User
from ...org import access, guardians, queries
from ...org.access import Viewer
from ...org.models import Unit
from ...org.public_lookup import unit_name
from ...shared import audit, clock, database
from ...shared.refusals import NotFound
from ...teaching import card_numbers
from .. import guard, navigation
from ..account.sign_in.views import PICTURE_GRADES
from ..account.slips import printed
from ..parsing import whole_number
from ..web.locale import gettext as _
from .blueprint import blueprint


def a_class_for_slips(viewer: Viewer, class_id: int) -> Unit:
    """A class the viewer may print slips for."""
    return access.class_for(viewer, "class.slips", class_id)


@blueprint.get("/classes/<int:class_id>/slips")
@guard.needs("class.slips", a_class_for_slips)
@navigation.below("teacher.pupils")
def class_slips(viewer: Viewer, a_class: Unit) -> ResponseReturnValue:
    """Who of the class has opened the account, and what can be printed."""
    roll = queries.roll_on(a_class.keeper_id, a_class.id, clock.today())
    state = slips.states(a_class.keeper_id, [pupil.pupil_id for pupil in roll])
    year = queries.class_year(a_class, clock.school_year_of(clock.today()))
    waiting = [pupil for pupil in roll if not state[pupil.pupil_id].has_secret]
    page = render_template(
        "teacher/slips.html",
        a_class=a_class,
        cards=card_numbers.by_pupil(card_numbers.cards_of(a_class.keeper_id, a_class.id, clock.today(), roll)),
        school=unit_name(a_class.keeper_id),
        roll=roll,
        state=state,
        waiting=waiting,
        kindergarten=bool(year and year.stage == "K"),
        may_reset=viewer.may("account.reset", a_class.path),
        days=current_app.config["SLIP_DAYS"],
        only_here=printed.only_here(),
        site=printed.site(),
    )
    audit.looked(a_class.keeper_id, viewer.user_id, f"class:{a_class.id}", len(roll))
    return page


@blueprint.post("/classes/<int:class_id>/slips")
@guard.needs("class.slips", a_class_for_slips)
def print_class_slips(viewer: Viewer, a_class: Unit) -> ResponseReturnValue:
    """Issue slips and show the sheet at once: the codes are kept nowhere, so it cannot be opened a second time."""
    what, pupil_id = _asked()
    chosen, reset = _who(viewer, a_class, what, pupil_id)
    days = current_app.config["SLIP_DAYS"]
    # Everything the sheet needs is read first: once the codes are stored, nothing may keep them from being shown.
    place, young = f"{unit_name(a_class.keeper_id)} {a_class.name}", _young(a_class)
    if chosen:
        audit.looked(a_class.keeper_id, viewer.user_id, f"class:{a_class.id}", len(chosen))
    with database.write():
        cards = card_numbers.by_pupil(card_numbers.give_numbers(a_class, clock.today()))
        people_of = guardians.ensure(chosen) if what.startswith("guardian") else chosen
        if what == "guardians":
            people_of = _not_opened(people_of)
        issued = slips.issue_codes(viewer.user_id, people_of, days, reset=reset)
        audit.record(
            a_class.keeper_id,
            viewer.user_id,
            "slips.issue",
            f"class:{a_class.id}",
            what=what,
            slips=len(issued),
            reset=reset,
        )
    if not issued:
        flash(_("没有要打印的：选中的人都已开通账号。"), "info")
        return redirect(url_for("teacher.class_slips", class_id=a_class.id), 303)
    sheet = printed.printed(issued, place, {pupil: str(card) for pupil, card in cards.items()}, days, young)
    return render_template("teacher/slips_sheet.html", a_class=a_class, slips=sheet, site=printed.site())


def _asked() -> tuple[str, int]:
    """What to print (waiting, guardians, one or guardian), and for the last two the number of the pupil."""
    what = request.form.get("what", "")
    if what not in ("guardians", "one", "guardian"):
        what = "waiting"
    return what, whole_number(request.form.get("pupil")) or 0


def _young(a_class: Unit) -> bool:
    year = queries.class_year(a_class, clock.school_year_of(clock.today()))
    return year is not None and year.grade in PICTURE_GRADES


def _who(viewer: Viewer, a_class: Unit, what: str, pupil_id: int) -> tuple[list[User], bool]:
    """Pupils of the class a print is for, and whether their old secret ends. NotFound for a pupil of another class."""
    roll = queries.roll_on(a_class.keeper_id, a_class.id, clock.today())
    ids = [pupil.pupil_id for pupil in roll]
    if what in ("one", "guardian"):
        if pupil_id not in ids or not viewer.may("account.reset", a_class.path):
            raise NotFound()
        return people.people_of(a_class.keeper_id, [pupil_id]), True
    everybody = people.people_of(a_class.keeper_id, ids)
    return (everybody, False) if what == "guardians" else (_not_opened(everybody), False)


def _not_opened(found: list[User]) -> list[User]:
    """Those who have yet to choose a secret."""
    state = slips.states(found[0].school_id, [user.id for user in found]) if found else {}
    return [user for user in found if not state[user.id].has_secret]
