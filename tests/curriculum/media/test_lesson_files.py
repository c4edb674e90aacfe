"""The files of a lesson: pictures used, present and harmless; a video whole, small enough and with its captions."""

import hashlib

import pytest

from eduplatform.curriculum.check_context import PictureUse
from eduplatform.curriculum.check_media import check_pictures, check_video
from eduplatform.curriculum.check_svg import svg_faults
from eduplatform.curriculum.limits import PICTURE_BYTES, VIDEO_BYTES
from eduplatform.curriculum.taxonomy import load_taxonomy

from ..building import as_yaml, at, place_for, written
from .conftest import COURSES

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">%s</svg>'
BOARD = {
    "uuid": "00000000-0000-4000-8000-000000000007",
    "title": {"zh": "片", "en": "Film"},
    "facts": ["FIRE-01"],
    "scenes": [
        {"id": "one", "seconds": 3.25, "say": {"zh": "走", "en": "Go"}, "facts": ["FIRE-06"], "actors": [{"kit": "x"}]},
        {"id": "two", "seconds": 4.5, "say": {"zh": "停", "en": "Stop"}, "facts": ["FIRE-01", "FIRE-06"]},
    ],
}


@pytest.fixture
def place(facts):
    return place_for(facts, load_taxonomy(COURSES / "taxonomy.yaml"))


def use(place, folder, *names: str) -> None:
    """Say that the lesson shows these pictures."""
    place.pictures += [PictureUse(f"media/{name}", folder / "lesson.md", 9, "一扇开着的门") for name in names]


def test_a_picture_that_is_used_and_there_belongs_to_the_lesson(tmp_path, place):
    source = (SVG % "<g/>").encode()
    written(tmp_path / "media", "door.svg", source.decode())
    use(place, tmp_path, "door.svg", "door.svg")
    (file,) = check_pictures(tmp_path, place)
    assert place.report.problems == []
    assert (file.src, file.size, file.sha256) == ("media/door.svg", len(source), hashlib.sha256(source).hexdigest())


def test_a_picture_used_and_not_there_and_one_there_and_not_used_are_named(tmp_path, place):
    written(tmp_path / "media", "old.svg", SVG % "")
    use(place, tmp_path, "door.svg")
    check_pictures(tmp_path, place)
    assert at(place.report.problems, "找不到图片 media/door.svg") == [("lesson.md", 9)]
    assert at(place.report.problems, "没有一处用到这幅图") == [("old.svg", 1)]


@pytest.mark.parametrize("name", ["door.png", "door.svg.bak", "Thumbs.db", "door"])
def test_other_files_do_not_lie_beside_the_pictures(tmp_path, place, name):
    written(tmp_path / "media", name, "x")
    written(tmp_path / "media" / "src", "door.svg", "sources may lie here")
    assert check_pictures(tmp_path, place) == []
    assert at(place.report.problems, "只收 .svg 图片") == [(name, 1)]


def test_a_picture_that_is_no_name_of_ours_is_told_elsewhere(tmp_path, place):
    place.pictures.append(PictureUse("https://x.cn/a.svg", tmp_path / "lesson.md", 9, "一扇开着的门"))
    assert check_pictures(tmp_path, place) == []
    assert place.report.problems == []


# (what is drawn, words of the reason; None: it passes)
DRAWN = [
    ('<path d="M0 0H1" fill="#123"/>', None),
    ('<g id="a"/><use href="#a"/>', None),
    ('<g id="a"/><rect fill="url(#a)"/>', None),
    ("<style>.a{fill:url(#b)}</style>", None),
    ('<text>打 119 &amp; 说清 "在哪里"</text>', None),
    ('<animate attributeName="x" to="5"/>', None),
    ("<script>1</script>", "不能有 <script>"),
    ("<SCRIPT>1</SCRIPT>", "不能有 <SCRIPT>"),
    ('<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>', "不能有 <x:script>"),
    ("<foreignObject/>", "不能有 <foreignObject>"),
    ("<iframe/>", "不能有 <iframe>"),
    ("<embed/>", "不能有 <embed>"),
    ("<object/>", "不能有 <object>"),
    ("<audio/>", "不能有 <audio>"),
    ("<video/>", "不能有 <video>"),
    ('<image href="#a"/>', "不能有 <image>"),
    ('<set attributeName="x"/>', "不能有 <set>"),
    ("<handler/>", "不能有 <handler>"),
    ("<listener/>", "不能有 <listener>"),
    ('<g onload="a()"/>', "事件属性 onload="),
    ('<g ONCLICK="a()"/>', "事件属性 ONCLICK="),
    ('<g style="fill:red"/>', "不要用 style= 属性"),
    ('<use href="a.svg#b"/>', "不能引用外部内容 a.svg#b"),
    ('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="//x.cn/a"/>', "不能引用外部内容 //x.cn/a"),
    ('<a href="javascript:a()"><g/></a>', "不能引用外部内容"),
    ('<g src="x"/>', "不能引用外部内容 x"),
    ('<animate attributeName="href" to="x"/>', "动画不能改 href"),
    ('<animate attributeName="xlink:HREF" to="x"/>', "动画不能改 href"),
    ('<rect fill="url(//x.cn/a)"/>', "属性 fill 引用了外部内容"),
    ("<rect fill=\"url( 'http://x' )\"/>", "属性 fill 引用了外部内容"),
    ('<rect filter="URL(x.svg#a)"/>', "属性 filter 引用了外部内容"),
    ('<rect fill="&#117;rl(x)"/>', "属性 fill 引用了外部内容"),
    ('<rect to="JavaScript:a()"/>', "属性 to 引用了外部内容"),
    ("<style>@import 'x.css';</style>", "样式里不能引用外部文件"),
    ("<style>.a{fill:url(x.svg)}</style>", "样式里不能引用外部文件"),
    ("<style><![CDATA[@import 'x']]></style>", "样式里不能引用外部文件"),
    ("<?xml-stylesheet href='x'?>", "不能有 <?…?> 指令"),
    ("<g>", "SVG 写法有误"),
    ("&nbsp;", "SVG 写法有误"),
]


