"""What a browser that reads cards live is told and may tell."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eduplatform.extensions import db
from eduplatform.learning.models import RoomAnswer, RoomReading
from eduplatform.org.access import Viewer
from eduplatform.pages.classroom import loaders
from eduplatform.pages.classroom.camera import worker
from eduplatform.shared.database import write
from eduplatform.shared.models import AccessLook
from eduplatform.teaching import remotes, sessions, votes
from eduplatform.teaching.cards import codes, reader
from eduplatform.teaching.models import ClassSession, Remote
from eduplatform.teaching.session_run import run_of
from tests.conftest import sql_count
from tests.people import unit

from ...lessons import head_of

KEY = "0123456789abcdef0123456789abcdef"
VENDOR = Path(__file__).parents[3] / "static" / "vendor" / "js-aruco2"


@dataclass
class Camera:
    """A phone that joined a lesson whose first question is on the screen."""

    app: Flask
    client: FlaskClient
    viewer: Viewer
    session: tuple[int, int]

    def turn(self, kind: str) -> None:
        with self.app.app_context(), write():
            row = db.session.get(ClassSession, self.session)
            run = run_of(row)
            row = sessions.go_to(
                self.viewer, row, next(n for n, step in enumerate(run.steps) if step.kind == kind), None, run.last
            )
            votes.reached(row, run.steps, run.asked)

    def tell(self, **fields: Any) -> Any:
        form = {"key": KEY, "number": "0", "part": "0", "letters": "", "copies": ""} | fields
        return self.client.post("/room/readings", data=form, headers={"Accept": "application/json"})

    def now(self) -> Any:
        return self.client.get("/room/readings", headers={"Accept": "application/json"})

    def kept(self) -> int:
        with self.app.app_context():
            return RoomAnswer.query.count()


@pytest.fixture
def camera(app, people, client_for) -> Camera:
    teacher = people["teacher_lin"]
    viewer = Viewer(teacher.user_id, teacher.school_id, "staff", "lin老师")
    with app.app_context():
        head = head_of()
        with write():
            row = sessions.start_session(viewer, unit("LJ-SY-2024-2"), head, "class_activity", "cards")
            _remote, secret = remotes.take_join_code(remotes.show(viewer, row))
        key = (row.school_id, row.id)
    client = client_for(None)
    client.set_cookie(loaders.COOKIE, secret, path="/room")
    made = Camera(app, client, viewer, key)
    made.turn("vote")
    return made


def test_letters_and_copies_of_a_report_are_kept(camera):
    told = camera.tell(letters="1A 2B", copies="3")
    assert told.status_code == 200
    assert (told.json["new"], told.json["disputed"]) == ([1, 2], [3])
    assert camera.now().json["seats"] == {"1": "kept", "2": "kept", "3": "doubt"}


def test_a_report_may_come_as_json(camera):
    said = {"key": KEY, "number": 0, "part": 0, "letters": "1A", "copies": ""}
    assert camera.client.post("/room/readings", json=said).json["new"] == [1]
    assert camera.client.post("/room/readings", data="[1]", content_type="application/json").status_code == 400


def test_a_report_sent_again_counts_once_and_is_told_the_same(camera):
    first, again = camera.tell(letters="1A"), camera.tell(letters="1A")
    assert first.json == again.json
    with camera.app.app_context():
        assert RoomReading.query.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"letters": "1E"},
        {"letters": "61A"},
        {"letters": "0A"},
        {"letters": "1A 1B"},
        {"letters": "1"},
        {"letters": "A" * 1000},
        {"letters": "1A;2B"},
        {"copies": "61"},
        {"copies": "x"},
        {"number": ""},
        {"number": "-1"},
        {"number": "1e3"},
        {"number": "９"},
        {"part": "9999"},
        {"key": ""},
        {"key": "short"},
        {"key": "x" * 100},
    ],
)
def test_odd_reports_are_refused_and_nothing_is_kept(camera, fields):
    assert camera.tell(**({"letters": "1A"} | fields)).status_code == 422
    assert not camera.kept()


@pytest.mark.parametrize("fields", [{"number": "99"}, {"part": "5"}])
def test_a_question_that_is_not_there_is_not_found(camera, fields):
    answer = camera.tell(letters="1A", **fields)
    assert (answer.status_code, answer.json["error"]) == (404, "not_found")


def test_a_report_after_the_reveal_is_refused_with_a_word_the_page_follows(camera):
    camera.turn("shown")
    answer = camera.tell(letters="1A")
    assert (answer.status_code, answer.json["error"]) == (409, "vote_closed")
    assert not camera.kept()
    assert camera.now().json["open"] is False


def test_the_state_holds_numbers_only(camera):
    camera.tell(letters="1A")
    said = camera.now()
    assert set(said.json) == {"session", "over", "open", "seats", "number", "part", "sides", "present"}
    assert said.json["present"] == 4
    assert sql_count(said) <= 9


def test_the_page_names_pupils_for_the_teacher_and_that_is_on_record(camera):
    page = camera.client.get("/room/camera")
    assert page.status_code == 200
    assert sql_count(page) <= 10
    assert len(page.data) < 30_000
    assert page.get_data(as_text=True).count("data-card=") == 4
    with camera.app.app_context():
        assert AccessLook.query.filter_by(viewer_id=camera.viewer.user_id).one().names == 4


def test_who_has_not_joined_finds_nothing(camera, client_for):
    for who in (None, "teacher_lin", "admin_root"):
        stranger = client_for(who)
        assert stranger.get("/room/camera").status_code == 404
        assert stranger.get("/room/readings").status_code == 404
        assert (
            stranger.post("/room/readings", data={"key": KEY, "number": "0", "part": "0", "letters": "1A"}).status_code
            == 404
        )


def test_after_the_lesson_a_camera_is_told_to_leave(camera):
    with camera.app.app_context(), write():
        remotes.let_phones_go(db.session.get(ClassSession, camera.session))
    assert camera.now().json["error"] == camera.tell(letters="1A").json["error"] == "room_left"


def test_the_pc_at_the_projector_joins_in_the_place_of_a_phone(camera, client_for):
    pc = client_for("teacher_lin")
    address = f"/teacher/sessions/{camera.session[1]}/webcam"
    answer = pc.post(address, headers={"Accept": "application/json"})
    assert answer.json["cards"] == [1, 2, 3, 4]
    assert pc.get("/room/readings").status_code == 200
    assert pc.post(address, data={"joined": "1"}, headers={"Accept": "application/json"}).status_code == 200
    with camera.app.app_context():
        assert Remote.query.count() == 2, "a page loaded anew is the same reader"
    assert pc.post(address, headers={"Accept": "application/json"}).json["error"] == "remote_full"
    assert client_for("teacher_chen").post(address).status_code == 404


def test_browser_and_server_read_by_the_same_table(app):
    with app.test_request_context():
        table = json.loads(json.dumps(worker()))["table"]
    assert (table["letters"], table["crooked"]) == (codes.LETTERS, reader.CROOKED)
    library = re.search(r"ARUCO_MIP_36h12: \{.*?codeList: \[(.*?)\]", (VENDOR / "aruco.js").read_text(), re.S)[1].split(
        ","
    )
    assert [int(code, 16) for code in table["codes"]] == [
        int(code, 16) for code in library[codes.FIRST : codes.LAST + 1]
    ]


def test_files_of_others_are_what_the_list_says():
    said = dict(
        re.findall(r"\| (js-aruco2/\S+) \| \S+ \| `([0-9a-f]{64})`", (VENDOR.parent / "VERSIONS.md").read_text())
    )
    assert said == {
        f"js-aruco2/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir()
    }


def test_a_live_picture_that_has_turned_is_told_and_kept_only_when_the_teacher_says_so(camera):
    camera.tell(letters="1A 2B 3A 4B", key="a" * 20)
    turned = {"letters": "1B 2C 3B 4C", "key": "c" * 20}
    assert camera.tell(**turned).json["turned"] == [1, 2, 3, 4]
    assert set(camera.now().json["seats"].values()) == {"kept"}
    said = camera.tell(**turned, upright=1).json
    assert said["disputed"] == [1, 2, 3, 4] and not said["turned"], "the whole class has turned its cards"


def test_letters_that_went_different_ways_are_people_and_not_the_picture(camera):
    camera.tell(letters="1A 2B 3A 4B", key="a" * 20)
    assert camera.tell(letters="1B 2A 3B 4A", key="b" * 20).json["disputed"] == [1, 2, 3, 4], (
        "half go one way, half the other"
    )
