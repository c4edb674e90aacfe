"""The plan of a lesson and the lines of its slides: kinds and their order, what each part must hold, marks of the short run, a story."""

import pytest

from eduplatform.curriculum.check_lesson import check_lesson

from .building import at, lesson_text, lines, place_for, slide, swapped, written

COVER = slide("cover", "封面", body=("> 上课。",), text=())
CORE = slide("teach core", "核心")
DO = slide("do", "练习", body=("> 起立。",))
RECAP = slide("recap core", "小结")


def plan(teaching: int = 5, core: str = CORE, end: tuple[str, ...] = (DO, RECAP)) -> list[str]:
    """A sound lesson of eight slides: cover, one of the core, so many others, practice, recap."""
    return [COVER, core, *(slide(title=f"第{n}页") for n in range(teaching - 1)), *end]


@pytest.fixture
def said(tmp_path, facts, taxonomy):
    """Check a lesson of these slides: its problems."""

    def check(*slides: str, stage: str = "P2", minutes: int = 40, **more):
        place = place_for(facts, taxonomy, stage, **more)
        check.text = lesson_text(*slides, minutes=minutes)
        check.file = written(tmp_path, "lesson.md", check.text)
        check.whole = check_lesson(check.file, place)
        check.place = place
        return place.report.problems

    return check


def line(said, title: str) -> int:
    """The line of the slide with this title."""
    return next(n for n, each in enumerate(said.text.split("\n"), 1) if each.startswith("## ") and each.endswith(title))


def test_eight_slides_are_a_lesson(said):
    assert said(*plan()) == []
    head, slides = said.whole
    assert (head.minutes, len(slides), slides[1].core, slides[2].core) == (40, 8, True, False)


@pytest.mark.parametrize(("teaching", "refused"), [(4, True), (5, False), (11, False), (12, True)])
def test_a_lesson_has_eight_to_fourteen_slides(said, teaching, refused):
    assert lines(said(*plan(teaching)), f"8–14 张幻灯片，现在 {teaching + 3} 张") == ([1] if refused else [])


def test_a_lesson_opens_practises_and_sums_up(said):
    assert lines(said(*plan()[1:]), "第一张幻灯片要是封面") == [8]
    assert lines(said(*plan(6, end=(RECAP,))), "缺少课堂练习") == [1]
    found = said(*plan(6, end=(DO,)))
    assert lines(found, "缺少小结") == [line(said, "练习")]


def test_a_lesson_without_slides_is_refused_and_not_lost(said):
    found = said()
    assert lines(found, "8–14 张幻灯片，现在 0 张") == [1]
    assert lines(found, "加起来是 0 分钟") == [4]


@pytest.mark.parametrize("kind", ["story", "rhyme", "game", "card"])
def test_pages_of_a_story_are_no_slides_of_a_school(said, kind):
    found = said(*plan(4), slide(kind, "故事页"))
    assert lines(found, f"{kind} 是幼儿园图画故事的页") == [line(said, "故事页")]


@pytest.mark.parametrize("kind", ["teach", "ask", "do", "recap", "rhyme", "card"])
def test_a_slide_that_teaches_is_not_empty(said, kind):
    found = said(slide(kind, "空页", body=()))
    assert lines(found, "这一页没有投影文字") == [8]
    assert lines(said(slide(kind, "满页")), "没有投影文字") == []


@pytest.mark.parametrize("kind", ["teach", "do", "recap", "story", "rhyme", "game", "card"])
def test_a_slide_that_teaches_can_be_read_afterwards(said, kind):
    assert lines(said(slide(kind, "空页", text=())), "没有 ::: text 阅读文字") == [8]
    assert lines(said(slide(kind, "满页")), "没有 ::: text") == []


def test_a_cover_and_a_question_need_no_reading_text(said):
    assert lines(said(COVER, slide("ask", "问", text=())), "没有 ::: text") == []
    assert lines(said(slide("cover", "封面", body=(), text=())), "没有投影文字") == []


@pytest.mark.parametrize("notes", [{"notes": ()}, {"minutes": 0}, {"minutes": "", "notes": ("> 讲",)}])
def test_every_slide_has_notes_and_minutes(said, notes):
    assert lines(said(slide("teach", "空页", **notes)), "没有教师备注") == [8]


