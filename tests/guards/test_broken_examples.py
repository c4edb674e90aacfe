"""Every guard goes red on a broken example: a guard that sees nothing would stay green for ever.

Guards that hold their own example beside them: names, circles, menu, import order, long lines, data in migrations. The tools of
`make lint`: test_lint_tools.py. A guard without either is refused by the last test.
"""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemLoader
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

from eduplatform.shared import privacy
from eduplatform.shared.database import BySchool
from eduplatform.upkeep import collations, retention

from . import (
    test_catalogue_compiles,
    test_forms,
    test_one_way,
    test_personal_data,
    test_promises,
    test_refusals,
    test_requirements,
    test_routes,
    test_schema,
    test_sqlite_casts,
    test_templates,
    test_transactions,
)

OWN = {
    "names",
    "question_kinds",
    "circles",
    "menu",
    "import_order",
    "long_lines",
    "migrations_with_data",
    "broken_examples",
    "lint_tools",
}


def red(guard: Any, *given: Any) -> None:
    """The guard refuses what it is shown."""
    with pytest.raises(AssertionError):
        guard(*given)


@pytest.mark.parametrize(
    ("guard", "path", "code"),
    [
        (test_transactions.test_only_one_place_commits, "org/units.py", "db.session.commit()"),
        (test_transactions.test_pages_hold_no_sql, "pages/a/views.py", "from sqlalchemy import select"),
        (test_transactions.test_pages_hold_no_sql, "pages/a/views.py", "db.session.scalars(found)"),
        (test_forms.test_no_field_takes_blanks_for_words, "pages/a.py", "a = StringField(_l('名'), [InputRequired()])"),
        (
            test_one_way.test_words_and_forms_come_from_our_own_place,
            "pages/a/views.py",
            "from flask_babel import gettext as _",
        ),
        (
            test_one_way.test_words_and_forms_come_from_our_own_place,
            "pages/a/forms.py",
            "from flask_wtf import FlaskForm",
        ),
        (test_requirements.test_what_is_imported_is_listed, "org/units.py", "import polars"),
        (test_requirements.test_what_is_listed_is_used, "org/units.py", "import json"),
    ],
)
def test_a_source_that_breaks_the_rule(monkeypatch, guard, path, code):
    monkeypatch.setattr(importlib.import_module(guard.__module__), "modules", lambda: [(path, ast.parse(code))])
    red(guard)


def test_a_cast_to_date(monkeypatch, tmp_path):
    (tmp_path / "late.py").write_text("cast(Lesson.day, Date)", encoding="utf-8")
    monkeypatch.setattr(test_sqlite_casts, "PACKAGE", tmp_path)
    red(test_sqlite_casts.test_no_cast_to_date)


