"""Break one thing in a talk or a plan: the checker names the line and what to do."""

import shutil
from pathlib import Path

import pytest

from eduplatform.curriculum.check import check_package

from .building import at, broken_at

STATES = Path(__file__).parent / "states.yaml"

# (what stands there, what we put instead, words of the reason, lines below the change where it is reported)
BREAKS = {
    "a need that nobody can tell": ("tells: [who], ", "", "没有一句话说清“谁有危险”", -1),
    "a need that every line tells": ("why: 那是猜的。", "tells: [what], why: 那是猜的。", "每一句都说清了", -2),
    "a thing told that nobody asks for": ("tells: [what], why: 看见", "tells: [whom], why: 看见", "tells 里的 whom", 0),
    "a line that breaks off and tells": ("没有了再见, next", "没有了再见, tells: [who], next", "谈话到这句就断了", 0),
    "a line that never comes up": ("阳光路八号, tells: [where]", "阳光路八号, tells: [where, what]", "永远轮不到说", 8),
    "a line said twice": ("{id: hang,", "{id: two,", "话的 id two", -1),
    "a need named twice": ("- id: who\n", "- id: what\n", "要说的事 id what", 0),
    "a misspelt field of a need": ("    - id: who\n", "    - id: who\n      nam: x\n", "不认识的字段 nam", 1),
    "a talk that leads nowhere": ("next: way", "next: attic", "不存在的场景 attic", 0),
    "a line that leads nowhere": ("没有了再见, next: late", "没有了再见, next: attic", "不存在的场景 attic", 0),
    "a talk that leads back": ("没有了再见, next: late", "没有了再见, next: call", "绕圈", 0),
    "a reason said twice": ("why: 着急没有用。", "why: 开车的人就知道往哪里去了。", "和同一题的另一条几乎一样", 0),
    "a fact for adults in a talk": (
        "why: 着急没有用。, facts: [FIRE-01]",
        "why: 着急。, facts: [FIRE-13]",
        "成年人",
        0,
    ),
    "a long question": ("ask: 什么在烧？", "ask: " + "什么在烧" * 20, "对方的话有 80 个字", 0),
    "a long name of a need": ("name: 什么情况", "name: 现在那里是什么情况", "要说的事的名字有 9 个字", 0),
    "a long speaker": ("speaker: 接线员", "speaker: 一一九指挥中心接线员", "说话的人有 10 个字", 0),
    "a place named twice": ("{id: east,", "{id: hall,", "地点 id hall", -1),
    "a way to nowhere": ("{a: east, b: fire", "{a: east, b: roof", "places 里没有 roof", 0),
    "a way in place": ("{a: east, b: fire", "{a: east, b: east", "同一个地方", 0),
    "a start that is not there": ("start: room", "start: roof", "places 里没有 roof", 0),
    "a start in smoke": (
        "name: 教室, x: 5, y: 5, w: 20, h: 25",
        "name: 教室, x: 5, y: 5, w: 20, h: 25, smoke: 0",
        "出发的地点",
        -2,
    ),
    "a box beyond the picture": ("x: 70, y: 5, w: 20", "x: 85, y: 5, w: 20", "完全在图内", 0),
    "a box upon another": ("name: 西楼梯, x: 35, y: 38", "name: 西楼梯, x: 40, y: 20", "方框压住了“走廊”", 0),
    "a name wider than its box": ("name: 杂物间", "name: 楼梯杂物间", "写不下", 0),
    "a long name of a place": ("name: 杂物间", "name: 三楼尽头的老杂物间", "地点的名字有 9 个字", 0),
    "no way out of the smoke": (
        "y: 38, w: 20, h: 25}\n    - {id: lift",
        "y: 38, w: 20, h: 25, smoke: 0}\n    - {id: lift",
        "堵住了",
        -5,
    ),
    "a way out at once": ("b: yard, why", "b: room, why", "没有一条走得出去", -13),
    "smoke that stands still": ("w: 20, h: 25, smoke: 2", "w: 20, h: 25", "烟一直不动", -3),
    "smoke from nowhere": (
        "{a: east, b: fire, why: 这里有烟。",
        "{a: west, b: fire, why: 这里有烟。",
        "一格一格地来",
        -8,
    ),
    "smoke in the way out": ("h: 25, next: good", "h: 25, smoke: 9, next: good", "出口不能进烟", 0),
    "a place nobody reaches": (
        "    - {a: hall, b: lift, next: late",
        "    - {a: hall, b: west, next: late",
        "“电梯”走不到",
        -8,
    ),
    "two ways between two places": (
        "{a: hall, b: lift, next: late",
        "{a: hall, b: west, next: late",
        "写了两条路",
        -12,
    ),
    "smoke that leads nowhere": ("smoky: {next: lost", "smoky: {next: attic", "不存在的场景 attic", 0),
    "a step that repeats its fact": ("why: 前面看不清了。", "why: 湿毛巾的官方用法是堵门缝", "把事实又说了一遍", 0),
    "an ending nobody meets": ("smoky: {next: lost", "smoky: {next: late", "场景 lost 走不到", 9),
    "a best way that ends badly": ("h: 25, next: good", "h: 25, next: late", "没有一条路能既拿满分", -38),
}


@pytest.fixture
def changing(lesson):
    shutil.copy(STATES, lesson / "skill.yaml")
    return lesson / "skill.yaml"


def test_the_example_is_sound(changing, course, facts, taxonomy):
    assert check_package(course, facts, taxonomy)[1] == []


@pytest.mark.parametrize("name", BREAKS)
def test_one_broken_thing_is_named_at_its_line(name, changing, course, facts, taxonomy):
    before, after, reason, below = BREAKS[name]
    assert changing.read_text(encoding="utf-8").count(before) == 1
    line = broken_at(changing, before, after) + below
    package, problems = check_package(course, facts, taxonomy)
    assert package is None
    assert line in [found for _file, found in at(problems, reason)], (line, problems)
