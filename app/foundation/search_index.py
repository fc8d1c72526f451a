"""Searching words of published things: FTS5 on SQLite, tsvector on PostgreSQL, one interface.

The index holds folded text under the thing's public number, so newest first is the index's own
order. Only published things are put in; the migration makes the tables.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    column,
    delete,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.orm import Session

from app.foundation.text.search import fold, search_terms, telling_terms

# On PostgreSQL: number and a tsvector. On SQLite: an FTS5 table whose rowid is the number.
_POSTGRESQL = table("need_search", column("number"), column("document"))
_SQLITE = table("need_search", column("rowid"), column("words"))
# Neither database's stemmer sees that buses are many a bus.
_MANY = re.compile(r"\b((?:mini)?bus|campus|gas|virus|bonus)(?:s?es)\b")
MOST_TERMS = 12
MOST_MATCHES = 2000
COUNT_LIMIT = 500
RAREST = 6
STRONG = 3  # so many shared words are more than chance
LONGEST_ENDING, SHORTEST_STEM = 2, 4


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _one_form(folded: str) -> str:
    return _MANY.sub(r"\1", folded)


def put(session: Session, number: int, words: str) -> None:
    """Put a thing's words in, or anew in place of the earlier ones."""
    put_many(session, [(number, words)])


def put_many(session: Session, things: Sequence[tuple[int, str]]) -> None:
    """Put the words of many things in at once."""
    rows = [{"number": number, "words": _one_form(fold(words))} for number, words in things]
    if not rows:
        return
    take_out(session, [number for number, _words in things])
    statement = (
        "INSERT INTO need_search (number, document)"
        " VALUES (:number, to_tsvector('english', :words))"
        if _on_postgresql(session)
        else "INSERT INTO need_search (rowid, words) VALUES (:number, :words)"
    )
    session.execute(text(statement), rows)


def take_out(session: Session, numbers: Sequence[int]) -> None:
    """Take things out; taking out what is not there changes nothing."""
    index, key = (
        (_POSTGRESQL, _POSTGRESQL.c.number)
        if _on_postgresql(session)
        else (_SQLITE, _SQLITE.c.rowid)
    )
    session.execute(delete(index).where(key.in_(list(numbers))))


def newest_matches(
    session: Session, words: str, *, below: int | None = None, above: int | None = None
) -> Select[int] | None:
    """Return a statement for the numbers of the newest things that hold every searched word.

    At most 2,000, on one side of a number where one is given: the index is walked from that end
    and left, however many things hold the words. None when nothing searchable was typed. Words
    are quoted, so no operator of the database's own query language is ever reached.
    """
    terms = search_terms(words)[:MOST_TERMS]
    if not terms:
        return None
    number, condition = _matching_terms(session, terms, all_of_them=True)
    statement = select(number).where(condition).limit(MOST_MATCHES)
    if above is not None:
        return statement.where(number > above).order_by(number)
    return (statement if below is None else statement.where(number < below)).order_by(number.desc())


def _matching_terms(
    session: Session, terms: Sequence[str], *, all_of_them: bool
) -> tuple[ColumnElement[int], ColumnElement[bool]]:
    terms = [_one_form(term) for term in terms]
    if _on_postgresql(session):
        queries = [func.plainto_tsquery("english", term) for term in terms]
        together: ColumnElement[Any] = queries[0]
        for query in queries[1:]:
            together = together.op("&&" if all_of_them else "||")(query)
        return _POSTGRESQL.c.number, _POSTGRESQL.c.document.op("@@")(together)
    quoted = [f'"{term}"' for term in terms]
    expression = (" " if all_of_them else " OR ").join(quoted)
    return (
        _SQLITE.c.rowid,
        literal_column("need_search").op("MATCH")(literal(expression)),
    )


class Alike(NamedTuple):
    """A thing that shares words with a text; strongly, where they are three, or all there are."""

    number: int
    is_strong: bool


def most_alike(session: Session, words: str, *, among: int = 30) -> Sequence[int]:
    """Return the numbers of things that share the rarest words with a text, most alike first."""
    return [each.number for each in alike(session, words, among=among)]


def alike(session: Session, words: str, *, among: int = 30) -> Sequence[Alike]:
    """Return the things that share the rarest words with a text, most alike first.

    How rare a word is comes from the index itself, each count stopped at 500; a thing scores the
    sum of 1/count over the rare words that it shares. One shared word is chance, unless it is the
    only one that the text has.
    """
    terms = telling_terms(words, MOST_TERMS * 2)
    if not terms:
        return []
    counts = {term: count for term, count in _counts(session, terms).items() if count < COUNT_LIMIT}
    enough = 2 if len(counts) > 1 else 1
    rare = _each_stem_once((count, term) for term, count in counts.items() if count)[:RAREST]
    if len(rare) < enough:
        return []
    found = []
    for count, term in rare:
        number, condition = _matching_terms(session, [term], all_of_them=True)
        found.append(
            select(number.label("number"), literal(1.0 / count).label("score"))
            .where(condition)
            .order_by(number.desc())
            .limit(COUNT_LIMIT)
            .subquery()
        )
    together = union_all(*(select(part.c.number, part.c.score) for part in found)).subquery()
    rows = session.execute(
        select(together.c.number, func.sum(together.c.score), func.count())
        .group_by(together.c.number)
        .order_by(func.sum(together.c.score).desc(), together.c.number.desc())
        .limit(among)
    ).all()
    strong = min(STRONG, len(terms))
    return [Alike(row[0], row[2] >= strong) for row in rows if row[2] >= enough]


def _each_stem_once(counted: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return counted terms, rarest first: to the index, play and playing are the same word."""
    kept: list[tuple[int, str]] = []
    for count, term in sorted(counted):
        if not any(count == other and _share_a_stem(term, word) for other, word in kept):
            kept.append((count, term))
    return kept


def _share_a_stem(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    stem = min(max(shorter - LONGEST_ENDING, SHORTEST_STEM), shorter)
    return one[:stem] == other[:stem]


def _counts(session: Session, terms: Sequence[str]) -> dict[str, int]:
    parts: list[Select[*tuple[Any, ...]]] = []
    for position, term in enumerate(terms):
        number, condition = _matching_terms(session, [term], all_of_them=True)
        capped = select(number.label("number")).where(condition).limit(COUNT_LIMIT).subquery()
        parts.append(select(literal_column(str(position)), func.count()).select_from(capped))
    rows = session.execute(union_all(*parts)).all()
    return {terms[position]: count for position, count in rows}
