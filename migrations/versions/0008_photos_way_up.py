"""photos way up

Why: a photo that does not say where up is waits for one tap of the teacher, as numbers only, never as a picture; the answer and the
places of the cards are kept for that phone and lesson.
Revision: 0008 after 0007
"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('remote', schema=None) as batch_op:
        batch_op.add_column(sa.Column('known', sa.JSON(), nullable=True, comment='how its photos lie, and where cards were in the trusted ones'))
        batch_op.add_column(sa.Column('asked', sa.JSON(), nullable=True, comment='reading of the photo whose way up the teacher is asked for'))


def downgrade() -> None:
    with op.batch_alter_table('remote', recreate='never') as batch_op:
        batch_op.drop_column('asked')
        batch_op.drop_column('known')
