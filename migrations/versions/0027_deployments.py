"""deployments

Why: a unit sends a lesson, an activity, a reminder or the request for a return down the tree. One row at the unit that sends; the
assignments of classes point at it, schools answer returns, and who has given a lesson is found without reading the whole ledger.
Revision: 0027 after 0024
"""

import sqlalchemy as sa
from alembic import op


revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('deployment',
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that sent it'),
    sa.Column('year', sa.Integer(), nullable=False, comment='school year'),
    sa.Column('kind', sa.String(length=10).with_variant(sa.String(length=10, collation='C'), 'postgresql'), nullable=False, comment='lesson, activity, reminder or return'),
    sa.Column('title', sa.String(length=120), nullable=False, comment='title of the lesson or activity, words of the reminder, question of the return'),
    sa.Column('title_en', sa.String(length=160), nullable=False, comment='the same in English, where there is one'),
    sa.Column('lesson_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment='lesson it asks for'),
    sa.Column('activity_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment='activity it asks for'),
    sa.Column('answer', sa.String(length=8), nullable=False, comment='of a return: number or text'),
    sa.Column('targets', sa.JSON(), nullable=False, comment='units it goes to, with all below them'),
    sa.Column('stages', sa.JSON(), nullable=False, comment='stage codes; empty: all'),
    sa.Column('starts_on', sa.Date(), nullable=False, comment='first day'),
    sa.Column('ends_on', sa.Date(), nullable=False, comment='last day: after it nothing is asked any more'),
    sa.Column('minutes', sa.Integer(), nullable=False, comment='minutes it takes: a class, a teacher to read, a school to answer'),
    sa.Column('schools', sa.Integer(), nullable=False, comment='schools it went to, when it was sent'),
    sa.Column('classes', sa.Integer(), nullable=False, comment='classes it went to, when it was sent'),
    sa.Column('teachers', sa.Integer(), nullable=False, comment='homeroom teachers it went to, when it was sent'),
    sa.Column('set_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment='user who sent it'),
    sa.Column('set_at', sa.BigInteger(), nullable=False, comment='when'),
    sa.Column('job_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment="job that lays its lesson into the classes' plans"),
    sa.Column('placed_to', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='number of the last school whose classes have it: a job that was killed goes on there'),
    sa.Column('placed', sa.Integer(), nullable=False, comment='classes into whose plans it was laid'),
    sa.Column('weekless', sa.Integer(), nullable=False, comment='schools whose calendar has no teaching week for it'),
    sa.Column('ready_at', sa.BigInteger(), nullable=True, comment='all is laid; at once where there is nothing to lay'),
    sa.Column('withdrawn_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment='user who took it back'),
    sa.Column('withdrawn_at', sa.BigInteger(), nullable=True, comment='taken back'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.ForeignKeyConstraint(['lesson_id'], ['item.id'], name=op.f('fk_deployment_lesson_id_item')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_deployment_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deployment'))
    )
    with op.batch_alter_table('deployment', schema=None) as batch_op:
        batch_op.create_index('ix_deployment_unit_year', ['unit_id', 'year'], unique=False)

    op.create_table('return_answer',
    sa.Column('deployment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='what was asked'),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment='answer, where a number was asked for'),
    sa.Column('text', sa.String(length=200), nullable=False, comment='answer, where words were asked for'),
    sa.Column('answered_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='user who answered last'),
    sa.Column('answered_at', sa.BigInteger(), nullable=False, comment='when'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['deployment_id'], ['deployment.id'], name=op.f('fk_return_answer_deployment_id_deployment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_return_answer')),
    sa.UniqueConstraint('school_id', 'deployment_id', name=op.f('uq_return_answer_school_id_deployment_id'))
    )
    with op.batch_alter_table('return_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_return_answer_deployment_id'), ['deployment_id'], unique=False)

    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('deployment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment='deployment that put it there; once that is taken back it is meant no more'))
        batch_op.create_index('ix_assignment_school_deployment', ['school_id', 'deployment_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_assignment_deployment_id_deployment'), 'deployment', ['deployment_id'], ['id'])

    with op.batch_alter_table('class_hour', schema=None) as batch_op:
        batch_op.create_index('ix_class_hour_lesson_year', ['lesson_id', 'year'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('class_hour', schema=None) as batch_op:
        batch_op.drop_index('ix_class_hour_lesson_year')

    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_assignment_deployment_id_deployment'), type_='foreignkey')
        batch_op.drop_index('ix_assignment_school_deployment')
        batch_op.drop_column('deployment_id')

    with op.batch_alter_table('return_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_return_answer_deployment_id'))

    op.drop_table('return_answer')
    with op.batch_alter_table('deployment', schema=None) as batch_op:
        batch_op.drop_index('ix_deployment_unit_year')

    op.drop_table('deployment')
