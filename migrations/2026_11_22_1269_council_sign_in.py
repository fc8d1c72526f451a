"""Who is who at the council's own sign-in."""

import sqlalchemy as sa
from alembic import op

revision: str = "provider"
down_revision: str | None = "reach"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "provider_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_provider_link_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_link")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_provider_link_issuer_subject")),
        sa.UniqueConstraint("person_id", "issuer", name=op.f("uq_provider_link_person_id_issuer")),
    )


def downgrade() -> None:
    """Take it away; people sign in with their passwords."""
    op.drop_table("provider_link")
