"""keys of the API

Why: other programs of a school or bureau read its figures without anybody's password. What a key opens, until when, who made it and when
it was used last is written down; of the key itself only a hash.
Revision: 0034 after 0033
"""

import sqlalchemy as sa
from alembic import op


revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(length):
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("unit_id", BIG, nullable=False, comment="unit it reads, with all below"),
        sa.Column("title", sa.String(length=60), nullable=False, comment="what it is for, in the words of its maker"),
        sa.Column("token_hash", _key(64), nullable=False, comment="hash of the key"),
        sa.Column("ending", _key(4), nullable=False, comment="its last four characters, to tell keys apart"),
        sa.Column("reads", _key(120), nullable=False, comment="what it may read, see org.api_keys.READS, by commas"),
        sa.Column("made_by", BIG, nullable=False, comment="user who made it"),
        sa.Column("made_at", sa.BigInteger(), nullable=False, comment="when it was made"),
        sa.Column("last_day", sa.Date(), nullable=False, comment="last day it opens anything"),
        sa.Column("ended_at", sa.BigInteger(), nullable=True, comment="when somebody ended it"),
        sa.Column("ended_by", BIG, nullable=True, comment="user who ended it"),
        sa.Column("used_at", sa.BigInteger(), nullable=True, comment="when it was used last"),
        sa.Column("minute", BIG, server_default="0", nullable=False, comment="minute since 1970 that is counted"),
        sa.Column("asked", sa.Integer(), server_default="0", nullable=False, comment="requests in that minute"),
        sa.Column("id", BIG, autoincrement=True, nullable=False, comment="row number"),
        sa.Column("school_id", BIG, nullable=False, comment="unit that keeps this row"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_api_key_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("school_id", "token_hash", name=op.f("uq_api_key_school_id_token_hash")),
    )
    with op.batch_alter_table("api_key") as batch:
        batch.create_index(op.f("ix_api_key_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    op.drop_table("api_key")
