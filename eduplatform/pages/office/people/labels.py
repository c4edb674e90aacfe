"""Steps of a rollover in words."""

from __future__ import annotations

from ...web.locale import gettext as _


def step_names() -> dict[str, str]:
    """Step → its name."""
    return {"classes": _("各个班级"), "calendar": _("校历"), "plan": _("每周计划"), "activities": _("专题活动")}
