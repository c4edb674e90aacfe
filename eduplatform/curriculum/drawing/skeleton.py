"""From joint angles to joint positions.

A pose is a flat dictionary of numbers (degrees unless said otherwise), so two poses can be mixed for motion:
`torso`, `neck`, `head` lean forward; arms and legs `an`/`af`/`ln`/`lf` (n = near the viewer, f = far) are
[upper, lower] and for legs a third angle, the foot; `view` 0 = from the side … 1 = from the front; `turn` -1 … 1 the
way the face looks (beyond 1.25 a profile), `nod` -1 (up) … 1 (down); `lift` units above the ground; `hip_up` hips this high, `surface` water line this far below the head; `sn`/`sf` shorten a leg seen from the front. All lengths are centimetres of a drawn person.
"""

from dataclasses import dataclass

from .geometry import Point, along, mix

REST = {
    "lift": 0,
    "slide": 0,
    "sn": 1,
    "sf": 1,
    "back": 0,
    "arms_over": 0,
    "arms_behind": 0,
    "nod": 0,
}  # what a pose means that does not name these
FLAGS = {"back", "arms_over", "arms_behind"}  # 0 or 1: they switch at the middle
BUILDS: dict[str, dict[str, float]] = {
    # head = scale of the head; half widths of shoulder and hip; radii of arm, leg and trunk
    "small": dict(
        head=1.12,
        neck=3.5,
        torso=24,
        shoulder=8.5,
        hip=5,
        uarm=13,
        larm=12,
        thigh=14.5,
        shin=13.5,
        foot=9.5,
        arm=5.2,
        leg=7,
        trunk=7.4,
    ),
    "child": dict(
        head=1.14,
        neck=4.5,
        torso=30,
        shoulder=9.5,
        hip=5.6,
        uarm=17,
        larm=15.5,
        thigh=22,
        shin=20.5,
        foot=11.5,
        arm=5.4,
        leg=7.3,
        trunk=7.6,
    ),
    "teen": dict(
        head=1.06,
        neck=6,
        torso=38,
        shoulder=12,
        hip=6.6,
        uarm=22.5,
        larm=20,
        thigh=32,
        shin=31,
        foot=13.5,
        arm=6,
        leg=8.2,
        trunk=8.2,
    ),
    "first": dict(
        head=1.13,
        neck=4,
        torso=27,
        shoulder=9,
        hip=5.3,
        uarm=15.2,
        larm=13.8,
        thigh=18.5,
        shin=17.2,
        foot=10.6,
        arm=5.3,
        leg=7.1,
        trunk=7.5,
    ),
    "big": dict(
        head=1.08,
        neck=5.2,
        torso=34,
        shoulder=10.8,
        hip=6,
        uarm=20,
        larm=17.8,
        thigh=27.5,
        shin=26,
        foot=12.5,
        arm=5.7,
        leg=7.7,
        trunk=7.9,
    ),
    "senior": dict(
        head=0.97,
        neck=7,
        torso=43,
        shoulder=13.4,
        hip=7.4,
        uarm=25,
        larm=22.5,
        thigh=36.5,
        shin=36,
        foot=14.6,
        arm=6.2,
        leg=8.6,
        trunk=8.6,
    ),
    "adult": dict(
        head=1.05,
        neck=6.5,
        torso=44,
        shoulder=14,
        hip=8,
        uarm=25,
        larm=23,
        thigh=36,
        shin=36,
        foot=15,
        arm=6.6,
        leg=9,
        trunk=9,
    ),
}


@dataclass
class Joints:
    """Positions after grounding (x = 0 at the hip unless the pose shifts it, y = 0 on the ground, y grows down)."""

    hip: Point
    chest: Point
    head: Point
    hip_n: Point
    hip_f: Point
    shoulder_n: Point
    shoulder_f: Point
    elbow_n: Point
    elbow_f: Point
    hand_n: Point
    hand_f: Point
    knee_n: Point
    knee_f: Point
    ankle_n: Point
    ankle_f: Point
    toe_n: Point
    toe_f: Point


def blend(a: dict, b: dict, t: float) -> dict:
    """Pose `a` moved by share `t` (0 … 1) towards pose `b`; words switch at the middle."""
    mixed: dict = {}
    for key in sorted(a.keys() | b.keys()):
        one, two = a.get(key, REST.get(key, b.get(key))), b.get(key, REST.get(key, a.get(key)))
        if isinstance(one, list) and isinstance(two, list):
            mixed[key] = [mix(p, q, t) for p, q in zip(one, two, strict=True)]
        elif isinstance(one, int | float) and isinstance(two, int | float):
            mixed[key] = mix(one, two, t) if key not in FLAGS else (one if t < 0.5 else two)
        else:
            mixed[key] = one if t < 0.5 else two
    if "surface" in mixed:  # from the bank into the water: the anchor glides from the feet to the head
        dry, wet = (pose.get("wet", float("surface" in pose)) for pose in (a, b))
        mixed["wet"] = mix(dry, wet, t)
    return mixed


def solve(pose: dict, build: dict[str, float]) -> Joints:
    """Joint positions of a pose. The lowest of feet, knees, hips and shoulders stands on y = 0, plus `lift`."""
    up, view = 180 - pose["torso"], pose["view"]
    hip, chest = (0.0, 0.0), along((0, 0), up, build["torso"])
    across = 90 - pose["torso"]
    spot: dict[str, Point] = {}
    for side, sign in (("n", -1), ("f", 1)):
        shoulder = along(chest, across, sign * build["shoulder"] * mix(0.25, 1, view))
        hip_side = along(hip, across, sign * build["hip"] * mix(0.2, 1, view))
        elbow = along(shoulder, pose["a" + side][0], build["uarm"])
        hand = along(elbow, pose["a" + side][1], build["larm"])
        knee = along(hip_side, pose["l" + side][0], build["thigh"] * mix(1, pose.get("s" + side, 1), 0.4))
        ankle = along(knee, pose["l" + side][1], build["shin"] * pose.get("s" + side, 1))
        toe = along(ankle, pose["l" + side][2], build["foot"] * mix(1, 0.62, view))
        for name, point in (
            ("shoulder", shoulder),
            ("hip", hip_side),
            ("elbow", elbow),
            ("hand", hand),
            ("knee", knee),
            ("ankle", ankle),
            ("toe", toe),
        ):
            spot[f"{name}_{side}"] = point
    neck = along(chest, 180 - pose["neck"], build["neck"] + build["trunk"] * 0.35)
    head = along(neck, 180 - pose["head"], 15.5 * build["head"])
    floor = max(
        [
            spot[f"{n}_{s}"][1] + r
            for s in "nf"
            for n, r in (("ankle", 4.5), ("toe", 3.5), ("knee", build["leg"] * 0.85), ("hip", build["leg"]))
        ]
        + [spot[f"shoulder_{s}"][1] + build["trunk"] for s in "nf"]
    )
    if "hip_up" in pose:
        floor = pose["hip_up"]
    if "surface" in pose:  # a swimmer: y = 0 is the water line, this many head units below the middle of the head
        floor = mix(floor, head[1] + pose["surface"] * build["head"], pose.get("wet", 1))
    drop, slide = -floor - pose.get("lift", 0), pose.get("slide", 0)

    def moved(p: Point) -> Point:
        return p[0] + slide, p[1] + drop

    return Joints(hip=moved(hip), chest=moved(chest), head=moved(head), **{k: moved(v) for k, v in spot.items()})
