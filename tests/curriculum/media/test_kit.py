"""Every symbol, pose and face of the kit can be drawn, is harmless and is documented."""

from xml.etree import ElementTree

import pytest

from eduplatform.curriculum.drawing import faces, geometry, held_objects, sheet
from eduplatform.curriculum.drawing.kit import KitError
from eduplatform.curriculum.drawing.sheet import boxed
from eduplatform.curriculum.drawing.skeleton import BUILDS, solve

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
        ("kit:people/girl-a?face=angry", "worry"),
        ("kit:people/girl-a?hat=red", "wear"),
        ("kit:people/girl-a?hold=gun", "phone"),
        ("kit:things/door?colour=red", "state"),
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
