"""Two planners at the same moment, each with a transaction of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier as MeetingPoint

from app.foundation.access import NotPossibleNow
from app.needs.models import Need, Progress
from app.plan import operations, queries
from app.plan.models import Action, ActionState
from tests.builders import BUILDER
from tests.conftest import FreshDatabase


def test_two_planners_cannot_take_the_last_two_needs_between_them(
    fresh_database: FreshDatabase,
) -> None:
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        first, second = make.need(), make.need()
        action = make.action(first)
        make.link(action, second)
        action_id, ids, now = action.id, (first.id, second.id), make.now
        session.commit()
    meet = MeetingPoint(2)

    def take_out(need_id: int) -> bool:
        with fresh_database.session() as own:
            meet.wait()
            held = queries.action_to_change(own, action_id)
            try:
                operations.unlink_need(own, BUILDER, held, need_id, now=now)
            except NotPossibleNow:
                return False
            own.commit()
            return True

    with ThreadPoolExecutor(2) as planners:
        done = list(planners.map(take_out, ids))
    assert sorted(done) == [False, True]
    with fresh_database.session() as session:
        assert len(queries.linked_needs(session, action_id)) == 1


def test_two_who_agree_at_once_give_one_code(fresh_database: FreshDatabase) -> None:
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        action = make.action(make.need(), state=ActionState.PROPOSED)
        action_id, now = action.id, make.now
        session.commit()
    meet = MeetingPoint(2)

    def agree(_: int) -> str | None:
        with fresh_database.session() as own:
            meet.wait()
            held = queries.action_to_change(own, action_id)
            operations.agree_action(own, BUILDER, held, revision=0, now=now)
            code = held.code
            own.commit()
            return code

    with ThreadPoolExecutor(2) as planners:
        assert list(planners.map(agree, range(2))) == ["A-0001", "A-0001"]


def test_two_actions_of_one_need_at_once_leave_it_where_both_are(
    fresh_database: FreshDatabase,
) -> None:
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        need = make.need()
        actions = [make.action(need, state=ActionState.STARTED) for _ in range(2)]
        seen = [(each.id, each.revision) for each in actions]
        need_id, now = need.id, make.now
        session.commit()
    meet = MeetingPoint(2)
    wanted = (ActionState.DONE, ActionState.DONE)

    def move(number: int) -> None:
        with fresh_database.session() as own:
            meet.wait()
            action_id, revision = seen[number]
            held: Action = queries.action_to_change(own, action_id)
            operations.change_state(
                own, BUILDER, held, wanted[number], reason="", revision=revision, now=now
            )
            own.commit()

    with ThreadPoolExecutor(2) as planners:
        list(planners.map(move, range(2)))
    with fresh_database.session() as session:
        assert session.get_one(Need, need_id).progress is Progress.DONE
