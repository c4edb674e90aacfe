"""What stands on the screen while a class answers by name, and after the reveal. Counts and shares, never a name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import current_app

from ...curriculum.citations import cited, titles_at
from ...curriculum.question import Question
from ...learning import class_answers
from ...teaching import card_questions, queries, votes
from ...teaching.session_run import Run
from ..teacher.lessons import facts_in_memory

CITED = 2  #: lines of sources on the screen


def open_question(run: Run, place: int) -> dict[str, Any]:
    """While answers are taken: how many have come."""
    step = run.steps[place]
    answered, disputed = class_answers.answered_now(run.session, step.number, step.part)
    roll, present = queries.present_now(run.session)
    vote = run.votes.get(step.number)
    return {
        "answered": answered,
        "disputed": disputed,
        "roll": roll,
        "present": present,
        "closed": bool(vote and vote.closed_at),
    } | heading(run, step.number)


def revealed(run: Run, place: int) -> dict[str, Any]:
    """After the reveal: the class's answers, what they were before it was taught again, and what could follow."""
    number = run.steps[place].number
    question, vote = run.asked[number].question, run.votes.get(number)
    tally = class_answers.tally(vote, question)
    first = vote.twin_of if vote else None
    before = class_answers.tally(run.votes.get(first), run.asked[first].question).right if first is not None else None
    here = place - run.place in (
        0,
        1,
    )  # the screen shows at once and tells the server afterwards: it may ask one step early
    weak = tally.right is not None and tally.right < card_questions.WEAK and here
    return heading(run, number) | {
        "tally": tally,
        "before": before,
        "weak": weak,
        "cited": sources_of_question(question),
        "present": queries.present_now(run.session)[1],
        "twin": weak and votes.twin_for(run.session, run.asked, run.votes, number) is not None,
        "slide": card_questions.slide_for(run.lesson, question, run.slides),
    }


def heading(run: Run, number: int) -> dict[str, Any]:
    """`ask_no` as the class counts: a question asked again keeps the number of the first. `ask_all`: without those. Checks are counted
    apart, `ask_check` is their kind."""
    vote, checks = run.votes.get(number), run.checks
    if number in checks:
        before = sum(one < number for one in checks)
        return {"ask_no": before + 1, "ask_again": False, "ask_all": len(checks), "ask_check": checks[number].kind}
    again = vote.twin_of if vote else None
    return {
        "ask_no": (number if again is None else again) + 1,
        "ask_again": again is not None,
        "ask_all": len(run.asked) - len(checks) - sum(one.twin_of is not None for one in run.votes.values()),
        "ask_check": "",
    }


def sources_of_question(question: Question) -> list[str]:
    """What the question rests on, in lines that can be read out."""
    known, titles = facts_in_memory(), titles_at(Path(current_app.config["COURSES"]) / "sources.yaml")
    lines = [line for fact in question.facts if fact in known for line in cited(known[fact].source, titles)]
    return list(dict.fromkeys(lines))[:CITED]
