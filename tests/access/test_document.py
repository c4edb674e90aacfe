"""docs/AUTHORISATION.md says what the matrix holds the product to."""

from __future__ import annotations

from .document import FILE, render
from .test_matrix import ACTORS


def test_the_authorisation_document_is_current(app):
    assert FILE.exists() and FILE.read_text(encoding="utf-8") == render(app, len(ACTORS)), (
        "routes or rules have changed: run `.venv/bin/python -m tests.access.document` and look at the difference"
    )