# (line of a slide, part it stands in, words of the reason; None: it passes)
LINES = [
    ("- 低下来 {FIRE-06}", "body", None),
    ("- 低下来", "body", "没有标事实编号"),
    ("低下来", "text", "没有标事实编号"),
    ("有序比快重要 {FIRE-13}", "notes", None),
    ("有序比快重要 {FIRE-13}", "text", "只讲给成年人"),
    ("有序比快重要", "notes", "没有标事实编号"),
    ("? 往哪里走?", "body", None),
    ("? 他说：“走吗？”", "body", None),
    ("? 走吗(想一想?)", "body", None),
    ("? 往哪里走", "body", "要是问句"),
    ("? 往哪里走。", "notes", "要是问句"),
    ("? 烟往上走。 {FIRE-06}", "body", None),
    ("> 请看图。", "body", None),
    (">", "body", "这一行没有文字"),
    ("- {FIRE-06}", "body", "这一行没有文字"),
    ("*", "text", "这一行没有文字"),
    ("2. {FIRE-06}", "body", "这一行没有文字"),
    ("> 小安必须先走。 {FIRE-06}", "body", None),
    ("> 小安看见了烟。", "body", None),
    ("### 准备", "notes", None),
    ("低下来 {FIRE-06 FIRE-99}", "body", "没有 FIRE-99"),
    ("低下来 {FIRE-09}", "notes", "D 级"),
]


@pytest.mark.parametrize(("written_line", "part", "reason"), LINES)
def test_each_line_rests_on_facts_or_says_what_it_is(said, written_line, part, reason):
    errors = [each for each in said(slide(**{part: (written_line,)})) if at([each], reason or "") and each.line > 8]
    if reason is None:
        assert [each for each in errors if each.level == "error"] == []
    else:
        assert len(errors) == 1
        assert said.text.split("\n")[errors[0].line - 1] == written_line


@pytest.mark.parametrize("word", ["必须", "应当", "应该", "千万", "严禁", "一定要", "绝不", "不得"])
def test_advice_in_an_instruction_is_a_hint(said, word):
    found = [each for each in said(slide(body=(f"> 起火时{word}先走。",))) if each.level == "warning"]
    assert [(each.line, f"（“{word}”）" in each.reason) for each in found] == [(9, True)]


@pytest.mark.parametrize(
    "words", ["奶奶舍不得扔", "巴不得快走", "了不得的火", "不得了，着火了", "不得已停下来", "记不得了", "怪不得他"]
)
def test_a_story_may_say_what_only_sounds_like_advice(said, words):
    assert [each for each in said(slide(body=(f"> {words}。",))) if each.level == "warning"] == []


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        ("![一扇开着的门](media/door.svg)", None),
        ("![一扇门开](media/door-2.svg)", None),
        ("![一扇门](media/door.svg)", "图片缺少说明"),
        ("![](media/door.svg)", "图片缺少说明"),
        ("![一扇开着的门](media/Door.svg)", "图片要写成 media/名字.svg"),
        ("![一扇开着的门](media/door.png)", "图片要写成 media/名字.svg"),
        ("![一扇开着的门](media/../door.svg)", "图片要写成 media/名字.svg"),
        ("![一扇开着的门](/media/door.svg)", "图片要写成 media/名字.svg"),
    ],
)
def test_a_picture_lies_in_the_lesson_and_is_told_in_words(said, picture, reason):
    found = said(slide(body=(picture, "- 低下来 {FIRE-06}")))
    assert lines(found, reason or "图片") == ([] if reason is None else [9])
    assert (said.whole is None) is (reason is not None)
    assert [(use.src, use.alt, use.line, use.file.name) for use in said.place.pictures] == [
        (picture[picture.index("(") + 1 : -1], picture[2 : picture.index("]")], 9, "lesson.md")
    ]


CORES = {  # minutes of the slide marked core beside a recap of 5 → the minutes that are refused
    4: 9,
    5: None,
    10: None,
    11: 16,
}


@pytest.mark.parametrize(("minutes", "refused"), CORES.items())
def test_the_short_run_takes_ten_to_fifteen_minutes(said, minutes, refused):
    found = said(*plan(core=slide("teach core", "核心", minutes=minutes)))
    words = f"核心页加起来是 {refused} 分钟"
    assert lines(found, words) == ([line(said, "核心")] if refused else [])


def test_a_short_run_ends_with_the_recap(said):
    found = said(*plan(end=(DO, slide("recap", "小结"))))
    assert lines(found, "小结要标 core") == [line(said, "小结")]
    assert lines(said(*plan(end=(DO, slide("recap", "先看"), RECAP))), "小结要标 core") == [], "the last one counts"


