"""Lists of priorities, and answers: drafted, changed, published for good, followed by others."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Actor, NotAllowed, NotPossibleNow, Role
from app.grouping.operations import put_under_theme
from app.history.queries import history_of
from app.needs.models import Moderation, Need, Progress
from app.priorities import operations, queries
from app.priorities.models import Decision, DecisionKind, DecisionState
from app.priorities.operations import PROGRESS_AFTER, DecisionWords
from app.recounts.operations import differences
from app.themes.models import Theme, ThemeState
from tests.builders import BUILDER, Make

QueriesMade = Callable[[], AbstractContextManager[list[str]]]
WORDS = DecisionWords(
    kind=DecisionKind.YES,
    people_said="The last bus leaves too early.",
    we_decided="We will test a link bus.",
    why="It came up in every area.",
    decided_by="Families Board",
    decided_on=date(2026, 3, 2),
)


@pytest.fixture
def planner(make: Make) -> Actor:
    return make.actor(Role.PLANNER)


@pytest.fixture
def answer(session: Session, planner: Actor, now: datetime) -> Callable[..., Decision]:
    """Return what drafts and publishes an answer."""

    def act(subject: Need | Theme, **change: object) -> Decision:
        said = replace(WORDS, **change)  # type: ignore[arg-type]  # names of its fields
        draft = operations.draft_decision(session, planner, subject, said, now=now)
        return operations.publish_decision(session, planner, draft, revision=0, now=now)

    return act


def verbs(session: Session, name: str, thing_id: int) -> list[str]:
    session.flush()
    return [line.verb for line in history_of(session, name, thing_id)]


def test_a_need_goes_on_a_list_once_and_comes_off_once(
    session: Session, make: Make, planner: Actor, now: datetime
) -> None:
    need, area = make.need(), make.area("Coalbrae")
    assert operations.put_on_list(session, planner, need, area, now=now)
    assert not operations.put_on_list(session, planner, need, area, now=now)
    assert operations.put_on_list(session, planner, need, make.whole_place(), now=now)
    whole, listed = queries.places_listing(session, planner, need_id=need.id)
    assert (whole.place_name, listed.place_name) == ("Braidvale", "Coalbrae")
    assert operations.take_off_list(session, planner, listed.id, now=now)
    assert not operations.take_off_list(session, planner, listed.id, now=now)
    assert operations.put_on_list(session, planner, need, area, now=now)
    assert verbs(session, "need", need.id)[-4:] == [
        "made a priority",
        "made a priority",
        "taken off a list",
        "made a priority",
    ]


def test_only_what_everyone_sees_goes_on_a_list(
    session: Session, make: Make, planner: Actor, now: datetime
) -> None:
    place = make.whole_place()
    for subject in (
        make.need(state=Moderation.HIDDEN),
        make.need(published=False),
        make.theme(state=ThemeState.FORMING),
    ):
        with pytest.raises(NotPossibleNow, match="able to see it"):
            operations.put_on_list(session, planner, subject, place, now=now)


def test_a_ward_has_no_list(session: Session, make: Make, planner: Actor, now: datetime) -> None:
    with pytest.raises(NotPossibleNow, match="Lists are kept"):
        operations.put_on_list(session, planner, make.need(), make.ward(), now=now)


@pytest.mark.parametrize("kind", DecisionKind)
def test_an_answer_says_what_became_of_the_need(
    session: Session, make: Make, answer: Callable[..., Decision], kind: DecisionKind
) -> None:
    need = make.need()
    decision = answer(
        need, kind=kind, look_again_on=date(2026, 9, 30), passed_to="The transport board"
    )
    assert (decision.code, decision.is_standing) == ("D-0001", True)
    assert decision.state is DecisionState.PUBLISHED
    expected = {
        DecisionKind.YES: Progress.ANSWERED,
        DecisionKind.PARTLY: Progress.ANSWERED,
        DecisionKind.NOT_NOW: Progress.NOT_NOW,
        DecisionKind.NOT_OURS: Progress.PASSED_ON,
        DecisionKind.YOU_CAN: Progress.COMMUNITY_LED,
        DecisionKind.OWN_WORDS: Progress.ANSWERED,
    }
    assert need.progress is expected[kind] is PROGRESS_AFTER[kind]
    assert verbs(session, "decision", decision.id) == ["began a decision", "published a decision"]


@pytest.mark.parametrize(
    "progress", [Progress.IN_PLAN, Progress.UNDER_WAY, Progress.DONE, Progress.REVIEWED]
)
def test_yes_never_takes_a_need_out_of_the_plan(
    make: Make, answer: Callable[..., Decision], progress: Progress
) -> None:
    need = make.need(progress=progress)
    answer(need)
    assert need.progress is progress
    answer(need, kind=DecisionKind.NOT_NOW, look_again_on=date(2026, 9, 30))
    assert need.progress is Progress.NOT_NOW


def test_a_theme_answers_its_needs_that_have_no_answer_of_their_own(
    session: Session, make: Make, answer: Callable[..., Decision]
) -> None:
    theme = make.theme("Getting home")
    open_one, in_plan, own = (make.need(theme=theme) for _ in range(3))
    in_plan.progress = Progress.IN_PLAN
    hidden = make.need(theme=theme, state=Moderation.HIDDEN)
    elsewhere = make.need()
    answer(own, kind=DecisionKind.YOU_CAN)
    answer(theme, kind=DecisionKind.NOT_NOW, look_again_on=date(2026, 9, 30))
    assert open_one.progress is Progress.NOT_NOW
    assert in_plan.progress is Progress.IN_PLAN
    assert own.progress is Progress.COMMUNITY_LED
    assert hidden.progress is Progress.GROUPED
    assert elsewhere.progress is Progress.NEW
    assert differences(session, BUILDER) == []


def test_a_later_answer_takes_the_place_of_an_earlier_one(
    session: Session, make: Make, answer: Callable[..., Decision]
) -> None:
    need = make.need()
    first = answer(need, kind=DecisionKind.NOT_NOW, look_again_on=date(2026, 9, 30))
    second = answer(need)
    assert (first.is_standing, second.is_standing) == (False, True)
    assert (first.code, second.code) == ("D-0001", "D-0002")
    assert need.progress is Progress.ANSWERED
    lines = queries.answers_about(session, BUILDER, need_id=need.id)
    assert [line.code for line in lines] == ["D-0001", "D-0002"]


def test_what_is_published_stays_as_it_is(
    session: Session,
    make: Make,
    planner: Actor,
    answer: Callable[..., Decision],
    now: datetime,
) -> None:
    decision = answer(make.need())
    other = replace(WORDS, we_decided="Something else.")
    with pytest.raises(NotPossibleNow, match="what is published stays"):
        operations.change_draft(session, planner, decision, other, revision=1, now=now)
    with pytest.raises(NotPossibleNow, match="what is published stays"):
        operations.throw_draft_away(session, planner, decision, revision=decision.revision, now=now)
    again = operations.publish_decision(session, planner, decision, revision=0, now=now)
    assert (again.number, decision.we_decided) == (1, "We will test a link bus.")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"people_said": ""}, "Say what people said."),
        ({"we_decided": ""}, "Say what was decided."),
        ({"why": ""}, "Say why."),
        ({"decided_by": ""}, "Name the body that decided."),
        ({"decided_on": None}, "Give the day it was decided."),
        ({"decided_on": date(2026, 3, 3)}, "still to come"),
        ({"kind": DecisionKind.NOT_NOW}, "Say when we look again."),
        ({"kind": DecisionKind.NOT_OURS}, "Say who it was passed to."),
        ({"look_again_on": date(2026, 2, 26)}, "must come after"),
    ],
)
def test_what_people_must_read_is_asked_for_before_publishing(
    session: Session,
    make: Make,
    planner: Actor,
    now: datetime,
    change: dict[str, object],
    words: str,
) -> None:
    need = make.need()
    said = replace(WORDS, **change)  # type: ignore[arg-type]  # names of its fields
    draft = operations.draft_decision(session, planner, need, said, now=now)
    with pytest.raises(NotPossibleNow, match=words):
        operations.publish_decision(session, planner, draft, revision=0, now=now)
    assert (draft.state, draft.number, need.progress) == (DecisionState.DRAFT, None, Progress.NEW)


def test_an_answer_in_own_words_may_lack_what_its_body_never_gave(
    make: Make, answer: Callable[..., Decision]
) -> None:
    decision = answer(
        make.need(), kind=DecisionKind.OWN_WORDS, why="", people_said="", decided_on=None
    )
    assert decision.is_standing


def test_one_draft_at_a_time_stands_for_a_need(
    session: Session, make: Make, planner: Actor, now: datetime
) -> None:
    need = make.need()
    draft = operations.draft_decision(session, planner, need, WORDS, now=now)
    again = operations.draft_decision(session, planner, need, WORDS, now=now)
    assert again.id == draft.id
    with pytest.raises(NotPossibleNow, match="writing this answer already"):
        operations.draft_decision(session, planner, need, replace(WORDS, why="Else."), now=now)
    operations.draft_decision(session, planner, make.need(), WORDS, now=now)


def test_a_draft_changes_and_a_stale_form_does_not(
    session: Session, make: Make, planner: Actor, now: datetime
) -> None:
    draft = operations.draft_decision(session, planner, make.need(), WORDS, now=now)
    first, second = replace(WORDS, why="First."), replace(WORDS, why="Second.")
    operations.change_draft(session, planner, draft, first, revision=0, now=now)
    operations.change_draft(session, planner, draft, first, revision=0, now=now)
    with pytest.raises(NotPossibleNow, match="changed this draft"):
        operations.change_draft(session, planner, draft, second, revision=0, now=now)
    with pytest.raises(NotPossibleNow, match="changed this draft"):
        operations.publish_decision(session, planner, draft, revision=0, now=now)
    assert draft.why == "First."
    assert verbs(session, "decision", draft.id) == [
        "began a decision",
        "changed a draft decision",
    ]


def test_a_draft_can_be_thrown_away_and_begun_again(
    session: Session, make: Make, planner: Actor, now: datetime
) -> None:
    need = make.need()
    draft = operations.draft_decision(session, planner, need, WORDS, now=now)
    operations.throw_draft_away(session, planner, draft, revision=draft.revision, now=now)
    session.flush()
    assert queries.draft_about(session, need_id=need.id) is None
    operations.draft_decision(session, planner, need, WORDS, now=now)


def test_what_is_gone_gets_no_answer(
    session: Session, make: Make, planner: Actor, now: datetime
) -> None:
    with pytest.raises(NotPossibleNow, match="able to see it"):
        operations.draft_decision(
            session, planner, make.theme(state=ThemeState.FORMING), WORDS, now=now
        )
    need = make.need()
    draft = operations.draft_decision(session, planner, need, WORDS, now=now)
    make._bring_to(need, Moderation.HIDDEN, None, None)
    session.flush()
    with pytest.raises(NotPossibleNow, match="not public any more"):
        operations.publish_decision(session, planner, draft, revision=0, now=now)


def test_nobody_else_may(session: Session, make: Make, now: datetime) -> None:
    manager, need = make.actor(Role.PARTNERSHIP_MANAGER), make.need()
    draft = operations.draft_decision(session, BUILDER, need, WORDS, now=now)
    place = make.whole_place()
    acts: list[Callable[[], object]] = [
        lambda: operations.put_on_list(session, manager, need, place, now=now),
        lambda: operations.take_off_list(session, manager, 1, now=now),
        lambda: operations.draft_decision(session, manager, need, WORDS, now=now),
        lambda: operations.change_draft(session, manager, draft, WORDS, revision=0, now=now),
        lambda: operations.throw_draft_away(session, manager, draft, revision=0, now=now),
        lambda: operations.publish_decision(session, manager, draft, revision=0, now=now),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def at_once(*acts: Callable[[], None]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)


def test_two_presses_at_once_publish_one_answer(fresh_database, now: datetime) -> None:  # type: ignore[no-untyped-def]
    with fresh_database.session() as own:
        need = fresh_database.make(own).need()
        need_id = need.id
        draft_id = operations.draft_decision(own, BUILDER, need, WORDS, now=now).id
        own.commit()
    numbers: list[int | None] = []

    def publish() -> None:
        with fresh_database.session() as own:
            draft = queries.decision_to_read(own, draft_id)
            done = operations.publish_decision(own, BUILDER, draft, revision=0, now=now)
            numbers.append(done.number)
            own.commit()

    at_once(publish, publish)
    with fresh_database.session() as own:
        assert numbers == [1, 1]
        (line,) = queries.answers_about(own, BUILDER, need_id=need_id)
        assert line.is_standing
        assert verbs(own, "decision", draft_id) == ["began a decision", "published a decision"]


def test_two_planners_begin_one_draft_at_once(fresh_database, now: datetime) -> None:  # type: ignore[no-untyped-def]
    with fresh_database.session() as own:
        need_id = fresh_database.make(own).need().id
        own.commit()
    refused: list[str] = []

    def begin(why: str) -> None:
        with fresh_database.session() as own:
            need = own.get_one(Need, need_id)
            try:
                operations.draft_decision(own, BUILDER, need, replace(WORDS, why=why), now=now)
                own.commit()
            except NotPossibleNow as problem:
                own.rollback()
                refused.append(str(problem))

    at_once(lambda: begin("One."), lambda: begin("Two."))
    with fresh_database.session() as own:
        assert len(queries.drafts(own, BUILDER)) == 1
    assert len(refused) == 1


def test_grouping_and_answering_a_theme_at_once_do_not_block_each_other(  # type: ignore[no-untyped-def]
    fresh_database, now: datetime
) -> None:
    with fresh_database.session() as own:
        make = fresh_database.make(own)
        theme = make.theme("Getting home")
        theme_id = theme.id
        ids = [make.need(theme=theme).id for _ in range(5)]
        more = [make.need().id for _ in range(5)]
        draft_id = operations.draft_decision(own, BUILDER, theme, WORDS, now=now).id
        own.commit()

    def publish() -> None:
        with fresh_database.session() as own:
            draft = queries.decision_to_read(own, draft_id)
            operations.publish_decision(own, BUILDER, draft, revision=0, now=now)
            own.commit()

    def group() -> None:
        with fresh_database.session() as own:
            put_under_theme(own, BUILDER, own.get_one(Theme, theme_id), [*ids, *more], now=now)
            own.commit()

    at_once(publish, group)
    with fresh_database.session() as own:
        assert {own.get_one(Need, id_).progress for id_ in ids} == {Progress.ANSWERED}
        assert {own.get_one(Need, id_).progress for id_ in more} <= {
            Progress.ANSWERED,
            Progress.GROUPED,
        }
        assert differences(own, BUILDER) == []


def test_nothing_is_decided_before_it_was_put_forward(session: Session, make: Make) -> None:
    draft = make.decision(published=False, decided_on=make.today - timedelta(days=1))
    with pytest.raises(NotPossibleNow, match="before the need was put forward"):
        operations.publish_decision(session, BUILDER, draft, revision=0, now=make.now)
    assert draft.number is None


def test_the_answer_to_a_theme_moves_its_needs_with_few_statements(
    session: Session, make: Make, queries_made: QueriesMade
) -> None:
    def statements_for(count: int) -> int:
        theme = make.theme()
        needs = [make.need(theme=theme) for _ in range(count)]
        draft = make.decision(theme, kind=DecisionKind.NOT_NOW, published=False)
        with queries_made() as made:
            operations.publish_decision(session, BUILDER, draft, revision=0, now=make.now)
            session.flush()
        for need in needs:
            assert need.progress is Progress.NOT_NOW
            verbs = [line.verb for line in history_of(session, "need", need.id)]
            assert verbs.count("progress: not_now") == 1
        return len(made)

    statements_for(1)  # the first of all makes the counter of codes
    assert statements_for(3) == statements_for(9)
