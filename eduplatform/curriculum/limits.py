"""How much fits: a slide is read from the last row, a sentence by a child of that age."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Characters and lines at most; `minutes` is the shortest and longest lesson."""

    body: int  #: characters on a slide below its title
    lines: int  #: lines on a slide below its title
    title: int
    text: int  #: characters of the reading text of one slide
    stem: int
    option: int
    why: int
    minutes: tuple[int, int]


_PRIMARY, _SECONDARY = (35, 45), (40, 50)
LIMITS = {
    "K": Limits(24, 2, 12, 120, 40, 20, 60, (10, 15)),
    "P1": Limits(40, 3, 14, 180, 50, 24, 80, _PRIMARY),
    "P2": Limits(60, 4, 16, 280, 70, 32, 110, _PRIMARY),
    "P3": Limits(80, 4, 18, 360, 90, 40, 130, _PRIMARY),
    "J": Limits(110, 5, 22, 520, 120, 56, 180, _SECONDARY),
    "S": Limits(130, 6, 24, 640, 150, 70, 220, _SECONDARY),
    "V": Limits(130, 6, 24, 640, 150, 70, 220, _SECONDARY),
}
SENTENCES = {  #: characters of a sentence pupils read: on average, at most
    "K": (10, 18),
    "P1": (10, 18),
    "P2": (14, 26),
    "P3": (16, 32),
    "J": (18, 40),
    "S": (20, 44),
    "V": (20, 44),
}
SLIDES = (8, 14)
SMALLEST = 5  #: per cent of a picture that a place on it takes at least, across and down
FILM_STOPS = 3  #: questions a film stops for, at most
VOICE_BYTES = 2 * 1048576  #: recordings of a film in one language
STORY_PAGES = (5, 7)  #: pages of a kindergarten's picture story
ALOUD = 2  #: questions asked aloud in a kindergarten, answered by hands the class together
QUESTIONS, KINDS = 16, 5
PICTURES = 4  #: of a picture choice: one for each side of an answer card
BASKET = 8  #: characters of a basket's name: three stand side by side on a phone
PUT = 10  #: characters of a thing that is put on a picture
ASKED, DECIDED = 2, 1  #: questions and decisions of a training that an objective needs
REASONS = 2  #: facts of a lesson that say why
TRUE = (0.4, 0.6)  #: share of the statements to judge that are true
LONGEST = 0.4  #: share of single choices, and of a training's decisions, whose right option is the longest, at most
NAMED = 0.5  #: share of a step's words that names it
TELLING, TELLING_SHELF = 4, 8  #: statements with a word, all on one side: of a pool, of all courses
PASSED = 0.25  #: share of the runs of a training that a way to guess may pass: fewer
DECISIONS = 4  #: of a training, from which on it is asked what guessing earns
APPLIED = 0.5  #: share of questions that apply or judge, at least
NUMBERS = 0.15  #: share of questions on nothing but a number, at most
GUESSED = 0.4  #: share that a way to guess may earn
VIDEO_BYTES = 3 * 1024 * 1024
PICTURE_BYTES = 200 * 1024
