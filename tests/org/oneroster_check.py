"""A OneRoster 1.1 CSV zip held against the standard, written down apart from the product.

From 1EdTech OneRoster 1.1 CSV Tables (Final Release, 1.1.1, 22 August 2023): headers in their order, required columns, what refers to
what, words allowed, and that in bulk files status and dateLastModified stay empty.
"""

from __future__ import annotations

import csv
import io
import re

HEADERS = {
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
    "termSourcedIds,subjects,subjectCodes,periods",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "users": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password",
}
REQUIRED = {
    "academicSessions": "title type startDate endDate schoolYear",
    "classes": "title courseSourcedId classType schoolSourcedId termSourcedIds",
    "courses": "title orgSourcedId",
    "enrollments": "classSourcedId schoolSourcedId userSourcedId role",
    "orgs": "name type",
    "users": "enabledUser orgSourcedIds role username givenName familyName",
}
REFERS = {
    ("academicSessions", "parentSourcedId"): "academicSessions",
    ("classes", "courseSourcedId"): "courses",
    ("classes", "schoolSourcedId"): "orgs",
    ("classes", "termSourcedIds"): "academicSessions",
    ("courses", "schoolYearSourcedId"): "academicSessions",
    ("courses", "orgSourcedId"): "orgs",
    ("enrollments", "classSourcedId"): "classes",
    ("enrollments", "schoolSourcedId"): "orgs",
    ("enrollments", "userSourcedId"): "users",
    ("orgs", "parentSourcedId"): "orgs",
    ("users", "orgSourcedIds"): "orgs",
}
WORDS = {
    ("academicSessions", "type"): {"gradingPeriod", "semester", "schoolYear", "term"},
    ("classes", "classType"): {"homeroom", "scheduled"},
    ("enrollments", "role"): {"administrator", "proctor", "student", "teacher"},
    ("enrollments", "primary"): {"", "true", "false"},
    ("orgs", "type"): {"department", "school", "district", "local", "state", "national"},
    ("users", "enabledUser"): {"true", "false"},
    ("users", "role"): {"administrator", "aide", "guardian", "parent", "proctor", "relative", "student", "teacher"},
}
CEDS = {"IT", "PR", "PK", "TK", "KG", "PS", "UG", "Other", *(f"{n:02d}" for n in range(1, 14))}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MANIFEST = [
    "manifest.version",
    "oneroster.version",
    "file.academicSessions",
    "file.categories",
    "file.classes",
    "file.classResources",
    "file.courses",
    "file.courseResources",
    "file.demographics",
    "file.enrollments",
    "file.lineItems",
    "file.orgs",
    "file.resources",
    "file.results",
    "file.users",
    "source.systemName",
    "source.systemCode",
]


def faults_of(files: dict[str, str]) -> list[str]:
    """What is wrong with the files {name: text}; [] when nothing is."""
    found = _manifest(files)
    tables = {name: _read(text) for file, text in files.items() if (name := file.removesuffix(".csv")) in HEADERS}
    ids = {name: {row["sourcedId"] for row in rows} for name, (_head, rows) in tables.items()}
    for name, (head, rows) in tables.items():
        if head != HEADERS[name].split(","):
            found.append(f"{name}: headers {head}")
        if len(ids[name]) != len(rows):
            found.append(f"{name}: a sourcedId twice")
        for row in rows:
            found += [f"{name}: {fault}" for fault in _row(name, row, ids)]
    return found


def _manifest(files: dict[str, str]) -> list[str]:
    head, rows = _read(files.get("manifest.csv", ""))
    said = {row["propertyName"]: row["value"] for row in rows}
    found = [] if head == ["propertyName", "value"] and list(said) == MANIFEST else [f"manifest: {head} {list(said)}"]
    if (said.get("manifest.version"), said.get("oneroster.version")) != ("1.0", "1.1"):
        found.append("manifest: versions")
    for key, value in said.items():
        there = f"{key.removeprefix('file.')}.csv" in files
        if key.startswith("file.") and value != ("bulk" if there else "absent"):
            found.append(f"manifest: {key} is {value}")
    return found


def _read(text: str) -> tuple[list[str], list[dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    return list(reader.fieldnames or ()), list(reader)


def _row(name: str, row: dict[str, str], ids: dict[str, set[str]]) -> list[str]:
    found = [f"{column} empty" for column in ["sourcedId", *REQUIRED[name].split()] if not row[column]]
    found += [f"{column} in bulk" for column in ("status", "dateLastModified") if row[column]]
    for (table, column), target in REFERS.items():
        if table == name and row[column]:
            found += [f"{column} {one} unknown" for one in row[column].split(",") if one not in ids.get(target, ())]
    found += [
        f"{column} {row[column]}"
        for (table, column), words in WORDS.items()
        if table == name and row[column] not in words
    ]
    found += [f"grade {code}" for code in row.get("grades", "").split(",") if code and code not in CEDS]
    found += [
        f"{column} {row[column]}"
        for column in ("startDate", "endDate")
        if row.get(column) and not DATE.fullmatch(row[column])
    ]
    return found
