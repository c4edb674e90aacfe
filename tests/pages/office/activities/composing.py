"""An officer who composes an activity through the pages, and a class that does its steps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient

from eduplatform.activities.models import Activity, ActivityStep
from eduplatform.extensions import db
from tests.assessment import world

DAYS = {"starts_on": "2026-11-16", "ends_on": "2026-11-27"}


@dataclass
class Officer:
    """The form of one draft as it stands in the page."""

    app: Any
    client: FlaskClient
    code: str = "LJ-DC"
    number: int = 0
    form: dict[str, Any] = field(default_factory=dict)

    def begin(self, ready: str = "") -> None:
        with self.app.app_context():
            unit_id = world.unit(self.code).id
        answer = self.client.post(f"/office/units/{unit_id}/activities/drafts", data={"ready": ready})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        self.number = int(answer.location.rsplit("/", 1)[1])
        self.read()

    @property
    def path(self) -> str:
        return f"/office/activities/{self.number}"

    def read(self) -> str:
        page = self.client.get(self.path).get_data(as_text=True)
        self.form = fields_of(page)
        return page

    def post(self, do: str = "save", **changed: Any) -> Any:
        answer = self.client.post(self.path, data=self.form | changed | {"do": do})
        if answer.status_code == 303 and do != "publish":
            self.read()
        return answer

    def add(self, kind: str) -> str:
        """A new step; its key in the form."""
        assert self.post("add", kind=kind).status_code == 303
        return str(len(self.form["step"]))

    def publish(self, **changed: Any) -> Any:
        return self.post("publish", **changed)

    def steps(self) -> list[ActivityStep]:
        with self.app.app_context():
            found = db.session.query(ActivityStep).filter_by(activity_id=self.number).order_by(ActivityStep.position)
            return found.all()

    def row(self) -> Activity:
        with self.app.app_context():
            return db.session.query(Activity).filter_by(id=self.number).one()


def fields_of(page: str) -> dict[str, Any]:
    """What a browser would send of the composing form."""
    form = page.split("data-compose", 1)[1].split("</form>", 1)[0]
    found: dict[str, Any] = {"step": [], "stages": []}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = _of(tag, "name"), _of(tag, "value")
        kind = _of(tag, "type") or "text"
        if name and (kind not in ("checkbox", "radio") or " checked" in tag):
            if name.startswith("step") or name.startswith("stages"):
                found.setdefault(name, []).append(value)
            else:
                found[name] = value
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = body
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = chosen.group(1) if chosen else ""
    return found


def _of(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found.group(1) if found else ""
