"""The chain of seals: laid once over everything, only ever added to, and broken by any change."""

import hashlib
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from app import jobs
from app.foundation.access import Role
from app.foundation.database import only_reads
from app.history import operations, queries
from app.history.chain import FIRST, EntryToSeal, canonical_text, next_seal
from app.history.checking import walk_the_chain
from app.history.models import HistoryCheck, HistoryEntry, HistorySeal
from tests.builders import BUILDER


def numbers(session):
    return list(session.scalars(select(HistorySeal.number).order_by(HistorySeal.number)))


def seal_all(session, now):
    while operations.seal_history(session, BUILDER, now=now):
        pass


def entries(session, now, how_many, first_id=None):
    rows = [
        {"at": now, "acting_as": "tests", "verb": f"act {n}", "subject": "need", "subject_id": n,
         **({"id": first_id + n} if first_id else {})}
        for n in range(how_many)
    ]  # fmt: skip
    session.execute(insert(HistoryEntry), rows)
    session.flush()


def run(fresh_database, *words):
    with fresh_database.app.app_context():  # as the program `flask` gives it to every command
        return fresh_database.app.test_cli_runner().invoke(args=words)


def test_a_seal_is_what_the_page_on_it_says():
    at = datetime(2026, 3, 2, 10, 0, 0, 250, tzinfo=UTC)
    entry = EntryToSeal(7, at, 3, None, "planner", "said “yes”", "need", 12, None, "ab")
    line = (
        '{"acting_as":"planner","at":"2026-03-02T10:00:00.000250Z","id":7,"note_hash":"ab",'
        '"participant_id":null,"person_id":3,"reason_code":null,"subject":"need","subject_id":12,'
        '"verb":"said “yes”"}'
    )
    assert canonical_text(entry) == line
    assert next_seal(FIRST, entry) == hashlib.sha256(("0" * 64 + line).encode()).hexdigest()


def test_every_column_of_an_entry_is_sealed():
    columns = {column.name for column in HistoryEntry.__table__.columns}
    assert set(EntryToSeal.__annotations__) == columns


def test_everything_is_sealed_once_in_batches(session, make, now, monkeypatch):
    monkeypatch.setattr(operations, "SEALED_AT_ONCE", 3)
    monkeypatch.setattr("app.history.checking.READ_AT_ONCE", 2)
    make.need()
    entries(session, now, 7)
    assert operations.seal_history(session, BUILDER, now=now) == 3
    seal_all(session, now)
    everything = session.scalar(select(func.count()).select_from(HistoryEntry))
    assert numbers(session) == list(range(1, everything + 1))
    assert operations.seal_history(session, BUILDER, now=now) == 0
    finding = walk_the_chain(session)
    assert (finding.is_whole, finding.steps, finding.waiting) == (True, everything, 0)


def test_a_lower_number_that_comes_later_is_sealed_after(session, now):
    entries(session, now, 2, first_id=500)
    seal_all(session, now)
    entries(session, now, 1, first_id=490)
    assert walk_the_chain(session).waiting == 1
    seal_all(session, now)
    assert queries.sealed_steps(session, after=2, limit=5)[0].entry_id == 490
    assert walk_the_chain(session).steps == 3


def test_what_is_far_below_is_sealed_by_the_check(session, now, monkeypatch):
    monkeypatch.setattr(operations, "LOOK_BACK", 5)
    entries(session, now, 1, first_id=500)
    seal_all(session, now)
    entries(session, now, 1, first_id=100)
    assert operations.seal_history(session, BUILDER, now=now) == 0
    assert operations.seal_history(session, BUILDER, from_start=True, now=now) == 1


def test_sealing_reads_no_more_than_it_seals(session, now, queries_made):
    entries(session, now, 50)
    with queries_made() as made:
        operations.seal_history(session, BUILDER, now=now)
    assert len([each for each in made if "SAVEPOINT" not in each]) == 4


