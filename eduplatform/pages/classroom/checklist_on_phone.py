"""The class checklist in the teacher's hand: walking about, looking, ticking."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...learning import class_checklist
from . import loaders
from .blueprint import blueprint
from .checklist import note_tick


@blueprint.get("/checklist")
@loaders.for_joined_phone
def on_phone(phone: loaders.Phone) -> str:
    """What the class does and how many managed it, on the phone."""
    return render_template("classroom/checklist.html", phone=phone, ticked=class_checklist.ticked_so_far(phone.session))


@blueprint.post("/checklist")
@loaders.for_joined_phone
def tick_on_phone(phone: loaders.Phone) -> ResponseReturnValue:
    """Note how many of the class did one thing."""
    return redirect(url_for(".on_phone", _anchor=note_tick(phone.hand, phone.session)), 303)
