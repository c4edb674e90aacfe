"""Draws one person: joints, clothes, head and what the hands hold, as an SVG fragment standing on (0, 0)."""

from math import atan2, cos, degrees, hypot, radians, sin

from . import faces, hair
from .clothes import jacket, leg, sleeve
from .geometry import Point, num
from .held_objects import hand, held
from .palette import colour
from .skeleton import BUILDS, Joints, solve


def towards(point: Point, joints: Joints, pose: dict) -> Point:
    """The unit direction from the head to a point in the person's own centimetres, in head coordinates."""
    dx, dy = point[0] - joints.head[0], point[1] - joints.head[1]
    tilt, far = radians(pose["head"]), hypot(dx, dy) or 1
    return (dx * cos(tilt) + dy * sin(tilt)) / far, (dy * cos(tilt) - dx * sin(tilt)) / far


def head_svg(
    person: dict, pose: dict, joints: Joints, mood: str, wear: frozenset[str], gaze: Point | None = None
) -> str:
    """The head group: ears, hair, face, hat; `pose["head"]` tilts it.

    Heads are drawn looking right; a negative `turn` mirrors the whole head, hair and hat included.
    """
    back = bool(pose.get("back")) and abs(pose["turn"]) < 0.9  # looking over the shoulder shows the face
    mirror = pose["turn"] < 0 and not back
    turn, scale = abs(pose["turn"]) if mirror else pose["turn"], BUILDS[person["build"]]["head"]
    skin, tone = colour(person["skin"]), colour(person["hair_colour"])
    style, tie = person["hair"], colour(person.get("tie", "yellow"))
    at_work = "casual" not in wear  # cap and goggles belong to the work clothes
    hat = next((h for h in hair.HATS if h in wear), person.get("hat") if at_work else None)
    profile, nod = abs(turn) > 1.25, pose.get("nod", 0)
    rise = num(nod * 5)  # a head tipped back shows less forehead and more chin
    if profile:  # one ear, in the middle; what stands out in front is the nose
        ears = f'<circle cx="16.8" cy="4.6" r="2.6" fill="{skin}"/>'
    else:
        ears = "".join(f'<circle cx="{num(x - turn * 2.2)}" cy="2.5" r="4" fill="{skin}"/>' for x in (-16.6, 16.6))
    parts = [hair.behind(style, tone, tie), ears, f'<path d="{faces.HEAD}" fill="{skin}"/>']
    if nod:
        parts.append(f'<path d="{faces.HEAD}" fill="{skin}" transform="translate(0 {rise})"/>')
    if not back:
        seen = (-gaze[0], gaze[1]) if gaze and mirror else gaze
        grown = person["build"] in ("adult", "senior")
        look = faces.face(mood, turn, person.get("glasses", False), grown, seen)
        parts.append(f'<g transform="translate(0 {rise})">{look}</g>' if nod else look)
    if profile:
        parts.append(f'<path d="{hair.NAPE}" fill="{tone}"/><circle cx="-3" cy="3.5" r="4" fill="{skin}"/>')
    over = hair.over(style, tone, tie, back)
    parts.append(f'<g transform="translate(0 {rise})">{over}</g>' if nod else over)
    if ("goggles" in wear or (at_work and "goggles" in person.get("always", ()))) and not back:
        parts.append(faces.goggles(turn))
    if hat:
        parts.append(hair.hat(hat, turn))
    size = f"{-scale:g} {scale:g}" if mirror else f"{scale:g}"
    place = f"translate({num(joints.head[0])} {num(joints.head[1])}) rotate({num(pose['head'])}) scale({size})"
    return f'<g transform="{place}">{"".join(parts)}</g>'


def angle(p: Point, q: Point) -> float:
    """Direction from p to q, in the kit's degrees."""
    return degrees(atan2(q[0] - p[0], q[1] - p[1]))


def draw_person(
    person: dict,
    pose: dict,
    mood: str = "calm",
    wear: frozenset[str] = frozenset(),
    hold: str = "",
    gaze: Point | None = None,
) -> str:
    """SVG of a person in a pose.

    `person` is a row of cast.yaml, `pose` angles as in skeleton.py, `mood` a key of faces.BROWS,
    `wear` words such as scarf, backpack, helmet, casual; `hold` a key of held.HELD (in the near hand);
    `gaze` the point the eyes look at, in the person's centimetres (y grows down, feet at 0); the head turns to it.
    """
    build = BUILDS[person["build"]]
    j = solve(pose, build)
    look_at = towards(gaze, j, pose) if gaze else None
    if look_at and not pose.get("back"):
        pose = {**pose, "turn": look_at[0] * 0.95}
    look = dict(person["clothes"])
    if "casual" in wear and "casual" in person:
        look = dict(person["casual"])
    skin = colour(person["skin"])
    reach = angle(j.elbow_n, j.hand_n)
    far_reach = angle(j.elbow_f, j.hand_f)
    thumb = -1 if pose["view"] > 0.5 and abs(far_reach) < 45 else 1
    far_arm = sleeve(j.shoulder_f, j.elbow_f, j.hand_f, build, look, True) + hand(
        j.hand_f, far_reach, build, skin, pose.get("fingers_f", "open"), thumb
    )
    near_arm = sleeve(j.shoulder_n, j.elbow_n, j.hand_n, build, look, False)
    near_hand = hand(j.hand_n, reach, build, skin, pose.get("fingers_n", "open"))
    legs = leg(j.hip_f, j.knee_f, j.ankle_f, j.toe_f, build, look, True) + leg(
        j.hip_n, j.knee_n, j.ankle_n, j.toe_n, build, look, False
    )
    body = jacket(j, build, look, pose, skin, wear)
    top = head_svg(person, pose, j, mood, wear, look_at)
    thing = held(hold, j.hand_n, reach) if hold else ""
    if hold == "extinguisher":  # the hose ends in the far hand
        (x, y), (fx, fy) = j.hand_n, j.hand_f
        thing += (
            f'<path d="M{num(x + 8)} {num(y - 1)}Q{num(fx - 4)} {num(y + 14)} {num(fx)} {num(fy)}L{num(fx + 12)} {num(fy + 3)}" '
            f'fill="none" stroke="{colour("ink")}" stroke-width="3" stroke-linecap="round"/>'
        )
    pack = ""
    if "backpack" in wear:
        pack = backpack(j, pose)
    if pose.get("back"):
        order = [thing, near_arm, near_hand, far_arm, legs, body, pack, top]
    elif pose.get("arms_over"):
        order = [pack, legs, body, top, far_arm, thing, near_arm, near_hand]
    elif pose.get("arms_behind"):
        order = [pack, far_arm, thing, near_arm, near_hand, legs, body, top]
    else:
        order = [pack, far_arm, legs, body, top, thing, near_arm, near_hand]
    return "".join(order)


def backpack(j: Joints, pose: dict) -> str:
    lean, back = num(pose["torso"]), pose.get("back")
    x, y = (j.chest[0] + j.hip[0]) / 2, (j.chest[1] + j.hip[1]) / 2
    shift = 0 if back else -(6 + 6 * (1 - pose["view"]))
    return (
        f'<g transform="translate({num(x)} {num(y)}) rotate({lean})"><rect x="{num(shift - 12)}" y="-19" width="24" height="32" rx="8" '
        f'fill="{colour("orange")}"/><rect x="{num(shift - 8)}" y="-3" width="16" height="12" rx="3.5" fill="#d6742a"/></g>'
    )
