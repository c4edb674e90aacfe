"""Words for roles."""

from __future__ import annotations

from ..web.locale import lazy_gettext as _l

_WORDS = {
    "audit_admin": _l("审计管理员"),
    "city_officer": _l("市教育局安全干部"),
    "content_editor": _l("教研员"),
    "district_officer": _l("区县教育局安全干部"),
    "homeroom_teacher": _l("班主任"),
    "principal": _l("校（园）长"),
    "safety_officer": _l("安全管理员"),
    "subject_teacher": _l("任课教师"),
    "system_admin": _l("系统管理员"),
    "pupil": _l("学生"),
    "guardian": _l("家长"),
}


def role_labels() -> dict[str, str]:
    """Role code → word in the reader's language."""
    return {role: str(word) for role, word in _WORDS.items()}


def role_label(role: str) -> str:
    """The word of one role or kind of account; "" for one without."""
    return str(_WORDS.get(role, ""))
