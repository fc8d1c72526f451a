"""What one voice did is found quickly, for the page of what is kept about it."""

from alembic import op

revision: str = "own_data"
down_revision: str | None = "members"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

INDEX = "ix_history_entry_participant_id"


def upgrade() -> None:
    """Add the index."""
    op.create_index(INDEX, "history_entry", ["participant_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index(INDEX, "history_entry")
