"""Sentences of a film read by somebody of the school: kept for its own classes, played there in place of the device's voice.

A recording belongs to the words that were said: when the sentence changes it is played no more, and the page says so.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml
from sqlalchemy import delete, func, select

from ..curriculum.limits import VOICE_BYTES
from ..curriculum.voice_files import LICENCE, kind_of_sound, sentence_hash
from ..extensions import db
from ..org.access import Viewer
from ..shared import clock
from ..shared.refusals import NotFound, Refused
from .models import Narration

LANGUAGES = ("zh", "en")
SOUND_BYTES = 600 * 1024  #: of one sentence: half a minute at 128 kbit/s
READER = 20  #: characters of a reader's name
MIMES = {".m4a": "audio/mp4", ".opus": "audio/ogg", ".webm": "audio/webm"}


@dataclass(frozen=True)
class Recorded:
    """What is known of a recording without its sound; `stale`: another sentence stands there now, or none."""

    id: int
    scene: str
    language: str
    kind: str
    size: int
    reader: str
    made_at: datetime
    stale: bool


def sentences(video: dict[str, Any], language: str) -> dict[str, str]:
    """Scene → sentence of a film's body; {} for one loaded before scenes were kept."""
    said = zip(video.get("scenes") or [], video["transcript"], strict=False)
    return {scene: words[language] for scene, words in said}


def recorded(school_id: int, lesson_id: int, video: dict[str, Any]) -> list[Recorded]:
    """Recordings of a school for a lesson's film. One statement, without the sound itself."""
    now = {language: {s: sentence_hash(w) for s, w in sentences(video, language).items()} for language in LANGUAGES}
    rows = db.session.execute(
        select(
            Narration.id,
            Narration.scene,
            Narration.language,
            Narration.kind,
            Narration.size,
            Narration.reader,
            Narration.made_at,
            Narration.says,
        ).where(Narration.school_id == school_id, Narration.lesson_id == lesson_id)
    )
    return [Recorded(*row[:7], stale=now.get(row.language, {}).get(row.scene) != row.says) for row in rows]


def heard(school_id: int, lesson_id: int, video: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Language → scene → number of the recording that is played."""
    found: dict[str, dict[str, int]] = {}
    for one in recorded(school_id, lesson_id, video):
        if not one.stale:
            found.setdefault(one.language, {})[one.scene] = one.id
    return found


def sound(school_id: int, narration_id: int) -> Narration:
    """A recording of a school with its sound; NotFound for one of another school."""
    row = db.session.get(Narration, (school_id, narration_id))
    if row is None:
        raise NotFound()
    return row


def keep(
    viewer: Viewer, lesson_id: int, video: dict[str, Any], language: str, reader: str, files: dict[str, bytes]
) -> list[str]:
    """Keep recordings by scene, each in place of an older one; the scenes kept. All of them or none.

    Refused: nothing chosen, no reader, a scene that is not in the film, a file too big or of another kind, too much in all.
    """
    known, reader = sentences(video, language), " ".join(reader.split())[:READER]
    if not files:
        raise Refused("narration_empty")
    if not reader:
        raise Refused("narration_reader")
    kinds = {}
    for scene, data in files.items():
        if scene not in known:
            raise Refused("narration_scene")
        if len(data) > SOUND_BYTES:
            raise Refused("narration_too_big", kilobytes=SOUND_BYTES // 1024)
        kind = kind_of_sound(data)
        if kind is None:
            raise Refused("narration_kind")
        kinds[scene] = kind
    _drop(viewer.school_id, lesson_id, language, files)
    if _bytes(viewer.school_id, lesson_id, language) + sum(map(len, files.values())) > VOICE_BYTES:
        raise Refused("narration_full", megabytes=VOICE_BYTES // 1048576)
    for scene, data in files.items():
        db.session.add(
            Narration(
                school_id=viewer.school_id,
                lesson_id=lesson_id,
                language=language,
                scene=scene,
                says=sentence_hash(known[scene]),
                kind=kinds[scene],
                size=len(data),
                sound=data,
                reader=reader,
                licence=LICENCE,
                made_by=viewer.user_id,
                made_at=clock.now(),
            )
        )
    db.session.flush()
    return list(files)


def remove(viewer: Viewer, lesson_id: int, language: str, scene: str) -> None:
    """Take a recording of the own school away; nothing happens when there is none."""
    _drop(viewer.school_id, lesson_id, language, [scene])


def _drop(school_id: int, lesson_id: int, language: str, scenes: Iterable[str]) -> None:
    mine = delete(Narration).where(Narration.school_id == school_id, Narration.lesson_id == lesson_id)
    db.session.execute(mine.where(Narration.language == language, Narration.scene.in_(list(scenes))))


def _bytes(school_id: int, lesson_id: int, language: str) -> int:
    found = select(func.coalesce(func.sum(Narration.size), 0)).where(
        Narration.school_id == school_id, Narration.lesson_id == lesson_id, Narration.language == language
    )
    return int(db.session.execute(found).scalar_one())


def export(school_id: int, lesson_id: int, video: dict[str, Any]) -> bytes:
    """A ZIP to unpack in the film's folder: voice/<language>/ with voice.yaml, of what is not stale. NotFound when there is nothing."""
    wanted = [one.id for one in recorded(school_id, lesson_id, video) if not one.stale]
    rows = db.session.scalars(select(Narration).where(Narration.school_id == school_id, Narration.id.in_(wanted))).all()
    if not rows:
        raise NotFound()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for language in LANGUAGES:
            mine = sorted((row for row in rows if row.language == language), key=lambda row: row.scene)
            for row in mine:
                pack.writestr(f"voice/{language}/{row.scene}{row.kind}", row.sound)
            if mine:
                pack.writestr(f"voice/{language}/voice.yaml", _listed(mine))
    return out.getvalue()


def _listed(rows: list[Narration]) -> str:
    recordings = [
        {"scene": r.scene, "file": f"{r.scene}{r.kind}", "by": r.reader, "licence": r.licence, "says": r.says}
        for r in rows
    ]
    return yaml.safe_dump({"recordings": recordings}, allow_unicode=True, sort_keys=False)
