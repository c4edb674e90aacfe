"""Expands authors' pictures: `media/src/*.svg` with `<use href="kit:…">` become self-contained `media/*.svg`.

The output depends on the source and the kit alone, so a test compares `expanded(source)` with the file beside it.
"""

import re
from collections.abc import Iterator
from math import cos, radians, sin
from pathlib import Path
from urllib.parse import parse_qsl
from xml.etree import ElementTree
from zlib import crc32

from .drawing.geometry import num
from .drawing.kit import SVG, Kit, KitError, escape, point

LIMIT = 30 * 1024
USE = ("x", "y", "scale", "width", "height", "flip", "rotate", "opacity", "water", "below", "gaze", "href")
ALLOWED = {
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "title",
    "desc",
    "use",
    "defs",
    "symbol",
    "clipPath",
    "mask",
    "linearGradient",
    "radialGradient",
    "stop",
}


class PictureError(ValueError):
    """A picture that cannot be used; str() reads `file:line: reason`."""


def picture_sources(courses: Path) -> Iterator[Path]:
    """Every `media/src/*.svg` below the courses folder, in a fixed order."""
    yield from sorted(courses.glob("**/media/src/*.svg"))


def target(source: Path) -> Path:
    return source.parent.parent / source.name


def expand(courses: Path) -> int:
    """Writes the pictures that changed; how many. Raises PictureError for the first bad source."""
    kit, written = Kit(courses / "_kit"), 0
    for source in picture_sources(courses):
        text, out = expanded(source, kit), target(source)
        if not out.exists() or out.read_text("utf-8") != text:
            out.write_text(text, "utf-8")
            written += 1
    return written


def stale(courses: Path) -> list[Path]:
    """Pictures that are missing or differ from their source (for the check and the test)."""
    kit = Kit(courses / "_kit")
    return [
        target(s)
        for s in picture_sources(courses)
        if not target(s).exists() or target(s).read_text("utf-8") != expanded(s, kit)
    ]


def expanded(source: Path, kit: Kit) -> str:
    """The self-contained SVG text of one source file. Raises PictureError with file, line and reason."""
    try:
        raw = source.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = source.read_bytes().count(b"\n", 0, error.start) + 1
        raise PictureError(f"{source}:{line}: save the file as UTF-8") from error
    if "<!DOCTYPE" in raw or "<!ENTITY" in raw:
        raise PictureError(f"{source}:1: no DOCTYPE or ENTITY in a picture")
    try:
        root = ElementTree.fromstring(raw)
    except ElementTree.ParseError as error:
        raise PictureError(f"{source}:{error.position[0]}: {error}") from error
    if root.tag != f"{SVG}svg" or "viewBox" not in root.attrib:
        raise PictureError(f"{source}:1: the root must be <svg xmlns=… viewBox=…>")
    writer = Writer(source, raw, kit)
    text = writer.node(root) + "\n"
    if len(text.encode()) > LIMIT:
        raise PictureError(
            f"{source}:1: {len(text.encode()) // 1024} KB after expansion; at most {LIMIT // 1024} KB: use fewer people or a simpler place"
        )
    return text


def harmless(shapes: str, kit: Kit) -> str:
    """Own shapes of a storyboard, checked like a picture. Raises PictureError."""
    raw = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{shapes}</svg>'
    try:
        root = ElementTree.fromstring(raw)
    except ElementTree.ParseError as error:
        raise PictureError(f"svg: {error}") from error
    return "".join(Writer(Path("svg"), raw, kit).node(child) for child in root)


class Writer:
    """Serialises one source, replacing kit uses and making ids unique to the file."""

    def __init__(self, source: Path, raw: str, kit: Kit):
        self.source, self.raw, self.kit = source, raw, kit
        self.prefix = re.sub(r"[^a-z0-9]+", "-", source.stem.lower())

    def fail(self, reason: str, needle: str) -> PictureError:
        at = self.raw.find(needle)
        return PictureError(f"{self.source}:{self.raw.count(chr(10), 0, max(at, 0)) + 1}: {reason}")

    def node(self, node: ElementTree.Element) -> str:
        tag = node.tag.removeprefix(SVG)
        if tag not in ALLOWED:
            raise self.fail(f"<{tag}> is not allowed in a picture", f"<{tag}")
        href = node.get("href") or ""
        if tag == "use" and href.startswith("kit:"):
            return self.use(node, href)
        attrs = "".join(self.attribute(tag, k, v) for k, v in node.attrib.items())
        if tag == "svg":
            attrs = ' xmlns="http://www.w3.org/2000/svg"' + attrs
        text = escape((node.text or "") if tag in ("text", "tspan", "title", "desc") else (node.text or "").strip())
        inner = text + "".join(self.node(c) + escape((c.tail or "").strip()) for c in node)
        return f"<{tag}{attrs}>{inner}</{tag}>" if inner else f"<{tag}{attrs}/>"

    def attribute(self, tag: str, key: str, value: str) -> str:
        if (
            key.startswith("on")
            or key == "style"
            or "://" in value
            or value.strip().startswith(("javascript:", "data:"))
        ):
            raise self.fail(f"attribute {key} is not allowed in a picture", f"{key}=")
        if key == "href" and not value.startswith("#"):
            raise self.fail(f"href {value!r} must start with kit: or #", value)
        if key == "id":
            value = f"{self.prefix}-{value}"
        elif key == "href":
            value = f"#{self.prefix}-{value[1:]}"
        elif "url(#" in value:
            value = value.replace("url(#", f"url(#{self.prefix}-")
        return f' {key}="{escape(value)}"'

    def use(self, node: ElementTree.Element, href: str) -> str:
        for key in node.attrib:
            if key not in USE:
                raise self.fail(f"{key} is not an attribute of a kit use; there are: {', '.join(USE[:-1])}", href)
        try:
            body = self.kit.symbol(looking(href, dict(node.attrib)))
            afloat(self.kit, href, dict(node.attrib))
            place = placement(self.kit, href, dict(node.attrib))
        except (KitError, ValueError) as error:
            raise self.fail(str(error), href) from error
        fade = f' opacity="{node.get("opacity")}"' if node.get("opacity") else ""
        drawn = f'<g transform="{place}"{fade}>{body}</g>'
        if not node.get("water"):
            return drawn
        return cut_off(drawn, float(node.get("water", "")), f"{self.prefix}-", float(node.get("below", 0)))


