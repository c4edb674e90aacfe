"""Trainings under check: scenes, talks and plans just inside their limits pass, their neighbours are refused at their line."""

from copy import deepcopy
from typing import Any

import pytest

from eduplatform.curriculum.check_skill import check_skill
from eduplatform.curriculum.limits import LIMITS

from .building import AIM, UNASKED, as_yaml, line_of, lines, longest_run, place_for, written

WORDS = {"zh": "练", "en": "T"}
HEAD = {
    "uuid": "00000000-0000-4000-8000-000000000009",
    "kind": "scenario",
    "title": WORDS,
    "intro": "走",
    "objective": AIM,
    "minutes": 5,
}
GOOD = {"id": "good", "text": "平安", "outcome": "good", "facts": ["FIRE-04"]}
LATE = {"id": "late", "text": "晚了", "outcome": "mixed", "facts": ["FIRE-04"]}


def choice(id_: str, to: str, points: int = 0, **more: Any) -> dict:
    return {"id": id_, "text": f"选{id_}", "next": to, "points": points, "why": f"因{id_}", "facts": ["FIRE-06"]} | more


def scene(id_: str, *choices: dict, **more: Any) -> dict:
    return {"id": id_, "text": f"在{id_}", "choices": list(choices)} | more


HALL = scene("hall", choice("low", "good", 2), choice("run", "late"))


def line(id_: str, *tells: str, **more: Any) -> dict:
    return {"id": id_, "text": f"话{id_}", "tells": list(tells), "why": f"因{id_}", "facts": ["FIRE-01"]} | more


def need(id_: str, *said: dict, **more: Any) -> dict:
    return {"id": id_, "name": f"事{id_}", "ask": f"问{id_}", "lines": list(said)} | more


def talk(**more: Any) -> dict:
    """A talk of three needs, each told by its first line."""
    needs = [need(each, line(f"{each}-yes", each), line(f"{each}-no")) for each in ("where", "what", "who")]
    return {"id": "call", "text": "电话通了", "talk": {"speaker": "接线员", "next": "good", "needs": needs} | more}


BOXES = {"room": (5, 5), "hall": (35, 5), "yard": (35, 70), "west": (35, 38), "smoke": (70, 5), "east": (70, 38)}


def box(id_: str, **more: Any) -> dict:
    x, y = BOXES[id_]
    return {"id": id_, "name": f"地{id_[0]}", "x": x, "y": y, "w": 20, "h": 25} | more


def way(a: str, b: str, **more: Any) -> dict:
    return {"a": a, "b": b, "why": f"从{a}到{b}", "facts": ["FIRE-05"]} | more


def plan(**more: Any) -> dict:
    """Four places in a row to the way out, and smoke beside the hall that comes to the east at the third step."""
    said = {
        "start": "room",
        "places": [
            box("room"),
            box("hall"),
            box("west"),
            box("yard", next="good"),
            box("smoke", smoke=0),
            box("east", smoke=3),
        ],
        "ways": [
            way("room", "hall"),
            way("hall", "west"),
            way("west", "yard"),
            way("hall", "smoke"),
            way("smoke", "east"),
            way("west", "east"),
        ],
        "back": {"why": "远了", "facts": ["FIRE-05"]},
        "smoky": {"next": "late", "why": "看不清", "facts": ["FIRE-08"]},
    }
    return {"id": "way", "text": "看图找路", "route": said | more}


@pytest.fixture
def said(tmp_path, facts, taxonomy):
    """Check a training of these scenes (their endings are added): its problems."""

    def check(*nodes: dict, stage: str = "P2", **head: Any):
        place = place_for(facts, taxonomy, stage, objectives=frozenset({AIM.replace(",", "，")}))
        ends = [end for end in (GOOD, LATE) if end["id"] not in {node["id"] for node in nodes}]
        check.text = as_yaml(HEAD | {"nodes": [*nodes, *ends]} | head)
        check.skill = check_skill(written(tmp_path, "skill.yaml", check.text), place)
        check.place = place
        return place.report.problems

    return check


