"""Break one thing in a good course: the checker names the file, the line and what to do."""

from pathlib import Path

import pytest

from eduplatform.curriculum.check import check_package

from .building import broken_at

LESSON, QUIZ, SKILL, HEAD, ROOM = (
    "lessons/01-sample/lesson.md",
    "lessons/01-sample/quiz.yaml",
    "lessons/01-sample/skill.yaml",
    "course.yaml",
    "lessons/01-sample/media/room.svg",
)


def _steps(ids: str) -> str:
    return "steps:\n" + "\n".join(f"  - {{id: {each}, text: 步骤{each}, why: 理由{each}}}" for each in ids)


PAIRS = """pairs:
  - {left: l1, right: r2, why: 一配二}
  - {left: l2, right: r4, why: 二配四}
  - {left: l3, right: r1, why: 三配一}"""

OWN_LINE = {
    "top": 1,
    "pool": 5,
    "words": 10,
}  #: reported elsewhere: top of the file, questions: of the quiz, words: in course.yaml

# (file, what stands there, what we put instead, words of the reason, lines below the change where it is reported or OWN_LINE)
BREAKS = {
    "a bare statement on a slide": (LESSON, "来 {FIRE-06}", "来", "没有标事实编号", 0),
    "a bare statement in the reading text": (LESSON, "放低身子。 {FIRE-06}", "放低身子。", "没有标事实编号", 0),
    "a bare statement in the notes": (LESSON, "有序比快更重要。 {FIRE-13}", "有序比快更重要。", "没有标事实编号", 0),
    "a fact that does not exist": (LESSON, "来 {FIRE-06}", "来 {FIRE-99}", "没有 FIRE-99", 0),
    "a fact only a licensed reader lets through": (LESSON, "来 {FIRE-06}", "来 {MENTAL-25}", "持证人员", 0),
    "a disputed fact": (LESSON, "来 {FIRE-06}", "来 {FIRE-09}", "D 级", 0),
    "a fact without review": (LESSON, "来 {FIRE-06}", "来 {FIRE-14}", "须有专业人员复核", 0),
    "an adults' fact told to pupils": (LESSON, "放低身子。 {FIRE-06}", "放低身子。 {FIRE-13}", "教师备注", 0),
    "a fact id in mid-sentence": (LESSON, "有烟,**低**下来 {FIRE-06}", "有烟 {FIRE-06} 就低下来", "最后", 0),
    "a question mark line that states": (LESSON, "? 烟在上面还是下面?", "? 烟在上面。", "要是问句", 0),
    "minutes that do not add up": (LESSON, "minutes: 40", "minutes: 42", "加起来是 40 分钟", 0),
    "a lesson far too long": (LESSON, "minutes: 40", "minutes: 80", "35–45 分钟", 0),
    "no practice in the room": (LESSON, "## do: 练习", "## teach: 练习", "缺少课堂练习", -83),
    "a mark that is neither core nor plus": (
        LESSON,
        "## teach core: 第 1 页",
        "## teach kern: 第 1 页",
        "core 或 plus",
        0,
    ),
    "a core shorter than ten minutes": (
        LESSON,
        "## teach core: 第 1 页",
        "## teach: 第 1 页",
        "核心页加起来是 5 分钟",
        78,
    ),
    "a core without its recap": (LESSON, "## recap core: 小结", "## recap plus: 小结", "小结要标 core", 0),
    "an objective that the core leaves out": (
        HEAD,
        "slides: [第 1 页, 第 2 页]",
        "slides: [第 2 页]",
        "没有一页标 core",
        0,
    ),
    "an unknown kind of slide": (LESSON, "## do: 练习", "## play: 练习", "类型是", 0),
    "too much text on a slide": (LESSON, "- 有烟,**低**下来", "- " + "很长" * 31, "投影的文字有 62 个字", -2),
    "too many lines on a slide": (
        LESSON,
        "- 有烟,**低**下来",
        "> 一\n> 二\n> 三\n> 四\n- 有烟,**低**下来",
        "有 5 行",
        -2,
    ),
    "a picture without words": (LESSON, "![一间有门的房间]", "![]", "缺少说明", 0),
    "a picture that is not there": (LESSON, "media/room.svg", "media/hall.svg", "找不到图片 media/hall.svg", 0),
    "a remote picture": (LESSON, "media/room.svg", "https://x.cn/a.svg", "media/名字.svg", 0),
    "raw HTML": (LESSON, "> 起立,练习低姿走。", "<b>起立</b>", "不能用这种写法", 0),
    "a part left open": (LESSON, "> 请学生坐好。\n:::", "> 请学生坐好。", "没有用单独一行 :::", -1),
    "a slide without notes": (LESSON, "::: notes 5\n> 收拾桌椅。\n:::", "", "没有教师备注", -8),
    "an empty why": (QUIZ, "text: 选项b, why: 理由b", "text: 选项b, why: ''", "why 太短", 0),
    "a missing why": (QUIZ, "text: 选项b, why: 理由b", "text: 选项b", "缺少 why", 0),
    "a misspelt field": (QUIZ, "text: 选项b, why", "text: 选项b, wyh: 理由, why", "不认识的字段 wyh", 0),
    "an unknown kind of question": (QUIZ, "kind: truefalse", "kind: essay", "kind 只能是", -1),
    "two right options": (QUIZ, "why: 理由b, belief: 想法b}", "why: 理由b, right: true}", "正好有一个 right", -2),
    "an objective of another course": (QUIZ, "objective: 知道烟", "objective: 不知道烟", "照抄其中一条", 0),
    "a question on an adults' fact": (QUIZ, "facts: [FIRE-06]", "facts: [FIRE-13]", "只讲给成年人", 0),
    "a question on an unreviewed fact": (QUIZ, "facts: [FIRE-06]", "facts: [FIRE-15]", "C 级", 0),
    "a question without facts": (QUIZ, "facts: [FIRE-06]", "facts: []", "facts 太少", 0),
    "a uuid used twice": (QUIZ, "000000000102", "000000000101", "重复", 0),
    "more to draw than there is": (QUIZ, "draw: 6", "draw: 26", "题库只有 16 题", 0),
    "a key written twice": (QUIZ, "draw: 6", "draw: 6\ndraw: 7", "写了两次", 1),
    "ordering ids that tell the order": (QUIZ, _steps("cadb"), _steps("abcd"), "按字母顺序", 0),
    "matching ids that tell the pairs": (
        QUIZ,
        PAIRS,
        PAIRS.replace("r1", "r3").replace("r2", "r1").replace("r4", "r2"),
        "一一同号",
        0,
    ),
    "a region outside the picture": (QUIZ, "x: 85, y: 85", "x: 95, y: 85", "完全在图内", 0),
    "YAML that is none": (QUIZ, "draw: 6", "draw: [6", "YAML 写法有误", 1),
    "a dead link": (SKILL, "next: door", "next: attic", "不存在的场景 attic", 0),
    "a scene nobody reaches": (SKILL, "next: door", "next: good", "场景 door 走不到", 2),
    "a circle": (SKILL, "马上开门, next: late", "马上开门, next: hall", "绕圈", 0),
    "no good end for full marks": (
        SKILL,
        "text: 先用手试门, next: good",
        "text: 先用手试门, next: late",
        "没有一条路",
        -8,
    ),
    "an ending without facts": (
        SKILL,
        "  text: 再来一次。\n  facts: [FIRE-06]",
        "  text: 再来一次。",
        "结局要总结",
        -2,
    ),
    "an objective nobody says how to teach": (
        HEAD,
        "aims:\n- objective: 知道烟",
        "aims:\n- objective: 不知道烟",
        "没有写在 aims 里",
        -1,
    ),
    "an objective whose slide is gone": (
        HEAD,
        "slides: [第 1 页, 第 2 页]",
        "slides: [第 9 页]",
        "没有标题是“第 9 页”",
        0,
    ),
    "an objective claimed and not taught": (
        HEAD,
        "slides: [第 1 页, 第 2 页]",
        "slides: [第 3 页]",
        "“烟比火”在教它的几页上一次也没出现",
        0,
    ),
    "a clause of an objective without a word": (
        HEAD,
        "words: [烟比火, 关门]",
        "words: [烟比火]",
        "“遇烟退回关门求救”没有关键词",
        0,
    ),
    "a word that is not the objective's": (
        HEAD,
        "words: [烟比火, 关门]",
        "words: [烟比火, 关门, 毛巾]",
        "“毛巾”不在目标原文里",
        0,
    ),
    "an objective no stem asks": (
        QUIZ,
        "stem: 遇烟要关门,第 2 题",
        "stem: 第 2 题",
        "“关门”没有出现在这个目标的任何题干里",
        "words",
    ),
    "a sentence too long for the age": (
        LESSON,
        "烟跑得快,先关门",
        "烟跑得快" + "又快" * 12 + "先关门",
        "这一句有 31 个字",
        0,
    ),
    "a lesson that only gives rules": (
        LESSON,
        "跑得快,先关门。 {FIRE-24}",
        "跑得快,先关门。 {FIRE-22}",
        "只引了 1 条讲“为什么”的事实",
        "top",
    ),
    "a reason that repeats the fact": (
        QUIZ,
        "why: 理由a",
        "why: 在有烟的地方要降低姿势，必要时贴地爬行",
        "把事实又说了一遍",
        0,
    ),
    "a reason that repeats its neighbour": (
        QUIZ,
        "why: 理由a, right: true}\n  - {id: b, text: 选项b, why: 理由b",
        "why: 烟从你的头上飘过去了, right: true}\n  - {id: b, text: 选项b, why: 烟从你头上飘过去了",
        "和同一题的另一条几乎一样",
        1,
    ),
    "a scene for another course's objective": (
        SKILL,
        "- id: hall\n",
        "- id: hall\n  objective: 别的目标\n",
        "照抄其中一条",
        1,
    ),
    "a wrong option nobody believes": (QUIZ, ", belief: 想法b", "", "缺少 belief", 0),
    "a right option with a misconception": (
        QUIZ,
        "right: true}",
        "right: true, belief: 想反}",
        "正确的一项不写 belief",
        0,
    ),
    "a misconception too long to report": (QUIZ, "belief: 想法b", "belief: " + "长" * 13, "belief 太长", 0),
    "a question without a level": (QUIZ, "  level: apply\n", "", "缺少 level", -4),
    "a question in neither form": (QUIZ, "  form: B\n", "", "缺少 form", -5),
    "forms of unequal objectives": (QUIZ, "form: B", "form: A", "A 卷 9 题、B 卷 7 题", "pool"),
    "statements all of one kind": (QUIZ, "answer: true", "answer: false", "判断题 2 道里有 0 道是“对”", "pool"),
    "a duty of adults asked of a child": (
        QUIZ,
        "stem: 第 3 题,怎么办?",
        "stem: 着火了,家长应该怎么办?",
        "问的是大人的事",
        0,
    ),
    "quotes that only the right option bears": (
        QUIZ,
        "text: 选项a, why: 理由a, right",
        "text: 喊“选项a”, why: 理由a, right",
        "只有正确项有引号",
        0,
    ),
    "a key word that only the right option repeats": (
        QUIZ,
        "- {id: a, text: 选项a, why: 理由a, belief: 想法a}\n  - {id: b, text: 选项b",
        "- {id: a, text: 选项a, why: 理由a, belief: 想法a}\n  - {id: b, text: 去关门",
        "重复了题干里的“关门”",
        1,
    ),
    "a stem that tells the order": (
        QUIZ,
        "stem: 第 12 题,怎么办?",
        "stem: 第 12 题,先步骤a再步骤d,怎么排?",
        "按次序说出了“步骤a”、“步骤d”",
        0,
    ),
    "three pictures to choose from": (QUIZ, "kind: single", "kind: pictures", "正好 4 张图", 6),
    "a picture choice in words": (QUIZ, "kind: single", "kind: pictures", "每一项都要有 picture", 7),
    "a topic that does not exist": (HEAD, "topic: FIRE", "topic: FIREX", "没有专题 FIREX", 0),
    "a folder that does not fit": (HEAD, "stage: P2", "stage: P3", "文件夹要叫", -1),
    "an objective that is nobody's": (HEAD, "- 知道烟比火", "- 不知道烟比火", "照抄 taxonomy.yaml", 0),
    "a review of a fact that needs none": (
        HEAD,
        "reviews: []",
        "reviews:\n- {fact: FIRE-01, role: 消防员, date: 2026-01-01, basis: 手册}",
        "不是 C 级事实",
        1,
    ),
    "a script in a picture": (ROOM, "<rect x=", "<script>1</script><rect x=", "不能有 <script>", 0),
    "an event handler in a picture": (ROOM, "<rect x=", '<rect onclick="a()" x=', "onclick", 0),
    "a foreign link in a picture": (ROOM, "<rect x=", '<use href="https://x.cn/a.svg#b"/><rect x=', "外部内容", 0),
    "a style attribute in a picture": (ROOM, "<rect x=", '<rect style="fill:red" x=', "style=", 0),
    "a foreign fill in a picture": (ROOM, 'fill="#8a5a33"', 'fill="url(//x.cn/a)"', "外部内容", 0),
    "foreignObject in a picture": (ROOM, "<rect x=", "<foreignObject/><rect x=", "foreignObject", 0),
}


