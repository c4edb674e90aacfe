"""What the head of a picture file says and no library tells: read from its first bytes, nothing decoded."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_IN_STEPS = {0xC2, 0xC6, 0xCA, 0xCE}  # progressive
_COEFFICIENT = 2  # bytes


def bytes_held(jpeg: bytes) -> int:
    """Bytes that the decoder of a JPEG must hold at once beside the picture: 0 where it goes row by row; all coefficients where the
    picture comes in several scans (progressive, or colour by colour), whatever size is asked of it."""
    coefficients, in_steps, colours = 0, False, 0
    for mark, body in _segments(jpeg):
        if mark in _FRAMES:
            colours, in_steps = body[5], mark in _IN_STEPS
            coefficients = _coefficients(body)
        if mark == 0xDA:
            return _COEFFICIENT * coefficients if in_steps or body[0] < colours else 0
    return 0


def _segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Marks with their bodies, up to the first scan."""
    at, mark = 2, 0
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and mark != 0xDA:
        mark = jpeg[at + 1]
        if mark == 0xFF:  # padding
            at += 1
            continue
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        body = jpeg[at + 4 : at + 2 + length]
        if len(body) < 6:
            body = body.ljust(6, b"\0")
        yield mark, body
        at += 2 + length


def _coefficients(frame: bytes) -> int:
    """One for each sample of each colour; colours are often kept at half the size."""
    height, width, count = struct.unpack(">HHB", frame[1:6])
    factors = [(part >> 4, part & 15) for part in frame[7 : 6 + 3 * count : 3]]
    if not factors:
        return 0
    most = max(across for across, _ in factors) * max(down for _, down in factors)
    return height * width * sum(across * down for across, down in factors) // max(1, most)


def heic_turns(heic: bytes) -> bool:
    """Whether the main picture of a HEIC has a property that turns or mirrors it (irot, imir). Then the decoder has turned it and
    what EXIF says besides is not to be done again."""
    meta = next((body for kind, body in _boxes(heic) if kind == b"meta"), b"")[4:]
    parts = dict(_boxes(meta))
    main, inside = parts.get(b"pitm", b""), list(_boxes(parts.get(b"iprp", b"")))
    number = int.from_bytes(main[4:8] if main[:1] > b"\0" else main[4:6], "big")
    kinds = [kind for kind, body in inside if kind == b"ipco" for kind, _ in _boxes(body)]
    mine = [place for kind, body in inside if kind == b"ipma" for place in _properties(body, number)]
    return any(kinds[place - 1] in (b"irot", b"imir") for place in mine if 0 < place <= len(kinds))


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size, start = int.from_bytes(data[at : at + 4], "big"), at + 8
        if size == 1:
            size, start = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        end = at + size if size else len(data)
        if end < start:
            return
        yield data[at + 4 : at + 8], data[start:end]
        at = end


def _properties(table: bytes, number: int) -> list[int]:
    """Places (from 1) in the list of properties that belong to picture `number`."""
    wide, name = table[3:4] > b"\0" and bool(table[3] & 1), 4 if table[:1] > b"\0" else 2
    at, found = 8, []
    for _ in range(int.from_bytes(table[4:8], "big")):
        if at + name >= len(table):
            break
        mine, count = int.from_bytes(table[at : at + name], "big") == number, table[at + name]
        at += name + 1
        for _one in range(count):
            place = int.from_bytes(table[at : at + 1 + wide], "big") & (0x7FFF if wide else 0x7F)
            at += 1 + wide
            if mine:
                found.append(place)
    return found
