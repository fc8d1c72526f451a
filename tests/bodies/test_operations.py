"""Adding bodies and correcting them: names that are taken, old pages, two at once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.bodies.operations import add_body, correct_body
from app.foundation.access import Grant, NotAllowed, NotFound, NotPossibleNow, Role
from app.history.queries import history_of
from app.memberships.operations import end_memberships_of
from app.organisations.models import (
    SECTOR_OF,
    Organisation,
    OrganisationKind,
    Sector,
    Standing,
)
from app.organisations.operations import NameTaken
from app.organisations.queries import places_of_group
from app.organisations.words import BodyWords
from app.people.models import RoleGrant
from app.recounts.operations import differences
from app.staff import operations as staff
from tests.at_once import at_once
from tests.builders import BUILDER

HEALTH, GROUP = OrganisationKind.HEALTH_BODY, OrganisationKind.COMMUNITY_GROUP


def words(name="Health and Care", kind=HEALTH, areas=()):
    ids = frozenset(area.id for area in areas)
    return BodyWords(name=name, kind=kind, is_everywhere=not ids, area_ids=ids)


def corrects(make, actor, body, said, revision=None):
    revision = body.revision if revision is None else revision
    return correct_body(
        make.session, actor, body.id, said, revision=revision, now=make.now, real_now=make.now
    )


def verbs(make, body):
    return [line.verb for line in history_of(make.session, "organisation", body.id)]


@pytest.fixture
def admin(make):
    return make.actor(Role.ADMIN)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_a_body_of_each_kind_is_added_and_acts_at_once(make, admin, kind):
    area = make.area("Links")
    body = add_body(make.session, admin, words(kind=kind, areas=[area]), now=make.now)
    assert (body.kind, body.sector) == (kind, SECTOR_OF[kind])
    assert (body.standing, body.slug, body.is_trusted) == (
        Standing.ACTIVE, "health-and-care", False,
    )  # fmt: skip
    assert places_of_group(make.session, body.id) == [area]
    assert verbs(make, body) == ["added a body"]
    assert differences(make.session, BUILDER) == []


def test_a_name_that_is_taken_or_looks_like_it_is_refused_whoever_has_it(make, admin):
    make.community("Kitchen", standing=Standing.ASKED)
    for name in ("Kitchen", "KITCHEN", "Kitchén"):
        with pytest.raises(NameTaken):
            add_body(make.session, admin, words(name), now=make.now)
    board = add_body(make.session, admin, words("Harbour Board"), now=make.now)
    with pytest.raises(NameTaken):
        corrects(make, admin, board, words("kitchen"))
    make.session.refresh(board)
    assert (board.name, board.revision) == ("Harbour Board", 0)


def test_two_names_of_one_address_get_two(make, admin):
    first = add_body(make.session, admin, words("Harbour Board"), now=make.now)
    second = add_body(make.session, admin, words("Harbour Board (ü)"), now=make.now)
    third = add_body(make.session, admin, words("Harbour: board U2"), now=make.now)
    assert len({first.slug, second.slug, third.slug}) == 3


def test_name_kind_and_areas_are_corrected_and_the_address_stays(make, admin):
    here, there = make.area("Links"), make.area("Millburn")
    body = add_body(make.session, admin, words("Helth", areas=[here]), now=make.now)
    corrects(make, admin, body, words("Health", OrganisationKind.COUNCIL, areas=[there]))
    assert (body.name, body.slug, body.look) == ("Health", "helth", "health")
    assert (body.kind, body.sector) == (OrganisationKind.COUNCIL, Sector.PUBLIC)
    assert (body.is_everywhere, body.revision) == (False, 1)
    assert places_of_group(make.session, body.id) == [there]
    corrects(make, admin, body, words("HEALTH"))
    assert (body.name, body.is_everywhere) == ("HEALTH", True)
    assert body.names == ["HEALTH", "Health", "Helth"]
    corrects(make, admin, body, words("Helth"))
    assert body.names == ["Helth", "HEALTH", "Health"]
    assert places_of_group(make.session, body.id) == []
    assert sorted(verbs(make, body)) == ["added a body", *["corrected a body"] * 3]
    assert differences(make.session, BUILDER) == []


def test_what_is_sent_as_it_stood_tells_nothing(make, admin):
    here = make.area("Links")
    body = add_body(make.session, admin, words("Health", areas=[here]), now=make.now)
    corrects(make, admin, body, words("Health", areas=[here]))
    assert (verbs(make, body), body.revision) == (["added a body"], 0)


def test_an_old_page_corrects_nothing(make, admin):
    body = add_body(make.session, admin, words("Helth"), now=make.now)
    corrects(make, admin, body, words("Health"), revision=0)
    with pytest.raises(NotPossibleNow, match="changed since"):
        corrects(make, make.actor(Role.ADMIN), body, words("Heath"), revision=0)
    assert body.name == "Health"


def test_a_group_with_people_is_its_leads_own_also_once_they_are_gone(make, admin):
    lead = make.member()
    group = make.community("Kitchen", lead=lead)
    with pytest.raises(NotPossibleNow, match="people of its own"):
        corrects(make, admin, group, words("Kitchens"))
    end_memberships_of(make.session, lead, lead.member_id, now=make.now)
    with pytest.raises(NotPossibleNow, match="people of its own"):
        corrects(make, admin, group, words("Kitchens"))
    waits = make.community("Shed", standing=Standing.ASKED)
    with pytest.raises(NotFound):
        corrects(make, admin, waits, words("Sheds"))
    assert (group.name, waits.name) == ("Kitchen", "Shed")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_else_adds_or_corrects(make, role):
    body, who = make.organisation("Harbour Board"), make.actor(role)
    for act in (
        lambda: add_body(make.session, who, words("Mine"), now=make.now),
        lambda: corrects(make, who, body, words("Mine")),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_body_with_partner_editors_keeps_to_the_kinds_that_have_some(make, admin):
    body = add_body(make.session, admin, words(), now=make.now)
    person = make.person(Role.PARTNER_EDITOR, body=body)
    with pytest.raises(NotPossibleNow, match="partner editor"):
        corrects(make, admin, body, words(kind=GROUP))
    corrects(make, admin, body, words(kind=OrganisationKind.CHARITY))
    grants = select(RoleGrant).where(RoleGrant.person_id == person.id)
    make.session.scalars(grants).one().ends_on = make.today - timedelta(days=1)
    make.session.flush()
    corrects(make, admin, body, words(kind=GROUP))
    assert body.kind is GROUP


def test_an_invitation_keeps_the_kind_until_it_is_over(make, admin):
    body = add_body(make.session, admin, words(), now=make.now)
    staff.invite(
        make.session, admin, make.keys, email="neil@braidvale.example", name="Neil Abara",
        grant=Grant(Role.PARTNER_EDITOR, None, body.id), ends_on=None,
        now=make.now, real_now=make.now,
    )  # fmt: skip
    with pytest.raises(NotPossibleNow, match="invited"):
        corrects(make, admin, body, words(kind=GROUP))
    correct_body(
        make.session, admin, body.id, words(kind=GROUP), revision=body.revision,
        now=make.now, real_now=make.now + timedelta(days=8),
    )  # fmt: skip
    assert body.kind is GROUP


def test_of_two_who_add_one_body_at_once_one_does(fresh_database, now):
    with fresh_database.session() as session:
        admin = fresh_database.make(session).actor(Role.ADMIN)
        session.commit()
    acts = [lambda session: add_body(session, admin, words(), now=now)] * 2
    assert at_once(fresh_database, acts, (NameTaken,)) == []
    with fresh_database.session() as session:
        assert (
            session.scalar(select(func.count()).where(Organisation.name == "Health and Care")) == 1
        )


def test_of_two_who_correct_one_body_at_once_one_does(fresh_database, now):
    with fresh_database.session() as session:
        admin = fresh_database.make(session).actor(Role.ADMIN)
        body_id = add_body(session, admin, words("Helth"), now=now).id
        session.commit()
    acts = [
        lambda session, name=name: correct_body(
            session, admin, body_id, words(name), revision=0, now=now, real_now=now
        )
        for name in ("Health", "Heath")
    ]
    assert at_once(fresh_database, acts, (NotPossibleNow,)) == []
    with fresh_database.session() as session:
        assert session.get_one(Organisation, body_id).revision == 1
