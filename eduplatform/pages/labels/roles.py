"""Words for roles."""

from __future__ import annotations

from flask_babel import gettext as _


def role_labels() -> dict[str, str]:
    """Role code → word in the reader's language."""
    return {
        "audit_admin": _("审计管理员"),
        "city_officer": _("市教育局安全干部"),
        "content_editor": _("教研员"),
        "district_officer": _("区县教育局安全干部"),
        "homeroom_teacher": _("班主任"),
        "principal": _("校（园）长"),
        "safety_officer": _("安全管理员"),
        "subject_teacher": _("任课教师"),
        "system_admin": _("系统管理员"),
        "pupil": _("学生"),
        "guardian": _("家长"),
    }
