"""cache version

Why: what a process remembers (calendars, plans) is dropped by every other process when it changes, not after 20 seconds.
Revision: 0018 after 0017
"""

import sqlalchemy as sa
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    table = op.create_table(
        'cache_version',
        sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='raised by one with each change of what is remembered'),
        sa.Column('id', whole, autoincrement=True, nullable=False, comment='row number'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_cache_version')),
    )
    op.bulk_insert(table, [{'id': 1, 'number': 0}])


def downgrade() -> None:
    op.drop_table('cache_version')
