"""Removing words for good: nothing of them stays, and the thread does not break."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from app.erasing import operations, queries
from app.erasing.models import Erasure, ErasureReason
from app.follow.operations import take_back
from app.foundation.access import Actor, NotAllowed, NotFound, NotPossibleNow, Role
from app.foundation.database import Base
from app.history import operations as history
from app.history.models import HistoryEntry, HistoryNote
from app.moderation import operations as moderation
from app.moderation.models import ReasonCode
from app.needs import operations as needs
from app.needs.models import Moderation, Progress
from app.needs.queries import NeedFilter, list_needs
from app.needs.words import NeedWords
from app.plan.models import ActionState
from app.plan.operations import change_state, move_needs
from app.plan.states import BY_THE_PLAN
from app.recounts.operations import differences
from tests.builders import BUILDER

OTTER = "An otter crossing at the old weir"
DAY = timedelta(days=1)
CLOCK = Actor.system("keep-to-retention")


def everywhere(session):
    """Return every word of the database, with the search index."""
    session.flush()
    rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    search = session.execute(text("SELECT * FROM need_search")).all()
    return repr(rows) + repr(search)


@pytest.fixture
def need(session, make, now):
    """Make a need with words everywhere, and with what came of it."""
    writer = make.participant_actor()
    moderator = make.actor(Role.MODERATOR)
    need = make.need(
        writer=writer, title=OTTER, words=f"{OTTER}, please.", works_well=f"{OTTER} elsewhere",
        about_whom="Otters", published=False,
    )  # fmt: skip
    need.team_line = f"They mean: {OTTER}"
    moderation.return_need(
        session, moderator, need.id, ReasonCode.CANNOT_READ, f"{OTTER}? Where?",
        revision=0, now=now,
    )  # fmt: skip
    needs.change_words(
        session, writer, need, NeedWords(title=f"{OTTER} now", words=f"{OTTER}, at last."),
        revision=need.revision, now=now,
    )  # fmt: skip
    moderation.publish_need(session, moderator, need.id, revision=need.revision, now=now)
    make.group(need, make.theme())
    for _ in range(2):
        make.support(need)
    decision = make.decision(need)
    decision.people_said = f"People said: {OTTER} now. {OTTER}, at last."
    make.action(need, state=ActionState.STARTED)
    session.flush()
    return need, writer


def test_public_words_show_nowhere_at_once_and_are_gone_after_seven_days(session, make, now, need):
    need, writer = need
    assert everywhere(session).count("otter") > 8, "there is much to remove"
    until = operations.ask_to_erase(session, writer, need.id, now=now)
    assert until == now + 7 * DAY
    assert need.moderation is Moderation.WITHDRAWN
    assert not list_needs(session, BUILDER, NeedFilter(words="otter"), size=5)
    assert operations.erase_due(session, CLOCK, now=until - timedelta(seconds=1)) == 0
    assert need.words
    assert operations.erase_due(session, CLOCK, now=until) == 1
    assert need.moderation is Moderation.ERASED
    assert "otter" not in everywhere(session).lower()
    assert operations.erase_due(session, CLOCK, now=until) == 0
    assert differences(session, BUILDER) == []
    assert session.scalar(select(func.count()).select_from(Erasure)) == 0


def test_code_steps_votes_and_answers_stay(session, make, now, need):
    need, writer = need
    number, people = need.number, need.people
    acts = session.scalar(select(func.count()).select_from(HistoryEntry))
    operations.ask_to_erase(session, writer, need.id, now=now)
    operations.erase_due(session, CLOCK, now=now + 7 * DAY)
    session.flush()
    assert (need.number, need.people) == (number, people)
    assert need.taken_down_at == now
    assert session.scalar(select(func.count()).select_from(HistoryEntry)) == acts + 2


@pytest.mark.parametrize("state", [Moderation.WAITING, Moderation.RETURNED, Moderation.WITHDRAWN])
def test_what_nobody_else_can_read_goes_at_once(session, make, now, state):
    writer = make.participant_actor()
    need = make.need(writer=writer, words=OTTER, state=state, published=False)
    assert operations.ask_to_erase(session, writer, need.id, now=now) is None
    assert need.moderation is Moderation.ERASED
    assert "otter" not in everywhere(session).lower()
    assert differences(session, BUILDER) == []
    with pytest.raises(NotPossibleNow, match="removed already"):
        operations.ask_to_erase(session, writer, need.id, now=now)


@pytest.mark.parametrize(
    ("before", "after"),
    [("published", Moderation.PUBLISHED), ("hidden", Moderation.HIDDEN),
     ("merged", Moderation.MERGED)],
)  # fmt: skip
def test_it_can_be_kept_after_all(session, make, now, before, after):
    writer, theme = make.participant_actor(), make.theme()
    target = make.need(theme=theme) if before == "merged" else None
    need = make.need(
        writer=writer, words=OTTER, supports=3, theme=theme, merged_into=target,
        state=Moderation.HIDDEN if before == "hidden" else None, reason_code="hurtful",
    )  # fmt: skip
    operations.ask_to_erase(session, writer, need.id, now=now)
    with pytest.raises(NotPossibleNow, match="already"):
        operations.ask_to_erase(session, writer, need.id, now=now)
    assert differences(session, BUILDER) == []
    operations.keep_own_words(session, writer, need.id, now=now + 6 * DAY)
    assert need.moderation is after
    assert need.reason_code == ("hurtful" if before == "hidden" else None)
    assert need.words == OTTER
    assert differences(session, BUILDER) == []
    with pytest.raises(NotPossibleNow):
        operations.keep_own_words(session, writer, need.id, now=now)
    assert operations.erase_due(session, CLOCK, now=now + 8 * DAY) == 0
    found = list_needs(session, BUILDER, NeedFilter(words="otter"), size=5)
    assert bool(found) is (before == "published")


@pytest.mark.parametrize("reason", [None, ErasureReason.NAMES_SOMEBODY])
def test_joined_words_that_are_kept_count_as_before(session, make, now, reason):
    """Others stay counted all the while; to keep the words brings the writer's voice back."""
    writer, staff, theme = make.participant_actor(), make.actor(Role.MODERATOR), make.theme()
    target, need = make.need(theme=theme, supports=2), make.need(writer=writer, supports=3)
    merged = moderation.merge_need(
        session, staff, need.id, target.id, revision=need.revision, now=now
    )
    assert target.people == 5
    if reason is None:
        operations.ask_to_erase(session, writer, need.id, now=now)
    else:
        operations.ask_to_erase_for_somebody(session, staff, need.id, reason, now=now)
    assert (target.people, need.merged_into_id) == (4, None)
    with pytest.raises(NotPossibleNow, match="nothing to undo"):
        moderation.undo_decision(session, staff, merged.id, now=now)
    operations.keep_words_of_somebody(session, staff, need.id, now=now)
    assert (need.moderation, need.merged_into_id) == (Moderation.MERGED, target.id)
    assert (need.taken_down_at, need.reason_code, target.people) == (None, None, 5)
    assert differences(session, BUILDER) == []

    moderation.undo_decision(session, staff, merged.id, now=now)
    assert (need.moderation, need.people, target.people) == (Moderation.PUBLISHED, 1, 4)
    assert differences(session, BUILDER) == []


