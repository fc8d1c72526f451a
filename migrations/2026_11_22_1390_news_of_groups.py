"""Members of a group can follow what it put forward."""

from alembic import op

revision: str = "news_of_groups"
down_revision: str | None = "what_became_of_words"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

CHECK = "ck_following_followkind"
BEFORE = ("need", "theme", "action", "outcome", "place", "own_words")


def _change_kinds(*values: str) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("following") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"kind IN ({listed})")


def upgrade() -> None:
    """Let a group be followed."""
    _change_kinds(*BEFORE, "group")


def downgrade() -> None:
    """Let none be followed any more."""
    op.execute("DELETE FROM following WHERE kind = 'group'")
    _change_kinds(*BEFORE)
