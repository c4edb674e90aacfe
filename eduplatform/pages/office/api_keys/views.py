"""Keys of the API: what there is, a new one (shown this once), the end of one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ....org import api_keys
from ....org.access import Viewer
from ....org.models import Unit
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...labels import api_keys as labels
from ...messages import message_for
from ...urls import public
from ...web.locale import gettext as _
from ..blueprint import blueprint
from .forms import NewKey, new_key_form
from .loaders import KeyOfUnit, a_key, a_keyed_unit, own_keyed_unit


@blueprint.get("/units/<int:unit_id>/api-keys")
@guard.needs(api_keys.RIGHT, a_keyed_unit)
@navigation.below("office.home")
def keys(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """The keys of a unit, and how a new one is made."""
    return _page(viewer, unit, new_key_form())


def _page(
    viewer: Viewer, unit: Unit, form: NewKey, secret: str = "", words: str = "", status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "office/api_keys.html",
        unit=unit,
        place=unit.name,
        form=form,
        may_make=api_keys.may_make(viewer, unit),
        secret=secret,
        words=words,
        keys=api_keys.keys_of(unit),
        labels=labels,
        states=labels.key_states(),
        base=public.base().url,
        a_minute=api_keys.A_MINUTE,
    )
    return page, status


@blueprint.post("/units/<int:unit_id>/api-keys")
@guard.needs(api_keys.RIGHT, own_keyed_unit)
@navigation.below("office.home")
def make_key(viewer: Viewer, unit: Unit) -> ResponseReturnValue:
    """A new key, shown this once."""
    form = new_key_form()
    if not form.validate():
        return _page(viewer, unit, form, status=422)
    try:
        with write():  # a key nobody was shown is not made
            secret = api_keys.make_key(viewer, unit, form.title.data or "", form.reads.data or (), form.days.data)
            return _page(viewer, unit, form, secret)
    except Refused as refusal:
        return _page(viewer, unit, form, words=message_for(refusal), status=refusal.status)


@blueprint.post("/units/<int:unit_id>/api-keys/<int:key_id>/end")
@guard.needs(api_keys.RIGHT, a_key)
@navigation.below("office.home")
def end_key(viewer: Viewer, found: KeyOfUnit) -> ResponseReturnValue:
    """The key opens nothing any more."""
    with write():
        api_keys.end_key(viewer, found.unit, found.key)
    flash(_("密钥已停用，从现在起什么也读不到。"), "good")
    return redirect(url_for("office.keys", unit_id=found.unit.id), 303)
