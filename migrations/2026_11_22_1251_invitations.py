"""Invitations of people who are to work here, and lost locks that somebody asked to open."""

import sqlalchemy as sa
from alembic import op

revision: str = "invitations"
down_revision: str | None = "erasing"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)
ROLES = (
    "moderator", "safeguarding_lead", "planner", "partner_editor", "partnership_manager",
    "councillor", "analyst", "learning_partner", "admin",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(*ROLES, name="role", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("link_digest", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("over_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_invitation_place_id")),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_invitation_link_digest")),
    )
    for column in ("email", "person_id", "made_at"):
        op.create_index(op.f(f"ix_invitation_{column}"), "invitation", [column])
    op.create_table(
        "lock_reset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lock_reset_person_id")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_lock_reset_asked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock_reset")),
        sa.UniqueConstraint("person_id", name=op.f("uq_lock_reset_person_id")),
    )


def downgrade() -> None:
    """Take them away; who works here already stays."""
    op.drop_table("lock_reset")
    op.drop_table("invitation")
