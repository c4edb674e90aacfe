"""What gives an answer away to who knows nothing: the example just inside passes, its neighbour is refused at its line."""

import pytest

from eduplatform.curriculum.check_hints import words_that_tell
from eduplatform.curriculum.check_quiz import check_quiz
from eduplatform.curriculum.check_skill import check_skill
from eduplatform.curriculum.guessing import telling_words

from .building import AIM, as_yaml, asked, line_of, lines, option, place_for, quiz_head, written

SAFE = {"id": "safe", "text": "平安", "outcome": "good", "facts": ["FIRE-04"]}
LATE = {"id": "late", "text": "晚了", "outcome": "mixed", "facts": ["FIRE-04"]}
HEAD = {
    "uuid": "00000000-0000-4000-8000-000000000009",
    "kind": "scenario",
    "title": {"zh": "练", "en": "T"},
    "intro": "走",
    "objective": AIM,
    "minutes": 5,
}
LONG, EQUAL, SHORT = ("弯下身子慢慢走", "跑"), ("弯下腰", "跑过去"), ("走", "跑过去看一看")
MIDDLE = ("弯下腰走", "跑过去看一看")  #: beside a third choice that is shorter
CAREFUL, BOLD = ("先弯下腰", "跑过去吧"), ("弯下腰走", "先跑过去")


def choice(id_: str, to: str, right: bool, text: str) -> dict:
    return {"id": id_, "text": text, "next": to, "points": 2 * right, "why": f"因{id_}", "facts": ["FIRE-06"]}


def way(*scenes: tuple[str, str], right_first: bool = False) -> list[dict]:
    """Scenes one after the other, each (right words, wrong words); a wrong one goes on too."""
    nodes = []
    for number, (right, wrong) in enumerate(scenes):
        to = f"s{number + 1}" if number + 1 < len(scenes) else "safe"
        both = [choice(f"w{number}", to, False, wrong), choice(f"r{number}", to, True, right)]
        # (the right one stands first and last by turns, so that no place tells)
        both = both[::-1] if right_first or number % 2 else both
        nodes.append({"id": f"s{number}", "text": f"第{number}处", "choices": both})
    nodes[-1]["choices"].append(choice("late", "late", False, "回去拿书包"))
    return [*nodes, SAFE, LATE]


@pytest.fixture
def trained(tmp_path, facts, taxonomy):
    """Check a training of these scenes: its problems."""

    def check(nodes: list[dict], **head):
        place = place_for(facts, taxonomy, objectives=frozenset({AIM.replace(",", "，")}))
        check.text = as_yaml(HEAD | head | {"nodes": nodes})
        assert check_skill(written(tmp_path, "skill.yaml", check.text), place)
        return place.report.problems

    return check


def test_a_training_whose_best_choice_is_longest_in_two_of_five_passes(trained):
    found = trained(way(LONG, LONG, EQUAL, EQUAL, SHORT), pass_mark=90)
    assert lines(found, "最长") == []


def test_a_training_whose_best_choice_is_longest_too_often_is_refused(trained):
    found = trained(way(LONG, EQUAL, LONG, SHORT, LONG), pass_mark=90)
    assert lines(found, "最好的选择单独最长的有 3/5 处（s0、s2、s4），最多 40%") == [line_of(trained.text, "id: s0")]
    assert {each.level for each in found if "最长" in each.reason} == {"error"}


def test_a_training_that_is_passed_by_the_longest_choice_is_refused(trained):
    found = trained(way(EQUAL, LONG, LONG, EQUAL, EQUAL), pass_mark=60)
    # (by length s1 and s2, by chance half of s0 and s3; in the last scene the way back is longest)
    assert lines(found, "总选最长的平均能得 60%，过关只要 60%（s1、s2）") == [line_of(trained.text, "id: s1")]
    # (four points in ten for certain, two coins for four more: at 70 a quarter of the runs pass, at 90 none)
    found = trained(way(EQUAL, LONG, LONG, EQUAL, EQUAL), pass_mark=70)
    assert lines(found, "总选最长的有 25% 的机会过关，要低于 25%（s1、s2）") == [line_of(trained.text, "id: s1")]
    assert lines(trained(way(EQUAL, LONG, LONG, EQUAL, EQUAL), pass_mark=90), "总选最长的") == []


