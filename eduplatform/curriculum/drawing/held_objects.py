"""Hands and what they hold."""

from .geometry import Point, along, capsule, num
from .palette import colour

HELD = {  # drawn in hand coordinates: (0, 0) in the palm, y grows along the forearm
    "phone": '<rect x="-6" y="-7" width="9.6" height="22" rx="2.4" transform="rotate(6)" fill="{ink}"/><rect x="-4.7" y="-4.6" width="7" height="16" rx="1" transform="rotate(6)" fill="{sky}"/>',
    "pole": '<rect x="-1.9" y="-34" width="3.8" height="200" rx="1.9" fill="{wood}"/><path d="M-2.4 10h4.8M-2.4 50h4.8M-2.4 90h4.8M-2.4 130h4.8" stroke="{brown}" stroke-width="1.6"/>',
    "float": '<g transform="translate(0 14)"><rect x="-17" y="-10" width="34" height="22" rx="3" fill="{white}" stroke="{stone}" stroke-width="1.6"/><path d="M-17-3h34" stroke="{stone}" stroke-width="1.6"/></g>',
    "ring": '<g transform="translate(0 16)"><circle r="13" fill="none" stroke="{white}" stroke-width="8"/><circle r="13" fill="none" stroke="{red}" stroke-width="8" stroke-dasharray="10.2 10.2"/></g>',
    "towel": '<path d="M-11-3H11L13 22C7 25-7 25-13 22Z" fill="{teal}"/><path d="M-12 14H12.5V18H-12.5Z" fill="{white}" opacity=".7"/>',
    "book": '<path d="M-12-2L0 1L12-2V14L0 17L-12 14Z" fill="{cream}"/><path d="M0 1V17" stroke="{stone}"/><path d="M-12-2L0 1V17L-12 14Z" fill="{sand}"/>',
    "bag": '<path d="M-7 4C-7-5 7-5 7 4" fill="none" stroke="{brown}" stroke-width="2.4"/><rect x="-13" y="3" width="26" height="24" rx="4" fill="{plum}"/>',
    "ball": '<circle cx="0" cy="11" r="11" fill="{orange}"/><path d="M-11 11H11M0 0V22" stroke="{brown}" stroke-width="1.3"/>',
    "whistle": '<circle cx="1" cy="4" r="4" fill="{yellow}"/><rect x="-2" y="-2" width="10" height="4" fill="{yellow}"/>',
    "megaphone": '<path d="M-3 0L-9 24H9L3 0Z" fill="{orange}"/><rect x="-11" y="23" width="22" height="4" rx="2" fill="{red}"/>',
}


def held(name: str, at: Point, angle: float) -> str:
    body = HELD[name].format(
        **{
            k: colour(k)
            for k in (
                "ink",
                "sky",
                "wood",
                "brown",
                "white",
                "stone",
                "red",
                "teal",
                "cream",
                "sand",
                "plum",
                "orange",
                "yellow",
            )
        }
    )
    return f'<g transform="translate({num(at[0])} {num(at[1])}) rotate({num(-angle)})">{body}</g>'


def hand(at: Point, angle: float, build: dict, skin: str, fingers: str, thumb: int = 1) -> str:
    """A mitten hand; `point` adds a finger, `flat` stretches the palm (halt, touch), `open` shows a thumb.

    `thumb` = -1 puts the thumb on the other side (the far hand hanging down).
    """
    r = build["arm"] * 0.8
    palm = along(at, angle, r * 0.25)
    d = capsule(at, along(at, angle, r * 0.9), r * 0.86, r)
    if fingers == "point":
        d += capsule(palm, along(palm, angle, r * 2.9), r * 0.45, r * 0.34)
    elif fingers == "flat":
        d += capsule(palm, along(palm, angle + 4, r * 2.1), r * 0.9, r * 0.66)
    elif fingers == "up":
        d += capsule(palm, along(palm, 180, r * 2.2), r * 0.9, r * 0.7)
    if fingers != "fist":
        d += capsule(palm, along(palm, angle + 58 * thumb, r * 1.5), r * 0.42, r * 0.34)
    return f'<path d="{d}" fill="{skin}"/>'
