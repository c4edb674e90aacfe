"""Verbs on the dated rules of a unit: enter one, take over a shipped one, end one. What was asked of a day gone by stays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from ..extensions import db
from ..org.access import Viewer
from ..org.mark_stale import mark_below
from ..org.models import Unit
from ..org.queries import path_ids
from ..shared import audit, clock, ttl_cache
from ..shared.refusals import NotFound, Refused
from . import rule_book
from .dated_rules import BY_TOPIC, HOURS, MEASURES, MOST_A_WEEK, DatedRule, in_force, in_the_way, standing_over
from .models import RuleOfUnit
from .rule_files import shipped_rules


def own_rules(unit: Unit) -> list[RuleOfUnit]:
    """Every rule the unit has ever set, newest first."""
    found = select(RuleOfUnit).where(RuleOfUnit.unit_id == unit.id)
    return list(db.session.scalars(found.order_by(RuleOfUnit.from_on.desc(), RuleOfUnit.id.desc())))


def add_rule(viewer: Viewer | None, unit: Unit, wanted: DatedRule) -> RuleOfUnit:
    """Enter a rule of the unit. Refused rule_no_such (a period or topic the measure cannot have), rule_topic, rule_least_odd, rule_nobody (stages
    and grades without a common one), rule_backwards, rule_of_past, rule_too_lax (the rule above in the way), rule_twice (the own one)."""
    _check_shape(wanted)
    _check_days(wanted)
    db.session.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())  # two tabs may both press "save"
    book = rule_book.book_now(path_ids(unit.path))
    over = standing_over(book.above(unit.id).lines, wanted)
    if over:
        raise Refused("rule_too_lax", rule=over, unit=_name_of(over.unit_id))
    same = in_the_way((line for line in book.lines if line.unit_id == unit.id), wanted)
    if same:
        raise Refused("rule_twice", rule=same)
    row = _row(viewer, unit, wanted)
    db.session.add(row)
    db.session.flush()
    _told(viewer, unit, "rule.add", wanted)
    return row


def _check_shape(wanted: DatedRule) -> None:
    measure = MEASURES.get(wanted.measure)
    if measure is None or wanted.period not in measure.periods:
        raise Refused("rule_no_such")
    if bool(wanted.topic) > (wanted.measure in BY_TOPIC) or (wanted.measure == "topic_hours" and not wanted.topic):
        raise Refused("rule_topic")
    most = MOST_A_WEEK if (wanted.measure, wanted.period) == (HOURS, "week") else measure.most
    if not 0 < wanted.least <= most:
        raise Refused("rule_least_odd", most=most)
    if not wanted.people or (wanted.measure == HOURS and wanted.grades):
        raise Refused("rule_nobody")


def _check_days(wanted: DatedRule) -> None:
    if wanted.to_on and wanted.to_on < wanted.from_on:
        raise Refused("rule_backwards")
    earliest = first_day_for(wanted.measure)
    if wanted.from_on < earliest:
        raise Refused("rule_of_past", earliest=earliest, counted=MEASURES[wanted.measure].record == "counted")


def first_day_for(measure: str) -> date:
    """The first day a new rule can begin on: today where figures rest on the measure, else the first of the school year, since
    a document comes after the day it is about and nothing has been counted yet."""
    today = clock.today()
    counted = measure not in MEASURES or MEASURES[measure].record == "counted"
    return today if counted else date(clock.school_year_of(today), 9, 1)


def adopt_shipped(viewer: Viewer | None, unit: Unit, codes: Collection[str], from_on: date) -> list[RuleOfUnit]:
    """Take over shipped rules that are only offered as the unit's own, from a day on. Those that something as strict stands over or
    beside already are passed over. Refused as by add_rule()."""
    book, added = rule_book.book_now(path_ids(unit.path)), []
    for shipped in shipped_rules():
        wanted = replace(shipped.rule, unit_id=unit.id, from_on=from_on)
        if wanted.code in codes and not shipped.holds and not already_asked(book, unit.id, wanted, from_on):
            added.append(add_rule(viewer, unit, wanted))
    return added


def already_asked(book: rule_book.RuleBook, unit_id: int, wanted: DatedRule, from_on: date) -> bool:
    """Whether a unit's line asks for as much of the same people on a day, or the unit says something about it itself from then on."""
    lines = [line for line in book.lines if line.meets(replace(wanted, from_on=from_on))]
    strict = any(line.least >= wanted.least and line.people >= wanted.people for line in in_force(lines, from_on))
    return strict or any(line.unit_id == unit_id for line in lines)


def end_rule(viewer: Viewer, unit: Unit, number: int, last_day: date) -> str:
    """End a rule of the unit after `last_day`, or take one back that nobody was held to yet: 'ended' or 'withdrawn'. Refused
    rule_ended, rule_end_past; NotFound for a rule of another unit."""
    row = db.session.get(RuleOfUnit, number)
    if row is None or row.unit_id != unit.id:
        raise NotFound()
    today, rule = clock.today(), rule_book.as_line(row)
    if row.to_on and row.to_on < today:
        raise Refused("rule_ended")
    if row.from_on >= today:  # it has bound no day that is over
        db.session.delete(row)
        _told(viewer, unit, "rule.withdraw", rule)
        return "withdrawn"
    if last_day < today or (row.to_on and last_day > row.to_on):
        raise Refused("rule_end_past", latest=row.to_on)
    row.to_on = last_day
    _told(viewer, unit, "rule.end", replace(rule, from_on=last_day, to_on=last_day))
    return "ended"


def _row(viewer: Viewer | None, unit: Unit, rule: DatedRule) -> RuleOfUnit:
    first, last = rule.grades or (None, None)
    return RuleOfUnit(
        unit_id=unit.id,
        measure=rule.measure,
        topic=rule.topic,
        period=rule.period,
        least=rule.least,
        stages=",".join(sorted(rule.stages)),
        first_grade=first,
        last_grade=last,
        from_on=rule.from_on,
        to_on=rule.to_on,
        sources=" ".join(rule.sources),
        document=rule.document[:200],
        code=rule.code,
        set_by=viewer.user_id if viewer else None,
        set_at=clock.now(),
    )


def _name_of(unit_id: int) -> str:
    return db.session.scalar(select(Unit.name).where(Unit.id == unit_id)) or ""


def _told(viewer: Viewer | None, unit: Unit, action: str, rule: DatedRule) -> None:
    """The entry, and where class hours are about: classes below are counted anew, from the rule's day on."""
    by = viewer.user_id if viewer else None
    details = {"measure": rule.measure, "period": rule.period, "least": rule.least, "from_on": rule.from_on.isoformat()}
    audit.record(unit.keeper_id, by, action, f"unit:{unit.id}", **details)
    ttl_cache.forget_remembered()
    if MEASURES[rule.measure].record == "counted":
        this = clock.school_year_of(clock.today())
        for year in sorted({this, this + 1, clock.school_year_of(rule.from_on)}):
            mark_below(unit, year)
