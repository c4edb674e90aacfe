"""Captions: times, two lines at most, and a transcript in both languages."""

import re

import pytest

from eduplatform.curriculum.video import captions
from eduplatform.curriculum.video.storyboard import load_storyboard

from .test_storyboard import GOOD


@pytest.fixture
def board(tmp_path):
    (tmp_path / "storyboard.yaml").write_text(GOOD, "utf-8")
    return load_storyboard(tmp_path / "storyboard.yaml")[0]


def test_cues_follow_the_scenes(board):
    assert captions.vtt(board, "zh").split("\n") == [
        "WEBVTT",
        "Language: zh",
        "",
        "one",
        "00:00:00.000 --> 00:00:00.920",
        "放低身体",
        "",
        "two",
        "00:00:01.000 --> 00:00:01.920",
        "看得清",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "lang", "lines"),
    [
        (
            "打119,说清:在哪里、什么在烧、火多大、有没有人被困。",
            "zh",
            ["打119,说清:在哪里、", "什么在烧、火多大、有没有人被困。"],
        ),
        ("Keep low", "en", ["Keep low"]),
        (
            "Call 119. Say where you are, what is burning, how big, and if anyone is trapped.",
            "en",
            ["Call 119. Say where you are, what is", "burning, how big, and if anyone is trapped."],
        ),
        ("x" * 100, "en", []),
    ],
)
def test_wrapping(text, lang, lines):
    assert captions.wrap(text, lang) == lines


def test_times_of_more_than_a_minute():
    assert captions.stamp(3725.0405) == "01:02:05.040"


def test_the_transcript_says_that_there_is_no_sound(board):
    text = captions.transcript(board)
    assert "没有声音" in text and "silent" in text and re.search("1. 放低身体", text)
