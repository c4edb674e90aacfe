"""The marks core and plus: together the core slides make a run of a quarter of an hour that teaches every objective."""

from pathlib import Path

from .check_context import CheckContext
from .lesson_text import RawLesson
from .package import Aim, CourseHead, Lesson
from .short_runs import CORE_MINUTES, MARKS
from .yaml_lines import Marked


def check_marks(raw: RawLesson, file: Path, place: CheckContext) -> None:
    """Refuse a lesson without a core of 10 to 15 minutes that ends with the recap; one that is no longer than that needs none."""
    error = place.report.error
    for slide in raw.slides:
        if slide.mark not in ("", *MARKS):
            error(
                file, slide.at, f"类型后面只能写 {' 或 '.join(MARKS)}，不认识“{slide.mark}”；例如 ## teach core: 标题"
            )
    core = [slide for slide in raw.slides if slide.mark == "core"]
    least, most = CORE_MINUTES
    if not core:
        if raw.slides and sum(slide.minutes or 0 for slide in raw.slides) > most:
            error(
                file,
                raw.slides[0].at,
                f"没有一页标 core；请选 {least}–{most} 分钟最要紧的几页，写成 ## teach core: 标题",
            )
        return
    total = sum(slide.minutes or 0 for slide in core)
    if not least <= total <= most:
        error(file, core[0].at, f"核心页加起来是 {total} 分钟，要在 {least}–{most} 分钟之间；请增减标 core 的页")
    recaps = [slide for slide in raw.slides if slide.kind == "recap"]
    if recaps and recaps[-1].mark != "core":
        error(file, recaps[-1].at, "15 分钟的一遍也要小结；小结要标 core")


def check_core_aims(head: CourseHead, lessons: list[Lesson], document: Marked, file: Path, place: CheckContext) -> None:
    """Refuse an objective that no core slide teaches; courses without marks are spared."""
    core = {slide.title for lesson in lessons for slide in lesson.slides if slide.core}
    for at, aim in enumerate(head.aims):
        if core and not _in_core(aim, core):
            place.report.error(
                file,
                document.line("aims", at, "slides"),
                f"教“{aim.objective}”的没有一页标 core；15 分钟的一遍也要教到，请在 lesson.md 标一页",
            )


def _in_core(aim: Aim, core: set[str]) -> bool:
    return bool(core & set(aim.slides))
