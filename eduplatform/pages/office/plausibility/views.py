"""Done, done with plausible effort, done in a class session: sums of a unit and the units below, never of a class alone."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ....assessment import plausibility, queries, rules
from ....org.access import Viewer
from ... import guard, navigation
from ...labels import plausibility as words
from ...labels.weak_topics import few_words
from ..blueprint import blueprint
from ..report import labels
from ..report.loaders import RIGHT, View
from ..report.views import crumbs
from ..weak_topics.loaders import a_mapped_unit


@blueprint.get("/units/<int:unit_id>/answer-times")
@guard.needs(RIGHT, a_mapped_unit)
@navigation.below("office.home")
def answer_times(viewer: Viewer, view: View) -> ResponseReturnValue:
    """Three sums side by side, in the order of the units' codes; within a school also what its teachers said."""
    found = plausibility.unit_sheets(viewer, view.unit, view.year)
    return render_template(
        "office/answer_times.html",
        view=view,
        found=found,
        crumbs=crumbs(viewer, found.above, view),
        notes=[(name, words.note_words(note.causes, note.text), note.made_at) for name, note in found.notes],
        never=words.never_counts(),
        few=few_words(),
        least=rules.LEAST_PUPILS,
        counted=labels.as_of_label(queries.counted_at()),
    )
