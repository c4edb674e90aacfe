"""The blueprint of the office desk: what its routes hang on."""

from ..web.late_views import DeskBlueprint

blueprint = DeskBlueprint("office", __name__, url_prefix="/office")
