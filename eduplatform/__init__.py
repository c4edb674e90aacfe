"""Anxue 安学: safety lessons that really happen, counted honestly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

__version__ = "0.2.0"  # the one place; docs/CHANGELOG.md says what is in it


def create_app(**overrides: Any) -> Flask:
    """The application. `overrides` are settings by name and win over the environment; OddSetting if one cannot be used."""
    from flask import Flask

    from . import cli, pages, settings
    from .pages.web import language_templates
    from .shared import clock, install_key, logs, private_files

    app = Flask(__name__, static_folder=str(settings.ROOT / "static"))
    values = settings.load_settings(**overrides)
    app.config.from_mapping(values, **_derived(values))
    private_files.install(Path(values["INSTANCE"]))
    language_templates.prepare(app)
    clock.use_zone(values["TIMEZONE"])
    install_key.use(values["CHAIN_KEY"])
    logs.set_up(values["LOG_JSON"])
    _bind_extensions(app)
    pages.register(app)
    cli.register(app)
    return app


def _derived(values: dict[str, Any]) -> dict[str, Any]:
    from .shared.database import engine_options

    return {
        "SQLALCHEMY_DATABASE_URI": values["DATABASE_URL"],
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(values["DATABASE_URL"]),
        "MAX_CONTENT_LENGTH": values["UPLOAD_MB"] * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # a page left open over lunch must still be able to hand in
        "SESSION_COOKIE_NAME": "__Host-anxue_form" if values["COOKIE_SECURE"] else "anxue_form",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": values["COOKIE_SECURE"],
        "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
        "BABEL_DEFAULT_TIMEZONE": values["TIMEZONE"],
        "BABEL_TRANSLATION_DIRECTORIES": str(Path(__file__).parent / "translations"),
    }


def _bind_extensions(app: Flask) -> None:
    from . import extensions, settings, tables  # noqa: F401 – tables fills the mapper
    from .learning import check_answers, class_results
    from .pages.web.locale import chosen_locale
    from .shared import database, sql_counter
    from .teaching import class_checks, key_days, review_questions

    key_days.use(app.config["COURSES"])
    review_questions.use(class_results.shares_before)
    class_checks.use(check_answers.lessons_due)
    extensions.db.init_app(app)
    extensions.Migrations(app, directory=str(settings.ROOT / "migrations"), render_as_batch=True)
    extensions.csrf.init_app(app)
    extensions.babel.init_app(app, locale_selector=chosen_locale)
    with app.app_context():
        database.prepare(extensions.db.engine)
        sql_counter.watch(extensions.db.engine, keep_texts=bool(app.testing or app.config.get("TESTING")))