# ── Templates and their two languages
def page(monkeypatch, tmp_path: Path, text: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(text, encoding="utf-8")
    monkeypatch.setattr(test_templates, "PACKAGE", tmp_path)


def catalogue(monkeypatch, tmp_path: Path, *entries: tuple[str, str], head: str = "") -> set[str]:
    """A catalogue of these (Chinese, English) in place of the real one; their Chinese."""
    file = tmp_path / "messages.po"
    text = "".join(f'\nmsgid "{chinese}"\nmsgstr "{english}"\n' for chinese, english in entries)
    header = '"Content-Type: text/plain; charset=utf-8\\n"'
    file.write_text(f'{head}msgid ""\nmsgstr ""\n{header}\n{text}', encoding="utf-8")
    monkeypatch.setattr(test_templates, "PO", file)
    monkeypatch.setattr(test_catalogue_compiles, "PO", file)
    return {chinese for chinese, _english in entries}


def test_a_template_that_does_not_compile(monkeypatch, tmp_path):
    page(monkeypatch, tmp_path, "{% if %}")
    with pytest.raises(Exception, match="Expected"):
        test_templates.test_templates_compile(
            SimpleNamespace(jinja_env=Environment(loader=FileSystemLoader(tmp_path / "templates")))
        )


def test_words_that_cannot_be_translated(monkeypatch, tmp_path):
    page(monkeypatch, tmp_path, "<p>安全</p>")
    red(test_templates.test_templates_hold_no_untranslatable_words)


@pytest.mark.parametrize(
    ("guard", "entry"),
    [
        (test_templates.test_the_english_catalogue_is_complete, ("安全", "")),
        (test_templates.test_english_sentences_have_the_same_places, ("%(n)s 人", "%(m)s pupils")),
        (test_templates.test_english_holds_no_chinese, ("班级", "班 class")),
        (test_templates.test_chinese_is_set_with_full_width_marks, ("好,走", "go")),
    ],
)
def test_a_sentence_that_is_not_right_in_both_languages(monkeypatch, tmp_path, guard, entry):
    red(guard, catalogue(monkeypatch, tmp_path, entry))


def test_a_catalogue_that_would_be_skipped(monkeypatch, tmp_path):
    catalogue(monkeypatch, tmp_path, ("安全", "Safety"), head="#, fuzzy\n")
    red(test_catalogue_compiles.test_the_header_is_not_fuzzy)


# ── Personal data
def test_a_table_or_a_column_of_a_person_that_nobody_listed(monkeypatch):
    with monkeypatch.context() as patch:
        patch.delitem(privacy.TABLES, "handover")
        red(test_personal_data.test_every_column_of_a_person_table_is_listed)
    monkeypatch.setitem(privacy.TABLES, "user", SimpleNamespace(columns={"id": "…"}))
    red(test_personal_data.test_every_column_of_a_person_table_is_listed)


@pytest.mark.parametrize("promise", [{"a_new_table": "change"}, {"user": "nobody"}])
def test_a_promise_nobody_keeps(monkeypatch, promise):
    monkeypatch.setattr(retention, "PROMISES", retention.PROMISES | promise)
    red(test_promises.test_every_promise_has_a_keeper)


# ── Routes
def routes(address: str, **named: Any) -> Flask:
    app, view = Flask("broken"), lambda: "?"
    for name, value in named.items():
        setattr(view, name, value)
    app.add_url_rule(address, "odd", view)
    return app


def test_a_route_without_a_rule_with_an_unknown_one_or_an_odd_address():
    red(test_routes.test_every_route_names_its_rule, routes("/a"))
    red(test_routes.test_every_rule_asks_for_a_known_permission, routes("/a", rule=SimpleNamespace(permission="all")))
    red(test_routes.test_addresses_are_kebab_case_and_typed, routes("/Pupil_List/<name>"))


# ── Refusals
def test_a_refusal_without_a_message_or_a_message_without_a_refusal(monkeypatch, app):
    monkeypatch.setitem(test_refusals.WANTED, "quite_new", [("org/units.py:1", frozenset())])
    red(test_refusals.test_a_refusal_has_a_message_that_its_values_fit, "quite_new", app)
    monkeypatch.setitem(test_refusals.messages.MESSAGES, "older", "以前的")
    red(test_refusals.test_no_message_is_left_without_its_refusal)
    monkeypatch.setitem(test_refusals.ELSEWHERE, ("activities/operations.py", "fault"), {"activity_gone"})
    red(test_refusals.test_codes_written_elsewhere_are_those)


def test_a_message_that_its_values_do_not_fit(monkeypatch, app):
    monkeypatch.setitem(test_refusals.messages.MESSAGES, "quite_new", "第 %(missing)s 个")
    monkeypatch.setitem(test_refusals.WANTED, "quite_new", [("org/units.py:1", frozenset({"other"}))])
    red(test_refusals.test_a_refusal_has_a_message_that_its_values_fit, "quite_new", app)


# ── Schema
def mapped(*parts: Any, mixin: type = BySchool, key: tuple[str, ...] = ("school_id", "id")) -> Any:
    """A mapper as the guards read it, of a table with these columns and constraints."""
    metadata = MetaData()
    Table("user", metadata, Column("id", Integer, primary_key=True))
    columns = [
        Column("id", Integer, primary_key=True, comment="…"),
        Column("school_id", Integer, nullable=False, comment="…"),
    ]
    table = Table("odd", metadata, *columns, *parts)
    return SimpleNamespace(
        local_table=table, class_=type("Odd", (mixin,), {}), primary_key=[table.c[one] for one in key]
    )


@pytest.mark.parametrize(
    ("guard", "mapper"),
    [
        (test_schema.test_tables_are_by_school_or_replicated, lambda: mapped(mixin=object)),
        (test_schema.test_tables_are_by_school_or_replicated, lambda: mapped(key=("id",))),
        (
            test_schema.test_tables_are_by_school_or_replicated,
            lambda: mapped(Column("code", Integer), UniqueConstraint("code", "school_id")),
        ),
        (test_schema.test_every_column_says_what_it_means, lambda: mapped(Column("silent", Integer))),
        (test_schema.test_foreign_keys_are_indexed, lambda: mapped(Column("user_id", ForeignKey("user.id")))),
        (test_schema.test_keys_are_ordered_by_bytes, lambda: mapped(Column("code", String(9)), Index("i", "code"))),
    ],
)
def test_a_table_that_breaks_the_rule(monkeypatch, guard, mapper):
    monkeypatch.setattr(test_schema, "mappers", lambda: [mapper()])
    red(guard)


def test_a_model_without_its_migration(monkeypatch, app):
    known = test_schema.db.metadata
    added = Table("not_yet", known, Column("id", Integer, primary_key=True))
    try:
        red(test_schema.test_the_newest_migration_equals_the_models, app)
    finally:
        known.remove(added)
    monkeypatch.setattr(test_schema, "mappers", lambda: [mapped()])
    red(test_schema.test_inspect_knows_all_tables, app)


def test_keys_that_the_database_orders_otherwise(monkeypatch, app):
    monkeypatch.setattr(collations, "unlike", lambda: ["unit.path"])
    red(test_schema.test_the_database_has_the_same_order_of_keys_as_the_models, app)


def test_a_range_over_a_text_in_the_order_of_a_language(monkeypatch, tmp_path):
    (tmp_path / "__init__.py").write_text("found.where(User.name >= first)", encoding="utf-8")
    monkeypatch.setattr(test_schema.eduplatform, "__file__", str(tmp_path / "__init__.py"))
    red(test_schema.test_a_text_ordered_by_a_language_is_never_compared_by_range)


# ── Requirements
def test_a_lock_that_is_behind_or_has_no_digests(monkeypatch, tmp_path):
    red(test_requirements.test_what_is_listed_is_locked, "requirements.txt", {"polars"})
    for name, version in (("requirements.txt", "1"), ("requirements-dev.txt", "2")):
        text = f"flask=={version} \\\n    --hash=sha256:{'0' * 64}\n" + ("jinja2==3\n" if version == "1" else "")
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(test_requirements, "ROOT", tmp_path)
    red(test_requirements.test_what_is_listed_is_locked, "requirements.txt", set())
    red(test_requirements.test_tests_run_with_the_versions_that_are_served)
    monkeypatch.setitem(test_requirements.PROJECT, "version", "1")
    red(test_requirements.test_the_version_stands_in_one_place)


def test_every_guard_has_its_broken_example():
    here = Path(__file__)
    guards = {file.stem.removeprefix("test_") for file in here.parent.glob("test_*.py")}
    shown = set(re.findall(r"\btest_(\w+)\.", here.read_text(encoding="utf-8")))
    assert not guards - OWN - shown, f"show these red on a broken example: {sorted(guards - OWN - shown)}"
