"""Faces in head coordinates: the head is about 36 wide and 36 high around (0, 0), y grows down."""

from .geometry import Point, num
from .palette import colour

INK = colour("ink")
BROWS = {  # (inner end, outer end) heights: a raised inner end worries, a low one is firm
    "calm": (-6.4, -6.2),
    "smile": (-6.8, -6.4),
    "worry": (-8.6, -5.6),
    "shout": (-8.2, -6.6),
    "firm": (-5.6, -7),
    "angry": (-2.4, -5.6),
    "happy": (-7.2, -6.6),
    "wow": (-8.6, -7.8),
    "rest": (-6.2, -5.8),
    "think": (-5.8, -7.4),
    "sad": (-7.8, -5.4),
    "gasp": (-7.6, -6.4),
    "blink": (-6.4, -6.2),
}
MOUTHS = {
    "calm": "M{l} 9.2Q{x} 11 {r} 9.2",
    "smile": "M{l} 8.4Q{x} 12.8 {r} 8.4",
    "worry": "M{l} 10.6Q{x} 8.2 {r} 10.6",
    "firm": "M{l} 9.8L{r} 9.8",
    "angry": "M{l} 11.2Q{x} 7.6 {r} 11.2",
    "think": "M{l} 9.4Q{x} 9.6 {r} 10.6",
    "sad": "M{l} 10.8Q{x} 8.8 {r} 10.8",
    "rest": "M{l} 9.2Q{x} 10.6 {r} 9.2",
    "blink": "M{l} 9.2Q{x} 11 {r} 9.2",
}
OPEN_MOUTHS = {"shout": (3.6, 4.2), "wow": (2.2, 2.8), "gasp": (2.4, 2.2)}  # half width, half height
HEAD = "M-17.2-2.5C-17.2-14-9.5-19 0-19S17.2-14 17.2-2.5C17.2 9.5 9 16.2 0 16.2S-17.2 9.5-17.2-2.5Z"


GLASS = f'<circle cx="{{}}" cy="1.4" r="4.9" fill="#fff" fill-opacity=".25" stroke="{INK}" stroke-width="1.2"/>'


def ink_line(d: str, width: float = 1.5) -> str:
    return f'<path d="{d}" fill="none" stroke="{INK}" stroke-width="{num(width)}" stroke-linecap="round"/>'


def eye(x: float, mood: str, squeeze: float, gaze: Point | None = None) -> str:
    """One eye; `squeeze` < 1 narrows the eye that is turned away, `gaze` is the direction it looks (length ≤ 1)."""
    if mood in ("blink", "rest"):
        return ink_line(f"M{num(x - 2.5 * squeeze)} 1.6Q{num(x)} 3.4 {num(x + 2.5 * squeeze)} 1.6", 1.6)
    if mood == "happy":
        return ink_line(f"M{num(x - 2.6 * squeeze)} 2.4Q{num(x)} -1.6 {num(x + 2.6 * squeeze)} 2.4", 1.7)
    if gaze:  # the white shows where the pupil went
        px, py = x + gaze[0] * 1.5 * squeeze, 1.4 + gaze[1] * 1.3
        return (
            f'<ellipse cx="{num(x)}" cy="1.4" rx="{num(3.4 * squeeze)}" ry="3.8" fill="#fff"/>'
            f'<ellipse cx="{num(px)}" cy="{num(py)}" rx="{num(2.5 * squeeze)}" ry="2.9" fill="{INK}"/>'
        )
    rx, ry = (2.5 if mood == "wow" else 2.25) * squeeze, 3.2 if mood == "wow" else 2.9
    return (
        f'<ellipse cx="{num(x)}" cy="1.4" rx="{num(rx)}" ry="{num(ry)}" fill="{INK}"/>'
        f'<circle cx="{num(x + 0.7)}" cy=".3" r=".8" fill="#fff"/>'
    )


