"""a clock set ahead

Why: a lesson in which the clock on the wall was set forward says so; before, only one set back was known, and the other added
minutes. Nothing stored changes: only what the column is said to hold.
Revision: 0017 after 0014
"""

from alembic import op


revision = '0017'
down_revision = '0014'
branch_labels = None
depends_on = None

_NOW = 'what to know about it: empty, forgotten, clock_back, clock_ahead or no_pupils'
_BEFORE = 'what to know about it: empty, forgotten, clock_back or no_pupils'


def _say(text: str) -> None:
    if op.get_bind().dialect.name == 'postgresql':  # only PostgreSQL keeps them
        op.execute(f"COMMENT ON COLUMN class_session.note IS '{text}'")


def upgrade() -> None:
    _say(_NOW)


def downgrade() -> None:
    """Notes stay: a release before shows one it does not know as no words."""
    _say(_BEFORE)
