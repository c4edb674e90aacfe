"""Requests nobody's browser would send, to every route, as everybody: none may end in a 500. The same again for the same seed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from tests.access import cases
from tests.access.served_world import Cell, ServedWorld
from tests.access.table import TABLE

DEEP = "[" * 20_000 + "]" * 20_000
ODD = (
    "",
    " ",
    "0",
    "-1",
    "1",
    "00",
    "1.5",
    "1e999",
    "NaN",
    "9" * 18,
    "9" * 19,
    "9" * 400,
    "-" + "9" * 30,
    "\uff11\uff12",
    "\u0661",
    "null",
    "true",
    "[]",
    "{}",
    "a" * 70_000,
    "\0",
    "a\0b",
    "\ud7ff\ufffd",
    "\u202e",
    "\U0001f600",
    "é",
    "../../etc",
    "%00",
    "%",
    "%zz",
    "'",
    '"',
    "<script>",
    "{{7*7}}",
    "${7}",
    "\r\nX-A: 1",
    "2026-02-30",
    "0000-00-00",
    "99999-01-01",
    "2026-11-18",
    "25:99",
    "1-x",
    "3.b:up",
    "0.:down",
    ":",
    ".",
    "[[0,1e400]]",
    '[[0,"a"],null]',
    "[" * 3000,
    '{"a":' * 3000,
    "A1",
    "1A 2B",
    "0A",
    "-inf",
    "en",
    "zh",
    "close",
)
SHAPES = (
    [],
    [1],
    [[]],
    [None],
    {},
    None,
    True,
    0,
    -1,
    1.5,
    "text",
    "",
    {"": ""},
    {"a": {"b": {"c": [1, 2]}}},
    [{"number": 1}],
    10**400,
    [[["a"] * 3] * 3] * 3,
)
NAMES = (
    "page",
    "year",
    "day",
    "q",
    "week",
    "number",
    "part",
    "pupil",
    "option",
    "step",
    "code",
    "school",
    "class_id",
    "next",
    "key",
    "version",
    "unit",
    "entry",
    "link",
    "tab",
    "with",
    "to",
    "kind",
    "from",
    "until",
    "place",
    "was",
    "per",
    "first",
    "last",
    "only",
    "sort",
    "letters",
    "copies",
    "s0-name",
    "p1",
    "q0",
)
TYPES = (
    "application/json",
    "application/json; charset=utf-16",
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=nonsense",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/vnd.api+json",
    "application/xml",
    "",
    "a/b/c",
    "\xff",
)
HEADERS = {
    "Accept": ("application/json", "*/*", "", "text/html;q=abc", "application/json;q=0", "," * 500),
    "Accept-Language": ("xx", "en;q=2", "*" * 300),
    "Accept-Encoding": ("gzip", "gzip;q=x", "br, *"),
    "If-None-Match": ('"x"', "*", "W/"),
    "If-Modified-Since": ("never", "Thu, 01 Jan 1970 00:00:00 GMT"),
    "Range": ("bytes=0-", "bytes=9-1", "bytes=99999999999999999999-", "x=1"),
    "X-Request-Id": ("a" * 200, "-", "x"),
    "Referer": ("http://[", "/"),
    "Sec-Fetch-Site": ("same-origin", "none"),
    "X-Forwarded-For": ("1.1.1.1", "x", ","),
    "X-CSRFToken": ("x",),
    "Host": ("localhost", "evil.example", "[::1]:99"),
    "Cookie": (
        "anxue=" + "x" * 3000,
        "anxue=\xff",
        "anxue_form=x.y.z; lang=xx; anxue_place=a:b:c",
        "anxue_place=LJ-SY:99999999999999999999; anxue_known=....",
        "room=1-x; makeup=1-x",
        "room=99999999999999999999-x; makeup=-",
    ),
}


@dataclass
class Told:
    """What came of it: statuses with their number, and each request that ended in a 500."""

    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def forms(served: ServedWorld) -> dict[str, dict[str, str]]:
    """Fields that work, by endpoint: what is odd then gets past the first check."""
    found: dict[str, dict[str, str]] = {}
    for request in cases.requests(served, cases.UNSAFE):
        try:
            made = request.form(served)
        except Exception:  # its form needs something to have happened before
            made = {}
        found[request.cell.endpoint] = {name: value for name, value in made.items() if isinstance(value, str)}
    served.restore()
    return found


def run(served: ServedWorld, number: int, seed: int) -> Told:
    """`number` requests. Those that change something are undone before the next."""
    rng, told, kept = Random(seed), Told(), forms(served)
    extra = _extra_cookies(served)
    places = [
        (rule, method, list(served.combinations(rule)))
        for rule in served.rules()
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
    ]
    actors = list(served.world.actors.values())
    for _ in range(number):
        rule, method, things = rng.choice(places)
        cell = Cell(
            rule, rng.choice([method] * 30 + ["POST", "PUT", "DELETE", "HEAD"]), rng.choice(things) if things else {}
        )
        may = (
            [one for one in actors if cell.things and TABLE[rule.endpoint].allows(one, cell.things)]
            if rng.random() < 0.6
            else []
        )
        actor = rng.choice(may or actors)
        url, how = _address(rng, served, Cell(rule, method, cell.things)), _body(rng, kept.get(rule.endpoint, {}))
        headers = {name: rng.choice(values) for name, values in HEADERS.items() if rng.random() < 0.06}
        headers = {
            "Cookie": "; ".join(filter(None, (f"anxue={actor.token}" if actor.token else "", rng.choice(extra))))
        } | headers
        if served.changed:
            served.restore()
        answer = served.app.test_client(use_cookies=False).open(
            url, method=cell.method, headers=headers, **(how if cell.method not in ("GET", "HEAD") else {})
        )
        answer.get_data()
        told.asked += 1
        told.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            told.broken.append(
                f"{answer.status_code} {cell.method} {url[:200]} as {actor.name} {str(how)[:200]} { ({k: v[:60] for k, v in headers.items() if k != 'Cookie'}) }"
            )
    served.restore()
    return told


def _extra_cookies(served: ServedWorld) -> list[str]:
    """A device in a lesson, a device that makes one up, and a phone that joined: all there in the first state from now on."""
    joined, holding = cases._joined(served), cases._holding(served)
    if served.template.file:
        cases._phone_there(served)
        served._keep()
    served.wrote = set()
    return ["", "", joined, holding, served.phone]


def _address(rng: Random, served: ServedWorld, cell: Cell) -> str:
    url = served.address(cell)
    if cell.things and rng.random() < 0.15:
        url = url.replace(quote(rng.choice(list(cell.things.values())).value), quote(_short(rng)), 1)
    if rng.random() < 0.5:
        pairs = [(rng.choice(NAMES), _short(rng)) for _ in range(rng.randint(1, 3))]
        url += "?" + (
            urlencode(pairs) if rng.random() < 0.9 else rng.choice(("%", "a=%ff%fe", "&&==", "a[]=1&a[b]=2", "="))
        )
    return url


def _short(rng: Random) -> str:
    return rng.choice(ODD)[:2000]


def _body(rng: Random, form: dict[str, str]) -> dict[str, Any]:
    """Arguments of the test client for one odd body."""
    way = rng.randrange(8)
    if way < 3:  # a form that works but for a field or two
        return {"data": dict(_mutated(rng, form))}
    if way == 3:
        return {"data": json.dumps(_json(rng, form)), "content_type": rng.choice(TYPES[:2])}
    if way == 4:
        return {
            "data": rng.choice(
                (DEEP, "{", "nul", b"\xff\xfe{\0}\0", b"", "[" * 500, '{"a":' * 400 + "1" + "}" * 400, "1" * 5000)
            ),
            "content_type": "application/json",
        }
    if way == 5:
        return {
            "data": rng.choice(
                (
                    b"a=%ff%fe&b=\xff",
                    b"\0" * 50,
                    b"=&=&",
                    urlencode(list(_mutated(rng, form))).encode(),
                    b"--x\r\nContent-Disposition: form-data\r\n\r\n1",
                )
            ),
            "content_type": rng.choice(TYPES),
        }
    if way == 6:
        file = (
            BytesIO(rng.choice((b"", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG\r\n", b"a,b\n1", b"\0" * 300))),
            rng.choice(("a.xlsx", "../a.csv", "", "a\0b", "照片.jpg")),
        )
        return {
            "data": dict(_mutated(rng, form)) | {rng.choice(("file", "photo")): file},
            "content_type": "multipart/form-data",
        }
    return {
        "data": urlencode([(name, value) for name, value in form.items() for _again in range(3)]),
        "content_type": "application/x-www-form-urlencoded",
    }


def _mutated(rng: Random, form: dict[str, str]) -> Iterator[tuple[str, str]]:
    hit = set(rng.sample(sorted(form), min(len(form), rng.randint(0, 2))))
    for name, value in form.items():
        if name not in hit or rng.random() < 0.8:
            yield name, rng.choice(ODD) if name in hit else value
    for _ in range(rng.randint(0, 2)):
        yield rng.choice(NAMES), rng.choice(ODD)


def _json(rng: Random, form: dict[str, str]) -> Any:
    if rng.random() < 0.5:
        return rng.choice(SHAPES)
    return {
        name: rng.choice(SHAPES) if rng.random() < 0.5 else value
        for name, value in (form or {"number": "1", "letters": "1A", "key": "k" * 20}).items()
    }
