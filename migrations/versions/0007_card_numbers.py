"""card numbers

Why: the number of an answer card was worked out from the order of the roll, so that every card moved by one when a pupil
left. It is given once now, for a class and a school year. Nothing is filled in here: the first lesson that is opened, or
the first list printed, gives each class the very numbers it has today.
Revision: 0007 after 0005
"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('card_number',
    sa.Column('class_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='class'),
    sa.Column('year', sa.Integer(), nullable=False, comment='school year'),
    sa.Column('pupil_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='who'),
    sa.Column('number', sa.Integer(), nullable=False, comment='number on the printed card, 1–60'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['class_id'], ['unit.id'], name=op.f('fk_card_number_class_id_unit')),
    sa.ForeignKeyConstraint(['pupil_id'], ['user.id'], name=op.f('fk_card_number_pupil_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_card_number')),
    sa.UniqueConstraint('school_id', 'class_id', 'year', 'number', name=op.f('uq_card_number_school_id_class_id_year_number')),
    sa.UniqueConstraint('school_id', 'class_id', 'year', 'pupil_id', name=op.f('uq_card_number_school_id_class_id_year_pupil_id'))
    )
    with op.batch_alter_table('card_number', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_card_number_pupil_id'), ['pupil_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('card_number', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_card_number_pupil_id'))

    op.drop_table('card_number')
