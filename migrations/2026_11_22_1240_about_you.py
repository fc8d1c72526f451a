"""What people tell about themselves: who was asked, and the answers, apart from all words."""

import sqlalchemy as sa
from alembic import op

revision: str = "about_you"
down_revision: str | None = "following"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "about_you",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_about_you_participant_id")
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_about_you")),
    )
    op.create_table(
        "about_you_answer",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column(
            "question",
            sa.Enum(
                "kind",
                "age",
                "disability",
                "caring",
                "income",
                "ethnicity",
                "gender",
                "care_experience",
                "internet",
                "years_here",
                name="question",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.String(length=30), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_about_you_answer_participant_id")
        ),
        sa.PrimaryKeyConstraint(
            "participant_id", "question", "answer", name=op.f("pk_about_you_answer")
        ),
    )
    op.create_index(
        op.f("ix_about_you_answer_question_answer_participant_id"),
        "about_you_answer",
        ["question", "answer", "participant_id"],
    )


def downgrade() -> None:
    """Take them away; nothing else holds what they held."""
    op.drop_table("about_you_answer")
    op.drop_table("about_you")
