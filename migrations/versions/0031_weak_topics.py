"""weak topics and questions

Why: which topics a class knows least is told with its certainty: for that the scatter of pupils and classes is tallied, by class and by
unit and stage. How questions work (difficulty, discrimination, options taken) is tallied by class and lesson, and by city and revision.
Nothing about a single pupil is kept. Every class-year with answers is marked, and the worker counts it once more.
Revision: 0031 after 0024
"""

import sqlalchemy as sa
from alembic import op


revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(length):
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def _spread():
    return [
        sa.Column("classes", sa.Integer(), nullable=False, comment="classes with an answer"),
        sa.Column("pupils", sa.Integer(), nullable=False, comment="pupils who answered"),
        sa.Column("total", BIG, nullable=False, comment="sum of their shares of marks, in hundredths of per cent"),
        sa.Column("squares", BIG, nullable=False, comment="sum of the squares of those shares"),
        sa.Column("between", BIG, nullable=False, comment="sum over classes of total squared by pupils, rounded down: how classes differ"),
        sa.Column("sizes", BIG, nullable=False, comment="sum over classes of pupils squared"),
        sa.Column("id", BIG, autoincrement=True, nullable=False, comment="row number"),
    ]


def _school():
    return sa.Column("school_id", BIG, nullable=False, comment="unit that keeps this row")


def upgrade() -> None:
    op.create_table(
        "tally_topic_spread",
        sa.Column("class_id", BIG, nullable=False, comment="class"),
        sa.Column("year", sa.Integer(), nullable=False, comment="school year"),
        sa.Column("stage", _key(2), nullable=False, comment="stage of the class in that year"),
        sa.Column("topic", _key(10), nullable=False, comment="topic code"),
        *_spread(),
        _school(),
        sa.ForeignKeyConstraint(["class_id"], ["unit.id"], name=op.f("fk_tally_topic_spread_class_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_topic_spread")),
        sa.UniqueConstraint("school_id", "class_id", "year", "topic", name=op.f("uq_tally_topic_spread_school_id_class_id_year_topic")),
    )
    op.create_index("ix_tally_topic_spread_class_year", "tally_topic_spread", ["class_id", "year"])
    op.create_table(
        "tally_unit_spread",
        sa.Column("unit_id", BIG, nullable=False, comment="unit"),
        sa.Column("parent_id", BIG, nullable=True, comment="unit above, for adding up"),
        sa.Column("year", sa.Integer(), nullable=False, comment="school year"),
        sa.Column("stage", _key(2), nullable=False, comment="stage of the classes"),
        sa.Column("topic", _key(10), nullable=False, comment="topic code"),
        *_spread(),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_tally_unit_spread_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_unit_spread")),
        sa.UniqueConstraint("unit_id", "year", "stage", "topic", name=op.f("uq_tally_unit_spread_unit_id_year_stage_topic")),
    )
    op.create_index("ix_tally_unit_spread_parent", "tally_unit_spread", ["parent_id", "year"])
    op.create_table(
        "tally_class_items",
        sa.Column("class_id", BIG, nullable=False, comment="class"),
        sa.Column("year", sa.Integer(), nullable=False, comment="school year"),
        sa.Column("lesson_id", BIG, nullable=False, comment="lesson"),
        sa.Column("sums", sa.JSON(), nullable=False, comment="question revision → sums, see assessment.item_rules"),
        sa.Column("id", BIG, autoincrement=True, nullable=False, comment="row number"),
        _school(),
        sa.ForeignKeyConstraint(["class_id"], ["unit.id"], name=op.f("fk_tally_class_items_class_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_class_items")),
        sa.UniqueConstraint("school_id", "class_id", "year", "lesson_id", name=op.f("uq_tally_class_items_school_id_class_id_year_lesson_id")),
    )
    op.create_index(op.f("ix_tally_class_items_year"), "tally_class_items", ["year"])
    op.create_table(
        "tally_item",
        sa.Column("unit_id", BIG, nullable=False, comment="city (or the unit above all, where there is none)"),
        sa.Column("year", sa.Integer(), nullable=False, comment="school year"),
        sa.Column("revision_id", BIG, nullable=False, comment="revision of the question"),
        sa.Column("sums", sa.JSON(), nullable=False, comment="sums, see assessment.item_rules"),
        sa.Column("id", BIG, autoincrement=True, nullable=False, comment="row number"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_tally_item_unit_id_unit")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_tally_item_revision_id_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_item")),
        sa.UniqueConstraint("unit_id", "year", "revision_id", name=op.f("uq_tally_item_unit_id_year_revision_id")),
    )
    op.create_index("ix_tally_item_revision", "tally_item", ["revision_id", "unit_id"])
    op.execute(_MARKS)


#: every class-year with tallied answers is counted once more, now with these tables
_MARKS = (
    "INSERT INTO stale_mark (tally, school_id, class_id, lesson_id, year) "
    "SELECT DISTINCT 'class_all', school_id, class_id, 0, year FROM tally_topic"
)


def downgrade() -> None:
    op.drop_table("tally_item")
    op.drop_table("tally_class_items")
    op.drop_table("tally_unit_spread")
    op.drop_table("tally_topic_spread")
