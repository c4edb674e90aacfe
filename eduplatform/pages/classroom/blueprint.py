"""The blueprint of the classroom's phone: what its routes hang on, and how large a photo may be."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from ...shared.refusals import Refused
from .. import errors
from ..messages import message_for
from ..web.late_views import DeskBlueprint

PHOTO_MB = 50  #: of one photo; other routes keep the limit of the settings
COOKIE = "room"  #: of the phone that joined a lesson
blueprint = DeskBlueprint("room", __name__, url_prefix="/room")


@blueprint.url_value_preprocessor
def _room_for_a_photo(endpoint: str | None, _values: object) -> None:
    """Before anything looks at the form, the form token included."""
    if endpoint == "room.photo" and COOKIE in request.cookies:
        request.max_content_length = PHOTO_MB * 1024 * 1024


@blueprint.errorhandler(413)
def _too_big(_error: object) -> ResponseReturnValue:
    return errors.error_answer(413, "photo_too_big", message_for(Refused("photo_upload_too_big", megabytes=PHOTO_MB)))
