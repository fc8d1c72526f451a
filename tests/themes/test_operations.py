"""Making a theme, changing its words, sharing it and agreeing it."""

import threading
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotAllowed, NotPossibleNow, Role
from app.history.queries import history_of
from app.themes import operations, queries
from app.themes.models import ActingLevel, Theme, ThemeState
from app.themes.operations import ThemeWords
from tests.builders import BUILDER, Make

WORDS = ThemeWords(name="Getting home", summary="Buses and clinics do not fit together.")


@pytest.fixture
def planner(make: Make) -> Actor:
    return make.actor(Role.PLANNER)


@pytest.fixture
def theme(session: Session, planner: Actor, now: datetime) -> Theme:
    return operations.make_theme(session, planner, WORDS, now=now)


def verbs(session: Session, theme: Theme) -> list[str]:
    session.flush()
    return [line.verb for line in history_of(session, "theme", theme.id)]


def test_a_new_theme_is_forming_and_has_no_code(session: Session, theme: Theme) -> None:
    assert (theme.state, theme.code) == (ThemeState.FORMING, None)
    assert verbs(session, theme) == ["made a theme"]


def test_one_name_makes_one_theme(
    session: Session, planner: Actor, theme: Theme, now: datetime
) -> None:
    with pytest.raises(NotPossibleNow, match="this name already"):
        operations.make_theme(session, planner, WORDS, now=now)
    assert theme.revision == 0


def test_sharing_gives_the_code_once(
    session: Session, planner: Actor, theme: Theme, now: datetime
) -> None:
    operations.share_theme(session, planner, theme, revision=0, now=now)
    operations.share_theme(session, planner, theme, revision=0, now=now)
    assert (theme.state, theme.code) == (ThemeState.SHARED, "T-0001")
    operations.agree_theme(session, planner, theme, revision=1, now=now)
    operations.agree_theme(session, planner, theme, revision=1, now=now)
    assert theme.state is ThemeState.AGREED
    operations.share_theme(session, planner, theme, revision=2, now=now)
    assert (theme.state, theme.code) == (ThemeState.SHARED, "T-0001")
    assert verbs(session, theme) == [
        "made a theme",
        "shared a theme",
        "agreed a theme",
        "shared a theme",
    ]


def test_a_theme_is_shared_before_it_is_agreed(
    session: Session, planner: Actor, theme: Theme, now: datetime
) -> None:
    with pytest.raises(NotPossibleNow, match="Share it first"):
        operations.agree_theme(session, planner, theme, revision=0, now=now)


def test_a_theme_without_a_summary_is_not_shared(
    session: Session, planner: Actor, now: datetime
) -> None:
    bare = operations.make_theme(session, planner, ThemeWords(name="Bare"), now=now)
    with pytest.raises(NotPossibleNow, match="summary first"):
        operations.share_theme(session, planner, bare, revision=0, now=now)


def test_words_and_level_can_change(
    session: Session, planner: Actor, theme: Theme, now: datetime
) -> None:
    words = ThemeWords(name="Home", summary="Shorter.", level=ActingLevel.NATIONAL)
    operations.change_theme(session, planner, theme, words, revision=0, now=now)
    operations.change_theme(session, planner, theme, words, revision=0, now=now)  # a second press
    assert (theme.name, theme.summary, theme.level) == ("Home", "Shorter.", ActingLevel.NATIONAL)
    assert verbs(session, theme) == ["made a theme", "changed a theme"]


def test_a_stale_form_changes_nothing(
    session: Session, planner: Actor, theme: Theme, now: datetime
) -> None:
    first, second = ThemeWords(name="First"), ThemeWords(name="Second")
    operations.change_theme(session, planner, theme, first, revision=0, now=now)
    for act in (
        lambda: operations.change_theme(session, planner, theme, second, revision=0, now=now),
        lambda: operations.share_theme(session, planner, theme, revision=0, now=now),
    ):
        with pytest.raises(NotPossibleNow, match="changed this theme"):
            act()
    assert (theme.name, theme.state) == ("First", ThemeState.FORMING)


def test_a_theme_is_not_given_the_name_of_another(
    session: Session, planner: Actor, theme: Theme, now: datetime
) -> None:
    other = operations.make_theme(session, planner, ThemeWords(name="Other"), now=now)
    with pytest.raises(NotPossibleNow, match="this name already"):
        operations.change_theme(session, planner, other, WORDS, revision=0, now=now)
    session.expire_all()
    assert (other.name, theme.name) == ("Other", "Getting home")


def test_what_everyone_sees_keeps_a_summary(
    session: Session, planner: Actor, theme: Theme, now: datetime
) -> None:
    operations.share_theme(session, planner, theme, revision=0, now=now)
    bare = ThemeWords(name="Getting home")
    with pytest.raises(NotPossibleNow, match="needs a summary"):
        operations.change_theme(session, planner, theme, bare, revision=1, now=now)


def test_nobody_else_may(session: Session, make: Make, theme: Theme, now: datetime) -> None:
    councillor = make.actor(Role.COUNCILLOR)
    for act in (
        lambda: operations.make_theme(session, councillor, ThemeWords(name="New"), now=now),
        lambda: operations.change_theme(session, councillor, theme, WORDS, revision=0, now=now),
        lambda: operations.share_theme(session, councillor, theme, revision=0, now=now),
        lambda: operations.agree_theme(session, councillor, theme, revision=0, now=now),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_two_planners_with_one_name_make_one_theme(fresh_database, now: datetime) -> None:  # type: ignore[no-untyped-def]
    refused: list[str] = []

    def begin() -> None:
        with fresh_database.session() as own:
            try:
                operations.make_theme(own, BUILDER, WORDS, now=now)
                own.commit()
            except NotPossibleNow as why:
                own.rollback()
                refused.append(str(why))

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with fresh_database.session() as own:
        assert len(queries.themes_for_planners(own, BUILDER)) == 1
    assert len(refused) == 1


def test_two_planners_who_share_at_once_use_one_number(fresh_database, now: datetime) -> None:  # type: ignore[no-untyped-def]
    with fresh_database.session() as own:
        theme_id = operations.make_theme(own, BUILDER, WORDS, now=now).id
        own.commit()

    def share() -> None:
        with fresh_database.session() as own:
            theme = queries.theme_to_change(own, theme_id)
            operations.share_theme(own, BUILDER, theme, revision=0, now=now)
            own.commit()

    threads = [threading.Thread(target=share) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with fresh_database.session() as own:
        theme = queries.theme_for_planners(own, theme_id)
        other = operations.make_theme(own, BUILDER, ThemeWords(name="B", summary="B"), now=now)
        operations.share_theme(own, BUILDER, other, revision=0, now=now)
        assert (theme.code, other.code) == ("T-0001", "T-0002")
        assert [line.verb for line in history_of(own, "theme", theme_id)] == [
            "made a theme",
            "shared a theme",
        ]
