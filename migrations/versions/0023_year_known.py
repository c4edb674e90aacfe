"""year known

Why: which calendar years have their official days off entered, so that a year not announced yet is told as missing; and the private
addresses under which calendar programs read the year of a class or a unit.
Revision: 0023 after 0022
"""

import sqlalchemy as sa
from alembic import op


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def _key(length):
    return sa.String(length).with_variant(sa.String(length, collation='C'), 'postgresql')


def _number():
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'holiday_schedule',
        sa.Column('unit_id', _number(), nullable=False, comment='unit that entered it'),
        sa.Column('year', sa.Integer(), nullable=False, comment='calendar year'),
        sa.Column('source', sa.String(120), nullable=False,
                  comment='where it is from: the announcement, or the name of the file'),
        sa.Column('confidence', sa.String(1), nullable=False, comment='A read in the original, B reprinted officially, '
                  'C hearsay; empty: entered by a bureau'),
        sa.Column('id', _number(), autoincrement=True, nullable=False, comment='row number'),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_holiday_schedule_unit_id_unit')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_holiday_schedule')),
        sa.UniqueConstraint('unit_id', 'year', name=op.f('uq_holiday_schedule_unit_id_year')),
    )
    op.create_table(
        'calendar_feed',
        sa.Column('unit_id', _number(), nullable=False, comment='unit whose year it shows'),
        sa.Column('token_hash', _key(64), nullable=False, comment='hash of the code in the address'),
        sa.Column('made_at', sa.BigInteger(), nullable=False, comment='when the address was made'),
        sa.Column('digest', _key(64), nullable=False, comment='digest of what was read last, without its stamps'),
        sa.Column('changed_at', sa.BigInteger(), nullable=False, comment='when what is read was first seen to be so'),
        sa.Column('id', _number(), autoincrement=True, nullable=False, comment='row number'),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_calendar_feed_unit_id_unit')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
        sa.UniqueConstraint('unit_id', name=op.f('uq_calendar_feed_unit_id')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash')),
    )


def downgrade() -> None:
    op.drop_table('calendar_feed')
    op.drop_table('holiday_schedule')
