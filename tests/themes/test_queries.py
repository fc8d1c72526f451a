"""Which themes are found, in which order."""

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import VISITOR, NotFound
from app.themes import queries
from app.themes.models import ActingLevel, ThemeState
from app.themes.permissions import may_see_theme
from tests.builders import Make


def test_the_public_list_is_in_order_of_codes_and_paged_both_ways(
    session: Session, make: Make
) -> None:
    made = [make.theme(f"Theme {name}") for name in "CAB"]
    make.theme("Forming", state=ThemeState.FORMING)

    def names(**where: int | None) -> list[str]:
        cursors = {"after": None, "before": None, **where}
        found = queries.list_themes(session, VISITOR, size=2, **cursors)
        return [line.name for line in found]

    assert names() == ["Theme C", "Theme A", "Theme B"]  # one more than a page says there is more
    assert names(after=made[1].number) == ["Theme B"]
    assert names(before=made[2].number) == ["Theme A", "Theme C"]


@pytest.mark.parametrize("state", ThemeState)
def test_question_and_filter_agree(session: Session, make: Make, state: ThemeState) -> None:
    theme = make.theme("Any", state=state)
    seen = may_see_theme(VISITOR, theme)
    assert (queries.themes_by_id(session, VISITOR, [theme.id]) != {}) is seen
    assert (queries.theme_choices(session, VISITOR) == [(theme.number, "Any")]) is seen
    assert bool(queries.themes_acting_at(session, VISITOR)) is seen
    if seen:
        assert queries.theme_at_address(session, VISITOR, theme.number or 0).id == theme.id
    else:
        with pytest.raises(NotFound):
            queries.theme_at_address(session, VISITOR, 1)


def test_themes_are_found_by_who_can_act(session: Session, make: Make) -> None:
    make.theme("Nobody yet", level=None)
    national = make.theme("Nation", level=ActingLevel.NATIONAL)
    local = make.theme("Here", level=ActingLevel.LOCAL)
    found = queries.themes_acting_at(session, VISITOR)
    assert [line.id for line in found] == [national.id, local.id]
    only = queries.themes_acting_at(session, VISITOR, ActingLevel.NATIONAL)
    assert [line.id for line in only] == [national.id]


def test_planners_see_forming_themes_first(session: Session, make: Make) -> None:
    first, second = make.theme("First"), make.theme("Second")
    old = make.theme("Old", state=ThemeState.FORMING)
    new = make.theme("New", state=ThemeState.FORMING)
    found = queries.themes_for_planners(session, VISITOR)
    assert [line.id for line in found] == [new.id, old.id, first.id, second.id]
    assert [line.code for line in found] == ["", "", "T-0001", "T-0002"]


def test_what_is_not_there_is_not_found(session: Session) -> None:
    for find in (queries.theme_for_planners, queries.theme_to_change):
        with pytest.raises(NotFound):
            find(session, 999)
    assert queries.find_theme_called(session, "Nothing") is None
    assert queries.find_theme_by_number(session, VISITOR, 999) is None
