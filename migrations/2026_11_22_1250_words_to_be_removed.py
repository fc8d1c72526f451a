"""Words that wait to be removed for good."""

import sqlalchemy as sa
from alembic import op

revision: str = "erasing"
down_revision: str | None = "locks"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "erasure",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            _choice(
                "erasurereason", "own_wish", "by_letter", "by_phone", "in_person", "names_somebody"
            ),
            nullable=False,
        ),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("erase_at", MOMENT, nullable=False),
        sa.Column(
            "moderation_before",
            _choice(
                "moderation",
                "waiting", "returned", "published", "hidden", "withdrawn", "merged", "erased",
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_erasure_need_id")),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_erasure")),
    )  # fmt: skip
    op.create_index(op.f("ix_erasure_erase_at"), "erasure", ["erase_at"])


def downgrade() -> None:
    """Take it away; what waited to be removed stays hidden."""
    op.drop_table("erasure")