@pytest.mark.parametrize("table", [HistorySeal, HistoryCheck])
def test_seals_and_checks_only_grow(session, make, now, database, table):
    make.need()
    seal_all(session, now)
    operations.keep_check(session, BUILDER, walk_the_chain(session), now=now)
    session.flush()
    name, column = table.__tablename__, table.seal.key
    wrong = [update(table).values({column: "f" * 64}), delete(table)]
    if database == "sqlite":
        columns = ", ".join(each.name for each in table.__table__.columns)
        wrong.append(text(f"REPLACE INTO {name} ({columns}) SELECT {columns} FROM {name}"))  # noqa: S608
    else:
        wrong.append(text(f"TRUNCATE {name}"))
    for statement in wrong:
        with (
            pytest.raises(DBAPIError, match="history only grows"),
            session.begin_nested(),
        ):
            session.execute(statement)


def test_two_workers_at_once_lay_one_chain(fresh_database, now):
    with fresh_database.session() as session:
        entries(session, now, 400)
        session.commit()
    start, laid, problems = threading.Barrier(4), [], []

    def work():
        with fresh_database.session() as session:
            start.wait(30)
            try:
                for _turn in range(4):
                    laid.append(operations.seal_history(session, BUILDER, now=now))
                    session.commit()
            except BaseException as problem:  # a thread must tell the test
                problems.append(problem)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert problems == []
    assert sum(laid) == 400
    with fresh_database.session() as session:
        assert numbers(session) == list(range(1, 401))
        assert walk_the_chain(session).is_whole


class Underneath:
    """Somebody who may do anything to the database: takes the guards away and puts them back."""

    def __init__(self, fresh_database):
        self._fresh = fresh_database
        self._sqlite = fresh_database.kind == "sqlite"

    def does(self, table, *statements):
        raw = self._fresh.engine.raw_connection()
        cursor = raw.cursor()
        if self._sqlite:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?",
                (table,),
            )
            guards = cursor.fetchall()
            assert guards
            for name, _sql in guards:
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount > 0, statement
        if self._sqlite:
            for _name, sql in guards:
                cursor.execute(sql)
            cursor.execute("PRAGMA foreign_keys=ON")
        else:
            cursor.execute("SET session_replication_role = DEFAULT")
            raw.commit()
        raw.close()


@pytest.fixture
def sealed(fresh_database, now):
    """A history of nine sealed steps, and who can change it underneath."""
    with fresh_database.session() as session:
        entries(session, now, 9, first_id=100)
        seal_all(session, now)
        session.commit()
    return Underneath(fresh_database)


