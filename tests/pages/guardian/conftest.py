"""Hashes that cost little: the real cost is tested once, in tests/accounts/test_passwords."""

from __future__ import annotations

import pytest
from flask import Flask

from eduplatform.accounts import passwords

CHEAP = 64


@pytest.fixture(autouse=True)
def cheap_hashes(app: Flask) -> None:
    """After the app is made, which sets the real cost."""
    passwords.use_cost(CHEAP)
