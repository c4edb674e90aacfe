"""A small OneRoster zip for tests, written by hand as another system would write it, and ways to spoil it."""

from __future__ import annotations

import io
import zipfile

MANIFEST = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n" + "".join(
    f"file.{name},{'bulk' if name in ['academicSessions', 'classes', 'courses', 'enrollments', 'orgs', 'users'] else 'absent'}\n"
    for name in [
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
    ]
)
GOOD = {
    "manifest.csv": MANIFEST,
    "academicSessions.csv": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
    "y26,,,2026,schoolYear,2026-09-01,2027-08-31,,2027\n",
    "orgs.csv": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\no1,,,实验小学,school,,\n",
    "courses.csv": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
    "subjectCodes\nc1,,,y26,班会,,,o1,,\n",
    "classes.csv": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n"
    "k1,,,三(2)班,03,c1,,homeroom,,o1,y26,,,\nk2,,,2班,04,c1,,homeroom,,o1,y26,,,\nm1,,,数学,03,c1,,scheduled,,o1,y26,,,\n",
    "users.csv": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
    "t1,,,true,o1,teacher,lin,,梅,林,,,,,,,,\n"
    "p1,,,true,o1,student,p1,,小雨甲一,田,,,yu@example.invalid,,13800000000,,03,secret\n"
    'p2,,,true,o1,student,p2,,"新来",赵,,,,,,,04,\n'
    "p3,,,true,o1,student,p3,,一鸣甲二,周,,,,,,,03,\n",
    "enrollments.csv": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,"
    "endDate\ne0,,,k1,o1,t1,teacher,true,,\ne1,,,k1,o1,p1,student,,,\ne2,,,k2,o1,p2,student,,,\ne3,,,k1,o1,p3,student,,,\n"
    "e4,,,m1,o1,p1,student,,,\n",
}


def packed(files: dict[str, str | bytes], folder: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(folder + name, text if isinstance(text, bytes) else text.encode())
    return out.getvalue()


def with_change(file: str, old: str, new: str) -> dict[str, str | bytes]:
    """The good files, of one of which something is written otherwise."""
    assert old in GOOD[file], f"{file} does not say {old}"
    return {**GOOD, file: GOOD[file].replace(old, new, 1)}
