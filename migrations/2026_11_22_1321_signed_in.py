"""Each browser in which somebody is signed in for work is a row, and when it was last used."""

import sqlalchemy as sa
from alembic import op

revision: str = "signed_in"
down_revision: str | None = "helping_by_members"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table; whoever is signed in for work now signs in once more."""
    op.create_table(
        "work_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_work_session_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_session")),
    )
    op.create_index(op.f("ix_work_session_person_id"), "work_session", ["person_id"])
    op.add_column("member_session", sa.Column("sent_at", MOMENT, nullable=True))


def downgrade() -> None:
    """Take both away."""
    op.drop_column("member_session", "sent_at")
    op.drop_index(op.f("ix_work_session_person_id"), table_name="work_session")
    op.drop_table("work_session")
