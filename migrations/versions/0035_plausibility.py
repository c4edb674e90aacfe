"""times of answer sheets

Why: a bureau sees done, done with plausible effort and done in a class session side by side, and a class's own teacher sees first what
stands out, with a place to say how it came about. Counts only, by class and topic and added up above; nothing about a single pupil.
The new columns are filled when the worker counts everything anew (counting_version 2).
Revision: 0035 after 0034
"""

import sqlalchemy as sa
from alembic import op


revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IN_CLASS = ("in_class", "of sheets, taken in a class session")
TIMED = ("timed", "of sheets, answered at the pupil's own pace on a device")
QUICK = ("quick", "of timed, handed in sooner than it can be read")
OF_A_CLASS = (
    ("in_chain", "of timed, one right after another: see assessment.plausibility_rules"),
    ("in_burst", "of timed outside class sessions, most handed in within ten minutes"),
    ("alike", "of timed, with the same wrong answers as another"),
)
COLUMNS = {"tally_topic": (IN_CLASS, TIMED, QUICK, *OF_A_CLASS), "tally_unit_topic": (IN_CLASS, TIMED, QUICK)}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, comment in columns:
            op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0", comment=comment))
    op.create_table(
        "plausibility_note",
        sa.Column("class_id", BIG, nullable=False, comment="class"),
        sa.Column("year", sa.Integer(), nullable=False, comment="school year"),
        sa.Column("causes", sa.JSON(), nullable=False, comment="codes of assessment.plausibility_notes.CAUSES"),
        sa.Column("text", sa.String(length=200), nullable=False, comment="in the teacher's words, no names of pupils"),
        sa.Column("topics", sa.JSON(), nullable=False, comment="topics that stood out when it was said: they are explained"),
        sa.Column("made_by", BIG, nullable=True, comment="who said it"),
        sa.Column("made_at", sa.BigInteger(), nullable=False, comment="when"),
        sa.Column("id", BIG, autoincrement=True, nullable=False, comment="row number"),
        sa.Column("school_id", BIG, nullable=False, comment="unit that keeps this row"),
        sa.ForeignKeyConstraint(["class_id"], ["unit.id"], name=op.f("fk_plausibility_note_class_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plausibility_note")),
        sa.UniqueConstraint("school_id", "class_id", "year", name=op.f("uq_plausibility_note_school_id_class_id_year")),
    )


def downgrade() -> None:
    op.drop_table("plausibility_note")
    for table, columns in reversed(COLUMNS.items()):
        with op.batch_alter_table(table, recreate="never") as batch:
            for name, _comment in reversed(columns):
                batch.drop_column(name)
