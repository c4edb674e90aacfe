"""What an office has begun, so that its pages have something to show: activities, deployments, schemes, a year taken over."""

from __future__ import annotations

import json
import re
from datetime import timedelta

from sqlalchemy import select

from bench.serving import Client
from eduplatform.activities.models import Activity, ActivityRecord, ActivityStep
from eduplatform.assessment import snapshots
from eduplatform.assessment.models import Appeal, Snapshot
from eduplatform.assessment.snapshot_bodies import read_figures
from eduplatform.assessment.snapshot_rules import canonical, digest_of
from eduplatform.extensions import db
from eduplatform.org.models import Unit
from eduplatform.shared import clock, install_key
from eduplatform.shared.database import write

from .demo import Demo

BODIES = {
    "pledge": {"lines": [{"text": "睡觉我关上房门。", "facts": ["FIRE-28"]}]},
    "survey": {"questions": [{"ask": "你家里睡觉时关房门吗？", "options": ["都关", "有时关", "不关"]}]},
    "act": {"task": "全班按本楼的路线疏散一次。"},
}


def activity_of_all_steps(demo: Demo, class_code: str) -> tuple[str, str]:
    """An activity of the city that runs now, its questions open in a class; the addresses of the class's activities and of the questions."""
    today = clock.today()
    with demo.app.app_context(), write():
        room = db.session.scalars(select(Unit).where(Unit.code == class_code)).one()
        city = db.session.scalars(select(Unit).where(Unit.kind == "city")).one()
        days = {"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=9)}
        row = Activity(
            unit_id=city.id,
            year=clock.school_year_of(today),
            title="关门睡觉",
            title_en="Doors closed at night",
            topics=[],
            stages=[],
            set_at=clock.now(),
            **days,
        )
        db.session.add(row)
        db.session.flush()
        steps = {}
        for place, (kind, body) in enumerate(BODIES.items()):
            steps[kind] = ActivityStep(
                activity_id=row.id, position=place, kind=kind, title="第一步", title_en="A step", body=body, **days
            )
            db.session.add(steps[kind])
        db.session.flush()
        asked = ActivityRecord(
            school_id=room.school_id,
            class_id=room.id,
            year=row.year,
            activity_id=row.id,
            step_id=steps["survey"].id,
            held_on=today,
            counts=[[0, 0, 0]],
            marks=[],
            grade="A",
            begun_at=clock.now(),
            recorded_by=1,
        )
        db.session.add(asked)
        db.session.flush()
        return f"/teacher/classes/{room.id}/activities", f"/student/questions/{asked.id}"


def begun_by(city: Client, demo: Demo) -> list[str]:
    """A draft of an activity, a return asked for, a draft of a scheme and one in force; where they are."""
    with demo.app.app_context():
        unit = db.session.scalars(select(Unit.id).where(Unit.kind == "city")).one()
        school = db.session.scalars(select(Unit.id).where(Unit.kind == "school").order_by(Unit.id)).first()
    draft = _post(city, f"/office/units/{unit}/activities", f"/office/units/{unit}/activities/drafts", ready="fire-119")
    asked = _return_asked(city, unit)
    published = _post(city, f"/office/units/{unit}/schemes", f"/office/units/{unit}/schemes", start="proposal_default")
    _post(city, published, published + "/publish", edits="0")
    scheme = _post(city, f"/office/units/{unit}/schemes", f"/office/units/{unit}/schemes", start="proposal_default")
    number = published.rpartition("/")[2]
    return [
        draft,
        asked,
        asked + "/state",
        scheme,
        *(f"{scheme}/{part}" for part in ("head", "part", "levels", "vetoes", "what-if")),
        published + "/scores",
        published + "/scores.xlsx",
        f"/office/units/{school}/schemes/{number}",
        f"/office/units/{unit}/rollover/progress",
    ]


def _return_asked(city: Client, unit: int) -> str:
    """The city asks its schools for a number."""
    today = clock.today()
    return _post(
        city,
        f"/office/units/{unit}/deployments/new?kind=return",
        f"/office/units/{unit}/deployments",
        kind="return",
        words="本周做了几次演练？",
        answer="number",
        minutes="5",
        units=str(unit),
        starts_on=today.isoformat(),
        ends_on=(today + timedelta(days=10)).isoformat(),
    )


def official_figures(demo: Demo, code: str) -> list[str]:
    """Signed figures of a school, one of them contested, and its weeks in which a lesson was taken; their addresses."""
    day = clock.today() - timedelta(days=1)
    with demo.app.app_context(), write():
        unit = db.session.scalars(select(Unit).where(Unit.code == code)).one()
        year, now = clock.school_year_of(day), clock.now()
        body = canonical(read_figures(unit, year, day))
        kept = {"unit_id": unit.id, "year": year, "number": 1, "day": day, "kind": "figures", "counting": 1}
        signed = {"state": "signed", "signed_role": "principal", "signed_at": now, "made_at": now}
        row = Snapshot(**kept, **signed, body=body, digest=digest_of(body), appeals_until=day + timedelta(days=20))
        db.session.add(row)
        db.session.flush()
        row.series_id = row.id
        row.seal = install_key.install_mark(snapshots.PURPOSE, snapshots.said(row)).hex()
        line = json.loads(body)["lines"][0]["unit"]
        of = {"school_id": unit.keeper_id, "snapshot_id": row.id, "series_id": row.id, "unit_id": line}
        said = {"figure": "lesson_rate", "reason": "少了一节", "made_at": now, "due_on": day + timedelta(days=9)}
        appeal = Appeal(**of, **said, state="open")
        db.session.add(appeal)
        db.session.flush()
        here = f"/office/official/{row.id}"
        pages = [here, f"{here}/print", f"{here}/figures.xlsx", f"{here}/units/{line}"]
        return [*pages, f"/office/appeals/{appeal.id}", f"/office/units/{unit.id}/lost-lessons"]


def answer_of(school: Client) -> list[str]:
    """Where a school answers the return it was asked for."""
    found = re.findall(r'href="(/office/deployments/\d+)[^"]*"', school.get("/office/deployments").text)
    assert found, "the school sees nothing of what was deployed to it"
    return [f"{found[0]}/answer"]


def _post(client: Client, page: str, address: str, **fields: str) -> str:
    """Post a form of a page; where it leads."""
    client.get(page)
    answer = client.post(address, fields)
    assert answer.status == 303, (address, answer.status, re.sub(r"<[^>]+>", " ", answer.text)[-600:])
    return answer.headers["Location"]
