"""plan keys

Why: a plan that knows which key days a week is for can be laid on every calendar: the week of 119 stays the week of 9 November.
Revision: 0020 after 0019
"""

import sqlalchemy as sa
from alembic import op


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('plan_week', recreate='never') as table:
        table.add_column(sa.Column('keys', sa.JSON(), server_default='[]', nullable=False,
                                   comment='codes of the key days the week holds'))
        table.add_column(sa.Column('kind', sa.String(8), server_default='lesson', nullable=False,
                                   comment='lesson, theme (with an activity) or review'))
        table.add_column(sa.Column('drill', sa.Boolean(), server_default=sa.false(), nullable=False,
                                   comment='whether a drill belongs to the week'))
        table.add_column(sa.Column('term', sa.Integer(), server_default='0', nullable=False,
                                   comment='1 or 2: the half of the year of the theme; 0: either'))
        table.add_column(sa.Column('starts_on', sa.Date(), nullable=True, comment='Monday of the week when it was planned: '
                                   'on a calendar with other weeks the plan is laid anew'))


def downgrade() -> None:
    with op.batch_alter_table('plan_week', recreate='never') as table:
        for name in ('starts_on', 'term', 'drill', 'kind', 'keys'):
            table.drop_column(name)
