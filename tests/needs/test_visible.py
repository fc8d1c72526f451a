"""One rule of what anyone may see: the question, the filter and each page agree on it."""

import pytest

from app.foundation.access import VISITOR, Actor, Gone, Grant, NotFound, Role
from app.moderation import operations as moderation
from app.moderation.models import ReasonCode
from app.needs.models import Moderation, Need
from app.needs.operations import change_words
from app.needs.permissions import (
    may_change_own_need,
    may_group_needs,
    may_put_forward,
    may_review_needs,
    may_see_need,
)
from app.needs.queries import (
    NeedFilter,
    cards_by_number,
    list_needs,
    need_at_address,
    needs_count,
    similar_needs,
    visible_needs,
)
from app.needs.words import NeedWords

MODERATOR = Actor(person_id=1, grants=frozenset({Grant(Role.MODERATOR)}))
PLANNER = Actor(person_id=2, grants=frozenset({Grant(Role.PLANNER)}))
WRITER = Actor(participant_id=7)
WORDS = "Skateboard ramps rusting behind the library"


def in_state(make, state):
    if state is Moderation.MERGED:
        return make.need(words=WORDS, merged_into=make.need(title="The target"))
    if state is Moderation.PUBLISHED:
        return make.need(words=WORDS)
    return make.need(words=WORDS, state=state)


@pytest.mark.parametrize("state", Moderation)
def test_the_question_and_the_filter_agree(session, make, state):
    need = in_state(make, state)
    for actor in (VISITOR, WRITER, MODERATOR, PLANNER):
        found = session.scalars(visible_needs(actor).where(Need.id == need.id)).all()
        assert may_see_need(actor, need) is bool(found)
        assert bool(found) is (state is Moderation.PUBLISHED)


@pytest.mark.parametrize("state", [state for state in Moderation if state != Moderation.PUBLISHED])
def test_what_is_not_published_is_in_no_list_count_search_or_likeness(session, make, state):
    need = in_state(make, state)
    shown = make.need(words="Skateboard ramps are missing")
    found = NeedFilter(words="skateboard ramps")
    assert [card.id for card in list_needs(session, VISITOR, found, size=20)] == [shown.id]
    assert needs_count(session, VISITOR, found) == 1
    assert [card.id for card in similar_needs(session, VISITOR, WORDS)] == [shown.id]
    assert need.id not in {card.id for card in list_needs(session, VISITOR, NeedFilter(), size=20)}
    assert not cards_by_number(session, VISITOR, [need.number or 0])


@pytest.mark.parametrize(
    ("state", "published", "kind"),
    [
        (Moderation.WAITING, False, NotFound),
        (Moderation.RETURNED, False, NotFound),
        (Moderation.HIDDEN, False, NotFound),
        (Moderation.WITHDRAWN, False, NotFound),
        (Moderation.HIDDEN, True, Gone),
        (Moderation.WITHDRAWN, True, Gone),
        (Moderation.ERASED, True, Gone),
    ],
)
def test_an_address_says_gone_only_of_what_was_public(session, make, state, published, kind):
    need = make.need(state=state, published=published)
    with pytest.raises(kind) as raised:
        need_at_address(session, VISITOR, need.number or 1)
    if kind is Gone:
        marker = raised.value.marker
        own = state in {Moderation.WITHDRAWN, Moderation.ERASED}
        assert (marker.code, marker.by_writer, marker.day) == (need.code, own, need.taken_down_at)


def test_words_changed_after_publishing_leave_a_marker_until_they_are_checked(session, make):
    need = make.need()
    need.moderation = Moderation.WAITING
    session.flush()
    with pytest.raises(Gone):
        need_at_address(session, VISITOR, need.number)


def test_who_may_review_group_put_forward_and_change(make, session):
    need = make.need(writer=make.participant_actor())
    writer = Actor(participant_id=need.participant_id)
    assert (may_review_needs(MODERATOR), may_review_needs(PLANNER)) == (True, False)
    assert (may_group_needs(PLANNER), may_group_needs(MODERATOR)) == (True, False)
    assert (may_put_forward(VISITOR), may_put_forward(MODERATOR)) == (True, False)
    assert may_change_own_need(writer, need)
    for other in (VISITOR, WRITER, MODERATOR, PLANNER):
        assert not may_change_own_need(other, need)


def test_a_need_without_a_writer_belongs_to_nobody(make, session):
    need = make.need()
    need.participant_id = None
    assert not may_change_own_need(VISITOR, need)


def test_a_marker_says_truly_what_happened(browse, session, make, now):
    writer, moderator = make.participant_actor(), make.actor(Role.MODERATOR)
    hidden, unpublished = make.need(), make.need(published=False)
    changed = make.need(writer=writer)
    moderation.hide_need(
        session, moderator, hidden.id, ReasonCode.NAMES_A_CHILD, revision=hidden.revision, now=now
    )
    decision = moderation.publish_need(
        session, moderator, unpublished.id, revision=unpublished.revision, now=now
    )
    moderation.undo_decision(session, moderator, decision.id, now=now)
    new_words = NeedWords(words="Other words.")
    change_words(session, writer, changed, new_words, revision=changed.revision, now=now)
    by_writer = "Its writer is changing the words. A person checks them first."
    page = browse.visit(f"/needs/{changed.code.lower()}", status=410)
    assert page.heading == "This is being checked again"
    assert by_writer in page
    assert "Other words" not in page
    page = browse.visit(f"/needs/{unpublished.code.lower()}", status=410)
    assert "A person checks the words first." in page
    assert by_writer not in page
    page = browse.visit(f"/needs/{hidden.code.lower()}", status=410)
    assert page.heading == "This was taken down"
    assert "A moderator hid it. It had personal details in it." in page


def test_needs_of_other_places_are_alike_only_when_they_share_much(session, make):
    here, far = make.area("Millburn"), make.area("Coalbrae")
    own = make.need(words="The shelter drips on the pram", area=here)
    make.need(words="The shelter is full of bins, and the pram path floods", area=far)
    same = make.need(words="A shelter at the stop, so that no pram gets soaked", area=far)
    whole = make.need(words="Every shelter should keep a pram from getting soaked")
    make.need(words="A shelter for cats, with room for a pram")
    make.need(words="Otters", area=here)
    typed = "No shelter at the stop: my pram and the wean get soaked each morning"
    found = similar_needs(session, VISITOR, typed, place=here, limit=9)
    assert {card.id for card in found[:2]} == {own.id, whole.id}
    assert [card.id for card in found[2:]] == [same.id]
    short = similar_needs(session, VISITOR, "Pram shelter", place=here, limit=9)
    assert len(short) == 5  # all that was said is shared
