"""notices

Why: staff are reminded of what is due, seldom and once: an inbox, an outbox that a crash does not make say anything twice, addresses of
group robots, each person's own choice, and the number on the bell in the row that every page reads anyway.
Revision: 0024 after 0023
"""

import sqlalchemy as sa
from alembic import op


revision = '0024'
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('notice',
    sa.Column('recipient', sa.String(length=20).with_variant(sa.String(length=20, collation='C'), 'postgresql'), nullable=False, comment='u and the number of a user, or h and that of a hook'),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment='who; empty: a group robot'),
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='class or unit it is about'),
    sa.Column('rule', sa.String(length=20).with_variant(sa.String(length=20, collation='C'), 'postgresql'), nullable=False, comment='which rule, see notices.rules.RULES'),
    sa.Column('subject', sa.String(length=40).with_variant(sa.String(length=40, collation='C'), 'postgresql'), nullable=False, comment='what it is about: class:12, activity:5:12'),
    sa.Column('period', sa.String(length=20).with_variant(sa.String(length=20, collation='C'), 'postgresql'), nullable=False, comment='said once in it: a Monday, a month, a day'),
    sa.Column('week', sa.Date(), nullable=False, comment='Monday of the week it was made in, for the cap'),
    sa.Column('slot', sa.Integer(), nullable=True, comment='place in that week: 0 the digest, 1 … the others'),
    sa.Column('details', sa.JSON(), nullable=False, comment='values of its words'),
    sa.Column('made_at', sa.BigInteger(), nullable=False, comment='when it was put into the inbox'),
    sa.Column('read_at', sa.BigInteger(), nullable=True, comment='opened, or put away with the others'),
    sa.Column('done_at', sa.BigInteger(), nullable=True, comment='what it asked for has been done'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_notice_unit_id_unit')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_notice_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('school_id', 'recipient', 'rule', 'subject', 'period', name=op.f('uq_notice_school_id_recipient_rule_subject_period')),
    sa.UniqueConstraint('school_id', 'recipient', 'week', 'slot', name=op.f('uq_notice_school_id_recipient_week_slot'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('ix_notice_school_user', ['school_id', 'user_id', 'made_at'], unique=False)
        batch_op.create_index('ix_notice_unit_made', ['unit_id', 'made_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_user_id'), ['user_id'], unique=False)

    op.create_table('notice_choice',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='who chose'),
    sa.Column('email', sa.String(length=120), nullable=False, comment='address the person entered'),
    sa.Column('confirmed_at', sa.BigInteger(), nullable=True, comment='the link sent there was opened'),
    sa.Column('by_email', sa.Boolean(), server_default=sa.true(), nullable=False, comment='whether mail is wanted'),
    sa.Column('quiet', sa.Boolean(), server_default=sa.false(), nullable=False, comment='nothing beside the inbox'),
    sa.Column('off', sa.JSON(), nullable=False, comment='rules not sent beside the inbox'),
    sa.Column('set_at', sa.BigInteger(), nullable=False, comment='last change'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_notice_choice_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_choice')),
    sa.UniqueConstraint('school_id', 'user_id', name=op.f('uq_notice_choice_school_id_user_id'))
    )
    with op.batch_alter_table('notice_choice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_choice_user_id'), ['user_id'], unique=False)

    op.create_table('notice_hook',
    sa.Column('unit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit whose group it is; of a person: its keeper'),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment="whose own it is, if one person's"),
    sa.Column('kind', sa.String(length=10).with_variant(sa.String(length=10, collation='C'), 'postgresql'), nullable=False, comment='wecom, dingtalk, feishu or json'),
    sa.Column('name', sa.String(length=40), nullable=False, comment='what the unit calls it'),
    sa.Column('url', sa.String(length=500), nullable=False, comment='address; it lets who knows it write into the group'),
    sa.Column('secret', sa.String(length=80), nullable=False, comment='signs what is sent: ours, or the one the robot gave'),
    sa.Column('made_at', sa.BigInteger(), nullable=False, comment='when it was entered'),
    sa.Column('made_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment='user who entered it'),
    sa.Column('ended_at', sa.BigInteger(), nullable=True, comment='taken away: nothing is sent there any more'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_notice_hook_unit_id_unit')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_notice_hook_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_hook'))
    )
    with op.batch_alter_table('notice_hook', schema=None) as batch_op:
        batch_op.create_index('ix_notice_hook_school_user', ['school_id', 'user_id'], unique=False)
        batch_op.create_index('ix_notice_hook_unit', ['unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_hook_user_id'), ['user_id'], unique=False)

    op.create_table('notice_delivery',
    sa.Column('notice_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='what it says'),
    sa.Column('channel', sa.String(length=10).with_variant(sa.String(length=10, collation='C'), 'postgresql'), nullable=False, comment='email, webhook or console'),
    sa.Column('hook_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='webhook it goes to; 0: none'),
    sa.Column('key', sa.String(length=40).with_variant(sa.String(length=40, collation='C'), 'postgresql'), nullable=False, comment='random key by which a receiver knows a repetition'),
    sa.Column('state', sa.String(length=10).with_variant(sa.String(length=10, collation='C'), 'postgresql'), nullable=False, comment='waiting connecting handing sent failed unsure dropped'),
    sa.Column('tries', sa.Integer(), nullable=False, comment='how often it was begun'),
    sa.Column('next_at', sa.BigInteger(), nullable=False, comment='not before this'),
    sa.Column('lease_until', sa.BigInteger(), nullable=True, comment='past this the worker that took it is dead'),
    sa.Column('until', sa.BigInteger(), nullable=False, comment='of no use after this'),
    sa.Column('said', sa.String(length=40).with_variant(sa.String(length=40, collation='C'), 'postgresql'), nullable=False, comment='code of what went wrong last, or why it was dropped'),
    sa.Column('ended_at', sa.BigInteger(), nullable=True, comment='sent, failed, unsure or dropped'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_notice_delivery_notice_id_notice'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_delivery')),
    sa.UniqueConstraint('school_id', 'key', name=op.f('uq_notice_delivery_school_id_key')),
    sa.UniqueConstraint('school_id', 'notice_id', 'channel', 'hook_id', name=op.f('uq_notice_delivery_school_id_notice_id_channel_hook_id'))
    )
    with op.batch_alter_table('notice_delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_delivery_notice_id'), ['notice_id'], unique=False)
        batch_op.create_index('ix_notice_delivery_state_next', ['state', 'next_at'], unique=False)

    with op.batch_alter_table('user', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('unread', sa.Integer(), server_default='0', nullable=False, comment='notices not yet looked at: the number on the bell, see notices.giving'))



def downgrade() -> None:
    with op.batch_alter_table('user', recreate='never') as batch_op:
        batch_op.drop_column('unread')

    with op.batch_alter_table('notice_delivery', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_delivery_state_next')
        batch_op.drop_index(batch_op.f('ix_notice_delivery_notice_id'))

    op.drop_table('notice_delivery')
    with op.batch_alter_table('notice_hook', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_hook_user_id'))
        batch_op.drop_index('ix_notice_hook_unit')
        batch_op.drop_index('ix_notice_hook_school_user')

    op.drop_table('notice_hook')
    with op.batch_alter_table('notice_choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_choice_user_id'))

    op.drop_table('notice_choice')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_user_id'))
        batch_op.drop_index('ix_notice_unit_made')
        batch_op.drop_index('ix_notice_school_user')

    op.drop_table('notice')
