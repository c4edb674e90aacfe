"""Setting up an empty install: the code of the console, the school, the own account. Before that every page leads here; after it
none of these pages exists any more.

There is a code only where a console can show it (cli/first_start.py). What has been answered waits in the form cookie until the
last step: nothing is written before everything is right, and then all of it at once.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from ...accounts import password_rules, passwords
from ...accounts.install_code import InstallCode
from ...org import calendar_operations, founding, proposed_codes, queries
from ...org.founding import Place
from ...shared import clock, database
from ...shared.refusals import Conflict, NotFound, Refused
from ...teaching.key_days import year_file
from ..form_fields import PageForm, choices
from ..guard import public
from ..labels.units import stage_labels
from ..web.locale import gettext as _
from ..web.locale import lazy_gettext as _l
from ..web.security_log import log_event
from .blueprint import blueprint
from .sign_in import known_devices, sign_in_flow
from .sign_in.sign_in_flow import Stay

KEY = "install_code"  # in app.extensions: the open InstallCode of this process
KEPT = "setup"  # in the form cookie: {"pass", "school", "you"}
WHY = "an empty install is nobody's yet; without the code of its console nothing can be done, and afterwards it is gone"
OPEN = frozenset(
    ("static", "media.serve", "system.healthz", "system.readyz", "account.language", "account.choose_language")
)


def _bare(typed: str | None) -> str:
    return (typed or "").strip()


class School(PageForm):
    city = StringField(
        _l("在哪个市或县"), filters=[_bare], validators=[DataRequired(_l("请写所在的市或县。")), Length(max=80)]
    )
    school = StringField(
        _l("学校的名称"), filters=[_bare], validators=[DataRequired(_l("请写学校的名称。")), Length(max=80)]
    )
    stages = SelectMultipleField(
        _l("学校有哪些学段"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired(_l("请勾选学校有的学段。"))],
    )


class You(PageForm):
    name = StringField(_l("你的姓名"), filters=[_bare], validators=[DataRequired(_l("请写你的姓名。")), Length(max=60)])
    login = StringField(_l("账号名"), filters=[_bare], validators=[Length(max=60)])
    password = PasswordField(_l("密码"), validators=[InputRequired(_l("请定一个密码。")), Length(max=200)])
    repeat = PasswordField(_l("再输一遍"), validators=[InputRequired(_l("请再输一遍密码。"))])
    city_code = StringField(_l("市县的代码"), filters=[_bare], validators=[Length(max=24)])
    school_code = StringField(_l("学校的代码"), filters=[_bare], validators=[Length(max=24)])


def register(app: Flask) -> None:
    app.before_request(_lead_here)


def _lead_here() -> Any:
    """While the install is empty and waits for its code, every page leads to the first question. Costs nothing otherwise."""
    if (
        KEY not in current_app.extensions
        or request.endpoint in OPEN
        or request.path.startswith("/setup")
        or _open() is None
    ):
        return None
    return redirect(url_for("account.setup"), 303)


def _open() -> InstallCode | None:
    """The code this install waits for. Once there is a unit or a person, also by another process, there is none for good."""
    code: InstallCode | None = current_app.extensions.get(KEY)
    if code is not None and not founding.is_empty():
        current_app.extensions.pop(KEY, None)
        return None
    return code


def _waiting() -> InstallCode:
    """The open code. Afterwards NotFound; Conflict install_done, once, in a browser that was in the middle of it."""
    code = _open()
    if code is None and session.pop(KEPT, {}).get("pass"):
        raise Conflict("install_done")
    if code is None:
        raise NotFound()
    return code


def _kept() -> dict[str, Any]:
    return dict(session.get(KEPT) or {})


def _keep(**more: object) -> None:
    session[KEPT] = _kept() | more


def _let_in() -> bool:
    return _waiting().lets_in(_kept().get("pass", ""))


def _next() -> str:
    return url_for("account.setup_you" if "school" in _kept() else "account.setup_school")


@blueprint.get("/setup")
@public(WHY)
def setup() -> ResponseReturnValue:
    """Asks for the code."""
    return redirect(_next(), 303) if _let_in() else _ask_code()


def _ask_code(refusal: Refused | None = None) -> ResponseReturnValue:
    again = (
        _("安学重新启动过。请输入窗口里新的安装码，刚才填的都还在。") if "pass" in _kept() and refusal is None else ""
    )
    page = render_template(
        "account/setup_code.html", refusal=refusal, typed=request.form.get("code", "")[:20], again=again
    )
    wait = {"Retry-After": str(refusal.values["wait"])} if refusal and "wait" in refusal.values else {}
    return page, refusal.status if refusal else 200, wait


@blueprint.post("/setup")
@public(WHY)
def setup_code() -> ResponseReturnValue:
    """Look at the code; a limit or a wrong one is an event of its own."""
    code = _waiting()
    try:
        _keep(
            **{
                "pass": code.check(
                    request.form.get("code", "")[:80], known_devices.network_of(request.remote_addr or "")
                )
            }
        )
    except Refused as refusal:
        log_event("limit.install_code" if "wait" in refusal.values else "setup.wrong")
        return _ask_code(refusal)
    return redirect(_next(), 303)


@blueprint.get("/setup/school")
@public(WHY)
def setup_school() -> ResponseReturnValue:
    """Asks which school this is."""
    if not _let_in():
        return redirect(url_for("account.setup"), 303)
    return _ask_school(School(formdata=None, data=_kept().get("school")))


def _ask_school(form: School, status: int = 200) -> ResponseReturnValue:
    form.stages.choices = choices(list(stage_labels().items()))
    return render_template("account/setup_school.html", form=form), status


@blueprint.post("/setup/school")
@public(WHY)
def keep_school() -> ResponseReturnValue:
    """Put the names and stages aside for the last step."""
    if not _let_in():
        return redirect(url_for("account.setup"), 303)
    form = School()
    form.stages.choices = choices(list(stage_labels().items()))
    if not form.validate():
        return _ask_school(form, 422)
    _keep(school={"city": form.city.data, "school": form.school.data, "stages": form.stages.data})
    return redirect(url_for("account.setup_you"), 303)


@blueprint.get("/setup/you")
@public(WHY)
def setup_you() -> ResponseReturnValue:
    """Asks who looks after it, and proposes codes."""
    if not _let_in() or "school" not in _kept():
        return redirect(url_for("account.setup") if not _let_in() else _next(), 303)
    school = _kept()["school"]
    proposed = dict(
        zip(("city_code", "school_code"), proposed_codes.propose(school["city"], school["school"]), strict=True)
    )
    return _ask_you(You(formdata=None, data=proposed | _kept().get("you", {})))


def _ask_you(form: You, refusal: Refused | None = None, status: int = 200) -> ResponseReturnValue:
    coded = bool(refusal and refusal.code.startswith("code_")) or bool(form.city_code.errors or form.school_code.errors)
    page = render_template(
        "account/setup_you.html",
        form=form,
        refusal=refusal,
        school=_kept()["school"],
        least=password_rules.SHORTEST["staff"],
        coded=coded,
    )
    return page, refusal.status if refusal else status


@blueprint.post("/setup/you")
@public(WHY)
def finish_setup() -> ResponseReturnValue:
    """Make city, school and account, sign in, and go on to the first steps of the school."""
    form = You()
    if not _let_in() or "school" not in _kept():
        _keep(
            you={name: form[name].data for name in ("name", "login", "city_code", "school_code")}
        )  # no password in a cookie
        return redirect(url_for("account.setup") if not _let_in() else _next(), 303)
    if not form.validate():
        return _ask_you(form, status=422)
    try:
        return _found(form)
    except Conflict:  # somebody was faster
        session.pop(KEPT, None)
        raise
    except Refused as refusal:
        return _ask_you(form, refusal)


def _found(form: You) -> ResponseReturnValue:
    school, name = _kept()["school"], form.name.data
    login = form.login.data or name
    password_rules.check_password(
        form.password.data, "staff", [name, name[1:], login, school["school"], school["city"]]
    )
    if form.repeat.data != form.password.data:
        raise Refused("password_repeat")
    codes = proposed_codes.propose(school["city"], school["school"])
    place = Place(
        school["city"],
        form.city_code.data or codes[0],
        school["school"],
        form.school_code.data or codes[1],
        ",".join(school["stages"]),
    )
    hashed = passwords.hash_password(form.password.data)  # slow on purpose, so before the transaction
    with database.write():
        user = founding.found(place, name, login, hashed)
        _enter_known_days(place)
        token = sign_in_flow.straight_in(user, Stay())
    session.pop(KEPT, None)
    current_app.extensions.pop(KEY, None)
    log_event("setup.done", user=user.id, school=user.school_id)
    flash(_("设置好了。下面几步做完，就能上第一节课。"), "good")
    response = redirect(url_for("office.unit", unit_id=user.school_id), 303)
    sign_in_flow.set_cookies(response, user, token, Stay())
    return response


def _enter_known_days(place: Place) -> None:
    """The official days off that are shipped, for the city: its schools inherit them."""
    city = queries.by_code(place.city_code)
    if city is not None:
        year = clock.school_year_of(clock.today())
        calendar_operations.enter_known_days(None, city, year, year_file().parent)
