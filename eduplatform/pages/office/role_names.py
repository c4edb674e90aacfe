"""Names of roles and kinds of units in the language of the page."""

from __future__ import annotations

from flask_babel import gettext as _


def role_names() -> dict[str, str]:
    """Names by role code."""
    return {
        "audit_admin": _("审计员"), "city_officer": _("市教育局安全管理人员"), "content_editor": _("教研员（课程）"),
        "district_officer": _("区县教育局安全管理人员"), "homeroom_teacher": _("班主任"), "principal": _("校（园）长"),
        "safety_officer": _("安全管理员"), "subject_teacher": _("任课教师"), "system_admin": _("系统管理员"),
    }  # fmt: skip


def kind_names() -> dict[str, str]:
    """Names by kind of unit."""
    return {"province": _("省"), "city": _("市"), "district": _("区县"), "school": _("学校"), "class": _("班级")}


def stage_names() -> dict[str, str]:
    """Names by stage code."""
    return {
        "K": _("幼儿园"), "P1": _("小学低段"), "P2": _("小学中段"), "P3": _("小学高段"), "J": _("初中"), "S": _("高中"), "V": _("中职"),
    }  # fmt: skip
