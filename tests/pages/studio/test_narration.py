"""A teacher reads a film's sentences aloud: kept for the own school, heard by its pupils, given back to the course."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from eduplatform.curriculum import queries as content
from eduplatform.curriculum.check_media import check_video
from eduplatform.curriculum.facts import load_facts
from eduplatform.curriculum.taxonomy import load_taxonomy
from eduplatform.extensions import db
from eduplatform.teaching import narration
from eduplatform.teaching.models import Narration
from tests.curriculum.building import place_for

COURSES = Path(__file__).parents[3] / "courses"
KINDS = {
    "webm": ("-c:a", "libopus", "-f", "webm"),
    "opus": ("-c:a", "libopus", "-f", "ogg"),
    "m4a": ("-c:a", "aac", "-f", "ipod"),
    "wav": ("-f", "wav"),
    "mp3": ("-f", "mp3"),
}
MIMES = {"webm": "audio/webm", "opus": "audio/ogg", "m4a": "audio/mp4"}


@pytest.fixture(scope="module")
def sounds(tmp_path_factory) -> dict[str, bytes]:
    """A second of sound of each kind, made by ffmpeg; a film too."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("no ffmpeg on this machine: apt-get install ffmpeg")
    folder, made = tmp_path_factory.mktemp("sounds"), {}
    for kind, how in KINDS.items():
        made[kind] = _made(folder / kind, "-f", "lavfi", "-i", "sine=frequency=440:duration=1", *how)
    film = ("-f", "lavfi", "-i", "testsrc=size=64x48:duration=1", "-f", "lavfi", "-i", "sine=duration=1")
    made["film.webm"] = _made(folder / "film", *film, "-c:v", "libvpx", "-c:a", "libopus", "-f", "webm")
    made["film.mp4"] = _made(folder / "film4", *film, "-c:v", "libx264", "-c:a", "aac", "-f", "mp4")
    return made


def _made(out: Path, *how: str) -> bytes:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *how, str(out)], check=True)
    return out.read_bytes()


@pytest.fixture
def film(app) -> content.LessonHead:
    with app.app_context():
        return next(head for head in content.lessons_of("P2") if head.has_video and head.topic == "FIRE")


@pytest.fixture
def read(film, client_for):
    """Save recordings by scene as somebody: the answer."""

    def save(files: dict[str, bytes], who: str = "teacher_lin", script: bool = False, **more):
        fields = {"reader": "林老师", "agree": "1", "language": "zh"} | more
        data = fields | {f"sound-{scene}": (io.BytesIO(data), f"{scene}.bin") for scene, data in files.items()}
        return client_for(who).post(address(film), data=data, headers={"Accept": "application/json"} if script else {})

    return save


def address(film, more: str = "") -> str:
    return f"/studio/lessons/{film.lesson_id}/narration{more}"


def voices(client, film) -> dict:
    said = re.search(r'data-voices="([^"]*)"', client.get(f"/student/lessons/{film.lesson_id}/video").text)
    return json.loads(html.unescape(said[1])) if said else {}


def kept(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Narration))


@pytest.mark.parametrize("kind", MIMES)
def test_a_sentence_that_was_read_is_heard_by_the_pupils_of_the_school(kind, film, read, sounds, client_for):
    answer = read({"title": sounds[kind]}, script=True)
    assert answer.status_code == 200
    pupil = client_for("pupil_yu")
    sound = voices(pupil, film)["zh"]["title"]
    assert answer.json == {"sounds": {"title": sound}}
    heard = pupil.get(sound)
    assert (heard.status_code, heard.mimetype, heard.data) == (200, MIMES[kind], sounds[kind])
    assert heard.headers["Cache-Control"] == "no-store"


def test_without_a_script_all_chosen_files_are_kept_at_once(film, read, sounds, client_for, app):
    answer = read({"title": sounds["webm"], "hot": sounds["m4a"]})
    assert answer.status_code == 303
    page = client_for("teacher_lin").get(address(film)).text
    assert page.count("narration-one is-ready") == 2
    assert kept(app) == 2


def test_read_again_the_new_one_stands(film, read, sounds, client_for, app):
    read({"title": sounds["webm"]})
    read({"title": sounds["m4a"]}, reader="陈老师")
    assert kept(app) == 1
    pupil = client_for("pupil_yu")
    assert pupil.get(voices(pupil, film)["zh"]["title"]).mimetype == "audio/mp4"
    assert "陈老师" in client_for("teacher_lin").get(address(film)).text


def test_it_stays_in_the_school(film, read, sounds, client_for):
    read({"title": sounds["webm"]})
    sound = voices(client_for("pupil_yu"), film)["zh"]["title"]
    stranger = client_for("pupil_far")
    assert voices(stranger, film) == {} and stranger.get(sound).status_code == 404
    assert "narration-one is-ready" not in client_for("editor_tang").get(address(film)).text


