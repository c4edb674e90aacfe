"""Typing answers in, one keystroke a pupil: from sheets of paper, or for pupils whose card was not read. Evidence C."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...learning import class_answers, closing, typed_answers
from ...shared import audit, clock, database
from ...shared.refusals import Conflict, NotFound, Refused
from ...teaching import card_questions, class_checks, sessions, votes
from ...teaching.hands_questions import Asked
from ...teaching.models import ClassSession, Vote
from .. import errors, guard, navigation
from ..messages import message_for
from ..parsing import whole_number
from ..teacher.answers import loaders
from ..teacher.answers.loaders import SessionOfClass
from ..teacher.blueprint import blueprint
from ..web.locale import gettext as _

NONE = "0"  #: typed for "no answer"; the space bar does the same


@dataclass(frozen=True)
class Slot:
    """One question, or one part of an ordering, that answers can be typed for."""

    number: int
    part: int
    parts: int
    asked: Asked
    vote: Vote | None
    answered: int


def _slots(row: ClassSession) -> list[Slot]:
    """What can be typed: on paper every question, else those that stood on the screen."""
    put, away = votes.votes_of(row), sessions.absent_ids(row)
    held = [one for one in class_answers.answers_of(row) if one.pupil_id not in away]
    found, beside = [], class_checks.numbers(row)
    for number, asked in enumerate(votes.questions_put(row, put)):
        vote, parts = put.get(number), card_questions.parts_of(asked.question)
        if (vote is None or vote.opened_at is None) and (row.quiz_mode != "paper" or number in beside):
            continue
        for part in range(parts):
            n = sum(
                1
                for one in held
                if vote and one.vote_id == vote.id and one.part == part and one.option and not one.rival
            )
            found.append(Slot(number, part, parts, asked, vote, n))
    return found


@blueprint.get("/sessions/<int:session_id>/typed")
@guard.needs("class.names", loaders.a_named_session)
@navigation.below("teacher.home")
def typed_page(viewer: guard.Viewer, class_session: SessionOfClass) -> ResponseReturnValue:
    """A grid of the class by number for one question: one key a pupil, the next one follows by itself."""
    return _page(
        viewer,
        class_session,
        whole_number(request.args.get("q"), 3) or 0,
        whole_number(request.args.get("part"), 3) or 0,
    )


def _page(
    viewer: guard.Viewer,
    class_session: SessionOfClass,
    number: int,
    part: int,
    kept: dict[int, str] | None = None,
    words: str = "",
) -> ResponseReturnValue:
    row = class_session.session
    slots = _slots(row)
    place = next((n for n, slot in enumerate(slots) if (slot.number, slot.part) == (number, part)), 0)
    slot = slots[place] if slots else None
    grid = class_answers.seats_of(row, slot.vote, slot.part, slot.asked) if slot else []
    audit.looked(row.school_id, viewer.user_id, f"class:{row.class_id}", len(grid))
    open_now = row.state in sessions.OPEN
    page = render_template(
        "teacher/typed.html",
        lesson=class_session,
        slots=slots,
        slot=slot,
        grid=grid,
        away=sessions.absent_ids(row),
        open_now=open_now,
        may_type=open_now or closing.may_correct_answers(row, clock.now()),
        following=slots[place + 1] if place + 1 < len(slots) else None,
        kept=kept or {},
        words=words,
        letters=[choice.letter for choice in slot.asked.choices] if slot else [],
    )
    return page, 422 if words else 200


@blueprint.post("/sessions/<int:session_id>/typed")
@guard.needs("class.names", loaders.a_named_session)
@navigation.below("teacher.home")
def keep_typed(viewer: guard.Viewer, class_session: SessionOfClass) -> ResponseReturnValue:
    """Keep letters by pupil (fields p<number of the pupil>); the same again changes nothing."""
    number, part = whole_number(request.form.get("q"), 3) or 0, whole_number(request.form.get("part"), 3) or 0
    given = {
        pupil: value.strip().upper()
        for name, value in request.form.items()
        if name[:1] == "p" and (pupil := whole_number(name[1:])) is not None
    }
    shown = dict(pair.split(":", 1) for pair in request.form.get("was", "").split(",") if ":" in pair)
    changed = {pupil: value for pupil, value in given.items() if value != shown.get(str(pupil), "")}
    try:
        with database.write():
            letters = {pupil: _letter(value) for pupil, value in changed.items()}
            n = typed_answers.enter_many(viewer, class_session.session, number, part, letters) if letters else 0
    except Refused as refusal:
        if errors.wants_json() or isinstance(refusal, Conflict | NotFound):
            raise
        words = (
            _("只能填 %(letters)s，没有答案填 0。标出的格子没有保存。", letters=_letters(class_session, number))
            if refusal.code == "odd_choice"
            else message_for(refusal)
        )
        return _page(viewer, class_session, number, part, {pupil: value[:2] for pupil, value in given.items()}, words)
    if errors.wants_json():
        return jsonify(kept=len(changed), changed=n)
    flash(_("已保存 %(n)s 人。", n=n) if n else _("和原来一样，没有要改的。"), "good" if n else "info")
    return redirect(url_for(".typed_page", session_id=class_session.session.id, q=number, part=part), 303)


def _letter(value: str) -> str | None:
    return None if value in ("", NONE, "-", "–") else value


def _letters(class_session: SessionOfClass, number: int) -> str:
    slot = next((one for one in _slots(class_session.session) if one.number == number), None)
    return " ".join(choice.letter for choice in slot.asked.choices) if slot else "A B C D"
