"""Every symbol, pose and face of the kit can be drawn, is harmless and is documented."""

import re
from math import cos, radians, sin
from xml.etree import ElementTree

import pytest

from eduplatform.curriculum.check_svg import svg_faults
from eduplatform.curriculum.drawing import faces, geometry, held_objects, sheet
from eduplatform.curriculum.drawing.kit import WEAR, KitError
from eduplatform.curriculum.drawing.sheet import boxed
from eduplatform.curriculum.drawing.skeleton import BUILDS, blend, solve
from eduplatform.curriculum.pictures import expanded

from .conftest import COURSES

README = (COURSES / "_kit/README.md").read_text("utf-8")


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<svg>{svg}</svg>")


def test_every_person_stands_in_every_pose(kit):
    for who in kit.cast:
        for pose in kit.poses:
            assert len(parsed(kit.symbol(f"kit:people/{who}?pose={pose}"))) >= 4, (who, pose)


def test_every_face_and_every_thing_to_hold(kit):
    for face in faces.BROWS:
        parsed(kit.symbol(f"people/girl-a?face={face}"))
    for thing in held_objects.HELD:
        parsed(kit.symbol(f"people/boy-a?hold={thing}&wear=casual,helmet,backpack"))


@pytest.mark.parametrize("group", ["things", "places", "marks"])
def test_every_drawing_with_every_option(kit, group):
    for label, ref in boxed(kit, group):
        assert len(parsed(kit.symbol(ref))), label
        assert "data-" not in kit.symbol(ref)


def test_feet_stand_on_the_ground(kit):
    for name in ("stand", "walk", "run", "crouch", "kneel", "sit", "prone"):
        for frame in kit.poses[name]:
            joints = solve(frame, BUILDS["child"])
            lowest = max(
                joints.ankle_n[1],
                joints.ankle_f[1],
                joints.toe_n[1],
                joints.toe_f[1],
                joints.knee_n[1],
                joints.knee_f[1],
                joints.hip[1],
            )
            assert -12 <= lowest <= 0, name


def test_a_limb_keeps_its_length_in_every_pose(kit):
    build = BUILDS["child"]
    for name, frames in kit.poses.items():
        for frame in frames:
            j = solve(frame, build)
            reach = ((j.hand_n[0] - j.shoulder_n[0]) ** 2 + (j.hand_n[1] - j.shoulder_n[1]) ** 2) ** 0.5
            assert reach <= build["uarm"] + build["larm"] + 0.01, name


@pytest.mark.parametrize(
    ("ref", "says"),
    [
        ("kit:people/nobody", "girl-a"),
        ("kit:people/girl-a?pose=fly", "low-walk"),
        ("kit:people/girl-a?face=furious", "worry"),
        ("kit:people/girl-a?hat=red", "wear"),
        ("kit:people/girl-a?hold=gun", "phone"),
        ("kit:things/door?colour=red", "state"),
        ("kit:things/door?state=burning", "ajar"),
        ("kit:things/phone?number=119119", "12356"),
        ("kit:people/girl-a?wear=crown", "lifevest"),
        ("kit:people/girl-a?gaze=left", "two numbers"),
        ("kit:things/nothing", "README"),
        ("kit:things/../people/cast", "README"),
    ],
)
def test_what_is_not_there_is_refused_with_what_there_is(kit, ref, says):
    with pytest.raises(KitError, match=says):
        kit.symbol(ref)


def test_text_from_an_option_is_escaped(kit):
    assert "<script" not in kit.symbol("marks/bubble?text=<script>x</script>")


def test_the_readme_names_everything(kit):
    missing = [name for group in ("things", "places", "marks") for name in kit.names(group) if f"`{name}" not in README]
    missing += [n for n in (*kit.cast, *kit.poses, *faces.BROWS, *held_objects.HELD) if f"`{n}`" not in README]
    assert not missing, f"name these in courses/_kit/README.md: {missing}"


def test_numbers_are_short_and_never_minus_nought():
    assert [geometry.num(v) for v in (1.0, -0.04, 2.25, -3.16)] == ["1", "0", "2.2", "-3.2"]


def test_the_overview_sheet_is_up_to_date(kit):
    said = "run `python -m eduplatform.curriculum.drawing.sheet courses/_kit` and commit sheet.svg"
    assert (COURSES / "_kit/sheet.svg").read_text("utf-8") == sheet.draw_kit_sheet(kit), said


def on_the_face(hand, joints, pose, build) -> bool:
    """Does a hand lie over eyes, nose or mouth? (head coordinates, see faces.py)"""
    dx, dy, tilt = hand[0] - joints.head[0], hand[1] - joints.head[1], radians(pose["head"])
    x, y = (dx * cos(tilt) + dy * sin(tilt)) / build["head"], (dy * cos(tilt) - dx * sin(tilt)) / build["head"]
    return abs(x - pose["turn"] * 5.2) < 13 and -7 < y < 15


