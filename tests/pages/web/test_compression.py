"""Text goes out gzipped, once packed for files; videos, ranges and small answers as they are."""

from __future__ import annotations

import gzip

import pytest

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def stranger(client_for):
    return client_for(None)


def test_a_page_is_packed_for_who_can_read_it(stranger):
    plain = stranger.get("/sign-in")
    packed = stranger.get("/sign-in", headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert b"</html>" in gzip.decompress(packed.data)
    assert len(packed.data) < len(plain.data) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.data)


def test_caches_are_told_that_the_answer_depends_on_the_encoding(stranger):
    for headers in ({}, GZIP):
        for path in ("/sign-in", "/static/css/base.css", "/healthz"):
            assert "Accept-Encoding" in stranger.get(path, headers=headers).vary, path


def test_refusing_gzip_is_heard(stranger):
    assert "Content-Encoding" not in stranger.get("/sign-in", headers={"Accept-Encoding": "gzip;q=0, *;q=0"}).headers


def test_the_length_of_a_page_does_not_tell_what_is_in_it(stranger):
    lengths = {len(stranger.get("/help", headers=GZIP).data) for _ in range(20)}
    assert len(lengths) > 3


def test_a_file_is_packed_the_same_each_time_and_equals_the_plain_one(stranger):
    plain = stranger.get("/static/css/base.css")
    first, second = (stranger.get("/static/css/base.css", headers=GZIP) for _ in range(2))
    assert first.data == second.data
    assert gzip.decompress(first.data) == plain.data
    assert first.mimetype == "text/css" == plain.mimetype


def test_a_browser_that_has_the_packed_file_is_told_so(stranger):
    packed = stranger.get("/static/css/base.css", headers=GZIP)
    assert packed.headers["ETag"].startswith("W/"), "other bytes than the plain file: the tag must not claim the same"
    again = stranger.get("/static/css/base.css", headers=GZIP | {"If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_range_is_of_the_plain_file(stranger):
    plain = stranger.get("/static/css/base.css")
    part = stranger.get("/static/css/base.css", headers=GZIP | {"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, plain.data[10:20])
    assert "Content-Encoding" not in part.headers


def test_a_video_is_never_packed(stranger):
    video = stranger.get("/static/images/sample/clip.mp4", headers=GZIP)
    assert video.status_code == 200
    assert "Content-Encoding" not in video.headers
    assert video.headers["Accept-Ranges"] == "bytes"


def test_what_is_short_stays_as_it_is(stranger):
    answer = stranger.get("/healthz", headers=GZIP)
    assert "Content-Encoding" not in answer.headers
    assert answer.json == {"ok": True}
