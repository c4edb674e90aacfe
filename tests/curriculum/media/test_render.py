"""A tiny storyboard becomes a real film."""

import pytest

from eduplatform.curriculum.video import render
from eduplatform.curriculum.video.stage import Stage
from eduplatform.curriculum.video.storyboard import load_storyboard

from .conftest import boxes, probe
from .test_storyboard import GOOD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not render.able(), reason="needs Chromium, ffmpeg and playwright"),
]


def test_two_seconds_of_film(tmp_path, kit):
    (tmp_path / "storyboard.yaml").write_text(GOOD, "utf-8")
    render.render(Stage(load_storyboard(tmp_path / "storyboard.yaml")[0], kit), tmp_path, fps=10)
    film = probe(tmp_path / "video.mp4")
    assert (film["codec_name"], film["pix_fmt"], film["width"], film["height"], film["streams"]) == (
        "h264",
        "yuv420p",
        1280,
        720,
        1,
    )
    assert film["duration"] == pytest.approx(2, abs=0.11)
    order = boxes(tmp_path / "video.mp4")
    assert order.index("moov") < order.index("mdat")
    assert (tmp_path / "poster.jpg").read_bytes()[:2] == b"\xff\xd8"
    assert (tmp_path / "zh.vtt").exists() and (tmp_path / "en.vtt").exists() and (tmp_path / "transcript.md").exists()


def test_a_frame_that_equals_the_one_before_is_not_drawn_again(tmp_path, kit):
    still = GOOD[: GOOD.index("    actors:")] + "\n"
    (tmp_path / "storyboard.yaml").write_text(still, "utf-8")
    shots = []

    with render.chromium_camera() as shoot:

        def counted(svg: str) -> bytes:
            shots.append(svg)
            return shoot(svg)

        render.film(
            Stage(load_storyboard(tmp_path / "storyboard.yaml")[0], kit), counted, tmp_path / "still.mp4", fps=10
        )
    assert len(shots) == 1
