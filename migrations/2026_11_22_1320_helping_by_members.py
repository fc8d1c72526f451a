"""Whoever belongs to a group that acts here can help others, with their account."""

import sqlalchemy as sa
from alembic import op

revision: str = "helping_by_members"
down_revision: str | None = "voices_stay"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

IS_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Let each turn belong to a person who works here, or to an account."""
    with op.batch_alter_table("helping") as table:
        table.add_column(sa.Column("member_id", sa.Integer(), nullable=True))
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        table.create_foreign_key(op.f("fk_helping_member_id"), "member", ["member_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_helping_one_helper"), "(person_id IS NULL) <> (member_id IS NULL)"
        )
    op.create_index(
        "ix_helping_open_by_member",
        "helping",
        ["member_id"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.create_index(op.f("ix_helping_member_id_started_at"), "helping", ["member_id", "started_at"])


def downgrade() -> None:
    """Take it away; what was said stays with its participants."""
    op.execute("DELETE FROM helping WHERE person_id IS NULL")
    op.drop_index(op.f("ix_helping_member_id_started_at"), "helping")
    op.drop_index("ix_helping_open_by_member", "helping")
    with op.batch_alter_table("helping") as table:
        table.drop_constraint(op.f("ck_helping_one_helper"), type_="check")
        table.drop_constraint(op.f("fk_helping_member_id"), type_="foreignkey")
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
        table.drop_column("member_id")
