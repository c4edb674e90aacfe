"""gain and forgetting

Why: whether a class learned something was only told by what it knew at the end. Now a session may ask before the lesson the other form of
what its end asks, and again what a lesson weeks ago asked: which questions is kept in the session, pairs of answers in a table of their
own, apart from quizzes, and added up by class and topic and by unit and topic from lessons that ten pupils or more answered.
Revision: 0036 after 0034
"""

import sqlalchemy as sa
from alembic import op


revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(length):
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


#: name, and what it says of sessions opened by a check, or of those 2–6 weeks later
SUMS = (
    ("checks", "class sessions {} that ten pupils or more answered twice"),
    ("pairs", "pupils × those sessions"),
    ("was", "sum of the per cents of those pupils the first time"),
    ("became", "the same the second time"),
    ("squares", "sum of the squares of their differences"),
    ("apart", "sum over sessions of the difference of the sums, squared"),
    ("weighed", "sum over sessions of that difference times the pupils"),
    ("sizes", "sum over sessions of pupils squared"),
)
KINDS = (("before", "opened by a check"), ("later", "of 2–6 weeks later"))
TABLES = ("tally_topic", "tally_unit_topic")


def _fk(table, column, to):
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.add_column(
        "class_session",
        sa.Column(
            "checks",
            sa.JSON(),
            nullable=True,
            comment="questions asked beside the lesson's own, see teaching.check_rules; empty: none",
        ),
    )
    op.create_table(
        "check_answer",
        sa.Column("session_id", BIG, nullable=False, comment="class session it was asked in"),
        sa.Column("place", sa.Integer(), nullable=False, comment="number of the question among those of the session"),
        sa.Column("pupil_id", BIG, nullable=False, comment="who"),
        sa.Column("class_id", BIG, nullable=False, comment="class the pupil was in then"),
        sa.Column("year", sa.Integer(), nullable=False, comment="school year"),
        sa.Column("kind", _key(6), nullable=False, comment="before (a lesson) or later (weeks after one)"),
        sa.Column("lesson_id", BIG, nullable=False, comment="lesson whose question it is"),
        sa.Column("revision_id", BIG, nullable=False, comment="question as shown"),
        sa.Column("was", sa.Integer(), nullable=False, comment="marks before the lesson, or at its end; per cent"),
        sa.Column("became", sa.Integer(), nullable=False, comment="marks at its end, or weeks later; per cent"),
        sa.Column("asked_at", sa.BigInteger(), nullable=False, comment="end of the class session it was asked in"),
        sa.Column("id", BIG, autoincrement=True, nullable=False, comment="row number"),
        sa.Column("school_id", BIG, nullable=False, comment="unit that keeps this row"),
        _fk("check_answer", "session_id", "class_session"),
        _fk("check_answer", "pupil_id", "user"),
        _fk("check_answer", "lesson_id", "item"),
        _fk("check_answer", "revision_id", "revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_answer")),
        sa.UniqueConstraint(
            "school_id", "session_id", "place", "pupil_id", name=op.f("uq_check_answer_school_id_session_id_place_pupil_id")
        ),
    )
    op.create_index("ix_check_answer_class_year", "check_answer", ["school_id", "class_id", "year"])
    op.create_index(op.f("ix_check_answer_pupil_id"), "check_answer", ["pupil_id"])
    for table in TABLES:
        for kind, when in KINDS:
            for name, words in SUMS:
                column = sa.Column(f"{kind}_{name}", BIG, nullable=False, server_default="0", comment=words.format(when))
                op.add_column(table, column)


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, recreate="never") as batch:
            for kind, _when in KINDS:
                for name, _words in SUMS:
                    batch.drop_column(f"{kind}_{name}")
    op.drop_table("check_answer")
    with op.batch_alter_table("class_session", recreate="never") as batch:
        batch.drop_column("checks")