@pytest.mark.parametrize("who", ["teacher_wu", "principal_he", "pupil_yu", "guardian_yu"])
def test_who_may_not_record_finds_no_page(who, film, read, sounds, client_for, app):
    assert client_for(who).get(address(film)).status_code == 404
    assert read({"title": sounds["webm"]}, who=who).status_code == 404
    assert kept(app) == 0


@pytest.mark.parametrize("who", ["teacher_lin", "officer_safe", "editor_tang"])
def test_homeroom_teachers_safety_officers_and_editors_may(who, read, sounds, app):
    assert read({"title": sounds["webm"]}, who=who).status_code == 303
    assert kept(app) == 1


@pytest.mark.parametrize("kind", ["wav", "mp3", "film.webm", "film.mp4"])
def test_other_kinds_are_refused_and_nothing_is_kept(kind, read, sounds, app):
    answer = read({"title": sounds["webm"], "hot": sounds[kind]}, script=True)
    assert answer.status_code == 422 and "只收 .m4a（AAC）、.webm 和 .opus" in answer.json["message"]
    assert kept(app) == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reader": "  "}, "谁读的"),
        ({"agree": ""}, "读的人同意"),
        ({"files": {}}, "还没有录音"),
        ({"files": {"nowhere": b"x"}}, "没有这一句"),
        ({"files": {"title": b"x"}}, "不是能放的录音"),
        ({"files": {"title": b"x" * (narration.SOUND_BYTES + 1)}}, "最多 600 KB"),
    ],
)
def test_what_is_missing_or_too_much_is_said(more, words, read, sounds, app):
    files = more.pop("files", {"title": sounds["webm"]})
    answer = read(files, script=True, **more)
    assert answer.status_code == 422 and words in answer.json["message"]
    assert kept(app) == 0


def test_all_of_a_film_is_two_megabytes_at_most(film, read, sounds, app):
    big = sounds["webm"] + b"\0" * (narration.SOUND_BYTES - len(sounds["webm"]))
    with app.app_context():
        scenes = content.video_of(film.lesson_id)[2]["scenes"]
    assert [read({scene: big}, script=True).status_code for scene in scenes[:4]] == [200, 200, 200, 422]
    assert read({scenes[0]: big}, script=True).status_code == 200, "read again it takes no more room"
    assert kept(app) == 3


def test_a_changed_sentence_is_no_longer_said_and_the_page_tells(film, read, sounds, client_for, app, monkeypatch):
    read({"title": sounds["webm"], "hot": sounds["webm"]})
    with app.app_context():
        body = content.video_of(film.lesson_id)[2]
        words = [dict(each) for each in body["transcript"]]
        words[0]["zh"] = "烟来了，怎么办？"
        monkeypatch.setitem(body, "transcript", words)
    assert set(voices(client_for("pupil_yu"), film)["zh"]) == {"hot"}
    page = client_for("teacher_lin").get(address(film)).text
    assert page.count("句子改过了，请重录") == 1 and page.count("narration-one is-ready") == 1


def test_a_recording_can_be_taken_away(film, read, sounds, client_for, app):
    read({"title": sounds["webm"]})
    teacher = client_for("teacher_lin")
    assert teacher.post(address(film, "/remove"), data={"scene": "title"}).status_code == 303
    assert kept(app) == 0 and voices(client_for("pupil_yu"), film) == {}


def test_languages_are_kept_apart(film, read, sounds, client_for):
    read({"title": sounds["webm"]}, language="en")
    assert set(voices(client_for("pupil_yu"), film)) == {"en"}


def test_the_export_is_the_folder_that_a_course_ships(film, read, sounds, client_for, app, tmp_path):
    read({"title": sounds["webm"], "hot": sounds["m4a"], "gap": sounds["opus"]})
    answer = client_for("teacher_lin").get(address(film, ".zip"))
    assert answer.mimetype == "application/zip" and "fire-p2-smoke" in answer.headers["Content-Disposition"]
    lesson = COURSES / film.slug / "lessons" / film.folder
    shutil.copytree(lesson / "video", tmp_path / "video")
    zipfile.ZipFile(io.BytesIO(answer.data)).extractall(tmp_path / "video")
    place = place_for(load_facts(COURSES / "facts.yaml"), load_taxonomy(COURSES / "taxonomy.yaml"))
    video, _files = check_video(tmp_path, place)
    assert [p for p in place.report.problems if p.level == "error"] == []
    assert video.voices == {
        "zh": {
            "title": "video/voice/zh/title.webm",
            "hot": "video/voice/zh/hot.m4a",
            "gap": "video/voice/zh/gap.opus",
        }
    }
    assert "林老师" in (tmp_path / "video" / "voice" / "zh" / "voice.yaml").read_text(encoding="utf-8")


def test_nothing_recorded_is_nothing_to_export(film, client_for):
    assert client_for("teacher_lin").get(address(film, ".zip")).status_code == 303


def test_the_editors_page_and_the_teachers_lead_there(film, client_for):
    assert address(film) in client_for("editor_tang").get(f"/studio/courses/{film.course_id}").text
