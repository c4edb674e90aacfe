"""make-ups

Why: a pupil who was away makes the lesson up on a school device, opened by a code that is used once; and sheets printed
before a lesson must ask what the lesson asks, so the session keeps the seed its questions were drawn by.
Revision: 0004 after 0003
"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('makeup',
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='class session that was missed'),
    sa.Column('pupil_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='who makes it up'),
    sa.Column('teacher_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='who opened it'),
    sa.Column('token_hash', sa.String(length=64), nullable=False, comment='SHA-256 of the code for the device'),
    sa.Column('secret_hash', sa.String(length=64), nullable=True, comment='SHA-256 of what the device holds since it began'),
    sa.Column('made_at', sa.BigInteger(), nullable=False, comment='code made'),
    sa.Column('taken_at', sa.BigInteger(), nullable=True, comment='begun on a device'),
    sa.Column('answers', sa.JSON(), nullable=False, comment='option ids question by question, part by part, as far as answered'),
    sa.Column('done_at', sa.BigInteger(), nullable=True, comment='made up'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['pupil_id'], ['user.id'], name=op.f('fk_makeup_pupil_id_user')),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_makeup_session_id_class_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_makeup')),
    sa.UniqueConstraint('school_id', 'secret_hash', name=op.f('uq_makeup_school_id_secret_hash')),
    sa.UniqueConstraint('school_id', 'token_hash', name=op.f('uq_makeup_school_id_token_hash'))
    )
    with op.batch_alter_table('makeup', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_makeup_pupil_id'), ['pupil_id'], unique=False)
        batch_op.create_index('ix_makeup_session_pupil', ['school_id', 'session_id', 'pupil_id'], unique=False)

    with op.batch_alter_table('class_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('seed', sa.Integer(), nullable=True, comment="draw of the questions as on sheets printed before; empty: by the session's number"))


def downgrade() -> None:
    # never recreate: a copied table would lose the condition of its partial index on SQLite
    with op.batch_alter_table('class_session', recreate='never') as batch_op:
        batch_op.drop_column('seed')

    with op.batch_alter_table('makeup', schema=None) as batch_op:
        batch_op.drop_index('ix_makeup_session_pupil')
        batch_op.drop_index(batch_op.f('ix_makeup_pupil_id'))

    op.drop_table('makeup')
