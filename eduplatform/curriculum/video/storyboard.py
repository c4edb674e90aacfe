"""The storyboard as the renderer reads it (the platform reads only the words, see curriculum.package)."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from ..film_stops import Ask
from ..problems import Problem, Report
from ..schema import read_yaml_file, validate
from ..schema_base import Code, FactId, Part, Uuid, Words
from ..typeset import typeset
from ..yaml_lines import Marked

Seconds = Annotated[float, Field(ge=0, le=60)]


class Key(Part):
    """A moment `t` (seconds into the scene); what is left out stays as it was. Numbers glide, words switch."""

    t: Seconds = 0
    x: float | None = None
    y: float | None = None
    scale: Annotated[float, Field(gt=0, le=20)] | None = None
    rotate: float | None = None
    opacity: Annotated[float, Field(ge=0, le=1)] | None = None
    turn: Annotated[float, Field(ge=-1.5, le=1.5)] | None = None
    pose: str | None = None
    face: str | None = None
    flip: bool | None = None
    set: str | None = None  #: options of the symbol, such as "state=hot" or "hold=phone"
    ease: Literal["smooth", "linear", "in", "out"] = "smooth"
    arc: float = 0  #: pixels that a flight rises above the straight way to this key


class Actor(Part):
    """A kit symbol (or own shapes in `svg`) and its keys. `water` hides what lies below that y, or fades it to `below`."""

    id: str = ""
    kit: str = ""
    svg: str = ""
    water: float | None = None
    below: Annotated[float, Field(ge=0, le=1)] = 0
    keys: Annotated[list[Key], Field(min_length=1)]

    @model_validator(mode="after")
    def one_source(self) -> "Actor":
        if self.kit and self.svg:
            raise ValueError("kit and svg exclude each other")
        return self


class Caption(Part):
    """Words in the picture, centred on x, y, from `t` until `until` (default: end of the scene)."""

    text: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(typeset)]
    t: Seconds = 0
    until: Seconds | None = None
    x: float = 640
    y: float = 110
    size: Annotated[float, Field(ge=48, le=160)] = 64
    style: Literal["card", "good", "bad", "care", "plain"] = "card"


class Shot(Part):
    """Where the camera looks: middle x, y and zoom."""

    t: Seconds = 0
    x: float = 640
    y: float = 360
    zoom: Annotated[float, Field(ge=1, le=4)] = 1


class Scene(Part):
    """One sentence and its picture. `go_on` keeps the place and the actors of the scene before, by their ids."""

    id: Code
    seconds: Annotated[float, Field(ge=0.5, le=30)]
    say: Words
    facts: list[FactId] = []
    go_on: bool = False
    backdrop: str = ""
    actors: list[Actor] = []
    words: list[Caption] = []
    camera: list[Shot] = []
    ask: Ask | None = None  #: nothing to draw: the player asks it


class Poster(Part):
    """The frame that stands for the video."""

    scene: Code
    t: Seconds = 0


class Board(Part):
    """video/storyboard.yaml."""

    uuid: Uuid
    title: Words
    facts: list[FactId] = []
    poster: Poster | None = None
    scenes: Annotated[list[Scene], Field(min_length=1)]

    @property
    def seconds(self) -> float:
        return round(sum(scene.seconds for scene in self.scenes), 2)


class BoardError(ValueError):
    """A storyboard that cannot be rendered; str() has one `file:line: reason` a line."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems


def load_storyboard(file: Path) -> tuple[Board, Marked]:
    """(Board, marked document). Raises BoardError naming file and line."""
    report = Report()
    document = read_yaml_file(file, report)
    board = validate(Board, document, file, report)
    if report.failed or board is None or document is None:
        raise BoardError(report.problems)
    return board, document
