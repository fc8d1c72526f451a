"""What is read of needs under themes, who can act, and causes."""

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import VISITOR, NotFound
from app.grouping import operations, queries
from app.grouping.operations import CauseWords
from app.needs.models import Moderation, Progress
from app.priorities.models import CauseKind, Confidence
from app.themes.models import ActingLevel
from tests.builders import BUILDER, Make


def test_needs_of_a_theme_stand_newest_first_and_page_both_ways(
    session: Session, make: Make
) -> None:
    theme = make.theme("Getting home")
    made = [make.need(theme=theme) for _ in range(4)]
    make.need(theme=make.theme("Other"))
    numbers = [need.number or 0 for need in made][::-1]

    def found(**where: int) -> list[int]:
        lines = queries.needs_of_theme(session, VISITOR, theme.id, size=2, **where)
        return [line.number for line in lines]

    assert found() == numbers[:3]
    assert found(after=numbers[1]) == numbers[2:]
    assert found(before=numbers[2]) == [numbers[1], numbers[0]]


@pytest.mark.parametrize(
    ("state", "marker"),
    [
        (Moderation.HIDDEN, "hidden"),
        (Moderation.WITHDRAWN, "taken_back"),
        (Moderation.ERASED, "erased"),
    ],
)
def test_what_is_gone_shows_neither_words_nor_counts(
    session: Session, make: Make, state: Moderation, marker: str
) -> None:
    theme = make.theme("Getting home")
    make.need(theme=theme, state=state, supports=5, level=ActingLevel.LOCAL)
    (line,) = queries.needs_of_theme(session, VISITOR, theme.id, size=2)
    assert (line.marker, line.title, line.people, line.level) == (marker, "", 0, None)


def test_a_merged_need_points_at_the_one_that_says_the_same(session: Session, make: Make) -> None:
    theme, target = make.theme("Getting home"), make.need()
    make.need(theme=theme, merged_into=target)
    (line,) = queries.needs_of_theme(session, VISITOR, theme.id, size=2)
    assert (line.marker, line.target_code, line.title) == ("merged", target.code, "")


def test_what_was_never_public_leaves_no_marker(session: Session, make: Make) -> None:
    theme = make.theme("Getting home")
    need = make.need(theme=theme)
    assert queries.public_need_ids_under(session, theme.id, [need.number or 0]) == [need.id]
    waiting = make.need(published=False)
    assert waiting.number is None
    assert [line.id for line in queries.needs_of_theme(session, VISITOR, theme.id, size=2)] == [
        need.id
    ]


def test_only_needs_that_an_action_answers_are_in_the_plan(session: Session, make: Make) -> None:
    theme = make.theme("Getting home")
    planned = make.need(theme=theme, progress=Progress.IN_PLAN)
    done = make.need(theme=theme, progress=Progress.DONE)
    make.need(theme=theme, progress=Progress.NOT_NOW)
    make.need(theme=theme, progress=Progress.IN_PLAN, state=Moderation.HIDDEN)
    found = queries.need_ids_in_the_plan(session, VISITOR, theme.id, 9)
    assert found == [done.id, planned.id]
    assert queries.need_ids_in_the_plan(session, VISITOR, theme.id, 1) == [done.id]


def test_needs_are_found_by_who_can_act(session: Session, make: Make) -> None:
    theme = make.theme("Getting home")
    first = make.need(level=ActingLevel.NATIONAL, theme=theme)
    second = make.need(level=ActingLevel.NATIONAL)
    make.need(level=ActingLevel.LOCAL, theme=theme)
    make.need(level=ActingLevel.NATIONAL, state=Moderation.HIDDEN)

    def found(**where: int) -> list[int]:
        lines = queries.needs_acting_at(session, VISITOR, ActingLevel.NATIONAL, size=5, **where)
        return [line.id for line in lines]

    assert found() == [second.id, first.id]
    assert found(theme_id=theme.id) == [first.id]
    assert found(after=second.number or 0) == [first.id]
    assert found(before=first.number or 0) == [second.id]


def test_causes_stand_before_symptoms_in_the_order_written(session: Session, make: Make) -> None:
    theme = make.theme("Getting home")
    for text, kind in (("S1", CauseKind.SYMPTOM), ("C1", CauseKind.CAUSE), ("C2", CauseKind.CAUSE)):
        said = CauseWords(kind=kind, words=text, confidence=Confidence.HUNCH)
        operations.add_cause(session, BUILDER, theme, said, now=make.now)
    lines = queries.causes_of_theme(session, VISITOR, theme.id)
    assert [line.words for line in lines] == ["C1", "C2", "S1"]
    assert queries.next_position(session, theme.id) == 3
    assert queries.next_position(session, make.theme("Other").id) == 0


def test_a_cause_is_found_only_in_its_theme(session: Session, make: Make) -> None:
    theme, other = make.theme("Getting home"), make.theme("Other")
    said = CauseWords(kind=CauseKind.CAUSE, words="Why", confidence=Confidence.HUNCH)
    cause = operations.add_cause(session, BUILDER, theme, said, now=make.now)
    assert queries.cause_of_theme(session, theme.id, cause.id).id == cause.id
    with pytest.raises(NotFound):
        queries.cause_of_theme(session, other.id, cause.id)


def test_other_themes_of_needs(session: Session, make: Make) -> None:
    theme, other = make.theme("One"), make.theme("Two")
    both, alone = make.need(theme=theme), make.need(theme=theme)
    make.group(both, other)
    found = queries.other_themes_of(session, [both.id, alone.id], theme.id)
    assert {need_id: [each.id for each in themes] for need_id, themes in found.items()} == {
        both.id: [other.id]
    }


def test_people_of_themes_by_place(session: Session, make: Make) -> None:
    area = make.area("Coalbrae")
    theme = make.theme("Getting home")
    make.need(theme=theme, supports=3, supporters_from=area)
    make.need(theme=theme, supports=2)
    everywhere = queries.people_of_themes(session, VISITOR, [theme.id])
    here = queries.people_of_themes(session, VISITOR, [theme.id], area.id)
    by_place = queries.people_of_theme_by_place(session, VISITOR, theme.id)
    assert (everywhere[theme.id].together, here[theme.id].together) == (5, 3)
    assert (by_place[0].together, by_place[area.id].together) == (5, 3)
    assert queries.took_part(session, VISITOR, area.id) == 3
    assert queries.took_part(session, VISITOR) == 5
