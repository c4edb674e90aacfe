"""Looks up kit symbols. `kit:people/girl-a?pose=walk&face=smile`, `kit:things/door?state=hot`, `kit:marks/tick`."""

import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import yaml

from . import faces, hair, held_objects, puppet

SVG = "{http://www.w3.org/2000/svg}"
PERSON_OPTIONS = {"pose", "face", "wear", "hold", "turn", "gaze"}
WEAR = {"casual", "scarf", "backpack", "lifevest", "goggles", *hair.HATS}


class KitError(ValueError):
    """A symbol, pose or option that the kit does not have; the message says what there is."""


class Kit:
    """The symbols under a `_kit` folder. `symbol(ref)` gives SVG text around the symbol's own anchor."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.cast = yaml.safe_load((folder / "people/cast.yaml").read_text("utf-8"))["people"]
        poses = yaml.safe_load((folder / "people/poses.yaml").read_text("utf-8"))
        self.poses: dict[str, list[dict]] = {}
        self.strides: dict[str, float] = {}  #: way per cycle of a gait, in cm
        self.periods: dict[str, float] = {}  #: seconds per cycle of a gesture
        for name, row in poses["poses"].items():
            self.poses[name] = [{**poses["base"], **frame} for frame in row.get("frames", [row])]
            self.strides[name], self.periods[name] = row.get("stride", 0), row.get("period", 0)
        self._files: dict[str, ElementTree.Element] = {}

    def names(self, group: str) -> list[str]:
        return sorted(p.stem for p in (self.folder / group).glob("*.svg"))

    def symbol(self, ref: str) -> str:
        """SVG text of a reference with or without the leading `kit:`. Raises KitError."""
        path, _, query = ref.removeprefix("kit:").partition("?")
        options = dict(parse_qsl(query, keep_blank_values=True))
        if path.startswith("people/"):
            return self.person(path.removeprefix("people/"), options)
        return self.drawing(path, options)

    def person(self, who: str, options: dict[str, str]) -> str:
        need(who, self.cast, "person")
        for key in options:
            need(key, PERSON_OPTIONS, "option of a person")
        need(options.get("pose", "stand"), self.poses, "pose")
        pose = dict(self.poses[options.get("pose", "stand")][0])
        if "turn" in options:
            pose["turn"] = max(-1.5, min(1.5, float(options["turn"])))
        return self.person_in(who, pose, options)

    def person_in(self, who: str, pose: dict, options: dict[str, str]) -> str:
        """A person in a pose given by its angles (videos blend their own)."""
        mood, hold = options.get("face", "smile"), options.get("hold", "")
        need(mood.removesuffix("~shut"), faces.BROWS, "face")
        if hold:
            need(hold, held_objects.HELD, "thing to hold")
        wear = frozenset(options.get("wear", "").replace(",", " ").split())
        for word in wear:
            need(word, WEAR, "thing to wear")
        return puppet.draw_person(self.cast[who], pose, mood, wear, hold, point(options.get("gaze", "")))

    def _root(self, path: str) -> ElementTree.Element:
        if path not in self._files:
            file = self.folder / f"{path}.svg"
            if not re.fullmatch(r"[a-z0-9/-]+", path) or not file.is_file():
                raise KitError(f"no kit symbol {path}; see courses/_kit/README.md")
            self._files[path] = ElementTree.parse(file).getroot()
        return self._files[path]

    def drawing(self, path: str, options: dict[str, str]) -> str:
        """A thing, place or mark. Parts with data-if="state=red" show only for that option."""
        root = self._root(path)
        known = dict(parse_qsl(root.get("data-options", "")))
        for key in options:
            need(key, known, f"option of {path}")
            if key in (values := self._choices(path)):
                need(options[key], values[key] | {known[key]}, f"{key} of {path}")
        chosen = {**known, **options}
        return "".join(plain_svg(child, chosen) for child in root)

    def _choices(self, path: str) -> dict[str, set[str]]:
        """The values that parts of a drawing ask for, by option; options that only fill in a text are free."""
        found: dict[str, set[str]] = {}
        for key, value in self.values(path):
            found.setdefault(key, set()).add(value)
        return found

    def values(self, path: str) -> list[tuple[str, str]]:
        """Every (option, value) that a part of the drawing asks for."""
        rules = [rule for node in self._root(path).iter() for rule in node.get("data-if", "").split()]
        return sorted({(key, value) for key, _, rest in (r.partition("=") for r in rules) for value in rest.split("|")})

    def box(self, path: str) -> tuple[float, float, float, float]:
        """viewBox of a thing, place or mark: x, y, width, height."""
        x, y, w, h = (
            float(v) for v in self._root(path.removeprefix("kit:").partition("?")[0]).get("viewBox", "").split()
        )
        return x, y, w, h


def point(text: str) -> tuple[float, float] | None:
    """`40,-120` as two numbers; None for nothing. Raises KitError."""
    if not text:
        return None
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError as error:
        raise KitError(f"gaze={text!r} must be two numbers: x,y") from error
    return x, y


def need(name: str, known: Collection[str], what: str) -> None:
    if name not in known:
        raise KitError(f"no {what} {name!r}; there are: {', '.join(sorted(known))}")


def plain_svg(node: ElementTree.Element, chosen: dict[str, str]) -> str:
    """Serialises a node without namespaces, leaving out parts whose data-if does not hold."""
    rule = node.get("data-if")
    if rule and not all(chosen.get(k) in v.split("|") for k, _, v in (r.partition("=") for r in rule.split())):
        return ""
    tag = node.tag.removeprefix(SVG)
    attrs = "".join(f' {k}="{escape(v)}"' for k, v in node.attrib.items() if not k.startswith("data-"))
    slot = node.get("data-text")
    text = chosen.get(slot, "") if slot else (node.text or "")
    text = escape(text if tag in ("text", "tspan") else text.strip())
    inner = text + "".join(plain_svg(child, chosen) + escape((child.tail or "").strip()) for child in node)
    return f"<{tag}{attrs}>{inner}</{tag}>" if inner else f"<{tag}{attrs}/>"


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
