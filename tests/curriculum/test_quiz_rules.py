"""What a quiz and each of its questions owe: the example just inside passes, its neighbour is refused at its line."""

import pytest

from eduplatform.curriculum.check_quiz import check_quiz
from eduplatform.curriculum.limits import LIMITS

from .building import (
    AIM,
    UNASKED,
    as_yaml,
    asked,
    at,
    line_of,
    lines,
    longest_run,
    option,
    place_for,
    quiz_head,
    region,
    written,
)


@pytest.fixture
def said(tmp_path, facts, taxonomy):
    """Check these questions as a quiz: its problems."""

    def check(*questions, stage="P2", **head):
        place = place_for(facts, taxonomy, stage, objectives=frozenset({AIM.replace(",", "，")}))
        numbered = [each | {"uuid": f"00000000-0000-4000-8000-{n:012}"} for n, each in enumerate(questions, 1)]
        text = as_yaml(quiz_head(**head) | {"questions": numbered})
        found = check_quiz(written(tmp_path, "quiz.yaml", text), place)
        assert found is not None, place.report.problems
        check.text, check.place = text, place
        return place.report.problems

    return check


def pool(*kinds: str) -> list[dict]:
    return [asked(kind, n) for n, kind in enumerate(kinds, 1)]


FIVE = ("single", "multiple", "truefalse", "ordering", "matching")


def test_sixteen_questions_of_five_kinds_are_a_pool(said):
    enough = said(*pool(*FIVE, *["single"] * 11))
    assert lines(enough, "题库至少") == lines(enough, "题型至少") == []
    few = said(*pool(*FIVE, *["single"] * 10))
    assert lines(few, "题库至少 16 题，现在 15 题") == [5] and lines(few, "题型至少") == []
    alike = said(*pool(*FIVE[:4], *["single"] * 12))
    assert lines(alike, "题型至少 5 种，现在只有 4 种") == [5]


def test_no_more_is_drawn_than_there_is(said):
    six = pool(*["single"] * 6)
    assert lines(said(*six, draw=6), "要抽") == []
    assert lines(said(*six, draw=7), "要抽 7 题，题库只有 6 题") == [2]


def test_excellent_is_not_below_passed(said):
    assert lines(said(asked(), pass_mark=70, excellent_mark=70), "优秀线") == []
    assert lines(said(asked(), pass_mark=70, excellent_mark=69), "优秀线不能低于及格线") == [6]


def test_a_quiz_that_cannot_be_read_is_none(tmp_path, facts, taxonomy):
    place = place_for(facts, taxonomy)
    assert check_quiz(written(tmp_path, "quiz.yaml", "draw: [6"), place) is None
    assert check_quiz(written(tmp_path, "quiz.yaml", "draw: 6\n"), place) is None
    assert place.report.uuids == []


def test_every_uuid_is_remembered_with_its_line(said):
    said(asked("single", 1), asked("truefalse", 2))
    assert [line for _uuid, _file, line in said.place.report.uuids] == [1, *_numbers(said.text, "- uuid:")]


def _numbers(text: str, words: str) -> list[int]:
    return [number for number, line in enumerate(text.split("\n"), 1) if line.startswith(words)]


