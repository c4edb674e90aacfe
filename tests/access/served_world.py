"""An app on the world of world.py, one cookie for each actor, and the way back to the first state after a change."""

from __future__ import annotations

import itertools
import re
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.routing import Rule

from eduplatform.accounts import passwords
from eduplatform.extensions import db
from eduplatform.pages.current_viewer import COOKIE
from eduplatform.shared import audit, ttl_cache
from tests import databases
from tests.conftest import make_app

from .world import Actor, Thing, World, build

ANSWERED_ALIKE = {"X-Request-Id": "access-test-0001"}  # the number shown on error pages, so that bodies can be compared
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


@dataclass(frozen=True)
class Cell:
    """One place of the matrix: a route, a method and things for its variables."""

    rule: Rule
    method: str
    things: dict[str, Thing]

    @property
    def endpoint(self) -> str:
        return self.rule.endpoint

    def __str__(self) -> str:
        said = " ".join(
            f"{name}={thing.value[:12]}@{thing.place}{' ' + thing.kind if thing.kind else ''}"
            for name, thing in self.things.items()
        )
        return f"{self.method} {self.rule.rule} [{said}]"


class ServedWorld:
    """The app, its world, and requests in it."""

    def __init__(self, template: databases.Template, folder: Path, **settings: Any):
        ttl_cache.drop()
        self.template, self.folder = template, folder
        self.wrote: set[str] = set()  # tables written since the first state
        self.looked = False  # whether a look at names was put on record
        self.phone, self.vote = (
            "",
            (0, 0),
        )  # cookie of a phone that joined, and the question on its screen: see cases.py
        self.url = template.copy(folder)
        self.app = self._made(settings)
        passwords.use_cost(64)  # hashes that cost little: the real cost is tested in tests/accounts
        with self.app.app_context():
            self.world: World = build(template.people)
            db.session.remove()
        for thing in self.world.things["export_id"]:
            if thing.there and thing.kind == "export":
                self._export_file(thing)
        self._keep()
        with self.app.app_context():
            self._watch(db.engine)

    def _made(self, settings: dict[str, Any]) -> Flask:
        app = make_app(self.url, self.folder, **settings)
        app.test_client_class = FlaskClient  # page checks are done elsewhere; here are too many pages
        return app

    def _export_file(self, thing: Thing) -> None:
        from eduplatform.shared.sheets import Column, Table, workbook

        folder = self.folder / "exports"
        folder.mkdir(exist_ok=True)
        (folder / f"export-{thing.place}.xlsx").write_bytes(workbook(Table("t", [Column("班级")], [["三(2)班"]])))

    @property
    def markers(self) -> frozenset[str]:
        return self.world.markers

    # ── state ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _watch(self, engine: Any) -> None:
        @event.listens_for(engine, "before_cursor_execute")
        def noted(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if found := _WRITES.match(statement):
                self.looked |= found[1] == "access_look"
                if found[1] != "access_look" and "SET seen_at" not in statement:  # what any page may write
                    self.wrote.add(found[1])

    @property
    def changed(self) -> bool:
        return bool(self.wrote)

    def _keep(self) -> None:
        """Put the first state aside."""
        with self.app.app_context():
            if self.template.file:
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.session.remove()
            db.engine.dispose()
        if self.template.file:
            shutil.copyfile(self.folder / "anxue.db", self.folder / "first.db")
        else:
            name = databases.name_in(self.url)
            self.template.server.psql(f'CREATE DATABASE "{name}_first" TEMPLATE "{name}" STRATEGY FILE_COPY;')

    def restore(self) -> None:
        """Back to the first state."""
        with self.app.app_context():
            db.session.remove()
            if not self.template.file:
                db.engine.dispose()
        if self.template.file:
            with (
                closing(sqlite3.connect(self.folder / "first.db")) as first,
                closing(sqlite3.connect(self.folder / "anxue.db")) as live,
            ):
                live.execute("PRAGMA synchronous=OFF")
                first.backup(live)
        else:
            name = databases.name_in(self.url)
            self.template.drop(self.url)
            self.template.server.psql(f'CREATE DATABASE "{name}" TEMPLATE "{name}_first" STRATEGY FILE_COPY;')
        ttl_cache.drop()
        audit._seen.clear()
        self.wrote = set()

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        self.template.drop(self.url)
        if self.template.server:
            self.template.server.psql(f'DROP DATABASE "{databases.name_in(self.url)}_first";')

    def tables(
        self, drawn_by_lot: re.Pattern[str] | None = None, only: Collection[str] | None = None
    ) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table (or of `only` these), for comparing before and after. Left out are looks on record,
        `user_session.seen_at`, and columns whose name (table.column) matches `drawn_by_lot`."""
        found = {}
        with self.app.app_context():
            for table in db.metadata.sorted_tables:
                columns = [
                    c for c in table.c if c.name != "seen_at" and not (drawn_by_lot and drawn_by_lot.search(str(c)))
                ]
                if table.name != "access_look" and (only is None or table.name in only):
                    found[table.name] = [
                        tuple(map(repr, row))
                        for row in db.session.execute(db.select(*columns).order_by(*table.primary_key))
                    ]
            db.session.remove()
        return found

    # ── requests ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def ask(
        self,
        actor: Actor,
        method: str,
        url: str,
        form: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """One request with the actor's cookie and no other memory. A change is undone before the next request."""
        if self.changed:
            self.restore()
        return self.send(actor, method, url, form, headers)

    def send(
        self,
        actor: Actor,
        method: str,
        url: str,
        form: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """Like ask(), and changes stay."""
        asked = ANSWERED_ALIKE | ({"Cookie": f"{COOKIE}={actor.token}"} if actor.token else {})
        asked |= ({"Authorization": f"Bearer {actor.key}"} if actor.key else {}) | (headers or {})
        self.looked = False
        audit._seen.clear()  # the process would remember a look of an earlier request
        answer = self.app.test_client(use_cookies=False).open(url, method=method, data=form, headers=asked)
        answer.get_data()  # a stream is read to its end, so that its connection goes back
        return answer

    # ── cells ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def rules(self) -> list[Rule]:
        """Every rule of the app, with nothing left out."""
        return sorted(self.app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))

    def address(self, cell: Cell) -> str:
        values = {name: _number(thing.value) for name, thing in cell.things.items()}
        return self.app.url_map.bind("localhost").build(
            cell.endpoint, values, method="GET" if cell.method == "HEAD" else cell.method
        )

    def cells(self, methods: tuple[str, ...] = ("GET", "POST", "PUT", "PATCH", "DELETE")) -> Iterator[Cell]:
        """Each route × method × things. AssertionError for a variable world.py has nothing for."""
        for rule in self.rules():
            missing = sorted(rule.arguments - set(self.world.things))
            assert not missing, f"{rule.rule}: add a maker for {missing} to THINGS in tests/access/world.py"
            for method in sorted((rule.methods or set()) & set(methods)):
                yield from (Cell(rule, method, things) for things in self.combinations(rule))

    def things_of(self, values: dict[str, Any]) -> dict[str, Thing]:
        """The things an address stands for; one the world does not know is a thing of nowhere."""
        known = {(name, thing.value): thing for name, things in self.world.things.items() for thing in things}
        return {name: known.get((name, str(value)), Thing(str(value))) for name, value in values.items()}

    def combinations(self, rule: Rule) -> Iterator[dict[str, Thing]]:
        """Things for the variables of a rule, in the order of the address. With two variables: for each first thing, a second
        that belongs to it, one from elsewhere and one that is not there; and second things with a first that is not there."""
        names = [name for is_variable, name in rule._trace if is_variable]
        for chosen in itertools.product(*(self.world.things[name] for name in names[:1])):
            for others in self._seconds(chosen[0], names[1]) if names[1:] else [()]:
                yield dict(zip(names, (*chosen, *others), strict=True))

    def _seconds(self, first: Thing, name: str) -> list[tuple[Thing]]:
        things = self.world.things[name]
        near = [thing for thing in things if thing.there and (not thing.line or thing.line == first.line)][:1]
        near = near or _one_of_each_kind(thing for thing in things if thing.there and set(thing.line) < set(first.line))
        if name == "unit_id":  # a unit within something of a unit: one directly below
            near = [thing for thing in things if thing.there and thing.line[:-1] == first.line][:1] + near
        far = [
            thing for thing in things if thing.there and thing.line and thing.line != first.line and thing not in near
        ]
        return [
            (thing,)
            for thing in (near + far[:1] + [t for t in things if not t.there][:1] if first.there else (near or far)[:1])
        ]


def _one_of_each_kind(things: Iterable[Thing]) -> list[Thing]:
    """Of what is set above the first thing of an address, such as the steps of a city's activity, one of each kind."""
    return list({thing.kind: thing for thing in reversed(list(things))}.values())[::-1]


def _number(value: str) -> Any:
    return int(value) if value.isdecimal() else value
