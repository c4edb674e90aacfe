"""keys by bytes

Why: a PostgreSQL database made with a locale (zh_CN.UTF-8, en_US.UTF-8: the usual case on a city's server) orders text by the rules of a
language and passes over "/" and other signs. "At or below /1/2/", a range over `unit.path`, then gave /1/2/ and the foreign /12/ and
none of its children: empty exports, marks for recounting that were missed. Every text column that stands in an index, and the few that
are put in order without one, is therefore ordered by bytes. PostgreSQL rebuilds their indexes in the same step. The columns are read
from the database, so that those of other migrations before this one are reached too. SQLite orders by bytes already.
Revision: 0010 after 0009
"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

MORE = (  # compared or put in order without an index, or compared with a column that has one
    ('enrolment', 'number'), ('roster_row', 'number'), ('roster_row', 'class_code'), ('roster_row', 'person_key'), ('class_session', 'state'),
    ('audit_entry', 'action'), ('class_hour', 'topic'), ('room_answer', 'option'), ('room_answer', 'rival'), ('roster_batch', 'roll_mark'),
    ('course', 'slug'), ('course', 'digest'), ('enrolment', 'student_number'), ('roster_row', 'student_number'),
)
COLUMNS = sa.text("""
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), l.collname,
           EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND a.attnum = ANY (i.indkey))
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_collation l ON l.oid = a.attcollation
    WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'alembic_version'
    ORDER BY 1, 2
""")


def upgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        _give('C', [(table, name, kind) for table, name, kind, now, keyed in _columns() if now != 'C' and (keyed or (table, name) in MORE)])


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        _give('default', [(table, name, kind) for table, name, kind, now, _keyed in _columns() if now == 'C'])


def _columns():
    return op.get_bind().execute(COLUMNS).all()


def _give(collation, columns) -> None:
    """One statement a table, so that each of its indexes is built once."""
    for table in sorted({table for table, _name, _kind in columns}):
        parts = [f'ALTER COLUMN "{name}" TYPE {kind} COLLATE pg_catalog."{collation}"' for own, name, kind in columns if own == table]
        op.execute(f'ALTER TABLE "{table}" {", ".join(parts)}')
