"""Each column that holds or points at a person is listed with purpose and end."""

from eduplatform.extensions import db
from eduplatform.shared import privacy


def test_every_column_of_a_person_table_is_listed():
    for mapper in db.Model.registry.mappers:
        table = mapper.local_table
        points = any(f.column.table.name == "user" for c in table.c for f in c.foreign_keys)
        if points or table.name == "user":
            assert table.name in privacy.TABLES, (
                f"{table}: list it in shared/privacy.py with purpose, retention, export and erase"
            )
            unlisted = {c.name for c in table.c} - set(privacy.TABLES[table.name].columns)
            assert not unlisted, f"{table}: {unlisted} are not in shared/privacy.py"
