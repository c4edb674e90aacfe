"""A film's sentences read aloud by the school: record, hear, save, take away, give back to the course."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...curriculum import queries as content
from ...curriculum.queries import LessonHead
from ...org.access import Viewer
from ...shared import database
from ...shared.refusals import NotFound, Refused
from ...teaching import narration
from .. import guard, navigation
from ..errors import wants_json
from ..messages import message_for
from ..web.locale import gettext as _
from .blueprint import blueprint

_FIELD = "sound-"  #: of a scene's file: sound-<scene>


@dataclass(frozen=True)
class Film:
    """A lesson's film, to be read aloud for the viewer's school in one language."""

    head: LessonHead
    video: dict[str, Any]
    language: str

    @property
    def page(self) -> str:
        return url_for("studio.narrate", lesson_id=self.head.lesson_id, language=self.language)


def a_film(viewer: Viewer, lesson_id: int) -> Film:
    """The film of a lesson on offer; films are the same for everybody who may read one aloud."""
    head, found = content.lesson_head(lesson_id), content.video_of(lesson_id)
    if head is None or found is None or not viewer.has("narration.record"):
        raise NotFound()
    language = request.values.get("language", "zh")
    return Film(head, found[2], language if language in narration.LANGUAGES else "zh")


@blueprint.get("/lessons/<int:lesson_id>/narration")
@guard.needs("narration.record", a_film)
@navigation.below("studio.courses")
def narrate(viewer: Viewer, film: Film) -> ResponseReturnValue:
    """The sentences of a film, each to be read, heard and read again; what the school has, and what no longer fits its sentence."""
    have = narration.recorded(viewer.school_id, film.head.lesson_id, film.video)
    said = narration.sentences(film.video, film.language)
    mine = {one.scene: one for one in have if one.language == film.language}
    return render_template(
        "studio/narration.html",
        film=film,
        head=film.head,
        sentences=said,
        have=mine,
        gone=[one for scene, one in mine.items() if scene not in said],
        ready=sum(scene in mine and not mine[scene].stale for scene in said),
        reader=next((one.reader for one in have), viewer.name),
        kilobytes=narration.SOUND_BYTES // 1024,
    )


@blueprint.post("/lessons/<int:lesson_id>/narration")
@guard.needs("narration.record", a_film)
def keep_narration(viewer: Viewer, film: Film) -> ResponseReturnValue:
    """Keep what was recorded: one sentence by the script, all that were chosen by the form."""
    files = {
        name.removeprefix(_FIELD): file.read(narration.SOUND_BYTES + 1)
        for name, file in request.files.items()
        if name.startswith(_FIELD) and file.filename
    }
    try:
        if not request.form.get("agree"):
            raise Refused("narration_licence")
        with database.write():
            kept = narration.keep(
                viewer, film.head.lesson_id, film.video, film.language, request.form.get("reader", ""), files
            )
    except Refused as refusal:
        if wants_json():
            raise
        flash(message_for(refusal), "warn")
        return redirect(film.page, 303)
    if wants_json():
        heard = narration.heard(viewer.school_id, film.head.lesson_id, film.video)[film.language]
        return {"sounds": {scene: url_for("media.narration", narration_id=heard[scene]) for scene in kept}}
    flash(_("存好了 %(n)s 句，本校的班上从现在起就听得到。", n=len(kept)), "good")
    return redirect(film.page, 303)


@blueprint.post("/lessons/<int:lesson_id>/narration/remove")
@guard.needs("narration.record", a_film)
def remove_narration(viewer: Viewer, film: Film) -> ResponseReturnValue:
    """Take one recording of the school away."""
    with database.write():
        narration.remove(viewer, film.head.lesson_id, film.language, request.form.get("scene", ""))
    flash(_("删去了。这一句又由设备的语音来读。"), "good")
    return redirect(film.page, 303)


@blueprint.get("/lessons/<int:lesson_id>/narration.zip")
@guard.needs("narration.record", a_film)
def export_narration(viewer: Viewer, film: Film) -> ResponseReturnValue:
    """The school's recordings as the folder that a course ships: to give them back to it."""
    try:
        packed = narration.export(viewer.school_id, film.head.lesson_id, film.video)
    except NotFound:
        flash(_("还没有可以导出的录音。"), "warn")
        return redirect(film.page, 303)
    return send_file(
        io.BytesIO(packed),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{film.head.slug.replace('/', '-')}-{film.head.folder}-voice.zip",
    )
