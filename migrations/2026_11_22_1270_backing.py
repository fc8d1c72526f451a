"""Which groups stand behind a need, kept as a count beside its people."""

import sqlalchemy as sa
from alembic import op

revision: str = "backing"
down_revision: str | None = "provider"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None


def upgrade() -> None:
    """Make the tables, and count the groups that put needs forward."""
    op.add_column(
        "need", sa.Column("groups", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.create_table(
        "need_backing",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("backed_by_id", sa.Integer(), nullable=True),
        sa.Column("backed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_backing_need_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_need_backing_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["backed_by_id"], ["membership.id"], name=op.f("fk_need_backing_backed_by_id")
        ),
        sa.PrimaryKeyConstraint("need_id", "organisation_id", name=op.f("pk_need_backing")),
    )
    for column in ("backed_by_id", "organisation_id"):
        op.create_index(op.f(f"ix_need_backing_{column}"), "need_backing", [column])
    op.create_table(
        "need_of_group",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_of_group_need_id")),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["membership.id"], name=op.f("fk_need_of_group_sent_by_id")
        ),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_need_of_group")),
    )
    op.create_index(op.f("ix_need_of_group_sent_by_id"), "need_of_group", ["sent_by_id"])
    _count()


def _count() -> None:
    need = sa.table(
        "need",
        sa.column("id", sa.Integer),
        sa.column("merged_into_id", sa.Integer),
        sa.column("put_forward_as", sa.String),
        sa.column("organisation_id", sa.Integer),
        sa.column("groups", sa.Integer),
    )
    target = sa.func.coalesce(need.c.merged_into_id, need.c.id)
    counted = (
        sa.select(target, sa.func.count(need.c.organisation_id.distinct()))
        .where(need.c.put_forward_as == "group", need.c.organisation_id.is_not(None))
        .group_by(target)
    )
    connection = op.get_bind()
    for need_id, groups in connection.execute(counted).all():
        connection.execute(sa.update(need).where(need.c.id == need_id).values(groups=groups))


def downgrade() -> None:
    """Take them away; what groups put forward stays theirs."""
    op.drop_table("need_of_group")
    op.drop_table("need_backing")
    op.drop_column("need", "groups")
