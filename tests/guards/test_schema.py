"""The schema: migrations equal the models, school tables are ready to be distributed, columns say what they mean."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import String, UniqueConstraint, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

import eduplatform
from eduplatform.extensions import db
from eduplatform.shared.database import BySchool, Replicated


def mappers():
    return list(db.Model.registry.mappers)


def test_the_newest_migration_equals_the_models(app):
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, db.metadata)
    assert not differences, f"write a migration (flask db revision --autogenerate): {differences}"


def test_tables_are_by_school_or_replicated():
    for mapper in mappers():
        table = mapper.local_table
        assert issubclass(mapper.class_, BySchool | Replicated), f"{table}: use the mixin BySchool or Replicated"
        if issubclass(mapper.class_, BySchool):
            assert not table.c.school_id.nullable
            assert [column.name for column in mapper.primary_key] == ["school_id", "id"], f"{table}: mapper key"
            for constraint in table.constraints:
                if isinstance(constraint, UniqueConstraint):
                    first = next(iter(constraint.columns)).name
                    assert first == "school_id", f"{table}: {constraint.name} must begin with school_id"


def test_every_column_says_what_it_means():
    silent = [
        f"{mapper.local_table}.{column.name}"
        for mapper in mappers()
        for column in mapper.local_table.c
        if not column.comment
    ]
    assert not silent, f"give comment= to {silent}"


def test_foreign_keys_are_indexed():
    bare = []
    for mapper in mappers():
        table = mapper.local_table
        led = {next(iter(index.columns)).name for index in table.indexes}
        led |= {column.name for index in table.indexes for column in list(index.columns)[:2]}
        led |= {
            column.name for c in table.constraints if isinstance(c, UniqueConstraint) for column in list(c.columns)[:2]
        }
        bare += [
            f"{table}.{c.name}"
            for c in table.c
            if any(f.column.table.name == "user" for f in c.foreign_keys) and c.name not in led
        ]
    assert not bare, f"a person must be found by an index when erased: {bare}"


def test_inspect_knows_all_tables(app):
    with app.app_context():
        assert set(inspect(db.engine).get_table_names()) >= {mapper.local_table.name for mapper in mappers()}


def indexed_texts():
    """(table, column) of texts that stand in an index, a key or a unique constraint: compared and put in order by machines."""
    for mapper in mappers():
        table = mapper.local_table
        keyed = {column.name for index in table.indexes for column in index.columns}
        keyed |= {column.name for constraint in table.constraints for column in getattr(constraint, "columns", ())}
        yield from ((table, column) for column in table.c if isinstance(column.type, String) and column.name in keyed)


def ranges_over(text: str) -> list[str]:
    """Comparisons by range, in a source text, of columns that a language's order would put elsewhere."""
    loose = [
        (mapper.class_.__name__, key)
        for mapper in mappers()
        for key, column in mapper.columns.items()
        if isinstance(column.type, String) and column.type.dialect_impl(postgresql.dialect()).collation != "C"
    ]
    return [f"{model}.{key}" for model, key in loose if re.search(rf"\b{model}\.{key}\)? *([<>]|\.between\()", text)]


def test_a_text_ordered_by_a_language_is_never_compared_by_range():
    assert ranges_over("found.where(User.name >= first)") == ["User.name"] and ranges_over(
        "Unit.kind.between(a, b)"
    ) == ["Unit.kind"]
    found = {
        str(path): ranges_over(path.read_text("utf-8")) for path in Path(eduplatform.__file__).parent.rglob("*.py")
    }
    assert {path: names for path, names in found.items() if names} == {}


def test_keys_are_ordered_by_bytes():
    loose = [
        f"{table}.{column.name}"
        for table, column in indexed_texts()
        if column.type.dialect_impl(postgresql.dialect()).collation != "C"
    ]
    assert not loose, f"a server's locale would put these in order: make them shared.database.Key: {loose}"
    assert sum(1 for _ in indexed_texts()) > 30
    assert 'path VARCHAR(120) COLLATE "C"' in str(
        CreateTable(db.metadata.tables["unit"]).compile(dialect=postgresql.dialect())
    )


def test_the_database_has_the_same_order_of_keys_as_the_models(app):
    from eduplatform.upkeep import collations

    with app.app_context():
        assert collations.loose() == []
        assert collations.unlike() == [], (
            "columns that the migrations order by bytes and the models do not, or the other way round"
        )