# (question that passes, its neighbour, words of the reason, words that stand once on the line it is refused at)
NEIGHBOURS = {
    "one right option": (
        asked("single"),
        asked("single", options=[option("a"), option("b"), option("c")]),
        "正好有一个 right: true，现在有 0 个",
        "options:",
    ),
    "two right options": (
        asked("single"),
        asked("single", options=[option("a", True), option("b", True), option("c")]),
        "现在有 2 个",
        "options:",
    ),
    "one to tick": (
        asked("multiple"),
        asked("multiple", options=[option("a", True), option("b"), option("c")]),
        "现在 3 项里有 1 个正确",
        "options:",
    ),
    "all to tick": (
        asked("multiple", options=[option("a", True), option("b", True), option("c")]),
        asked("multiple", options=[option("a", True), option("b", True), option("c", True)]),
        "现在 3 项里有 3 个正确",
        "options:",
    ),
    "an id used twice": (
        asked("single"),
        asked("single", options=[option("a", True), option("b", text="甲"), option("b", text="乙")]),
        "id b 用了不止一次",
        None,
    ),
    "words used twice": (
        asked("single"),
        asked("single", options=[option("a", True), option("b", text="跑"), option("c", text="跑")]),
        "“跑”出现了不止一次",
        None,
    ),
    "no place is right": (
        asked("spot", regions=[region("s1", True), region("s2"), region("s3")]),
        asked("spot", regions=[region("s1"), region("s2"), region("s3")]),
        "要有一个 right: true 的区域",
        "regions:",
    ),
    "a region over the right edge": (
        asked("spot", regions=[region("s1", True, x=80), region("s2"), region("s3")]),
        asked("spot", regions=[region("s1", True, x=80.5), region("s2"), region("s3")]),
        "区域要完全在图内",
        "id: s1",
    ),
    "a region over the lower edge": (
        asked("spot", regions=[region("s1", True), region("s2", y=80), region("s3")]),
        asked("spot", regions=[region("s1", True), region("s2", y=81), region("s3")]),
        "区域要完全在图内",
        "id: s2",
    ),
    "a region too narrow for a finger": (
        asked("spot", regions=[region("s1", True), region("s2", w=5, h=5), region("s3")]),
        asked("spot", regions=[region("s1", True), region("s2", w=4.9), region("s3")]),
        "宽高都不小于 5",
        "id: s2",
    ),
    "a region too low for a finger": (
        asked("spot", regions=[region("s1", True), region("s2", h=5), region("s3")]),
        asked("spot", regions=[region("s1", True), region("s2", h=4.9), region("s3")]),
        "宽高都不小于 5",
        "id: s2",
    ),
    "steps that count up": (
        asked("ordering", steps=[{"id": each, "text": each, "why": each * 9} for each in "acb"]),
        asked("ordering", steps=[{"id": each, "text": each, "why": each * 9} for each in "abc"]),
        "按字母顺序排列",
        "steps:",
    ),
    "a left entry without a pair": (
        asked("matching"),
        asked(
            "matching", pairs=[{"left": "l1", "right": "r2", "why": "一"}, {"left": "l2", "right": "r4", "why": "二"}]
        ),
        "左边每一项恰好配一次",
        "pairs:",
    ),
    "a right entry used twice": (
        asked("matching"),
        asked("matching", pairs=[{"left": f"l{n}", "right": "r4", "why": f"理{n}"} for n in (1, 2, 3)]),
        "每个最多用一次",
        "pairs:",
    ),
    "a right entry that is not there": (
        asked("matching"),
        asked("matching", pairs=[{"left": f"l{n}", "right": f"r{n + 4}", "why": f"理{n}"} for n in (1, 2, 3)]),
        "要是 right 里的 id",
        "pairs:",
    ),
    "an objective of nobody": (asked(), asked(objective="会游泳"), "不在 course.yaml 的 objectives 里", "objective:"),
    "a fact for adults": (asked(), asked(facts=["FIRE-13"]), "只讲给成年人", "facts:"),
    "three pictures": (
        asked("pictures"),
        asked("pictures", options=asked("pictures")["options"][:3]),
        "正好 4 张图，现在有 3 项",
        "options:",
    ),
    "five pictures": (
        asked("pictures"),
        asked("pictures", options=[*asked("pictures")["options"], option("e")]),
        "正好 4 张图，现在有 5 项",
        "options:",
    ),
    "a picture choice with words alone": (
        asked("pictures"),
        asked("pictures", options=[*asked("pictures")["options"][:3], option("d")]),
        "每一项都要有 picture",
        "id: d",
    ),
    "a reason that is the fact": (
        asked(),
        asked(options=[option("a", True, why="在有烟的地方要降低姿势，必要时贴地爬行"), option("b"), option("c")]),
        "把事实又说了一遍",
        "贴地爬行",
    ),
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_what_is_just_inside_passes_and_its_neighbour_is_refused_at_its_line(said, name):
    sound, broken, reason, words = NEIGHBOURS[name]
    assert lines(said(sound), reason) == []
    found = at(said(broken), reason)
    assert found, said(broken)
    if words:
        assert found == [("quiz.yaml", line_of(said.text, words))]


def test_pairs_may_leave_out_a_right_entry_but_ids_may_not_tell(said):
    told = [{"left": f"l{n}", "right": f"r{n}", "why": f"理由{n}"} for n in (1, 2, 3)]
    assert lines(said(asked("matching", pairs=told)), "一一同号") == [line_of(said.text, "pairs:")]
    mixed = [told[0], told[1] | {"right": "r4"}, told[2]]
    assert lines(said(asked("matching", pairs=mixed)), "一一同号") == []


@pytest.mark.parametrize("stage", ["P1", "P2", "P3", "J", "S"])
@pytest.mark.parametrize(
    ("field", "name", "made"),
    [
        ("stem", "题干有", lambda n: asked(stem="问" * n)),
        ("option", "这一项有", lambda n: asked(options=[option("a", True, text="项" * n), option("b"), option("c")])),
        (
            "option",
            "这一项有",
            lambda n: asked("spot", regions=[region(f"s{m}", m == 1, label="门" * (n - (m != 1))) for m in (0, 1, 2)]),
        ),
        ("why", "理由有", lambda n: asked(options=[option("a", True, why="因" * n), option("b"), option("c")])),
        (
            "why",
            "理由有",
            lambda n: asked(
                "ordering",
                steps=[{"id": each, "text": each, "why": each * n if each == "c" else each} for each in "cab"],
            ),
        ),
    ],
)
def test_words_are_as_many_as_a_pupil_of_the_stage_reads(said, stage, field, name, made):
    most = getattr(LIMITS[stage], field)
    assert lines(said(made(most), stage=stage), name) == []
    found = lines(said(made(most + 1), stage=stage), f"{name} {most + 1} 个字，本学段最多 {most} 个")
    assert found == [longest_run(said.text)]


def test_pictures_of_a_question_are_remembered_with_their_line_and_words(said):
    said(asked("spot"), asked("pictures", 2))
    uses = [(use.src, use.alt) for use in said.place.pictures]
    assert uses == [
        ("media/room.svg", "房间里有一扇门"),
        *((f"media/{each}.svg", f"图上的{each}号") for each in "abcd"),
    ]
    assert [use.line for use in said.place.pictures][0] == line_of(said.text, "media/room.svg") - 1


@pytest.mark.parametrize(("places", "warned"), [("aaaa", True), ("aaab", False), ("aaa", False)])
def test_right_options_that_always_stand_at_the_same_place_are_a_hint(said, places, warned):
    found = said(*(asked(options=[option(each, each == right) for each in "abc"]) for right in places))
    hints = [each for each in found if each.level == "warning"]
    assert [(each.line, "第 1 个" in each.reason) for each in hints] == ([(5, True)] if warned else [])


@pytest.mark.parametrize(
    ("kind", "name", "field", "text"),
    [
        ("single", "options", "id", "text"),
        ("multiple", "options", "id", "text"),
        ("spot", "regions", "id", "label"),
        ("ordering", "steps", "id", "text"),
        ("matching", "left", "id", "text"),
        ("matching", "right", "id", "text"),
    ],
)
def test_what_is_used_twice_is_named_wherever_it_stands(said, kind, name, field, text):
    parts = asked(kind)[name]
    for what, reason in ((field, "用了不止一次；请改成不同的"), (text, "出现了不止一次")):
        twice = [parts[0], *parts[1:-1], parts[-1] | {what: parts[0][what]}]
        found = lines(said(asked(kind, **{name: twice})), reason)
        first = said.text[: said.text.index(f"{name}:")].count("\n") + 1
        written_at = [
            n for n, line in enumerate(said.text.split("\n"), 1) if f"{what}: {parts[0][what]}" in line and n > first
        ]
        assert found == written_at[:2], (what, said.text)


def test_the_same_picture_twice_is_named_at_both(said):
    options = asked("pictures")["options"]
    found = lines(
        said(asked("pictures", options=[*options[:3], options[3] | {"picture": options[0]["picture"]}])), "请换一张图"
    )
    assert found == [n - 1 for n, line in enumerate(said.text.split("\n"), 1) if "src: media/a.svg" in line]


def test_a_fact_that_is_not_to_be_asked_is_refused_where_it_is_asked(said):
    assert lines(said(asked(facts=[UNASKED])), f"{UNASKED} 不能用来出题") == [line_of(said.text, "facts:")]
