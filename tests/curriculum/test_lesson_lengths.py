"""How much fits on a slide and into a sentence, stage by stage: the last character that fits, and the one too many."""

import pytest

from eduplatform.curriculum.check_lesson import check_lesson
from eduplatform.curriculum.check_reading import repeated_paragraphs, sentences
from eduplatform.curriculum.limits import LIMITS, SENTENCES

from .building import at, lesson_text, lines, place_for, slide, written

STAGES = list(LIMITS)


@pytest.fixture
def said(tmp_path, facts, taxonomy):
    """Check a lesson of a stage: its problems."""

    def check(text: str, stage: str = "P2", **more):
        place = place_for(facts, taxonomy, stage, **more)
        check_lesson(written(tmp_path, "lesson.md", text), place)
        return place.report.problems

    return check


def body(characters: int) -> str:
    return slide(body=("- " + "烟" * characters + " {FIRE-06}",))


def rows(number: int) -> str:
    return slide(body=["- 烟 {FIRE-06}"] * number)


def title(characters: int) -> str:
    return slide(title="烟" * characters)


def reading(characters: int) -> str:
    return slide(text=["烟" * 9 + "。 {FIRE-06}"] * (characters // 10) + ["烟" * (characters % 10) + "{FIRE-06}"])


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    ("made", "field", "words"),
    [
        (body, "body", "这一页投影的文字有"),
        (rows, "lines", "这一页投影有"),
        (title, "title", "幻灯片标题有"),
        (reading, "text", "这一页的阅读文字有"),
    ],
)
def test_a_slide_holds_so_much_and_no_more(said, stage, made, field, words):
    most = getattr(LIMITS[stage], field)
    assert at(said(lesson_text(made(most)), stage), words) == []
    found = [each.reason for each in said(lesson_text(made(most + 1)), stage) if words in each.reason]
    assert len(found) == 1 and f"{most + 1}" in found[0] and f"最多 {most}" in found[0]


def test_the_reading_text_is_refused_at_the_line_where_it_is_opened(said):
    assert at(said(lesson_text(reading(281))), "阅读文字有 281") == [("lesson.md", 10)]


def test_marks_of_bold_take_no_room(said):
    whole = "- **" + "烟" * 60 + "** {FIRE-06}"
    assert lines(said(lesson_text(slide(body=[whole]))), "投影的文字") == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_sentence_is_as_long_as_a_child_of_the_stage_reads(said, stage):
    _usual, most = SENTENCES[stage]
    short = ["低。 {FIRE-06}"] * 6
    fits, longer = ("烟" * most + "。 {FIRE-06}", "烟" * (most + 1) + "。 {FIRE-06}")
    assert lines(said(lesson_text(slide(text=[*short, fits])), stage), "这一句有") == []
    assert lines(said(lesson_text(slide(text=[*short, longer])), stage), f"这一句有 {most + 1} 个字") == [17]


@pytest.mark.parametrize("stage", STAGES)
def test_sentences_are_short_on_average(said, stage):
    usual, _most = SENTENCES[stage]
    even = ["烟" * usual + "。 {FIRE-06}"] * 3
    assert lines(said(lesson_text(slide(text=even)), stage), "阅读文字平均一句") == []
    more = [*even, "烟" * (usual + 1) + "。 {FIRE-06}"]
    assert lines(said(lesson_text(slide(text=more)), stage), "阅读文字平均一句") == [1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("先关门。再打119!", ["先关门", "再打119"]),
        ("他喊:“着火了”", ["他喊", "着火了"]),
        ("先看,再走,不跑", ["先看再走不跑"]),
        ("等一等……别跑。", ["等一等", "别跑"]),
        ("走。一;二三;四五", ["二三", "四五"]),
        ("。。。", []),
    ],
)
def test_a_sentence_ends_where_a_child_takes_breath(text, found):
    assert sentences(text) == found


@pytest.mark.parametrize(("characters", "noticed"), [(23, False), (24, True)])
def test_a_paragraph_is_a_copy_from_a_length_that_is_no_chance(characters, noticed):
    told = "烟" * characters + "。"
    found = list(repeated_paragraphs([(told, "a/lesson.md", 9), (told, "b/lesson.md", 4)]))
    assert [(each.file, each.line) for each in found] == ([("b/lesson.md", 4)] if noticed else [])
    assert all("a/lesson.md:9" in each.reason for each in found)


def test_a_lesson_may_say_its_own_words_again():
    told = "烟" * 30
    assert list(repeated_paragraphs([(told, "a/lesson.md", 9), (told + "!", "a/lesson.md", 20)])) == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_lesson_takes_as_long_as_a_class_hour_of_its_stage(said, stage):
    least, most = LIMITS[stage].minutes
    for minutes in (least, most):
        assert lines(said(lesson_text(slide(minutes=minutes), minutes=minutes), stage), "分钟之间") == []
    for minutes in (most + 1, least - 1 if stage != "K" else 90):  # (less than ten is no lesson of any stage)
        assert lines(said(lesson_text(slide(minutes=minutes), minutes=minutes), stage), f"{least}–{most} 分钟") == [4]


def test_the_minutes_of_the_pages_are_those_of_the_lesson(said):
    assert lines(said(lesson_text(slide(minutes=20), slide(minutes=20))), "加起来是") == []
    assert lines(said(lesson_text(slide(minutes=20), slide(minutes=19))), "加起来是 39 分钟") == [4]
