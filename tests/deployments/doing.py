"""Sending as people do it: the preview's own fields, posted back; the worker run until nothing waits."""

from __future__ import annotations

import re
from html import unescape

from sqlalchemy import select

from eduplatform.cli import worker  # noqa: F401 – registers every kind of job
from eduplatform.curriculum import queries as content
from eduplatform.extensions import db
from eduplatform.shared import jobs
from eduplatform.teaching.models import Assignment, Deployment
from tests import people as cast

MONDAY, FRIDAY = "2026-11-23", "2026-12-04"  # teaching weeks 13 and 14; the clock of the tests stands in week 12


def unit_id(app, code: str) -> int:
    with app.app_context():
        return cast.unit(code).id


def lesson_of(app, stage: str, topic: str = "FIRE") -> int:
    with app.app_context():
        return next(one.lesson_id for one in content.lessons_of(stage) if one.topic == topic)


def wish(kind: str, **more) -> dict:
    return {"kind": kind, "starts_on": MONDAY, "ends_on": FRIDAY} | more


def preview(client, unit: int, fields: dict):
    return client.get(f"/office/units/{unit}/deployments/new", query_string=fields)


def send(client, unit: int, fields: dict) -> str:
    """Look at the cost, press the button with the fields of that page; the address of the deployment."""
    page = preview(client, unit, fields)
    assert page.status_code == 200, re.sub(r"<[^>]+>", " ", page.text)[:2000]
    form = page.text.split(f'action="/office/units/{unit}/deployments"')[1].split("</form>")[0]
    posted: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form):
        posted.setdefault(name, []).append(unescape(value))
    answer = client.post(f"/office/units/{unit}/deployments", data=posted)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def work(app) -> None:
    with app.app_context():
        while jobs.run_next():
            pass


def planned(app) -> list[tuple[str, int]]:
    """(class, week) of every assignment that a deployment made."""
    with app.app_context():
        found = select(cast.Unit.code, Assignment.week).join(Assignment, Assignment.class_id == cast.Unit.id)
        found = found.where(Assignment.deployment_id.is_not(None), Assignment.withdrawn_at.is_(None))
        return [tuple(row) for row in db.session.execute(found.order_by(cast.Unit.code))]


def sent(app) -> list[Deployment]:
    with app.app_context():
        return list(db.session.scalars(select(Deployment).order_by(Deployment.id)))