def mouth(x: float, mood: str) -> str:
    if mood in OPEN_MOUTHS:
        wide, deep = OPEN_MOUTHS[mood]
        return (
            f'<ellipse cx="{num(x)}" cy="9.8" rx="{num(wide)}" ry="{num(deep)}" fill="#8c3b3b"/>'
            f'<ellipse cx="{num(x)}" cy="{num(9.8 + deep * 0.55)}" rx="{num(wide * 0.6)}" ry="{num(deep * 0.4)}" fill="#e88a80"/>'
        )
    if mood == "happy":
        return f'<path d="M{num(x - 4.4)} 7.8Q{num(x)} 8.8 {num(x + 4.4)} 7.8Q{num(x + 3.4)} 13.4 {num(x)} 13.4T{num(x - 4.4)} 7.8Z" fill="#8c3b3b"/>'
    return ink_line(MOUTHS[mood].format(l=num(x - 3.4), x=num(x), r=num(x + 3.4)), 1.6)


def side_face(mood: str, shut: bool, gaze: Point | None = None, glasses: bool = False) -> str:
    """A profile looking right (puppet.head mirrors it for the left): one eye, one cheek, half a mouth."""
    inner, outer = BROWS[mood]
    half = f'<g transform="translate(3.4 0) scale(.72 1)">{mouth(12.2, mood)}</g>'
    return (
        f'<circle cx="6.5" cy="7" r="2.9" fill="{colour("blush")}" opacity=".5"/>'
        + eye(10.2, "blink" if shut else mood, 0.85, gaze)
        + ink_line(f"M8.2 {num(outer)}Q10.8 {num(min(inner, outer) - 0.9)} 13 {num(inner)}", 1.3)
        + half
        + (f'<path d="M5.6 1H-2" stroke="{INK}" stroke-width="1.2"/>{GLASS.format(10.2)}' if glasses else "")
    )


def goggles(turn: float) -> str:
    """Workshop goggles: one clear band, the eyes stay to be seen."""
    fx = turn * 5.2
    return (
        f'<path d="M-17 0H17" stroke="{INK}" stroke-width="3"/><rect x="{num(fx - 12.5)}" y="-5" width="25" height="12.5" '
        f'rx="5.5" fill="{colour("mist")}" fill-opacity=".55" stroke="{colour("slate")}" stroke-width="2"/>'
    )


def face(mood: str, turn: float, glasses: bool = False, adult: bool = False, gaze: Point | None = None) -> str:
    """Eyes, brows, nose, cheeks and mouth for a mood and a turn of -1 (left) … 1 (right).

    A mood may end in "~shut": the same face in the moment of a blink. `gaze` is a direction in head coordinates.
    """
    mood, _, shut = mood.partition("~")
    fx, squeeze = turn * 5.2, 1 - min(abs(turn), 1) * 0.16
    apart = 6.4 - min(abs(turn), 1) * 0.7
    eyes = [(fx - apart, squeeze if turn < 0 else 1), (fx + apart, squeeze if turn > 0 else 1)]
    if abs(turn) > 1.25:
        return side_face(mood, bool(shut), gaze, glasses)
    inner, outer = BROWS[mood]
    out = [
        f'<circle cx="{num(fx - 9.4)}" cy="6.8" r="2.9" fill="{colour("blush")}" opacity=".5"/>'
        f'<circle cx="{num(fx + 9.4 - max(turn, 0) * 1.5)}" cy="6.8" r="2.9" fill="{colour("blush")}" opacity=".5"/>'
    ]
    for (x, squeezed), sign in zip(eyes, (-1, 1), strict=True):
        out.append(eye(x, "blink" if shut else mood, squeezed, gaze))
        out.append(
            ink_line(
                f"M{num(x - sign * 2.4)} {num(inner)}Q{num(x)} {num(min(inner, outer) - 0.9)} {num(x + sign * 2.8)} {num(outer)}",
                1.6 if adult else 1.3,
            )
        )
    nose = fx * 1.2
    out.append(
        f'<path d="M{num(nose - 1)} 5.6q1 1 2 0" fill="none" stroke="{colour("skin-shade")}" stroke-width="1.4" stroke-linecap="round"/>'
    )
    out.append(mouth(fx, mood))
    if glasses:
        rims = "".join(f'<circle cx="{num(x)}" cy="1.4" r="4.9"/>' for x, _ in eyes)
        out.append(
            f'<g fill="#fff" fill-opacity=".25" stroke="{INK}" stroke-width="1.2">{rims}<path d="M{num(eyes[0][0] + 4.9)} 1h{num(eyes[1][0] - eyes[0][0] - 9.8)}"/></g>'
        )
    return "".join(out)
