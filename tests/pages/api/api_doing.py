"""Small steps the tests of the API share: a key made on its page, and requests with it."""

from __future__ import annotations

import re
from html import unescape

from tests.pages.office.office_doing import unit_id

ALL = ("units", "reports", "indicators", "sessions")
SECRET = re.compile(r"anxue_[0-9]+-[A-Za-z0-9_-]{24}")
OF = {
    "LJ": "city_song",
    "LJ-DC": "district_zhou",
    "LJ-SY": "officer_safe",
    "YS": "other_city",
    "LJ-XS": "other_district",
}


def made(client, app, code: str, *reads: str, days: int = 180, title: str = "区数据平台"):
    """The page that answers the form."""
    form = {"title": title, "reads": list(reads or ALL), "days": str(days)}
    return client.post(f"/office/units/{unit_id(app, code)}/api-keys", data=form)


def key_of(client_for, app, code: str = "LJ-SY", *reads: str, **more) -> str:
    """The secret of a fresh key, made by whoever holds the post at the unit."""
    page = made(client_for(OF[code]), app, code, *reads, **more)
    assert page.status_code == 200, page.text
    return SECRET.search(unescape(page.text))[0]


class Program:
    """A program with a key, and no cookie."""

    def __init__(self, app, secret: str, language: str = "zh-CN"):
        self.client, self.headers = app.test_client(use_cookies=False), {"Accept-Language": language}
        if secret:
            self.headers["Authorization"] = f"Bearer {secret}"

    def get(self, path: str, **headers):
        return self.client.get(f"/api/v1{path}", headers=self.headers | headers)


def problem(answer, status: int, code: str) -> str:
    """What the problem says, in words; the answer must be one, of this status and code."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json" and answer.headers["Cache-Control"] == "no-store"
    said = answer.json
    assert (said["status"], said["code"]) == (status, code), said
    assert said["type"].endswith(f"#/x-problems/{code}") and said["title"] and said["detail"]
    return said["detail"]
