"""Which questions a pupil gets and in which order the choices stand: decided by a seed, the same again each time."""

from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

from .question import Baskets, Matching, Multiple, Ordering, Place, Question, Single, Spot, Step, TrueFalse, TwoStep

T = TypeVar("T")
Seed = str | int


def draw_questions(questions: Sequence[Question], n: int, seed: Seed) -> list[Question]:
    """`n` different questions (all, if there are fewer) in random order; the order of the pool does not matter."""
    pool = sorted(questions, key=lambda question: question.uuid)
    return Random(f"draw:{seed}").sample(pool, min(max(n, 0), len(pool)))


def shuffle(question: Question, seed: Seed) -> list[str]:
    """Ids of the choices in the order to show: options, steps, things or the right column; places on a picture in reading order."""
    match question:
        case Single() | Multiple() | TwoStep():
            return _mixed([option.id for option in question.options], question.uuid, seed)
        case Ordering():
            return mixed_steps(question.steps, question.uuid, seed)
        case Matching():
            return _mixed([side.id for side in question.right], question.uuid, seed)
        case Baskets() | Place():
            return _mixed([thing.id for thing in question.things], question.uuid, seed)
        case Spot():
            return [r.id for r in sorted(question.regions, key=lambda r: (r.y, r.x))]
        case TrueFalse():
            return ["true", "false"]


def mixed_steps(steps: Sequence[Step], salt: object, seed: Seed) -> list[str]:
    """Step ids in an order that is not already the right one."""
    ids = [step.id for step in steps]
    mixed = _mixed(ids, salt, seed)
    return mixed if mixed != ids else mixed[1:] + mixed[:1]


def mixed_choices(choices: Sequence[T], salt: object, seed: Seed) -> list[T]:
    """The choices of a scene in another order for each training: authors write the best one first."""
    return _mixed(list(choices), salt, seed)


def public_form(question: Question, seed: Seed) -> dict:
    """What a page may know before the answer is in: no key, no reasons, no facts."""
    form: dict = {
        "uuid": str(question.uuid),
        "kind": question.kind,
        "stem": question.stem,
        "picture": _plain(question.picture),
    }
    order = shuffle(question, seed)
    if isinstance(question, Single | TrueFalse):
        form["sure"] = question.sure
    match question:
        case Single() | Multiple():
            form["options"] = _shown(question.options, order, ("id", "text", "picture"))
        case TwoStep():
            form["options"] = _shown(question.options, order, ("id", "text", "picture"))
            reasons = _mixed([reason.id for reason in question.reasons], f"{question.uuid}:reasons", seed)
            form |= {"ask": question.ask, "reasons": _shown(question.reasons, reasons, ("id", "text", "picture"))}
        case Ordering():
            form["steps"] = public_steps(question.steps, order)
        case Matching():
            form["left"] = [side.model_dump() for side in question.left]
            form["right"] = _shown(question.right, order, ("id", "text"))
        case Baskets():
            form["baskets"] = [basket.model_dump() for basket in question.baskets]
            form["things"] = _shown(question.things, order, ("id", "text", "picture"))
        case Place():
            places = [place.id for place in sorted(question.places, key=lambda place: (place.y, place.x))]
            form["places"] = _shown(question.places, places, ("id", "label", "x", "y", "w", "h"))
            form["things"] = _shown(question.things, order, ("id", "text", "picture"))
        case Spot():
            form["regions"] = _shown(question.regions, order, ("id", "label", "x", "y", "w", "h"))
    return form


def public_steps(steps: Sequence[Step], order: Sequence[str]) -> list[dict]:
    """Steps without their reasons, in the given order."""
    return _shown(steps, order, ("id", "text", "picture"))


def _shown(parts: Iterable, order: Sequence[str], fields: tuple[str, ...]) -> list[dict]:
    by_id = {part.id: part for part in parts}
    return [{field: _plain(getattr(by_id[each], field)) for field in fields} for each in order]


def _plain(value: object) -> object:
    return value.model_dump() if hasattr(value, "model_dump") else value


def _mixed(ids: list[T], salt: object, seed: Seed) -> list[T]:
    mixed = list(ids)
    Random(f"{seed}:{salt}").shuffle(mixed)
    return mixed
