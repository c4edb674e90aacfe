"""What moves in a skill video: values between keys, ways walked, poses that change, cameras, words that come and go."""

from typing import Any

import pytest

from eduplatform.curriculum.drawing.geometry import along, between, capsule, mix, num, polygon, svg_line
from eduplatform.curriculum.drawing.skeleton import BUILDS, blend, solve
from eduplatform.curriculum.video.render import poster, poster_second
from eduplatform.curriculum.video.stage import FADE, Stage
from eduplatform.curriculum.video.storyboard import Actor, Board, Caption, Key
from eduplatform.curriculum.video.text_boxes import box, draw_words, width
from eduplatform.curriculum.video.tween import EASE, Track, fill_keys, state_at

WORDS = {"zh": "走", "en": "Go"}


def track(*keys: dict[str, Any], start: dict | None = None, walked: float = 0) -> Track:
    return Track(Actor(kit="things/door", keys=[{}]), fill_keys([Key(**key) for key in keys], start), walked)


def board(*scenes: dict[str, Any], **more: Any) -> Board:
    """Scenes of two seconds each, named a, b, c …"""
    said = [{"id": "abcd"[n], "seconds": 2, "say": WORDS} | each for n, each in enumerate(scenes)]
    return Board.model_validate({"uuid": "00000000-0000-4000-8000-000000000001", "title": WORDS, "scenes": said} | more)


def test_what_a_key_leaves_out_stays_as_it_was():
    first, second = fill_keys([Key(x=10, pose="walk", scale=2), Key(t=1, y=50)])
    assert (first["x"], first["y"], first["pose"], first["scale"]) == (10, 600, "walk", 2)
    assert (second["x"], second["y"], second["pose"], second["scale"], second["t"]) == (10, 50, "walk", 2, 1)


def test_keys_come_in_the_order_of_their_time_and_options_add_up():
    rows = fill_keys([Key(t=2, set="hold=phone"), Key(t=0, set="wear=scarf"), Key(t=1, x=5)])
    assert [row["t"] for row in rows] == [0, 1, 2]
    assert [row["set"] for row in rows] == ["wear=scarf", "wear=scarf", "wear=scarf&hold=phone"]


def test_who_goes_on_begins_where_the_scene_before_ended():
    start = fill_keys([Key(x=400, pose="run")])[0]
    assert [(row["x"], row["t"]) for row in fill_keys([Key(t=1, x=500)], start)] == [(400, 0), (500, 1)]
    assert [(row["x"], row["pose"]) for row in fill_keys([Key(t=0, x=7)], start)] == [(7, "run")]
    assert fill_keys([], start)[0]["x"] == 400


@pytest.mark.parametrize(("t", "x"), [(-1, 0), (0, 0), (0.5, 25), (1, 50), (2, 100), (9, 100)])
def test_numbers_glide_and_stand_still_before_and_after(t, x):
    assert state_at(track({"x": 0}, {"t": 2, "x": 100, "ease": "linear"}), t)["x"] == x


@pytest.mark.parametrize(("ease", "half"), [("linear", 0.5), ("smooth", 0.5), ("in", 0.25), ("out", 0.75)])
def test_each_way_of_easing_begins_at_nought_and_ends_at_one(ease, half):
    assert (EASE[ease](0), EASE[ease](0.5), EASE[ease](1)) == (0, half, 1)
    assert EASE["smooth"](0.25) < 0.25 < 0.75 < EASE["smooth"](0.75)


def test_a_size_that_only_one_key_names_does_not_glide():
    assert state_at(track({"x": 0}, {"t": 2, "scale": 3}), 1)["scale"] == 3
    assert state_at(track({"scale": 1}, {"t": 2, "scale": 3, "ease": "linear"}), 1)["scale"] == 2


def test_words_switch_at_their_key_and_not_before():
    moving = track({"face": "calm"}, {"t": 2, "face": "wow", "flip": True})
    assert [(state_at(moving, t)["face"], state_at(moving, t)["flip"]) for t in (1.9, 2)] == [
        ("calm", False),
        ("wow", True),
    ]


