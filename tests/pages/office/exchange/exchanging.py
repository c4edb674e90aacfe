"""Small steps the tests of files for other programs share: ask on the page, let the worker work, fetch, read."""

from __future__ import annotations

import csv
import io
import zipfile

from eduplatform.shared import jobs
from tests.pages.office.office_doing import unit_id


def ask(client, app, code: str, kind: str):
    return client.post(f"/office/units/{unit_id(app, code)}/exchange", data={"kind": f"exchange.{kind}"})


def worked(app) -> None:
    with app.app_context():
        while jobs.run_next():
            pass


def fetched(client, app, code: str, kind: str):
    """The answer that holds the file."""
    asked = ask(client, app, code, kind)
    assert asked.status_code == 303, asked.get_data(as_text=True)
    worked(app)
    assert "准备好了" in client.get(asked.location).get_data(as_text=True)
    return client.get(f"{asked.location}/file")


def unpacked(answer) -> dict[str, str]:
    assert answer.status_code == 200 and answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode("utf-8") for name in packed.namelist()}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))
