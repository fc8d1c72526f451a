"""Complaints about data, each with its clock."""

import sqlalchemy as sa
from alembic import op

revision: str = "complaints"
down_revision: str | None = "leaving"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "data_complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("send_key", sa.String(length=64), nullable=True),
        sa.Column(
            "about",
            _choice("complaintabout", "shows", "not_removed", "not_shown", "wrong", "other"),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("other_way", sa.String(length=200), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("acknowledged_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("finding", _choice("finding", "right", "partly", "not_right"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_data_complaint_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_data_complaint_number")),
        sa.UniqueConstraint("send_key", name=op.f("uq_data_complaint_send_key")),
    )
    op.create_index(
        op.f("ix_data_complaint_closed_at_due_on"), "data_complaint", ["closed_at", "due_on"]
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("data_complaint")
