"""What a process remembers: never older than what is stored, in this process or another."""

import threading

from sqlalchemy import text

from eduplatform.extensions import db
from eduplatform.shared import ttl_cache
from eduplatform.shared.database import end_read, write
from eduplatform.shared.models import CacheVersion, StaleMark


def marks() -> int:
    return ttl_cache.remembered("marks", lambda: db.session.query(StaleMark).count())


def add_mark(forget: bool = True) -> None:
    db.session.add(StaleMark(school_id=1, tally="class_all", class_id=7, lesson_id=0, year=2026))
    db.session.flush()
    if forget:
        ttl_cache.forget_remembered()


def before(app) -> int:
    with app.app_context():
        return marks()


def test_what_is_remembered_is_not_asked_again(app):
    had = before(app)
    with app.app_context(), write():
        add_mark(forget=False)
    assert before(app) == had


def test_a_change_is_seen_from_its_commit_on(app):
    had = before(app)
    with app.app_context():
        with write():
            add_mark()
            assert marks() == had + 1, "whoever changed it sees the change"
            assert seen_by_another_thread(app) == had, "nobody else does before the commit"
        assert marks() == had + 1
    assert seen_by_another_thread(app) == had + 1


def seen_by_another_thread(app) -> int:
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(before(app)))
    thread.start()
    thread.join(30)
    return seen[0]


def test_a_change_taken_back_forgets_nothing(app):
    had = before(app)
    with app.app_context():
        number = db.session.scalar(db.select(CacheVersion.number))
        try:
            with write():
                add_mark()
                raise LookupError("the page failed")
        except LookupError:
            pass
        assert db.session.scalar(db.select(CacheVersion.number)) == number
        assert marks() == had


def test_a_change_of_another_process_is_seen_at_the_next_look(app, monkeypatch):
    had = before(app)
    with app.app_context(), write() as session:  # as another process stores it: this one hears nothing
        add_mark(forget=False)
        session.execute(text("UPDATE cache_version SET number = number + 1"))
    assert before(app) == had, "within LOOK seconds the old is good enough"
    monkeypatch.setattr(ttl_cache, "LOOK", 0.0)
    assert before(app) == had + 1


def test_an_old_snapshot_leaves_nothing_old_behind(app, monkeypatch):
    """A reader that began before the change and reads after it must not leave what it saw for those who come later."""
    monkeypatch.setattr(ttl_cache, "LOOK", 0.0)
    with app.app_context():
        end_read()
        had = db.session.query(StaleMark).count()  # the snapshot begins
        changed = threading.Thread(target=change_it, args=(app,))
        changed.start()
        changed.join(30)
        assert marks() in (had, had + 1)  # SQLite holds the snapshot, PostgreSQL reads each statement anew
    assert seen_by_another_thread(app) == had + 1


def change_it(app) -> None:
    with app.app_context(), write():
        add_mark()


def test_forgetting_outside_a_transaction_is_stored_at_once(app):
    with app.app_context():
        number = db.session.scalar(db.select(CacheVersion.number))
        ttl_cache.forget_remembered()
        assert db.session.scalar(db.select(CacheVersion.number)) == number + 1
