"""The blueprint of the guardian desk: what its routes hang on."""

from ..web.late_views import DeskBlueprint

blueprint = DeskBlueprint("guardian", __name__, url_prefix="/guardian")
