"""Asking for a group, and what it says of itself."""

import pytest

from app.foundation.access import NotAllowed, NotPossibleNow
from app.organisations import operations
from app.organisations.models import SECTOR_OF, OrganisationKind, Standing
from app.organisations.queries import places_of_group
from app.organisations.words import GroupWords, NewGroup


def asks(make, who, kind=OrganisationKind.CHARITY, areas=frozenset()):
    new = NewGroup(
        name=f"Group of {kind}",
        kind=kind,
        call_phone="01632 960 123",
        words=GroupWords(about="We help.", area_ids=areas),
    )
    return operations.ask_for_group(make.session, who, new, reserved=(), now=make.now)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_each_kind_belongs_to_a_sector_and_waits(make, kind):
    area = make.area()
    group = asks(make, make.member(), kind, frozenset({area.id}))
    assert (group.kind, group.sector) == (kind, SECTOR_OF[kind])
    assert group.standing is Standing.ASKED
    assert not group.is_ever_public
    assert places_of_group(make.session, group.id) == [area]


def test_a_visitor_asks_for_none(make):
    with pytest.raises(NotAllowed):
        asks(make, make.visitor())


def test_what_was_changed_meanwhile_is_not_changed_over(make):
    lead = make.member()
    group = asks(make, lead, areas=frozenset({make.area().id}))
    words = GroupWords(about="We bake.", is_everywhere=True)
    operations.change_group(make.session, lead, group, words, revision=0, now=make.now)
    assert (group.about, group.is_everywhere, group.revision) == ("We bake.", True, 1)
    assert places_of_group(make.session, group.id) == []
    with pytest.raises(NotPossibleNow):
        operations.change_group(make.session, lead, group, words, revision=0, now=make.now)


def test_a_body_that_nobody_asked_for_is_active_and_has_a_look(make):
    body = make.organisation("Braidvale Council")
    assert (body.standing, body.look) == (Standing.ACTIVE, "braldvalecouncll")
