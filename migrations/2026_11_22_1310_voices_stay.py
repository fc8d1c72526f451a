"""Words that wait to be removed remember with which others they were joined."""

import sqlalchemy as sa
from alembic import op

revision: str = "voices_stay"
down_revision: str | None = "forgotten_password"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

KEY = "fk_erasure_merged_into_before_id"


def upgrade() -> None:
    """Add the column; what waits already was let out of its joint for good."""
    with op.batch_alter_table("erasure") as table:
        table.add_column(sa.Column("merged_into_before_id", sa.Integer()))
        table.create_foreign_key(op.f(KEY), "need", ["merged_into_before_id"], ["id"])


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("erasure") as table:
        table.drop_constraint(op.f(KEY), type_="foreignkey")
        table.drop_column("merged_into_before_id")