def test_joined_words_wait_for_a_person_when_their_target_is_gone(session, make, now):
    writer, target = make.participant_actor(), make.need()
    need = make.need(writer=writer, words=OTTER, supports=3, merged_into=target)
    operations.ask_to_erase(session, writer, need.id, now=now)
    needs.take_down(session, BUILDER, target, Moderation.HIDDEN, reason_code="hurtful", now=now)
    operations.keep_own_words(session, writer, need.id, now=now)
    assert (need.moderation, need.merged_into_id) == (Moderation.WAITING, None)
    assert (need.people, target.people) == (1, 3)
    assert differences(session, BUILDER) == []


def test_joined_words_removed_for_good_leave_the_voices_of_others(session, make, now):
    writer, target = make.participant_actor(), make.need(theme=make.theme())
    need = make.need(writer=writer, words=OTTER, supports=3, merged_into=target)
    operations.erase_own_at_once(session, writer, need.id, now=now)
    assert (need.moderation, need.people, target.people) == (Moderation.ERASED, 1, 3)
    assert "otter" not in everywhere(session).lower()
    assert differences(session, BUILDER) == []


def test_others_words_that_were_joined_stand_by_themselves_again(session, make, now):
    writer, theme = make.participant_actor(), make.theme()
    need = make.need(writer=writer, words=OTTER, supports=2, theme=theme)
    joined = [make.need(words=f"A weir number {n}", supports=n + 1, theme=theme) for n in (1, 2)]
    for each in joined:
        needs.merge_into(session, BUILDER, each, need, now=now)
        make.recount(each)
    assert need.people == 2 + 2 + 3
    operations.ask_to_erase(session, writer, need.id, now=now)
    assert [each.moderation for each in joined] == [Moderation.PUBLISHED] * 2
    assert [each.people for each in joined] == [2, 3]
    assert need.people == 2
    assert len(list_needs(session, BUILDER, NeedFilter(words="weir number"), size=5)) == 2
    assert differences(session, BUILDER) == []
    operations.erase_due(session, CLOCK, now=now + 7 * DAY)
    assert differences(session, BUILDER) == []


