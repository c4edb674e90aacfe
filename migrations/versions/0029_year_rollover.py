"""year_rollover

Why: a school or bureau goes into the next school year by one job whose steps are noted, so that it can be killed, resumed and undone.
Revision: 0029 after 0024
"""

import sqlalchemy as sa
from alembic import op


revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('year_rollover',
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='school or unit above that goes on'),
    sa.Column('year', sa.Integer(), nullable=False, comment='school year it goes into'),
    sa.Column('state', sa.String(length=8).with_variant(sa.String(length=8, collation='C'), 'postgresql'), nullable=False, comment='queued, done or undone'),
    sa.Column('job_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment='job that does it'),
    sa.Column('teachers', sa.JSON(), nullable=False, comment='class → user who becomes its homeroom teacher; the others go on'),
    sa.Column('steps', sa.JSON(), nullable=False, comment='by step what it did: classes, calendar, plan, activities (drafts)'),
    sa.Column('asked_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment='user who asked for it'),
    sa.Column('asked_at', sa.BigInteger(), nullable=False, comment='when'),
    sa.Column('undo_until', sa.BigInteger(), nullable=False, comment='can be undone until'),
    sa.Column('undone_at', sa.BigInteger(), nullable=True, comment='when it was undone'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_year_rollover_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_year_rollover'))
    )
    with op.batch_alter_table('year_rollover', schema=None) as batch_op:
        batch_op.create_index('uq_year_rollover_standing', ['unit_id', 'year'], unique=True, sqlite_where=sa.text("state <> 'undone'"), postgresql_where=sa.text("state <> 'undone'"))



def downgrade() -> None:
    with op.batch_alter_table('year_rollover', schema=None) as batch_op:
        batch_op.drop_index('uq_year_rollover_standing', sqlite_where=sa.text("state <> 'undone'"), postgresql_where=sa.text("state <> 'undone'"))

    op.drop_table('year_rollover')
