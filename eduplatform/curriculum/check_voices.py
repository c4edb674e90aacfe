"""Checks the recordings of a film's captions: `video/voice/<zh or en>/` holds one file for a scene, and voice.yaml says whose voice it is.

What may not be passed on with the course is not taken: the list of licences is short on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from .check_context import CheckContext
from .limits import VOICE_BYTES
from .package import MediaFile, media_file
from .schema import read_yaml_file, validate
from .schema_base import Code, Part, Text
from .voice_files import HASH, STARTS, sentence_hash


class Recording(Part):
    """One recorded caption: who spoke it and under which licence; `says`: hash of the sentence that was spoken."""

    scene: Code
    file: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,40}\.(?:m4a|opus|webm)$")]
    by: Text
    licence: Literal["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"]
    says: Annotated[str, Field(pattern=rf"^[0-9a-f]{{{HASH}}}$")]


class Recordings(Part):
    """voice.yaml."""

    recordings: Annotated[list[Recording], Field(min_length=1)]


def check_voices(
    video: Path, sentences: Mapping[str, Mapping[str, str]], place: CheckContext
) -> tuple[dict[str, dict[str, str]], list[MediaFile]]:
    """Recordings of a film by language and scene, and their files. `sentences`: language → scene → caption.

    A recording of another sentence, without a name or licence, or of another kind is refused; a scene without one is a note.
    """
    voices: dict[str, dict[str, str]] = {}
    files: list[MediaFile] = []
    for folder in sorted(each for each in (video / "voice").glob("*") if each.is_dir()):
        if folder.name not in sentences:
            place.report.error(folder / "voice.yaml", 1, "voice 文件夹只分 zh 和 en;请改文件夹的名字")
            continue
        kept, found = _language(folder, sentences[folder.name], place)
        voices |= {folder.name: kept} if kept else {}
        files += found
    return voices, files


def _language(
    folder: Path, sentences: Mapping[str, str], place: CheckContext
) -> tuple[dict[str, str], list[MediaFile]]:
    listed = folder / "voice.yaml"
    if not listed.is_file():
        place.report.error(listed, 1, "缺少 voice.yaml;请写明每段录音是谁读的、用什么许可")
        return {}, []
    document = read_yaml_file(listed, place.report)
    made: Recordings | None = validate(Recordings, document, listed, place.report)
    if made is None or document is None:
        return {}, []
    kept: dict[str, str] = {}
    files: list[MediaFile] = []
    for index, one in enumerate(made.recordings):
        reason = _fault(one, folder, sentences, kept)
        if reason:
            place.report.error(listed, document.line("recordings", index), reason)
            continue
        kept[one.scene] = f"video/voice/{folder.name}/{one.file}"
        files.append(media_file(kept[one.scene], (folder / one.file).read_bytes()))
    named = {one.file for one in made.recordings} | {"voice.yaml"}
    for path in sorted(each for each in folder.iterdir() if each.name not in named):
        place.report.error(path, 1, "voice.yaml 里没有这个文件;请写进去或删去")
    size = sum(file.size for file in files)
    if size > VOICE_BYTES:
        place.report.error(listed, 1, f"录音共 {size / 1048576:.1f} MB,超过 {VOICE_BYTES // 1048576} MB;请降低码率")
    if missing := [scene for scene in sentences if scene not in kept]:
        place.report.warn(listed, 1, f"这些场景没有录音,由设备的语音来读:{'、'.join(missing)}")
    return kept, files


def _fault(one: Recording, folder: Path, sentences: Mapping[str, str], kept: Mapping[str, str]) -> str:
    path = folder / one.file
    if one.scene not in sentences:
        return f"片子里没有场景 {one.scene};请照 storyboard.yaml 写"
    if one.scene in kept:
        return f"场景 {one.scene} 有两段录音;请只留一段"
    if not path.is_file():
        return f"找不到录音 {one.file};请放进 {folder.name} 文件夹,或删去这一项"
    at, mark = STARTS[path.suffix]
    with path.open("rb") as source:
        if source.read(at + len(mark))[at:] != mark:
            return f"{one.file} 不是 {path.suffix} 录音;请转成 AAC(.m4a)或 Opus(.opus、.webm)"
    if one.says != (now := sentence_hash(sentences[one.scene])):
        return f"这段录音读的不是现在的这一句;请重新录,再把 says 写成 {now}"
    return ""
