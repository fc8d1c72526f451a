"""Helping one person at a time: who helps whom now, and how."""

import sqlalchemy as sa
from alembic import op

revision: str = "helping"
down_revision: str | None = "invitations"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)
IS_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "helping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "online",
                "paper",
                "phone",
                "workshop",
                "home_visit",
                "stall",
                "recorded",
                "imported",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_helping_participant_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_helping_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_helping_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helping")),
    )
    op.create_index(
        "ix_helping_open",
        "helping",
        ["person_id"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.create_index(op.f("ix_helping_participant_id"), "helping", ["participant_id"])
    op.create_index(op.f("ix_helping_person_id_started_at"), "helping", ["person_id", "started_at"])


def downgrade() -> None:
    """Take it away; what was said stays with its participants."""
    op.drop_table("helping")