def test_a_training_that_is_passed_by_the_shortest_choice_is_refused(trained):
    found = trained(way(SHORT, SHORT, SHORT, SHORT, EQUAL))
    assert lines(found, "总选最短的平均能得") == [line_of(trained.text, "id: s0")]


def three(*scenes: tuple[str, str]) -> list[dict]:
    """As way(), with a short wrong choice in every scene but the last, which has its way back."""
    nodes = way(*scenes)
    for node in nodes[: len(scenes) - 1]:
        node["choices"].append(choice(f"x{node['id']}", node["choices"][0]["next"], False, "跑"))
    return nodes


def test_a_training_that_is_passed_by_the_middling_choice_is_refused(trained):
    found = trained(three(MIDDLE, MIDDLE, MIDDLE, MIDDLE, SHORT))
    assert lines(found, "总选不长不短的平均能得 80%，过关只要 60%（s0、s1、s2、s3）") == [
        line_of(trained.text, "id: s0")
    ]
    assert lines(trained(three(MIDDLE, LONG, MIDDLE, LONG, SHORT)), "总选不长不短的") == []


def test_a_training_that_is_passed_by_blind_taps_is_refused(trained):
    found = trained(way(EQUAL, EQUAL, EQUAL, EQUAL, EQUAL))
    # (three right of five: four coins and a die of three)
    assert lines(found, "随手乱选有 44% 的机会过关，要低于 25%（s0、s1、s2、s3）；请给这几处添一个像样的错项") == [
        line_of(trained.text, "id: s0")
    ]
    assert lines(trained(three(EQUAL, EQUAL, EQUAL, EQUAL, EQUAL)), "随手乱选") == []


def test_a_training_that_is_passed_by_care_is_refused(trained):
    found = trained(way(CAREFUL, CAREFUL, CAREFUL, CAREFUL, EQUAL))
    assert lines(found, "总选最小心的平均能得") == [line_of(trained.text, "id: s0")]
    assert lines(trained(three(CAREFUL, BOLD, CAREFUL, BOLD, BOLD)), "总选最小心的") == []


def test_the_place_of_a_choice_says_nothing_for_they_are_mixed_when_shown(trained):
    said = [
        [each.reason for each in trained(way(EQUAL, EQUAL, EQUAL, EQUAL, EQUAL, right_first=first))]
        for first in (True, False)
    ]
    assert said[0] == said[1]


def test_in_a_training_of_three_decisions_nothing_is_guessed(trained):
    assert trained(way(LONG, LONG, LONG)) == []


def test_a_talk_is_judged_by_what_is_said_at_the_first_asking(trained):
    def need(number: int) -> dict:
        said = [("yes", "我们在阳光路八号", [f"n{number}"]), ("no", "快来呀", []), ("oh", "求求你", [])]
        told = [
            {"id": f"{id_}{number}", "text": text + "啊" * number, "tells": tells, "why": f"因{id_}{number}"}
            for id_, text, tells in said
        ]
        return {
            "id": f"n{number}",
            "name": f"事{number}",
            "ask": f"问{number}",
            "lines": [each | {"facts": ["FIRE-01"]} for each in told],
        }

    talk = {"speaker": "接线员", "next": "safe", "needs": [need(n) for n in range(4)]}
    found = trained([{"id": "call", "text": "电话通了", "talk": talk}, SAFE, LATE])
    assert lines(found, "单独最长的有 4/4 处（call:n0、call:n1、call:n2、call:n3）") == [
        line_of(trained.text, "id: call")
    ]


@pytest.fixture
def said(tmp_path, facts, taxonomy):
    """Check these questions as a quiz of an objective with the key words 烟比火 and 关门: its problems."""

    def check(*questions):
        aim = AIM.replace(",", "，")
        place = place_for(facts, taxonomy, objectives=frozenset({aim}), key_words={aim: ("烟比火", "关门")})
        numbered = [each | {"uuid": f"00000000-0000-4000-8000-{n:012}"} for n, each in enumerate(questions, 1)]
        check.text = as_yaml(quiz_head() | {"questions": numbered})
        assert check_quiz(written(tmp_path, "quiz.yaml", check.text), place)
        return place.report.problems

    return check


def steps(*texts: str) -> list[dict]:
    return [{"id": "cadb"[n], "text": text, "why": f"理由{n}"} for n, text in enumerate(texts)]


HALL = ("用手试一试门", "把门关严实", "打119说地址")