def test_no_hand_covers_a_face(kit):
    for name, frames in kit.poses.items():
        for pose in frames:
            for who, build in BUILDS.items():
                joints = solve(pose, build)
                hands = [
                    joints.hand_n,
                    *([joints.hand_f] if pose.get("arms_over") else []),
                ]  # the far arm is painted first
                covered = not pose.get("back") and any(on_the_face(hand, joints, pose, build) for hand in hands)
                assert not covered, (name, who)


@pytest.mark.parametrize("who", ["small", "child", "teen", "senior"])
def test_a_drowning_body_is_upright_with_the_mouth_at_the_water_and_the_arms_pressing_under_it(kit, who):
    build = BUILDS[who]
    for pose in kit.poses["drowning"]:
        j = solve(pose, build)
        assert -12 * build["head"] < j.head[1] < -4 * build["head"]  # eyes above the line at 0, chin in the water
        assert pose["nod"] < 0 and pose["head"] < 0  # head back
        assert abs(pose["torso"]) < 8 and j.hip[1] > j.chest[1] > 0  # upright, not lying as a swimmer does
        for hand, shoulder in ((j.hand_n, j.shoulder_n), (j.hand_f, j.shoulder_f)):
            assert hand[1] > max(shoulder[1], 3)  # pressing down under the surface: never waving
            assert abs(hand[0]) > abs(shoulder[0]) + 10  # sideways


def test_swimmer_floater_and_player_differ_from_a_drowning_child(kit):
    lying = {name: abs(kit.poses[name][0]["torso"]) > 60 for name in ("swim", "float", "play-water", "drowning")}
    assert lying == {"swim": True, "float": True, "play-water": False, "drowning": False}
    player = solve(kit.poses["play-water"][0], BUILDS["child"])
    assert (
        player.chest[1] < -20 and min(player.hand_n[1], player.hand_f[1]) < player.chest[1]
    )  # out to the waist, a hand up


def test_eyes_look_at_the_point(kit):
    def pupils(gaze):
        ellipses = re.findall(
            r'<ellipse cx="([-\d.]+)" cy="([-\d.]+)"[^>]*fill="#2b3646"', kit.symbol(f"people/boy-a?gaze={gaze}")
        )
        return [(float(x), float(y)) for x, y in ellipses]

    up, down = pupils("100,-300"), pupils("100,0")
    assert len(up) == len(down) == 2
    assert all(u[1] < d[1] for u, d in zip(up, down, strict=True))
    assert "scale(-1.14 1.14)" in kit.symbol("people/boy-a?gaze=-200,-100")  # the head turned left


def test_a_trainee_keeps_cap_and_goggles_and_a_rider_the_helmet(kit):
    assert kit.cast["trainee-girl"]["always"] == ["goggles"]
    assert kit.symbol("people/trainee-boy").count("fill-opacity") >= 1
    assert kit.cast["rider"]["hat"] == "rider"


@pytest.mark.parametrize("group", ["things", "places", "marks"])
def test_a_symbol_stays_small_and_harmless(group):
    for file in sorted((COURSES / "_kit" / group).glob("*.svg")):
        source = file.read_bytes()
        assert len(source) <= 6144, file.name
        assert not svg_faults(source), file.name


def test_the_scenes_of_the_readme_are_short_and_draw(kit, tmp_path):
    scenes = re.findall(r"```xml\n(<svg.*?</svg>)\n```", README, re.S)
    assert len(scenes) >= 4
    for scene in scenes:
        assert scene.count("\n") < 20
        file = tmp_path / "scene.svg"
        file.write_text(scene, "utf-8")
        assert not svg_faults(expanded(file, kit).encode())


def test_what_the_courses_need_is_in_the_kit(kit):
    """Names in the cells of NEEDED.md, without what stands in italics: poses · things · places."""
    table = [
        row for row in (COURSES / "_kit/NEEDED.md").read_text("utf-8").splitlines() if re.match(r"\| [A-Z]+ \|", row)
    ]
    assert len(table) == 11  # QUAKE and WEATHER share a topic
    known = {
        *kit.poses,
        *held_objects.HELD,
        *WEAR,
        *(name for group in ("things", "places", "marks") for name in kit.names(group)),
    }
    cells = [re.sub(r"\*[^*]*\*|\([^)]*\)", "", cell) for row in table for cell in row.split("|")[2:9]]
    words = {word.split("?")[0].strip() for cell in cells for word in re.split(r"[,·]", cell)} - {""}
    assert sorted(words - known) == []


def test_changing_into_a_water_pose_does_not_jump(kit):
    build = BUILDS["child"]
    for one, two in (("slip", "drowning"), ("float", "hold-pole"), ("drowning", "hold-pole")):
        a, b = kit.poses[one][0], kit.poses[two][0]
        for pose, near in ((a, blend(a, b, 0.001)), (b, blend(a, b, 0.999))):
            before, after = solve(pose, build).head, solve(near, build).head
            assert abs(before[1] - after[1]) < 1, (one, two)
