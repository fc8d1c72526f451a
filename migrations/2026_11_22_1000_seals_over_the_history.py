"""Seals over the history, and what each check of them found; both only grow."""

import sqlalchemy as sa
from alembic import op

revision: str = "seals"
down_revision: str | None = "rules"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

TABLES = ("history_seal", "history_check")
ONLY_GROWS = "The history only grows: rows are never changed or taken out."


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "history_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("broken_step", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_check")),
    )
    op.create_table(
        "history_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["history_entry.id"], name=op.f("fk_history_seal_entry_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_history_seal")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_history_seal_entry_id")),
    )
    for table in TABLES:
        _refuse_changes(table)


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_history_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{ONLY_GROWS}'); END"
        )


def downgrade() -> None:
    """Change them back; the triggers go with their tables."""
    for table in TABLES:
        op.drop_table(table)
