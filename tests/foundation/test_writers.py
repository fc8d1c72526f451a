"""Writers on SQLite take turns, and whoever only looks waits for nobody."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from app.foundation.database import HAS_TURN, before_ones_turn, only_reads, prepare_engine


@pytest.fixture
def engine(tmp_path):
    only_reads.set(False)
    engine = create_engine(f"sqlite:///{tmp_path}/turns.sqlite3")
    prepare_engine(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE tally (number INTEGER)"))
        connection.execute(text("INSERT INTO tally VALUES (0)"))
    yield engine
    engine.dispose()


def number(engine):
    with Session(engine) as session:
        return session.scalar(text("SELECT number FROM tally"))


def add_one(engine, *, fails=False):
    with Session(engine) as session:
        known = session.scalar(text("SELECT number FROM tally"))
        session.execute(text("UPDATE tally SET number = :n"), {"n": known + 1})
        if fails:
            raise RuntimeError
        session.commit()


def test_many_threads_write_one_after_the_other(engine):
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _turn: add_one(engine), range(80)))
    assert number(engine) == 80


def test_who_breaks_off_gives_the_turn_to_the_next(engine):
    with pytest.raises(RuntimeError):
        add_one(engine, fails=True)
    with ThreadPoolExecutor(1) as other:
        other.submit(add_one, engine).result(timeout=5)
    assert number(engine) == 1


def test_a_connection_that_is_thrown_away_gives_the_turn_to_the_next(engine):
    connection = engine.connect()
    connection.execute(text("UPDATE tally SET number = 5"))
    connection.invalidate()
    connection.close()
    with ThreadPoolExecutor(1) as other:
        other.submit(add_one, engine).result(timeout=5)
    assert number(engine) == 1


def test_a_turn_lasts_over_the_transactions_of_one_connection(engine):
    with engine.connect() as connection:
        for n in (1, 2):
            connection.execute(text("UPDATE tally SET number = :n"), {"n": n})
            assert connection.info[HAS_TURN]
            connection.commit()
    add_one(engine)
    assert number(engine) == 3


def test_who_looks_first_waits_for_no_writer_and_then_sees_what_was_written(engine):
    with Session(engine) as writer, Session(engine) as asker:
        writer.execute(text("UPDATE tally SET number = 7"))
        with before_ones_turn(asker):
            assert asker.scalar(text("SELECT number FROM tally")) == 0
        assert not only_reads.get()
        writer.commit()
        assert asker.scalar(text("SELECT number FROM tally")) == 7
        asker.execute(text("UPDATE tally SET number = 8"))
        asker.commit()
    assert number(engine) == 8


def test_who_looks_in_the_middle_of_writing_stays_in_the_same_transaction(engine):
    with Session(engine) as session:
        session.execute(text("UPDATE tally SET number = 3"))
        with before_ones_turn(session):
            assert session.scalar(text("SELECT number FROM tally")) == 3
        session.commit()
    assert number(engine) == 3
