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
    "umbrella": '<path d="M0 6V-88" stroke="{brown}" stroke-width="2.6"/><path d="M-60-68C-56-100-34-112-12-112S28-100 32-68C20-76 12-76 3-69C-6-76-20-76-29-69C-38-76-48-76-60-68Z" fill="{teal}"/>',
    "extinguisher": '<rect x="-8" y="4" width="16" height="42" rx="7" fill="{red}"/><path d="M-4 4V-2H9" stroke="{ink}" stroke-width="3.4" fill="none"/><rect x="-8" y="18" width="16" height="11" fill="{white}"/>',
    "torch": '<rect x="-3" y="-6" width="6" height="20" rx="2" fill="{ink}"/><path d="M-5.5 14H5.500L7 20H-7Z" fill="{yellow}"/>',
    "cup": '<path d="M-6-6H6L5 9H-5Z" fill="{white}" stroke="{stone}" stroke-width="1.4"/><path d="M-5.5-1H5.5" stroke="{teal}" stroke-width="3"/>',
    "tray": '<rect x="-6" y="-5" width="46" height="6" rx="2" fill="{stone}"/><path d="M0-5a8 8 0 0 1 16 0Z" fill="{white}"/><path d="M18-5a8 6 0 0 1 16 0Z" fill="{orange}"/>',
    "paper": '<rect x="-9" y="-2" width="18" height="24" rx="1.5" fill="{white}" stroke="{stone}"/><path d="M-5 4H5M-5 9H5M-5 14H2" stroke="{stone}" stroke-width="1.8"/>',
    "broom": '<path d="M0-30V62" stroke="{wood}" stroke-width="3"/><path d="M-10 60H10L14 82H-14Z" fill="{sand}"/>',
    "megaphone": '<path d="M-3 0L-9 24H9L3 0Z" fill="{orange}"/><rect x="-11" y="23" width="22" height="4" rx="2" fill="{red}"/>',
}


UPRIGHT = {"umbrella", "cup", "tray", "extinguisher"}  # hang or stand straight, whichever way the arm points


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
    return f'<g transform="translate({num(at[0])} {num(at[1])}) rotate({num(0 if name in UPRIGHT else -angle)})">{body}</g>'


def hand(at: Point, angle: float, build: dict, skin: str, fingers: str, thumb: int = 1) -> str:
    """A mitten hand; `point` adds a finger, `flat` stretches the palm (touch), `up` spreads the fingers (halt, refuse: one thick
    finger beside a thumb reads as a thumb up), `open` shows a thumb.

    `thumb` = -1 puts the thumb on the other side (the far hand hanging down).
    """
    r = build["arm"] * 0.8
    palm = along(at, angle, r * 0.25)
    d = capsule(at, along(at, angle, r * 0.9), r * 0.86, r)
    if fingers == "point":
        d += capsule(palm, along(palm, angle, r * 2.9), r * 0.45, r * 0.34)
    elif fingers == "flat":
        d += capsule(palm, along(palm, angle + 4, r * 2.1), r * 0.9, r * 0.66)
    elif fingers == "back":  # the back of the hand against a door: fingers up and curled towards oneself
        tip = along(palm, 168, r * 1.5)
        d += capsule(palm, tip, r * 0.95, r * 0.8) + capsule(tip, along(tip, -118, r * 1.35), r * 0.72, r * 0.6)
    elif fingers == "up":
        d += capsule(palm, along(palm, 180, r * 0.7), r * 1.05, r * 1.1)
        roots = [(palm[0] + x * r, palm[1] - r * 0.8) for x in (-0.75, -0.25, 0.25, 0.75)]
        for root, lean, long in zip(roots, (200, 187, 173, 160), (1.5, 1.9, 1.9, 1.5), strict=True):
            d += capsule(root, along(root, lean, r * long), r * 0.36, r * 0.32)
        d += capsule(palm, along(palm, 246, r * 1.9), r * 0.42, r * 0.34)
    if fingers not in ("fist", "back", "up"):
        d += capsule(palm, along(palm, angle + 58 * thumb, r * 1.5), r * 0.42, r * 0.34)
    return f'<path d="{d}" fill="{skin}"/>'
