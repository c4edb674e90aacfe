"""core only

Why: a lesson can be given as its core slides alone, a quarter of an hour; what the screen shows must outlive a power cut.
Revision: 0019 after 0018
"""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('class_session', recreate='never') as table:
        table.add_column(sa.Column('core_only', sa.Boolean(), server_default=sa.false(), nullable=False,
                                   comment='given as its core slides alone, see curriculum.short_runs'))


def downgrade() -> None:
    with op.batch_alter_table('class_session', recreate='never') as table:
        table.drop_column('core_only')
