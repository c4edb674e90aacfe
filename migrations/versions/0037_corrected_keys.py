"""corrected keys

Why: a question whose key was wrong could be put right for the future only; what had been answered stayed marked by the wrong key. Now a
correction says which edition of a question is read with the key of which other one, and what it changed on an answer sheet is kept
beside it, before and after.
Revision: 0037 after 0036
"""

import sqlalchemy as sa
from alembic import op


revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(length):
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def _fk(table, column, to):
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "corrected_key",
        sa.Column("question_revision_id", BIG, nullable=False, comment="question as it was asked"),
        sa.Column("by_revision_id", BIG, nullable=False, comment="edition whose key holds for it"),
        sa.Column("made_at", sa.BigInteger(), nullable=False, comment="when the corrected file was loaded"),
        sa.Column("remarked_at", sa.BigInteger(), nullable=True, comment="all answer sheets have been marked again"),
        sa.Column("sheets", sa.Integer(), nullable=False, comment="answer sheets whose marks it changed"),
        sa.Column("higher", sa.Integer(), nullable=False, comment="of these with more marks than before"),
        sa.Column("newly_passed", sa.Integer(), nullable=False, comment="of these passed only since then"),
        sa.Column("id", BIG, autoincrement=True, nullable=False, comment="row number"),
        _fk("corrected_key", "question_revision_id", "revision"),
        _fk("corrected_key", "by_revision_id", "revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrected_key")),
    )
    op.create_index(op.f("ix_corrected_key_question_revision_id"), "corrected_key", ["question_revision_id"])
    op.create_table(
        "remarked_sheet",
        sa.Column("pupil_id", BIG, nullable=False, comment="who"),
        sa.Column("quiz_id", BIG, nullable=False, comment="quiz"),
        sa.Column("attempt_key", _key(36), nullable=False, comment="which attempt"),
        sa.Column("class_id", BIG, nullable=False, comment="class the pupil was in then"),
        sa.Column("year", sa.Integer(), nullable=False, comment="school year"),
        sa.Column("session_id", BIG, nullable=True, comment="class session it was taken in"),
        sa.Column("corrected_key_id", BIG, nullable=False, comment="correction that changed it"),
        sa.Column("place", sa.Integer(), nullable=False, comment="place of the question in the draw, from 0"),
        sa.Column("share_was", sa.Integer(), nullable=False, comment="marks of the question before, per cent"),
        sa.Column("share_now", sa.Integer(), nullable=False, comment="and after"),
        sa.Column("score_was", sa.Integer(), nullable=False, comment="score of the sheet before, per cent"),
        sa.Column("score_now", sa.Integer(), nullable=False, comment="and after"),
        sa.Column(
            "passed_was", sa.Boolean(), nullable=False, comment="whether it was passed before; what was passed stays passed"
        ),
        sa.Column("passed_now", sa.Boolean(), nullable=False, comment="and after"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was marked again"),
        sa.Column("id", BIG, autoincrement=True, nullable=False, comment="row number"),
        sa.Column("school_id", BIG, nullable=False, comment="unit that keeps this row"),
        _fk("remarked_sheet", "pupil_id", "user"),
        _fk("remarked_sheet", "quiz_id", "item"),
        _fk("remarked_sheet", "corrected_key_id", "corrected_key"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarked_sheet")),
        sa.UniqueConstraint(
            "school_id",
            "pupil_id",
            "quiz_id",
            "attempt_key",
            "corrected_key_id",
            name="uq_remarked_sheet_attempt",
        ),
    )
    op.create_index(op.f("ix_remarked_sheet_corrected_key_id"), "remarked_sheet", ["corrected_key_id"])


def downgrade() -> None:
    op.drop_table("remarked_sheet")
    op.drop_table("corrected_key")
