"""How long the answer sheets of a class took: what stands out, its usual causes, and a note the teacher may leave."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ....assessment import plausibility, plausibility_notes, plausibility_rules, queries
from ....assessment.plausibility_rules import ALL, Times
from ....shared.database import write
from ....shared.refusals import Refused
from ... import guard, navigation
from ...filters import topic_name
from ...labels import plausibility as labels
from ...messages import add, message_for
from ...office.report.labels import as_of_label
from ...web.locale import gettext as _
from ...web.locale import lazy_gettext as _l
from .. import loaders
from ..blueprint import blueprint

add(
    {
        "plausibility_cause": _l("没有这个选项，请刷新页面再选。"),
        "plausibility_long": _l("说明最多 %(most)s 个字，请写短一点。"),
        "plausibility_empty": _l("请至少选一个原因，或者写一句话。"),
    }
)


@blueprint.get("/classes/<int:class_id>/answer-times")
@guard.needs("assessment.view", loaders.a_reported_class)
@navigation.below("teacher.home")
def answer_times(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """What stands out, topic by topic, and the note there is."""
    return _page(taught_class)


def _page(taught_class: loaders.TaughtClass, words: str = "", status: int = 200) -> ResponseReturnValue:
    found = plausibility.class_sheets(taught_class.unit, taught_class.year)
    said = request.form if words else None
    return render_template(
        "teacher/answer_times.html",
        room=taught_class,
        found=found,
        words=words,
        looked_at=[_looked_at(topic, found) for topic in found.look_at],
        explained=bool(found.note) and set(found.look_at) <= set(found.note.topics if found.note else ()),
        lines=[(topic_name(topic), times) for topic, times in sorted(found.by_topic.items()) if times.timed],
        labels=labels,
        chosen=said.getlist("cause") if said is not None else found.note.causes if found.note else [],
        text=said.get("text", "") if said is not None else found.note.text if found.note else "",
        longest=plausibility_notes.LONGEST,
        least=plausibility_rules.ENOUGH,
        counted=as_of_label(queries.counted_at()),
    ), status


def _looked_at(topic: str, found: plausibility.ClassSheets) -> dict[str, Any]:
    times: Times = found.whole if topic == ALL else found.by_topic[topic]
    return {
        "title": _("各专题合起来") if topic == ALL else topic_name(topic),
        "said": [labels.signal_words(one) for one in plausibility_rules.signals(times)],
    }


@blueprint.post("/classes/<int:class_id>/answer-times/note")
@guard.needs("class.plan", loaders.a_planned_class)
@navigation.below("teacher.home")
def note_answer_times(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Say how the sheets came about."""
    try:
        with write():
            plausibility_notes.say_note(
                viewer,
                taught_class.unit,
                taught_class.year,
                request.form.getlist("cause"),
                request.form.get("text", ""),
            )
    except Refused as refusal:
        return _page(taught_class, message_for(refusal), refusal.status)
    flash(_("说明已存好，本校的安全管理员和校长看得到。"), "good")
    return redirect(url_for("teacher.answer_times", class_id=taught_class.unit.id), 303)


@blueprint.post("/classes/<int:class_id>/answer-times/undo")
@guard.needs("class.plan", loaders.a_planned_class)
@navigation.below("teacher.home")
def undo_answer_note(viewer: guard.Viewer, taught_class: loaders.TaughtClass) -> ResponseReturnValue:
    """Take the note back."""
    with write():
        plausibility_notes.take_note_back(viewer, taught_class.unit, taught_class.year)
    flash(_("说明已收回。"), "good")
    return redirect(url_for("teacher.answer_times", class_id=taught_class.unit.id), 303)
