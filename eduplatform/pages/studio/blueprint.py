"""The blueprint of the studio desk: what its routes hang on."""

from ..web.late_views import Desk

blueprint = Desk("studio", __name__, url_prefix="/studio")
