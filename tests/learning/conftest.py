"""Fixtures of the learning tests: the sample lesson, pupils as viewers, an open app context."""

from __future__ import annotations

import pytest

from . import world


@pytest.fixture
def context(app):
    """An app context for verbs and queries; HTTP tests must not use it (flask-login keeps the first user in it)."""
    with app.app_context():
        yield


@pytest.fixture
def lesson(app) -> int:
    """The sample lesson's number."""
    with app.app_context():
        return world.load_sample()


@pytest.fixture
def yu(lesson, context, people):
    """The pupil 田小雨 as verbs see her."""
    return world.viewer_for(people["pupil_yu"])


@pytest.fixture
def ming(lesson, context, people):
    return world.viewer_for(people["pupil_ming"])