@pytest.mark.parametrize("name", BREAKS)
def test_one_broken_thing_is_named_at_its_line(name, course, facts, taxonomy):
    file, before, after, reason, below = BREAKS[name]
    changed = broken_at(course / file, before, after)
    package, problems = check_package(course, facts, taxonomy)
    assert package is None
    found = [problem for problem in problems if reason in problem.reason]
    assert found, problems
    assert found[0].file == str(course / (HEAD if below == "words" else file))
    line = OWN_LINE[below] if isinstance(below, str) else changed + below
    assert found[0].line == line


def test_a_training_that_length_gives_away_is_named(course, lesson, facts, taxonomy):
    file = lesson / "skill.yaml"
    told = ("低下身子", "用手试门", "关好门", "堵住缝", "去窗边")
    scenes = [
        f"- id: s{n}\n  text: 到了第 {n} 处。\n  choices:\n"
        f"  - {{id: r{n}, text: {words}一起来, next: s{n + 1}, points: 2, why: 理由{n}, facts: [FIRE-06]}}\n"
        f"  - {{id: w{n}, text: 快跑, next: late, points: 0, why: 想法{n}, facts: [FIRE-06]}}\n"
        for n, words in enumerate(told)
    ]
    head, tail = file.read_text(encoding="utf-8").split("- id: hall", 1)
    ends = "- id: good" + tail.split("- id: good", 1)[1]
    file.write_text(head + "".join(scenes) + ends.replace("id: good", "id: s5", 1), encoding="utf-8")
    package, problems = check_package(course, facts, taxonomy)
    assert package is None
    found = [problem for problem in problems if problem.level == "error"]
    assert [(problem.file, problem.line) for problem in found] == [(str(file), 8)] * 2
    assert "单独最长的有 5/5 处（s0、s1、s2、s3、s4）" in found[0].reason + found[1].reason
    assert "总选最长的平均能得 100%" in found[0].reason + found[1].reason


