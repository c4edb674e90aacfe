"""`python -m eduplatform.curriculum.video`: which boards it finds, what it refuses, what it writes without a film; and the shape of a board."""

import shutil

import pytest

from eduplatform.curriculum.video import rules
from eduplatform.curriculum.video.__main__ import boards, courses_of, main
from eduplatform.curriculum.video.captions import EN_LINE, PAUSE, ZH_LINE, length, stamp, transcript, vtt, wrap
from eduplatform.curriculum.video.storyboard import BoardError, load_storyboard

from ..building import line_of, swapped, written
from .conftest import COURSES
from .test_storyboard import GOOD

#: one scene of a shipped film: sixty seconds are held to for shipped films alone
LONG = GOOD.replace("seconds: 1\n    say:", "seconds: 30\n    say:").replace(
    "seconds: 1\n    go_on", "seconds: 30\n    go_on"
)


@pytest.fixture
def lesson(tmp_path):
    """A courses folder with the kit, the facts and one sound storyboard; the folder of the lesson."""
    (tmp_path / "_kit").symlink_to(COURSES / "_kit")
    shutil.copy(COURSES / "facts.yaml", tmp_path / "facts.yaml")
    folder = tmp_path / "fire" / "p2-a" / "lessons" / "01-a"
    written(folder / "video", "storyboard.yaml", LONG)
    return folder


def test_boards_are_found_below_a_folder_in_one_or_named(lesson):
    board = lesson / "video" / "storyboard.yaml"
    other = written(lesson.parent / "00-b" / "video", "storyboard.yaml", LONG)
    assert boards(lesson.parents[3]) == [other, board]
    assert boards(lesson / "video") == [board] == boards(board)
    assert boards(lesson / "nothing") == []
    assert courses_of(board) == lesson.parents[3].resolve()


def test_a_folder_without_boards_is_said_and_fails(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert "no video/storyboard.yaml below" in capsys.readouterr().out


def test_checking_writes_nothing_and_says_nothing_of_a_sound_board(lesson, capsys):
    assert main([str(lesson), "--check"]) == 0
    assert capsys.readouterr().out == ""
    assert [file.name for file in (lesson / "video").iterdir()] == ["storyboard.yaml"]


def test_texts_are_written_without_the_film(lesson):
    assert main([str(lesson), "--texts"]) == 0
    board = load_storyboard(lesson / "video" / "storyboard.yaml")[0]
    read = {file.name: file.read_text("utf-8") for file in (lesson / "video").iterdir()}
    assert set(read) == {"storyboard.yaml", "zh.vtt", "en.vtt", "transcript.md"}
    assert (read["zh.vtt"], read["en.vtt"], read["transcript.md"]) == (
        vtt(board, "zh"),
        vtt(board, "en"),
        transcript(board),
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [("放低身体", "放低身体" * 12), ("facts: [FIRE-06]\n    backdrop", "backdrop"), ("uuid: 0", "uuid: x")],
)
def test_a_wrong_board_is_named_by_line_and_the_others_are_still_done(lesson, capsys, before, after):
    file = written(lesson.parent / "00-b" / "video", "storyboard.yaml", LONG)
    swapped(file, before, after)
    assert main([str(lesson.parents[3]), "--texts"]) == 1
    said = capsys.readouterr().out
    assert f"{file}:" in said and str(lesson) not in said
    assert (lesson / "video" / "zh.vtt").exists() and not (file.parent / "zh.vtt").exists()


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("seconds: 1\n    say:", "seconds: 0.5\n    say:", None),
        ("seconds: 1\n    say:", "seconds: 0.4\n    say:", "seconds 不能小于 0.5"),
        ("seconds: 1\n    say:", "seconds: 31\n    say:", "seconds 不能大于 30"),
        ("scale: 2", "scale: 20", None),
        ("scale: 2", "scale: 21", "scale 不能大于 20"),
        ("scale: 2", "scale: 0", "scale 要大于 0"),
        ("size: 60", "size: 48", None),
        ("size: 60", "size: 47", "size 不能小于 48"),
        ("size: 60", "size: 161", "size 不能大于 160"),
        ("{text: 低, size: 60}", "{text: 低, style: neon}", "style 只能是"),
        ("{text: 低, size: 60}", "{text: '', size: 60}", "text 太短"),
        ("{text: 低, size: 60}", "{text: %s, size: 60}" % ("低" * 41), "text 太长"),
        ("{t: 1, x: 400", "{t: 61, x: 400", "t 不能大于 60"),
        ("{t: 1, x: 400", "{t: -1, x: 400", "t 不能小于 0"),
        ("pose: walk}", "pose: walk, ease: fast}", "ease 只能是"),
        ("pose: walk}", "pose: walk, opacity: 1.1}", "opacity 不能大于 1"),
        ("pose: walk}", "pose: walk, turn: 1.6}", "turn 不能大于 1.5"),
        ("keys: [{t: .5, pose: low-walk}]", "keys: []", "keys 太少"),
        ("kit: people/girl-a,", "kit: people/girl-a, svg: <g/>,", "kit"),
        ("  - id: two", "  - id: Two", "id 的写法不对"),
    ],
)
def test_the_form_of_a_board(tmp_path, before, after, reason):
    file = written(tmp_path, "storyboard.yaml", GOOD)
    swapped(file, before, after)
    if reason is None:
        assert load_storyboard(file)[0].scenes
        return
    with pytest.raises(BoardError) as refused:
        load_storyboard(file)
    assert any(reason in problem.reason for problem in refused.value.problems), refused.value
    assert str(file) in str(refused.value)


