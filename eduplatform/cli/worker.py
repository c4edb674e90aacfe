"""`flask worker`, and `python app.py`: the server with the worker inside for a school's own machine."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path
from typing import Any

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext

from ..accounts import jobs as accounts_jobs
from ..assessment import counting_version, filings
from ..assessment import exchange as assessment_exchange  # noqa: F401 – registers exchange.*
from ..assessment import jobs as assessment_jobs
from ..deployments import jobs as deployments_jobs  # noqa: F401 – registers deployments.place
from ..extensions import db
from ..learning import jobs as learning_jobs
from ..learning import remarking  # noqa: F401 – registers learning.remark
from ..notices import jobs as notices_jobs
from ..notices import outbox
from ..org import erasing, retention
from ..org import jobs as org_jobs  # noqa: F401 – registers roster.read
from ..org.roster_uploads import Uploads
from ..pages.account.notices.wording import message_of
from ..shared import clock, jobs
from ..shared.database import end_read
from ..upkeep import checks
from ..upkeep import jobs as upkeep_jobs

log = structlog.get_logger("worker")
CLEAN_UP_EVERY = 300  # seconds between two looks for forgotten class sessions and spent rows


@click.command("worker")
@click.option("--once", is_flag=True, help="do what waits, then stop")
@with_appcontext
def command(once: bool) -> None:
    """Recount changed records and run background jobs until stopped."""
    stop = threading.Event()
    if once:
        counting_version.keep_up()
        tidy_up()
        while round_of_work():
            pass
        return
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    run_worker(current_app._get_current_object(), stop)  # type: ignore[attr-defined]


def run_worker(app: Flask, stop: threading.Event) -> None:
    """The worker's loop. A failure is logged and tried again; nothing it does is lost by being killed."""
    tidied, checked = 0.0, False
    while not stop.is_set():
        with app.app_context():
            try:
                checked = checked or (counting_version.keep_up() or True)
                busy = round_of_work()
                if time.monotonic() - tidied > CLEAN_UP_EVERY:
                    tidy_up()
                    tidied = time.monotonic()
            except Exception as error:
                db.session.rollback()
                log.error("worker", exc_info=error)
                busy = False
        stop.wait(0.05 if busy else app.config["RECOUNT_SECONDS"])


def round_of_work() -> bool:
    """Recount a batch of stale tallies and run one job, or else send one message; whether there was anything to do."""
    end_read()
    counted = assessment_jobs.take_marks(500)
    return jobs.run_next() or bool(counted) or outbox.send_next(current_app.config, message_of)


def tidy_up() -> None:
    """Close what was forgotten and remove what has run out."""
    learning_jobs.close_forgotten(clock.now())
    accounts_jobs.sweep_accounts(None)
    retention.sweep_org(current_app.config["INSTANCE"])
    erasing.erase_restored(current_app.config["INSTANCE"], Uploads(current_app.config["INSTANCE"]))
    notices_jobs.queue_due(current_app.config["NOTICE_CONSOLE"])
    filings.queue_due()
    upkeep_jobs.queue_daily(checks.Place.of(current_app.config, Path(current_app.root_path).parent))


def serve_with_worker(app: Flask) -> None:
    """Serve with waitress and the worker inside, until stopped."""
    import waitress

    from . import connections, first_start  # loads waitress, which only the server needs

    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(app, stop), daemon=True, name="worker")
    try:
        server: Any = waitress.create_server(
            app,
            host=app.config["HOST"],
            port=app.config["PORT"],
            threads=app.config["THREADS"],
            ident="anxue",
            clear_untrusted_proxy_headers=False,  # pages/web/proxy.py decides whom to believe
            **connections.settings(app),
        )
    except OSError as taken:
        raise SystemExit(_not_listening(app, taken)) from taken
    connections.share(server, app)
    first_start.prepare(app)  # holds the port already: of two starts at once only one prepares
    worker.start()

    def leave(*_: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, leave)
    first_start.addresses(app)
    try:
        server.run()
    finally:
        stop.set()
        worker.join(5)


def _not_listening(app: Flask, error: OSError) -> str:
    """What to do when the port is taken, which mostly means that Anxue runs already."""
    port = app.config["PORT"]
    return (
        f"端口 {port} 打不开（{error.strerror}）。安学可能已经开着：先在浏览器里试试 http://127.0.0.1:{port}/ ；不是的话，用 PORT=8000 换一个端口。\n"
        f"Port {port} cannot be opened. Anxue may be running already: try http://127.0.0.1:{port}/ , or choose another with PORT=8000."
    )
