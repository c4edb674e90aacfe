"""The blueprint of the teacher desk: what its routes hang on."""

from ..web.late_views import DeskBlueprint

blueprint = DeskBlueprint("teacher", __name__, url_prefix="/teacher")
