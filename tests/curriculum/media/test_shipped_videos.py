"""Every video in the courses keeps the promises of the product."""

import re
from shutil import which

import pytest

from eduplatform.curriculum.video import captions, render, rules
from eduplatform.curriculum.video.storyboard import load_storyboard

from .conftest import COURSES, VIDEOS, boxes, probe

each = pytest.mark.parametrize("folder", VIDEOS, ids=lambda f: str(f.relative_to(COURSES)))
MB = 1024 * 1024


def test_there_are_three():
    assert len(VIDEOS) >= 3


@each
def test_the_storyboard_keeps_the_rules(folder, kit, facts):
    board, document = load_storyboard(folder / "storyboard.yaml")
    assert rules.problems(board, document, folder / "storyboard.yaml", kit, facts) == []
    for scene in board.scenes:
        for fact in scene.facts:
            assert facts[fact].conf in "AB" and facts[fact].audience != "a" and facts[fact].quiz == "ok"


@each
def test_sizes_and_the_start_of_the_file(folder):
    assert (folder / "video.mp4").stat().st_size <= 3 * MB
    assert (folder / "poster.jpg").stat().st_size <= render.POSTER_BYTES
    order = boxes(folder / "video.mp4")
    assert order.index("moov") < order.index("mdat")


@pytest.mark.skipif(not which("ffprobe"), reason="needs ffprobe")
@each
def test_the_film_is_what_every_browser_plays(folder):
    film, board = probe(folder / "video.mp4"), load_storyboard(folder / "storyboard.yaml")[0]
    assert (film["codec_name"], film["pix_fmt"], film["width"], film["height"]) == ("h264", "yuv420p", 1280, 720)
    assert 60 <= film["duration"] <= 120
    assert film["duration"] == pytest.approx(board.seconds, abs=0.2), (
        "the film is older than its storyboard: render it again"
    )


@each
def test_captions_and_transcript_are_those_of_the_storyboard(folder):
    board = load_storyboard(folder / "storyboard.yaml")[0]
    for lang in ("zh", "en"):
        assert (folder / f"{lang}.vtt").read_text("utf-8") == captions.vtt(board, lang)
    assert (folder / "transcript.md").read_text("utf-8") == captions.transcript(board)


@each
@pytest.mark.parametrize(("lang", "speed"), [("zh", 9), ("en", 17)])
def test_captions_cover_the_film_and_can_be_read(folder, lang, speed):
    cues = re.findall(
        r"(\d\d):(\d\d):([\d.]+) --> (\d\d):(\d\d):([\d.]+)\n((?:.+\n)+)", (folder / f"{lang}.vtt").read_text("utf-8")
    )
    end = 0.0
    for h, m, s, h2, m2, s2, text in cues:
        start, until = int(h) * 3600 + int(m) * 60 + float(s), int(h2) * 3600 + int(m2) * 60 + float(s2)
        assert start - end < 0.2 and until > start
        assert text.count("\n") <= 2
        assert captions.length(text.replace("\n", "" if lang == "zh" else " ").strip(), lang) <= speed * (
            until - start + captions.PAUSE
        )
        end = until
    assert end == pytest.approx(load_storyboard(folder / "storyboard.yaml")[0].seconds, abs=0.2)
