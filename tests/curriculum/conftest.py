"""A small good course to break, and the real facts and taxonomy."""

import shutil
from pathlib import Path

import pytest

from eduplatform.curriculum.facts import load_facts
from eduplatform.curriculum.taxonomy import load_taxonomy

COURSES = Path(__file__).parents[2] / "courses"
SAMPLE = Path(__file__).parent / "sample"


@pytest.fixture(scope="session")
def facts():
    return load_facts(COURSES / "facts.yaml")


@pytest.fixture(scope="session")
def taxonomy():
    return load_taxonomy(COURSES / "taxonomy.yaml")


@pytest.fixture
def course(tmp_path):
    """A copy of the sample package, free to break."""
    shutil.copytree(SAMPLE / "fire", tmp_path / "fire")
    return tmp_path / "fire" / "p2-sample"


@pytest.fixture
def lesson(course):
    return course / "lessons" / "01-sample"