# (what stands in the sound board, what passes, what does not, words of the reason): reading speed, places and times
NEIGHBOURS = [
    ("zh: 放低身体", "zh: 放低身体慢慢走出去", "zh: 放低身体慢慢走出去吧", "zh 字幕 10 个字符，1 秒读不完"),
    ("en: Keep low", "en: Keep low and walk", "en: Keep low and walks", "en 字幕 18 个字符，1 秒读不完"),
    ("{t: 1, x: 400", "{t: 0.99, x: 400", "{t: 1.01, x: 400", "t: 1.01 晚于本 scene 的 1 秒"),
    ("size: 60}", "size: 60, y: 54}", "size: 60, y: 53}", "超出画面"),
    ("size: 60}", "size: 60, x: 64}", "size: 60, x: 63}", "超出画面"),
    ("size: 60}", "size: 60, x: 1216}", "size: 60, x: 1217}", "超出画面"),
    ("size: 60}", "size: 60, y: 555}", "size: 60, y: 556}", "会被字幕盖住"),
    (
        "{text: 低, size: 60}",
        "{text: 低, size: 60}\n      - {text: 高, size: 60, x: 760}",
        "{text: 低, size: 60}\n      - {text: 高, size: 60, x: 759}",
        "重叠",
    ),
    (
        "{text: 低, size: 60}",
        "{text: 低, size: 60}\n      - {text: 高, size: 60, y: 209}",
        "{text: 低, size: 60}\n      - {text: 高, size: 60, y: 208}",
        "重叠",
    ),
    (
        "{text: 低, size: 60}",
        "{text: 低, size: 60, until: 0.5}\n      - {text: 高, size: 60, t: 0.5}",
        "{text: 低, size: 60, until: 0.6}\n      - {text: 高, size: 60, t: 0.5}",
        "重叠",
    ),
    ("kit: people/girl-a,", "svg: '<circle r=\"4\"/>',", "svg: '<circle onclick=\"x\"/>',", "onclick"),
    ("{id: an, keys: [{t: .5", "{id: an, keys: [{t: 1", "{keys: [{t: 1", "actor 要写 kit 或 svg"),
    ("{id: an, keys: [{t: .5", "{id: an, keys: [{t: 1", "{id: bo, keys: [{t: 1", "scene two: no kit symbol"),
]


@pytest.mark.parametrize(("stands", "passes", "breaks", "reason"), NEIGHBOURS)
def test_a_board_just_inside_its_rules_passes_and_its_neighbour_does_not(tmp_path, kit, stands, passes, breaks, reason):
    file = tmp_path / "storyboard.yaml"
    found = {}
    for name, text in (("passes", passes), ("breaks", breaks)):
        written(tmp_path, "storyboard.yaml", GOOD.replace(stands, text, 1))
        board, document = load_storyboard(file)
        found[name] = [each for each in rules.problems(board, document, file, kit) if reason in each.reason]
    assert found["passes"] == [] and len(found["breaks"]) == 1, found
    assert found["breaks"][0].line >= line_of(GOOD, "  - id: one")


@pytest.mark.parametrize(("seconds", "refused"), [(29.5, True), (30, False)])
def test_a_shipped_film_lasts_a_minute(tmp_path, kit, facts, seconds, refused):
    file = written(
        tmp_path, "storyboard.yaml", LONG.replace("seconds: 30\n    go_on", f"seconds: {seconds}\n    go_on")
    )
    board, document = load_storyboard(file)
    found = [each.line for each in rules.problems(board, document, file, kit, facts) if "应在 60–120 秒" in each.reason]
    assert found == ([4] if refused else [])
    assert rules.problems(board, document, file, kit) == [], "a film of the workshop may be short"


@pytest.mark.parametrize(
    ("text", "lang", "rows"),
    [
        ("字" * ZH_LINE, "zh", 1),
        ("字" * (ZH_LINE + 1), "zh", 2),
        ("字" * (2 * ZH_LINE), "zh", 2),
        ("字" * (2 * ZH_LINE + 1), "zh", 0),
        ("a" * EN_LINE, "en", 1),
        ("a" * (EN_LINE + 1), "en", 2),
        ("a" * EN_LINE + " " + "b" * EN_LINE, "en", 2),
        ("a" * EN_LINE + " " + "b" * (EN_LINE + 1), "en", 0),
    ],
)
def test_a_caption_takes_two_lines_at_most(text, lang, rows):
    found = wrap(text, lang)
    assert len(found) == rows
    assert rows == 0 or "".join(found) == text.replace(" ", "")


def test_a_line_breaks_after_the_mark_nearest_to_its_middle():
    assert wrap("烟往上走，所以要低下来，沿着墙走，走到门外再打电话。", "zh") == [
        "烟往上走，所以要低下来，",
        "沿着墙走，走到门外再打电话。",
    ]
    assert wrap("他说：“先关门，再打电话，不要开窗，不要回去拿东西。”", "zh")[0].endswith("，")


def test_blanks_are_read_in_english_alone():
    assert (length("低 下 来", "zh"), length("go low", "en")) == (3, 6)


@pytest.mark.parametrize(
    ("second", "stamped"),
    [(0, "00:00:00.000"), (59.9996, "00:01:00.000"), (61.5, "00:01:01.500"), (3600, "01:00:00.000")],
)
def test_times_are_stamped_to_the_thousandth(second, stamped):
    assert stamp(second) == stamped
    assert PAUSE == 0.08
