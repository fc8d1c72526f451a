"""A partner editor's role is held for one body."""

import sqlalchemy as sa
from alembic import op

revision: str = "partner_bodies"
down_revision: str | None = "news_of_groups"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

TABLES = ("role_grant", "invitation")


def upgrade() -> None:
    """Add the body to roles that were given and to invitations; none had one so far."""
    for table in TABLES:
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
            changed.create_foreign_key(
                op.f(f"fk_{table}_organisation_id"), "organisation", ["organisation_id"], ["id"]
            )


def downgrade() -> None:
    """Take it away; a partner editor of no body could do nothing, so those roles go, too."""
    for table in TABLES:
        op.execute(f"DELETE FROM {table} WHERE role = 'partner_editor'")  # noqa: S608 - two names
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"fk_{table}_organisation_id"), type_="foreignkey")
            changed.drop_column("organisation_id")
