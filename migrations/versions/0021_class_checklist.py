"""class checklist

Why: what the teacher sees the whole class do is evidence of the lesson, in three steps and without names; it must outlive a
power cut, and the summary and the report tell it later.
Revision: 0021 after 0020
"""

import sqlalchemy as sa
from alembic import op


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('class_session', recreate='never') as table:
        table.add_column(sa.Column('checked', sa.JSON(), nullable=True,
                                   comment='checklist of the lesson: what was seen → how many of the class did it, all, most or few'))
        table.add_column(sa.Column('checked_at', sa.BigInteger(), nullable=True, comment='when the last thing on it was ticked'))


def downgrade() -> None:
    with op.batch_alter_table('class_session', recreate='never') as table:
        table.drop_column('checked_at')
        table.drop_column('checked')
