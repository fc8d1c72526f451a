"""What waits, in which order, in which lane; who sees it; how many statements it takes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotFound, Role
from app.moderation import operations, queries
from app.moderation.lanes import Lane
from app.moderation.models import Verdict
from app.moderation.waiting import QueueFilter
from app.needs.models import Moderation, Need
from app.places.models import Place
from tests.builders import Make
from tests.moderation.conftest import Decide

TODAY = date(2026, 3, 2)
EVERYTHING = QueueFilter()
DETAILS = "Ring Mrs Lawrie on 01632 960114."
RISK = "I am frightened for the wee boy next door."


@pytest.fixture
def wait(make: Make, now: datetime) -> Callable[..., Need]:
    """Return what makes a need that has waited some days."""

    def made(days: int = 0, words: str = "A bench.", area: Place | None = None) -> Need:
        sent_at = now - timedelta(days=days)
        return make.need(published=False, words=words, area=area, sent_at=sent_at)

    return made


def ids(lines: object) -> list[int]:
    return [line.need.id for line in lines]  # type: ignore[attr-defined]


def test_the_summary_says_how_many_since_when_and_what_was_promised(
    session: Session, moderator: Actor, wait: Callable[..., Need], make: Make, now: datetime
) -> None:
    wait(days=9)  # promised for 26 February
    wait(days=4)  # Thursday: promised for Tuesday 3 March
    wait(days=5)  # Wednesday: promised for Monday 2 March, today
    make.need()
    make.need(state=Moderation.HIDDEN)
    waiting = queries.waiting_summary(session, moderator, TODAY)
    assert (waiting.count, waiting.past_promise, waiting.due_today) == (3, 1, 1)
    assert waiting.oldest == now - timedelta(days=9)


def test_nothing_waiting_is_said_so(session: Session, moderator: Actor) -> None:
    waiting = queries.waiting_summary(session, moderator, TODAY)
    assert (waiting.count, waiting.oldest, waiting.past_promise, waiting.due_today) == (
        0,
        None,
        0,
        0,
    )
    counts, lines = queries.queue_lines(session, moderator, EVERYTHING, size=5)
    assert (sum(counts.values()), lines) == (0, [])


def test_the_oldest_stands_first_and_of_two_at_once_the_one_made_first(
    session: Session, moderator: Actor, wait: Callable[..., Need]
) -> None:
    new, old, twin = wait(1), wait(5), wait(5)
    _counts, lines = queries.queue_lines(session, moderator, EVERYTHING, size=5)
    assert ids(lines) == [old.id, twin.id, new.id]


def test_each_stands_in_exactly_one_lane_and_the_counts_add_up(
    session: Session, make: Make, moderator: Actor, wait: Callable[..., Need]
) -> None:
    published = make.need(words="The last bus from the hospital goes before visiting ends.")
    expected = {
        Lane.NEW: wait(4, "A bench on the hill."),
        Lane.LIKE: wait(3, "The last bus from the hospital goes too early for visiting."),
        Lane.DETAILS: wait(2, DETAILS),
        Lane.RISK: wait(1, f"{RISK} {DETAILS}"),
    }
    counts, everything = queries.queue_lines(session, moderator, EVERYTHING, size=9)
    assert counts == dict.fromkeys(Lane, 1)
    for lane, need in expected.items():
        _counts, lines = queries.queue_lines(session, moderator, QueueFilter(lane=lane), size=9)
        assert ids(lines) == [need.id]
    assert everything[1].like_code == published.code


def test_names_of_places_and_groups_are_not_personal_details(
    session: Session, make: Make, moderator: Actor, wait: Callable[..., Need]
) -> None:
    make.area("Castle Braes")
    make.organisation("Moira Tennant Trust")
    wait(1, "We met with Moira Tennant Trust in Castle Braes.")
    counts, _lines = queries.queue_lines(session, moderator, EVERYTHING, size=9)
    assert counts[Lane.DETAILS] == 0


@pytest.mark.parametrize("lane", [None, Lane.NEW])
def test_pages_forward_and_back_show_each_once(
    session: Session, moderator: Actor, wait: Callable[..., Need], lane: Lane | None
) -> None:
    needs = [wait(days).id for days in (6, 5, 5, 4, 3, 2, 1)]
    first = queries.queue_lines(session, moderator, QueueFilter(lane=lane), size=3)[1]
    assert ids(first) == needs[:4]  # one more than asked for says that more follow
    second = QueueFilter(lane=lane, after=needs[2])
    assert ids(queries.queue_lines(session, moderator, second, size=3)[1]) == needs[3:7]
    back = QueueFilter(lane=lane, before=needs[3])
    assert ids(queries.queue_lines(session, moderator, back, size=3)[1]) == needs[2::-1]


def test_a_page_goes_on_after_an_item_that_is_decided_by_now(
    session: Session, moderator: Actor, wait: Callable[..., Need], decide: Decide
) -> None:
    first, second, third = wait(3), wait(2), wait(1)
    decide(Verdict.PUBLISH, second)
    after = QueueFilter(after=second.id)
    assert ids(queries.queue_lines(session, moderator, after, size=5)[1]) == [third.id]
    assert queries.next_in_queue(session, moderator, EVERYTHING, second.id) == third.id
    assert queries.next_in_queue(session, moderator, EVERYTHING, third.id) is None
    assert queries.next_in_queue(session, moderator, EVERYTHING, first.id) == third.id


def test_the_next_one_is_of_the_same_lane(
    session: Session, moderator: Actor, wait: Callable[..., Need]
) -> None:
    first, _new, second = wait(3, DETAILS), wait(2), wait(1, DETAILS)
    wanted = QueueFilter(lane=Lane.DETAILS)
    assert queries.next_in_queue(session, moderator, wanted, first.id) == second.id
    assert queries.next_in_queue(session, moderator, wanted, second.id) is None


def test_lanes_hold_the_oldest_and_the_list_goes_on(
    session: Session,
    moderator: Actor,
    wait: Callable[..., Need],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "MOST_SORTED", 2)
    needs = [wait(days).id for days in (4, 3, 2, 1)]
    counts, lines = queries.queue_lines(session, moderator, EVERYTHING, size=9)
    assert sum(counts.values()) == 2
    assert ids(lines) == needs
    in_lane = queries.queue_lines(session, moderator, QueueFilter(lane=Lane.NEW), size=9)[1]
    assert ids(in_lane) == needs[:2]


def test_an_area_narrows_the_queue(
    session: Session, make: Make, moderator: Actor, wait: Callable[..., Need]
) -> None:
    here, elsewhere = make.area(), make.area()
    ours, everywhere = wait(3, area=here), wait(2)
    wait(1, area=elsewhere)
    wanted = QueueFilter(place_id=here.id)
    counts, lines = queries.queue_lines(session, moderator, wanted, size=9)
    assert ids(lines) == [ours.id, everywhere.id]
    assert sum(counts.values()) == 2
    assert queries.waiting_summary(session, moderator, TODAY, here.id).count == 2


def test_a_moderator_of_one_area_sees_only_its_needs(
    session: Session, make: Make, wait: Callable[..., Need], decide: Decide, now: datetime
) -> None:
    here, elsewhere = make.area(), make.area()
    local = make.actor(Role.MODERATOR, place=here)
    ours, theirs = wait(2, area=here), wait(1, area=elsewhere)
    _counts, lines = queries.queue_lines(session, local, EVERYTHING, size=9)
    assert ids(lines) == [ours.id]
    assert queries.waiting_summary(session, local, TODAY).count == 1
    assert queries.need_for_moderator(session, local, ours.id).id == ours.id
    with pytest.raises(NotFound):
        queries.need_for_moderator(session, local, theirs.id)
    decide(Verdict.PUBLISH, theirs)
    assert queries.latest_decisions(session, local, now, size=5) == []


def test_others_see_nothing(session: Session, make: Make, wait: Callable[..., Need]) -> None:
    need = wait(1)
    for actor in (Actor(), make.participant_actor(), make.actor(Role.PLANNER)):
        assert queries.waiting_summary(session, actor, TODAY).count == 0
        assert queries.queue_lines(session, actor, EVERYTHING, size=5)[1] == []
        with pytest.raises(NotFound):
            queries.need_for_moderator(session, actor, need.id)


def test_decisions_are_listed_for_thirty_days_newest_first(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    long_ago = decide(Verdict.PUBLISH, make.need(published=False), at=now - timedelta(days=31))
    older = decide(Verdict.PUBLISH, make.need(published=False), at=now - timedelta(days=29))
    newer = decide(Verdict.PUBLISH, make.need(published=False))
    lines = queries.latest_decisions(session, moderator, now, size=5)
    assert [line.id for line in lines] == [newer.id, older.id]
    assert long_ago.id not in {line.id for line in lines}
    below = queries.latest_decisions(session, moderator, now, before=newer.id, size=5)
    assert [line.id for line in below] == [older.id]


def test_a_decision_line_knows_whether_it_can_be_undone(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    need = make.need(published=False)
    first, second = decide(Verdict.PUBLISH, need), decide(Verdict.HIDE, need)

    def obstacles() -> dict[int, str]:
        return {line.id: line.obstacle(now) for line in queries.decisions_of(session, need.id)}

    assert obstacles() == {
        first.id: "Something was decided about this later. Undo that first.",
        second.id: "",
    }
    operations.undo_decision(session, moderator, second.id, now=now)
    assert obstacles()[first.id] == ""
    assert "Priya Nair undid this" in obstacles()[second.id]


def test_the_title_of_what_was_taken_back_shows_nowhere(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    need = make.need(published=False, title="The kerb")
    decide(Verdict.PUBLISH, need)
    need.moderation = Moderation.WITHDRAWN
    (line,) = queries.latest_decisions(session, moderator, now, size=5)
    assert line.title == "Taken back by its sender"


def test_what_one_did_today_begins_at_midnight_here(
    session: Session, make: Make, moderator: Actor, other: Actor, decide: Decide, now: datetime
) -> None:
    summer = datetime(2026, 7, 1, 9, tzinfo=UTC)  # clocks are an hour ahead
    decide(
        Verdict.PUBLISH, make.need(published=False), at=datetime(2026, 6, 30, 22, 59, tzinfo=UTC)
    )
    decide(Verdict.PUBLISH, make.need(published=False), at=datetime(2026, 6, 30, 23, 1, tzinfo=UTC))
    undone = decide(Verdict.PUBLISH, make.need(published=False), at=summer)
    decide(Verdict.PUBLISH, make.need(published=False), at=summer, by=other)
    assert queries.decisions_today_count(session, moderator, summer) == 2
    operations.undo_decision(session, moderator, undone.id, now=summer)
    assert queries.decisions_today_count(session, moderator, summer) == 1


def test_the_queue_takes_the_same_statements_for_one_and_for_many(
    session: Session,
    make: Make,
    moderator: Actor,
    wait: Callable[..., Need],
    decide: Decide,
    now: datetime,
    queries_made: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    wait(1)
    decide(Verdict.PUBLISH, make.need(published=False))

    def read() -> int:
        with queries_made() as made:
            queries.queue_lines(session, moderator, EVERYTHING, size=20)
            queries.waiting_summary(session, moderator, TODAY)
            queries.latest_decisions(session, moderator, now, size=20)
        return len(made)

    few = read()
    for days in range(20):
        wait(days, DETAILS)
        decide(Verdict.PUBLISH, make.need(published=False))
    assert read() == few
    assert few <= 7
