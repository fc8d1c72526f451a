"""The groups of the demo place: whom they speak for, who waits, and what they stand behind."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.backing.models import NeedBacking
from app.backing.queries import groups_of_place_count
from app.demo.groups import ALL, BACKINGS, GROUP_FACTS
from app.demo.organisations import ORGANISATIONS
from app.group_invitations.models import GroupInvitation
from app.needs.models import Need
from app.organisations.models import HowAsked, Membership, Organisation, Standing
from app.people.models import Participant
from app.places.models import PlaceKind
from app.places.queries import place_called
from app.recounts.operations import differences
from tests.builders import BUILDER


def test_every_group_and_body_says_who_it_is() -> None:
    assert {each.slug for each in ORGANISATIONS} == GROUP_FACTS.keys()
    for facts in GROUP_FACTS.values():
        assert facts.about
        assert facts.areas
        assert bool(facts.speaks_for) == bool(facts.how_counted)
        assert facts.how_asked is None or facts.how_asked in set(HowAsked)
    assert GROUP_FACTS["castle-braes-and-district-over-60s-network"].speaks_for == 310


@pytest.mark.parametrize(
    ("kind", "slug"), [(PlaceKind.LOCAL_AREA, "coalbrae"), (PlaceKind.WARD, "coalbrae")]
)
def test_58_people_and_4_groups_speak_in_coalbrae(demo: Session, kind, slug) -> None:
    assert groups_of_place_count(demo, place_called(demo, kind, slug)) == 4


def test_groups_stand_beside_people_and_counts_are_exact(demo: Session) -> None:
    kept = {need.number: need.groups for need in demo.scalars(select(Need))}
    assert (kept[1], kept[38], kept[26], kept[3]) == (3, 1, 1, 0)
    assert demo.scalar(select(func.count()).select_from(NeedBacking)) == sum(
        len(each.needs) for each in BACKINGS
    )
    assert differences(demo, BUILDER) == []
    assert demo.scalar(select(func.count()).select_from(Participant)) == 1175 + 0


def test_one_group_waits_and_one_invitation_is_open(demo: Session) -> None:
    waiting = demo.scalars(
        select(Organisation).where(Organisation.standing == Standing.ASKED)
    ).one()
    assert waiting.name == "Grandparents' Network on the Rows"
    assert waiting.call_phone.startswith("01632 960")
    assert demo.scalars(select(GroupInvitation)).one().used_at is None
    assert len(demo.scalars(select(Membership)).all()) == 5
    assert ALL == ("HL", "MI", "CB", "NM", "GL", "KT", "CO")
