"""narration

Why: a school reads the sentences of films aloud itself; its classes hear them in place of a device's voice, or of none.
Revision: 0022 after 0021
"""

import sqlalchemy as sa
from alembic import op


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def _key(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length=length).with_variant(sa.String(length=length, collation='C'), 'postgresql')


def upgrade() -> None:
    op.create_table('narration',
    sa.Column('lesson_id', NUMBER, nullable=False, comment='lesson whose film it is'),
    sa.Column('language', _key(2), nullable=False, comment='zh or en'),
    sa.Column('scene', _key(24), nullable=False, comment='scene of the storyboard'),
    sa.Column('says', _key(12), nullable=False, comment='hash of the sentence that was read, see curriculum.voice_files'),
    sa.Column('kind', _key(5), nullable=False, comment='suffix by its bytes: .m4a, .opus or .webm'),
    sa.Column('size', sa.Integer(), nullable=False, comment='bytes'),
    sa.Column('sound', sa.LargeBinary(), nullable=False, comment='the file as it was recorded'),
    sa.Column('reader', sa.String(length=20), nullable=False, comment='who reads, as typed: goes with the course when it is given back'),
    sa.Column('licence', _key(12), nullable=False, comment='licence the reader agreed to'),
    sa.Column('made_by', NUMBER, nullable=False, comment='who saved it'),
    sa.Column('made_at', sa.BigInteger(), nullable=False, comment='when'),
    sa.Column('id', NUMBER, autoincrement=True, nullable=False, comment='row number'),
    sa.Column('school_id', NUMBER, nullable=False, comment='unit that keeps this row'),
    sa.ForeignKeyConstraint(['lesson_id'], ['item.id'], name=op.f('fk_narration_lesson_id_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_narration')),
    sa.UniqueConstraint('school_id', 'lesson_id', 'language', 'scene', name=op.f('uq_narration_school_id_lesson_id_language_scene'))
    )


def downgrade() -> None:
    op.drop_table('narration')
