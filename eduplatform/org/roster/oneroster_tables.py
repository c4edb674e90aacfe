"""The tables of OneRoster 1.1 CSV (1EdTech, final): columns in their order, which must be filled, and what points where. Pure."""

from dataclasses import dataclass, field

MANIFEST = "manifest.csv"
MANIFEST_HEAD = ("propertyName", "value")
VERSIONS = {"manifest.version": "1.0", "oneroster.version": "1.1"}
MODES = ("bulk", "delta", "absent")
#: every table a manifest speaks of, in its order
ALL_TABLES = (
    "academicSessions",
    "categories",
    "classes",
    "classResources",
    "courses",
    "courseResources",
    "demographics",
    "enrollments",
    "lineItems",
    "orgs",
    "resources",
    "results",
    "users",
)


@dataclass(frozen=True)
class TableShape:
    """`refers` {column: table whose sourcedId it holds}; the columns in `several` hold more than one, by commas."""

    columns: tuple[str, ...]
    required: tuple[str, ...]
    refers: dict[str, str] = field(default_factory=dict)
    several: tuple[str, ...] = ()


_FIRST = ("sourcedId", "status", "dateLastModified")

TABLES: dict[str, TableShape] = {
    "academicSessions": TableShape(
        (*_FIRST, "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"),
        ("sourcedId", "title", "type", "startDate", "endDate", "schoolYear"),
        {"parentSourcedId": "academicSessions"},
    ),
    "orgs": TableShape(
        (*_FIRST, "name", "type", "identifier", "parentSourcedId"),
        ("sourcedId", "name", "type"),
        {"parentSourcedId": "orgs"},
    ),
    "courses": TableShape(
        (
            *_FIRST,
            "schoolYearSourcedId",
            "title",
            "courseCode",
            "grades",
            "orgSourcedId",
            "subjects",
            "subjectCodes",
        ),
        ("sourcedId", "title", "orgSourcedId"),
        {"schoolYearSourcedId": "academicSessions", "orgSourcedId": "orgs"},
    ),
    "classes": TableShape(
        (
            *_FIRST,
            "title",
            "grades",
            "courseSourcedId",
            "classCode",
            "classType",
            "location",
            "schoolSourcedId",
            "termSourcedIds",
            "subjects",
            "subjectCodes",
            "periods",
        ),
        ("sourcedId", "title", "courseSourcedId", "classType", "schoolSourcedId", "termSourcedIds"),
        {"courseSourcedId": "courses", "schoolSourcedId": "orgs", "termSourcedIds": "academicSessions"},
        ("termSourcedIds",),
    ),
    "users": TableShape(
        (
            *_FIRST,
            "enabledUser",
            "orgSourcedIds",
            "role",
            "username",
            "userIds",
            "givenName",
            "familyName",
            "middleName",
            "identifier",
            "email",
            "sms",
            "phone",
            "agentSourcedIds",
            "grades",
            "password",
        ),
        ("sourcedId", "enabledUser", "orgSourcedIds", "role", "username", "givenName", "familyName"),
        {"orgSourcedIds": "orgs"},
        ("orgSourcedIds",),
    ),
    "enrollments": TableShape(
        (*_FIRST, "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate"),
        ("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"),
        {"classSourcedId": "classes", "schoolSourcedId": "orgs", "userSourcedId": "users"},
    ),
}
SIGNS = frozenset({MANIFEST, "users.csv", "enrollments.csv"})  #: a zip with one of these is meant as OneRoster

#: grade of a school year → code of CEDS, which the standard recommends
_GRADES = {-3: "IT", -2: "PR", -1: "PK", 0: "KG"}


def grade_code(grade: int) -> str:
    """1 → 01, 12 → 12, the classes of a kindergarten from the oldest: KG, PK, PR, IT."""
    return _GRADES.get(grade) or f"{grade:02d}"


def grade_of_code(code: str) -> int | None:
    """The grade of a code; None for one that is not of a school: 13, UG, Other."""
    known = {name: grade for grade, name in _GRADES.items()}
    if code in known:
        return known[code]
    return int(code) if code.isascii() and code.isdigit() and 1 <= int(code) <= 12 else None
