"""What partner editors do to the actions of their body, and to nobody else's."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.foundation.access import NotAllowed, NotFound, NotPossibleNow, Role
from app.history.models import HistoryEntry
from app.needs.models import Progress
from app.organisations.models import Sector, Standing
from app.partners import operations
from app.plan import operations as plan
from app.plan.models import ActionState
from app.plan.queries import find_outcome_called, news_of
from app.recounts.operations import differences
from tests.builders import BUILDER


@pytest.fixture
def body(make):
    return make.organisation("Health and Care", sector=Sector.PUBLIC)


@pytest.fixture
def editor(make, body):
    return make.actor_of(make.person(Role.PARTNER_EDITOR, body=body))


@pytest.fixture
def action(make, body):
    return make.action(make.need(), lead=body)


def say(session, actor, action, state, now, *, reason="", revision=None):
    revision = action.revision if revision is None else revision
    operations.change_state(
        session, actor, action.number, state, reason=reason, revision=revision, now=now
    )


def test_its_needs_follow_and_the_history_names_who(session, make, editor, body, now):
    need = make.need()
    action = make.action(need, lead=body)
    say(session, editor, action, ActionState.STARTED, now)
    assert (action.state, need.progress) == (ActionState.STARTED, Progress.UNDER_WAY)
    say(session, editor, action, ActionState.DONE, now)
    assert need.progress is Progress.DONE
    say(session, editor, action, ActionState.STARTED, now)  # said too early
    assert (need.progress, action.finished_on) == (Progress.UNDER_WAY, None)
    entry = session.scalars(select(HistoryEntry).where(HistoryEntry.verb == "state: done")).one()
    assert (entry.person_id, entry.acting_as) == (editor.person_id, "partner_editor")
    assert differences(session, BUILDER) == []


def test_news_is_told(session, editor, action, now):
    operations.add_news(session, editor, action.number, "A van came.", on=now.date(), now=now)
    session.flush()
    (line,) = news_of(session, [action.id])[action.id]
    assert line.words == "A van came."


def test_what_a_planner_must_say_they_must_say_too(session, editor, action, now):
    with pytest.raises(NotPossibleNow, match="Say why"):
        say(session, editor, action, ActionState.STUCK, now)
    with pytest.raises(NotPossibleNow, match="changed since"):
        say(session, editor, action, ActionState.STARTED, now, revision=action.revision - 1)
    with pytest.raises(NotPossibleNow, match="cannot become"):
        say(session, editor, action, ActionState.REVIEWED, now)


def test_what_others_lead_does_not_exist_for_them(session, make, editor, body, action, now):
    other = make.actor_of(make.person(Role.PARTNER_EDITOR))
    helped = make.action(make.need(), partners=[body])
    for actor, which in ((other, action), (editor, helped)):
        with pytest.raises(NotFound):
            say(session, actor, which, ActionState.STARTED, now)
        with pytest.raises(NotFound):
            operations.add_news(session, actor, which.number, "News.", on=now.date(), now=now)
        with pytest.raises(NotAllowed):
            plan.add_news(session, actor, which, "News.", on=now.date(), now=now)
    proposed = make.action(make.need(), lead=body, state=ActionState.PROPOSED)
    with pytest.raises(NotAllowed):
        plan.change_state(
            session, editor, proposed, ActionState.STARTED, reason="", revision=0, now=now
        )


def test_their_role_changes_nothing_else_in_the_plan(session, editor, action, now):
    with pytest.raises(NotAllowed):
        plan.link_need(session, editor, action, 1, now=now)
    with pytest.raises(NotAllowed):
        plan.agree_action(session, editor, action, revision=action.revision, now=now)
    assert find_outcome_called(session, "Mine") is None


@pytest.mark.parametrize("standing", [Standing.PAUSED, Standing.CLOSED])
def test_a_body_that_is_paused_or_closed_has_no_work(session, editor, body, action, now, standing):
    body.standing = standing
    with pytest.raises(NotPossibleNow, match="paused or closed"):
        say(session, editor, action, ActionState.STARTED, now)
    with pytest.raises(NotPossibleNow, match="paused or closed"):
        operations.add_news(session, editor, action.number, "News.", on=now.date(), now=now)
    body.standing = Standing.ACTIVE
    say(session, editor, action, ActionState.STARTED, now)


def test_two_who_say_how_far_it_is_at_once(fresh_database, now):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        body = make.organisation(sector=Sector.PUBLIC)
        editor = make.actor_of(make.person(Role.PARTNER_EDITOR, body=body))
        planner = make.actor(Role.PLANNER)
        action = make.action(make.need(), lead=body)
        number, action_id, revision = action.number, action.id, action.revision
        session.commit()
    ready = Barrier(2)

    def editor_says(session):
        operations.change_state(
            session, editor, number, ActionState.STARTED, reason="", revision=revision, now=now
        )

    def planner_says(session):
        plan.change_state(
            session, planner, plan.queries.action_to_change(session, action_id),
            ActionState.DONE, reason="", revision=revision, now=now,
        )  # fmt: skip

    def does(act):
        with fresh_database.session() as session:
            ready.wait()
            try:
                act(session)
                session.commit()
            except NotPossibleNow as problem:
                return str(problem)[:16]
            return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(does, [editor_says, planner_says]))
    assert told == ["", "This was changed"]
