"""filings

Why: what a unit hands in every month, term or on demand is prepared from the tallies and kept as it was made, so that the same figures stand
in every file of it, and later changes do not change what was handed in.
Revision: 0033 after 0032
"""

import sqlalchemy as sa
from alembic import op


revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(length):
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "filing",
        sa.Column("unit_id", BIG, nullable=False, comment="unit whose figures they are, above the class"),
        sa.Column("kind", _key(10), nullable=False, comment="month, term or state"),
        sa.Column("year", sa.Integer(), nullable=False, comment="school year"),
        sa.Column("from_on", sa.Date(), nullable=False, comment="first day of the period; of a state the first of the school year"),
        sa.Column("until_on", sa.Date(), nullable=False, comment="last day counted in"),
        sa.Column("body", sa.JSON(), nullable=False, comment="figures by code: see assessment.filing_body"),
        sa.Column("digest", _key(64), nullable=False, comment="SHA-256 of the body, which the audit chain holds too"),
        sa.Column("made_at", sa.BigInteger(), nullable=False, comment="when"),
        sa.Column("made_by", BIG, nullable=True, comment="user who asked for it; empty: made by itself"),
        sa.Column("id", BIG, autoincrement=True, nullable=False, comment="row number"),
        sa.Column("school_id", BIG, nullable=False, comment="unit that keeps this row"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_filing_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
    )
    op.create_index("ix_filing_unit_id", "filing", ["unit_id", "until_on"])
    op.create_index("ix_filing_until_on", "filing", ["until_on", "kind"])


def downgrade() -> None:
    op.drop_table("filing")
