"""Roles and what each may do, at its unit and below. One alphabetised list: `<thing>.<verb>`."""

from __future__ import annotations

PERMISSIONS = {
    "account.reset": "give a person a new sign-in slip",
    "activity.edit": "set special-topic activities",
    "api.keys": "make and end keys by which other programs read figures of a unit",
    "assessment.view": "see figures of a unit and open them down to class sessions and nameless attempts",
    "audit.view": "read the audit chain",
    "calendar.edit": "change school years, terms and holidays",
    "class.names": "see the pupils of a class by name",
    "class.plan": "move the weeks of a class's year plan",
    "class.slips": "print sign-in slips of a class",
    "class.teach": "assign lessons and run class sessions",
    "content.preview": "see courses with their keys and sources",
    "deployment.send": "send lessons, activities, reminders and returns down the tree; of a school: answer returns",
    "figure.contest": "contest an official figure of the own unit or class",
    "items.view": "see how questions work in a city: difficulty, discrimination, options taken",
    "learn.own": "learn, take quizzes and see the own record",
    "narration.record": "read the sentences of films aloud for the own school",
    "people.manage": "appoint staff to posts",
    "plan.edit": "change the year plan and the rules on class hours",
    "roster.import": "bring in a roster file",
    "rollover.run": "move classes into the next school year",
    "scheme.edit": "make and publish assessment schemes of a bureau",
    "scheme.mark": "enter the points of a scheme that are given by hand",
    "snapshot.make": "prepare official figures of a unit and answer appeals against them",
    "snapshot.sign": "sign official figures that somebody else prepared",
    "system.manage": "settings, jobs and backups of the install",
    "unit.manage": "add and change units",
    "ward.read": "read what the own child learned",
}

#: of the whole install: held only by a post at the unit above all others
AT_THE_TOP = frozenset({"system.manage"})

_OFFICE = {
    "activity.edit",
    "api.keys",
    "assessment.view",
    "calendar.edit",
    "deployment.send",
    "people.manage",
    "plan.edit",
    "scheme.mark",
    "snapshot.make",
    "unit.manage",
}

ROLES: dict[str, frozenset[str]] = {
    "audit_admin": frozenset({"audit.view"}),
    "city_officer": frozenset(_OFFICE | {"items.view", "scheme.edit", "snapshot.sign"}),
    "content_editor": frozenset({"content.preview", "items.view", "narration.record"}),
    "district_officer": frozenset(_OFFICE | {"figure.contest", "scheme.edit", "snapshot.sign"}),
    "homeroom_teacher": frozenset(
        {
            "account.reset",
            "assessment.view",
            "class.names",
            "class.plan",
            "class.slips",
            "class.teach",
            "content.preview",
            "figure.contest",
            "narration.record",
            "roster.import",
        }
    ),
    "principal": frozenset(
        _OFFICE | {"account.reset", "content.preview", "figure.contest", "snapshot.sign"}
    ),  # else a safety officer's lost password locks the school
    "safety_officer": frozenset(
        _OFFICE
        | {
            "account.reset",
            "class.slips",
            "content.preview",
            "figure.contest",
            "narration.record",
            "roster.import",
            "rollover.run",
        }
    ),
    "subject_teacher": frozenset({"class.names", "class.teach", "content.preview"}),
    "system_admin": frozenset({"system.manage", "people.manage", "unit.manage", "account.reset"}),
}

ROLE_UNITS: dict[str, tuple[str, ...]] = {
    "audit_admin": ("province", "city", "district", "school"),
    "city_officer": ("city", "province"),
    "content_editor": ("province", "city", "district"),
    "district_officer": ("district",),
    "homeroom_teacher": ("class",),
    "principal": ("school",),
    "safety_officer": ("school",),
    "subject_teacher": ("class",),
    "system_admin": ("province", "city", "district", "school"),
}
