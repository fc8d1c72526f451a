"""The search index, the number of the last visible change, and a history that only grows."""

from alembic import op

revision: str = "rules"
down_revision: str | None = "tables"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

ONLY_GROWS = "The history only grows: rows are never changed or taken out."


def upgrade() -> None:
    """Add what the models cannot say."""
    op.execute("INSERT INTO visible_change (id, number) VALUES (1, 1)")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE need_search (number integer PRIMARY KEY, document tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX need_search_document ON need_search USING gin (document)")
        op.execute(
            "CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{ONLY_GROWS}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER history_entry_only_grows BEFORE UPDATE OR DELETE ON history_entry"
            " FOR EACH ROW EXECUTE FUNCTION refuse_history_change()"
        )
        op.execute(
            "CREATE TRIGGER history_entry_is_never_emptied BEFORE TRUNCATE ON history_entry"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()"
        )
        return
    op.execute("CREATE VIRTUAL TABLE need_search USING fts5(words, tokenize = 'porter unicode61')")
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER history_entry_no_{act.lower()} BEFORE {act} ON history_entry"
            f" BEGIN SELECT RAISE(ABORT, '{ONLY_GROWS}'); END"
        )


def downgrade() -> None:
    """Take it out again."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    names = ("only_grows", "is_never_emptied") if on_postgresql else ("no_update", "no_delete")
    for name in names:
        on_table = " ON history_entry" if on_postgresql else ""
        op.execute(f"DROP TRIGGER history_entry_{name}{on_table}")
    if on_postgresql:
        op.execute("DROP FUNCTION refuse_history_change()")
    op.execute("DROP TABLE need_search")
    op.execute("DELETE FROM visible_change")
