"""schemes

Why: a bureau's assessment scheme is data: weights, steps, levels and vetoes, in versions by school year that never change once
published; and the points that a school and its bureau enter by hand.
Revision: 0030 after 0024
"""

import sqlalchemy as sa
from alembic import op


revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def _key(length):
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def _big():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "scheme_version",
        sa.Column("unit_id", _big(), nullable=False, comment="unit whose scheme it is; it marks schools below"),
        sa.Column("year", sa.Integer(), nullable=False, comment="school year it is for"),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, …: version within unit and year"),
        sa.Column("name", sa.String(length=60), nullable=False, comment="name in Chinese"),
        sa.Column("name_en", sa.String(length=80), nullable=False, comment="name in English"),
        sa.Column("source", sa.String(length=200), nullable=False, comment="document it rests on"),
        sa.Column("state", _key(10), nullable=False, comment="draft or published"),
        sa.Column("body", sa.JSON(), nullable=False, comment="parts, levels, vetoes: see assessment.scheme_data"),
        sa.Column("origin", _key(40), nullable=False, comment="code of the shipped scheme it began with, if any"),
        sa.Column("edits", sa.Integer(), nullable=False, comment="how often the draft was saved: tells late forms"),
        sa.Column("made_by", _big(), nullable=True, comment="user who began it"),
        sa.Column("made_at", sa.BigInteger(), nullable=False, comment="when"),
        sa.Column("published_by", _big(), nullable=True, comment="user who published it"),
        sa.Column("published_at", sa.BigInteger(), nullable=True, comment="when"),
        sa.Column("id", _big(), autoincrement=True, nullable=False, comment="row number"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_scheme_version_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_version")),
        sa.UniqueConstraint("unit_id", "year", "number", name=op.f("uq_scheme_version_unit_id_year_number")),
    )
    op.create_table(
        "scheme_mark",
        sa.Column("scheme_id", _big(), nullable=False, comment="published version"),
        sa.Column("side", _key(6), nullable=False, comment="self: the school; bureau; veto: found by the bureau"),
        sa.Column("part", _key(40), nullable=False, comment="code of the part or the veto"),
        sa.Column("points", sa.Integer(), nullable=False, comment="hundredths of points; 0 for a veto"),
        sa.Column("note", sa.String(length=200), nullable=False, comment="why so many points"),
        sa.Column("made_by", _big(), nullable=True, comment="user who entered it"),
        sa.Column("made_at", sa.BigInteger(), nullable=False, comment="when"),
        sa.Column("id", _big(), autoincrement=True, nullable=False, comment="row number"),
        sa.Column("school_id", _big(), nullable=False, comment="unit that keeps this row"),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme_version.id"], name=op.f("fk_scheme_mark_scheme_id_scheme_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_mark")),
        sa.UniqueConstraint(
            "school_id", "scheme_id", "side", "part", name=op.f("uq_scheme_mark_school_id_scheme_id_side_part")
        ),
    )
    op.create_index("ix_scheme_mark_scheme", "scheme_mark", ["scheme_id"])


def downgrade() -> None:
    op.drop_index("ix_scheme_mark_scheme", table_name="scheme_mark")
    op.drop_table("scheme_mark")
    op.drop_table("scheme_version")
