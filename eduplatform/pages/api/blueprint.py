"""The blueprint of the API: what its routes hang on, and what stands around every answer of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Response, g, request

from ..web.late_views import DeskBlueprint
from ..web.locale import language

blueprint = DeskBlueprint("api", __name__, url_prefix="/api/v1")


def as_json(said: Any) -> Response:
    """An answer: Chinese as itself, fields in the order they are written in."""
    return Response(json.dumps(said, ensure_ascii=False, allow_nan=False), mimetype="application/json")


@blueprint.after_request
def _around(response: Response) -> Response:
    """Language, what is left of the minute, and an ETag of the content: who has it already is told so (304)."""
    response.headers["Content-Language"] = "en" if language() == "en" else "zh-Hans"
    response.vary.add("Accept-Language")
    response.vary.add("Authorization")
    if "api_left" in g:
        response.headers["RateLimit-Limit"], response.headers["RateLimit-Remaining"] = map(str, g.api_left)
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        response.headers["Cache-Control"] = "private, no-cache"
        response.set_etag(
            hashlib.sha256(response.get_data()).hexdigest()[:32], weak=True
        )  # weak: it goes out packed too
        response.make_conditional(request)
    return response
