"""A roster of 10,000 pupils: read, staged, made true in one flip, while somebody else writes every 5 ms."""

from __future__ import annotations

import subprocess
import sys
import time
from io import BytesIO
from random import Random
from typing import Any

from eduplatform.cli.demo import names
from eduplatform.extensions import db
from eduplatform.org import jobs, roster_apply, roster_staging, tree
from eduplatform.org.models import Unit
from eduplatform.org.roster.sandbox import read_file_safely
from eduplatform.shared import clock
from eduplatform.shared.database import write

from .figures import Figure
from .places import Places, leave

PUPILS = 10_000
CLASSES = 38  # a grade; 6 grades
CHINESE = "一二三四五六"

WRITER = """
import signal, sys, time
from sqlalchemy import create_engine, event, text
url, longest = sys.argv[1], 0.0
def leave(*_):
    print(f"{longest * 1000:.1f} {count}", flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
engine = create_engine(url, connect_args={"timeout": 0} if url.startswith("sqlite") else {})
with engine.connect() as link:
    raw = link.connection.dbapi_connection
    lite = url.startswith("sqlite")
    if lite:
        raw.isolation_level = None
    else:
        raw.rollback(); raw.autocommit = True
    cursor = raw.cursor()
    cursor.execute("CREATE TABLE IF NOT EXISTS bench_writer (n INTEGER)")
    count = 0
    print("ready", flush=True)
    while True:
        began = time.perf_counter()
        while True:
            try:
                if lite:
                    cursor.execute("BEGIN IMMEDIATE")
                break
            except Exception:
                time.sleep(0.001)
        waited = time.perf_counter() - began
        cursor.execute("INSERT INTO bench_writer VALUES (1)")
        if lite:
            cursor.execute("COMMIT")
        else:
            waited = time.perf_counter() - began
        longest, count = max(longest, waited), count + 1
        time.sleep(0.005)
"""


def measure(places: Places) -> list[Figure]:
    rounds = [_once(places, number) for number in range(2)]
    best = min(rounds, key=lambda one: one["whole"])
    return [
        Figure(
            "roster",
            f"{PUPILS:,} pupils: read, check, stage, flip",
            best["whole"],
            "s",
            5,
            note=f"read and stage {best['stage']:.1f} s",
        ),
        Figure("roster", "  CPU of it", min(one["cpu"] for one in rounds), "s"),
        Figure("roster", "  the flip, one transaction", min(one["flip"] for one in rounds), "s"),
        Figure(
            "roster",
            "longest wait of another writer",
            min(one["blocked"] for one in rounds),
            "ms",
            200,
            note=f"{best['writes']:.0f} writes",
        ),
    ]


def workbook() -> bytes:
    """A school's own sheet: title row, class as 三(2)班, numbers."""
    import xlsxwriter

    target, random = BytesIO(), Random(1)
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("学生")
    sheet.merge_range(0, 0, 0, 3, "实验学校学生名册")
    sheet.write_row(1, 0, ["班级", "学号", "姓名", "性别"])
    for n in range(PUPILS):
        place, number = n % (6 * CLASSES), n // (6 * CLASSES) + 1
        name, sex = names.pupil_name(random)
        sheet.write_row(
            n + 2, 0, [f"{CHINESE[place % 6]}({place // 6 + 1})班", f"{number:02d}", name, "男" if sex == "m" else "女"]
        )
    book.close()
    return target.getvalue()


def _once(places: Places, number: int) -> dict[str, float]:
    place = places.new(f"roster{number}")
    app, data = place.app(), workbook()
    with app.app_context():
        school = _school()
        with write():
            batch = roster_staging.begin_batch(None, school, "roster.xlsx", clock.school_year_of(clock.today()))
        writer = subprocess.Popen([sys.executable, "-c", WRITER, place.url], stdout=subprocess.PIPE, text=True)
        assert writer.stdout and writer.stdout.readline().startswith("ready")
        try:
            found = _import(batch, school, data)
        finally:
            writer.terminate()
            said = writer.stdout.read()
        leave(app)
    longest, writes = said.split()
    return found | {"blocked": float(longest), "writes": float(writes)}


def _school() -> Unit:
    with write():
        return tree.add_child_unit(
            tree.add_child_unit(tree.add_child_unit(None, "city", "BC", "城"), "district", "BD", "区"),
            "school",
            "BS",
            "校",
            "P1,P2,P3",
        )


def _import(batch: Any, school: Unit, data: bytes) -> dict[str, float]:
    began, cpu = time.perf_counter(), time.process_time()
    diff = jobs.stage_book(batch, school, read_file_safely(batch.filename, data))
    assert diff is not None, batch.problems[:3]
    staged = time.perf_counter()
    with write():
        counts = roster_apply.apply_roster(None, batch, school)
    done = time.perf_counter()
    assert counts["new"] == PUPILS, counts
    db.session.remove()
    return {"whole": done - began, "stage": staged - began, "flip": done - staged, "cpu": time.process_time() - cpu}