def test_taking_back_lets_go_of_others_words_too(session, make, now):
    writer = make.participant_actor()
    need = make.need(writer=writer, words=OTTER, supports=2)
    joined = make.need(words="A weir", supports=3, merged_into=need)
    make.recount(joined)
    take_back(session, writer, need.id, now=now)
    assert (joined.moderation, joined.people) == (Moderation.PUBLISHED, 3)
    assert differences(session, BUILDER) == []


def test_what_was_joined_with_hidden_words_waits_for_a_person(session, make, now):
    writer = make.participant_actor()
    need = make.need(writer=writer, words=OTTER)
    joined = make.need(words="A weir", merged_into=need)
    needs.take_down(session, BUILDER, need, Moderation.HIDDEN, reason_code="hurtful", now=now)
    operations.ask_to_erase(session, writer, need.id, now=now)
    assert (joined.moderation, joined.merged_into_id) == (Moderation.WAITING, None)
    assert differences(session, BUILDER) == []


def test_nobody_else_removes_or_keeps(session, make, now, need):
    need, writer = need
    others = (make.participant_actor(), make.actor(Role.PLANNER), Actor())
    for other in others:
        with pytest.raises(NotFound):
            operations.ask_to_erase(session, other, need.id, now=now)
        with pytest.raises(NotFound):
            operations.ask_to_erase_for_somebody(
                session, other, need.id, ErasureReason.BY_LETTER, now=now
            )
    operations.ask_to_erase(session, writer, need.id, now=now)
    for other in others:
        with pytest.raises(NotFound):
            operations.keep_own_words(session, other, need.id, now=now)
        with pytest.raises(NotFound):
            operations.keep_words_of_somebody(session, other, need.id, now=now)
        for act in (operations.erase_due, operations.erase_put_away):
            with pytest.raises(NotAllowed):
                act(session, other, now=now, **({"before": now} if "put" in act.__name__ else {}))


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMIN])
def test_staff_remove_for_somebody_who_asks(session, make, now, need, role):
    need, _writer = need
    staff = make.actor(role)
    with pytest.raises(NotAllowed):
        operations.ask_to_erase_for_somebody(
            session, staff, need.id, ErasureReason.OWN_WISH, now=now
        )
    operations.ask_to_erase_for_somebody(session, staff, need.id, ErasureReason.BY_LETTER, now=now)
    (line,) = queries.erasures_waiting(session, staff, size=5)
    assert (line.code, line.reason) == (need.code, ErasureReason.BY_LETTER)
    assert need.moderation is Moderation.WITHDRAWN
    operations.keep_words_of_somebody(session, staff, need.id, now=now)
    assert need.moderation is Moderation.PUBLISHED
    assert differences(session, BUILDER) == []


def test_words_that_name_somebody_are_hidden_with_that_reason(session, make, now, need):
    need, _writer = need
    staff = make.actor(Role.MODERATOR)
    operations.ask_to_erase_for_somebody(
        session, staff, need.id, ErasureReason.NAMES_SOMEBODY, now=now
    )
    assert (need.moderation, need.reason_code) == (Moderation.HIDDEN, "personal_details")
    operations.erase_due(session, CLOCK, now=now + 7 * DAY)
    assert (need.moderation, need.reason_code) == (Moderation.ERASED, "personal_details")


def test_moderators_of_one_area_remove_only_there(session, make, now):
    here, there = make.area(), make.area()
    staff = make.actor(Role.MODERATOR, place=here)
    for place, is_allowed in ((here, True), (there, False)):
        need = make.need(area=place)
        act = (session, staff, need.id, ErasureReason.BY_PHONE)
        if is_allowed:
            operations.ask_to_erase_for_somebody(*act, now=now)
        else:
            with pytest.raises(NotFound):
                operations.ask_to_erase_for_somebody(*act, now=now)
    for place in (here, there):
        need = make.need(area=place, writer=(writer := make.participant_actor()))
        operations.ask_to_erase(session, writer, need.id, now=now)
    assert len(queries.erasures_waiting(session, staff, size=9)) == 2
    assert len(queries.erasures_waiting(session, make.actor(Role.ADMIN), size=9)) == 3


