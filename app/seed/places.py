"""Laying out the place itself: areas, bodies, conversations and gatherings."""

from sqlalchemy.orm import Session

from app.conversations.models import Conversation, ConversationState, Gathering, PowerLevel
from app.demo.conversations import CONVERSATIONS, GATHERINGS
from app.demo.organisations import KIND_OF_SECTOR, OF_ANOTHER_KIND, ORGANISATIONS
from app.demo.places import AREAS, NEIGHBOURHOODS, PARTNERSHIP, WARDS
from app.demo.vocabulary import WHOLE_PLACE
from app.foundation.access import Actor
from app.organisations.models import Organisation, OrganisationKind, Sector
from app.places.models import BoundaryService, DeprivationBand, Place, PlaceKind
from app.seed.groups import facts_of
from app.seed.history import History
from app.seed.known import Known
from app.seed.moments import moment
from app.seed.operations import Row, put_rows, put_rows_with_ids
from app.seed.staff import PLANNER


def lay_out_places(session: Session, actor: Actor, known: Known) -> None:
    """Put down the whole place, its wards, areas and neighbourhoods, and services inside them."""
    whole = _place(
        PlaceKind.WHOLE,
        PARTNERSHIP.slug,
        PARTNERSHIP.short_name,
        0,
        population=PARTNERSHIP.population,
        most_deprived_percent=round(PARTNERSHIP.most_deprived_percent),
    )
    known.places[WHOLE_PLACE] = put_rows_with_ids(session, actor, Place, [whole])[0]
    wards = [
        _place(PlaceKind.WARD, ward.slug, ward.name, position, population=ward.population)
        for position, ward in enumerate(WARDS, 1)
    ]
    ids = put_rows_with_ids(session, actor, Place, wards)
    known.wards.update(zip((ward.slug for ward in WARDS), ids, strict=True))
    areas = [
        _place(
            PlaceKind.LOCAL_AREA,
            area.slug,
            area.name,
            position,
            parent_id=known.whole,
            ward_id=known.wards[area.ward] if area.ward else None,
            population=area.population,
            most_deprived_percent=area.most_deprived_percent,
            access_deprived_percent=area.access_deprived_percent,
        )
        for position, area in enumerate(AREAS, 1)
    ]
    ids = put_rows_with_ids(session, actor, Place, areas)
    known.places.update(zip((area.code for area in AREAS), ids, strict=True))
    known.ward_of_area.update({area.code: known.wards[area.ward] for area in AREAS if area.ward})
    neighbourhoods = [
        _place(
            PlaceKind.NEIGHBOURHOOD,
            each.slug,
            each.name,
            position,
            parent_id=known.places[each.area],
            ward_id=known.wards[each.ward],
            population=each.population,
            band=DeprivationBand(each.band),
        )
        for position, each in enumerate(NEIGHBOURHOODS, 1)
    ]
    ids = put_rows_with_ids(session, actor, Place, neighbourhoods)
    known.neighbourhoods.update(zip((each.slug for each in NEIGHBOURHOODS), ids, strict=True))
    services = [
        {"place_id": known.places[area.code], "name": name}
        for area in AREAS
        for name in area.services
    ]
    put_rows(session, actor, BoundaryService, services)


def _place(kind: PlaceKind, slug: str, name: str, position: int, **other: object) -> Row:
    nothing: Row = dict.fromkeys(
        (
            "parent_id",
            "ward_id",
            "population",
            "most_deprived_percent",
            "access_deprived_percent",
            "band",
        )
    )
    return {**nothing, "kind": kind, "slug": slug, "name": name, "position": position, **other}


def lay_out_bodies(session: Session, actor: Actor, known: Known) -> None:
    """Put down groups and bodies."""
    bodies = [
        {
            "slug": each.slug,
            "name": each.name,
            "sector": Sector(each.sector),
            "kind": OrganisationKind(OF_ANOTHER_KIND.get(each.slug) or KIND_OF_SECTOR[each.sector]),
            **facts_of(each.slug),
        }
        for each in ORGANISATIONS
    ]
    ids = put_rows_with_ids(session, actor, Organisation, bodies)
    known.organisations.update(zip((each.slug for each in ORGANISATIONS), ids, strict=True))


def lay_out_conversations(session: Session, actor: Actor, known: Known, history: History) -> None:
    """Put down conversations, and the gatherings that were held."""
    conversations = [
        {
            "slug": each.slug,
            "question": each.question,
            "why_now": each.why_now,
            "can_change": each.can_change,
            "cannot_change": each.cannot_change,
            "who_decides": each.who_decides,
            "power_level": PowerLevel(each.power_level),
            "state": ConversationState.OPEN,
            "opens_on": each.opens_on,
            "closes_on": each.closes_on,
            "reply_by": each.reply_by,
            "is_always_open": each.is_always_open,
            "revision": 1,
        }
        for each in CONVERSATIONS
    ]
    ids = put_rows_with_ids(session, actor, Conversation, conversations)
    known.conversations.update(zip((each.slug for each in CONVERSATIONS), ids, strict=True))
    for conversation_id, each in zip(ids, CONVERSATIONS, strict=True):
        opened = moment(each.opens_on, 9)
        history.staff(opened, "opened a conversation", Conversation, conversation_id, by=PLANNER)
    gatherings = [
        {
            "code": each.code,
            "name": each.name,
            "organisation_id": known.organisations[each.organisation]
            if each.organisation
            else None,
            "conversation_id": known.conversations["families"],
            "place_id": known.places[each.area],
            "held_on": each.held_on,
            "came": each.came,
            "also_online": each.also_online,
        }
        for each in GATHERINGS
    ]
    ids = put_rows_with_ids(session, actor, Gathering, gatherings)
    known.gatherings.update(zip((each.code for each in GATHERINGS), ids, strict=True))
