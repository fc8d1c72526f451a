"""Rule 11: migrations equal models, go up and down, have one head; the history only grows."""

import logging
import warnings

import pytest
from sqlalchemy import NullPool, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from app import create_app
from app.extensions import db
from app.foundation.database import Base
from app.history import operations as history
from app.history.models import HistoryEntry
from app.prepare import alembic
from tests.builders import BUILDER
from tests.databases import settings_for

# Made by the migration alone: the search is another thing on each database.
NO_MODEL = ("need_search", "alembic_version")


class EmptyPortal:
    """A portal over a database without any table, on which migrations run one at a time."""

    def __init__(self, url, folder):
        self.app = create_app(settings_for(url, folder))
        self.engine = create_engine(url, poolclass=NullPool)

    def does(self, act, *arguments):
        """Run one step of Alembic, which keeps its connection until the context ends."""
        logging.getLogger("alembic").setLevel(logging.WARNING)
        with self.app.app_context():
            done = act(*arguments)
            db.engine.dispose()
        return done


@pytest.fixture
def empty_portal(databases, database, tmp_path):
    home = databases.of_kind(database)
    url = home.new_empty()
    yield EmptyPortal(url, tmp_path)
    home.remove(url)


def drawing(engine):
    """Return everything that the database says of its tables."""
    seen = inspect(engine)
    columns = {
        key: [(each["name"], str(each["type"]), each["nullable"], str(each["default"]))
              for each in found]
        for key, found in seen.get_multi_columns().items()
    }  # fmt: skip
    keys = {key: str(found) for key, found in seen.get_multi_pk_constraint().items()}
    others = [
        {key: in_words(found) for key, found in read().items()}
        for read in (
            seen.get_multi_foreign_keys,
            seen.get_multi_unique_constraints,
            seen.get_multi_check_constraints,
            seen.get_multi_indexes,
        )
    ]
    return {
        table: [columns[place, table], keys[place, table], *(each[place, table] for each in others)]
        for place, table in columns
        if not table.startswith(NO_MODEL)
    }


def in_words(things):
    """Return each thing as text that can be compared; order tells nothing."""
    return sorted(
        str({**thing, "dialect_options": {k: str(v) for k, v in options.items()}})
        for thing in things
        for options in [thing.get("dialect_options", {})]
    )


def test_migrations_make_what_the_models_say(empty_portal, databases, database):
    empty_portal.does(alembic.upgrade)
    differences = empty_portal.does(alembic.compare_metadata)
    assert differences == [], (
        "Models and migrations differ. Write a migration: "
        f'python3 portal.py migration "what changes". {differences}'
    )
    by_migrations = drawing(empty_portal.engine)
    url = databases.of_kind(database).new_empty()
    other = create_engine(url, poolclass=NullPool)
    with warnings.catch_warnings():
        # What a worked-out column becomes is left to each database, which the migration does too.
        warnings.filterwarnings("ignore", "Computed column .* is being created as 'STORED'")
        Base.metadata.create_all(other)
    by_models = drawing(other)
    databases.of_kind(database).remove(url)
    assert by_migrations.keys() == by_models.keys()
    for table, said in by_models.items():
        assert by_migrations[table] == said, (
            f'Table "{table}" differs. Write a migration: python3 portal.py migration "…"'
        )


def test_migrations_go_down_and_up_again(empty_portal):
    empty_portal.does(alembic.upgrade)
    first = drawing(empty_portal.engine)
    empty_portal.does(alembic.downgrade, "base")
    tables = inspect(empty_portal.engine).get_table_names()
    left = [name for name in tables if name != "alembic_version"]
    assert left == [], f"downgrade() leaves tables behind: {left}"
    empty_portal.does(alembic.upgrade)
    assert drawing(empty_portal.engine) == first


def test_migrations_have_one_head(empty_portal):
    heads = [each.revision for each in empty_portal.does(alembic.heads)]
    assert len(heads) == 1, (
        f"Two migrations follow the same one: {heads}. Let the later name the other as its "
        "down_revision."
    )


COLUMNS = "(id, at, acting_as, verb, subject, subject_id)"
OTHER_PAST = "SELECT id, at, acting_as, 'did nothing', subject, subject_id FROM history_entry"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history_entry SET verb = 'did nothing'",
        "DELETE FROM history_entry",
        "TRUNCATE history_entry CASCADE",
        f"REPLACE INTO history_entry {COLUMNS} {OTHER_PAST}",
        f"INSERT OR REPLACE INTO history_entry {COLUMNS} {OTHER_PAST}",
    ],
    ids=lambda statement: statement.split(" history")[0].lower(),
)
def test_the_history_only_grows(session, make, database, statement):
    if ("REPLACE" in statement and database != "sqlite") or (
        "TRUNCATE" in statement and database == "sqlite"
    ):
        return  # this database has no such statement
    entry = history.record(session, BUILDER, "made a need", make.need(), now=make.now)
    session.commit()
    entry_id = entry.id
    with pytest.raises(DatabaseError, match="history only grows"):
        session.execute(text(statement))
    session.rollback()
    kept = session.get(HistoryEntry, entry_id)
    assert kept is not None
    assert kept.verb == "made a need"
