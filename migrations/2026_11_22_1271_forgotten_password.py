"""Six numbers can take the place of a password that somebody forgot."""

from alembic import op

revision: str = "forgotten_password"
down_revision: str | None = "backing"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

CHECK = "ck_sign_in_code_codepurpose"
BEFORE = ("join", "new_address", "leave")


def _change_purposes(*values: str) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("sign_in_code") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"purpose IN ({listed})")


def upgrade() -> None:
    """Add one more purpose of six numbers."""
    _change_purposes(*BEFORE, "forgotten")


def downgrade() -> None:
    """Take it away; numbers that were sent for it are over anyway."""
    op.execute("DELETE FROM sign_in_code WHERE purpose = 'forgotten'")
    _change_purposes(*BEFORE)
