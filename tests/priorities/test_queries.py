"""Which answers stand for what, in which order, and what stands on the list of a place."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import VISITOR, NotFound
from app.needs.models import Moderation
from app.priorities import queries
from app.priorities.models import DecisionKind
from tests.builders import Make


def test_a_needs_own_answer_stands_before_that_of_its_themes(session: Session, make: Make) -> None:
    first, second = make.theme("One"), make.theme("Two")
    need, other, alone = make.need(theme=first), make.need(theme=first), make.need()
    make.group(need, second)
    assert queries.decision_for(session, VISITOR, need) is None
    make.decision(first)
    newer = make.decision(second)
    found = queries.decision_for(session, VISITOR, need)
    assert found is not None
    assert (found.code, found.subject, found.subject_title) == (newer.code, "theme", "Two")
    own = make.decision(need)
    answers = queries.answers_for_needs(session, VISITOR, [need.id, other.id, alone.id])
    assert {id_: line.code for id_, line in answers.items()} == {
        need.id: own.code,
        other.id: "D-0001",
    }


def test_drafts_and_replaced_answers_stand_for_nothing(session: Session, make: Make) -> None:
    need = make.need()
    make.decision(need, published=False)
    assert queries.answers_for_needs(session, VISITOR, [need.id]) == {}
    other = make.need()
    make.decision(other)
    last = make.decision(other, kind=DecisionKind.PARTLY)
    answers = queries.answers_for_needs(session, VISITOR, [other.id])
    assert [line.code for line in answers.values()] == [last.code]


def test_newest_answers_page_both_ways_and_narrow_by_kind(session: Session, make: Make) -> None:
    kinds = [DecisionKind.YES, DecisionKind.NOT_NOW, DecisionKind.YES, DecisionKind.YES]
    for kind in kinds:
        make.decision(kind=kind)
    make.decision(published=False)

    def found(**where: object) -> list[int | None]:
        lines = queries.decisions_newest(session, VISITOR, size=2, **where)  # type: ignore[arg-type]
        return [line.number for line in lines]

    assert found() == [4, 3, 2]
    assert found(after=3) == [2, 1]
    assert found(before=2) == [3, 4]
    assert found(kind=DecisionKind.NOT_NOW) == [2]
    assert found(kind=DecisionKind.YES, after=4) == [3, 1]


def test_newest_answers_narrow_to_a_place(session: Session, make: Make) -> None:
    here, there = make.area("Coalbrae"), make.area("Millburn")
    theme = make.theme("Getting home")
    make.need(theme=theme, area=here)
    make.decision(make.need(area=here))
    make.decision(make.need(area=there))
    make.decision(make.need())
    make.decision(theme)
    lines = queries.decisions_newest(session, VISITOR, place_id=here.id, size=9)
    assert [line.number for line in lines] == [4, 3, 1]


def test_an_answer_to_what_is_gone_keeps_no_words_of_people(session: Session, make: Make) -> None:
    need = make.need(title="Secret", supports=4)
    decision = make.decision(need)
    make._bring_to(need, Moderation.HIDDEN, None, None)
    session.flush()
    assert queries.decisions_newest(session, VISITOR, size=9) == []
    line = queries.decision_at_address(session, VISITOR, decision.number or 0)
    assert not line.subject_is_public
    assert (line.subject_title, line.people_said, line.people) == ("", "", 0)
    assert line.subject_code == need.code
    assert line.we_decided == "We will run a later bus."


def test_an_answer_to_a_merged_need_can_be_read_while_its_target_can(
    session: Session, make: Make
) -> None:
    target, need = make.need(), make.need(title="Same")
    decision = make.decision(need)
    make._bring_to(need, None, None, target)
    session.flush()
    line = queries.decision_at_address(session, VISITOR, decision.number or 0)
    assert (line.subject_is_public, line.subject_title) == (True, "Same")
    make._bring_to(target, Moderation.HIDDEN, None, None)
    session.flush()
    line = queries.decision_at_address(session, VISITOR, decision.number or 0)
    assert (line.subject_is_public, line.subject_title) == (False, "")


def test_a_line_tells_the_people_of_its_need_or_theme(session: Session, make: Make) -> None:
    theme = make.theme("Getting home")
    need = make.need(theme=theme, supports=3)
    make.need(theme=theme, supports=2)
    make.room_voice(need, people=5)
    of_need, of_theme = make.decision(need), make.decision(theme)
    for decision, online, rooms in ((of_need, 3, 5), (of_theme, 5, 5)):
        line = queries.decision_at_address(session, VISITOR, decision.number or 0)
        assert (line.online, line.rooms, line.people) == (online, rooms, online + rooms)


def test_a_list_stands_in_the_order_of_codes_with_the_people_of_the_place(
    session: Session, make: Make
) -> None:
    here = make.area("Coalbrae")
    theme = make.theme("Getting home")
    later = make.need(supports=3, supporters_from=here, theme=theme)
    first = make.need(supports=2)
    make.support(first, make.participant_actor(place=here))
    for subject in (theme, first, later):
        make.priority(subject, here)
    make.priority(later)
    decision = make.decision(later)
    lines = queries.priorities_of_place(session, VISITOR, here)
    assert [(line.code, line.people) for line in lines] == [
        (later.code, 3),
        (first.code, 1),
        (theme.code, 3),
    ]
    assert [line.decision.code if line.decision else None for line in lines] == [
        decision.code,
        None,
        None,
    ]
    (only,) = queries.priorities_of_place(session, VISITOR, make.whole_place())
    assert (only.code, only.people) == (later.code, 3)


def test_a_list_shows_only_what_everyone_sees(session: Session, make: Make) -> None:
    need = make.need()
    make.priority(need)
    make._bring_to(need, Moderation.HIDDEN, None, None)
    session.flush()
    assert queries.priorities_of_place(session, VISITOR, make.whole_place()) == []


def test_drafts_are_for_planners_newest_first(session: Session, make: Make) -> None:
    first, second = make.decision(published=False), make.decision(published=False)
    make.decision()
    found = queries.drafts(session, VISITOR)
    assert [line.id for line in found] == [second.id, first.id]
    assert found[0].code == ""


def test_what_is_not_there_is_not_found(session: Session, make: Make) -> None:
    draft = make.decision(published=False)
    assert draft.number is None
    for find in (queries.decision_to_read, queries.decision_to_change):
        with pytest.raises(NotFound):
            find(session, 999)
    with pytest.raises(NotFound):
        queries.decision_line(session, VISITOR, 999)
    for number in (0, 1):
        with pytest.raises(NotFound):
            queries.decision_at_address(session, VISITOR, number)


def test_the_day_of_a_decision_may_be_unknown(session: Session, make: Make) -> None:
    decision = make.decision(look_again_on=make.today + timedelta(days=9))
    decision.decided_on = None
    session.flush()
    assert queries.decision_at_address(session, VISITOR, 1).decided_on is None
