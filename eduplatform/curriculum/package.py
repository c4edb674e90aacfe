"""A course package: one folder under courses/, read into plain objects that dump to JSON."""

import hashlib
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from .checklist import Checklist
from .film_stops import Ask, Stop
from .question import Aloud, Quiz
from .schema_base import Code, FactId, Part, Text, Uuid, Words
from .skill import Skill
from .slides import Slide

Stage = Literal["K", "P1", "P2", "P3", "J", "S", "V"]


class Review(Part):
    """A qualified person's check of a grade C fact: who (role), when, on what basis."""

    fact: FactId
    role: Text
    date: date
    basis: Text


class Aim(Part):
    """How one objective is met: the slides (by title) that teach it and the words that show it."""

    objective: Text
    words: Annotated[
        list[Text], Field(min_length=1)
    ]  #: parts of the objective's own wording, one for each of its clauses
    slides: Annotated[list[Text], Field(min_length=1)]


class CourseHead(Part):
    """course.yaml."""

    uuid: Uuid
    topic: Annotated[str, Field(pattern=r"^[A-Z]{2,12}$")]
    stage: Stage
    title: Words
    summary: Words
    objectives: Annotated[list[Text], Field(min_length=1)]
    aims: list[Aim] = []
    authors: Annotated[list[Text], Field(min_length=1)]
    licence: Text
    reviews: list[Review] = []


class LessonHead(Part):
    """Front matter of lesson.md."""

    uuid: Uuid
    title: Words
    summary: Words
    minutes: Annotated[int, Field(ge=10, le=90)]
    materials: list[Text] = []


class Scene(Part):
    """One scene of the storyboard; drawing instructions stay in the file."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    id: Code
    seconds: Annotated[float, Field(gt=0, le=60)]
    say: Words
    facts: list[FactId] = []
    ask: Ask | None = None  #: what the film stops for when the scene is over


class Storyboard(Part):
    """video/storyboard.yaml, as far as the platform needs it; the words said are the transcript."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    uuid: Uuid
    title: Words
    facts: list[FactId] = []
    scenes: Annotated[list[Scene], Field(min_length=1)]


class Video(Part):
    """The skill video of a lesson; its files are video/{video.mp4,zh.vtt,en.vtt,poster.jpg}. `voices`: language → scene → recording; `stops`: questions it stops for."""

    uuid: Uuid
    title: Words
    seconds: float
    transcript: list[Words]
    facts: list[FactId]
    voices: dict[str, dict[str, str]] = {}
    scenes: list[Code] = []  #: one for each sentence of the transcript
    stops: list[Stop] = []


class MediaFile(Part):
    """A file that belongs to the revision; `src` is relative to the lesson folder."""

    src: str
    sha256: str
    size: int  #: bytes


def media_file(src: str, source: bytes) -> MediaFile:
    """`source` as it is known to a revision."""
    return MediaFile(src=src, sha256=hashlib.sha256(source).hexdigest(), size=len(source))


class Lesson(LessonHead):
    """One lesson with everything that hangs on it."""

    slug: str  #: folder name under lessons/
    slides: list[Slide]
    quiz: Quiz | Aloud | None = None
    skill: Skill | None = None
    checklist: Checklist | None = None  #: part of the lesson itself: only a class that has it before its eyes can do it
    video: Video | None = None
    media: list[MediaFile] = []
    pinyin: dict[str, str] = {}  #: what pupils read on its slides → syllables (curriculum.pinyin)


class CoursePackage(CourseHead):
    """A whole package; `slug` is its folder, such as "fire/p2-smoke"."""

    slug: str
    lessons: Annotated[list[Lesson], Field(min_length=1)]
