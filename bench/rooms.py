"""Photos of classes holding up answer cards, made up: the geometry of a real phone and room, everything else from a seed.

Camera: 26 mm equivalent lens, 4:3, so f = 3004 pixels in a photo 4000 wide; a 12 cm marker is 45 pixels at 8 m. Used by `bench.cards`
and by tests/teaching/cards; never by the product.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import cv2
import numpy as np

from eduplatform.teaching.cards.codes import LETTERS, cells_of, turn_of

Array = np.ndarray
FOCAL = 26 / 43.267 * 1.25  # of a photo's width: 26 mm on a film whose diagonal is 43.27 mm, width is 4/5 of a diagonal
ROWS = ((2.4, 4), (3.2, 6), (4.0, 7), (4.9, 8), (5.8, 8), (6.7, 8), (7.6, 9))  # metres from the board, pupils: 50
CARD = 21.0 / 15.2  # side of the card, of the marker's: docs in eduplatform.teaching.cards.print_sheet


@dataclass
class Room:
    """What the photos of one question have in common. `marker` in metres; `depth` stretches the rows (1 is an 8 m room);
    the harm is done by each photo anew. `ease` below 1: cards held straighter, nothing shining, nobody moving. `streaks`: where the
    printer left no toner, so many on each card, `streak` metres wide, along the paper; `thumbs`: so many over the black frame."""

    seed: int
    marker: float = 0.12
    depth: float = 1.0
    width: int = 4000
    ease: float = 1.0
    rows: tuple[tuple[float, int], ...] = ROWS
    streaks: int = 0
    streak: float = 0.0026
    thumbs: int = 0
    held: list[Held] = field(default_factory=list)


@dataclass(frozen=True)
class Held:
    """One card held up: where (metres, x right, y up, z away from the board), how tilted (degrees), what is the true letter."""

    number: int
    letter: str
    at: tuple[float, float, float]
    yaw: float
    pitch: float
    roll: float
    shine: float  # of a plastic sleeve, 0 … 1
    fingers: int
    bend: float = 0.0  # how far the middle of the paper stands out, of its side


@dataclass(frozen=True)
class View:
    """Where a phone is held; degrees and metres."""

    x: float
    height: float
    yaw: float
    pitch: float
    roll: float
    width: int

    def see(self, points: Array) -> Array:
        """Pixels of points in the room (n × 3)."""
        eye = _turn(self.yaw, self.pitch, self.roll).T @ (points - (self.x, self.height, 0)).T
        f = FOCAL * self.width
        return np.stack([self.width / 2 + f * eye[0] / eye[2], self.width * 3 / 8 - f * eye[1] / eye[2]], axis=1)


def _turn(yaw: float, pitch: float, roll: float) -> Array:
    y, p, r = np.radians((yaw, pitch, roll))
    return (
        np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
        @ np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
        @ np.array([[np.cos(r), np.sin(r), 0], [-np.sin(r), np.cos(r), 0], [0, 0, 1]])
    )


def views(room: Room) -> list[View]:
    """Two places for a phone, a step apart."""
    random = np.random.default_rng((room.seed, 1))
    found = []
    for side in (-1, 1):
        x = side * random.uniform(0.1, 0.4)
        aim = np.degrees(np.arctan2(-x, 4.5 * room.depth))
        found.append(
            View(
                x,
                random.uniform(1.5, 1.75),
                aim + random.uniform(-1, 1),
                random.uniform(-6, -1),
                random.normal(0, 4.0),
                room.width,
            )
        )
    return found


def fill(room: Room, letters: dict[int, str] | None = None) -> Room:
    """Give the pupils their cards, so that nobody hides somebody else's in either photo."""
    for attempt in range(50):
        found = _seated(room, letters, np.random.default_rng((room.seed, 2, attempt)))
        if found:
            room.held = found
            return room
    raise ValueError("no room for so many cards")


