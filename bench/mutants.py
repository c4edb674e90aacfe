"""`python -m bench mutants [--files part …] [--sample N] [--seed S] [--list]`: does the closest test see a fault made on purpose?

Takes the files of CLOSEST, puts one fault at a time into a forked process (bench.mutation) and runs the tests beside the file. Killed: a
test fails, the file does not load, or it takes longer than LONGEST. Prints the share per file and every survivor; ends with 1 below LEAST.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

from .mutation import ROOT, Mutant, how_many, mutant_of, put_in

LEAST = 0.9
LONGEST = 60  #: seconds of CPU of the closest tests, after which a mutant counts as found
MATCHING = (
    "tests/org/roster_matching/test_identity_signs.py",
    "tests/org/roster_matching/test_oracle.py",
)
AUDIT = ("tests/shared/test_audit.py", "tests/shared/test_audit_chain.py")
TALLIES = ("tests/assessment/test_recount.py", "tests/assessment/test_unit_weeks.py", "tests/assessment/test_events.py")
TRAININGS = ("tests/curriculum/test_training_rules.py", "tests/curriculum/test_broken_states.py")
#: file below eduplatform/ → its closest tests, cheapest first
CLOSEST: dict[str, tuple[str, ...]] = {
    "accounts/codes.py": ("tests/accounts/test_codes.py",),
    "accounts/guess_rules.py": ("tests/accounts/test_guess_rules.py",),
    "accounts/password_rules.py": ("tests/accounts/test_password_rules.py",),
    "teaching/key_days.py": (
        "tests/teaching/test_key_days.py",
        "tests/teaching/test_key_day_rules.py",
        "tests/teaching/test_year_layout.py",
    ),
    "teaching/year_layout.py": ("tests/teaching/test_year_layout.py",),
    "activities/operations.py": ("tests/activities/test_operations.py",),
    "activities/queries.py": ("tests/activities/test_operations.py",),
    "activities/rules.py": ("tests/activities/test_keydays.py",),
    "assessment/rules.py": ("tests/assessment/test_rules.py", *TALLIES),
    "assessment/rollup.py": TALLIES,
    "assessment/terms.py": ("tests/assessment/test_terms.py",),
    "assessment/report_table.py": ("tests/assessment/test_report_table.py",),
    "assessment/topic_tallies.py": TALLIES,
    "assessment/suppression.py": ("tests/assessment/test_suppression.py",),
    "curriculum/alike.py": ("tests/curriculum/test_guessing.py",),
    "curriculum/check.py": ("tests/curriculum/test_head.py", "tests/curriculum/test_tree.py"),
    "curriculum/check_aims.py": ("tests/curriculum/test_contract.py",),
    "curriculum/check_lesson.py": ("tests/curriculum/test_lesson_plan.py", "tests/curriculum/test_lesson_lengths.py"),
    "curriculum/check_measure.py": ("tests/curriculum/test_proportions.py",),
    "curriculum/check_media.py": ("tests/curriculum/media/test_lesson_files.py",),
    "curriculum/check_pinyin.py": ("tests/curriculum/test_pinyin.py", "tests/curriculum/test_head.py"),
    "curriculum/check_quiz.py": ("tests/curriculum/test_quiz_rules.py",),
    "curriculum/check_reading.py": ("tests/curriculum/test_lesson_lengths.py",),
    "curriculum/check_reasons.py": ("tests/curriculum/test_contract.py",),
    "curriculum/check_route.py": TRAININGS,
    "curriculum/check_scene.py": TRAININGS,
    "curriculum/check_short_runs.py": ("tests/curriculum/test_lesson_plan.py", "tests/curriculum/test_contract.py"),
    "curriculum/check_skill.py": TRAININGS,
    "curriculum/check_story.py": ("tests/curriculum/test_lesson_plan.py", "tests/curriculum/test_story.py"),
    "curriculum/check_svg.py": ("tests/curriculum/media/test_lesson_files.py",),
    "curriculum/check_talk.py": TRAININGS,
    "curriculum/citations.py": ("tests/curriculum/test_facts.py",),
    "curriculum/facts.py": ("tests/curriculum/test_facts.py",),
    "curriculum/grading.py": ("tests/curriculum/test_grading.py", "tests/learning/test_every_kind.py"),
    "curriculum/guessing.py": ("tests/curriculum/test_guessing.py",),
    "curriculum/lesson_text.py": ("tests/curriculum/test_lesson_text.py",),
    "curriculum/operations.py": ("tests/curriculum/test_publishing.py",),
    "curriculum/pinyin.py": ("tests/curriculum/test_pinyin.py",),
    "curriculum/problems.py": ("tests/curriculum/test_problems.py",),
    "curriculum/question_draw.py": ("tests/curriculum/test_question_draw.py", "tests/learning/test_every_kind.py"),
    "curriculum/shelf.py": ("tests/curriculum/test_shelf.py",),
    "curriculum/short_runs.py": ("tests/curriculum/test_short_runs.py",),
    "curriculum/skill_play.py": ("tests/curriculum/test_skill_play.py", "tests/curriculum/test_states.py"),
    "curriculum/skill_route.py": ("tests/curriculum/test_states.py", *TRAININGS),
    "curriculum/skill_talk.py": ("tests/curriculum/test_states.py", *TRAININGS),
    "curriculum/taxonomy.py": ("tests/curriculum/test_facts.py",),
    "curriculum/teacher_sheet.py": ("tests/curriculum/test_short_runs.py",),
    "curriculum/typeset.py": ("tests/curriculum/test_typeset.py",),
    "curriculum/yaml_lines.py": ("tests/curriculum/test_yaml_lines.py",),
    "curriculum/video/rules.py": ("tests/curriculum/media/test_storyboard.py",),
    "learning/intervals.py": ("tests/learning/test_intervals.py", "tests/learning/test_class_results.py"),
    "learning/rules.py": ("tests/learning/test_rules.py",),
    "org/access.py": ("tests/org/test_access.py",),
    "org/appointment_rules.py": (
        "tests/org/test_appointment_rules.py",
        "tests/first_run/test_two_posts.py",
        "tests/pages/office/people/test_from_outside.py",
        "tests/pages/office/people/test_staff_slips.py",
    ),
    "org/calendar.py": ("tests/org/test_calendar.py",),
    "org/calendar_operations.py": ("tests/org/test_calendar_operations.py",),
    "org/erasing.py": ("tests/org/test_erasing.py", "tests/cli/test_backup.py"),
    "org/retention.py": ("tests/org/test_retention.py",),
    "org/founding.py": ("tests/org/test_founding.py",),
    "org/guardians.py": ("tests/org/test_guardians.py",),
    "org/post_notices.py": ("tests/org/test_post_notices.py",),
    "org/post_proposals.py": ("tests/org/test_post_proposals.py",),
    "org/proposed_codes.py": ("tests/org/test_proposed_codes.py",),
    "org/public_lookup.py": ("tests/org/test_public_lookup.py",),
    "org/queries.py": ("tests/org/test_queries.py", "tests/org/test_calendar_operations.py"),
    "org/grades.py": ("tests/org/test_grades.py",),
    "org/newcomers.py": ("tests/org/test_newcomers.py",),
    "org/rollover.py": ("tests/org/test_rollover.py",),
    "org/roster/checks.py": ("tests/org/roster/test_checks.py",),
    "org/roster/columns.py": ("tests/org/roster/test_columns.py", "tests/org/roster/test_rows.py"),
    "org/roster/merged_cells.py": ("tests/org/roster/test_merged_cells.py",),
    "org/roster_apply.py": ("tests/org/test_roster_apply.py",),
    "org/roster_staging.py": ("tests/org/test_roster_staging.py",),
    "org/staff.py": ("tests/org/test_staff.py", "tests/pages/office/people/test_from_outside.py"),
    "org/tree.py": ("tests/org/test_tree.py",),
    "org/units.py": ("tests/org/test_units.py",),
    "org/roster_matching/compare.py": MATCHING,
    "org/roster_matching/homeroom_teachers.py": ("tests/org/roster_matching/test_homeroom_teachers.py",),
    "org/roster_matching/questions.py": MATCHING,
    "org/roster_matching/rolls.py": ("tests/org/roster_matching/test_rolls.py",),
    "org/roster_matching/identity_signs.py": MATCHING,
    "org/roster_matching/steps.py": MATCHING,
    "org/transfers.py": ("tests/org/test_transfers.py", "tests/pages/office/people/test_transfers.py"),
    "shared/audit.py": AUDIT,
    "shared/audit_chain.py": AUDIT,
    "shared/audit_lists.py": ("tests/shared/test_audit_lists.py",),
    "teaching/card_questions.py": ("tests/teaching/test_card_questions.py",),
    "teaching/lesson_overlaps.py": ("tests/teaching/test_lesson_overlaps.py",),
    "teaching/reminder_plan.py": ("tests/teaching/test_reminder_plan.py",),
    "teaching/run_steps.py": ("tests/teaching/test_run_steps.py", "tests/teaching/test_card_questions.py"),
    "teaching/ledger.py": (
        "tests/teaching/test_rules.py",
        "tests/teaching/test_close_session.py",
        "tests/teaching/test_right_hour.py",
        "tests/teaching/test_declare.py",
        "tests/teaching/test_correct.py",
    ),
    "teaching/rules.py": ("tests/teaching/test_rules.py",),
}
SOUND = Mutant("", -1, 0, "", "")


def main(words: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m bench mutants", description=__doc__)
    asked.add_argument(
        "--files", nargs="*", default=[""], metavar="part", help="only files whose path holds one of these"
    )
    asked.add_argument("--sample", type=int, default=0, help="so many, drawn over all of them (0: every one)")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--list", action="store_true", help="only say how many there are")
    chosen = asked.parse_args(words)
    files = [f"eduplatform/{file}" for file in CLOSEST if any(part in file for part in chosen.files)]
    every = [(file, number) for file in files for number in range(how_many(file))]
    if chosen.list:
        print("\n".join(f"{how_many(file):5} {file}" for file in files), f"{len(every):5} in all", sep="\n")
        return 0
    drawn = Random(chosen.seed).sample(every, min(chosen.sample or len(every), len(every)))
    return _report(_judged([mutant_of(*one) for one in sorted(drawn)]), len(every), chosen)


def _judged(mutants: list[Mutant]) -> list[tuple[Mutant, bool]]:
    judged = []
    with _prepared() as folder:
        for file in dict.fromkeys(mutant.path for mutant in mutants):
            began, own = time.monotonic(), [mutant for mutant in mutants if mutant.path == file]
            said = _found(own, _closest(file), folder)
            judged += list(zip(own, said, strict=True))
            for mutant, dead in judged[-len(own) :]:
                if not dead:
                    print(_named(mutant), file=sys.stderr)
            took = (time.monotonic() - began) / len(own)
            print(f"{sum(said)}/{len(own)} {file}, {took:.1f} s each", file=sys.stderr, flush=True)
    return judged


def _closest(path: str) -> tuple[str, ...]:
    return CLOSEST[path.removeprefix("eduplatform/")]


@contextlib.contextmanager
def _prepared() -> Any:
    """Everything imported, the template database built once for all children."""
    folder = Path(tempfile.mkdtemp(prefix="anxue-mutants-"))
    for file in CLOSEST:
        importlib.import_module(f"eduplatform.{file.removesuffix('.py').replace('/', '.')}")
    import time_machine

    from tests import conftest, databases

    (folder / "template").mkdir()
    with time_machine.travel(conftest.NOW, tick=False):
        built = databases.build(folder / "template", conftest.make_app)
    databases.build = lambda _folder, _make: built
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _found(mutants: list[Mutant], tests: tuple[str, ...], folder: Path) -> list[bool]:
    """Whether the tests fail with each of the faults in. They are collected once, in a process of their own."""
    child = os.fork()
    if child == 0:
        os._exit(_collect(mutants, tests, folder))
    os.waitpid(child, 0)
    said = (folder / "said").read_text(encoding="utf-8").split()
    if len(said) != len(mutants) + 1 or said[0] != "0":
        raise SystemExit(f"{tests}: fail without a fault\n{(folder / 'log').read_text(encoding='utf-8')[-3000:]}")
    return [each != "0" for each in said[1:]]


def _collect(mutants: list[Mutant], tests: tuple[str, ...], folder: Path) -> int:
    import hypothesis
    import pytest

    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    hypothesis.settings.register_profile("mutants", deadline=None, database=None, derandomize=True)
    hypothesis.settings.load_profile("mutants")  # a slow machine is no fault found
    place = ["--basetemp", str(folder / "run"), "--rootdir", str(ROOT), "--assert=plain", "--tb=line"]
    with open(folder / "log", "w", encoding="utf-8") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        (folder / "said").write_text("", encoding="utf-8")
        return int(pytest.main(["-x", "-m", "not slow and not browser", *place, *tests], [_Forks(mutants, folder)]))


class _Forks:
    """In place of one run of the tests, one for each mutant, the sound file first; what each ended with goes into a file."""

    def __init__(self, mutants: list[Mutant], folder: Path):
        self.mutants, self.folder = [SOUND, *mutants], folder

    def pytest_runtestloop(self, session: Any) -> bool:
        for mutant in self.mutants:
            child = os.fork()
            if child == 0:
                os._exit(self._run(session, mutant))
            ended = os.waitpid(child, 0)[1]
            with open(self.folder / "said", "a", encoding="utf-8") as said:
                print(ended, file=said)
            if mutant is SOUND and ended:
                break
        return True

    def _run(self, session: Any, mutant: Mutant) -> int:
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        try:
            if mutant is not SOUND:
                put_in(mutant)
            for item, following in zip(session.items, [*session.items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.testsfailed:
                    item.config.get_terminal_writer().line(str(session.shouldfail))
                    return 1
            return 0 if session.items else 5
        except BaseException:  # a file that does not load is found by anybody who starts the product
            traceback.print_exc()
            return 99
        finally:
            sys.stdout.flush()


def _named(mutant: Mutant) -> str:
    return f"survived: {mutant.path}:{mutant.line} #{mutant.number}  {mutant.change}"


def _report(judged: list[tuple[Mutant, bool]], of: int, chosen: argparse.Namespace) -> int:
    files: dict[str, list[bool]] = defaultdict(list)
    for mutant, dead in judged:
        files[mutant.path].append(dead)
    print("\n".join(f"| {path} | {sum(dead)} of {len(dead)} |" for path, dead in files.items()))
    for mutant, dead in judged:
        if not dead:
            print(_named(mutant))
    killed = sum(dead for _, dead in judged)
    print(f"{killed} of {len(judged)} killed ({killed / max(1, len(judged)):.1%}), drawn from {of}, seed {chosen.seed}")
    return 0 if killed >= LEAST * len(judged) else 1
