"""The sample lesson for the pages of the student desk."""

from __future__ import annotations

import pytest

from tests.learning import world


@pytest.fixture
def lesson(app) -> int:
    with app.app_context():
        return world.load_sample()


@pytest.fixture
def yu(client_for):
    """A browser in which 田小雨 is signed in."""
    return client_for("pupil_yu")


@pytest.fixture
def began(yu, lesson):
    """Number of an attempt 田小雨 has begun."""
    return int(
        yu.post(f"/student/lessons/{lesson}/quiz", data={"key": "page-test-key-0001"}).location.rsplit("/", 1)[1]
    )
