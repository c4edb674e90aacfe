"""answers by name

Why: a class answers together, by printed card or device, and each pupil's answer is kept; 1530 reminders; practice runs.
Revision: 0002 after 0001
"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reminder',
    sa.Column('class_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='class'),
    sa.Column('year', sa.Integer(), nullable=False, comment='school year'),
    sa.Column('given_on', sa.Date(), nullable=False, comment='day'),
    sa.Column('format', sa.Integer(), nullable=False, comment='minutes of the format: 1, 5 or 30'),
    sa.Column('lesson_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='lesson its content came from'),
    sa.Column('teacher_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='who gave it'),
    sa.Column('started_at', sa.BigInteger(), nullable=False, comment='began'),
    sa.Column('ended_at', sa.BigInteger(), nullable=True, comment='shown to its end; empty: broken off'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['class_id'], ['unit.id'], name=op.f('fk_reminder_class_id_unit')),
    sa.ForeignKeyConstraint(['lesson_id'], ['item.id'], name=op.f('fk_reminder_lesson_id_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('school_id', 'class_id', 'given_on', 'format', name=op.f('uq_reminder_school_id_class_id_given_on_format'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index('ix_reminder_school_class_year', ['school_id', 'class_id', 'year'], unique=False)

    op.create_table('remote',
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='class session'),
    sa.Column('teacher_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='on whose screen the code stood'),
    sa.Column('token_hash', sa.String(length=64), nullable=False, comment='SHA-256 of the code on the screen'),
    sa.Column('secret_hash', sa.String(length=64), nullable=True, comment='SHA-256 of what the phone holds since it joined'),
    sa.Column('made_at', sa.BigInteger(), nullable=False, comment='code shown'),
    sa.Column('taken_at', sa.BigInteger(), nullable=True, comment='phone joined'),
    sa.Column('ended_at', sa.BigInteger(), nullable=True, comment='let go'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_remote_session_id_class_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remote')),
    sa.UniqueConstraint('school_id', 'secret_hash', name=op.f('uq_remote_school_id_secret_hash')),
    sa.UniqueConstraint('school_id', 'token_hash', name=op.f('uq_remote_school_id_token_hash'))
    )
    with op.batch_alter_table('remote', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remote_session_id'), ['session_id'], unique=False)

    op.create_table('vote',
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='class session'),
    sa.Column('number', sa.Integer(), nullable=False, comment='place among the questions of the session, from 0'),
    sa.Column('question_revision_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='question as shown'),
    sa.Column('twin_of', sa.Integer(), nullable=True, comment='number of the question it is asked after, once that was taught again'),
    sa.Column('slide', sa.Integer(), nullable=True, comment='slide taught again before it, from 0'),
    sa.Column('opened_at', sa.BigInteger(), nullable=True, comment='stood on the screen'),
    sa.Column('closed_at', sa.BigInteger(), nullable=True, comment='answer revealed: nothing is taken any more'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['question_revision_id'], ['revision.id'], name=op.f('fk_vote_question_revision_id_revision')),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_vote_session_id_class_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote')),
    sa.UniqueConstraint('school_id', 'session_id', 'number', name=op.f('uq_vote_school_id_session_id_number'))
    )
    op.create_table('room_answer',
    sa.Column('vote_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='question put to the class'),
    sa.Column('part', sa.Integer(), nullable=False, comment='place asked for in an ordering, from 0; 0 elsewhere'),
    sa.Column('pupil_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='who'),
    sa.Column('option', sa.String(length=20), nullable=True, comment='option id that stands; empty: taken away by hand'),
    sa.Column('rival', sa.String(length=20), nullable=True, comment='another reading that contradicts it: somebody must look'),
    sa.Column('way', sa.String(length=6), nullable=False, comment='card, device or hand'),
    sa.Column('at', sa.BigInteger(), nullable=False, comment="last change, server's clock"),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['pupil_id'], ['user.id'], name=op.f('fk_room_answer_pupil_id_user')),
    sa.ForeignKeyConstraint(['vote_id'], ['vote.id'], name=op.f('fk_room_answer_vote_id_vote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room_answer')),
    sa.UniqueConstraint('school_id', 'vote_id', 'part', 'pupil_id', name=op.f('uq_room_answer_school_id_vote_id_part_pupil_id'))
    )
    with op.batch_alter_table('room_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_room_answer_pupil_id'), ['pupil_id'], unique=False)

    op.create_table('room_reading',
    sa.Column('session_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='class session'),
    sa.Column('key', sa.String(length=36), nullable=False, comment='made by the phone: a retry carries the same'),
    sa.Column('vote_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='question put to the class'),
    sa.Column('part', sa.Integer(), nullable=False, comment='part of an ordering'),
    sa.Column('outcome', sa.JSON(), nullable=False, comment='what the phone was told: counts and card numbers'),
    sa.Column('at', sa.BigInteger(), nullable=False, comment='arrived'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_room_reading_session_id_class_session')),
    sa.ForeignKeyConstraint(['vote_id'], ['vote.id'], name=op.f('fk_room_reading_vote_id_vote')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room_reading')),
    sa.UniqueConstraint('school_id', 'session_id', 'key', name=op.f('uq_room_reading_school_id_session_id_key'))
    )
    # never recreate: SQLite would drop a table that others refer to, and lose the condition of its partial index
    with op.batch_alter_table('class_session', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('rehearsal', sa.Boolean(), server_default=sa.false(), nullable=False, comment='practice: nothing of it is kept'))

    with op.batch_alter_table('quiz_attempt', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('asked', sa.JSON(), nullable=True, comment='uuids of the questions where the class was asked together; empty: drawn by seed'))

    _say('how questions are answered, see teaching.rules.QUIZ_MODES', 'evidence: A in a class session, B own sign-in, C typed in by the teacher')


def _say(quiz_mode: str, grade: str) -> None:
    """What the columns mean now; SQLite keeps no comments."""
    if op.get_bind().dialect.name == 'postgresql':
        op.alter_column('class_session', 'quiz_mode', comment=quiz_mode)
        op.alter_column('quiz_attempt', 'grade', comment=grade)


def downgrade() -> None:
    _say('none, hands or devices', 'evidence: A in a class session, B own sign-in')
    # never recreate: a copied table would lose the condition of its partial index on SQLite
    with op.batch_alter_table('quiz_attempt', recreate='never') as batch_op:
        batch_op.drop_column('asked')

    with op.batch_alter_table('class_session', recreate='never') as batch_op:
        batch_op.drop_column('rehearsal')

    op.drop_table('room_reading')
    with op.batch_alter_table('room_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_room_answer_pupil_id'))

    op.drop_table('room_answer')
    op.drop_table('vote')
    with op.batch_alter_table('remote', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remote_session_id'))

    op.drop_table('remote')
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_index('ix_reminder_school_class_year')

    op.drop_table('reminder')