@pytest.mark.parametrize(("drawn", "reason"), DRAWN)
def test_a_picture_is_drawn_and_fetches_nothing(drawn, reason):
    found = svg_faults((SVG % f"\n{drawn}\n").encode())
    if reason is None:
        assert found == []
    else:
        assert [(line, reason in said) for line, said in found] in ([(2, True)], [(3, True)]), found


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"", "SVG"),
        (b"door", "SVG"),
        (b"<svg/>", "viewBox"),
        (b'<g viewBox="0 0 1 1"/>', "viewBox"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1"/>', "DOCTYPE"),
        (b'<svg viewBox="0 0 1 1" onload="a()"/>', "onload"),
        ('<svg viewBox="0 0 1 1"><script/></svg>'.encode("utf-16"), "script"),
        (b'<?xml version="1.0" encoding="no-such"?><svg viewBox="0 0 1 1"/>', "UTF-8"),
        (
            '<?xml version="1.0" encoding="gb18030"?><svg viewBox="0 0 1 1"><text>门</text></svg>'.encode("gb18030"),
            "UTF-8",
        ),
        ('<?xml version="1.0" encoding="GBK"?><svg viewBox="0 0 1 1"><text>门</text></svg>'.encode("gbk"), "UTF-8"),
        (b'<svg viewBox="0 0 1 1"><g title="\xd6\xd0"/></svg>', "SVG"),
    ],
)
def test_what_is_no_svg_of_ours_is_refused_whole(source, reason):
    assert any(reason in said for _line, said in svg_faults(source)), svg_faults(source)


def test_a_prefixed_root_is_a_root():
    assert svg_faults(b'<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>') == []


def test_a_picture_is_small_enough_for_a_slow_line():
    head = SVG % "<text>%s</text>"
    room = PICTURE_BYTES - len((head % "").encode())
    assert svg_faults((head % ("a" * room)).encode()) == []
    assert [line for line, said in svg_faults((head % ("a" * (room + 1))).encode()) if "超过 200 KB" in said] == [1]


@pytest.fixture
def film(tmp_path):
    """A lesson with a whole video."""
    folder = tmp_path / "video"
    written(folder, "storyboard.yaml", as_yaml(BOARD))
    for name, source in (("video.mp4", "m"), ("zh.vtt", "WEBVTT\n"), ("en.vtt", "\ufeffWEBVTT\n"), ("poster.jpg", "j")):
        written(folder, name, source)
    return tmp_path


def test_a_whole_video_has_its_seconds_its_words_and_its_facts_once(film, place):
    video, files = check_video(film, place)
    assert place.report.problems == []
    assert (video.seconds, [each.zh for each in video.transcript], video.facts) == (
        7.75,
        ["走", "停"],
        ["FIRE-01", "FIRE-06"],
    )
    assert [file.src for file in files] == [f"video/{name}" for name in ("video.mp4", "zh.vtt", "en.vtt", "poster.jpg")]
    assert [uuid for uuid, _file, _line in place.report.uuids] == [BOARD["uuid"]]


def test_a_lesson_without_a_storyboard_has_no_video(tmp_path, place):
    assert check_video(tmp_path, place) == (None, [])
    assert place.report.problems == []


@pytest.mark.parametrize("name", ["video.mp4", "zh.vtt", "en.vtt", "poster.jpg"])
def test_a_video_without_one_of_its_files_is_not_published_and_a_hint_says_so(film, place, name):
    (film / "video" / name).unlink()
    assert check_video(film, place) == (None, [])
    assert [(each.level, each.line) for each in place.report.problems if f"缺少 video/{name}" in each.reason] == [
        ("warning", 1)
    ]
    assert not place.report.failed


@pytest.mark.parametrize(("size", "refused"), [(VIDEO_BYTES, False), (VIDEO_BYTES + 1, True)])
def test_a_video_is_three_megabytes_at_most(film, place, size, refused):
    with (film / "video" / "video.mp4").open("wb") as file:
        file.truncate(size)
    check_video(film, place)
    assert at(place.report.problems, "超过 3 MB") == ([("video.mp4", 1)] if refused else [])


@pytest.mark.parametrize(("head", "refused"), [("WEBVTT - 字幕\n", False), ("1\n00:00 --> 00:01\n", True), ("", True)])
def test_captions_are_webvtt(film, place, head, refused):
    written(film / "video", "zh.vtt", head)
    check_video(film, place)
    assert at(place.report.problems, "第一行要是 WEBVTT") == ([("zh.vtt", 1)] if refused else [])


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        ({"facts": ["FIRE-99"]}, 5, "没有 FIRE-99"),
        ({"scenes": [BOARD["scenes"][0] | {"facts": ["FIRE-13"]}]}, 13, "只讲给成年人"),
        ({"scenes": [BOARD["scenes"][0] | {"seconds": 61}]}, 9, "seconds 不能大于 60"),
        ({"scenes": [{"id": "One", "seconds": 1, "say": {"zh": "走", "en": "Go"}}]}, 8, "id 的写法不对"),
        ({"title": None}, 2, "title 下面要写"),
    ],
)
def test_a_storyboard_is_held_to_its_facts_and_its_form(film, place, change, line, reason):
    written(film / "video", "storyboard.yaml", as_yaml(BOARD | change))
    check_video(film, place)
    assert at(place.report.problems, reason) == [("storyboard.yaml", line)], place.report.problems
