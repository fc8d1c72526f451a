"""Two moderators, or a moderator and a resident, at the same moment, with real commits."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from app.foundation.access import Actor, NotFound, NotPossibleNow, Role
from app.moderation import operations
from app.moderation.models import ReasonCode
from app.moderation.queries import decisions_of
from app.needs.models import Moderation, Need
from app.recounts.operations import differences
from app.voices import operations as voices
from tests.builders import BUILDER


def at_once(fresh_database: Any, acts: Sequence[Callable[[Any], object]]) -> list[object]:
    """Run each act in a thread and transaction of its own; return what came of each."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[Any], object]) -> None:
        with fresh_database.session() as session:
            start.wait()
            try:
                act(session)
                session.commit()
                outcomes[number] = "done"
            except (NotPossibleNow, NotFound) as refused:
                session.rollback()
                outcomes[number] = str(refused) or type(refused).__name__
            except BaseException as problem:  # a thread must tell the test
                outcomes[number] = problem

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    broken = [each for each in outcomes if not isinstance(each, str)]
    assert not broken, broken
    return list(outcomes)


def _people(fresh_database: Any, session: Any) -> tuple[Any, Actor, Actor]:
    make = fresh_database.make(session)
    one, two = (make.person(Role.MODERATOR, name=name) for name in ("Priya Nair", "Ewan Duff"))
    return make, make.actor_of(one), make.actor_of(two)


def test_of_two_moderators_one_decides_and_the_other_reads_who(
    fresh_database: Any, now: datetime
) -> None:
    with fresh_database.session() as session:
        make, one, two = _people(fresh_database, session)
        need = make.need(published=False)
        need_id, revision = need.id, need.revision
        session.commit()
    outcomes = at_once(
        fresh_database,
        [
            lambda s: operations.publish_need(s, one, need_id, revision=revision, now=now),
            lambda s: operations.hide_need(
                s, two, need_id, ReasonCode.HURTFUL, revision=revision, now=now
            ),
        ],
    )
    refusals = [each for each in outcomes if each != "done"]
    assert len(refusals) == 1
    assert refusals[0] in {
        "Priya Nair published this on 2 March at 10:00. Look at it again.",
        "Ewan Duff hid this on 2 March at 10:00. Look at it again.",
    }
    with fresh_database.session() as session:
        assert len(decisions_of(session, need_id)) == 1
        assert differences(session, BUILDER) == []


def test_two_undo_presses_undo_once(fresh_database: Any, now: datetime) -> None:
    with fresh_database.session() as session:
        make, one, two = _people(fresh_database, session)
        need = make.need(published=False)
        decision = operations.publish_need(session, one, need.id, revision=need.revision, now=now)
        need_id, decision_id = need.id, decision.id
        session.commit()
    outcomes = at_once(
        fresh_database,
        [
            lambda s: operations.undo_decision(s, one, decision_id, now=now),
            lambda s: operations.undo_decision(s, two, decision_id, now=now),
        ],
    )
    assert sorted(str(each) for each in outcomes)[1] == "done"
    assert any("undid this" in str(each) for each in outcomes)
    with fresh_database.session() as session:
        need = session.get_one(Need, need_id)
        assert need.moderation is Moderation.WAITING


def test_two_needs_joined_both_ways_at_once_make_one_pair(
    fresh_database: Any, now: datetime
) -> None:
    with fresh_database.session() as session:
        make, one, two = _people(fresh_database, session)
        first, second = make.need(supports=2), make.need(supports=3)
        a, b, revision = first.id, second.id, first.revision
        assert second.revision == revision
        session.commit()
    outcomes = at_once(
        fresh_database,
        [
            lambda s: operations.merge_need(s, one, a, b, revision=revision, now=now),
            lambda s: operations.merge_need(s, two, b, a, revision=revision, now=now),
        ],
    )
    assert outcomes.count("done") == 1
    with fresh_database.session() as session:
        states = {session.get_one(Need, each).moderation for each in (a, b)}
        assert states == {Moderation.MERGED, Moderation.PUBLISHED}
        assert differences(session, BUILDER) == []


def test_supports_that_arrive_while_a_need_is_joined_are_counted_once(
    fresh_database: Any, now: datetime
) -> None:
    with fresh_database.session() as session:
        make, one, _two = _people(fresh_database, session)
        theme = make.theme()
        target, need = make.need(theme=theme), make.need(theme=theme)
        people = [make.participant_actor() for _ in range(6)]
        need_id, target_id, revision, number = need.id, target.id, need.revision, need.number
        session.commit()

    def support(actor: Actor) -> Callable[[Any], object]:
        return lambda s: voices.support_need(s, actor, number, now=now)

    outcomes = at_once(
        fresh_database,
        [
            *(support(actor) for actor in people),
            lambda s: operations.merge_need(s, one, need_id, target_id, revision=revision, now=now),
        ],
    )
    assert outcomes == ["done"] * 7
    with fresh_database.session() as session:
        assert session.get_one(Need, target_id).people == 2 + 6
        assert differences(session, BUILDER) == []