def _seated(room: Room, letters: dict[int, str] | None, random: np.random.Generator) -> list[Held]:
    """The cards with their places; none where somebody stays hidden."""
    seats = [(z * room.depth, place) for z, n in room.rows for place in (np.linspace(-1, 1, n) if n > 1 else [0.0])]
    numbers = list(letters or {}) or [int(n) for n in random.permutation(np.arange(1, 61))[: len(seats)]]
    random.shuffle(seats)
    taken: tuple[list[Array], list[Array]] = ([], [])
    held = []
    for number, (z, place) in zip(numbers, seats, strict=False):
        at = _free(room, z, place, taken, random)
        if at is None:
            return []
        letter = (letters or {}).get(number) or LETTERS[random.integers(4)]
        held.append(_held(room, number, letter, at, random))
    return held


def _free(
    room: Room, z: float, place: float, taken: tuple[list[Array], list[Array]], random: np.random.Generator
) -> tuple[float, float, float] | None:
    """A place for a card near its seat, seen whole in both photos."""
    for attempt in range(200):
        x = place * min(2.7, 0.47 * z) + random.normal(0, 0.06 + attempt * 0.003)
        at = (x, random.uniform(0.95 - attempt * 0.001, 1.45 + attempt * 0.004), z + random.uniform(-0.15, 0.15))
        boxes = [_box(view, at, room.marker * CARD * 0.62) for view in views(room)]
        inside = all(
            box[0] > 4 and box[1] > 4 and box[2] < room.width - 4 and box[3] < room.width * 0.75 - 4 for box in boxes
        )
        if inside and not any(_meet(box, other) for side, box in enumerate(boxes) for other in taken[side]):
            for side, box in enumerate(boxes):
                taken[side].append(box)
            return at
    return None


def _held(room: Room, number: int, letter: str, at: tuple[float, float, float], random: np.random.Generator) -> Held:
    """Tilted by up to 40 degrees against the phone, held crooked, in a shining sleeve, bent; `ease` makes it milder."""
    ease = room.ease
    return Held(
        number,
        letter,
        at,
        yaw=random.uniform(-28, 28) * ease - float(np.degrees(np.arctan2(at[0], at[2]))) * 0.7,
        pitch=random.uniform(-28, 28) * ease,
        roll=float(np.clip(random.normal(0, 9), -27, 27)) * ease,
        shine=max(0.0, random.uniform(-2, 1)) * (ease >= 1),
        fingers=int(random.integers(0, 4) * ease),
        bend=random.uniform(-0.06, 0.06) * ease,
    )


def _box(view: View, at: tuple[float, float, float], half: float) -> Array:
    x, y = view.see(np.array([at]))[0]
    r = half * FOCAL * view.width / at[2]
    return np.array([x - r, y - r, x + r, y + r])