def test_a_long_lesson_needs_marks_and_a_short_one_does_not(said):
    bare = [COVER, *(slide(title=f"第{n}页", minutes=1) for n in range(9))]
    assert lines(said(*bare, slide("recap", "小结", minutes=1)), "没有一页标 core") == []
    assert lines(said(*bare, slide("recap", "小结", minutes=2)), "没有一页标 core") == [8], "16 minutes"


@pytest.mark.parametrize(("mark", "refused"), [("core", False), ("plus", False), ("extra", True), ("cores", True)])
def test_only_two_marks_are_known(said, mark, refused):
    found = said(*plan()[:-1], slide(f"teach {mark}", "另一页"))
    assert lines(found, f"不认识“{mark}”") == ([line(said, "另一页")] if refused else [])


def page(kind: str, title: str, **more) -> str:
    """A page of a story: a picture, the sentence read to it, a word to the teacher."""
    said = {"body": ("![孩子们在院子里](media/a.svg)", "> 铃响了。"), "text": ("> 铃响了。",), "minutes": 1}
    return slide(kind, title, **said | more)


def story(pages: int = 5, last: tuple[str, ...] = ("rhyme", "game", "card")) -> list[str]:
    return [
        page("cover", "封面"),
        *(page("story", f"第{n}页") for n in range(pages)),
        *(page(each, each) for each in last),
    ]


def k(said, *slides: str):
    return said(*slides, stage="K", minutes=10)


@pytest.mark.parametrize(("pages", "refused"), [(4, True), (5, False), (7, False), (8, True)])
def test_a_story_has_five_to_seven_pages(said, pages, refused):
    found = k(said, *story(pages))
    assert lines(found, f"5–7 页 ## story: …，现在 {pages} 页") == ([1] if refused else [])


@pytest.mark.parametrize(("kind", "name"), [("rhyme", "儿歌"), ("game", "身体游戏"), ("card", "亲子卡")])
def test_a_story_has_one_rhyme_one_game_and_one_card(said, kind, name):
    rest = [each for each in ("rhyme", "game", "card") if each != kind]
    words = f"{name}要有一页 ## {kind}: …，现在"
    assert lines(k(said, *story()), words) == []
    assert lines(k(said, *story(last=rest)), f"{words} 0 页") == [1]
    twice = sorted((*rest, kind, kind), key=["rhyme", "game", "card"].index)
    assert lines(k(said, *story(last=twice)), f"{words} 2 页") == [1]


def test_a_story_keeps_its_order(said):
    words = "次序是封面 cover"
    assert lines(k(said, *story()), words) == []
    assert lines(k(said, *story(last=("game", "rhyme", "card"))), words) == [8]
    assert lines(k(said, *story()[1:]), words) == [8], "no cover"
    mixed = story()
    mixed[2], mixed[6] = mixed[6], mixed[2]
    assert lines(k(said, *mixed), words) == [8]


@pytest.mark.parametrize(("kind", "refused"), [("cover", True), ("story", True), ("game", True), ("rhyme", False)])
def test_what_is_looked_at_has_a_picture(said, kind, refused):
    slides = story()
    number = {"cover": 0, "story": 1, "rhyme": 6, "game": 7}[kind]
    slides[number] = page(kind, "无图", body=("> 铃响了。",))
    assert lines(k(said, *slides), "这一页没有图") == ([line(said, "无图")] if refused else [])


def test_a_story_knows_no_slides_of_a_school(said):
    found = k(said, *story(), page("teach", "讲"))
    assert lines(found, "幼儿园的课没有 teach 页") == [line(said, "讲")]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("minutes: 40", "minutes: forty", "minutes 要写整数"),
        ("title: {zh: 课, en: A}", "title: 课", "title 下面要写一行一个的"),
        ("summary:", "sumary:", "不认识的字段 sumary"),
        ("uuid: 0", "uuid: x0", "uuid 不是 uuid"),
        ("minutes: 40", "minutes: 40\nminutes: 41", "minutes 写了两次"),
        ("## cover: 封面", "## cover 封面", "幻灯片标题要写成"),
    ],
)
def test_a_fault_of_the_front_matter_is_named_at_its_line_in_the_file(said, facts, taxonomy, before, after, reason):
    said(*plan())
    source = swapped(said.file, before, after)
    place = place_for(facts, taxonomy)
    assert check_lesson(said.file, place) is None or "cover" in before
    at_line = source[: source.index(before)].count("\n") + 1 + ("\nm" in after)
    assert at_line in lines(place.report.problems, reason), place.report.problems
