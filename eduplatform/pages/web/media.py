"""Pictures and videos of courses, with ranges, from the courses folder only."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, current_app, send_file, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from ...org.access import Viewer
from ...shared.refusals import NotFound
from ...teaching import narration as narrations
from ..current_viewer import the_viewer
from ..guard import public, signed_in

blueprint = Blueprint("media", __name__)
KINDS = {
    ".svg": "image/svg+xml",
    ".mp4": "video/mp4",
    ".vtt": "text/vtt; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".m4a": "audio/mp4",
    ".opus": "audio/ogg",
    ".webm": "audio/webm",
}
PRIVATE_PARTS = {"src", "_kit"}


def register(app: Flask) -> None:
    app.jinja_env.globals.update(media=media, recordings=recordings, own_recordings=own_recordings)


def media(slug: str, folder: str, name: str) -> str:
    """Address of a lesson's file: `slug` of the course, `folder` of the lesson, `name` such as media/smoke.svg."""
    path = f"{slug}/lessons/{folder}/{name}"
    file = Path(current_app.config["COURSES"]) / path
    stamp = f"{int(file.stat().st_mtime):x}" if file.exists() else "0"
    return url_for("media.serve", path=path, v=stamp)


def recordings(slug: str, folder: str, voices: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Addresses of recorded captions: language → scene → address."""
    return {
        language: {scene: media(slug, folder, src) for scene, src in scenes.items()}
        for language, scenes in voices.items()
    }


def own_recordings(lesson_id: int, video: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The same of what the viewer's school has read itself: it goes before the course's. One statement."""
    viewer = the_viewer()
    found = narrations.heard(viewer.school_id, lesson_id, dict(video)) if viewer else {}
    return {
        language: {scene: url_for("media.narration", narration_id=number) for scene, number in scenes.items()}
        for language, scenes in found.items()
    }


@blueprint.get("/narrations/<int:narration_id>")
@signed_in
def narration(viewer: Viewer, narration_id: int) -> ResponseReturnValue:
    """A sentence read aloud at the viewer's own school."""
    row = narrations.sound(viewer.school_id, narration_id)
    response = send_file(io.BytesIO(row.sound), mimetype=narrations.MIMES[row.kind], conditional=False)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@blueprint.get("/media/<path:path>")
@public("pictures and videos of lessons are teaching material, the same for everybody; they hold no keys and no names")
def serve(path: str) -> ResponseReturnValue:
    """A picture, video or caption file of a course."""
    suffix = Path(path).suffix
    if suffix not in KINDS or PRIVATE_PARTS & set(Path(path).parts):
        raise NotFound()
    response = send_from_directory(
        current_app.config["COURSES"], path, mimetype=KINDS[suffix], conditional=True, max_age=2592000
    )
    response.headers["Cache-Control"] = "public, max-age=2592000"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
