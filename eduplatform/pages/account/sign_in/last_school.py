"""School and class a browser was last used in, so that a pupil need not look for them again. No name is kept."""

from __future__ import annotations

from flask import current_app, request
from werkzeug.wrappers import Response

from ....org import public_lookup
from ....org.models import Unit
from ....org.public_lookup import SchoolClass
from ....shared import clock
from ...parsing import whole_number

COOKIE = "anxue_place"


def school_asked() -> Unit | None:
    """The school asked for in the address, else the one of this browser's last visit."""
    code = request.values.get("school")
    code = code if code is not None else request.cookies.get(COOKIE, "").partition(":")[0]
    return public_lookup.school_by_code(code) if code else None


def last_class() -> int:
    """The class asked for in the address, else the last one; 0 without."""
    return whole_number(request.values.get("class_id") or request.cookies.get(COOKIE, "").partition(":")[2]) or 0


def classes_on_offer(unit: Unit) -> list[SchoolClass]:
    """Classes of the school in the present school year."""
    return public_lookup.classes_of_school(unit.id, clock.school_year_of(clock.today()))


def remember_class(response: Response, code: str, class_id: int) -> None:
    """Keep school and class for the next visit."""
    response.set_cookie(
        COOKIE,
        f"{code}:{class_id}",
        max_age=180 * 86400,
        httponly=True,
        samesite="Lax",
        path="/",
        secure=current_app.config["COOKIE_SECURE"] or request.is_secure,
    )
