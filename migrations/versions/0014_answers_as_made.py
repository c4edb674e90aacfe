"""answers as made

Why: each answer of a quiz is sent when it is made, so that another device goes on where the first one stopped.
Revision: 0014 after 0013
"""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('quiz_attempt', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('draft', sa.JSON(), nullable=True, comment='answers sent before handing in, {place: answer}; empty once handed in'))
        batch_op.add_column(sa.Column('draft_no', sa.Integer(), server_default='0', nullable=False, comment='how often a draft was kept: which device is behind'))


def downgrade() -> None:
    with op.batch_alter_table('quiz_attempt', recreate='never') as batch_op:
        batch_op.drop_column('draft_no')
        batch_op.drop_column('draft')
