"""the right hour

Why: a declared lesson says when it began, why it was held on a day without school and that it is another lesson than one nearby,
so that a day holds no more than a school day and nothing counts twice; the entry that gave way to a lesson taught with the
system says to which. A session keeps how much was taught up to its last beat by a clock nobody can set. Tallies tell declared
hours, what was not tested or trained, and what the class trained together on its screen. Rules say how many lessons a day
holds and whether declared hours count towards the floor.
What stands is not touched: entries declared before have no time and stay; every class-year with figures is marked, and the worker
recounts it. Only figures that were wrong differ then: lessons nobody was tested or trained in are no longer due, but told apart.
Revision: 0009 after 0008
"""

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_COUNTERS = (
    ('hours_declared', 'hundredths of class hours that were declared: part of hours'),
    ('quiz_unasked', 'lessons with a quiz that nobody has answered: not tested'),
    ('skill_group', 'of skill_due, trained together on the class screen, no names'),
    ('skill_unasked', 'lessons with a skill training that nobody has done: not trained'),
    ('classes_evidenced', 'classes at or above the yearly floor by hours with evidence alone'),
)
def _columns() -> dict[str, tuple[sa.Column, ...]]:
    return {
        'hours_rule': (
            sa.Column('day_lessons', sa.Integer(), nullable=True, comment='lessons one school day of a class can hold; empty: what is usual at the stage'),
            sa.Column('evidenced', sa.Boolean(), server_default=sa.false(), nullable=False,
                      comment='whether only hours with evidence, not declared ones, count towards the floor'),
        ),
        'class_hour': (
            sa.Column('begins', sa.Integer(), nullable=True, comment='declared: minute of the day it began; empty: not asked yet, or the session knows'),
            sa.Column('day_reason', sa.String(length=120), server_default='', nullable=False,
                      comment='declared on a day without school: why it was held then'),
            sa.Column('apart', sa.Boolean(), server_default=sa.false(), nullable=False,
                      comment='declared as another lesson than the one of the same content nearby'),
            sa.Column('cause', sa.String(length=10), server_default='', nullable=False,
                      comment='what the system did it for: empty, taught, overlap, day_full or restored'),
            sa.Column('instead_id', _BIG, nullable=True, comment='of a reversal: first entry of the lesson that stands in place of the one taken back'),
        ),
        'class_session': (
            sa.Column('taught_ms', _BIG, server_default='0', nullable=False, comment='milliseconds taught up to the last beat, without pauses'),
            sa.Column('beat_at', sa.BigInteger(), nullable=True, comment='last beat: a change by the teacher, by the clock on the wall'),
            sa.Column('beat_run', sa.String(length=32), server_default='', nullable=False,
                      comment='run of the steady clock at that beat, see shared.clock.steady'),
            sa.Column('beat_ms', _BIG, server_default='0', nullable=False, comment='milliseconds of the steady clock at that beat'),
            sa.Column('trained', sa.JSON(), nullable=True, comment='skill training done together on the screen: what the class chose, step by step'),
            sa.Column('trained_at', sa.BigInteger(), nullable=True, comment='when the class came to the end of it'),
        ),
    }


_SAYS = (  # only PostgreSQL keeps them
    ('class_session', 'note', 'what to know about it: empty, forgotten, clock_back or no_pupils', 'how it ended: empty, forgotten, or clock_back'),
    ('stale_mark', 'tally', 'which tally: class_lesson, class_year or class_all', 'which tally: class_lesson or class_year'),
)


def _say(new: bool) -> None:
    if op.get_bind().dialect.name == 'postgresql':
        for table, column, now, before in _SAYS:
            op.execute(f"COMMENT ON COLUMN {table}.{column} IS '{now if new else before}'")


def upgrade() -> None:
    _say(new=True)
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    for table in ('tally_lesson', 'tally_unit'):
        for name, says in _COUNTERS:
            op.add_column(table, sa.Column(name, sa.Integer(), server_default='0', nullable=False, comment=says))
    op.execute("INSERT INTO stale_mark (tally, school_id, class_id, year, lesson_id) "
               "SELECT 'class_all', school_id, class_id, year, 0 FROM class_hour GROUP BY school_id, class_id, year")


def downgrade() -> None:
    _say(new=False)
    op.execute("DELETE FROM stale_mark WHERE tally = 'class_all'")
    # never recreate: a copied table would lose the condition of its partial index on SQLite
    for table in ('tally_lesson', 'tally_unit'):
        with op.batch_alter_table(table, recreate='never') as batch_op:
            for name, _says in _COUNTERS:
                batch_op.drop_column(name)
    for table, columns in _columns().items():
        with op.batch_alter_table(table, recreate='never') as batch_op:
            for column in columns:
                batch_op.drop_column(column.name)
