"""Points, rounded limbs and short numbers for SVG paths. Angles: 0 = down, 90 = forward (right), 180 = up."""

from math import acos, cos, degrees, hypot, radians, sin

Point = tuple[float, float]


def num(value: float) -> str:
    """A number with one decimal at most, without a trailing zero (keeps files small and stable)."""
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def along(start: Point, angle: float, length: float) -> Point:
    """The point `length` away from `start` in direction `angle`."""
    a = radians(angle)
    return start[0] + sin(a) * length, start[1] + cos(a) * length


def mix(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


def between(p: Point, q: Point, t: float) -> Point:
    return mix(p[0], q[0], t), mix(p[1], q[1], t)


def polygon(points: list[Point]) -> str:
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "Z"


def svg_line(points: list[Point]) -> str:
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points)


def capsule(p: Point, q: Point, r1: float, r2: float) -> str:
    """The outline of two circles and their outer tangents: a limb segment that tapers from r1 to r2."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    d = hypot(dx, dy) or 0.001
    if d <= abs(r1 - r2):
        big, r = (p, r1) if r1 > r2 else (q, r2)
        return f"M{num(big[0] - r)} {num(big[1])}a{num(r)} {num(r)} 0 1 0 {num(2 * r)} 0a{num(r)} {num(r)} 0 1 0 {num(-2 * r)} 0Z"
    side = degrees(acos((r1 - r2) / d))
    ux, uy = dx / d, dy / d

    def spot(centre: Point, r: float, turn: float) -> Point:
        c, s = cos(radians(turn)), sin(radians(turn))
        return centre[0] + r * (ux * c - uy * s), centre[1] + r * (ux * s + uy * c)

    a, b, c, e = spot(p, r1, side), spot(q, r2, side), spot(q, r2, -side), spot(p, r1, -side)
    xy = [f"{num(x)} {num(y)}" for x, y in (a, b, c, e)]
    big_end, big_start = int(r2 > r1), int(r1 > r2)
    return (
        f"M{xy[0]}L{xy[1]}A{num(r2)} {num(r2)} 0 {big_end} 0 {xy[2]}"
        f"L{xy[3]}A{num(r1)} {num(r1)} 0 {big_start} 0 {xy[0]}Z"
    )
