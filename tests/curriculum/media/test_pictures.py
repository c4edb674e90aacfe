"""Authors' pictures: sources and outputs agree; bad sources are refused by line."""

import re

import pytest

from eduplatform.curriculum import pictures
from eduplatform.curriculum.check_svg import svg_faults

from .conftest import COURSES

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720">\n'


def picture(tmp_path, inside: str, head: str = OPEN):
    source = tmp_path / "media/src/one.svg"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(head + inside + "\n</svg>", "utf-8")
    return source


def test_pictures_agree_with_their_sources():
    stale = [str(path.relative_to(COURSES)) for path in pictures.stale(COURSES)]
    assert not stale, f"run `flask courses pictures` and commit: {stale}"


def test_expanding_is_the_same_twice_and_self_contained(kit):
    for source in pictures.picture_sources(COURSES):
        text = pictures.expanded(source, kit)
        assert text == pictures.expanded(source, kit)
        assert "kit:" not in text
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        assert len(text.encode()) <= pictures.LIMIT
        assert not svg_faults(text.encode()), source


def test_writing_only_what_changed(tmp_path):
    (tmp_path / "_kit").symlink_to(COURSES / "_kit")
    picture(tmp_path / "a", '<use href="kit:marks/tick" x="10" y="10"/>')
    assert (pictures.expand(tmp_path), pictures.expand(tmp_path)) == (1, 0)
    assert not pictures.stale(tmp_path)


@pytest.mark.parametrize(
    ("inside", "line", "reason"),
    [
        ("<script>1</script>", 2, "script"),
        ('<g/>\n<rect onclick="x"/>', 3, "onclick"),
        ('<g/>\n<g/>\n<use href="https://x.cn/a.svg"/>', 4, "not allowed"),
        ('<use href="kit:people/girl-a?pose=fly"/>', 2, "low-walk"),
        ('<use href="kit:people/girl-a" height="30"/>', 2, "scale"),
        ('<use href="kit:things/door" size="3"/>', 2, "size"),
        ("<g>\n</rect>", 3, "mismatched"),
        ("<foreignObject/>", 2, "foreignObject"),
        ('<use href="kit:people/boy-a?pose=drowning" y="650" water="560"/>', 2, "water line"),
        ('<rect style="fill:red"/>', 2, "style"),
    ],
)
def test_a_bad_source_is_refused_by_line(tmp_path, kit, inside, line, reason):
    with pytest.raises(pictures.PictureError, match=rf"one\.svg:{line}: .*{reason}"):
        pictures.expanded(picture(tmp_path, inside), kit)


def test_entities_are_refused(tmp_path, kit):
    with pytest.raises(pictures.PictureError, match="DOCTYPE"):
        pictures.expanded(picture(tmp_path, "", '<!DOCTYPE svg [<!ENTITY a "b">]>' + OPEN), kit)


def test_a_picture_that_grew_too_large_is_refused(tmp_path, kit):
    crowd = '<use href="kit:people/girl-a"/>' * 12
    with pytest.raises(pictures.PictureError, match="KB"):
        pictures.expanded(picture(tmp_path, crowd), kit)


def test_own_ids_get_the_name_of_the_file(tmp_path, kit):
    text = pictures.expanded(picture(tmp_path, '<g id="a"/><use href="#a"/><rect fill="url(#a)"/>'), kit)
    assert 'id="one-a"' in text and 'href="#one-a"' in text and "url(#one-a)" in text


def test_gaze_is_a_point_of_the_picture_for_mirrored_people_too(tmp_path, kit):
    right = '<use href="kit:people/boy-a" x="100" y="600" scale="2" gaze="700,100"/>'
    left = '<use href="kit:people/boy-a" x="1200" y="600" scale="2" flip="1" gaze="600,100"/>'
    text = pictures.expanded(picture(tmp_path, right), kit)
    assert text.split("scale(2 2)")[1] == pictures.expanded(picture(tmp_path, left), kit).split("scale(-2 2)")[1]


def test_a_body_under_water_is_seen_faintly(tmp_path, kit):
    one = '<use href="kit:people/boy-a?pose=drowning" x="600" y="400" water="400" below=".5"/>'
    text = pictures.expanded(picture(tmp_path, one), kit)
    assert 'opacity="0.5"' in text and text.count("<clipPath") == 2
    assert not svg_faults(text.encode())
    assert len(text) < 6000  # the body is written once


def test_a_source_in_another_encoding_is_refused_by_name(tmp_path, kit):
    source = picture(tmp_path, "<title>门</title>")
    source.write_bytes(source.read_text("utf-8").encode("gb18030"))
    with pytest.raises(pictures.PictureError, match=r"one\.svg:2: .*UTF-8"):
        pictures.expanded(source, kit)
