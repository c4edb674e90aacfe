"""The blueprint of the student desk: what its routes hang on."""

from __future__ import annotations

from ...learning import queries
from ..current_viewer import the_viewer
from ..web.late_views import DeskBlueprint
from ..web.ruby import set_pinyin
from .browser_key import who

blueprint = DeskBlueprint("student", __name__, url_prefix="/student")


@blueprint.context_processor
def _pupil() -> dict[str, object]:
    """`young`: big type, few words; `who`: the opaque name under which this pupil's answers wait in the browser."""
    viewer = the_viewer()
    if viewer is None or viewer.kind != "pupil":
        return {}
    young = queries.own_class(viewer).young
    set_pinyin(young)
    return {"young": young, "who": who(viewer)}
