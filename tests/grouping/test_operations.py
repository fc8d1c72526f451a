"""Needs under themes, causes and marks: do, undo, again, by two people; counters stay right."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotAllowed, NotFound, NotPossibleNow, Role
from app.grouping import operations, queries
from app.grouping.operations import CauseWords
from app.history.queries import history_of
from app.needs.models import Moderation, Need, Progress
from app.needs.queries import need_ids_of_theme
from app.priorities.models import CauseKind, Confidence
from app.recounts.operations import differences
from app.themes.models import ActingLevel, Theme
from tests.builders import BUILDER, Make


@pytest.fixture
def planner(make: Make) -> Actor:
    return make.actor(Role.PLANNER)


@pytest.fixture
def theme(make: Make) -> Theme:
    return make.theme("Getting home")


def people(session: Session, theme: Theme) -> int:
    found = queries.people_of_themes(session, BUILDER, [theme.id])
    return found[theme.id].together if theme.id in found else 0


def verbs(session: Session, thing: Need | Theme) -> list[str]:
    session.flush()
    return [line.verb for line in history_of(session, thing.__tablename__, thing.id)]


def words(*needs: Need, **change: object) -> CauseWords:
    said = CauseWords(
        kind=CauseKind.CAUSE,
        words="Nobody owns the gap.",
        confidence=Confidence.SEVERAL_VOICES,
        need_numbers=frozenset(need.number or 0 for need in needs),
    )
    return replace(said, **change)  # type: ignore[arg-type]  # names of its fields


def test_needs_put_under_a_theme_are_counted_once(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime
) -> None:
    voice = make.participant_actor()
    first, second = make.need(supports=2), make.need(supports=3)
    for need in (first, second):
        make.support(need, voice)
    ids = [first.id, second.id]
    assert operations.put_under_theme(session, planner, theme, ids, now=now) == 2
    assert operations.put_under_theme(session, planner, theme, ids, now=now) == 0
    assert people(session, theme) == 6
    assert {first.progress, second.progress} == {Progress.GROUPED}
    assert verbs(session, theme).count("put needs under a theme") == 1
    assert differences(session, BUILDER) == []


def test_taking_out_undoes_it_and_can_be_repeated(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime
) -> None:
    need = make.need(supports=2)
    for _ in range(2):
        operations.put_under_theme(session, planner, theme, [need.id], now=now)
        assert people(session, theme) == 2
        assert operations.take_out_of_theme(session, planner, theme, [need.id], now=now) == 1
        assert people(session, theme) == 0
    assert operations.take_out_of_theme(session, planner, theme, [need.id], now=now) == 0
    assert need.progress is Progress.NEW
    assert differences(session, BUILDER) == []


def test_a_need_stands_under_two_themes_and_no_third(
    session: Session, make: Make, planner: Actor, now: datetime
) -> None:
    need, other = make.need(), make.need()
    themes = [make.theme(name) for name in ("One", "Two", "Three")]
    for theme in themes[:2]:
        operations.put_under_theme(session, planner, theme, [need.id], now=now)
    with pytest.raises(NotPossibleNow, match=f"{need.code}: This need stands under two themes"):
        operations.put_under_theme(session, planner, themes[2], [need.id, other.id], now=now)
    assert differences(session, BUILDER) == []


def test_an_answered_need_keeps_its_answer_when_it_is_grouped_and_taken_out(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime
) -> None:
    need = make.need(progress=Progress.NOT_NOW)
    operations.put_under_theme(session, planner, theme, [need.id], now=now)
    operations.take_out_of_theme(session, planner, theme, [need.id], now=now)
    assert need.progress is Progress.NOT_NOW


@pytest.mark.parametrize("state", [Moderation.WAITING, Moderation.HIDDEN, Moderation.WITHDRAWN])
def test_what_nobody_sees_is_not_put_under_a_theme(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime, state: Moderation
) -> None:
    need = make.need(state=state)
    with pytest.raises(NotPossibleNow, match="Only a published need"):
        operations.put_under_theme(session, planner, theme, [need.id], now=now)
    assert need_ids_of_theme(session, theme.id) == []


def test_a_hidden_need_can_still_be_taken_out(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime
) -> None:
    need = make.need(theme=theme, state=Moderation.HIDDEN)
    assert operations.take_out_of_theme(session, planner, theme, [need.id], now=now) == 1
    assert differences(session, BUILDER) == []


def test_a_cause_rests_on_needs(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime
) -> None:
    first, second = make.need(theme=theme), make.need(theme=theme)
    operations.add_cause(session, planner, theme, words(first, second), now=now)
    said = words(second, kind=CauseKind.SYMPTOM, confidence=Confidence.VOICES_AND_DATA)
    operations.add_cause(session, planner, theme, said, now=now)
    cause, symptom = queries.causes_of_theme(session, planner, theme.id)
    assert (cause.kind, [need.id for need in cause.needs]) == (
        CauseKind.CAUSE,
        [first.id, second.id],
    )
    assert (symptom.kind, symptom.confidence) == (CauseKind.SYMPTOM, Confidence.VOICES_AND_DATA)
    assert verbs(session, theme)[-2:] == ["wrote down a cause", "wrote down a symptom"]


def test_saying_it_twice_keeps_one_cause(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime
) -> None:
    need = make.need(theme=theme)
    first = operations.add_cause(session, planner, theme, words(need), now=now)
    again = operations.add_cause(session, planner, theme, words(need), now=now)
    assert again.id == first.id
    other = words(need, confidence=Confidence.VOICES_AND_DATA)
    with pytest.raises(NotPossibleNow, match="stands there already"):
        operations.add_cause(session, planner, theme, other, now=now)
    assert len(queries.causes_of_theme(session, planner, theme.id)) == 1


def test_only_a_hunch_rests_on_nothing(
    session: Session, planner: Actor, theme: Theme, now: datetime
) -> None:
    with pytest.raises(NotPossibleNow, match="With none it is a hunch"):
        operations.add_cause(session, planner, theme, words(), now=now)
    hunch = words(confidence=Confidence.HUNCH)
    operations.add_cause(session, planner, theme, hunch, now=now)


def test_a_cause_rests_only_on_public_needs_of_its_theme(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime
) -> None:
    for need in (make.need(), make.need(theme=theme, state=Moderation.HIDDEN)):
        with pytest.raises(NotPossibleNow, match="One of these needs"):
            operations.add_cause(session, planner, theme, words(need), now=now)


def test_a_cause_changes_and_keeps_the_place_of_what_is_gone(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime
) -> None:
    stays, goes, comes = (make.need(theme=theme) for _ in range(3))
    cause = operations.add_cause(session, planner, theme, words(stays, goes), now=now)
    make._bring_to(goes, Moderation.HIDDEN, None, None)
    said = words(comes, words="Said better.")
    operations.change_cause(
        session, planner, theme, cause.id, said, seen_words="Nobody owns the gap.", now=now
    )
    (line,) = queries.causes_of_theme(session, planner, theme.id)
    assert line.words == "Said better."
    assert {(need.id, need.marker, need.title) for need in line.needs} == {
        (goes.id, "hidden", ""),
        (comes.id, "", comes.title),
    }


def test_a_stale_form_of_a_cause_changes_nothing(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime
) -> None:
    need = make.need(theme=theme)
    cause = operations.add_cause(session, planner, theme, words(need), now=now)
    seen = cause.words

    def change(text: str) -> None:
        said = words(need, words=text)
        operations.change_cause(session, planner, theme, cause.id, said, seen_words=seen, now=now)

    change("First.")
    change("First.")  # a second press
    with pytest.raises(NotPossibleNow, match="Someone changed this"):
        change("Second.")
    assert cause.words == "First."


def test_a_cause_does_not_become_another_one(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime
) -> None:
    need = make.need(theme=theme)
    operations.add_cause(session, planner, theme, words(need), now=now)
    other = operations.add_cause(session, planner, theme, words(need, words="Other."), now=now)
    with pytest.raises(NotPossibleNow, match="stands there already"):
        operations.change_cause(
            session, planner, theme, other.id, words(need), seen_words="Other.", now=now
        )


def test_a_cause_is_taken_away_once_and_only_from_its_own_theme(
    session: Session, make: Make, planner: Actor, theme: Theme, now: datetime
) -> None:
    need = make.need(theme=theme)
    cause = operations.add_cause(session, planner, theme, words(need), now=now)
    cause_id, seen = cause.id, cause.words
    other = make.theme("Other")
    assert not operations.take_cause_away(
        session, planner, other, cause_id, seen_words=seen, now=now
    )
    with pytest.raises(NotPossibleNow, match="since you opened"):
        operations.take_cause_away(
            session, planner, theme, cause_id, seen_words="Something else.", now=now
        )
    assert operations.take_cause_away(session, planner, theme, cause_id, seen_words=seen, now=now)
    assert not operations.take_cause_away(
        session, planner, theme, cause_id, seen_words=seen, now=now
    )
    assert queries.causes_of_theme(session, planner, theme.id) == []
    with pytest.raises(NotFound):
        operations.change_cause(
            session, planner, theme, cause_id, words(need), seen_words="", now=now
        )


def test_a_level_is_said_and_taken_back(
    session: Session, make: Make, planner: Actor, now: datetime
) -> None:
    need = make.need()
    before = len(verbs(session, need))
    for level in (ActingLevel.NATIONAL, ActingLevel.NATIONAL, None, None):
        operations.set_level(session, planner, need, level, now=now)
        assert need.level is level
    assert verbs(session, need)[before:] == ["said who can act"] * 2


def test_small_group_big_need_is_marked_with_its_reason(
    session: Session, make: Make, planner: Actor, now: datetime
) -> None:
    need = make.need()

    def mark(reason: str, *, is_marked: bool) -> None:
        operations.mark_small_group(
            session, planner, need, is_marked=is_marked, reason=reason, now=now
        )

    mark("", is_marked=False)  # nothing changes, so no reason is asked for
    with pytest.raises(NotPossibleNow, match="Say why"):
        mark("", is_marked=True)
    assert not need.is_small_group_big_need
    mark("Few are in care.", is_marked=True)
    mark("Few are in care.", is_marked=True)
    mark("Marked by mistake.", is_marked=False)
    session.flush()
    lines = history_of(session, "need", need.id)[-2:]
    assert [(line.verb, line.note) for line in lines] == [
        ("marked small group, big need", "Few are in care."),
        ("took off small group, big need", "Marked by mistake."),
    ]


def test_what_is_gone_is_not_marked(
    session: Session, make: Make, planner: Actor, now: datetime
) -> None:
    need = make.need(state=Moderation.HIDDEN)
    with pytest.raises(NotPossibleNow, match="not public"):
        operations.set_level(session, planner, need, ActingLevel.LOCAL, now=now)
    with pytest.raises(NotPossibleNow, match="not public"):
        operations.mark_small_group(session, planner, need, is_marked=True, reason="x", now=now)


def test_nobody_else_may(session: Session, make: Make, theme: Theme, now: datetime) -> None:
    moderator, need = make.actor(Role.MODERATOR), make.need(theme=theme)
    acts: list[Callable[[], object]] = [
        lambda: operations.put_under_theme(session, moderator, theme, [need.id], now=now),
        lambda: operations.take_out_of_theme(session, moderator, theme, [need.id], now=now),
        lambda: operations.add_cause(session, moderator, theme, words(need), now=now),
        lambda: operations.change_cause(
            session, moderator, theme, 1, words(need), seen_words="", now=now
        ),
        lambda: operations.take_cause_away(session, moderator, theme, 1, seen_words="", now=now),
        lambda: operations.set_level(session, moderator, need, ActingLevel.LOCAL, now=now),
        lambda: operations.mark_small_group(
            session, moderator, need, is_marked=True, reason="x", now=now
        ),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def at_once(*acts: Callable[[], None]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)


def test_two_planners_group_the_same_needs_at_once(fresh_database, now: datetime) -> None:  # type: ignore[no-untyped-def]
    with fresh_database.session() as own:
        make = fresh_database.make(own)
        theme_id = make.theme("Getting home").id
        ids = [make.need(supports=2).id for _ in range(3)]
        own.commit()
    added: list[int] = []

    def group(order: list[int]) -> None:
        with fresh_database.session() as own:
            theme = own.get_one(Theme, theme_id)
            added.append(operations.put_under_theme(own, BUILDER, theme, order, now=now))
            own.commit()

    at_once(lambda: group(ids), lambda: group(ids[::-1]))
    with fresh_database.session() as own:
        theme = own.get_one(Theme, theme_id)
        assert sorted(added) == [0, 3]
        assert people(own, theme) == 6
        assert differences(own, BUILDER) == []


def test_a_need_put_under_three_themes_at_once_ends_under_two(
    fresh_database, now: datetime
) -> None:  # type: ignore[no-untyped-def]
    with fresh_database.session() as own:
        make = fresh_database.make(own)
        theme_ids = [make.theme(name).id for name in ("One", "Two", "Three")]
        need_id = make.need(supports=2).id
        own.commit()
    refused: list[str] = []

    def group(theme_id: int) -> None:
        with fresh_database.session() as own:
            theme = own.get_one(Theme, theme_id)
            try:
                operations.put_under_theme(own, BUILDER, theme, [need_id], now=now)
                own.commit()
            except NotPossibleNow as why:
                own.rollback()
                refused.append(str(why))

    at_once(*(lambda id_=id_: group(id_) for id_ in theme_ids))
    with fresh_database.session() as own:
        under = [id_ for id_ in theme_ids if need_ids_of_theme(own, id_)]
        assert (len(under), len(refused)) == (2, 1)
        assert differences(own, BUILDER) == []


def test_two_planners_write_the_same_cause_at_once(fresh_database, now: datetime) -> None:  # type: ignore[no-untyped-def]
    with fresh_database.session() as own:
        make = fresh_database.make(own)
        theme = make.theme("Getting home")
        said = words(make.need(theme=theme))
        theme_id = theme.id
        own.commit()

    def write() -> None:
        with fresh_database.session() as own:
            theme = own.get_one(Theme, theme_id)
            operations.add_cause(own, BUILDER, theme, said, now=now)
            own.commit()

    at_once(write, write)
    with fresh_database.session() as own:
        (line,) = queries.causes_of_theme(own, BUILDER, theme_id)
        assert len(line.needs) == 1
