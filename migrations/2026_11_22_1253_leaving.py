"""Accounts know when they were last used, and six numbers can delete one."""

import sqlalchemy as sa
from alembic import op

revision: str = "leaving"
down_revision: str | None = "helping"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)
CHECK = "ck_sign_in_code_codepurpose"


BEFORE = ("join", "new_address")


def _change_purposes(*values: str) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("sign_in_code") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"purpose IN ({listed})")


def upgrade() -> None:
    """Add what is kept of an account, and one more purpose of six numbers."""
    op.add_column("member", sa.Column("signed_in_at", MOMENT, nullable=True))
    op.add_column(
        "member", sa.Column("warnings", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column("member", sa.Column("warned_at", MOMENT, nullable=True))
    _change_purposes(*BEFORE, "leave")


def downgrade() -> None:
    """Take them away; numbers that were sent for leaving are over anyway."""
    op.execute("DELETE FROM sign_in_code WHERE purpose = 'leave'")
    _change_purposes(*BEFORE)
    for column in ("warned_at", "warnings", "signed_in_at"):
        op.drop_column("member", column)