def _meet(a: Array, b: Array) -> bool:
    return bool(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


@lru_cache(128)
def _printed(number: int, side: int) -> Array:
    """The card as printed, `side` pixels across, with fine print on the edges."""
    big = np.full((420, 420), 236, np.uint8)
    big[58:362, 58:362] = 26
    for row, cells in enumerate(cells_of(number)):
        for column, white in enumerate(cells):
            if white:
                big[58 + 38 * (row + 1) : 58 + 38 * (row + 2), 58 + 38 * (column + 1) : 58 + 38 * (column + 2)] = 236
    for place in ((205, 20), (402, 215), (205, 412), (10, 215)):
        cv2.putText(big, "A", place, cv2.FONT_HERSHEY_SIMPLEX, 0.4, 90, 1, cv2.LINE_AA)
    return cv2.resize(big, (side, side), interpolation=cv2.INTER_AREA)


def photo(room: Room, which: int = 0, quality: int | None = None, harm: float = 1.0, orientation: int = 1) -> bytes:
    """The JPEG that a phone at place `which` (0, 1) takes. `harm` scales blur and noise; `orientation`: what EXIF says, 0 for no EXIF."""
    random = np.random.default_rng((room.seed, 3, which))
    view = views(room)[which]
    image = _walls(random, view)
    for one in sorted(room.held, key=lambda held: -held.at[2]):
        _pupil(image, random, view, one)
    for one in sorted(room.held, key=lambda held: -held.at[2]):
        _card(image, random, view, one, room)
    image = _light(image, random)
    image = _lens(image, random, harm * room.width / 4000)
    chosen = int(random.integers(60, 91)) if quality is None else quality
    data = cv2.imencode(".jpg", _coloured(image, random, harm), [cv2.IMWRITE_JPEG_QUALITY, chosen])[1].tobytes()
    return tagged(data, orientation) if orientation else data


def tagged(jpeg: bytes, orientation: int) -> bytes:
    """A JPEG that says where up is, as phones write it."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([orientation]) + b"\0\0\0\0\0\0"
    return jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + jpeg[2:]


def lying(jpeg: bytes, quarters: float, orientation: int = 0) -> bytes:
    """The same photo turned anticlockwise by so many quarters (also parts of them), and without EXIF unless `orientation` is given."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    if quarters == int(quarters):
        turned = np.ascontiguousarray(np.rot90(picture, int(quarters)))
    else:
        h, w = picture.shape[:2]
        turned = cv2.warpAffine(
            picture, cv2.getRotationMatrix2D((w / 2, h / 2), 90 * quarters, 0.75), (w, h), borderValue=(120, 120, 120)
        )
    data = cv2.imencode(".jpg", turned, [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes()
    return tagged(data, orientation) if orientation else data


def _walls(random: np.random.Generator, view: View) -> Array:
    """The rear wall with windows, posters and shelves of books; desks in front."""
    w, h = view.width, view.width * 3 // 4
    image = np.full((h, w), random.integers(120, 200), np.uint8)
    s = w / 4000
    image[int(h * 0.55) :] = random.integers(60, 130)
    for _ in range(3):  # windows: bright panes in dark frames, very much like squares
        x, y, n = int(random.uniform(0, w * 0.85)), int(random.uniform(0, h * 0.25)), int(random.integers(60, 180) * s)
        for row in range(3):
            for column in range(4):
                cv2.rectangle(
                    image, (x + column * n, y + row * n), (x + column * n + n, y + row * n + n), 40, max(2, int(10 * s))
                )
                cv2.rectangle(
                    image,
                    (x + column * n + n // 8, y + row * n + n // 8),
                    (x + column * n + n * 7 // 8, y + row * n + n * 7 // 8),
                    250,
                    -1,
                )
    for _ in range(2):  # books on shelves
        x, y = int(random.uniform(0, w * 0.8)), int(random.uniform(h * 0.2, h * 0.6))
        for _book in range(40):
            thick, tall = int(random.integers(10, 34) * s) + 1, int(random.integers(90, 170) * s)
            cv2.rectangle(image, (x, y - tall), (x + thick, y), int(random.integers(20, 240)), -1)
            x += thick
    for _ in range(6):  # posters with lines of print and square pictures
        x, y, n = int(random.uniform(0, w * 0.9)), int(random.uniform(0, h * 0.5)), int(random.integers(80, 320) * s)
        cv2.rectangle(image, (x, y), (x + n, y + n), 235, -1)
        cv2.rectangle(image, (x + n // 7, y + n // 7), (x + n // 7 * 6, y + n // 7 * 6), 30, -1)
        grain = random.integers(0, 2, (random.integers(3, 9),) * 2).astype(np.uint8) * 220 + 20
        inner = n // 7 * 4
        if inner > 8 and y + n < h and x + n < w:
            image[y + n // 5 : y + n // 5 + inner, x + n // 5 : x + n // 5 + inner] = cv2.resize(
                grain, (inner, inner), interpolation=cv2.INTER_NEAREST
            )
    return image


def _pupil(image: Array, random: np.random.Generator, view: View, one: Held) -> None:
    """A head, hair, eyes and a shirt: plain, striped or checkered."""
    x, y, z = one.at
    cx, cy = view.see(np.array([[x + random.uniform(-0.08, 0.08), min(1.2, y - 0.02), z + 0.25]]))[0]
    m = FOCAL * view.width / z  # pixels of a metre
    left, top, right, bottom = int(cx - 0.22 * m), int(cy + 0.1 * m), int(cx + 0.22 * m), int(cy + 0.75 * m)
    kind, dark, pale = random.integers(3), int(random.integers(20, 110)), int(random.integers(130, 245))
    cv2.rectangle(image, (left, top), (right, bottom), pale, -1)
    step = max(3, int(random.uniform(0.012, 0.05) * m))
    for n, at in enumerate(range(left, right, step)):
        if kind and n % 2:
            cv2.rectangle(image, (at, top), (at + step, bottom), dark, -1)
    if kind == 2:
        for n, at in enumerate(range(top, bottom, step)):
            if n % 2:
                patch = image[max(0, at) : max(0, at + step), max(0, left) : max(0, right)]
                patch[:] = pale + dark - patch.astype(np.int16).clip(min(dark, pale), max(dark, pale))
    face = (int(cx), int(cy - 0.03 * m))
    cv2.ellipse(image, (face[0], int(cy - 0.08 * m)), (int(0.1 * m), int(0.12 * m)), 0, 0, 360, 35, -1)
    cv2.ellipse(image, face, (int(0.08 * m), int(0.1 * m)), 0, 0, 360, int(random.integers(140, 200)), -1)
    for side in (-1, 1):
        cv2.circle(image, (int(cx + side * 0.03 * m), int(cy - 0.05 * m)), max(1, int(0.009 * m)), 30, -1)


def _corners(view: View, one: Held, side: float, jitter: Array) -> Array:
    """Pixels of the four corners of a square of `side` metres on the card, clockwise from the upper left of the marker with A up."""
    turn = np.radians(turn_of(one.letter))
    flat = np.array([(-1, 1), (1, 1), (1, -1), (-1, -1)]) * side / 2
    c, s = np.cos(turn), np.sin(turn)
    flat = flat @ np.array([[c, -s], [s, c]])  # clockwise as seen from the front
    solid = (
        np.concatenate([flat, np.zeros((4, 1))], axis=1)
        @ _turn(one.yaw + jitter[0], one.pitch + jitter[1], one.roll + jitter[2]).T
    )
    return view.see(solid + one.at)


def _card(image: Array, random: np.random.Generator, view: View, one: Held, room: Room) -> None:
    corners = _corners(view, one, room.marker * CARD, random.normal(0, 2, 3))
    low, high = np.floor(corners.min(0)).astype(int) - 3, np.ceil(corners.max(0)).astype(int) + 4
    low, high = low.clip(0), np.minimum(high, (image.shape[1], image.shape[0]))
    w, h = high - low
    if w < 4 or h < 4:
        return
    across = float(np.linalg.norm(corners[0] - corners[1]) + np.linalg.norm(corners[1] - corners[2])) / 2
    fine = 3 if across < 250 else 2  # drawn larger and shrunk, as a lens averages
    side = int(min(420, max(40, round(across * fine / 20) * 20)))
    picture = _bent(_spoilt(_printed(one.number, side), room, one), one)
    square = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32) - 0.5
    plane = cv2.getPerspectiveTransform(square, ((corners - low) * fine - 0.5 + fine / 2).astype(np.float32))
    size = (int(w) * fine, int(h) * fine)
    drawn = cv2.warpPerspective(picture, plane, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(np.full_like(picture, 255), plane, size, flags=cv2.INTER_LINEAR)
    _hands(drawn, mask, random, (corners - low) * fine, one.fingers)
    _thumbs(drawn, np.random.default_rng((room.seed, 8, one.number)), (corners - low) * fine, room.thumbs)
    drawn = cv2.resize(drawn, (int(w), int(h)), interpolation=cv2.INTER_AREA).astype(np.float32)
    mask = cv2.resize(mask, (int(w), int(h)), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    drawn = drawn * random.uniform(0.65, 1.0) + random.uniform(0, 25)
    if one.shine > 0.3:  # light mirrored by a plastic sleeve, in one place
        yy, xx = np.mgrid[0:h, 0:w]
        centre = random.uniform(0.1, 0.9, 2) * (w, h)
        drawn += (
            one.shine * 150 * np.exp(-(((xx - centre[0]) / (0.22 * w)) ** 2 + ((yy - centre[1]) / (0.15 * h)) ** 2))
        )
    if random.random() < 0.06 * (room.ease >= 1):  # moved while the picture was taken
        drawn = cv2.filter2D(drawn, -1, _smear(across * random.uniform(0.01, 0.05), random.uniform(0, np.pi)))
    place = image[low[1] : high[1], low[0] : high[0]]
    place[:] = (drawn * mask + place * (1 - mask)).clip(0, 255)


def _bent(picture: Array, one: Held) -> Array:
    """Paper is not flat: seen from the side, what stands out is seen further along."""
    n = len(picture)
    u = np.linspace(-1, 1, n, dtype=np.float32)
    out = (1 - u**2) * one.bend * n * float(np.tan(np.radians(one.yaw)))
    at = np.arange(n, dtype=np.float32)
    x = np.repeat((at + out)[None], n, axis=0)
    return cv2.remap(picture, x, np.repeat(at[:, None], n, axis=1), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _hands(drawn: Array, mask: Array, random: np.random.Generator, corners: Array, fingers: int) -> None:
    """Fingers over the lower or side edge, skin-grey, reaching over half of the white margin and sometimes further."""
    across = float(np.linalg.norm(corners[0] - corners[1]))
    for _ in range(fingers):
        a, b = [(2, 3), (1, 2), (3, 0), (2, 3)][random.integers(4)]
        edge = corners[a] + (corners[b] - corners[a]) * random.uniform(0.15, 0.85)
        inward = corners.mean(0) - edge
        tip = edge + inward / np.linalg.norm(inward) * across * random.uniform(0.0, 0.075)
        cv2.line(
            drawn,
            edge.astype(int).tolist(),
            tip.astype(int).tolist(),
            int(random.integers(110, 190)),
            max(2, int(across * 0.07)),
        )


def _spoilt(picture: Array, room: Room, one: Held) -> Array:
    """White streaks down the page; by a chance of their own, so that a room without them stays what it was."""
    if not room.streaks:
        return picture
    picture, random = picture.copy(), np.random.default_rng((room.seed, 7, one.number))
    wide = len(picture) * room.streak / (room.marker * CARD)
    for at in random.uniform(0.16, 0.84, room.streaks) * len(picture):
        share = np.clip(
            np.minimum(np.arange(len(picture)) + 1, at + wide) - np.maximum(np.arange(len(picture)), at), 0, 1
        )[None, :]
        picture[:] = picture * (1 - share) + 236 * share
    return picture


def _thumbs(drawn: Array, random: np.random.Generator, corners: Array, many: int) -> None:
    """Thumbs, as thick as a thumb of a child is on a card of 17 cm, that reach over the frame at the middle of an edge or near a corner."""
    across = float(np.linalg.norm(corners[0] - corners[1]))
    for side in random.permutation(4)[:many]:
        edge = corners[side] + (corners[(side + 1) % 4] - corners[side]) * random.uniform(0.25, 0.75)
        inward = corners.mean(0) - edge
        tip = edge + inward / np.linalg.norm(inward) * across * random.uniform(0.13, 0.21)
        cv2.line(
            drawn,
            edge.astype(int).tolist(),
            tip.astype(int).tolist(),
            int(random.integers(110, 190)),
            max(2, int(across * 0.085)),
            cv2.LINE_AA,
        )


def _smear(length: float, angle: float) -> Array:
    """Kernel of a movement in a straight line."""
    n = max(3, int(length) | 1)
    kernel = np.zeros((n, n), np.float32)
    half = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    cv2.line(
        kernel,
        (n // 2 - half).round().astype(int).tolist(),
        (n // 2 + half).round().astype(int).tolist(),
        1.0,
        1,
        cv2.LINE_AA,
    )
    return kernel / max(kernel.sum(), 1e-6)


def _light(image: Array, random: np.random.Generator) -> Array:
    """A window at one side, corners darker than the middle, a lamp in the lens."""
    h, w = image.shape
    yy, xx = np.mgrid[0:1:48j, 0:1:64j]
    side = random.uniform(-1, 1)
    field_ = (
        random.uniform(0.45, 1.0)
        * (1 + 0.35 * side * (xx - 0.5) * 2)
        * (1 - 0.35 * ((xx - 0.5) ** 2 + (yy - 0.5) ** 2) * 2)
    )
    veil = random.uniform(0, 30) + 40 * np.exp(
        -(((xx - random.random()) / 0.2) ** 2 + ((yy - random.random() * 0.5) / 0.2) ** 2)
    ) * (random.random() < 0.5)
    gain, lift = (cv2.resize(field.astype(np.float32), (w, h)) for field in (field_, veil))
    out = cv2.multiply(image, gain, dtype=cv2.CV_32F)
    out += lift
    return out


def _lens(image: Array, random: np.random.Generator, harm: float) -> Array:
    """Out of focus a little, and the hand that shakes."""
    sigma = harm * random.uniform(0.5, 1.5)
    if sigma > 0.15:
        image = cv2.GaussianBlur(image, (0, 0), sigma)
    length = harm * random.uniform(0, 3)
    return cv2.filter2D(image, -1, _smear(length, random.uniform(0, np.pi))) if length > 1 else image


def _coloured(image: Array, random: np.random.Generator, harm: float) -> Array:
    """With sensor noise, as a colour photo."""
    h, w = image.shape
    noise = np.empty((512, w), np.float32)
    cv2.setRNGSeed(int(random.integers(1 << 30)))
    cv2.randn(noise, 0, harm * random.uniform(2, 9))
    for top in range(0, h, 512):
        rows = min(512, h - top)
        image[top : top + rows] += np.roll(noise[:rows], int(random.integers(w)), axis=1)
    grey = image.clip(0, 255).astype(np.uint8)
    tint = cv2.resize(random.integers(118, 139, (12, 16, 2)).astype(np.uint8), (w, h))
    return cv2.cvtColor(cv2.merge([grey, tint[..., 0], tint[..., 1]]), cv2.COLOR_YCrCb2BGR)


def half(seed: int) -> Room:
    """Cards of half the size, as in a room twice as deep."""
    return Room(seed, marker=0.06)


def two_on_a_page(seed: int) -> Room:
    """The smaller of the two layouts, in a room it is meant for: 6.5 m."""
    return Room(seed, marker=0.104, depth=6.5 / 8)


def near(seed: int, streaks: int = 0, thumbs: int = 0) -> Room:
    """Twelve pupils at 1.8 to 3 m, whose cards the printer or their thumbs spoilt."""
    return Room(seed, rows=((1.8, 3), (2.4, 4), (3.0, 5)), streaks=streaks, thumbs=thumbs)


def photo_of(
    letters: dict[int, str],
    seed: int = 0,
    which: int = 0,
    width: int = 2000,
    harm: float = 0.4,
    copies: tuple[int, ...] = (),
) -> bytes:
    """A JPEG (2000 × 1500, some 60 ms) of a small room in which these cards, number → letter, are held up. Up to 50.

    `which`: 0 or 1, the place of the phone; `copies`: numbers that a second pupil holds up as well, with another letter.
    """
    room = Room(seed, marker=0.12, depth=0.7, width=width, ease=0.5)
    fill(room, {**letters})
    for number in copies:
        one = next(held for held in room.held if held.number == number)
        other = next(held for held in room.held if held.number != number and held.number not in copies)
        room.held.remove(other)
        room.held.append(replace(other, number=number, letter=LETTERS[(LETTERS.index(one.letter) + 1) % 4]))
    return photo(room, which, quality=85, harm=harm)
