"""CAST(… AS DATE) is a number in SQLite: 2026-11-18 becomes 2026. Say literal(value, Date()) instead."""

import re

from .sources import PACKAGE


def test_no_cast_to_date():
    wrong = [
        str(p.relative_to(PACKAGE))
        for p in PACKAGE.rglob("*.py")
        if re.search(r"cast\([^\n]*\bDate\b", p.read_text(encoding="utf-8"))
    ]
    assert not wrong, f"use literal(value, Date()) in {wrong}"
