"""Three pictures as a secret for grades 1 and 2. Weak by nature, so it opens nothing outside a class session."""

from __future__ import annotations

from collections.abc import Iterable

from ..shared.refusals import Refused

PICTURES = ("sun", "fish", "apple", "star", "car", "flower", "house", "moon", "tree", "umbrella", "cat", "boat")
MANY = 3


def secret_of(chosen: Iterable[str]) -> str:
    """The secret behind three different pictures, in any order. Refused 'pictures_three' for anything else."""
    names = sorted({name for name in chosen if name in PICTURES})
    if len(names) != MANY or len(list(chosen)) != MANY:
        raise Refused("pictures_three")
    return "pictures:" + "+".join(names)
