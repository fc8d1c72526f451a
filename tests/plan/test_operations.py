"""What happens when planners write the plan, and what is refused."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import VISITOR, NotAllowed, NotPossibleNow, Role
from app.foundation.visible import current_number
from app.history.queries import history_of
from app.needs import operations as needs
from app.needs.models import Moderation, Progress
from app.plan import operations, queries
from app.plan.drafts import ActionWords, OutcomeWords
from app.plan.models import Action, ActionState, Outcome, OutcomeState
from app.priorities.models import DecisionKind
from tests.builders import BUILDER, Make


def words_of(action: Action) -> ActionWords:
    return ActionWords(
        outcome_id=action.outcome_id,
        what=action.what,
        more=action.more,
        expected=action.expected,
        lead_id=action.lead_id,
        lead_role=action.lead_role,
        depth=action.depth,
        starts_on=action.starts_on,
        due_on=action.due_on,
        legal_duty=action.legal_duty,
    )


def move(session: Session, make: Make, action: Action, state: ActionState, why: str = "") -> None:
    operations.change_state(
        session, BUILDER, action, state, reason=why, revision=action.revision, now=make.now
    )


# --- outcomes ---


def test_a_change_gets_its_code_when_it_is_agreed(session: Session, make: Make) -> None:
    outcome = make.outcome(agreed=False)
    assert (outcome.code, outcome.state) == (None, OutcomeState.DRAFT)
    operations.agree_outcome(session, BUILDER, outcome, now=make.now)
    assert (outcome.code, outcome.agreed_on) == ("O-0001", make.today)
    assert [line.verb for line in history_of(session, "outcome", outcome.id)] == [
        "wrote down",
        "agreed",
    ]


def test_agreeing_a_change_again_changes_nothing(session: Session, make: Make) -> None:
    outcome = make.outcome()
    revision = outcome.revision
    operations.agree_outcome(session, BUILDER, outcome, now=make.now)
    assert (outcome.code, outcome.revision) == ("O-0001", revision)


@pytest.mark.parametrize("missing", ["lead_id", "lead_role"])
def test_a_change_nobody_answers_for_cannot_be_agreed(
    session: Session, make: Make, missing: str
) -> None:
    outcome = make.outcome(agreed=False)
    setattr(outcome, missing, None if missing == "lead_id" else "")
    with pytest.raises(NotPossibleNow):
        operations.agree_outcome(session, BUILDER, outcome, now=make.now)
    assert outcome.number is None


def test_an_agreed_change_keeps_somebody_who_answers_for_it(session: Session, make: Make) -> None:
    outcome = make.outcome()
    nobody = OutcomeWords(name=outcome.name)
    with pytest.raises(NotPossibleNow):
        operations.change_outcome(
            session, BUILDER, outcome, nobody, revision=outcome.revision, now=make.now
        )
    assert outcome.lead_role == "Head of transport"


def test_two_changes_cannot_have_one_name(session: Session, make: Make) -> None:
    make.outcome("Help comes early")
    other = make.outcome("Something else")
    with pytest.raises(NotPossibleNow, match="name"):
        operations.create_outcome(
            session, BUILDER, OutcomeWords(name="Help comes early"), now=make.now
        )
    with pytest.raises(NotPossibleNow, match="name"):
        operations.change_outcome(
            session,
            BUILDER,
            other,
            OutcomeWords(name="Help comes early", lead_id=other.lead_id, lead_role="Head"),
            revision=other.revision,
            now=make.now,
        )
    session.refresh(other)
    assert other.name == "Something else"


def test_a_stale_form_of_a_change_is_refused(session: Session, make: Make) -> None:
    outcome = make.outcome(agreed=False)
    first = OutcomeWords(name="The first of two planners")
    operations.change_outcome(session, BUILDER, outcome, first, revision=0, now=make.now)
    with pytest.raises(NotPossibleNow, match="since you opened"):
        operations.change_outcome(
            session, BUILDER, outcome, OutcomeWords(name="The second"), revision=0, now=make.now
        )
    assert outcome.name == "The first of two planners"


# --- agreeing an action ---


def test_an_action_gets_its_code_and_moves_its_needs_when_agreed(
    session: Session, make: Make
) -> None:
    need = make.need()
    action = make.action(need, state=ActionState.PROPOSED)
    assert (action.code, need.progress) == (None, Progress.NEW)
    operations.agree_action(session, BUILDER, action, revision=action.revision, now=make.now)
    assert (action.code, action.agreed_on) == ("A-0001", make.today)
    assert need.progress is Progress.IN_PLAN


def test_agreeing_twice_gives_one_code(session: Session, make: Make) -> None:
    action = make.action()
    operations.agree_action(session, BUILDER, action, revision=action.revision, now=make.now)
    assert action.code == "A-0001"
    assert make.action().code == "A-0002"


def test_an_action_without_a_need_cannot_be_agreed(session: Session, make: Make) -> None:
    action = make.action(state=ActionState.PROPOSED)
    with pytest.raises(NotPossibleNow, match="No need"):
        operations.agree_action(session, BUILDER, action, revision=action.revision, now=make.now)
    assert action.state is ActionState.PROPOSED


def test_a_law_named_in_public_lets_it_stand_without_a_need(session: Session, make: Make) -> None:
    action = make.action(state=ActionState.PROPOSED, legal_duty="Community Empowerment Act 2015")
    operations.agree_action(session, BUILDER, action, revision=action.revision, now=make.now)
    assert action.code == "A-0001"


def test_a_need_nobody_can_read_does_not_carry_an_action(session: Session, make: Make) -> None:
    need = make.need()
    action = make.action(need, state=ActionState.PROPOSED)
    needs.take_down(session, BUILDER, need, Moderation.HIDDEN, reason_code="hurtful", now=make.now)
    with pytest.raises(NotPossibleNow, match="No need"):
        operations.agree_action(session, BUILDER, action, revision=action.revision, now=make.now)


def test_a_need_joined_with_a_public_one_carries_an_action(session: Session, make: Make) -> None:
    need, target = make.need(), make.need()
    action = make.action(need, state=ActionState.PROPOSED)
    needs.merge_into(session, BUILDER, need, target, now=make.now)
    operations.agree_action(session, BUILDER, action, revision=action.revision, now=make.now)
    assert action.state is ActionState.AGREED
    assert target.progress is Progress.IN_PLAN


@pytest.mark.parametrize(
    ("field", "empty"),
    [("lead_id", None), ("lead_role", ""), ("due_on", None), ("expected", "")],
)
def test_nothing_is_promised_without_who_by_when_and_what_for(
    session: Session, make: Make, field: str, empty: object
) -> None:
    action = make.action(make.need(), state=ActionState.PROPOSED)
    setattr(action, field, empty)
    with pytest.raises(NotPossibleNow):
        operations.agree_action(session, BUILDER, action, revision=action.revision, now=make.now)


def test_an_action_for_a_draft_cannot_be_agreed(session: Session, make: Make) -> None:
    draft = make.outcome(agreed=False)
    action = make.action(make.need(), state=ActionState.PROPOSED, outcome=draft)
    with pytest.raises(NotPossibleNow, match="draft"):
        operations.agree_action(session, BUILDER, action, revision=action.revision, now=make.now)


# --- changing an action ---


def change(
    session: Session, make: Make, action: Action, words: ActionWords, *, why: str = ""
) -> None:
    operations.change_action(
        session,
        BUILDER,
        action,
        words,
        partner_ids=[],
        why_moved=why,
        revision=action.revision,
        now=make.now,
    )


def test_a_promised_day_moves_only_with_a_reason(session: Session, make: Make) -> None:
    action = make.action(due_on=date(2026, 5, 1))
    later = replace(words_of(action), due_on=date(2026, 8, 1))
    with pytest.raises(NotPossibleNow, match="why it moves"):
        change(session, make, action, later)
    change(session, make, action, later, why="The roof leaks.")
    moved = next(
        line for line in history_of(session, "plan_action", action.id)
        if line.verb == "moved the day"
    )  # fmt: skip
    assert (moved.reason_code, moved.note) == ("2026-05-01/2026-08-01", "The roof leaks.")


def test_the_day_of_a_proposal_moves_freely(session: Session, make: Make) -> None:
    action = make.action(make.need(), state=ActionState.PROPOSED)
    change(session, make, action, replace(words_of(action), due_on=None))
    assert action.due_on is None


@pytest.mark.parametrize(
    ("field", "empty"), [("lead_id", None), ("lead_role", ""), ("expected", ""), ("due_on", None)]
)
def test_what_was_promised_cannot_be_emptied(
    session: Session, make: Make, field: str, empty: object
) -> None:
    action = make.action()
    with pytest.raises(NotPossibleNow):
        change(session, make, action, replace(words_of(action), **{field: empty}), why="So")


def test_the_law_cannot_be_taken_from_an_action_without_a_need(
    session: Session, make: Make
) -> None:
    action = make.action(legal_duty="Act of 2015")
    with pytest.raises(NotPossibleNow, match="No need"):
        change(session, make, action, replace(words_of(action), legal_duty=""))


def test_a_stale_form_of_an_action_is_refused(session: Session, make: Make) -> None:
    action = make.action()
    seen = action.revision
    change(session, make, action, replace(words_of(action), more="From the first."))
    with pytest.raises(NotPossibleNow, match="since you opened"):
        operations.change_action(
            session, BUILDER, action, words_of(action), partner_ids=[], revision=seen, now=make.now
        )
    with pytest.raises(NotPossibleNow, match="since you opened"):
        operations.change_state(
            session, BUILDER, action, ActionState.DONE, reason="", revision=seen, now=make.now
        )


def test_what_is_sent_as_it_stood_tells_nothing(session: Session, make: Make) -> None:
    need = make.need()
    action = make.action(need)
    move(session, make, action, ActionState.STUCK, "Two posts are empty.")
    told = history_of(session, "plan_action", action.id)
    revision, progress = action.revision, need.progress
    move(session, make, action, ActionState.STUCK, "Two posts are empty.")
    assert history_of(session, "plan_action", action.id) == told
    assert (action.revision, need.progress) == (revision, progress)
    move(session, make, action, ActionState.STUCK, "One post is empty.")
    assert action.revision == revision + 1


def test_who_leads_is_not_named_among_those_who_help(session: Session, make: Make) -> None:
    lead, helper = make.organisation(), make.organisation()
    action = make.action(lead=lead, partners=[lead, helper])
    assert queries.partners_of(session, action.id) == [helper]


# --- links ---


def test_linking_and_unlinking_is_told_on_both(session: Session, make: Make) -> None:
    first, second = make.need(), make.need()
    action = make.action(first)
    assert operations.link_need(session, BUILDER, action, second.number or 0, now=make.now)
    assert second.progress is Progress.IN_PLAN
    assert operations.unlink_need(session, BUILDER, action, second.id, now=make.now)
    assert second.progress is Progress.NEW
    verbs = [(line.verb, line.reason_code) for line in history_of(session, "need", second.id)]
    assert ("linked an action", action.code) in verbs
    assert ("unlinked an action", action.code) in verbs
    on_action = [line.reason_code for line in history_of(session, "plan_action", action.id)]
    assert on_action.count(second.code) == 2


def test_linking_again_changes_nothing(session: Session, make: Make) -> None:
    need = make.need()
    action = make.action(need)
    before = len(history_of(session, "plan_action", action.id))
    assert not operations.link_need(session, BUILDER, action, need.number or 0, now=make.now)
    assert len(history_of(session, "plan_action", action.id)) == before


def test_unlinking_what_is_not_linked_changes_nothing(session: Session, make: Make) -> None:
    action, other = make.action(), make.need()
    assert not operations.unlink_need(session, BUILDER, action, other.id, now=make.now)


def test_the_last_need_of_an_agreed_action_stays(session: Session, make: Make) -> None:
    need = make.need()
    action = make.action(need)
    with pytest.raises(NotPossibleNow, match="last need"):
        operations.unlink_need(session, BUILDER, action, need.id, now=make.now)
    assert queries.linked_needs(session, action.id) == [need.id]


def test_a_need_that_was_taken_back_does_not_count_as_the_last_one(
    session: Session, make: Make
) -> None:
    gone, need = make.need(), make.need()
    action = make.action(need)
    make.link(action, gone)
    needs.take_down(session, BUILDER, gone, Moderation.WITHDRAWN, reason_code=None, now=make.now)
    with pytest.raises(NotPossibleNow, match="last need"):
        operations.unlink_need(session, BUILDER, action, need.id, now=make.now)
    assert operations.unlink_need(session, BUILDER, action, gone.id, now=make.now)


def test_the_last_need_of_a_proposal_or_a_duty_may_go(session: Session, make: Make) -> None:
    need = make.need()
    proposal = make.action(need, state=ActionState.PROPOSED)
    assert operations.unlink_need(session, BUILDER, proposal, need.id, now=make.now)
    duty = make.action(need, legal_duty="Act of 2015")
    assert operations.unlink_need(session, BUILDER, duty, need.id, now=make.now)
    assert need.progress is Progress.NEW


@pytest.mark.parametrize("state", [Moderation.HIDDEN, Moderation.WITHDRAWN, Moderation.WAITING])
def test_only_needs_that_people_can_read_are_linked(
    session: Session, make: Make, state: Moderation
) -> None:
    need = make.need(state=state)
    action = make.action(state=ActionState.PROPOSED)
    with pytest.raises(NotPossibleNow):
        operations.link_need(session, BUILDER, action, need.number or 999, now=make.now)


def test_a_joined_need_is_linked_as_the_one_it_was_joined_with(
    session: Session, make: Make
) -> None:
    target = make.need()
    joined = make.need(merged_into=target)
    action = make.action(state=ActionState.PROPOSED)
    operations.link_need(session, BUILDER, action, joined.number or 0, now=make.now)
    assert queries.linked_needs(session, action.id) == [target.id]


# --- states ---


def test_needs_follow_their_action(session: Session, make: Make) -> None:
    need = make.need()
    action = make.action(need)
    for state, progress in (
        (ActionState.STARTED, Progress.UNDER_WAY),
        (ActionState.STUCK, Progress.UNDER_WAY),
        (ActionState.DONE, Progress.DONE),
        (ActionState.REVIEWED, Progress.REVIEWED),
        (ActionState.DONE, Progress.DONE),
        (ActionState.STARTED, Progress.UNDER_WAY),
    ):
        move(session, make, action, state, "Because")
        assert need.progress is progress


def test_a_need_is_done_once_all_its_actions_are(session: Session, make: Make) -> None:
    need = make.need()
    first, second = make.action(need), make.action(need)
    move(session, make, first, ActionState.DONE)
    move(session, make, second, ActionState.STARTED)
    assert need.progress is Progress.UNDER_WAY
    move(session, make, second, ActionState.DONE)
    assert need.progress is Progress.DONE
    move(session, make, first, ActionState.STARTED)
    assert need.progress is Progress.UNDER_WAY


def test_a_need_of_a_stopped_action_goes_back_to_its_answer(session: Session, make: Make) -> None:
    theme = make.theme()
    answered, grouped, alone = make.need(), make.need(theme=theme), make.need()
    make.decision(answered, kind=DecisionKind.PARTLY)
    action = make.action(answered)
    for need in (grouped, alone):
        make.link(action, need)
    move(session, make, action, ActionState.STOPPED, "No driver was found.")
    assert answered.progress is Progress.ANSWERED
    assert grouped.progress is Progress.GROUPED
    assert alone.progress is Progress.NEW
    move(session, make, action, ActionState.STARTED)
    assert {answered.progress, grouped.progress, alone.progress} == {Progress.UNDER_WAY}


@pytest.mark.parametrize(
    ("kind", "progress"),
    [
        (DecisionKind.NOT_NOW, Progress.NOT_NOW),
        (DecisionKind.NOT_OURS, Progress.PASSED_ON),
        (DecisionKind.YOU_CAN, Progress.COMMUNITY_LED),
    ],
)
def test_an_answer_stands_again_when_nothing_in_the_plan_does(
    session: Session, make: Make, kind: DecisionKind, progress: Progress
) -> None:
    need = make.need()
    make.decision(need, kind=kind)
    action = make.action(need)
    assert need.progress is Progress.IN_PLAN
    move(session, make, action, ActionState.STOPPED, "It was not needed.")
    assert need.progress is progress


def test_a_proposal_moves_no_need(session: Session, make: Make) -> None:
    need = make.need(progress=Progress.BEING_DECIDED)
    make.action(need, state=ActionState.PROPOSED)
    assert need.progress is Progress.BEING_DECIDED


@pytest.mark.parametrize("state", [ActionState.STUCK, ActionState.STOPPED])
def test_stuck_and_stopped_need_a_reason(session: Session, make: Make, state: ActionState) -> None:
    action = make.action()
    with pytest.raises(NotPossibleNow, match="why"):
        move(session, make, action, state)
    move(session, make, action, state, "Two kitchens failed a check.")
    assert action.state_reason == "Two kitchens failed a check."


def test_a_step_that_leads_nowhere_is_refused(session: Session, make: Make) -> None:
    action = make.action()
    with pytest.raises(NotPossibleNow):
        move(session, make, action, ActionState.REVIEWED)
    proposal = make.action(make.need(), state=ActionState.PROPOSED)
    with pytest.raises(NotPossibleNow, match="Agree it first"):
        move(session, make, proposal, ActionState.STARTED)


def test_the_day_it_was_done_is_kept_until_it_goes_on(session: Session, make: Make) -> None:
    action = make.action(state=ActionState.STARTED)
    move(session, make, action, ActionState.DONE)
    operations.change_state(
        session,
        BUILDER,
        action,
        ActionState.REVIEWED,
        reason="",
        revision=action.revision,
        now=make.now + timedelta(days=30),
    )
    assert action.finished_on == make.today
    move(session, make, action, ActionState.DONE)
    move(session, make, action, ActionState.ON_TRACK)
    assert action.finished_on is None


# --- news, refusals ---


def test_news_comes_from_days_that_have_been(session: Session, make: Make) -> None:
    action = make.action()
    make.news(action, "A driver was found.", on=make.today - timedelta(days=3))
    with pytest.raises(NotPossibleNow):
        make.news(action, "It will snow.", on=make.today + timedelta(days=1))
    with pytest.raises(NotPossibleNow):
        make.news(make.action(make.need(), state=ActionState.PROPOSED))
    (line,) = queries.news_of(session, [action.id])[action.id]
    assert line.words == "A driver was found."


def test_whatever_changes_the_plan_moves_kept_pages_on(session: Session, make: Make) -> None:
    action = make.action()
    before = current_number(session)
    move(session, make, action, ActionState.STARTED)
    assert current_number(session) > before


def test_others_than_planners_change_nothing(session: Session, make: Make, now: datetime) -> None:
    outcome: Outcome = make.outcome()
    action, need = make.action(), make.need()
    for actor in (VISITOR, make.actor(Role.PARTNERSHIP_MANAGER), make.participant_actor()):
        for attempt in (
            lambda actor=actor: operations.agree_outcome(session, actor, outcome, now=now),
            lambda actor=actor: operations.agree_action(
                session, actor, action, revision=action.revision, now=now
            ),
            lambda actor=actor: operations.link_need(
                session, actor, action, need.number or 0, now=now
            ),
            lambda actor=actor: operations.unlink_need(session, actor, action, need.id, now=now),
            lambda actor=actor: operations.change_state(
                session, actor, action, ActionState.DONE, reason="", revision=0, now=now
            ),
            lambda actor=actor: operations.add_news(
                session, actor, action, "Words", on=make.today, now=now
            ),
            lambda actor=actor: operations.create_action(session, actor, words_of(action), now=now),
            lambda actor=actor: operations.create_outcome(
                session, actor, OutcomeWords(name="New"), now=now
            ),
        ):
            with pytest.raises(NotAllowed):
                attempt()
