"""dated rules

Why: what a unit asks for – class hours, drills, training – is data with a first and a last day, of any measure. The yearly floor and the
weekly target leave hours_rule, which keeps how hours are counted: a row of it became a rule from its day to the day before the next.
Revision: 0025 after 0024
"""

import datetime as dt
import re

import sqlalchemy as sa
from alembic import op


revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

CATALOGUE = re.compile(r'(S\d-\d{3} ?)+$')
MEASURES = (('year', 'floor'), ('week', 'weekly'))


def _key(length):
    return sa.String(length).with_variant(sa.String(length, collation='C'), 'postgresql')


def _number():
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'rule_of_unit',
        sa.Column('unit_id', _number(), nullable=False, comment='unit that set it'),
        sa.Column('measure', _key(20), nullable=False, comment='what is counted, see teaching.dated_rules.MEASURES'),
        sa.Column('topic', _key(12), nullable=False, comment='topic it is about; empty: any'),
        sa.Column('period', _key(12), nullable=False, comment='in which time, see teaching.dated_rules.PERIODS'),
        sa.Column('least', sa.Integer(), nullable=False,
                  comment='hundredths asked for at least (400 = 4 class hours, 10000 = 100 %)'),
        sa.Column('stages', sa.String(20), nullable=False, comment='stage codes with commas; empty: all'),
        sa.Column('first_grade', sa.Integer(), nullable=True, comment='lowest grade it is for; empty: all of the stages'),
        sa.Column('last_grade', sa.Integer(), nullable=True, comment='highest grade it is for'),
        sa.Column('from_on', sa.Date(), nullable=False, comment='first day in force'),
        sa.Column('to_on', sa.Date(), nullable=True, comment='last day in force; empty: open'),
        sa.Column('sources', sa.String(80), nullable=False, comment='ids of the catalogue it rests on, with blanks'),
        sa.Column('document', sa.String(200), nullable=False, comment='document it rests on, in words'),
        sa.Column('code', _key(40), nullable=False, comment='shipped rule it was taken over from, if any'),
        sa.Column('set_by', _number(), nullable=True, comment='user who entered it'),
        sa.Column('set_at', sa.BigInteger(), nullable=False, comment='when it was entered'),
        sa.Column('id', _number(), autoincrement=True, nullable=False, comment='row number'),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_rule_of_unit_unit_id_unit')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_of_unit')),
    )
    op.create_index('ix_rule_of_unit_unit_measure', 'rule_of_unit', ['unit_id', 'measure'])
    _move()
    with op.batch_alter_table('hours_rule') as batch_op:
        batch_op.drop_column('floor')
        batch_op.drop_column('weekly')


def _move() -> None:
    """A row of hours_rule held until the next of its unit and stage: so do the rules made of it."""
    bind = op.get_bind()
    rule = sa.table('rule_of_unit', *(sa.column(name) for name in _COLUMNS))
    rows = bind.execute(_hours.select().order_by(_hours.c.unit_id, _hours.c.stage, _hours.c.from_on)).all()
    made = _joined(line for period, column in MEASURES for line in _lines(rows, period, column))
    if made:
        bind.execute(rule.insert(), made)


_hours = sa.table(
    'hours_rule', sa.column('unit_id'), sa.column('stage'), sa.column('from_on', sa.Date()), sa.column('floor'),
    sa.column('weekly'), sa.column('source'),
)
_COLUMNS = ('unit_id', 'measure', 'topic', 'period', 'least', 'stages', 'from_on', 'to_on', 'sources', 'document', 'code',
            'set_at')


def _lines(rows, period, column):
    found = []
    for row in rows:
        before = found[-1] if found and (found[-1]['unit_id'], found[-1]['stages']) == (row.unit_id, row.stage) else None
        least, day = getattr(row, column), row.from_on
        if before and before['least'] == least and before['document'] == row.source:
            continue
        if before:
            before['to_on'] = day - dt.timedelta(days=1)
        found.append(dict(
            unit_id=row.unit_id, measure='class_hours', topic='', period=period, least=least, stages=row.stage,
            from_on=day, to_on=None, document=row.source, code='', set_at=_start_of(day),
            sources=row.source[:80] if CATALOGUE.match(row.source) else '',
        ))
    return found


def _joined(lines):
    """Rules that differ in their stage alone are one."""
    found = {}
    for line in lines:
        found.setdefault(tuple(line[name] for name in _COLUMNS if name != 'stages'), []).append(line)
    return [same[0] | {'stages': ','.join(line['stages'] for line in same)} for same in found.values()]


def _start_of(day):
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.timezone.utc).timestamp() * 1000)


def downgrade() -> None:
    """What a rule asks of its stages goes back into the rows of hours_rule; rules of other measures have no place there."""
    with op.batch_alter_table('hours_rule') as batch_op:
        batch_op.add_column(sa.Column('floor', sa.Integer(), nullable=False, server_default='400',
                                      comment='hundredths of class hours a school year at least (400 = 4)'))
        batch_op.add_column(sa.Column('weekly', sa.Integer(), nullable=False, server_default='100',
                                      comment='hundredths of class hours a teaching week as target (100 = 1)'))
    bind = op.get_bind()
    for period, column in MEASURES:
        bind.execute(sa.text(f"""
            UPDATE hours_rule SET {column} = COALESCE((
                SELECT MAX(least) FROM rule_of_unit r WHERE r.unit_id = hours_rule.unit_id AND r.measure = 'class_hours'
                AND r.period = :period AND (r.stages = '' OR ',' || r.stages || ',' LIKE '%,' || hours_rule.stage || ',%')
                AND r.from_on <= hours_rule.from_on AND (r.to_on IS NULL OR r.to_on >= hours_rule.from_on)), {column})
        """), {'period': period})
    with op.batch_alter_table('hours_rule') as batch_op:
        batch_op.alter_column('floor', server_default=None)
        batch_op.alter_column('weekly', server_default=None)
    op.drop_index('ix_rule_of_unit_unit_measure', table_name='rule_of_unit')
    op.drop_table('rule_of_unit')
