"""Words that wait to be removed remember what had become of them."""

import sqlalchemy as sa
from alembic import op

revision: str = "what_became_of_words"
down_revision: str | None = "signed_in"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

CHECK = "ck_erasure_progress"
VALUES = (
    "new", "grouped", "being_decided", "answered", "in_plan", "under_way", "done", "reviewed",
    "elsewhere", "not_now", "passed_on", "community_led",
)  # fmt: skip


def upgrade() -> None:
    """Add the column; what waits already stays where the plan brings it."""
    listed = ", ".join(f"'{value}'" for value in VALUES)
    with op.batch_alter_table("erasure") as table:
        table.add_column(sa.Column("progress_before", sa.String(40)))
        table.create_check_constraint(op.f(CHECK), f"progress_before IN ({listed})")


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("erasure") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.drop_column("progress_before")
