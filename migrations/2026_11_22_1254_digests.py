"""Digests: the one letter of a day, the needs that it names, and the link that stops letters."""

import sqlalchemy as sa
from alembic import op

revision: str = "digests"
down_revision: str | None = "complaints"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None


def upgrade() -> None:
    """Make the tables, and room for the link."""
    op.create_table(
        "digest",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_after", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_digest_member_id")),
        sa.PrimaryKeyConstraint("member_id", "day", name=op.f("pk_digest")),
    )
    op.create_index(op.f("ix_digest_letter_id"), "digest", ["letter_id"])
    op.create_table(
        "digest_need",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_digest_need_need_id")),
        sa.ForeignKeyConstraint(
            ["member_id", "day"],
            ["digest.member_id", "digest.day"],
            name=op.f("fk_digest_need_member_id"),
        ),
        sa.PrimaryKeyConstraint("member_id", "day", "need_id", name=op.f("pk_digest_need")),
    )
    op.add_column("outgoing_letter", sa.Column("stop_link", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take them away; letters that wait lose the link in their head."""
    op.drop_column("outgoing_letter", "stop_link")
    for table in ("digest_need", "digest"):
        op.drop_table(table)