CHANGES = {
    "a changed entry": (
        5, ("history_entry", "UPDATE history_entry SET person_id = 1 WHERE id = 104"),
    ),
    "a changed time": (
        2, ("history_entry", "UPDATE history_entry SET at = '2020-01-01 00:00:00' WHERE id = 101"),
    ),
    "a missing entry": (4, ("history_entry", "DELETE FROM history_entry WHERE id = 103")),
    "a removed seal": (3, ("history_seal", "DELETE FROM history_seal WHERE number = 3")),
    "a changed seal": (
        7, ("history_seal", "UPDATE history_seal SET seal = 'f' WHERE number = 7"),
    ),
    "another order": (
        6,
        (
            "history_seal",
            "UPDATE history_seal SET entry_id = -1 WHERE number = 6",
            "UPDATE history_seal SET entry_id = 105 WHERE number = 7",
            "UPDATE history_seal SET entry_id = 106 WHERE number = 6",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_underneath_is_found_where_it_was_made(sealed, fresh_database, change):
    step, statements = CHANGES[change]
    assert run(fresh_database, "history", "check").exit_code == 0
    sealed.does(*statements)
    checked = run(fresh_database, "history", "check")
    assert checked.exit_code == 1
    assert f"tep {step}" in checked.output
    assert f"The {step - 1} steps before it fit." in checked.output
    with fresh_database.session() as session:
        assert queries.last_check(session).broken_step == step


def test_a_chain_made_anew_is_found_by_an_earlier_check(sealed, fresh_database, now):
    first = run(fresh_database, "history", "check")
    assert "All 9 steps whole." in first.output
    kept = first.output.split("--seal ")[1].strip()
    sealed.does("history_entry", "UPDATE history_entry SET verb = 'did nothing' WHERE id = 104")
    sealed.does("history_seal", "DELETE FROM history_seal")
    with fresh_database.session() as session:
        seal_all(session, now)
        session.commit()
    checked = run(fresh_database, "history", "check")
    assert checked.exit_code == 1
    assert "Step 9: the chain up to here was made anew" in checked.output
    # Whoever can do all this can empty the checks too: then the seal kept elsewhere tells.
    sealed.does("history_check", "DELETE FROM history_check")
    assert run(fresh_database, "history", "check").exit_code == 0
    sealed.does("history_check", "DELETE FROM history_check")
    checked = run(fresh_database, "history", "check", "--seal", kept)
    assert checked.exit_code == 1
    assert "Step 9: the chain up to here was made anew" in checked.output


def test_seals_taken_off_the_end_are_missed(sealed, fresh_database):
    run(fresh_database, "history", "check")
    sealed.does("history_seal", "DELETE FROM history_seal WHERE number > 7")
    checked = run(fresh_database, "history", "check")
    assert checked.exit_code == 1
    assert "The seal of step 8 is gone" in checked.output


@pytest.mark.parametrize("typed", ["7", "x:1", "0:" + "a" * 64, "3:abc"])
def test_a_seal_typed_wrongly_is_refused(fresh_database, typed):
    result = run(fresh_database, "history", "check", "--seal", typed)
    assert result.exit_code == 2
    assert "NUMBER:SEAL" in result.output


def test_the_jobs_seal_check_and_keep_what_they_found(fresh_database, now):
    with fresh_database.session() as session:
        entries(session, now, 12)
        session.commit()
    for job in ("seal-history", "check-history"):
        assert run(fresh_database, "jobs", "run", job).exit_code == 0
    with fresh_database.session() as session:
        check = queries.last_check(session)
        assert (check.steps, check.broken_step, check.checked_at) == (12, None, now)
        assert check.seal == queries.last_seal(session)[1]


def test_the_check_says_what_waits_for_its_seal(fresh_database, now):
    empty = run(fresh_database, "history", "check")
    assert (empty.exit_code, empty.output) == (0, "All 0 steps whole.\n")
    with fresh_database.session() as session:
        entries(session, now, 3)
        session.commit()
    assert "wait for their seal: 3" in run(fresh_database, "history", "check").output


def test_each_turn_of_a_job_has_its_own_idea_of_now(fresh_database, monkeypatch, now):
    seen = []
    monkeypatch.setattr("app.foundation.clock.real_now", lambda: now.replace(minute=len(seen)))
    job = jobs.Job(lambda: seen.append(jobs.place_now()), jobs.timedelta(minutes=1))
    with fresh_database.app.app_context():
        for _turn in range(2):
            jobs._run_safely("a job", job)
    assert [each.minute for each in seen] == [0, 1]


def test_the_page_says_what_the_last_check_found(browse, session, make, now):
    admin = make.person(Role.ADMIN)
    browse.sign_in(admin)
    page = browse.visit("/history/")
    assert "Nothing is sealed yet." in page
    assert "Not checked yet." in page
    seal_all(session, now)
    operations.keep_check(session, BUILDER, walk_the_chain(session), now=now)
    steps, seal = queries.last_seal(session)
    page = browse.visit("/history/")
    assert f"{steps}:{seal}" in "".join(page.text.split())  # it may break between any eight
    assert "Last checked on 2 March 2026 at 10:00." in page
    broken = walk_the_chain(session, {steps + 3: "f" * 64})
    operations.keep_check(session, BUILDER, broken, now=now)
    assert f"step {steps + 1} does not fit" in browse.visit("/history/")


def test_a_walk_holds_nobody_up(fresh_database, monkeypatch):
    seen = []

    def walk(*arguments):
        seen.append(only_reads.get())
        return walk_the_chain(*arguments)

    monkeypatch.setattr("app.history.commands.walk_the_chain", walk)
    assert run(fresh_database, "history", "check").exit_code == 0
    assert (seen, only_reads.get()) == ([True], False)
