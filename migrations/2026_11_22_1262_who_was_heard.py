"""Who was heard: numbers as they were published, already rounded and with small ones hidden."""

import sqlalchemy as sa
from alembic import op

revision: str = "reach"
down_revision: str | None = "passkeys"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Make the tables."""
    cuts = ("kinds", "ages", "themes_in_services", "themes_using_services")
    op.create_table(
        "reach_published",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cut", _enum("cut", *cuts), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach_published")),
        sa.UniqueConstraint("cut", "taken_on", name=op.f("uq_reach_published_cut_taken_on")),
    )
    op.create_table(
        "reach_cell",
        sa.Column("published_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("hidden", _enum("hidden", "few", "too", "all"), nullable=True),
        sa.Column("heard_since", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["published_id"], ["reach_published.id"], name=op.f("fk_reach_cell_published_id")
        ),
        sa.PrimaryKeyConstraint("published_id", "name", name=op.f("pk_reach_cell")),
    )


def downgrade() -> None:
    """Take them away; the answers they were counted from stay."""
    op.drop_table("reach_cell")
    op.drop_table("reach_published")
