"""activity steps

Why: an activity is made of ordered steps and composed as a draft; what a class does of it that no lesson records (film, pledge,
questions, an act) is kept as counts. An activity there was before becomes one step: a lesson of one of its topics.
Revision: 0028 after 0024
"""

import json

import sqlalchemy as sa
from alembic import op


revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def _key(length):
    return sa.String(length).with_variant(sa.String(length, collation='C'), 'postgresql')


def _number():
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.add_column(sa.Column('draft', sa.Boolean(), server_default=sa.false(), nullable=False,
                                      comment='still being composed: nobody below sees it'))
        batch_op.add_column(sa.Column('ended_at', sa.BigInteger(), nullable=True,
                                      comment='closed by an officer before its last day came'))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False,
                                      comment='counts changes of a draft: an older page is told so'))
        batch_op.alter_column('topics', existing_type=sa.JSON(), existing_nullable=False,
                              comment='topic codes it is about', existing_comment='topic codes, one of which is to be taught')
        batch_op.alter_column('set_at', existing_type=sa.BigInteger(), existing_nullable=False,
                              comment='when it was published; of a draft, when it was begun', existing_comment='when')
    op.create_table(
        'activity_step',
        sa.Column('activity_id', _number(), nullable=False, comment='its activity'),
        sa.Column('position', sa.Integer(), nullable=False, comment='order, from 0'),
        sa.Column('kind', _key(8), nullable=False, comment='lesson, film, quiz, training, pledge, survey or act'),
        sa.Column('title', sa.String(80), nullable=False, comment='what is to be done, in Chinese'),
        sa.Column('title_en', sa.String(120), nullable=False, comment='the same in English'),
        sa.Column('stages', sa.JSON(), nullable=False, comment='stage codes; empty: those of the activity'),
        sa.Column('starts_on', sa.Date(), nullable=True, comment='first day; filled in when it is published'),
        sa.Column('ends_on', sa.Date(), nullable=True, comment='last day; filled in when it is published'),
        sa.Column('alone', sa.Boolean(), server_default=sa.false(), nullable=False,
                  comment='done by pupils one by one, not by the class together'),
        sa.Column('body', sa.JSON(), nullable=False, comment='what is read, asked or done, by kind'),
        sa.Column('id', _number(), autoincrement=True, nullable=False, comment='row number'),
        sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_activity_step_activity_id_activity')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_step')),
    )
    with op.batch_alter_table('activity_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_step_activity_id'), ['activity_id'], unique=False)
    op.create_table(
        'activity_thing',
        sa.Column('step_id', _number(), nullable=False, comment='its step'),
        sa.Column('stage', _key(2), nullable=False, comment='for classes of this stage; empty: of all'),
        sa.Column('topic', _key(10), nullable=False, comment='any lesson of this topic; empty: see lesson_id'),
        sa.Column('lesson_id', _number(), nullable=True, comment='this lesson; empty: see topic'),
        sa.Column('id', _number(), autoincrement=True, nullable=False, comment='row number'),
        sa.ForeignKeyConstraint(['step_id'], ['activity_step.id'], name=op.f('fk_activity_thing_step_id_activity_step')),
        sa.ForeignKeyConstraint(['lesson_id'], ['item.id'], name=op.f('fk_activity_thing_lesson_id_item')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_thing')),
    )
    with op.batch_alter_table('activity_thing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_thing_step_id'), ['step_id'], unique=False)
    op.create_table(
        'activity_record',
        sa.Column('class_id', _number(), nullable=False, comment='class'),
        sa.Column('year', sa.Integer(), nullable=False, comment='school year'),
        sa.Column('activity_id', _number(), nullable=False, comment='activity'),
        sa.Column('step_id', _number(), nullable=False, comment='step'),
        sa.Column('held_on', sa.Date(), nullable=False, comment='day it was done'),
        sa.Column('present', sa.Integer(), nullable=False, comment='pupils there'),
        sa.Column('count', sa.Integer(), nullable=False, comment='of them signed, or answered'),
        sa.Column('counts', sa.JSON(), nullable=True, comment='of a survey: how many chose each option, by question'),
        sa.Column('note', sa.String(120), nullable=False, comment='one line on an act; names no pupil'),
        sa.Column('grade', sa.String(1), nullable=False, comment="evidence: A by the server's clock or devices, C declared"),
        sa.Column('begun_at', sa.BigInteger(), nullable=False, comment='film or survey begun, or entered'),
        sa.Column('done_at', sa.BigInteger(), nullable=True, comment='entered as done; empty: still going on'),
        sa.Column('recorded_by', _number(), nullable=False, comment='teacher'),
        sa.Column('withdrawn_at', sa.BigInteger(), nullable=True, comment='taken back or replaced'),
        sa.Column('marks', sa.JSON(), nullable=True,
                  comment='while a survey is open: keyed marks of the accounts that answered; then emptied'),
        sa.Column('id', _number(), autoincrement=True, nullable=False, comment='row number'),
        sa.Column('school_id', _number(), nullable=False, comment='unit that keeps this row'),
        sa.ForeignKeyConstraint(['class_id'], ['unit.id'], name=op.f('fk_activity_record_class_id_unit')),
        sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_activity_record_activity_id_activity')),
        sa.ForeignKeyConstraint(['step_id'], ['activity_step.id'], name=op.f('fk_activity_record_step_id_activity_step')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_record')),
    )
    with op.batch_alter_table('activity_record', schema=None) as batch_op:
        batch_op.create_index('ix_activity_record_activity_class', ['activity_id', 'class_id'], unique=False)
        batch_op.create_index('uq_activity_record_standing', ['school_id', 'class_id', 'step_id'], unique=True,
                              sqlite_where=sa.text('withdrawn_at IS NULL'),
                              postgresql_where=sa.text('withdrawn_at IS NULL'))
    with op.batch_alter_table('class_hour', schema=None) as batch_op:
        batch_op.create_index('ix_class_hour_lesson_given', ['lesson_id', 'given_on'], unique=False)
        batch_op.create_index('ix_class_hour_topic_given', ['topic', 'given_on'], unique=False)
    _one_step_each()


def _one_step_each() -> None:
    """Every activity there is becomes one step: a lesson of one of its topics."""
    bind = op.get_bind()
    found = bind.execute(sa.text('SELECT id, topics, starts_on, ends_on FROM activity ORDER BY id')).all()
    step = sa.table('activity_step', *(sa.column(name) for name in (
        'id', 'activity_id', 'position', 'kind', 'title', 'title_en', 'starts_on', 'ends_on')),
        sa.column('alone', sa.Boolean()), sa.column('stages', sa.JSON()), sa.column('body', sa.JSON()))
    thing = sa.table('activity_thing', *(sa.column(name) for name in ('step_id', 'stage', 'topic')))
    for activity_id, topics, starts_on, ends_on in found:
        bind.execute(sa.insert(step).values(
            activity_id=activity_id, position=0, kind='lesson', title='上一节专题课', title_en='A lesson of the topic',
            stages=[], starts_on=starts_on, ends_on=ends_on, alone=False, body={}))
        number = bind.execute(sa.select(step.c.id).where(step.c.activity_id == activity_id)).scalar_one()
        for code in json.loads(topics) if isinstance(topics, str) else topics:
            bind.execute(sa.insert(thing).values(step_id=number, stage='', topic=code))


def downgrade() -> None:
    with op.batch_alter_table('class_hour', schema=None) as batch_op:
        batch_op.drop_index('ix_class_hour_topic_given')
        batch_op.drop_index('ix_class_hour_lesson_given')
    op.drop_table('activity_record')
    op.drop_table('activity_thing')
    op.drop_table('activity_step')
    op.execute(sa.text('DELETE FROM activity WHERE draft'))
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.alter_column('set_at', existing_type=sa.BigInteger(), existing_nullable=False, comment='when')
        batch_op.alter_column('topics', existing_type=sa.JSON(), existing_nullable=False,
                              comment='topic codes, one of which is to be taught')
        batch_op.drop_column('version')
        batch_op.drop_column('ended_at')
        batch_op.drop_column('draft')
