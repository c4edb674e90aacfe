"""The blueprint of the studio desk: what its routes hang on."""

from ..web.late_views import DeskBlueprint

blueprint = DeskBlueprint("studio", __name__, url_prefix="/studio")
