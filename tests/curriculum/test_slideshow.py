"""A lesson as .pptx: every slide, its notes, Chinese typefaces, 16:9; LibreOffice opens it."""

import os
import shutil
import subprocess
from io import BytesIO

import pytest

from eduplatform.curriculum import short_runs, slideshow
from eduplatform.curriculum.check import check_package, package_folders

from .conftest import COURSES

SHELF = list(package_folders(COURSES))
FOLDERS = SHELF if os.environ.get("ANXUE_WHOLE_SHELF") else SHELF[::9]  #: each takes seconds to draw
EAST = "{http://schemas.openxmlformats.org/drawingml/2006/main}ea"
CREDIT = "安学课程组 · CC BY 4.0"


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def made(request, facts, taxonomy):
    """(lesson body, .pptx) of a shipped course."""
    package, _problems = check_package(request.param, facts, taxonomy)
    lesson = package.lessons[0]
    body = lesson.model_dump(mode="json")
    place = request.param / "lessons" / lesson.slug
    return body, slideshow.slideshow(body, place, list(range(len(body["slides"]))), CREDIT)


def opened(data):
    from pptx import Presentation

    return Presentation(BytesIO(data))


def runs(shape):
    return [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs] if shape.has_text_frame else []


def test_every_slide_is_there_with_title_words_notes_and_picture(made):
    body, data = made
    book = opened(data)
    assert (book.slide_width, book.slide_height) == (12192000, 6858000)
    assert [page.shapes.title.text_frame.text for page in book.slides] == [slide["title"] for slide in body["slides"]]
    for page, slide in zip(book.slides, body["slides"], strict=True):
        words = "".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
        notes = page.notes_slide.notes_text_frame.text
        assert all(line["text"].replace("**", "") in words for line in slide["body"])
        assert (
            all(line["text"].replace("**", "") in notes for line in slide["notes"])
            and f"约 {slide['minutes']} 分钟" in notes
        )
        pictures = [shape for shape in page.shapes if shape.shape_type == 13]
        assert [shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures] == (
            [slide["picture"]["alt"]] if slide["picture"] else []
        )
    assert CREDIT in "".join(shape.text_frame.text for shape in book.slides[0].shapes if shape.has_text_frame)


def test_every_run_names_a_chinese_typeface_notes_too(made):
    for page in opened(made[1]).slides:
        for shape in [*page.shapes, *page.notes_slide.placeholders]:
            for run in runs(shape):
                if shape.is_placeholder and shape.placeholder_format.type == 13:
                    continue  # the page number field
                assert run.font.name == slideshow.TYPEFACE
                assert [each.get("typeface") for each in run._r.rPr.iter(EAST)] == [slideshow.TYPEFACE], run.text


def test_nothing_hangs_over_the_page_and_layouts_are_as_wide_as_it(made):
    book = opened(made[1])
    for page in [*book.slides, *book.slide_layouts]:
        for shape in page.shapes:
            if shape.left is not None:
                assert (
                    shape.left >= 0
                    and shape.left + shape.width <= book.slide_width
                    and shape.top + shape.height <= book.slide_height
                )
    title = book.slide_master.placeholders[0]
    assert title.left + title.width > book.slide_width * 0.9, "still as narrow as 4:3"


def test_the_core_alone(facts, taxonomy):
    package, _problems = check_package(FOLDERS[0], facts, taxonomy)
    body = package.lessons[0].model_dump(mode="json")
    numbers = short_runs.core_numbers(body)
    book = opened(slideshow.slideshow(body, FOLDERS[0] / "lessons" / package.lessons[0].slug, numbers, CREDIT))
    assert [page.shapes.title.text_frame.text for page in book.slides] == [body["slides"][n]["title"] for n in numbers]


