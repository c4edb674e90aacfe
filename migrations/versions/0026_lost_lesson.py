"""lost lesson

Why: a safety lesson whose time went to another subject (课被占用) is worth knowing and is no class hour: a row of its own, by the Monday
of its week. And a lesson planned to catch up is told from one planned in place of the week's own.
Revision: 0026 after 0024
"""

import sqlalchemy as sa
from alembic import op


revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('lost_lesson',
    sa.Column('class_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='class'),
    sa.Column('year', sa.Integer(), nullable=False, comment='school year'),
    sa.Column('week_of', sa.Date(), nullable=False, comment='Monday of the week whose lesson was lost: stays right when a calendar numbers its weeks anew'),
    sa.Column('noted_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='homeroom teacher who noted it'),
    sa.Column('noted_at', sa.BigInteger(), nullable=False, comment='when'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['class_id'], ['unit.id'], name=op.f('fk_lost_lesson_class_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lost_lesson')),
    sa.UniqueConstraint('school_id', 'class_id', 'week_of', name=op.f('uq_lost_lesson_school_id_class_id_week_of'))
    )
    with op.batch_alter_table('lost_lesson', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lost_lesson_class_id'), ['class_id'], unique=False)
    with op.batch_alter_table('assignment', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('extra', sa.Boolean(), server_default=sa.false(), nullable=False, comment="planned beside the week's own lesson, to catch up; see teaching.catch_up"))


def downgrade() -> None:
    with op.batch_alter_table('assignment', recreate='never') as batch_op:
        batch_op.drop_column('extra')
    with op.batch_alter_table('lost_lesson', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lost_lesson_class_id'))
    op.drop_table('lost_lesson')
