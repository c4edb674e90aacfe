"""report indexes

Why: the topics of a class are asked for by class and year alone (a class report, `recount`), which the unique constraint,
led by school_id, cannot serve; the exports of a user are listed by who asked. Both read the whole table otherwise.
Revision: 0003 after 0002
"""

from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('tally_topic', schema=None) as batch_op:
        batch_op.create_index('ix_tally_topic_class_year', ['class_id', 'year'], unique=False)

    with op.batch_alter_table('export', schema=None) as batch_op:
        batch_op.create_index('ix_export_asked_by', ['asked_by'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('export', schema=None) as batch_op:
        batch_op.drop_index('ix_export_asked_by')

    with op.batch_alter_table('tally_topic', schema=None) as batch_op:
        batch_op.drop_index('ix_tally_topic_class_year')