def test_a_flight_rises_above_the_straight_way_and_comes_down():
    thrown = track({"x": 0, "y": 500}, {"t": 2, "x": 100, "y": 500, "ease": "linear", "arc": 80})
    assert [state_at(thrown, t)["y"] for t in (0, 1, 2)] == [500, 420, 500]


def test_the_way_walked_counts_in_pixels_from_the_scene_before():
    way = track({"x": 0, "y": 0}, {"t": 1, "x": 30, "y": 40, "ease": "linear"}, {"t": 2, "x": 30, "y": 40}, walked=100)
    assert [state_at(way, t)["walked"] for t in (0, 0.5, 1, 2)] == [100, 125, 150, 150]


def test_a_change_of_pose_takes_four_tenths_of_a_second():
    changing = track({"pose": "stand"}, {"t": 1, "pose": "walk"}, {"t": 2, "pose": "walk", "x": 5})
    shares = [(state_at(changing, t)["was"], round(state_at(changing, t)["share"], 2)) for t in (0.5, 1, 1.2, 1.4, 2.5)]
    assert shares == [("stand", 1.0), ("stand", 0.0), ("stand", 0.5), ("stand", 1.0), ("stand", 1.0)]


def test_a_scene_that_goes_on_keeps_place_and_actors_by_their_ids(kit):
    boy = {"id": "bo", "kit": "people/boy-a", "keys": [{"x": 100}, {"t": 2, "x": 300, "ease": "linear"}]}
    door = {"kit": "things/door", "keys": [{"x": 900}]}
    play = Stage(
        board(
            {"backdrop": "places/corridor", "actors": [boy, door], "camera": [{"zoom": 2}]},
            {
                "go_on": True,
                "actors": [{"id": "bo", "keys": [{"t": 1, "x": 400}]}, {"kit": "marks/tick", "keys": [{}]}],
            },
            {"backdrop": "places/corridor", "actors": [door]},
        ),
        kit,
    )
    first, second, third = play.sets
    assert (second.backdrop, second.camera(0)) == ("places/corridor", (640, 360, 2))
    assert [one.actor.kit for one in second.tracks] == ["people/boy-a", "things/door", "marks/tick"]
    assert [key["x"] for key in second.tracks[0].keys] == [300, 400]
    assert (second.tracks[0].walked, second.tracks[0].offset, second.start) == (200, 2, 2)
    assert [one.actor.kit for one in third.tracks] == ["things/door"] and third.camera(0) == (640, 360, 1)
    assert first.tracks[0].keys[0]["x"] == 100


def test_an_actor_that_goes_on_may_change_its_symbol_and_its_water(kit):
    first = {"id": "it", "kit": "people/boy-a", "water": 400, "below": 0.5, "keys": [{}]}
    changes = [
        ({}, ("people/boy-a", 400, 0.5)),
        ({"kit": "people/girl-a", "water": 300, "below": 0.7}, ("people/girl-a", 300, 0.7)),
    ]
    for change, found in changes:
        play = Stage(board({"actors": [first]}, {"go_on": True, "actors": [{"id": "it", "keys": [{}]} | change]}), kit)
        (one,) = play.sets[1].tracks
        assert (one.actor.kit, one.actor.water, one.actor.below) == found


@pytest.mark.parametrize(
    ("t", "seen"),
    [(0, (640, 360, 1)), (1, (640, 360, 1)), (1.5, (690, 360, 1.5)), (2, (740, 360, 2)), (5, (740, 360, 2))],
)
def test_a_camera_glides_from_shot_to_shot(kit, t, seen):
    shots = [{"t": 1}, {"t": 2, "x": 740, "zoom": 2}]
    assert Stage(board({"camera": shots}), kit).sets[0].camera(t) == seen


@pytest.mark.parametrize(("x", "shift"), [(0, "0 -360"), (1280, "-1280 -360"), (640, "-640 -360")])
def test_a_camera_never_looks_beyond_the_picture(kit, x, shift):
    picture = Stage(board({"camera": [{"x": x, "zoom": 2}]}), kit).frame(0)
    assert f'transform="translate({shift}) scale(2.0000)"' in picture