def test_a_word_that_tells_which_statements_are_true_is_named(course, lesson, facts, taxonomy):
    file = lesson / "quiz.yaml"
    source = file.read_text(encoding="utf-8")
    first = source[source.index("- uuid: 00000000-0000-4000-8000-000000000110") :].split("\n- uuid", 1)[0]
    more = [
        first.replace("000000000110", f"000000000{n}").replace("第 10 题", f"烟也会来,第 {n} 题")
        for n in range(130, 134)
    ]
    more += [
        first.replace("000000000110", f"000000000{n}").replace("answer: true", "answer: false") for n in range(140, 144)
    ]
    file.write_text(source.rstrip() + "\n" + "\n".join(more) + "\n", encoding="utf-8")
    _, problems = check_package(course, facts, taxonomy)
    assert [(p.file, p.line) for p in problems if "带“也”的判断句 4 道，答案都是“对”" in p.reason] == [(str(file), 5)]


def test_the_same_picture_twice_in_a_picture_choice_is_named(course, lesson, facts, taxonomy):
    file = lesson / "quiz.yaml"
    source = file.read_text(encoding="utf-8").replace("kind: single", "kind: pictures", 1)
    picture = ", picture: {src: media/room.svg, alt: 房间里有烟}"
    head, a, b, c, tail = source.split("  - {id: ", 4)[0], *source.split("  - {id: ", 4)[1:]
    pictured = [each.replace("}", picture + "}", 1) for each in (a, b, c)]
    file.write_text("  - {id: ".join([head, *pictured, tail]), encoding="utf-8")
    _, problems = check_package(course, facts, taxonomy)
    assert [p.line for p in problems if "请换一张图" in p.reason] == [14, 15, 16]


