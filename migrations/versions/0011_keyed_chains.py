"""keyed chains

Why: a link of the audit chain was a plain hash, so who could write to the database could compute a whole chain anew. Links are now made with
the key of the install. What stands in a chain already was not: a seal says so openly, with a digest of all of it, and is itself made with the
key; from there on the older part cannot be changed unseen either. A chain without keyed entries and without a seal is a broken one.
And: marks of people who were erased, so that a backup made before does not bring them back.
Revision: 0011 after 0010
"""

import hashlib
import hmac
import json
import time

import sqlalchemy as sa
from alembic import op
from flask import current_app


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

ENTRY = sa.table(
    'audit_entry', sa.column('school_id', sa.BigInteger), sa.column('seq', sa.Integer), sa.column('at', sa.BigInteger),
    sa.column('actor_id', sa.BigInteger), sa.column('action', sa.String), sa.column('subject', sa.String), sa.column('detail', sa.JSON),
    sa.column('link', sa.LargeBinary),
)
key_text = sa.String(length=64).with_variant(sa.String(length=64, collation='C'), 'postgresql')


def upgrade() -> None:
    op.create_table('erased_mark',
    sa.Column('mark', key_text, nullable=False, comment='keyed hash of the erased row'),
    sa.Column('at', sa.BigInteger(), nullable=False, comment='when'),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False, comment='row number'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erased_mark')),
    sa.UniqueConstraint('mark', name=op.f('uq_erased_mark_mark'))
    )
    connection = op.get_bind()
    key = hashlib.sha256(b'anxue:' + current_app.config['CHAIN_KEY'].split()[0].encode()).digest()
    for school in connection.execute(sa.select(ENTRY.c.school_id).distinct().order_by(ENTRY.c.school_id)).scalars().all():
        _seal(connection, key, school)


def downgrade() -> None:
    op.drop_table('erased_mark')  # seals stay: they are entries like others


def _seal(connection, key, school) -> None:
    """Nothing for a chain that is keyed from its first entry on or sealed already (a database taken down and up again)."""
    content, before, keyed, last = hashlib.sha256(), b'', False, 0
    for row in connection.execute(sa.select(ENTRY).where(ENTRY.c.school_id == school).order_by(ENTRY.c.seq)).mappings():
        said = _said(row)
        keyed = row['link'] == _mark(key, before + said)
        content.update(said + row['link'])
        before, last = row['link'], row['seq']
    if keyed:
        return
    entry = {'school_id': school, 'seq': last + 1, 'at': time.time_ns() // 1_000_000, 'actor_id': None, 'action': 'chain.seal',
             'subject': f'unit:{school}', 'detail': {'entries': last, 'why': 'upgrade', 'digest': content.hexdigest()}}
    connection.execute(ENTRY.insert().values(**entry, link=_mark(key, before + _said(entry))))


def _said(row) -> bytes:
    parts = [row['school_id'], row['seq'], row['at'], row['actor_id'], row['action'], row['subject'], row['detail']]
    return json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()


def _mark(key, said) -> bytes:
    return hmac.new(key, b'audit\x00' + said, hashlib.sha256).digest()
