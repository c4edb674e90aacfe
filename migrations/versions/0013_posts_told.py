"""posts told

Why: who gives and who ends a post is told to the person and the school, an ended post can be taken back the same day, and
somebody outside a school can only propose a person for a post in it.
Revision: 0013 after 0011
"""

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0011'
branch_labels = None
depends_on = None

KEY = sa.String(length=10).with_variant(sa.String(length=10, collation='C'), 'postgresql')
NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('post_proposal',
    sa.Column('unit_id', NUMBER, nullable=False, comment='where: the school or a class of it'),
    sa.Column('role', sa.String(length=20), nullable=False, comment='role code, see org.roles'),
    sa.Column('name', sa.String(length=60), nullable=False, comment='name of the person meant'),
    sa.Column('state', KEY, nullable=False, comment='open, accepted, refused or withdrawn'),
    sa.Column('proposed_by', NUMBER, nullable=False, comment='user outside the school who proposed it'),
    sa.Column('proposed_at', sa.BigInteger(), nullable=False, comment='when; the row goes 60 days later'),
    sa.Column('answered_by', NUMBER, nullable=True, comment='user who answered'),
    sa.Column('answered_at', sa.BigInteger(), nullable=True, comment='when it was answered'),
    sa.Column('id', NUMBER, autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', NUMBER, nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_post_proposal_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post_proposal'))
    )
    op.create_index('ix_post_proposal_school_state', 'post_proposal', ['school_id', 'state'])
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.add_column(sa.Column('given_by', NUMBER, nullable=True, comment='user who gave it; empty: a roster, a rollover or the machine'))
        batch_op.add_column(sa.Column('ended_by', NUMBER, nullable=True, comment='user who ended it, or gave it to somebody else'))
        batch_op.add_column(sa.Column('ended_at', sa.BigInteger(), nullable=True, comment='when a person ended it: can be undone the same day'))
        batch_op.add_column(sa.Column('told_at', sa.BigInteger(), nullable=True, comment='when the holder put the note about its end away'))


def downgrade() -> None:
    with op.batch_alter_table('post', recreate='never') as batch_op:
        for name in ('told_at', 'ended_at', 'ended_by', 'given_by'):
            batch_op.drop_column(name)
    op.drop_index('ix_post_proposal_school_state', 'post_proposal')
    op.drop_table('post_proposal')