def test_a_core_longer_than_a_quarter_of_an_hour_is_named(course, lesson, facts, taxonomy):
    file = lesson / "lesson.md"
    file.write_text(file.read_text(encoding="utf-8").replace("## teach: ", "## teach core: "), encoding="utf-8")
    _, problems = check_package(course, facts, taxonomy)
    assert [p.line for p in problems if "核心页加起来是 30 分钟" in p.reason] == [18]


def test_a_lesson_without_any_mark_is_named(course, lesson, facts, taxonomy):
    file = lesson / "lesson.md"
    file.write_text(file.read_text(encoding="utf-8").replace(" core: ", ": "), encoding="utf-8")
    _, problems = check_package(course, facts, taxonomy)
    assert [p.line for p in problems if "没有一页标 core" in p.reason] == [8]


def test_a_missing_file_is_named(course, lesson, facts, taxonomy):
    (lesson / "skill.yaml").unlink()
    _, problems = check_package(course, facts, taxonomy)
    assert [(Path(p.file).name, p.line) for p in problems] == [("skill.yaml", 1)]


def test_an_unused_picture_is_named(course, lesson, facts, taxonomy):
    (lesson / "media" / "old.svg").write_bytes((lesson / "media" / "room.svg").read_bytes())
    _, problems = check_package(course, facts, taxonomy)
    assert [(Path(p.file).name, p.line) for p in problems] == [("old.svg", 1)]