@pytest.mark.parametrize(
    ("stem", "tells"),
    [
        ("烟来了。用手试门、把门关严，四步怎么排？", ["用手试一试门", "把门关严实"]),
        ("烟来了。先试门再关门，三步怎么排？", ["用手试一试门", "把门关严实"]),
        ("烟来了。先试门，再打119，三步怎么排？", ["用手试一试门", "打119说地址"]),
    ],
)
def test_an_ordering_whose_stem_names_its_steps_in_order_is_refused(stem, tells, said):
    found = said(asked("ordering", stem=stem, steps=steps(*HALL)))
    reason = "题干已经按次序说出了" + "、".join(f"“{each}”" for each in tells)
    assert lines(found, reason) == [line_of(said.text, "stem:")]


@pytest.mark.parametrize(
    "stem",
    [
        "烟来了。先做什么，后做什么？",
        "烟来了，先关门再试门吗？三步怎么排？",  # the wrong way round tells nothing
        "有人说用手试门就行。三步怎么排？",
        "先断电再救人，三步怎么排？",  # none of the steps
    ],
)
def test_an_ordering_that_leaves_its_order_open_passes(stem, said):
    assert lines(said(asked("ordering", stem=stem, steps=steps(*HALL))), "题干已经按次序说出了") == []


def test_quotes_in_the_right_option_alone_are_refused(said):
    quoted = [option("a", text="喊一声“有烟”"), option("b", text="喊一声“快跑”"), option("c", text="不出声")]
    alone = [option("a", True, text="喊一声“有烟”"), option("b", text="喊一声快跑"), option("c", text="不出声")]
    both = [alone[0], quoted[1], quoted[2]]
    assert lines(said(asked(options=both)), "引号") == []
    assert lines(said(asked(options=alone)), "只有正确项有引号") == [line_of(said.text, "id: a")]


def test_quotes_in_the_right_reason_alone_are_refused(said):
    reasons = [option("r", True, text="“有烟”大家听得懂"), option("s", text="听不懂"), option("t", text="不知道")]
    done = [option("a", True), option("b"), option("c")]
    two = asked("two_step", options=done, ask="为什么？", reasons=reasons, picture=None, regions=None)
    assert lines(said(two), "只有正确项有引号") == [line_of(said.text, "id: r")]


def test_a_key_word_of_the_stem_in_the_right_option_alone_is_refused(said):
    stem = "烟来了，什么时候关门？"
    options = [option("a", True, text="马上关门"), option("b", text="先看一看"), option("c", text="等大人来")]
    shared = [options[0], option("b", text="看一看再关门"), options[2]]
    assert lines(said(asked(stem=stem, options=options)), "只有正确项重复了题干里的“关门”") == [
        line_of(said.text, "id: a")
    ]
    assert lines(said(asked(stem=stem, options=shared)), "重复了题干") == []
    assert lines(said(asked(stem="烟来了，怎么办？", options=options)), "重复了题干") == []


def test_a_word_that_tells_true_from_false_is_refused(said):
    def stated(number: int, answer: bool, stem: str) -> dict:
        return asked("truefalse", number, answer=answer, stem=stem)

    four = [stated(n, True, f"烟可能从门缝进来，第 {n} 句。") for n in range(4)]
    found = said(*four, stated(5, False, "烟比火轻。"))
    assert lines(found, "带“可能”的判断句 4 道，答案都是“对”") == [5]
    assert lines(said(*four[:3], stated(5, False, "烟比火轻。")), "带“可能”") == []
    mixed = [*four, stated(4, False, "烟可能往下走。")]
    assert lines(said(*mixed), "带“可能”") == []


def test_words_are_looked_for_in_every_statement():
    statements = [("烟可能来", True)] * 4 + [("门只开一半", False)] * 4 + [("人都走", True), ("人都走", False)] * 4
    assert telling_words(statements, 4) == {"可能": True, "只": False}
    assert telling_words(statements, 5) == {}


def test_a_word_that_tells_over_the_whole_shelf_is_a_note():
    pools = [(f"烟可能来，第 {n} 句", True, f"quiz{n}.yaml", n) for n in range(8)]
    found = list(words_that_tell(pools))
    assert [(each.level, each.file, each.line) for each in found] == [("warning", "quiz0.yaml", 0)]
    assert "全架带“可能”的判断句 8 道，答案都是“对”" in found[0].reason
    assert list(words_that_tell(pools[:7])) == []