@pytest.mark.parametrize("node", [HALL])
def test_plain_choices_are_sound(said, node):
    assert said(node) == []
    assert said.skill.full_points == 2


def test_a_plan_is_sound(said):
    assert said(plan()) == []


def test_a_talk_is_sound(said):
    hang = need("who", line("who-yes", "who"), line("who-no", next="late"))
    assert said(talk(needs=[*talk()["talk"]["needs"][:2], hang])) == []


def test_a_talk_that_no_line_breaks_off_never_comes_to_its_late_end(said):
    assert lines(said(talk()), "场景 late 走不到") == [line_of(said.text, "id: late")]


def put(node: dict, path: tuple, value: Any) -> dict:
    """A copy of a scene with another value at a place; None takes it away."""
    copy = deepcopy(node)
    inner = copy
    for part in path[:-1]:
        inner = inner[part]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return copy


TALK = put(talk(), ("talk", "needs", 2, "lines", 1, "next"), "late")
PLAN = plan()
NEED, PLACES, WAYS = ("talk", "needs"), ("route", "places"), ("route", "ways")

# (scene that passes, its neighbour, words of the reason, words that stand once on the line it is refused at)
NEIGHBOURS = {
    "one choice": (HALL, scene("hall", choice("low", "good", 2)), "只有一个选择就不用选了", "choices:"),
    "two choices of one id": (
        HALL,
        scene("hall", choice("low", "good", 2), choice("low", "late", text="别的", why="别因")),
        "选择 id low 用了不止一次",
        None,
    ),
    "neither choices nor an end": (HALL, scene("hall"), "要么有 choices", "id: hall"),
    "an end that can be left": (HALL, HALL | {"outcome": "good", "facts": ["FIRE-04"]}, "要么有 choices", "id: hall"),
    "an end without facts": (
        GOOD,
        {"id": "good", "text": "平安", "outcome": "good"},
        "结局要总结学到了什么",
        "id: good",
    ),
    "a link to nowhere": (HALL, put(HALL, ("choices", 1, "next"), "attic"), "不存在的场景 attic", "next: attic"),
    "a scene that leads to itself": (HALL, put(HALL, ("choices", 1, "next"), "hall"), "走到 hall 会绕圈", "next: hall"),
    "an objective of nobody": (
        HALL,
        HALL | {"objective": "会游泳"},
        "不在 course.yaml 的 objectives 里",
        "objective: 会游泳",
    ),
    "a fact for adults": (HALL, put(HALL, ("choices", 1, "facts"), ["FIRE-13"]), "只讲给成年人", None),
    "a reason told twice": (
        put(HALL, ("choices", 1, "why"), "烟从你头上飘过去了"),
        put(put(HALL, ("choices", 0, "why"), "烟从你头上飘过去了"), ("choices", 1, "why"), "对。烟从你头上飘过去"),
        "和同一题的另一条几乎一样",
        "对。烟从你头上飘过去",
    ),
    "full marks that end badly": (
        HALL,
        scene("hall", choice("low", "good", 1), choice("run", "late", 2)),
        "没有一条路能既拿满分",
        "id: hall",
    ),
    "no marks at all": (
        HALL,
        scene("hall", choice("low", "good"), choice("run", "late")),
        "没有一条路能既拿满分",
        "id: hall",
    ),
    "a need that no line tells": (
        TALK,
        put(TALK, (*NEED, 0, "lines", 0, "tells"), []),
        "没有一句话说清“事where”",
        None,
    ),
    "a need that every line tells": (
        TALK,
        put(TALK, (*NEED, 0, "lines", 1, "tells"), ["where"]),
        "每一句都说清了",
        None,
    ),
    "a thing nobody asks for": (
        TALK,
        put(TALK, (*NEED, 0, "lines", 1, "tells"), ["when"]),
        "tells 里的 when",
        "- when",
    ),
    "a line that tells and breaks off": (
        TALK,
        put(TALK, (*NEED, 2, "lines", 1, "tells"), ["what"]),
        "谈话到这句就断了",
        "next: late",
    ),
    "two needs of one id": (TALK, put(TALK, (*NEED, 1, "id"), "where"), "要说的事 id where", None),
    "two lines of one id": (TALK, put(TALK, (*NEED, 1, "lines", 1, "id"), "where-no"), "话的 id where-no", None),
    "a speaker's long name": (
        put(TALK, ("talk", "speaker"), "一二三四五六七八"),
        put(TALK, ("talk", "speaker"), "一二三四五六七八九"),
        "说话的人有 9 个字",
        "speaker:",
    ),
    "a need's long name": (
        put(TALK, (*NEED, 0, "name"), "一二三四五六七八"),
        put(TALK, (*NEED, 0, "name"), "一二三四五六七八九"),
        "要说的事的名字有 9 个字",
        "一二三四五六七八九",
    ),
    "a line that never comes up": (
        TALK,
        put(TALK, (*NEED, 0, "lines", 0, "tells"), ["where", "what"]),
        "这句话永远轮不到说",
        None,
    ),
    "two places of one id": (PLAN, put(PLAN, (*PLACES, 5, "id"), "west"), "地点 id west", None),
    "a way to no place": (PLAN, put(PLAN, (*WAYS, 4, "b"), "roof"), "places 里没有 roof", "b: roof"),
    "a way in place": (PLAN, put(PLAN, (*WAYS, 4, "b"), "smoke"), "两头是同一个地方", None),
    "a start on no place": (PLAN, put(PLAN, ("route", "start"), "roof"), "start 要写出发的地点", "start: roof"),
    "a start in smoke": (
        put(PLAN, (*PLACES, 0, "smoke"), 5) | {"id": "way"},
        put(PLAN, (*PLACES, 0, "smoke"), 0),
        "出发的地点不能一开始就有烟",
        "start: room",
    ),
    "a start that is the way out": (PLAN, put(PLAN, (*PLACES, 0, "next"), "good"), "也不能就是出口", "start: room"),
    "a box over the right edge": (
        put(PLAN, (*PLACES, 5, "x"), 80),
        put(PLAN, (*PLACES, 5, "x"), 80.5),
        "方框要完全在图内",
        "x: 80.5",
    ),
    "a box over the lower edge": (
        put(PLAN, (*PLACES, 3, "y"), 75),
        put(PLAN, (*PLACES, 3, "y"), 75.5),
        "方框要完全在图内",
        None,
    ),
    "a narrow box": (PLAN, put(PLAN, (*PLACES, 5, "w"), 19), "宽和高都不小于 20", None),
    "a low box": (put(PLAN, (*PLACES, 5, "h"), 20), put(PLAN, (*PLACES, 5, "h"), 19), "宽和高都不小于 20", None),
    "a name wider than its box": (
        put(PLAN, (*PLACES, 5, "name"), "东边楼梯"),
        put(PLAN, (*PLACES, 5, "name"), "东边的楼梯"),
        "写不下",
        None,
    ),
    "a box upon another": (put(PLAN, (*PLACES, 2, "y"), 30), put(PLAN, (*PLACES, 2, "y"), 29), "方框压住了“地h”", None),
    "a way out too near": (
        PLAN,
        put(PLAN, WAYS, [*PLAN["route"]["ways"][:4], way("hall", "yard"), way("west", "east")]) | {"text": "近"},
        "最短只要 2 步，至少要 3 步",
        "places:",
    ),
    "smoke upon the only way": (PLAN, put(PLAN, (*PLACES, 2, "smoke"), 2), "堵住了", "places:"),
    "smoke on a way one step later": (
        put(PLAN, (*PLACES, 2, "smoke"), 4),
        put(PLAN, (*PLACES, 2, "smoke"), 1),
        "堵住了",
        "places:",
    ),
    "smoke out of nothing": (PLAN, put(PLAN, (*WAYS, 4), way("room", "east")), "一格一格地来", "smoke: 3"),
    "smoke as early as its source": (
        put(PLAN, (*PLACES, 2, "smoke"), 4),
        put(PLAN, (*PLACES, 2, "smoke"), 3),
        "一格一格地来",
        None,
    ),
    "a way out full of smoke": (PLAN, put(PLAN, (*PLACES, 3, "smoke"), 9), "出口不能进烟", "smoke: 9"),
    "smoke that leads nowhere": (
        PLAN,
        put(PLAN, ("route", "smoky", "next"), "attic"),
        "不存在的场景 attic",
        "next: attic",
    ),
    "a way back that repeats a fact": (
        PLAN,
        put(PLAN, ("route", "back"), {"why": "在有烟的地方要降低姿势，必要时贴地爬行", "facts": ["FIRE-06"]}),
        "把事实又说了一遍",
        "贴地爬行",
    ),
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_what_is_just_inside_passes_and_its_neighbour_is_refused_at_its_line(said, name):
    sound, broken, reason, words = NEIGHBOURS[name]
    before = [HALL] if sound is GOOD else []
    assert lines(said(*before, sound), reason) == [], name
    found = lines(said(*before, broken), reason)
    assert found, said.place.report.problems
    if words:
        assert found == [line_of(said.text, words)]


def test_smoke_that_stands_still_teaches_nobody_to_look(said):
    still = put(plan(places=[*PLAN["route"]["places"][:5], box("east")]), (*WAYS, 4), way("room", "east"))
    assert lines(said(still), "烟一直不动") == [line_of(said.text, "places:")]


def test_four_ways_from_one_place_and_no_fifth(said):
    around = [way("hall", each) for each in ("room", "west", "smoke", "east")]
    four = plan(ways=[*around, way("west", "yard")])
    assert lines(said(four), "条路，最多 4 条") == []
    five = plan(ways=[*around, way("west", "yard"), way("hall", "yard")])
    assert len(lines(said(five), "从“地h”有 5 条路，最多 4 条")) == 1


def test_two_ways_between_two_places_are_one_too_many(said):
    twice = plan(ways=[*PLAN["route"]["ways"], way("east", "west", why="又一条")])
    assert len(lines(said(twice), "之间写了两条路")) == 2, "told at both ends"


def test_a_place_without_a_way_is_never_reached_unless_the_smoke_comes_from_there(said):
    alone = plan(ways=[each for each in PLAN["route"]["ways"] if "east" not in (each["a"], each["b"])])
    assert lines(said(put(alone, (*PLACES, 5, "smoke"), None)), "“地e”走不到") != []
    assert lines(said(put(alone, (*PLACES, 5, "smoke"), 0)), "“地e”走不到") == []


def test_a_lift_is_no_way_out_and_its_end_is_met(said):
    lift = plan(ways=[*PLAN["route"]["ways"][:2], way("west", "yard", next="late"), *PLAN["route"]["ways"][3:]])
    assert lines(said(lift), "堵住了") != []


def test_a_longer_circle_is_found_where_it_closes(said):
    back = scene("door", choice("on", "good", 2), choice("back", "hall"))
    found = said(put(HALL, ("choices", 0, "next"), "door"), back)
    assert lines(found, "走到 hall 会绕圈") == [line_of(said.text, "next: hall")]


def test_two_ways_to_one_scene_are_no_circle(said):
    door = scene("door", choice("on", "good", 2), choice("wait", "late"))
    both = scene("hall", choice("low", "door", 2), choice("run", "door"))
    assert said(both, door) == []


def test_a_scene_of_the_same_id_is_named_and_nothing_is_walked(said):
    found = said(HALL, put(HALL, ("text",), "又一个"))
    assert len(lines(found, "场景 id hall 用了不止一次")) == 1
    assert lines(found, "走不到") == []


@pytest.mark.parametrize("stage", ["P1", "P3", "S"])
@pytest.mark.parametrize(
    ("limit", "name", "made"),
    [
        (lambda limits: limits.text, "场景有", lambda n: HALL | {"text": "走" * n}),
        (lambda limits: limits.option + 10, "选择有", lambda n: put(HALL, ("choices", 1, "text"), "选" * n)),
        (lambda limits: limits.why, "反馈有", lambda n: put(HALL, ("choices", 1, "why"), "因" * n)),
        (lambda limits: limits.stem, "对方的话有", lambda n: put(TALK, (*NEED, 1, "ask"), "问" * n)),
        (lambda limits: limits.stem, "对方的话有", lambda n: put(TALK, (*NEED, 1, "again"), "问" * n)),
        (lambda limits: limits.option + 10, "选择有", lambda n: put(TALK, (*NEED, 1, "lines", 1, "text"), "话" * n)),
        (lambda limits: limits.why, "反馈有", lambda n: put(PLAN, (*WAYS, 0, "why"), "因" * n)),
        (lambda limits: limits.why, "反馈有", lambda n: put(PLAN, ("route", "smoky", "why"), "因" * n)),
    ],
)
def test_words_are_as_many_as_a_pupil_of_the_stage_reads(said, stage, limit, name, made):
    most = limit(LIMITS[stage])
    assert lines(said(made(most), stage=stage), name) == []
    assert lines(said(made(most + 1), stage=stage), f"{name} {most + 1} 个字") == [longest_run(said.text)]


STEPS = [{"id": each, "text": f"步骤{each}", "why": f"因{each}"} for each in "cadb"]
ORDER = {"kind": "order", "steps": STEPS, "why": "因为", "facts": ["FIRE-01"], "nodes": None}


@pytest.mark.parametrize(
    ("change", "reason", "words"),
    [
        ({"steps": sorted(STEPS, key=lambda step: step["id"])}, "按字母顺序排列", "steps:"),
        ({"steps": [*STEPS[:3], STEPS[3] | {"text": "步骤c"}]}, "“步骤c”出现了不止一次", None),
        ({"facts": ["FIRE-13"]}, "只讲给成年人", "facts:"),
        ({"objective": "会游泳"}, "不在 course.yaml 的 objectives 里", "objective:"),
    ],
)
def test_steps_to_put_in_order_keep_their_secret(tmp_path, facts, taxonomy, change, reason, words):
    def check(more: dict):
        place = place_for(facts, taxonomy, objectives=frozenset({AIM.replace(",", "，")}))
        text = as_yaml({key: value for key, value in (HEAD | ORDER | more).items() if value is not None})
        check_skill(written(tmp_path, "skill.yaml", text), place)
        return text, place.report.problems

    assert check({})[1] == []
    text, found = check(change)
    assert lines(found, reason) and (not words or lines(found, reason) == [line_of(text, words)])


@pytest.mark.parametrize(
    ("node", "path"),
    [
        (HALL, ("choices", 1, "facts")),
        (TALK, (*NEED, 1, "lines", 1, "facts")),
        (PLAN, (*WAYS, 2, "facts")),
        (PLAN, ("route", "back", "facts")),
        (PLAN, ("route", "smoky", "facts")),
        (GOOD, ("facts",)),
    ],
)
def test_a_fact_that_is_not_to_be_asked_is_refused_where_it_is_decided(said, node, path):
    before = [HALL] if node is GOOD else []
    found = lines(said(*before, put(node, path, [UNASKED])), f"{UNASKED} 不能用来出题")
    assert found == [line_of(said.text, f"- {UNASKED}") - 1]


def test_choices_used_twice_are_named_at_both(said):
    twice = scene("hall", choice("low", "good", 2), choice("low", "late", text="别的", why="别因"))
    found = lines(said(twice), "选择 id low 用了不止一次")
    assert found == [n for n, each in enumerate(said.text.split("\n"), 1) if "id: low" in each]
