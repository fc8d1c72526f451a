"""Lists that begin with the fewest voices read from an index of crowds, not of exact counts."""

import sqlalchemy as sa
from alembic import op

revision: str = "crowds_of_voices"
down_revision: str | None = "partner_bodies"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

CROWD = (
    "CASE WHEN {0} < 1 THEN 0 WHEN {0} < 2 THEN 1 WHEN {0} < 4 THEN 2 WHEN {0} < 8 THEN 3"
    " WHEN {0} < 16 THEN 4 WHEN {0} < 32 THEN 5 WHEN {0} < 64 THEN 6 WHEN {0} < 128 THEN 7"
    " WHEN {0} < 256 THEN 8 WHEN {0} < 512 THEN 9 WHEN {0} < 1024 THEN 10"
    " WHEN {0} < 2048 THEN 11 WHEN {0} < 4096 THEN 12 ELSE 13 END"
)
PEOPLE = {"need": "people", "voice_count": "online + rooms"}


def upgrade() -> None:
    """Let each count say how large its crowd is; leave room beside each row on PostgreSQL."""
    op.drop_index("ix_need_fewest", table_name="need")
    op.drop_index("ix_voice_count_most", table_name="voice_count")
    # The primary key finds the same rows.
    op.drop_index("ix_voice_count_counted_place_id_subject_id", table_name="voice_count")
    # PostgreSQL before 18 can only keep such a column, SQLite only work it out when it is added.
    kept = op.get_bind().dialect.name == "postgresql" or None
    for table, people in PEOPLE.items():
        if kept:
            # First, for the new column writes every row anew.
            op.execute(f"ALTER TABLE {table} SET (fillfactor = 85)")
        crowd = sa.Computed(CROWD.format(people), persisted=kept)
        op.add_column(table, sa.Column("crowd", sa.Integer(), crowd, nullable=False))
    op.create_index("ix_need_crowd", "need", ["moderation", "crowd"], unique=False)
    op.create_index("ix_voice_count_most", "voice_count", ["counted", "place_id", "crowd"])


def downgrade() -> None:
    """Go back to indexes of exact counts."""
    op.drop_index("ix_need_crowd", table_name="need")
    op.drop_index("ix_voice_count_most", table_name="voice_count")
    for table in PEOPLE:
        op.drop_column(table, "crowd")
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"ALTER TABLE {table} RESET (fillfactor)")
    op.create_index("ix_need_fewest", "need", ["moderation", "people", "number"], unique=False)
    op.create_index(
        "ix_voice_count_most", "voice_count", ["counted", "place_id", sa.text("(online + rooms)")]
    )
    op.create_index(
        "ix_voice_count_counted_place_id_subject_id",
        "voice_count",
        ["counted", "place_id", "subject_id"],
    )
