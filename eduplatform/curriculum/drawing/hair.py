"""Hair and headwear by name: what lies behind the head and what lies over it (head coordinates, see faces.py)."""

from .palette import colour

CAP = "M-18.2 1.5C-20-13.5-11.5-22.5.5-22.5S20.2-13.5 18.2 1.5"
FRINGE = {  # the lower edge of the hair, from the right temple back to the left one
    "side": "C17-2.5 15.5-6 13-9.5C6-5.5-3-5-9.5-10C-12.5-7.5-15.5-3.5-16.2 1.5Z",
    "even": "C17.4-1.5 16.6-4.5 15.4-6.6C10-4.6 5-4.4 0-4.4S-10-4.6-15.4-6.6C-16.6-4.5-17.4-1.5-16.6 1.5Z",
    "crew": "C17.2-3 16.4-7 15-10.2C10-12.6 5-13 0-13S-10-12.6-15-10.2C-16.4-7-17.2-3-16.6 1.5Z",
    "part": "C17-3 14.5-8 8-11.5C3-7-8-5-16 1.5Z",
    "tuft": "C17.2-2 16-6 14-8.5C11-6.5 9-6.8 7-8C4-5.5 0-5.5-2-8C-6-5-11-6-13.5-8.5C-15.5-6-16.6-3-16.4 1.5Z",
    "middle": "C17-4 12-8 1-12.5C-10-8.5-16-4-16.4 1.5Z",
}
STYLES: dict[str, tuple[str, str, str]] = {
    # name: (behind the head, fringe, over the head); {h} hair colour, {t} tie colour
    "bunches": (
        '<path d="M-15-8C-27-9-31 4-27 14C-21 13-16 6-14-2ZM15-8C27-9 31 4 27 14C21 13 16 6 14-2Z" fill="{h}"/>',
        "even",
        '<circle cx="-17.5" cy="-5.5" r="2.9" fill="{t}"/><circle cx="17.5" cy="-5.5" r="2.9" fill="{t}"/>',
    ),
    "ponytail": (
        '<path d="M-8-17C-24-24-34-10-29 9C-24 10-21 3-21-3C-20-8-14-10-9-11Z" fill="{h}"/>',
        "part",
        '<ellipse cx="-13.8" cy="-15.6" rx="2.4" ry="3.6" transform="rotate(-38 -13.8 -15.6)" fill="{t}"/>',
    ),
    "bob": (
        '<path d="M-19-2C-22 8-20 14-16 17H16C20 14 22 8 19-2Z" fill="{h}"/>',
        "even",
        '<path d="M-17.6-2C-20 5-19.4 12-15 16.4C-13.6 10-14.8 4-15.6-4ZM17.6-2C20 5 19.4 12 15 16.4C13.6 10 14.8 4 15.6-4Z" fill="{h}"/>',
    ),
    "long": (
        '<path d="M-19-4C-23 10-22 22-17 28H17C22 22 23 10 19-4Z" fill="{h}"/>',
        "middle",
        '<path d="M-17-3C-20 6-19.6 14-16.4 20C-14.4 12-15 4-15.6-3ZM17-3C20 6 19.6 14 16.4 20C14.4 12 15 4 15.6-3Z" fill="{h}"/>',
    ),
    "bun": ('<circle cx="-6" cy="-23" r="8" fill="{h}"/>', "part", ""),
    "tucked": (  # under a work cap, nothing hangs loose
        "",
        "part",
        '<path d="M-17.4-3C-19.4 4-18.6 9.5-15.4 11.500C-14.6 7-15-1-15.4-4ZM17.4-3C19.4 4 18.6 9.5 15.4 11.500C14.6 7 15-1 15.4-4Z" fill="{h}"/>',
    ),
    "short": ("", "side", ""),
    "crew": ("", "crew", ""),
    "tuft": ("", "tuft", '<path d="M-3-21C-2-26 3-27 6-25C3-24 3-22 4-20Z" fill="{h}"/>'),
    "wavy": ('<path d="M-18-6C-25-2-24 8-19 12H19C24 8 25-2 18-6Z" fill="{h}"/>', "side", ""),
}
NAPE = "M-17-8C-21 4-17 14-9 15C-8 8-7 4-4-1L7-13L-8-14Z"  # the back of a head in profile
HATS = {
    "fire": '<path d="M-21-4C-21-20-12-27 0-27S21-20 21-4Z" fill="{red}"/><path d="M-3.5-27H3.5V-4H-3.5Z" fill="{yellow}"/>'
    '<rect x="-23" y="-7" width="46" height="5" rx="2.5" fill="#a8322b"/><circle cx="{fx}" cy="-13" r="5" fill="{yellow}"/>',
    "police": '<path d="M-17-8L-21-17C-13-24 13-24 21-17L17-8Z" fill="#dde5ec"/><path d="M-17.5-11H17.5V-5H-17.5Z" fill="{navy}"/>'
    '<path d="M-14-5.5C-6-1.5 8-1.5 16-5.5Z" fill="{ink}"/><circle cx="{fx}" cy="-14.5" r="3" fill="{yellow}"/>',
    "helmet": '<path d="M-20-3C-20-19-11-26 1-26S21-18 20-4Z" fill="{yellow}"/><path d="M-13-8C-12-16-8-20-4-21L-2-17C-6-15-8-12-8-7ZM2-20L6-21C11-19 14-14 14-7H9C9-12 6-16 2-17Z" fill="#d79a1c"/>'
    '<path d="M-17-4L-13 12M17-4L13 12" stroke="{ink}" stroke-width="1.6" fill="none"/>',
    "yellow": '<path d="M-18.5-5C-19-18-11-25 0-25S19-18 18.5-5Z" fill="{yellow}"/><path d="M2-7C10-9 21-8 26-4C20-2 8-2 0-4Z" fill="#d79a1c"/>',
    "hardhat": '<path d="M-19-7C-19-20-11-27 0-27S19-20 19-7Z" fill="{yellow}"/><path d="M-4-27H4V-8H-4Z" fill="#e0aa2a"/><rect x="-22" y="-9" width="45" height="5" rx="2.5" fill="#e0aa2a"/>',
    "workcap": '<path d="M-18.5-5C-19.5-18-11-24.5 0-24.5S19.5-18 18.5-5Z" fill="{navy}"/><path d="M2-7C10-9 20-8 24-4C19-2 8-2 0-4Z" fill="#1f3a63"/><circle cx="{fx}" cy="-15" r="3" fill="{yellow}"/>',
    "cook": '<path d="M-16-8C-27-13-23-27-11-26C-6-33 8-33 12-26C24-27 27-13 16-8Z" fill="{white}"/><path d="M-16.5-12H16.5V-6H-16.5Z" fill="#dfe6ec"/>',
    "guard": '<path d="M-17-8L-21-16C-13-23 13-23 21-16L17-8Z" fill="#2f3a4a"/><path d="M-17.5-11H17.5V-5H-17.5Z" fill="#1d2531"/><path d="M-14-5.500C-6-1.5 8-1.5 16-5.500Z" fill="{ink}"/><circle cx="{fx}" cy="-14" r="2.8" fill="#dde5ec"/>',
    "rider": '<path d="M-20.5 3C-22-17-12-27 0-27S22-17 20.5 3L16.5 6L15.5-7H-15.500L-16.5 6Z" fill="{yellow}"/><path d="M-15.5-7C-14-15 14-15 15.5-7L18-10C14-20-14-20-18-10Z" fill="{ink}" opacity=".75"/>',
    "nurse": '<path d="M-13-12L-15-23H15L13-12C5-15-5-15-13-12Z" fill="{white}"/><path d="M-2-22H2V-20H4V-17H2V-15H-2V-17H-4V-20H-2Z" fill="{red}"/>',
}


def behind(style: str, hair: str, tie: str) -> str:
    return STYLES[style][0].format(h=hair, t=tie)


def over(style: str, hair: str, tie: str, back: bool) -> str:
    """Hair in front of the face; seen from behind it covers the whole head."""
    if back:
        return f'<path d="{CAP}C17 10 10 15 0 15S-17 10-18.2 1.5Z" fill="{hair}"/>' + STYLES[style][2].format(
            h=hair, t=tie
        )
    return f'<path d="{CAP}{FRINGE[STYLES[style][1]]}" fill="{hair}"/>' + STYLES[style][2].format(h=hair, t=tie)


def hat(name: str, turn: float) -> str:
    names = {k: colour(k) for k in ("red", "yellow", "white", "navy", "ink")}
    return HATS[name].format(fx=f"{turn * 6:.0f}", **names)