@pytest.mark.parametrize("broken", ["missing", "no drawing"])
def test_a_picture_that_cannot_be_read_is_told_in_words(broken, facts, taxonomy, tmp_path):
    package, _problems = check_package(FOLDERS[0], facts, taxonomy)
    body = package.lessons[0].model_dump(mode="json")
    number = next(n for n, slide in enumerate(body["slides"]) if slide["picture"])
    if broken == "no drawing":
        file = tmp_path / body["slides"][number]["picture"]["src"]
        file.parent.mkdir()
        file.write_text("<svg", encoding="utf-8")
    page = opened(slideshow.slideshow(body, tmp_path, [number], CREDIT)).slides[0]
    assert f"（图：{body['slides'][number]['picture']['alt']}）" in "".join(
        s.text_frame.text for s in page.shapes if s.has_text_frame
    )


def test_marks_of_bold_and_lists_are_kept(tmp_path):
    line = {"kind": "fact", "item": "bullet", "text": "**先**用手 a_b_c", "facts": []}
    slide = {
        "kind": "teach",
        "title": "题",
        "picture": None,
        "minutes": 2,
        "body": [line, line | {"item": "number"}],
        "text": [],
        "notes": [line],
    }
    lesson = {"title": {"zh": "课"}, "summary": {"zh": "话"}, "slides": [slide]}
    page = opened(slideshow.slideshow(lesson, tmp_path, [0], CREDIT)).slides[0]
    box = next(shape for shape in page.shapes if shape.has_text_frame and "用手" in shape.text_frame.text)
    first, second = box.text_frame.paragraphs
    assert [(run.text, run.font.bold) for run in first.runs] == [("先", True), ("用手 a_b_c", False)]
    assert first._p.pPr.find("{*}buChar") is not None and second._p.pPr.find("{*}buAutoNum") is not None


def test_a_picture_story_is_told_on_its_pages_what_keeps_a_child_safe_bold(tmp_path):
    story = {"kind": "cue", "item": "", "text": "乐乐想拿积木。", "facts": []}
    safe = {"kind": "fact", "item": "", "text": "着火了，不拿东西。", "facts": ["FIRE-07"]}
    slide = {"title": "题", "picture": None, "minutes": 1, "notes": [], "body": [story | {"text": "手空空"}]}
    slides = [slide | {"kind": kind, "text": [story, safe]} for kind in ("story", "teach")]
    lesson = {"title": {"zh": "课"}, "summary": {"zh": "话"}, "slides": slides}
    told, other = opened(slideshow.slideshow(lesson, tmp_path, [0, 1], CREDIT)).slides
    bold = {run.text: run.font.bold for shape in told.shapes for run in runs(shape)}
    assert (bold["手空空"], bold["着火了，不拿东西。"], bold["乐乐想拿积木。"]) == (True, True, False)
    assert not any("积木" in shape.text_frame.text for shape in other.shapes if shape.has_text_frame)


def test_neither_library_is_loaded_before_it_is_needed():
    import sys

    said = "import sys; import eduplatform; eduplatform.create_app; import eduplatform.curriculum.slideshow; print([m for m in ('pptx', 'resvg_py', 'lxml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, cwd=COURSES.parent)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_libreoffice_opens_it_and_prints_as_many_pages(made, tmp_path):
    from pypdf import PdfReader

    office = shutil.which("soffice")
    if not office:
        if os.environ.get("ANXUE_NOTHING_MAY_BE_SKIPPED"):
            pytest.fail("LibreOffice is missing: apt-get install --no-install-recommends libreoffice-impress")
        pytest.skip("LibreOffice is missing: apt-get install --no-install-recommends libreoffice-impress")
    body, data = made
    (tmp_path / "lesson.pptx").write_bytes(data)
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            tmp_path / "lesson.pptx",
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    pages = PdfReader(tmp_path / "lesson.pdf").pages
    assert len(pages) == len(body["slides"])
    for page, slide in zip(pages, body["slides"], strict=True):
        assert slide["title"].replace(" ", "") in page.extract_text().replace(" ", "").replace("\n", ""), slide["title"]
        assert page.mediabox.width / page.mediabox.height == pytest.approx(16 / 9, abs=0.01)
