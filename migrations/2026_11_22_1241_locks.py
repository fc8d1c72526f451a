"""Apps that show six numbers, for the second step of people who work here."""

import sqlalchemy as sa
from alembic import op

revision: str = "locks"
down_revision: str | None = "about_you"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "app_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("next_secret", sa.String(length=200), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_app_lock_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_lock")),
        sa.UniqueConstraint("person_id", name=op.f("uq_app_lock_person_id")),
    )


def downgrade() -> None:
    """Take it away; everybody then sets up a new second step."""
    op.drop_table("app_lock")
