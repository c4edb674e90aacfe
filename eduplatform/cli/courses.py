"""`flask courses check|load|list|pictures|video|coverage|sample|new`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import click
from flask import current_app
from flask.cli import with_appcontext

from ..curriculum import blind_reading, check, operations, queries, shelf
from ..curriculum.facts import Facts, load_facts
from ..curriculum.package import CoursePackage
from ..curriculum.problems import Problem
from ..curriculum.taxonomy import STAGES, load_taxonomy
from ..shared import ttl_cache
from ..shared.database import write
from ..teaching.rule_files import check_rules


@click.group("courses")
def command() -> None:
    """Course packages: check the files, load them, list what is loaded."""


def _folder(path: str | None) -> Path:
    return Path(path or current_app.config["COURSES"]).resolve()


def _checked(path: str | None, hints: bool = False) -> tuple[list[CoursePackage], list[Problem]]:
    """(sound packages, errors); prints every error, and hints when asked."""
    packages, problems = examine(_folder(path))
    for problem in problems:
        if hints or problem.level == "error":
            click.echo(_short(str(problem)))
    return packages, [problem for problem in problems if problem.level == "error"]


def examine(folder: Path) -> tuple[list[CoursePackage], list[Problem]]:
    """Check one package folder, the packages of one topic, or a tree of them."""
    if not (folder / "course.yaml").exists() and (folder / "facts.yaml").exists():
        tree = check.check_tree(folder)
        codes = frozenset(load_taxonomy(folder / "taxonomy.yaml").topics)
        return tree.packages, tree.problems + check_rules(folder / "rules", codes)
    home = Path(current_app.config["COURSES"])
    known, topics = load_facts(home / "facts.yaml"), load_taxonomy(home / "taxonomy.yaml")
    found = [check.check_package(each, known, topics) for each in _package_folders(folder)]
    if not found:
        return [], [Problem(str(folder), 1, "这里没有课程包(course.yaml)")]
    return [package for package, _ in found if package], [problem for _, problems in found for problem in problems]


def _package_folders(folder: Path) -> list[Path]:
    """The package at a path, those in the folder of a topic, or those of all topics below it."""
    if (folder / "course.yaml").exists():
        return [folder]
    own = [each for each in sorted(folder.iterdir()) if each.is_dir() and each.name[0] not in "_."]
    return own if any((each / "course.yaml").exists() for each in own) else list(check.package_folders(folder))


def _short(text: str) -> str:
    return text.removeprefix(str(Path.cwd()) + "/")


@command.command("check")
@click.argument("path", required=False)
@with_appcontext
def check_command(path: str | None) -> None:
    """Check course packages at PATH (a package or a folder of them); prints file:line: reason, exits 1 with any."""
    packages, problems = _checked(path, hints=True)
    click.echo(f"{len(packages)} packages sound, {len(problems)} problems")
    raise SystemExit(1 if problems else 0)


@command.command("load")
@click.argument("path", required=False)
@with_appcontext
def load_command(path: str | None) -> None:
    """Load sound packages into immutable revisions; refuses all while any is broken."""
    packages, problems = _checked(path)
    if problems:
        raise SystemExit(1)
    try:
        made = store_courses(packages, whole=path is None)
    except operations.TakenUuid as taken:
        raise click.ClickException(str(taken)) from None
    click.echo(f"{len(packages)} packages, {made} new revisions")


def store_courses(packages: list[CoursePackage], whole: bool) -> int:
    """Store checked packages in one transaction; with `whole`, courses not among them are retired."""
    with write():
        operations.load_topics(load_taxonomy(Path(current_app.config["COURSES"]) / "taxonomy.yaml").topics)
        made = sum(operations.load_course(package) for package in packages)
        if whole:
            operations.retire_missing({str(package.uuid) for package in packages})
        ttl_cache.forget_remembered()
    return made


@command.command("list")
@click.argument("path", required=False)
@with_appcontext
def list_command(path: str | None) -> None:
    """List loaded courses, or with PATH the packages in a folder."""
    if path:
        for package in _checked(path)[0]:
            click.echo(f"{package.slug}\t{package.topic}\t{package.stage}\t{package.title.zh}")
        return
    for course in queries.courses_on_offer():
        click.echo(f"{course.slug}\t{course.topic}\t{course.stage}\t{course.title_zh}")


@command.command("pictures")
@with_appcontext
def pictures_command() -> None:
    """Draw the self-contained pictures of all courses from their sources and the kit."""
    from ..curriculum import pictures

    click.echo(f"{pictures.expand(_folder(None))} pictures written")


@command.command("video")
@click.argument("path")
@with_appcontext
def video_command(path: str) -> None:
    """Render the skill videos below PATH from their storyboards (needs Chromium and ffmpeg)."""
    from ..curriculum.video.__main__ import main

    raise SystemExit(main([path]))


@command.command("coverage")
@with_appcontext
def coverage_command() -> None:
    """What the shelf has: topic by stage, weeks without a lesson, objectives taught and asked, topics that wait for a licensed reader."""
    home = _folder(None)
    packages, known, topics = _checked(None)[0], load_facts(home / "facts.yaml"), load_taxonomy(home / "taxonomy.yaml")
    have = shelf.cells(packages)
    click.echo("\t".join(["topic", *STAGES]))
    for code in topics.topics:
        click.echo("\t".join([code, *(str(have.get((code, stage), "·")) for stage in STAGES)]))
    weeks = shelf.load_weeks(home / "school_year.yaml")
    for stage, empty in shelf.holes(weeks, have).items():
        click.echo(
            f"{stage}: {len(weeks) - len(empty)}/{len(weeks)} weeks have a lesson; without: {', '.join(map(str, empty)) or '-'}"
        )
    aims = list(shelf.aimed(packages))
    for aim in aims:
        click.echo(
            f"{aim.slug}\t{aim.objective}\tslides {aim.slides}\tquestions {aim.questions}\tdecisions {aim.decisions}"
        )
    click.echo(
        f"{len(have)} cells filled; {sum(not aim.whole for aim in aims)} of {len(aims)} objectives untaught or unasked"
    )
    for topic, rows in shelf.waiting(known).items():
        click.echo(f"waiting for a licensed reader: {topic} {' '.join(rows)}")


@command.command("sample")
@click.option("--seed", default="1", help="the same seed gives the same questions")
@click.option("--size", default=50, help="how many questions")
@click.option(
    "--blind", is_flag=True, help="as pupils get them: no key, reasons, facts; choices in an order of the seed"
)
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="mark answers to the blind sample of this seed and size: lines like 12 B",
)
@with_appcontext
def sample_command(seed: str, size: int, blind: bool, answers: Path | None) -> None:
    """Questions of the whole shelf beside the facts they rest on, for a critical reader. With --blind without the key; with --answers a reader's
    letters are marked, and each miss is shown with its key and facts, and each answer that has a remark behind #."""
    if blind and answers:
        raise click.UsageError("--blind shows the questions, --answers marks them: give one of the two")
    packages = _checked(None)[0]
    drawn = shelf.drawn(packages, seed, size)
    if blind:
        _echo_blind(drawn, shelf.lesson_folders(packages), seed)
    elif answers:
        _echo_marked(drawn, answers, seed)
    else:
        known = load_facts(_folder(None) / "facts.yaml")
        for at, one in enumerate(drawn, 1):
            _echo_keyed(at, one, known)


