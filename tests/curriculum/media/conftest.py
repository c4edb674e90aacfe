"""The kit and the shipped videos."""

import json
import subprocess
from pathlib import Path

import pytest

from eduplatform.curriculum.drawing.kit import Kit
from eduplatform.curriculum.facts import load_facts

COURSES = Path(__file__).parents[3] / "courses"
VIDEOS = [file.parent for file in sorted(COURSES.glob("**/video/storyboard.yaml"))]


@pytest.fixture(scope="session")
def kit() -> Kit:
    return Kit(COURSES / "_kit")


@pytest.fixture(scope="session")
def facts():
    return load_facts(COURSES / "facts.yaml")


def probe(file: Path) -> dict:
    """What ffprobe says of the first stream and the container."""
    said = subprocess.run(
        ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(file)],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    found = json.loads(said)
    return {
        **found["format"],
        **found["streams"][0],
        "streams": len(found["streams"]),
        "duration": float(found["format"]["duration"]),
    }


def boxes(file: Path) -> list[str]:
    """Names of the top-level boxes of an MP4, in order."""
    names, source, at = [], file.read_bytes(), 0
    while at + 8 <= len(source):
        size = int.from_bytes(source[at : at + 4], "big")
        names.append(source[at + 4 : at + 8].decode("latin-1"))
        at += size if size >= 8 else len(source)
    return names
