"""Where the thread stops, counted and listed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.desk.queries import ENDS, loose_end_counts, loose_ends
from app.foundation.access import VISITOR, NotFound
from app.needs import operations as needs
from app.needs.models import UNANSWERED, Moderation, Progress
from app.needs.words import BEFORE_AN_ANSWER
from app.plan.models import ActionState
from app.priorities.models import Cause, CauseKind, Confidence, DecisionKind
from app.themes.models import ThemeState
from tests.builders import BUILDER, Make

TODAY = date(2026, 3, 2)
LONG_AGO = date(2026, 1, 15)


def found(session: Session, slug: str) -> list[str]:
    session.flush()
    lines = loose_ends(session, VISITOR, slug, TODAY, size=50)
    assert loose_end_counts(session, VISITOR, TODAY)[slug] == len(lines)
    return [line.title for line in lines]


def overdue(make: Make, title: str, days: int = 10, **made: object) -> None:
    need = make.need(title=title, **made)  # type: ignore[arg-type]
    need.answer_by = TODAY - timedelta(days=days)


def test_nothing_is_loose_in_an_empty_place(session: Session) -> None:
    assert loose_end_counts(session, VISITOR, TODAY) == dict.fromkeys(ENDS, 0)


def test_the_index_of_what_owes_an_answer_names_the_same_states_as_the_rule() -> None:
    named = {state for state in Progress if f"'{state.value}'" in UNANSWERED}
    assert named == BEFORE_AN_ANSWER
    assert f"'{Moderation.PUBLISHED.value}'" in UNANSWERED


def test_overdue_needs_are_listed_longest_first(session: Session, make: Make) -> None:
    overdue(make, "Ten days late", 10)
    overdue(make, "Twenty days late", 20)
    overdue(make, "Due today", 0)
    overdue(make, "Answered late", 10, progress=Progress.ANSWERED)
    overdue(make, "Hidden", 10, state=Moderation.HIDDEN)
    assert found(session, "overdue-answers") == ["Twenty days late", "Ten days late"]


def test_conversations_past_their_day_owe_only_while_needs_wait(
    session: Session, make: Make
) -> None:
    waiting = make.conversation("Buses?", reply_by=LONG_AGO)
    answered = make.conversation("Parks?", reply_by=LONG_AGO)
    later = make.conversation("Shops?", reply_by=TODAY)
    for talk in (waiting, later):
        make.need(conversation=talk)
    make.need(conversation=answered, progress=Progress.ANSWERED)
    assert found(session, "conversations-past-reply") == ["Buses?"]


def test_needs_under_no_theme(session: Session, make: Make) -> None:
    make.need(title="Alone")
    make.need(title="Grouped", theme=make.theme())
    make.need(title="Waiting", published=False)
    assert found(session, "needs-without-theme") == ["Alone"]


def test_themes_without_causes_and_without_an_answer(session: Session, make: Make) -> None:
    bare, whole = make.theme("Bare"), make.theme("Whole")
    make.theme("Forming", state=ThemeState.FORMING)
    session.add(
        Cause(
            theme_id=whole.id, kind=CauseKind.CAUSE, words="Old rules",
            confidence=Confidence.HUNCH,
        )
    )  # fmt: skip
    make.need(theme=whole)
    make.decision(whole)
    assert found(session, "themes-without-causes") == ["Bare", "Forming"]
    assert found(session, "themes-without-decision") == ["Bare"]
    make.need(theme=bare)
    make.decision(bare, published=False)
    assert found(session, "themes-without-decision") == ["Bare"]


def test_a_yes_without_an_action_is_loose(session: Session, make: Make) -> None:
    need, theme = make.need(), make.theme()
    of_theme = make.need(theme=theme)
    make.decision(need, we_decided="Yes to the need")
    make.decision(theme, kind=DecisionKind.PARTLY, we_decided="Partly to the theme")
    make.decision(kind=DecisionKind.NOT_NOW, we_decided="Not now")
    assert found(session, "decisions-without-action") == ["Yes to the need", "Partly to the theme"]
    make.action(need, state=ActionState.STOPPED)
    assert found(session, "decisions-without-action") == ["Yes to the need", "Partly to the theme"]
    make.action(need, state=ActionState.PROPOSED)  # its page says so too: no action yet
    assert found(session, "decisions-without-action") == ["Yes to the need", "Partly to the theme"]
    make.action(need)
    make.action(of_theme)
    assert found(session, "decisions-without-action") == []


def test_actions_without_a_need_that_can_be_read(session: Session, make: Make) -> None:
    make.action(state=ActionState.PROPOSED, what="None yet", legal_duty="A law").legal_duty = ""
    make.action(what="A duty", legal_duty="Act of 2015")
    make.action(what="Whole")
    gone = make.need()
    make.action(gone, what="Its need is gone")
    joined, target = make.need(), make.need()
    make.action(joined, what="Its need was joined")
    needs.take_down(session, BUILDER, gone, Moderation.WITHDRAWN, reason_code=None, now=make.now)
    needs.merge_into(session, BUILDER, joined, target, now=make.now)
    assert found(session, "actions-without-need") == ["None yet", "Its need is gone"]


def test_what_nobody_leads(session: Session, make: Make) -> None:
    make.action(make.need(), what="Nobody", state=ActionState.PROPOSED).lead_id = None
    make.action(make.need(), what="No role", state=ActionState.PROPOSED).lead_role = ""
    make.action(make.need(), what="Stopped", state=ActionState.STOPPED).lead_id = None
    make.action(what="Led")
    assert found(session, "actions-without-lead") == ["Nobody", "No role"]
    make.outcome("No lead", agreed=False).lead_id = None
    assert found(session, "outcomes-without-lead") == ["No lead"]


def test_changes_without_an_action(session: Session, make: Make) -> None:
    make.outcome("Empty")
    make.action(outcome=make.outcome("Stopped only"), state=ActionState.STOPPED)
    make.action(make.need(), outcome=make.outcome("Proposed"), state=ActionState.PROPOSED)
    draft = make.outcome("Draft", agreed=False)
    make.action(make.need(), outcome=draft, state=ActionState.PROPOSED)
    make.action(make.need(), outcome=make.outcome("Planned"), state=ActionState.AGREED)
    ends = ["Empty", "Stopped only", "Proposed"]
    assert found(session, "outcomes-without-action") == ends


def test_late_without_a_reason(session: Session, make: Make) -> None:
    make.action(what="Silent", state=ActionState.STARTED, state_reason="", due_on=LONG_AGO)
    make.action(what="Said why", state=ActionState.STARTED, due_on=LONG_AGO)
    make.action(what="In time", state=ActionState.STARTED, state_reason="")
    assert found(session, "late-without-reason") == ["Silent"]


def test_every_kind_is_walked_forwards_and_back(session: Session, make: Make) -> None:
    for number in range(5):
        overdue(make, f"Need {number}", 20 - number)
    session.flush()
    for slug in ("overdue-answers", "needs-without-theme"):
        first = loose_ends(session, VISITOR, slug, TODAY, size=2)
        assert [line.title for line in first] == ["Need 0", "Need 1", "Need 2"]
        second = loose_ends(session, VISITOR, slug, TODAY, after=first[1].id, size=2)
        assert [line.title for line in second] == ["Need 2", "Need 3", "Need 4"]
        back = loose_ends(session, VISITOR, slug, TODAY, before=second[0].id, size=2)
        assert [line.title for line in back] == ["Need 1", "Need 0"]


def test_a_kind_that_is_none_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        loose_ends(session, VISITOR, "everything", TODAY, size=5)


def test_counting_costs_one_statement_and_a_list_another(
    session: Session,
    make: Make,
    queries_made: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    for rows in (1, 15):
        for number in range(rows):
            overdue(make, f"Need {rows} {number}")
        with queries_made() as made:
            loose_end_counts(session, VISITOR, TODAY)
        assert len(made) == 1
        for slug in ENDS:
            with queries_made() as made:
                loose_ends(session, VISITOR, slug, TODAY, size=20)
            assert len(made) == 1
