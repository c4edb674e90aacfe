"""Questions of a quiz, each with a reason for every choice a pupil can make."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter

from .schema_base import Belief, Code, FactIds, Part, Percent, Picture, Text, Uuid
from .typeset import typeset


class Option(Part):
    """One choice; `why` tells the pupil why it is right or wrong."""

    id: Code
    text: Text
    why: Text
    right: bool = False
    belief: Belief = ""  #: what a pupil who takes this wrong option thinks
    picture: Picture | None = None


class Region(Part):
    """A place on the picture, in percent of its width and height from the top left corner."""

    id: Code
    label: Text
    x: Percent
    y: Percent
    w: Percent
    h: Percent
    why: Text
    right: bool = False
    belief: Belief = ""


class Step(Part):
    """One step of an ordering; the file lists the steps in the right order."""

    id: Code
    text: Text
    why: Text
    picture: Picture | None = None


class Side(Part):
    """One entry of a column of a matching."""

    id: Code
    text: Text


class Pair(Part):
    """Which right entry belongs to which left entry, and why."""

    left: Code
    right: Code
    why: Text


class Thing(Part):
    """Something to put where it belongs: `to` is the id of its place."""

    id: Code
    text: Text
    to: Code
    why: Text
    picture: Picture | None = None


Level = Literal["recall", "apply", "judge"]  #: say again, use in a situation, weigh two ways or another's claim
Form = Literal["A", "B"]  #: two halves of the pool with equal objectives, to ask before and after


class KeyCorrected(Part):
    """Said where the key of an earlier edition was wrong: since when it is right, and what was wrong, in words for pupils."""

    since: date
    why: Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=120), AfterValidator(typeset)]


class _Asked(Part):
    uuid: Uuid
    #: not written where there is none: a question is what it was before keys could be corrected
    key_corrected: Annotated[KeyCorrected | None, Field(exclude_if=lambda said: said is None)] = None
    facts: FactIds
    objective: Text
    level: Level = "recall"  #: (revisions from before the levels have none)
    form: Form | None = None
    stem: Text
    picture: Picture | None = None
    pinyin: dict[str, str] = {}  #: its sentences → syllables; worked out by the check, never written by hand


class _Sure(_Asked):
    """A question that may also ask whether the pupil is sure, which earns nothing: then an answer may be
    {"choice": "a", "sure": true}."""

    sure: bool = False


class Single(_Sure):
    """One right option, in words or (`pictures`) four pictures, each with a name of a word or two. Answer: "a"."""

    kind: Literal["single", "pictures"]
    options: Annotated[list[Option], Field(min_length=3, max_length=5)]


class Multiple(_Asked):
    """Two or more right options. Answer: ["a", "c"]."""

    kind: Literal["multiple"]
    options: Annotated[list[Option], Field(min_length=3, max_length=6)]


class TrueFalse(_Sure):
    """A statement. Answer: true or false."""

    kind: Literal["truefalse"]
    answer: bool
    belief: Belief = ""  #: what a pupil thinks who judges wrongly
    why_true: Text  #: said to who chose "true"
    why_false: Text


class Ordering(_Asked):
    """Steps to put in order. Answer: ["c", "a", "b"]."""

    kind: Literal["ordering"]
    steps: Annotated[list[Step], Field(min_length=3, max_length=6)]
    why: Text


class Matching(_Asked):
    """Left entries to join to right ones (the right column may hold more). Answer: {"l1": "r2"}."""

    kind: Literal["matching"]
    left: Annotated[list[Side], Field(min_length=3, max_length=6)]
    right: Annotated[list[Side], Field(min_length=3, max_length=7)]
    pairs: list[Pair]
    why: Text


class Spot(_Asked):
    """Find the place on the picture. Answer: "s1"."""

    kind: Literal["spot"]
    picture: Picture
    regions: Annotated[list[Region], Field(min_length=3, max_length=8)]


class Baskets(_Asked):
    """Things to sort into two or three baskets. Answer: {"t1": "b2"}."""

    kind: Literal["baskets"]
    baskets: Annotated[list[Side], Field(min_length=2, max_length=3)]
    things: Annotated[list[Thing], Field(min_length=4, max_length=8)]
    why: Text

    def share(self, right: int, wrong: int) -> float:
        """What so many rightly and wrongly placed things earn, 0..1: putting them anywhere earns nothing on average."""
        return max(0.0, (right - wrong / (len(self.baskets) - 1)) / len(self.things))


class Target(Part):
    """Where on the picture a thing may be put, in percent as a Region."""

    id: Code
    label: Text
    x: Percent
    y: Percent
    w: Percent
    h: Percent


class Place(_Asked):
    """Things to put where they belong on the picture, at most one to a place. Answer: {"t1": "p2"}."""

    kind: Literal["place"]
    picture: Picture
    places: Annotated[list[Target], Field(min_length=3, max_length=6)]
    things: Annotated[list[Thing], Field(min_length=3, max_length=5)]
    why: Text


class TwoStep(_Asked):
    """What to do, then `ask` why: one right option and one right reason. Answer: {"answer": "a", "reason": "r"}."""

    kind: Literal["two_step"]
    options: Annotated[list[Option], Field(min_length=3, max_length=5)]
    ask: Text
    reasons: Annotated[list[Option], Field(min_length=3, max_length=5)]


Question = Annotated[
    Single | Multiple | TrueFalse | Ordering | Matching | Spot | Baskets | TwoStep | Place, Field(discriminator="kind")
]
KINDS_OF_QUESTION = (
    "single",
    "pictures",
    "multiple",
    "truefalse",
    "ordering",
    "matching",
    "spot",
    "baskets",
    "two_step",
    "place",
)
_question = TypeAdapter(Question)
AskedAloud = Annotated[Single | TrueFalse, Field(discriminator="kind")]


def load_question(body: dict) -> Question:
    """A question from its stored JSON."""
    return _question.validate_python(body)


class Quiz(Part):
    """A pool of questions; `draw` of them are asked. `time_limit` in minutes, marks in percent."""

    uuid: Uuid
    draw: Annotated[int, Field(ge=5, le=30)]
    time_limit: Annotated[int, Field(ge=3, le=60)]
    attempts: Annotated[int, Field(ge=1, le=10)]
    pass_mark: Annotated[int, Field(ge=1, le=100)] = 60
    excellent_mark: Annotated[int, Field(ge=1, le=100)] = 85
    questions: Annotated[list[Question], Field(min_length=1)]


class Aloud(Part):
    """Two questions a kindergarten is asked aloud; hands are counted for the class. Stored as a quiz, but no child takes it and
    nobody is marked: the numbers of a quiz stand still."""

    uuid: Uuid
    aloud: Literal[True] = True
    draw: Literal[2] = 2
    time_limit: Literal[3] = 3
    attempts: Literal[1] = 1
    pass_mark: Literal[60] = 60
    excellent_mark: Literal[85] = 85
    questions: Annotated[list[AskedAloud], Field(min_length=2, max_length=2)]
