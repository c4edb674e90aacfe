"""roster questions

Why: what a list leaves open about a child is asked, and the answers are kept with the file; a school's own pupil number beside
the number in class tells children apart; a killed job is taken up as soon as its lease has run out, and not for ever.
Revision: 0005 after 0004
"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

NUMBER = "the school's own number of the pupil, where the list has it beside the number in class"


def upgrade() -> None:
    with op.batch_alter_table('roster_batch', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('chosen', sa.JSON(), nullable=True, comment='columns the person chose by hand, by sheet; every later reading uses them'))
        batch_op.add_column(sa.Column('questions', sa.JSON(), server_default='[]', nullable=False, comment='questions still open: key, code, choices, values, shown; emptied with the last'))
        batch_op.add_column(sa.Column('answers', sa.JSON(), server_default='{}', nullable=False, comment='answers given: choice by key of the question, without names'))
    with op.batch_alter_table('enrolment', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('student_number', sa.String(length=30), server_default='', nullable=False, comment=NUMBER))
    with op.batch_alter_table('roster_row', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('student_number', sa.String(length=30), server_default='', nullable=False, comment="the school's own number of the pupil, beside the number in class"))
    with op.batch_alter_table('job', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('lease_until', sa.BigInteger(), nullable=True, comment='the worker that runs it puts this off; past it that worker is dead'))
        batch_op.add_column(sa.Column('tries', sa.Integer(), server_default='0', nullable=False, comment='how often a worker has taken it'))


def downgrade() -> None:
    for table, columns in (('job', ('tries', 'lease_until')), ('roster_row', ('student_number',)), ('enrolment', ('student_number',)),
                           ('roster_batch', ('answers', 'questions', 'chosen'))):
        with op.batch_alter_table(table, recreate='never') as batch_op:
            for column in columns:
                batch_op.drop_column(column)
