"""Bodies whose name was corrected remember the names they had: answers keep those."""

import sqlalchemy as sa
from alembic import op

revision: str = "earlier_names"
down_revision: str | None = "crowds_of_voices"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None


def upgrade() -> None:
    """Add the names; so far none was corrected."""
    names = sa.Column("earlier_names", sa.Text(), server_default=sa.text("''"), nullable=False)
    op.add_column("organisation", names)


def downgrade() -> None:
    """Forget them."""
    op.drop_column("organisation", "earlier_names")
