"""Groups: what they say of themselves, who belongs to them, the call, and invitations."""

import sqlalchemy as sa
from alembic import op

from app.foundation.text.lookalikes import look_of

revision: str = "groups"
down_revision: str | None = "digests"
branch_labels: tuple[str, ...] | None = ()
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)
# What a body of each sector is, where nobody said more.
KIND_OF = {
    "faith": "faith_group",
    "business": "local_business",
    "housing": "housing_body",
    "public": "public_body",
    "union": "union",
    "funder": "funder",
}


def upgrade() -> None:
    """Add the columns and tables; whatever stands there already is active."""
    for column in _columns():
        op.add_column("organisation", column)
    _say_kind_and_look()
    op.create_index("ix_organisation_look", "organisation", ["look"], unique=True)
    op.create_index(op.f("ix_organisation_asked_at"), "organisation", ["asked_at"])
    _make_tables()


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("look", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=40), server_default="community_group", nullable=False),
        sa.Column("standing", sa.String(length=40), server_default="active", nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("is_trusted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("about", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column(
            "knows_place", sa.String(length=300), server_default=sa.text("''"), nullable=False
        ),
        sa.Column(
            "knows_interest", sa.String(length=300), server_default=sa.text("''"), nullable=False
        ),
        sa.Column(
            "knows_identity", sa.String(length=300), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("is_everywhere", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("speaks_for", sa.Integer(), nullable=True),
        sa.Column(
            "how_counted", sa.String(length=200), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("how_asked", sa.String(length=40), nullable=True),
        sa.Column("reach", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("call_phone", sa.String(length=40), server_default=sa.text("''"), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
    ]


def _say_kind_and_look() -> None:
    body = sa.table(
        "organisation",
        sa.column("id", sa.Integer),
        sa.column("name", sa.String),
        sa.column("sector", sa.String),
        sa.column("kind", sa.String),
        sa.column("look", sa.String),
    )
    connection, seen = op.get_bind(), set()
    for row in connection.execute(sa.select(body.c.id, body.c.name, body.c.sector)).all():
        look = look_of(row.name)
        # Of two that look alike already, the later one keeps its name; only new ones are refused.
        values = {
            "kind": KIND_OF.get(row.sector, "community_group"),
            "look": None if not look or look in seen else look,
        }
        seen.add(look)
        connection.execute(sa.update(body).where(body.c.id == row.id).values(values))


def _make_tables() -> None:
    op.create_table(
        "organisation_place",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_place_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_organisation_place_place_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "place_id", name=op.f("pk_organisation_place")),
    )
    op.create_index(op.f("ix_organisation_place_place_id"), "organisation_place", ["place_id"])
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("shown_name", sa.String(length=80), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_membership_member_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    for column in ("member_id", "organisation_id"):
        op.create_index(op.f(f"ix_membership_{column}"), "membership", [column])
    op.create_index(
        "ix_membership_now",
        "membership",
        ["organisation_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "verification_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("called_at", MOMENT, nullable=False),
        sa.Column("called_by_id", sa.Integer(), nullable=False),
        sa.Column("number_from", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["called_by_id"], ["person.id"], name=op.f("fk_verification_call_called_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_verification_call_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_call")),
    )
    op.create_index(
        op.f("ix_verification_call_organisation_id"), "verification_call", ["organisation_id"]
    )
    op.create_table(
        "group_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_mark", sa.String(length=64), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["membership.id"], name=op.f("fk_group_invitation_invited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_group_invitation_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_invitation")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_group_invitation_link_digest")),
    )
    for columns in (["email_mark", "made_at"], ["invited_by_id"], ["made_at"], ["organisation_id"]):
        op.create_index(
            op.f(f"ix_group_invitation_{'_'.join(columns)}"), "group_invitation", columns
        )


def downgrade() -> None:
    """Take them away; the names of groups and bodies stay."""
    for table in ("group_invitation", "verification_call", "membership", "organisation_place"):
        op.drop_table(table)
    op.drop_index(op.f("ix_organisation_asked_at"), "organisation")
    op.drop_index("ix_organisation_look", "organisation")
    for column in reversed(_columns()):
        op.drop_column("organisation", column.name)