def test_another_place_is_faded_to_and_the_same_is_not(kit):
    scenes = ({"backdrop": "places/corridor"}, {"backdrop": "places/classroom"})
    cut = Stage(board(*scenes), kit)
    assert '<g opacity="0.50">' in cut.frame(2 + FADE / 2) and "opacity" not in cut.frame(2 + FADE)[:400]
    on = Stage(board(scenes[0], scenes[1] | {"go_on": True}), kit)
    assert on.frame(2 + FADE / 2) == on.frame(2 + FADE), "nothing moves and nothing fades"


def test_the_frame_of_a_moment_is_that_of_its_scene(kit):
    play = Stage(board({"words": [{"text": "一"}]}, {"words": [{"text": "二"}]}, {"words": [{"text": "三"}]}), kit)
    for second, word in ((0, "一"), (1.99, "一"), (2, "二"), (4.5, "三"), (6, "三")):
        assert f">{word}</text>" in play.frame(second), second
    assert play.board.seconds == 6


@pytest.mark.parametrize(
    ("keys", "shown"),
    [([{"opacity": 0}], False), ([{"opacity": 0.01}], False), ([{"opacity": 0.02}], True), ([{}], True)],
)
def test_who_cannot_be_seen_is_not_drawn(kit, keys, shown):
    play = Stage(board({"actors": [{"kit": "things/door", "keys": keys}]}), kit)
    assert ("translate(640 600)" in play.frame(0)) is shown


def test_own_shapes_are_placed_as_they_are(kit):
    play = Stage(
        board({"actors": [{"svg": '<circle r="7"/>', "keys": [{"x": 10, "y": 20, "scale": 3, "flip": True}]}]}), kit
    )
    assert '<g transform="translate(10 20) scale(-3 3)"><circle r="7"/></g>' in play.frame(0)


def test_eyes_blink_now_and_then_but_not_those_that_are_wide_open(kit):
    def faces(mood: str) -> set[str]:
        play = Stage(
            board({"seconds": 8, "actors": [{"kit": "people/boy-a", "keys": [{"face": mood, "turn": 0}]}]}), kit
        )
        shut = "Q-6.4 3.4"  # the lid of the left eye
        return {"shut" if shut in play.frame(n / 20) else "open" for n in range(160)}

    assert faces("calm") == {"shut", "open"}
    assert faces("wow") == {"open"}


def words(**more: Any) -> Caption:
    return Caption(**{"text": "低", "size": 60} | more)


@pytest.mark.parametrize(("t", "seen"), [(0.9, False), (1, True), (2.9, True), (3, False)])
def test_words_are_seen_from_their_time_until_theirs_is_over(kit, t, seen):
    assert bool(draw_words(words(t=1, until=3), t, 5, kit)) is seen


def test_words_without_an_end_last_as_long_as_the_scene_and_do_not_fade(kit):
    assert 'opacity="1.00"' in draw_words(words(), 4.99, 5, kit)
    assert 'opacity="0.50"' in draw_words(words(until=5), 4.9, 5, kit)
    assert "scale(1.000)" in draw_words(words(), 0, 5, kit), "what is there from the start does not pop up"
    assert "scale(0.8" in draw_words(words(t=1), 1, 5, kit)


@pytest.mark.parametrize(
    ("style", "mark"), [("card", False), ("good", True), ("bad", True), ("care", True), ("plain", False)]
)
def test_right_and_wrong_never_rest_on_colour_alone(kit, style, mark):
    drawn = draw_words(words(style=style), 1, 5, kit)
    assert ("<rect" in drawn) is (style != "plain")
    assert (box(words(style=style))[2] > box(words(style="card"))[2]) is mark
    assert (kit.symbol("marks/tick") in drawn) is (style == "good")


def test_words_are_escaped(kit):
    assert "&lt;b&gt;" in draw_words(words(text="<b>", style="plain"), 1, 5, kit)


def test_a_card_is_as_wide_as_its_words():
    assert width("低A", 100) == pytest.approx(158)
    assert box(words(text="低低", size=100, x=640, y=110)) == pytest.approx((490, 28, 790, 192))


