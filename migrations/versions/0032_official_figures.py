"""official figures

Why: figures of a unit as of a day are kept as they were, signed by a second person, and never change; a unit contests one of them, and
what is accepted makes a new snapshot beside the old one.
Revision: 0032 after 0031
"""

import sqlalchemy as sa
from alembic import op


revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(length):
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def _id():
    return sa.Column("id", BIG, autoincrement=True, nullable=False, comment="row number")


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("unit_id", BIG, nullable=False, comment="unit whose figures they are"),
        sa.Column("year", sa.Integer(), nullable=False, comment="school year"),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, …: within unit and year"),
        sa.Column("day", sa.Date(), nullable=False, comment="figures are as of the evening of this day"),
        sa.Column("kind", _key(10), nullable=False, comment="figures: indicators; scores: points by a scheme"),
        sa.Column("scheme_id", BIG, nullable=True, comment="published version of the scheme, of scores"),
        sa.Column("counting", sa.Integer(), nullable=False, comment="version of the way of counting"),
        sa.Column("counted_at", sa.BigInteger(), nullable=True, comment="records up to this instant were counted"),
        sa.Column("body", sa.Text(), nullable=False, comment="the figures, canonical JSON: assessment.snapshot_rules"),
        sa.Column("digest", _key(64), nullable=False, comment="SHA-256 of the body, hexadecimal"),
        sa.Column("state", _key(10), nullable=False, comment="draft or signed"),
        sa.Column("series_id", BIG, nullable=False, comment="first snapshot of those that correct each other"),
        sa.Column("corrects_id", BIG, nullable=True, comment="snapshot that this one corrects"),
        sa.Column("made_by", BIG, nullable=True, comment="user who prepared it"),
        sa.Column("made_at", sa.BigInteger(), nullable=False, comment="when"),
        sa.Column("signed_by", BIG, nullable=True, comment="user who signed it"),
        sa.Column("signed_role", _key(20), nullable=False, comment="post by which it was signed"),
        sa.Column("signed_at", sa.BigInteger(), nullable=True, comment="when"),
        sa.Column("appeals_until", sa.Date(), nullable=True, comment="last day on which a figure may be contested"),
        sa.Column("seal", _key(64), nullable=False, comment="keyed hash over all of it, of a signed one"),
        sa.Column("chain_seq", sa.Integer(), nullable=True, comment="its entry in the audit chain of the unit"),
        sa.Column("chain_link", _key(64), nullable=False, comment="link of that entry, hexadecimal"),
        _id(),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_snapshot_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme_version.id"], name=op.f("fk_snapshot_scheme_id_scheme_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("unit_id", "year", "number", name=op.f("uq_snapshot_unit_id_year_number")),
    )
    op.create_index("ix_snapshot_series", "snapshot", ["series_id"])
    op.create_index(op.f("ix_snapshot_scheme_id"), "snapshot", ["scheme_id"])
    op.create_table(
        "appeal",
        sa.Column("snapshot_id", BIG, nullable=False, comment="snapshot on whose page it was made"),
        sa.Column("series_id", BIG, nullable=False, comment="series of that snapshot: a figure is contested once in it"),
        sa.Column("unit_id", BIG, nullable=False, comment="unit whose figure it is"),
        sa.Column("figure", _key(40), nullable=False, comment="code of the indicator or of the part of the scheme"),
        sa.Column(
            "reason", sa.String(length=500), nullable=False, comment="why the figure is thought wrong; no names of pupils"
        ),
        sa.Column("record", sa.String(length=200), nullable=False, comment="which record it is about"),
        sa.Column("made_by", BIG, nullable=True, comment="user who contests"),
        sa.Column("made_at", sa.BigInteger(), nullable=False, comment="when"),
        sa.Column("due_on", sa.Date(), nullable=False, comment="to be answered by this day"),
        sa.Column("state", _key(10), nullable=False, comment="open, accepted or declined"),
        sa.Column("answer", sa.String(length=500), nullable=False, comment="reason of the answer"),
        sa.Column("answered_by", BIG, nullable=True, comment="user who answered"),
        sa.Column("answered_at", sa.BigInteger(), nullable=True, comment="when"),
        sa.Column("correction_id", BIG, nullable=True, comment="snapshot that corrects the figure"),
        _id(),
        sa.Column("school_id", BIG, nullable=False, comment="unit that keeps this row"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_appeal_snapshot_id_snapshot")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_appeal_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint(
            "school_id", "series_id", "unit_id", "figure", name=op.f("uq_appeal_school_id_series_id_unit_id_figure")
        ),
    )
    op.create_index("ix_appeal_snapshot", "appeal", ["snapshot_id"])
    op.create_index("ix_appeal_unit", "appeal", ["unit_id"])
    op.create_index(op.f("ix_appeal_correction_id"), "appeal", ["correction_id"])


def downgrade() -> None:
    op.drop_table("appeal")
    op.drop_table("snapshot")
