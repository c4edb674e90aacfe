"""Item analysis for editors and city officers: how each question works, and those to look at."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from ...assessment import item_analysis, queries
from ...assessment.item_analysis import RIGHT, ItemLine
from ...assessment.item_rules import FLAG_FROM
from ...curriculum import corrected_keys
from ...curriculum import queries as content
from ...curriculum.answer_key import answer_key
from ...curriculum.corrected_keys import Corrected
from ...curriculum.models import CorrectedKey, Course
from ...curriculum.question import KeyCorrected, Question
from ...org.access import Viewer
from ...shared import audit, clock
from ...shared.database import write
from ...shared.refusals import NotFound
from ...shared.sheets import Column, Table, shown_cell, workbook
from .. import guard, navigation
from ..filters import listed, moment, pick, topic_name
from ..labels.question_kinds import question_kinds
from ..urls.pagination import page_asked
from ..web.locale import gettext as _
from .blueprint import blueprint

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES = 8  #: flagged questions on one page
CORRECTIONS = 20  #: shown of the keys that were corrected, the youngest


def flag_words() -> dict[str, tuple[str, str]]:
    """Flag → (its name, what to do)."""
    return {
        "negative": (_("区分度为负"), _("会的学生反而更常答错：先看答案对不对，题干有没有歧义。")),
        "flat": (_("分不出会不会"), _("会的学生没有更常答对，也可能只是碰巧：看一眼题干和选项，等答的人多了再说。")),
        "distractor": (_("错项选得比答案多"), _("看看那个错项是不是也说得通，或者课上讲得让人误会。")),
        "easy": (_("太容易"), _("几乎人人答对：换一个真像的错项，或者换成用得上的情境。")),
        "hard": (_("太难"), _("大多数人答错：先看课上讲没讲清，再看题干。")),
    }


def a_course(viewer: Viewer, course_id: int) -> Course:
    """A course with questions that were answered; its figures are those of the viewer's cities."""
    course = content.course_by_id(course_id)
    if course is None:
        raise NotFound()
    return course


@blueprint.get("/items")
@guard.needs(RIGHT)
@navigation.entry("studio", 20, lambda: _("题目分析"), "chart")
def items(viewer: Viewer) -> ResponseReturnValue:
    """Questions to look at, of all courses, and the way to each course's questions."""
    flagged, courses = item_analysis.flagged(viewer)
    pages = max(1, -(-len(flagged) // LINES))
    page = min(page_asked(), pages)
    named = {course.id: course for course in content.courses_by_id(courses)}
    return render_template(
        "studio/items.html",
        lines=flagged[(page - 1) * LINES : page * LINES],
        total=len(flagged),
        page=page,
        pages=pages,
        courses=[(named[course], n) for course, n in courses.items() if course in named],
        corrected=[_corrected(one) for one in corrected_keys.youngest(CORRECTIONS)],
        **_common(),
    )


@dataclass(frozen=True)
class CorrectedLine:
    """A key that was corrected: what was held for right, what is right, and what became of the answer sheets."""

    course: Course
    stem: str
    was: str
    now: str
    said: KeyCorrected | None  #: none where the file has gone back to what it said first
    row: CorrectedKey


def _corrected(one: Corrected) -> CorrectedLine:
    return CorrectedLine(one.course, one.was.stem, _key(one.was), _key(one.now), one.now.key_corrected, one.row)


def _key(question: Question) -> str:
    words = {"true": _("对"), "false": _("错")} if question.kind == "truefalse" else {}
    return listed([words.get(note.id, note.text) for note in answer_key(question) if note.right])


def _common() -> dict[str, Any]:
    return {
        "flags": flag_words(),
        "kinds": {code: words.name for code, words in question_kinds().items()},
        "percent": lambda value: shown_cell(value, "rate"),
        "signed": signed,
        "option_rows": option_rows,
        "counted_at": queries.counted_at(),
        "least": item_analysis.least(),
        "flag_from": FLAG_FROM,
        "topic_name": topic_name,
        "pick": pick,
        "moment": moment,
    }


@blueprint.get("/courses/<int:course_id>/items")
@guard.needs(RIGHT, a_course)
@navigation.below("studio.items")
def course_items(viewer: Viewer, course: Course) -> ResponseReturnValue:
    """Every question of a course, revision by revision."""
    lines = item_analysis.analysed(viewer, course.id)
    return render_template("studio/course_items.html", course=course, lines=lines, **_common())


def signed(value: float | None) -> str:
    """A correlation: 0.31, −0.08, —."""
    return "—" if value is None else f"{value:.2f}".replace("-", "−")


def option_rows(line: ItemLine) -> list[dict[str, Any]]:
    """Options for the chart of answers: letter, text with what its takers think, count, whether right."""
    words = {"true": _("对"), "false": _("错")}
    return [
        {
            "letter": chr(ord("A") + place),
            "text": _option_text(one.choice.text or words.get(one.choice.id, one.choice.id), one.choice.belief),
            "count": one.count,
            "right": one.choice.right,
        }
        for place, one in enumerate(line.options)
    ]


def _option_text(text: str, belief: str) -> str:
    """With what those who take it mostly think, as the authors say."""
    return _("%(option)s（多半以为：%(belief)s）", option=text, belief=belief) if belief else text


def columns() -> list[Column]:
    """Columns of the sheet, as the page's tables have them."""
    return [
        Column(_("题目"), "long"),
        Column(_("课"), "name"),
        Column(_("专题")),
        Column(_("版本"), "count"),
        Column(_("作答人数"), "count"),
        Column(_("难度（得分率）"), "rate"),
        Column(_("区间低"), "rate"),
        Column(_("区间高"), "rate"),
        Column(_("区分度")),
        Column(_("有把握却错"), "rate"),
        Column(_("各选项"), "long"),
        Column(_("要看的"), "long"),
    ]


def row(line: ItemLine) -> list[Any]:
    """One revision."""
    few = _("人数太少")
    head = [line.question.stem, pick(line, "title"), topic_name(line.topic), line.number]
    if line.figures.hidden:
        return [*head, few, *[few] * 5, None, None]
    rate = line.figures.share
    sure = line.figures.sure_wrong
    options = "；".join(f"{one['letter']} {one['count']}{' ✓' if one['right'] else ''}" for one in option_rows(line))
    return [
        *head,
        line.figures.n,
        rate.value,
        rate.low,
        rate.high,
        signed(line.figures.discrimination),
        sure.value if sure else None,
        options or None,
        listed(flag_words()[code][0] for code in line.figures.flags) or None,
    ]


@blueprint.get("/courses/<int:course_id>/items.xlsx")
@guard.needs(RIGHT, a_course)
def course_items_xlsx(viewer: Viewer, course: Course) -> ResponseReturnValue:
    """The questions of a course as an Excel sheet; on record like every export."""
    lines = item_analysis.analysed(viewer, course.id)
    title = _("%(course)s 题目分析", course=pick(course, "title"))
    data = workbook(Table(title, columns(), [row(line) for line in lines], sheet=_("题目分析")))
    name = f"{course.slug.replace('/', '-')}_{_('题目分析')}_{clock.today().isoformat()}.xlsx"
    with write():
        audit.record(viewer.school_id, viewer.user_id, "report.export", f"course:{course.id}", what="items")
    return send_file(BytesIO(data), XLSX, as_attachment=True, download_name=name, max_age=0)