@pytest.mark.parametrize(
    ("more", "second"),
    [
        ({}, 3.0),
        ({"poster": {"scene": "c", "t": 0.5}}, 4.5),
        ({"poster": {"scene": "a"}}, 0),
        ({"poster": {"scene": "d"}}, 3.0),
    ],
)
def test_the_poster_is_the_frame_its_author_chose(more, second):
    assert poster_second(board({}, {}, {}, **more)) == second


def test_the_poster_of_a_short_film_is_its_middle():
    assert poster_second(board({})) == 1


@pytest.mark.parametrize(("sizes", "asked"), [([50_000], 1), ([70_000, 61_441, 61_440], 3), ([99_999] * 5, 5)])
def test_a_poster_is_made_smaller_until_it_is_small_enough(kit, sizes, asked):
    shots: list[int] = []

    def shoot(_svg: str, format: str, quality: int) -> bytes:
        shots.append(quality)
        return b"j" * sizes[len(shots) - 1]

    assert len(poster(Stage(board({}), kit), shoot)) == sizes[-1]
    assert len(shots) == asked and shots == sorted(shots, reverse=True)


def test_directions_go_round_from_down_over_right_to_up():
    for angle, end in ((0, (0, 10)), (90, (10, 0)), (180, (0, -10)), (-90, (-10, 0))):
        assert along((0, 0), angle, 10) == pytest.approx(end)
    assert mix(2, 4, 0.25) == 2.5 and between((0, 0), (10, 20), 0.1) == (1, 2)


def test_lines_and_outlines_are_written_short():
    corners = [(0.0, 0.0), (10.04, 0.0), (10.0, -0.04)]
    assert (svg_line(corners), polygon(corners)) == ("M0 0L10 0L10 0", "M0 0L10 0L10 0Z")
    assert [num(value) for value in (0, -0.0, 0.05, 10.96, -7.25)] == ["0", "0", "0.1", "11", "-7.2"]


def test_a_limb_tapers_and_one_within_another_is_a_circle():
    assert capsule((0, 0), (0, 10), 2, 2) == "M-2 0L-2 10A2 2 0 0 0 2 10L2 0A2 2 0 0 0 -2 0Z"
    assert capsule((0, 0), (0, 1), 5, 2) == "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z"
    assert capsule((0, 0), (0, 1), 2, 5) == "M-5 1a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z"
    assert "A2 2 0 0 0" in capsule((0, 0), (0, 10), 4, 2) and "A4 4 0 1 0" in capsule((0, 0), (0, 10), 4, 2)


def test_poses_mix_by_share_and_what_is_not_named_is_at_rest():
    one, two = (
        {"torso": 0, "an": [0, 10], "fingers_n": "open"},
        {"torso": 10, "an": [20, 30], "fingers_n": "fist", "lift": 8, "back": 1},
    )
    half = blend(one, two, 0.5)
    assert (half["torso"], half["an"], half["lift"]) == (5, [10, 20], 4)
    assert [(blend(one, two, t)["fingers_n"], blend(one, two, t)["back"]) for t in (0.49, 0.5)] == [
        ("open", 0),
        ("fist", 1),
    ]
    assert blend(one, two, 0)["an"] == one["an"] and blend(one, two, 1)["an"] == two["an"]


def test_a_pose_is_lifted_and_shifted_as_a_whole(kit):
    stand = kit.poses["stand"][0]
    plain, moved = solve(stand, BUILDS["child"]), solve(stand | {"lift": 10, "slide": 3}, BUILDS["child"])
    for name in ("hip", "head", "hand_n", "toe_f"):
        (x, y), (a, b) = getattr(plain, name), getattr(moved, name)
        assert (a - x, b - y) == pytest.approx((3, -10)), name


def test_the_tall_stand_taller(kit):
    stand = kit.poses["stand"][0]
    tall = {name: -solve(stand, build).head[1] for name, build in BUILDS.items()}
    assert tall["small"] < tall["first"] < tall["child"] < tall["big"] < tall["teen"] < tall["senior"]