def _echo_blind(drawn: list[shelf.Drawn], folders: dict[UUID, str], seed: str) -> None:
    click.echo(
        f"# {len(drawn)} 题，种子 {seed}。每题一行写题号和字母，如 12 B；拿不准、看出毛病，写在 # 后面：12 B # 两个都说得通"
    )
    for at, (slug, number, question) in enumerate(drawn, 1):
        folder = _short(str(_folder(None) / folders[question.uuid]))
        lines = "\n".join(blind_reading.shown(question, seed, folder))
        click.echo(f"\n{at}. {slug} #{number} {question.kind}\n{lines}")


def _echo_marked(drawn: list[shelf.Drawn], file: Path, seed: str) -> None:
    try:
        answers = blind_reading.read_answers(file.read_text(encoding="utf-8-sig"))
        every = blind_reading.marked([question for _slug, _number, question in drawn], answers, seed)
    except UnicodeDecodeError:
        raise click.ClickException(f"{file}: 不是 UTF-8 的文本，请另存为 UTF-8") from None
    except blind_reading.OddAnswer as unread:
        raise click.ClickException(f"{file}: {unread}") from None
    known = load_facts(_folder(None) / "facts.yaml")
    for at, ((mark, said), one) in enumerate(zip(every, drawn, strict=True), 1):
        remark = said.remark if said else ""
        if not mark.right or remark:
            letters = said.letters if said else ""
            _echo_keyed(
                at,
                one,
                known,
                [f"{'right' if mark.right else 'MISSED'}: {letters or '-'}" + (f" # {remark}" * bool(remark))],
            )
    right, open_ = sum(mark.right for mark, _ in every), sum(not (said and said.letters) for _, said in every)
    click.echo(
        f"\n{right} of {len(every)} right ({sum(mark.share for mark, _ in every):.1f} points), {len(every) - right - open_} wrong, "
        f"{open_} without an answer, {sum(bool(said and said.remark) for _, said in every)} with a remark"
    )


def _echo_keyed(at: int, one: shelf.Drawn, known: Facts, said: Iterable[str] = ()) -> None:
    slug, number, question = one
    click.echo(f"\n{at}. {slug} #{number} {question.kind} {question.level} {question.form}\n{question.stem}")
    for line in (*said, *shelf.choices(question)):
        click.echo(f"   {line}")
    for fact in question.facts:
        click.echo(f"   = {fact} [{known[fact].conf}] {known[fact].text}")


@command.command("new")
@click.argument("topic")
@click.argument("stage")
@click.option("--name", default="lesson", help="end of the folder name, lower case")
@with_appcontext
def new_command(topic: str, stage: str, name: str) -> None:
    """Write the skeleton of a course for TOPIC and STAGE: uuids, objectives, the facts that fit. The check refuses it until it is filled in."""
    home = _folder(None)
    known, topics = load_facts(home / "facts.yaml"), load_taxonomy(home / "taxonomy.yaml")
    if not topics.own(topic, stage) or not shelf.fitting(topic, known):
        raise click.ClickException(f"{topic} {stage}: no such cell in taxonomy.yaml, or no fact that may be asked")
    folder = home / topic.lower() / f"{stage.lower()}-{name}"
    if folder.exists():
        raise click.ClickException(f"{folder} is there already")
    for file, text in shelf.skeleton(topic, stage, known, topics).items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    click.echo(f"{folder}: {len(topics.own(topic, stage))} objectives; fill it in, then flask courses check {folder}")
