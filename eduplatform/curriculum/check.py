"""Checks course packages: one folder, or the whole courses/ tree. Each file is read once."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .check_aims import check_aims
from .check_broadcast import check_broadcast
from .check_checklist import FILE as CHECKLIST
from .check_checklist import check_checklist
from .check_context import CheckContext
from .check_hints import words_that_tell
from .check_lesson import check_lesson
from .check_media import check_pictures, check_video
from .check_pinyin import check_used, common_rules, own_rules, with_readings
from .check_quiz import check_quiz
from .check_reading import repeated_paragraphs
from .check_reasons import check_lesson_reasons
from .check_short_runs import check_core_aims
from .check_skill import check_skill
from .check_story import ALOUD_FILE, check_aloud
from .facts import Facts, load_facts
from .package import CourseHead, CoursePackage, Lesson
from .problems import Problem, Report, repeated_uuids
from .ready_activities import check_activities
from .schema import read_yaml_file, validate
from .taxonomy import Taxonomy, load_taxonomy
from .yaml_lines import Marked

_LESSON_FOLDER = re.compile(r"^\d{2}-[a-z0-9-]+$")


@dataclass(frozen=True)
class Tree:
    """All packages without errors, and every problem, sorted by file and line."""

    packages: list[CoursePackage]
    problems: list[Problem]

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.level == "error"]


def check_tree(courses: Path) -> Tree:
    """Check every package under `courses`, which also holds facts.yaml and taxonomy.yaml."""
    facts, taxonomy = load_facts(courses / "facts.yaml"), load_taxonomy(courses / "taxonomy.yaml")
    packages, problems, uuids, paragraphs, statements = [], [], [], [], []
    for folder in package_folders(courses):
        package, report = _check(folder, facts, taxonomy)
        problems += report.problems
        uuids += report.uuids
        paragraphs += report.paragraphs
        statements += report.statements
        packages += [package] if package else []
    problems += repeated_uuids(uuids)
    problems += repeated_paragraphs(paragraphs)
    problems += words_that_tell(statements)
    check_broadcast(courses, spoken := CheckContext(Report(), facts, taxonomy))
    problems += spoken.report.problems
    problems += check_activities(courses, packages, facts)
    refused = {Path(problem.file) for problem in problems if problem.level == "error"}
    good = [package for package in packages if not any(courses / package.slug in file.parents for file in refused)]
    return Tree(good, sorted(set(problems)))


def check_package(folder: Path, facts: Facts, taxonomy: Taxonomy) -> tuple[CoursePackage | None, list[Problem]]:
    """Check one package folder: (package or None if it has errors, problems sorted by file and line)."""
    package, report = _check(folder, facts, taxonomy)
    problems = sorted({*report.problems, *repeated_uuids(report.uuids)})
    return (None if any(problem.level == "error" for problem in problems) else package), problems


def package_folders(courses: Path) -> Iterator[Path]:
    """courses/<topic>/<stage>-<slug>; folders that start with _ or . are not courses."""
    for topic in sorted(courses.iterdir()):
        if topic.is_dir() and topic.name[0] not in "_.":
            yield from (each for each in sorted(topic.iterdir()) if each.is_dir() and each.name[0] not in "_.")


def _check(folder: Path, facts: Facts, taxonomy: Taxonomy) -> tuple[CoursePackage | None, Report]:
    report = Report()
    place = CheckContext(report, facts, taxonomy)
    head, document = _check_head(folder, place)
    read = [_check_lesson_folder(each, place) for each in _lesson_folders(folder, report)]
    lessons = [lesson for lesson in read if lesson]
    if head and document and all(read) and all(head.stage == "K" or lesson.quiz and lesson.skill for lesson in lessons):
        # (of a part that is missing or cannot be read nobody knows what it teaches or asks)
        check_aims(head, lessons, document, folder / "course.yaml", place)
        check_core_aims(head, lessons, document, folder / "course.yaml", place)
    common, own = common_rules(folder.parents[1], report), own_rules(folder, report)
    if report.failed or head is None:
        return None, report
    package = CoursePackage(**dict(head), slug=f"{folder.parent.name}/{folder.name}", lessons=lessons)
    check_used(own, package, folder, report)
    return (None if report.failed else with_readings(package, common, own)), report


def _check_head(folder: Path, place: CheckContext) -> tuple[CourseHead | None, Marked | None]:
    file = folder / "course.yaml"
    if not file.is_file():
        place.report.error(file, 1, "缺少 course.yaml;请照 courses/README.md 写一个")
        return None, None
    document = read_yaml_file(file, place.report)
    head: CourseHead | None = validate(CourseHead, document, file, place.report)
    if head is None or document is None:
        return None, None
    place.stage, place.topic, place.objectives = head.stage, head.topic, frozenset(head.objectives)
    place.reviewed = frozenset(review.fact for review in head.reviews)
    place.key_words = {aim.objective: aim.words for aim in head.aims}
    place.report.met(head.uuid, file, document.line("uuid"))
    _check_cell(head, document, folder, place)
    for index, review in enumerate(head.reviews):
        fact = place.facts.get(review.fact)
        if fact is None or not fact.licensed:
            place.report.error(
                file, document.line("reviews", index, "fact"), f"{review.fact} 不是 C 级事实,不用登记复核"
            )
    return head, document


def _check_cell(head: CourseHead, document: Marked, folder: Path, place: CheckContext) -> None:
    """Topic, stage, folder name and objectives agree with the taxonomy."""
    file, report = folder / "course.yaml", place.report
    if head.topic not in place.taxonomy.objectives:
        report.error(file, document.line("topic"), f"taxonomy.yaml 里没有专题 {head.topic}")
        return
    wanted = f"{head.topic.lower()}/{head.stage.lower()}-"
    if not f"{folder.parent.name}/{folder.name}".startswith(wanted):
        report.error(file, document.line("topic"), f"文件夹要叫 courses/{wanted}名字,与 topic、stage 一致")
    known, own = place.taxonomy.known(head.topic, head.stage), place.taxonomy.own(head.topic, head.stage)
    for index, objective in enumerate(head.objectives):
        if objective not in known:
            report.error(
                file,
                document.line("objectives", index),
                f"“{objective}”不是 {head.topic} 本学段或更低学段的学习目标;请照抄 taxonomy.yaml",
            )
    if not set(own) & set(head.objectives):
        report.error(file, document.line("objectives"), "至少要有一条本学段自己的学习目标")


def _lesson_folders(folder: Path, report: Report) -> list[Path]:
    found = sorted(each for each in (folder / "lessons").glob("*") if each.is_dir())
    if not found:
        report.error(folder / "course.yaml", 1, "没有课时;请建 lessons/01-名字/lesson.md")
    for each in found:
        if not _LESSON_FOLDER.match(each.name):
            report.error(each / "lesson.md", 1, "课时文件夹要叫 01-名字(两位数字加小写字母)")
    return found


def _check_lesson_folder(folder: Path, place: CheckContext) -> Lesson | None:
    place.pictures = []
    read = {name: _one(folder / name, check, place) for name, check in _PARTS.items()}
    asked = read[ALOUD_FILE] if place.stage == "K" else read["quiz.yaml"]
    video, video_files = check_video(folder, place, asked)
    media = check_pictures(folder, place) + video_files
    if read["lesson.md"] is None:
        return None
    head, slides = read["lesson.md"]
    check_lesson_reasons(slides, folder / "lesson.md", place)
    return Lesson(
        **dict(head),
        slug=folder.name,
        slides=slides,
        quiz=asked,
        skill=read["skill.yaml"],
        checklist=check_checklist(folder / CHECKLIST, slides, place),
        video=video,
        media=media,
    )


_PARTS = {"lesson.md": check_lesson, "quiz.yaml": check_quiz, "skill.yaml": check_skill, ALOUD_FILE: check_aloud}
_OF_K = ("lesson.md", ALOUD_FILE)


def _one(file: Path, check: Callable[[Path, CheckContext], Any], place: CheckContext) -> Any:
    """Run the check of one file of a lesson; kindergarten has no marked quiz, but two questions aloud, and no training."""
    asked = file.name in _OF_K if place.stage == "K" else file.name != ALOUD_FILE
    if not file.is_file():
        if asked:
            place.report.error(file, 1, f"缺少 {file.name};请照 courses/README.md 补上")
        return None
    if file.name == "quiz.yaml" and place.stage == "K":
        place.report.error(file, 1, f"幼儿园不做笔试评分;请删去 quiz.yaml,口头问的两题写在 {ALOUD_FILE}")
    if file.name == "skill.yaml" and place.stage == "K":
        place.report.error(file, 1, "幼儿园没有训练,做身体游戏;请删去 skill.yaml,写一页 ## game: …")
    if file.name == ALOUD_FILE and place.stage != "K":
        place.report.error(file, 1, f"{ALOUD_FILE} 只给幼儿园;请写进 quiz.yaml")
    return check(file, place)