def looking(href: str, at: dict) -> str:
    """A person's reference with `gaze`, a point of the picture, told in the person's own centimetres. Raises KitError."""
    if not (target := point(at.get("gaze", ""))):
        return href
    scale, turn = float(at.get("scale", 2)), -radians(float(at.get("rotate") or 0))
    dx, dy = target[0] - float(at.get("x", 0)), target[1] - float(at.get("y", 0))
    x, y = (dx * cos(turn) - dy * sin(turn)) / scale, (dx * sin(turn) + dy * cos(turn)) / scale
    return f"{href}{'&' if '?' in href else '?'}gaze={num(-x if flipped(at) else x)},{num(y)}"


def afloat(kit: Kit, href: str, at: dict) -> None:
    """Refuses a swimmer who does not lie at the water line. Raises KitError."""
    pose = dict(parse_qsl(href.partition("?")[2])).get("pose", "stand")
    if "water" not in at or "surface" not in kit.poses.get(pose, [{}])[0]:
        return
    if abs(float(at["water"]) - float(at.get("y", 0))) > 12 * float(at.get("scale", 2)):
        raise KitError(f"pose {pose} is placed by the water line: y={at.get('y', 0)} must be near water={at['water']}")


def flipped(at: dict) -> bool:
    return at.get("flip") in ("1", "true", "yes")


def cut_off(drawn: str, line: float, prefix: str = "", below: float = 0) -> str:
    """What is drawn, without all below y = `line` (somebody in water or behind a window sill).

    `below` is the opacity of what is under the line: a body seen through water.
    """
    name = f"{prefix}w{num(line).replace('.', '-')}-{crc32(drawn.encode()) % 9999}"
    over = f'<clipPath id="{name}"><path d="M-400-400H1680V{num(line)}H-400Z"/></clipPath>'
    if not below:
        return f'{over}<g clip-path="url(#{name})">{drawn}</g>'
    return (
        f'{over}<clipPath id="{name}u"><path d="M-400 {num(line)}H1680V1120H-400Z"/></clipPath>'
        f'<g clip-path="url(#{name})"><g id="{name}b">{drawn}</g></g>'
        f'<g clip-path="url(#{name}u)" opacity="{below:g}"><use href="#{name}b"/></g>'
    )


def placement(kit: Kit, href: str, at: dict) -> str:
    """The transform of a kit use. x, y is the anchor: feet of a person, bottom middle of a thing, middle of a mark,
    top left of a place. Size: `scale` (pixels per centimetre; default 2), or `width`/`height` of things."""
    scale, path = float(at.get("scale", 2)), href.removeprefix("kit:").partition("?")[0]
    if not path.startswith("people/"):
        _, _, wide, high = kit.box(path)
        scale = float(at.get("scale", 1 if path.startswith(("places/", "marks/")) else 2))
        if "width" in at:
            scale = float(at["width"]) / wide
        elif "height" in at:
            scale = float(at["height"]) / high
    elif "height" in at or "width" in at:
        raise KitError("people keep their true sizes: give scale=, not width or height")
    parts = [f"translate({num(float(at.get('x', 0)))} {num(float(at.get('y', 0)))})"]
    if at.get("rotate"):
        parts.append(f"rotate({num(float(at['rotate']))})")
    mirror = "-" if flipped(at) else ""
    if mirror or scale != 1:
        parts.append(f"scale({mirror}{scale:.3g} {scale:.3g})")
    return " ".join(parts)


if __name__ == "__main__":
    import sys

    print(expand(Path(sys.argv[1] if len(sys.argv) > 1 else "courses")), "pictures written")
