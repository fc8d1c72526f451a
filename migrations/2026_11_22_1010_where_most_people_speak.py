"""An index for what most people say in a place: the first thing on pages of areas and wards."""

import sqlalchemy as sa
from alembic import op

revision: str = "most_said"
down_revision: str | None = "seals"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_voice_count_most", "voice_count", ["counted", "place_id", sa.text("(online + rooms)")]
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_voice_count_most", "voice_count")
