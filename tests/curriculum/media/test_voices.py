"""Recorded captions: only of the sentence that stands there now, by somebody, under a licence that lets them go with the course."""

from __future__ import annotations

from pathlib import Path

import pytest

from eduplatform.curriculum.check_context import CheckContext
from eduplatform.curriculum.check_voices import check_voices, sentence_hash
from eduplatform.curriculum.limits import VOICE_BYTES
from eduplatform.curriculum.problems import Report
from eduplatform.curriculum.taxonomy import Taxonomy

SAY = {
    "zh": {"title": "烟来了怎么办？", "door": "先不开门。"},
    "en": {"title": "Smoke!", "door": "Keep the door shut."},
}
M4A, OPUS = b"\0\0\0\x20ftypM4A \0\0\0\0", b"OggS\0\2OpusHead"
GOOD = "  - {{scene: {0}, file: {0}.m4a, by: 林老师, licence: CC0-1.0, says: {1}}}\n"


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """The Chinese voice of both scenes, as it should be."""
    folder = tmp_path / "voice" / "zh"
    folder.mkdir(parents=True)
    for scene in SAY["zh"]:
        (folder / f"{scene}.m4a").write_bytes(M4A)
    lines = "".join(GOOD.format(scene, sentence_hash(said)) for scene, said in SAY["zh"].items())
    (folder / "voice.yaml").write_text(f"recordings:\n{lines}", encoding="utf-8")
    return tmp_path


def check(video: Path, facts, taxonomy: Taxonomy):
    report = Report()
    voices, files = check_voices(video, SAY, CheckContext(report, facts, taxonomy))
    return voices, files, report


def listed(video: Path, old: str, new: str) -> None:
    file = video / "voice" / "zh" / "voice.yaml"
    source = file.read_text(encoding="utf-8")
    assert old in source
    file.write_text(source.replace(old, new, 1), encoding="utf-8")


def test_recordings_are_known_by_language_and_scene(video, facts, taxonomy):
    voices, files, report = check(video, facts, taxonomy)
    assert voices == {"zh": {"title": "video/voice/zh/title.m4a", "door": "video/voice/zh/door.m4a"}}
    assert [file.size for file in files] == [len(M4A)] * 2 and not report.problems


def test_a_film_without_recordings_has_none_and_is_sound(tmp_path, facts, taxonomy):
    voices, files, report = check(tmp_path, facts, taxonomy)
    assert (voices, files, report.problems) == ({}, [], [])


BREAKS = {
    "another sentence": (
        "says: " + sentence_hash("先不开门。"),
        "says: " + sentence_hash("先开门。"),
        3,
        "不是现在的这一句",
    ),
    "a scene that is not there": ("scene: door", "scene: window", 3, "没有场景 window"),
    "one scene twice": ("scene: door", "scene: title", 3, "两段录音"),
    "no file": ("file: door.m4a", "file: gate.m4a", 3, "找不到录音 gate.m4a"),
    "nobody's voice": ("by: 林老师", "by: ''", 2, "by 太短"),
    "a licence against commerce": ("licence: CC0-1.0", "licence: CC-BY-NC-4.0", 2, "licence 只能是"),
    "a kind that old phones do not play": ("file: title.m4a", "file: title.wav", 2, "file 的写法不对"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_fault_is_told_with_its_line(name, video, facts, taxonomy):
    old, new, line, reason = BREAKS[name]
    listed(video, old, new)
    _voices, _files, report = check(video, facts, taxonomy)
    assert any(
        one.line == line and reason in one.reason for one in report.problems if Path(one.file).name == "voice.yaml"
    )


def test_a_file_must_be_what_its_name_says(video, facts, taxonomy):
    (video / "voice" / "zh" / "door.m4a").write_bytes(OPUS)
    voices, _files, report = check(video, facts, taxonomy)
    assert "不是 .m4a 录音" in report.problems[0].reason and list(voices["zh"]) == ["title"]


def test_opus_is_taken_too(video, facts, taxonomy):
    (video / "voice" / "zh" / "door.m4a").rename(video / "voice" / "zh" / "door.opus")
    (video / "voice" / "zh" / "door.opus").write_bytes(OPUS)
    listed(video, "door.m4a", "door.opus")
    voices, _files, report = check(video, facts, taxonomy)
    assert voices["zh"]["door"].endswith("door.opus") and not report.problems


def test_what_nobody_listed_is_refused(video, facts, taxonomy):
    (video / "voice" / "zh" / "left-over.m4a").write_bytes(M4A)
    (video / "voice" / "fr").mkdir()
    report = check(video, facts, taxonomy)[2]
    assert {Path(problem.file).name for problem in report.problems} == {"left-over.m4a", "voice.yaml"}


def test_a_language_without_its_list_is_refused(video, facts, taxonomy):
    (video / "voice" / "zh" / "voice.yaml").unlink()
    voices, _files, report = check(video, facts, taxonomy)
    assert voices == {} and "谁读的" in report.problems[0].reason


def test_a_scene_without_recording_is_a_note_and_no_fault(video, facts, taxonomy):
    listed(video, GOOD.format("door", sentence_hash("先不开门。")), "")
    (video / "voice" / "zh" / "door.m4a").unlink()
    voices, _files, report = check(video, facts, taxonomy)
    assert (
        list(voices["zh"]) == ["title"]
        and "door" in report.problems[0].reason
        and report.problems[0].level == "warning"
    )


@pytest.mark.parametrize("over", [0, 1])
def test_recordings_of_a_language_have_a_size(over, video, facts, taxonomy):
    (video / "voice" / "zh" / "door.m4a").write_bytes(M4A.ljust(VOICE_BYTES - len(M4A) + over, b"\0"))
    report = check(video, facts, taxonomy)[2]
    assert [("录音共" in one.reason) for one in report.problems] == [True] * over
