"""The opaque name of a pupil in the browser: answers of two children on one tablet must not mix."""

from __future__ import annotations

from hashlib import blake2s

from flask import current_app

from ...org.access import Viewer


def who(viewer: Viewer) -> str:
    """16 hexadecimal characters that say nothing about the person and stay the same on every device."""
    key = current_app.config["SECRET_KEY"].encode()[:32]
    return blake2s(f"{viewer.school_id}:{viewer.user_id}".encode(), key=key, digest_size=8).hexdigest()
