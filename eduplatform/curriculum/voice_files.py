"""What a recorded sentence may be: kinds of sound that browsers record and play, told by their bytes, and the hash of what is said."""

from __future__ import annotations

import hashlib

STARTS = {
    ".m4a": (4, b"ftyp"),
    ".opus": (0, b"OggS"),
    ".webm": (0, b"\x1aE\xdf\xa3"),
}  #: kind → bytes it holds, and where
_INSIDE = {".m4a": b"mp4a", ".opus": b"OpusHead", ".webm": b"A_OPUS"}  #: kind → mark of the sound within
_FILM = (b"vide", b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG")  #: marks of moving pictures
HASH = 12  #: digits of a sentence's hash: enough to see that it was changed
LICENCE = "CC-BY-4.0"


def sentence_hash(sentence: str) -> str:
    """What tells a sentence from the one that was recorded."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:HASH]


def kind_of_sound(data: bytes) -> str | None:
    """The suffix of a recording by its bytes, whatever its name says; None for anything else, films included."""
    for suffix, (at, mark) in STARTS.items():
        if data[at : at + len(mark)] == mark:
            return suffix if _INSIDE[suffix] in data and not any(film in data for film in _FILM) else None
    return None