def test_a_file_in_another_encoding_is_named(course, lesson, facts, taxonomy):
    text = (lesson / "quiz.yaml").read_text(encoding="utf-8")
    (lesson / "quiz.yaml").write_bytes(text.encode("gb18030"))
    _, problems = check_package(course, facts, taxonomy)
    assert any("UTF-8" in p.reason and p.line == 9 for p in problems)


def test_too_few_questions_and_kinds(course, lesson, facts, taxonomy):
    text = (lesson / "quiz.yaml").read_text(encoding="utf-8")
    (lesson / "quiz.yaml").write_text(text[: text.index("  kind: multiple")].rsplit("- uuid", 1)[0], encoding="utf-8")
    _, problems = check_package(course, facts, taxonomy)
    assert {p.line for p in problems if "至少 16 题" in p.reason or "至少 5 种" in p.reason} == {5}


def test_right_options_always_first_are_refused(course, lesson, facts, taxonomy):
    text = (lesson / "quiz.yaml").read_text(encoding="utf-8")
    head, tail = text.split("  kind: multiple", 1)
    head = head.replace(", right: true", ", belief: 想法").replace(
        "why: 理由a, belief: 想法a}", "why: 理由a, right: true}"
    )
    head = head.replace("why: 理由a, belief: 想法}", "why: 理由a, right: true}")
    (lesson / "quiz.yaml").write_text(head + "  kind: multiple" + tail, encoding="utf-8")
    package, problems = check_package(course, facts, taxonomy)
    assert package is None
    assert [p.line for p in problems if "总选第一个" in p.reason] == [5]


def test_advice_hidden_in_an_instruction_is_warned_about(course, lesson, facts, taxonomy):
    text = (lesson / "lesson.md").read_text(encoding="utf-8")
    (lesson / "lesson.md").write_text(text.replace("> 请学生坐好。", "> 起火时必须先跑。"), encoding="utf-8")
    _, problems = check_package(course, facts, taxonomy)
    assert [(p.level, p.line) for p in problems] == [("warning", 15)]


def test_a_reviewed_fact_may_be_taught_and_asked(course, lesson, facts, taxonomy):
    head = (course / "course.yaml").read_text(encoding="utf-8")
    review = "reviews:\n- {fact: FIRE-14, role: 消防监督员, date: 2026-01-01, basis: 测试}"
    (course / "course.yaml").write_text(head.replace("reviews: []", review), encoding="utf-8")
    for name, before in (("lesson.md", "来 {FIRE-06}"), ("quiz.yaml", "facts: [FIRE-06]")):
        text = (lesson / name).read_text(encoding="utf-8")
        (lesson / name).write_text(text.replace(before, before.replace("FIRE-06", "FIRE-14"), 1), encoding="utf-8")
    package, problems = check_package(course, facts, taxonomy)
    assert problems == []
    assert package is not None