def test_what_was_decided_anew_meanwhile_is_left_alone(session, make, now):
    need = make.need(words=OTTER)
    staff = make.actor(Role.MODERATOR)
    operations.ask_to_erase_for_somebody(
        session, staff, need.id, ErasureReason.NAMES_SOMEBODY, now=now
    )
    needs.make_public(session, BUILDER, need, now=now)
    make.recount(need)
    operations.erase_due(session, CLOCK, now=now + 8 * DAY)
    assert (need.moderation, need.words) == (Moderation.PUBLISHED, OTTER)
    assert operations.erase_due(session, CLOCK, now=now + 8 * DAY) == 0


def test_notes_in_the_history_go_and_the_hash_says_nothing(session, make, now):
    writer = make.participant_actor()
    need = make.need(writer=writer, state=Moderation.WITHDRAWN)
    other = make.need()
    for each in (need, other):
        history.record(session, BUILDER, "noted", each, now=now, note=f"About {OTTER}")
    operations.ask_to_erase(session, writer, need.id, now=now)
    (note,) = session.scalars(select(HistoryNote))
    assert session.get(HistoryEntry, note.entry_id).subject_id == other.id


def test_what_has_shown_nowhere_for_long_goes(session, make, now):
    old = [
        make.need(words=OTTER, state=state, published=state is not Moderation.RETURNED)
        for state in (Moderation.WITHDRAWN, Moderation.HIDDEN, Moderation.RETURNED)
    ]
    shown = [make.need(words=OTTER), make.need(words=OTTER, published=False)]
    later = now + 366 * DAY
    assert operations.erase_put_away(session, CLOCK, before=now, now=later) == 0
    assert operations.erase_put_away(session, CLOCK, before=now + DAY, now=later) == 3
    assert {each.moderation for each in old} == {Moderation.ERASED}
    assert all(each.words == OTTER for each in shown)
    assert operations.erase_put_away(session, CLOCK, before=now + DAY, now=later) == 0
    assert differences(session, BUILDER) == []


def joined_with(session, make, need, target):
    """Join a need that an action may answer already; nobody links what is joined."""
    needs.merge_into(session, BUILDER, need, target, now=make.now)
    make.recount(need)
    move_needs(session, BUILDER, [target.id], now=make.now)


@pytest.mark.parametrize("how", ["alone", "in the plan", "with another in it", "joined"])
def test_keeping_words_leaves_what_became_of_them_as_it_was(session, make, now, how):
    """Also when a later answer said less than the plan did: nothing is worked out anew."""
    action = make.action(state=ActionState.STARTED)
    answers = set(Progress) - BY_THE_PLAN | {Progress.UNDER_WAY}
    for progress in answers if how == "with another in it" else Progress:
        writer, target = make.participant_actor(), make.need()
        need = make.need(writer=writer)
        if how != "alone":
            make.link(action, need)
        if how == "with another in it":
            joined_with(session, make, make.need(), need)
        if how == "joined":
            joined_with(session, make, need, target)
        counts = target if how == "joined" else need
        needs.set_progress(session, BUILDER, counts, progress, now=now)
        operations.ask_to_erase(session, writer, need.id, now=now + DAY)
        operations.keep_own_words(session, writer, need.id, now=now + 6 * DAY)
        assert counts.progress is progress


def test_words_that_are_kept_follow_what_became_of_them_meanwhile(session, make, now):
    """What the plan did in those days is true then, for words that stood alone or joined."""
    writer, target = make.participant_actor(), make.need()
    alone, joined = make.need(writer=writer), make.need(writer=writer)
    actions = [make.action(each, state=ActionState.STARTED) for each in (alone, joined, target)]
    joined_with(session, make, joined, target)
    for need in (alone, joined):
        operations.ask_to_erase(session, writer, need.id, now=now + DAY)
    for action in actions:
        change_state(
            session, BUILDER, action, ActionState.DONE,
            reason="", revision=action.revision, now=now + 2 * DAY,
        )  # fmt: skip
    for need in (alone, joined):
        operations.keep_own_words(session, writer, need.id, now=now + 3 * DAY)
    assert (alone.progress, target.progress) == (Progress.DONE, Progress.DONE)


def test_words_that_lost_what_was_joined_lose_what_was_done_for_that(session, make, now):
    writer, other = make.participant_actor(), make.need()
    need = make.need(writer=writer)
    make.action(other, state=ActionState.STARTED)
    joined_with(session, make, other, need)
    assert need.progress is Progress.UNDER_WAY
    operations.ask_to_erase(session, writer, need.id, now=now + DAY)
    operations.keep_own_words(session, writer, need.id, now=now + 2 * DAY)
    assert (need.progress, other.progress) == (Progress.NEW, Progress.UNDER_WAY)
