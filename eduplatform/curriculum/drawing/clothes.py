"""Sleeves, legs and the jacket. A look is {top, top2, legs, legs2, shoes, bare?, short?, coat?, vest?}: palette names."""

from collections.abc import Callable, Container

from .geometry import Point, along, between, capsule, mix, num, polygon, svg_line
from .palette import colour
from .skeleton import Joints


def darker(value: str, share: float = 0.14) -> str:
    """The same colour in shade, for the limb that is farther away."""
    rgb = [int(value[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(c * (1 - share)):02x}" for c in rgb)


def tone(look: dict, key: str, far: bool) -> str:
    value = colour(look[key])
    return darker(value) if far else value


def sleeve(shoulder: Point, elbow: Point, wrist: Point, build: dict, look: dict, far: bool) -> str:
    r, cloth = build["arm"], tone(look, "top", far)
    out = ""
    if look.get("short"):
        out += f'<path d="{capsule(shoulder, elbow, r * 0.8, r * 0.72)}{capsule(elbow, wrist, r * 0.72, r * 0.6)}" fill="{tone(look, "skin", far)}"/>'
        return out + f'<path d="{capsule(shoulder, between(shoulder, elbow, 0.62), r, r * 0.98)}" fill="{cloth}"/>'
    cuff = between(elbow, wrist, 0.86)
    out += (
        f'<path d="{capsule(shoulder, elbow, r, r * 0.86)}{capsule(elbow, cuff, r * 0.86, r * 0.74)}" fill="{cloth}"/>'
    )
    if "top2" in look:
        out += (
            f'<path d="{svg_line([between(shoulder, elbow, 0.1), elbow, between(elbow, wrist, 0.78)])}" fill="none" '
            f'stroke="{tone(look, "top2", far)}" stroke-width="2.2" stroke-linejoin="round"/>'
        )
    if look.get("bands"):
        a, b = between(elbow, wrist, 0.45), between(elbow, wrist, 0.68)
        out += f'<path d="{svg_line([a, b])}" stroke="{colour(look["bands"])}" stroke-width="{num(r * 1.6)}"/>'
    return out


def leg(hip: Point, knee: Point, ankle: Point, toe: Point, build: dict, look: dict, far: bool) -> str:
    r, cloth = build["leg"], tone(look, "legs", far)
    hem = between(knee, ankle, 0.8)
    if look.get("shorts"):
        skin = tone(look, "skin", far)
        out = f'<path d="{capsule(hip, knee, r * 0.8, r * 0.68)}{capsule(knee, ankle, r * 0.68, r * 0.5)}" fill="{skin}"/>'
        out += f'<path d="{capsule(hip, between(hip, knee, 0.72), r, r * 0.98)}" fill="{cloth}"/>'
    else:
        out = f'<path d="{capsule(hip, knee, r, r * 0.84)}{capsule(knee, hem, r * 0.84, r * 0.74)}" fill="{cloth}"/>'
        if "legs2" in look:
            out += (
                f'<path d="{svg_line([between(hip, knee, 0.12), knee, hem])}" fill="none" stroke="{tone(look, "legs2", far)}" '
                f'stroke-width="2.2" stroke-linejoin="round"/>'
            )
        if look.get("bands"):
            out += f'<path d="{svg_line([between(knee, ankle, 0.4), between(knee, ankle, 0.58)])}" stroke="{colour(look["bands"])}" stroke-width="{num(r * 1.6)}"/>'
    shoe = capsule(ankle, toe, 5.2, 4.2)
    dx, dy = toe[0] - ankle[0], toe[1] - ankle[1]
    size = (dx * dx + dy * dy) ** 0.5 or 1
    down = (-dy / size * 3.4, dx / size * 3.4)
    if down[1] < 0 and abs(dx) < 0.2 * size:
        down = (-down[0], -down[1])
    sole = svg_line([(ankle[0] + down[0], ankle[1] + down[1]), (toe[0] + down[0] * 0.8, toe[1] + down[1] * 0.8)])
    foot = f'<path d="{shoe}" fill="{tone(look, "shoes", far)}"/><path d="{sole}" stroke="{colour("white")}" stroke-width="2.2" stroke-linecap="round"/>'
    return foot + out


def trunk_frame(j: Joints, build: dict) -> Callable[[float, float], Point]:
    """A function (across -1 … 1, up 0 … 1) → point on the trunk, edges included."""
    r = build["trunk"]

    def at(u: float, v: float) -> Point:
        left, right = between(j.hip_n, j.shoulder_n, v), between(j.hip_f, j.shoulder_f, v)
        dx, dy = j.shoulder_f[0] - j.shoulder_n[0], j.shoulder_f[1] - j.shoulder_n[1]
        size = (dx * dx + dy * dy) ** 0.5 or 1
        grow = mix(r * 0.94, r, v)
        left = (left[0] - dx / size * grow, left[1] - dy / size * grow)
        right = (right[0] + dx / size * grow, right[1] + dy / size * grow)
        return between(left, right, (u + 1) / 2)

    return at


def jacket(j: Joints, build: dict, look: dict, pose: dict, skin: str, wear: Container[str]) -> str:
    """Hips, trunk, neck, collar and front; `coat` in the look is a hem below the hip in units."""
    r, at, centre = build["trunk"], trunk_frame(j, build), pose["turn"] * 0.34 * (1 - abs(pose["torso"]) / 200)
    out = [f'<path d="{capsule(j.hip_n, j.hip_f, build["leg"], build["leg"])}" fill="{colour(look["legs"])}"/>']
    low = -0.1 - look.get("coat", 0)
    cloth = colour(look["top"])
    # the polygon is drawn with a round stroke of the trunk's radius: a soft hull for little text
    ring = [
        j.shoulder_n,
        j.shoulder_f,
        between(j.hip_f, j.shoulder_f, low + 0.22),
        between(j.hip_n, j.shoulder_n, low + 0.22),
    ]
    neck = capsule(j.chest, along(j.chest, 180 - pose["neck"], build["neck"] + r * 0.9), 5, 5)
    out.append(f'<path d="{neck}" fill="{darker(skin, 0.1)}"/>')
    out.append(
        f'<path d="{polygon(ring)}" fill="{cloth}" stroke="{cloth}" stroke-width="{num(r * 1.9)}" stroke-linejoin="round"/>'
    )
    if "band" in look:
        out.append(
            f'<path d="{polygon([at(-1, 0.62), at(1, 0.62), at(1, 0.44), at(-1, 0.44)])}" fill="{colour(look["band"])}"/>'
        )
    if look.get("bands"):
        out.append(
            f'<path d="{polygon([at(-1, 0.34), at(1, 0.34), at(1, 0.2), at(-1, 0.2)])}" fill="{colour(look["bands"])}"/>'
        )
    if "bib" in look:
        c = colour(look["bib"])
        out.append(
            f'<path d="{polygon([at(-1, 0.02), at(1, 0.02), at(0.98, 0.2), at(0.62, 0.26), at(0.56, 0.74), at(-0.56, 0.74), at(-0.62, 0.26), at(-0.98, 0.2)])}" fill="{c}"/>'
            f'<path d="{svg_line([at(-0.5, 0.7), at(-0.6, 1.14)])}{svg_line([at(0.5, 0.7), at(0.6, 1.14)])}" stroke="{c}" stroke-width="4" stroke-linecap="round"/>'
        )
        if not pose.get("back"):
            out.append(
                f'<path d="{polygon([at(-0.28, 0.58), at(0.28, 0.58), at(0.28, 0.32), at(-0.28, 0.32)])}" fill="{darker(c, 0.2)}"/>'
            )
    if "vest" in look:
        v = colour(look["vest"])
        out.append(
            f'<path d="{polygon([at(-0.72, 1.18), at(0.72, 1.18), at(0.98, 0.75), at(0.98, 0.02), at(-0.98, 0.02), at(-0.98, 0.75)])}" fill="{v}"/>'
            f'<path d="{polygon([at(-0.98, 0.44), at(0.98, 0.44), at(0.98, 0.3), at(-0.98, 0.3)])}" fill="{colour("cloud")}"/>'
        )
    if not pose.get("back"):
        if look.get("zip"):
            out.append(
                f'<path d="{svg_line([at(centre, 1.18), at(centre, low + 0.02)])}" stroke="{colour(look["zip"])}" stroke-width="1.5"/>'
            )
        if look.get("inner"):
            out.append(
                f'<path d="{polygon([at(centre - 0.42, 1.26), at(centre + 0.42, 1.26), at(centre, 0.72)])}" fill="{colour(look["inner"])}"/>'
            )
        if look.get("collar"):
            c = colour(look["collar"])
            out.append(
                f'<path d="{polygon([at(centre - 0.46, 1.28), at(centre, 1.1), at(centre - 0.2, 0.92)])}'
                f'{polygon([at(centre + 0.46, 1.28), at(centre, 1.1), at(centre + 0.2, 0.92)])}" fill="{c}" stroke="{c}" stroke-width="1.6" stroke-linejoin="round"/>'
            )
        if "scarf" in wear:
            c = colour("red")
            out.append(
                f'<path d="{polygon([at(centre - 0.5, 1.27), at(centre + 0.5, 1.27), at(centre, 1.02)])}{polygon([at(centre, 1.08), at(centre - 0.24, 0.6), at(centre - 0.02, 0.68)])}'
                f'{polygon([at(centre, 1.08), at(centre + 0.26, 0.62), at(centre + 0.04, 0.68)])}" fill="{c}" stroke="{c}" stroke-width="1.8" stroke-linejoin="round"/>'
            )
    if "lifevest" in wear:
        c = colour("orange")
        out.append(
            f'<path d="{polygon([at(-0.8, 1.15), at(-0.3, 1.15), at(-0.12, 0.3), at(-0.12, 0.02), at(-1, 0.02), at(-1, 0.8)])}'
            f'{polygon([at(0.8, 1.15), at(0.3, 1.15), at(0.12, 0.3), at(0.12, 0.02), at(1, 0.02), at(1, 0.8)])}" fill="{c}" stroke="{c}" stroke-width="2" stroke-linejoin="round"/>'
            f'<path d="{svg_line([at(-0.9, 0.36), at(0.9, 0.36)])}" stroke="{colour("ink")}" stroke-width="2"/>'
        )
    if "backpack" in wear and not pose.get("back"):
        out.append(
            f'<path d="{svg_line([at(-0.62, 1.1), at(-0.6, 0.3)])}{svg_line([at(0.6, 1.1), at(0.6, 0.3)])}" stroke="#d6742a" stroke-width="3" stroke-linecap="round"/>'
        )
    return "".join(out)
