"""Lists that begin with the fewest voices read from an index of crowds, not of exact counts."""

import sqlalchemy as sa
from alembic import op

revision: str = "crowds_of_voices"
down_revision: str | None = "partner_bodies"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

CROWD = (
    "CASE WHEN people < 1 THEN 0 WHEN people < 2 THEN 1 WHEN people < 4 THEN 2"
    " WHEN people < 8 THEN 3 WHEN people < 16 THEN 4 WHEN people < 32 THEN 5"
    " WHEN people < 64 THEN 6 WHEN people < 128 THEN 7 WHEN people < 256 THEN 8"
    " WHEN people < 512 THEN 9 WHEN people < 1024 THEN 10 WHEN people < 2048 THEN 11"
    " WHEN people < 4096 THEN 12 ELSE 13 END"
)


def upgrade() -> None:
    """Let each need say how large its crowd is; leave room beside each row on PostgreSQL."""
    op.drop_index("ix_need_fewest", table_name="need")
    if op.get_bind().dialect.name == "postgresql":
        # First, for the new column writes every row anew.
        op.execute("ALTER TABLE need SET (fillfactor = 85)")
    # PostgreSQL before 18 can only keep such a column, SQLite only work it out when it is added.
    kept = op.get_bind().dialect.name == "postgresql" or None
    crowd = sa.Computed(CROWD, persisted=kept)
    op.add_column("need", sa.Column("crowd", sa.Integer(), crowd, nullable=False))
    op.create_index("ix_need_crowd", "need", ["moderation", "crowd"], unique=False)


def downgrade() -> None:
    """Go back to an index of exact counts."""
    op.drop_index("ix_need_crowd", table_name="need")
    op.drop_column("need", "crowd")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE need RESET (fillfactor)")
    op.create_index("ix_need_fewest", "need", ["moderation", "people", "number"], unique=False)
