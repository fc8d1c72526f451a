"""What each decision changes, what history says, what is refused, and undoing it exactly."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.foundation.access import Actor, Gone, NotAllowed, NotFound, NotPossibleNow, Role
from app.history.queries import history_of
from app.moderation import operations, queries
from app.moderation.models import ReasonCode, Verdict
from app.moderation.reasons import sentence_for
from app.needs import operations as needs
from app.needs.models import Moderation, Need
from app.needs.queries import NeedFilter, list_needs, need_at_address, place_ids_of_need
from app.needs.words import NeedWords
from app.recounts.operations import differences
from app.themes.models import Theme
from app.voices import operations as voices
from app.voices.models import EVERYWHERE, Counted
from app.voices.queries import people_in_place
from tests.builders import BUILDER, Make
from tests.moderation.conftest import Decide

WAITING, PUBLISHED = Moderation.WAITING, Moderation.PUBLISHED
EDGES = [
    (WAITING, Verdict.PUBLISH, PUBLISHED),
    (WAITING, Verdict.RETURN, Moderation.RETURNED),
    (WAITING, Verdict.HIDE, Moderation.HIDDEN),
    (WAITING, Verdict.MERGE, Moderation.MERGED),
    (WAITING, Verdict.CORRECT_AREA, WAITING),
    (PUBLISHED, Verdict.HIDE, Moderation.HIDDEN),
    (PUBLISHED, Verdict.MERGE, Moderation.MERGED),
    (PUBLISHED, Verdict.CORRECT_AREA, PUBLISHED),
]
POSSIBLE = {(before, verdict) for before, verdict, _after in EDGES}
AFTER_A_DECISION = (Moderation.RETURNED, Moderation.HIDDEN, Moderation.WITHDRAWN)


def theme_people(session: Session, theme: Theme) -> int:
    found = people_in_place(session, Counted.THEME, [theme.id], EVERYWHERE)
    return found[theme.id].together if theme.id in found else 0


def is_found(session: Session, words: str, need: Need) -> bool:
    found = list_needs(session, Actor(), NeedFilter(words=words), size=20)
    return need.id in {card.id for card in found}


def how_it_stands(session: Session, need: Need, *themes: Theme) -> tuple[object, ...]:
    return (
        need.moderation,
        need.merged_into_id,
        need.reason_code,
        need.is_about_whole_place,
        place_ids_of_need(session, need.id),
        (need.online, need.rooms, need.people),
        [theme_people(session, theme) for theme in themes],
        is_found(session, "kerb", need),
    )


@pytest.mark.parametrize(("before", "verdict", "after"), EDGES)
def test_each_decision_is_made_undone_and_made_again(
    session: Session,
    make: Make,
    moderator: Actor,
    decide: Decide,
    now: datetime,
    before: Moderation,
    verdict: Verdict,
    after: Moderation,
) -> None:
    theme = make.theme()
    target = make.need(supports=3, theme=theme)
    need = make.need(words="The kerb is too high.", area=make.area(), published=False)
    if before is PUBLISHED:
        decide(Verdict.PUBLISH, need)
        make.group(need, theme)
        make.support(need)
        make.recount(need)
    stood = how_it_stands(session, need, theme)
    target_stood = (target.online, target.people)

    for _time in range(2):
        decision = decide(verdict, need, target=target)
        assert need.moderation is after
        assert (decision.verdict, decision.moderation_before) == (verdict, before)
        assert decision.revision_after == need.revision
        assert differences(session, BUILDER) == []
        if verdict is Verdict.MERGE:
            assert need.merged_into_id == target.id
            assert target.people == target_stood[1] + stood[5][2]
            assert need.people == 0
        operations.undo_decision(session, moderator, decision.id, now=now)
        assert how_it_stands(session, need, theme) == stood
        assert (target.online, target.people) == target_stood
        assert differences(session, BUILDER) == []


@pytest.mark.parametrize("before", [WAITING, PUBLISHED, *AFTER_A_DECISION])
@pytest.mark.parametrize("verdict", Verdict)
def test_only_the_listed_ways_from_one_state_to_another_exist(
    session: Session, make: Make, decide: Decide, before: Moderation, verdict: Verdict
) -> None:
    target = make.need()
    need = make.need(area=make.area(), published=before is PUBLISHED, state=before)
    if (before, verdict) in POSSIBLE:
        assert decide(verdict, need, target=target).need_id == need.id
        return
    revision = need.revision
    with pytest.raises(NotPossibleNow, match="Look at it again"):
        decide(verdict, need, target=target)
    assert (need.moderation, need.revision) == (before, revision)
    assert queries.decisions_of(session, need.id) == []


def test_a_merged_need_cannot_be_decided(make: Make, decide: Decide) -> None:
    target = make.need()
    need = make.need(merged_into=target)
    for verdict in Verdict:
        with pytest.raises(NotPossibleNow):
            decide(verdict, need, target=target)


def test_publishing_gives_a_code_once_and_for_good(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    need = make.need(published=False)
    assert need.code is None
    decision = decide(Verdict.PUBLISH, need)
    code = need.code
    operations.undo_decision(session, moderator, decision.id, now=now)
    later = make.need()
    decide(Verdict.PUBLISH, need)
    assert need.code == code
    assert later.code != code


def test_what_was_published_and_undone_answers_gone(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    need = make.need(published=False)
    decision = decide(Verdict.PUBLISH, need)
    operations.undo_decision(session, moderator, decision.id, now=now)
    assert need.moderation is WAITING
    with pytest.raises(Gone):
        need_at_address(session, Actor(), need.number or 0)


def test_a_hidden_need_leaves_its_theme_the_search_and_its_address(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    theme = make.theme()
    make.need(supports=2, theme=theme)
    need = make.need(supports=5, theme=theme, words="The kerb is too high.")
    assert theme_people(session, theme) == 7
    decision = decide(Verdict.HIDE, need)
    assert theme_people(session, theme) == 2
    assert not is_found(session, "kerb", need)
    with pytest.raises(Gone) as gone:
        need_at_address(session, Actor(), need.number or 0)
    assert not gone.value.marker.by_writer
    assert "kerb" not in str(gone.value.marker)

    operations.undo_decision(session, moderator, decision.id, now=now)
    assert theme_people(session, theme) == 7
    assert is_found(session, "kerb", need)
    assert need_at_address(session, Actor(), need.number or 0).id == need.id
    assert need.taken_down_at is None


def test_merging_counts_people_once_and_moves_no_support(
    session: Session, make: Make, decide: Decide
) -> None:
    theme = make.theme()
    target = make.need(supports=3, theme=theme)
    need = make.need(supports=2)
    both = make.support(need)
    make.support(target, both)
    decide(Verdict.MERGE, need, target=target)
    assert target.people == 3 + 2 + 1
    assert theme_people(session, theme) == 6
    assert differences(session, BUILDER) == []


def test_support_that_arrives_between_merge_and_undo_stays_where_it_was_given(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    theme, other_theme = make.theme(), make.theme()
    target = make.need(supports=3, theme=theme)
    need = make.need(supports=2, theme=other_theme)
    decision = decide(Verdict.MERGE, need, target=target)
    make.support(need)  # the old address leads to the target
    make.support(target)
    session.expire_all()
    assert target.people == 3 + 2 + 2
    operations.undo_decision(session, moderator, decision.id, now=now)
    assert (target.people, need.people) == (5, 2)
    assert (theme_people(session, theme), theme_people(session, other_theme)) == (5, 2)
    assert differences(session, BUILDER) == []


def test_one_taken_back_while_merged_is_taken_back_on_all(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    target, need = make.need(), make.need()
    both = make.support(need)
    make.support(target, both)
    decision = decide(Verdict.MERGE, need, target=target)
    voices.withdraw_support(session, both, target.number or 0)
    operations.undo_decision(session, moderator, decision.id, now=now)
    assert (target.people, need.people) == (1, 1)
    assert differences(session, BUILDER) == []


def test_room_voices_follow_a_merge_and_its_undo(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    theme = make.theme()
    target, need = make.need(theme=theme), make.need()
    gathering = make.gathering(came=10)
    make.room_voice(target, gathering, people=8)
    make.room_voice(need, gathering, people=6)
    decision = decide(Verdict.MERGE, need, target=target)
    assert (target.rooms, need.rooms) == (14, 0)
    assert theme_people(session, theme) == 2 + 10  # no more than came
    operations.undo_decision(session, moderator, decision.id, now=now)
    assert (target.rooms, need.rooms) == (8, 6)
    assert differences(session, BUILDER) == []


def test_a_waiting_need_can_be_joined_and_its_words_are_then_readable(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    target = make.need()
    need = make.need(published=False)
    decision = decide(Verdict.MERGE, need, target=target)
    assert need.number is not None
    assert need_at_address(session, Actor(), need.number).merged_into_id == target.id
    operations.undo_decision(session, moderator, decision.id, now=now)
    assert need.moderation is WAITING
    with pytest.raises(Gone):
        need_at_address(session, Actor(), need.number)


@pytest.mark.parametrize("state", [WAITING, Moderation.HIDDEN, Moderation.WITHDRAWN])
def test_only_a_published_need_can_be_joined_with(
    make: Make, decide: Decide, state: Moderation
) -> None:
    need, target = make.need(), make.need(state=state)
    with pytest.raises(NotPossibleNow, match="published"):
        decide(Verdict.MERGE, need, target=target)


def test_a_need_is_not_joined_with_itself_or_in_a_chain(make: Make, decide: Decide) -> None:
    first, second, third = make.need(), make.need(), make.need()
    with pytest.raises(NotPossibleNow, match="itself"):
        decide(Verdict.MERGE, first, target=first)
    decide(Verdict.MERGE, first, target=second)
    with pytest.raises(NotPossibleNow, match="Other needs are joined"):
        decide(Verdict.MERGE, second, target=third)
    with pytest.raises(NotPossibleNow, match="published"):
        decide(Verdict.MERGE, third, target=first)


def test_a_target_can_be_hidden_and_brought_back_with_what_is_joined_to_it(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    theme = make.theme()
    target, need = make.need(supports=2, theme=theme), make.need(supports=3)
    merged = decide(Verdict.MERGE, need, target=target)
    hidden = decide(Verdict.HIDE, target)
    assert (target.people, theme_people(session, theme)) == (5, 0)
    assert differences(session, BUILDER) == []
    operations.undo_decision(session, moderator, merged.id, now=now)
    assert (need.moderation, need.people, target.people) == (PUBLISHED, 3, 2)
    operations.undo_decision(session, moderator, hidden.id, now=now)
    assert theme_people(session, theme) == 2
    assert differences(session, BUILDER) == []


def test_correcting_the_area_keeps_the_need_waiting(
    session: Session, make: Make, moderator: Actor, now: datetime
) -> None:
    ward = make.ward()
    wrong, right = make.area(), make.area(ward=ward)
    need = make.need(published=False, area=wrong)
    decision = operations.correct_area(
        session, moderator, need.id, right, revision=need.revision, now=now
    )
    assert need.moderation is WAITING
    assert place_ids_of_need(session, need.id) == {right.id, ward.id}
    with pytest.raises(NotPossibleNow, match="already"):
        operations.correct_area(session, moderator, need.id, right, revision=need.revision, now=now)
    operations.undo_decision(session, moderator, decision.id, now=now)
    assert place_ids_of_need(session, need.id) == {wrong.id}
    assert not need.is_about_whole_place


def test_an_area_put_right_from_the_whole_place_comes_back_whole(
    session: Session, make: Make, moderator: Actor, now: datetime
) -> None:
    one, other = make.area(), make.area()
    need = make.need()
    decision = operations.correct_area(
        session, moderator, need.id, one, revision=need.revision, now=now
    )
    assert not need.is_about_whole_place
    operations.undo_decision(session, moderator, decision.id, now=now)
    assert need.is_about_whole_place
    assert place_ids_of_need(session, need.id) == {one.id, other.id}


def test_a_list_of_an_area_follows_the_corrected_area(
    session: Session, make: Make, moderator: Actor, now: datetime
) -> None:
    wrong, right = make.area(), make.area()
    need = make.need(area=wrong)
    operations.correct_area(session, moderator, need.id, right, revision=need.revision, now=now)
    there = list_needs(session, Actor(), NeedFilter(place_id=right.id), size=5)
    assert [card.id for card in there] == [need.id]
    assert list_needs(session, Actor(), NeedFilter(place_id=wrong.id), size=5) == []


def test_whoever_comes_second_reads_who_decided_what_and_when(
    session: Session, make: Make, other: Actor, decide: Decide, now: datetime
) -> None:
    need = make.need(published=False)
    seen = need.revision
    decide(Verdict.PUBLISH, need, by=other, at=now + timedelta(minutes=4))
    with pytest.raises(NotPossibleNow) as refused:
        decide(Verdict.HIDE, need, revision=seen)
    assert str(refused.value) == ("Ewan Duff published this on 2 March at 10:04. Look at it again.")
    assert need.moderation is PUBLISHED
    assert len(queries.decisions_of(session, need.id)) == 1


def test_a_page_opened_before_the_sender_changed_the_words_is_refused(
    session: Session, make: Make, decide: Decide, now: datetime
) -> None:
    writer = make.participant_actor()
    need = make.need(published=False, writer=writer)
    seen = need.revision
    new = NeedWords(words="Other words.")
    needs.change_words(session, writer, need, new, revision=seen, now=now)
    with pytest.raises(NotPossibleNow, match=r"^The sender changed the words on 2 March at 10:00"):
        decide(Verdict.PUBLISH, need, revision=seen)
    decide(Verdict.PUBLISH, need)
    assert need.moderation is PUBLISHED


def test_a_page_opened_before_an_undo_is_refused(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    need = make.need(published=False)
    seen = need.revision
    decision = decide(Verdict.PUBLISH, need)
    operations.undo_decision(session, moderator, decision.id, now=now)
    with pytest.raises(NotPossibleNow, match="Priya Nair undid the last decision"):
        decide(Verdict.PUBLISH, need, revision=seen)


def test_a_form_without_its_revision_is_refused(make: Make, decide: Decide) -> None:
    need = make.need(published=False)
    with pytest.raises(NotPossibleNow, match="This page was not whole"):
        decide(Verdict.PUBLISH, need, revision=-1)


def test_an_undo_twice_is_a_clear_sentence(
    session: Session, make: Make, moderator: Actor, other: Actor, decide: Decide, now: datetime
) -> None:
    need = make.need(published=False)
    decision = decide(Verdict.PUBLISH, need)
    operations.undo_decision(session, other, decision.id, now=now)
    with pytest.raises(NotPossibleNow) as refused:
        operations.undo_decision(session, moderator, decision.id, now=now)
    assert str(refused.value) == "Ewan Duff undid this on 2 March at 10:00 already."


def test_only_the_decision_made_last_is_undone(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    need = make.need(published=False)
    published = decide(Verdict.PUBLISH, need)
    hidden = decide(Verdict.HIDE, need)
    with pytest.raises(NotPossibleNow, match="Undo that first"):
        operations.undo_decision(session, moderator, published.id, now=now)
    assert need.moderation is Moderation.HIDDEN
    operations.undo_decision(session, moderator, hidden.id, now=now)
    operations.undo_decision(session, moderator, published.id, now=now)
    assert need.moderation is WAITING


@pytest.mark.parametrize(("days", "possible"), [(30, True), (31, False)])
def test_a_decision_is_undone_for_thirty_days(
    session: Session,
    make: Make,
    moderator: Actor,
    decide: Decide,
    now: datetime,
    days: int,
    possible: bool,
) -> None:
    need = make.need(published=False)
    decision = decide(Verdict.HIDE, need)
    later = now + timedelta(days=days)
    if possible:
        operations.undo_decision(session, moderator, decision.id, now=later)
        assert need.moderation is WAITING
        return
    with pytest.raises(NotPossibleNow, match="more than 30 days ago"):
        operations.undo_decision(session, moderator, decision.id, now=later)


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.HIDE])
def test_once_the_sender_sent_new_words_the_old_decision_cannot_be_undone(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime, verdict: Verdict
) -> None:
    writer = make.participant_actor()
    need = make.need(published=False, writer=writer)
    decision = decide(verdict, need)
    new = NeedWords(words="Without the name.")
    needs.change_words(session, writer, need, new, revision=need.revision, now=now)
    assert need.moderation is WAITING
    with pytest.raises(NotPossibleNow, match="The sender changed the words since"):
        operations.undo_decision(session, moderator, decision.id, now=now)
    again = decide(Verdict.PUBLISH, need)
    operations.undo_decision(session, moderator, again.id, now=now)
    assert need.moderation is WAITING


def test_what_its_sender_took_back_stays_back(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    writer = make.participant_actor()
    need = make.need(published=False, writer=writer)
    decision = decide(Verdict.PUBLISH, need)
    needs.withdraw_need(session, writer, need, now=now)
    with pytest.raises(NotPossibleNow, match="took this back"):
        operations.undo_decision(session, moderator, decision.id, now=now)
    with pytest.raises(NotPossibleNow, match="The sender took this back on 2 March"):
        decide(Verdict.HIDE, need)
    assert need.moderation is Moderation.WITHDRAWN


def test_the_words_of_the_sender_are_never_touched(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    target = make.need()
    need = make.need(published=False, title="Kerb", words="Ower high.", works_well="The path.")
    said = (need.title, need.words, need.works_well)
    for verdict in (Verdict.CORRECT_AREA, Verdict.RETURN, Verdict.PUBLISH, Verdict.MERGE):
        if verdict is Verdict.CORRECT_AREA and need.is_about_whole_place:
            continue
        decision = decide(verdict, need, target=target)
        operations.undo_decision(session, moderator, decision.id, now=now)
    assert (need.title, need.words, need.works_well) == said
    assert queries.earlier_versions(session, need.id) == []


def test_the_history_says_who_what_why_and_keeps_the_words_apart(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    need = make.need(published=False)
    decision = decide(Verdict.RETURN, need)
    operations.undo_decision(session, moderator, decision.id, now=now)
    sent, returned, undone = history_of(session, "need", need.id)
    assert sent.verb == "put forward"
    assert (returned.verb, returned.person_id) == ("asked for a change", moderator.person_id)
    assert (returned.reason_code, returned.note) == ("names_a_child", "Leave it out.")
    assert (undone.verb, undone.reason_code) == ("undid a decision", "return")


def test_both_needs_remember_that_they_were_joined(
    session: Session, make: Make, decide: Decide
) -> None:
    target, need = make.need(), make.need()
    decide(Verdict.MERGE, need, target=target)
    assert history_of(session, "need", need.id)[-1].verb == "joined with another need"
    assert history_of(session, "need", target.id)[-1].verb == "another need was joined to this"


def test_the_sender_reads_the_sentence_and_the_words(
    session: Session, make: Make, moderator: Actor, decide: Decide, now: datetime
) -> None:
    need = make.need(published=False)
    assert queries.latest_decisions_for_sender(session, [need.id]).get(need.id) is None
    decision = decide(Verdict.RETURN, need)
    read = queries.latest_decisions_for_sender(session, [need.id]).get(need.id)
    assert read is not None
    assert read.sentence == sentence_for(Verdict.RETURN, ReasonCode.NAMES_A_CHILD)
    assert (read.words_to_sender, read.decided_at) == ("Leave it out.", now)
    operations.undo_decision(session, moderator, decision.id, now=now)
    assert queries.latest_decisions_for_sender(session, [need.id]).get(need.id) is None


def test_a_corrected_area_does_not_hide_why_a_need_was_sent_back(
    session: Session, make: Make, decide: Decide
) -> None:
    need = make.need(published=False, area=make.area())
    decide(Verdict.CORRECT_AREA, need)
    decide(Verdict.HIDE, need)
    read = queries.latest_decisions_for_sender(session, [need.id]).get(need.id)
    assert read is not None
    assert read.verdict is Verdict.HIDE


@pytest.mark.parametrize("verdict", Verdict)
def test_others_cannot_decide_or_undo(
    session: Session, make: Make, decide: Decide, now: datetime, verdict: Verdict
) -> None:
    target, need = make.need(), make.need(published=False, area=make.area())
    decision = decide(Verdict.PUBLISH, make.need(published=False))
    for actor in (
        Actor(),
        make.participant_actor(),
        make.actor(Role.PLANNER),
        make.actor(Role.COUNCILLOR),
        make.actor(Role.ADMIN),
        Actor.system("nightly"),
    ):
        with pytest.raises(NotAllowed):
            decide(verdict, need, target=target, by=actor)
        with pytest.raises(NotAllowed):
            operations.undo_decision(session, actor, decision.id, now=now)
    assert need.moderation is WAITING


def test_a_moderator_of_one_area_decides_only_there(
    session: Session, make: Make, decide: Decide, now: datetime
) -> None:
    here, elsewhere = make.area(), make.area()
    local = make.actor(Role.MODERATOR, place=here)
    ours, theirs = make.need(published=False, area=here), make.need(published=False, area=elsewhere)
    decide(Verdict.PUBLISH, ours, by=local)
    assert ours.moderation is PUBLISHED
    with pytest.raises(NotFound):
        decide(Verdict.PUBLISH, theirs, by=local)
    decision = decide(Verdict.PUBLISH, theirs)
    with pytest.raises(NotFound):
        operations.undo_decision(session, local, decision.id, now=now)
    assert theirs.moderation is PUBLISHED


def test_a_moderator_of_one_area_can_undo_having_sent_a_need_to_another(
    session: Session, make: Make, now: datetime
) -> None:
    here, elsewhere = make.area(), make.area()
    local = make.actor(Role.MODERATOR, place=here)
    need = make.need(published=False, area=here)
    decision = operations.correct_area(
        session, local, need.id, elsewhere, revision=need.revision, now=now
    )
    operations.undo_decision(session, local, decision.id, now=now)
    assert place_ids_of_need(session, need.id) == {here.id}


def test_what_is_not_there_is_not_found(session: Session, moderator: Actor, now: datetime) -> None:
    with pytest.raises(NotFound):
        operations.publish_need(session, moderator, 999_999, revision=0, now=now)
    with pytest.raises(NotFound):
        operations.undo_decision(session, moderator, 999_999, now=now)
