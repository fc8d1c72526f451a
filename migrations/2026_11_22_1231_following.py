"""Following: what accounts follow, and how often each wants a letter."""

import sqlalchemy as sa
from alembic import op

revision: str = "following"
down_revision: str | None = "own_data"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "follower",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("how_often", _choice("howoften", "daily", "weekly", "none"), nullable=False),
        sa.Column("was_asked", sa.Boolean(), nullable=False),
        sa.Column("told_until", sa.Integer(), nullable=False),
        sa.Column("next_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_follower_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_follower")),
    )
    op.create_index(op.f("ix_follower_next_day_member_id"), "follower", ["next_day", "member_id"])
    kinds = ("need", "theme", "action", "outcome", "place", "own_words")
    op.create_table(
        "following",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("followkind", *kinds), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_following_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_following")),
        sa.UniqueConstraint(
            "member_id", "kind", "thing_id", name=op.f("uq_following_member_id_kind_thing_id")
        ),
    )


def downgrade() -> None:
    """Take them away; nobody gets letters any more."""
    for table in ("following", "follower"):
        op.drop_table(table)
