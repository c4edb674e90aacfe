"""Words in the picture: rounded cards with a mark, so that right and wrong never rest on colour alone."""

from ..drawing.geometry import num
from ..drawing.kit import Kit, escape
from ..drawing.palette import colour
from .storyboard import Caption

FONT = 'font-family="Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif" font-weight="700"'
STYLES = {
    "card": ("white", "ink", ""),
    "good": ("white", "#00693a", "tick"),
    "bad": ("white", "#b02a22", "no-entry"),
    "care": ("white", "ink", "exclaim"),
}
POP = 0.3  # seconds


def width(text: str, size: float) -> float:
    """An estimate: Chinese characters are square, Latin letters and digits a little over half."""
    return sum(size if ord(c) > 0x2E7F else size * 0.58 for c in text)


def box(words: Caption) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the card in the picture."""
    icon = words.size * 1.15 if words.style in STYLES and STYLES[words.style][2] else 0
    half, tall = (width(words.text, words.size) + icon) / 2 + words.size * 0.5, words.size * 1.64
    return words.x - half, words.y - tall / 2, words.x + half, words.y + tall / 2


def draw_words(words: Caption, t: float, end: float, kit: Kit) -> str:
    """The words at second t of a scene that ends at `end`; "" when they are not to be seen."""
    until = words.until if words.until is not None else end + 9
    if not words.t <= t < until:
        return ""
    grow = min(1.0, (t - words.t + 0.04) / POP) if words.t > 0 else 1.0
    fade = min(grow, max(0.0, (until - t) / 0.2), 1.0)
    p = 1 - (1 - grow) ** 2
    size, wide = words.size, width(words.text, words.size)
    head = f'<g transform="translate({num(words.x)} {num(words.y)}) scale({0.86 + 0.14 * p:.3f})" opacity="{fade:.2f}">'
    if words.style == "plain":
        return (
            head + f'<text y="{num(size * 0.36)}" font-size="{num(size)}" text-anchor="middle" fill="{colour("ink")}" '
            f'stroke="#fff" stroke-width="{num(size * 0.18)}" stroke-linejoin="round" paint-order="stroke" {FONT}>{escape(words.text)}</text></g>'
        )
    ground, ink, mark = STYLES[words.style]
    icon = size * 1.15 if mark else 0
    half, tall = (wide + icon) / 2 + size * 0.5, size * 1.64
    box = f'<rect x="{num(-half)}" y="{num(-tall / 2)}" width="{num(2 * half)}" height="{num(tall)}" rx="{num(size * 0.42)}" '
    out = [
        head,
        box + f'fill="{colour("ink")}" opacity=".14" transform="translate(0 5)"/>',
        box + f'fill="{colour(ground)}"/>',
    ]
    if mark:
        out.append(
            f'<g transform="translate({num(-half + size * 0.98)} 0) scale({size * 0.0094:.3f})">{kit.symbol("marks/" + mark)}</g>'
        )
    out.append(
        f'<text x="{num(icon / 2)}" y="{num(size * 0.36)}" font-size="{num(size)}" text-anchor="middle" fill="{colour(ink)}" {FONT}>{escape(words.text)}</text></g>'
    )
    return "".join(out)
