"""Laying out what groups say of themselves, who belongs to them, and what they stand behind."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.backing.models import NeedBacking
from app.demo.groups import (
    ALL,
    ASKED_IN,
    BACKINGS,
    GROUP_FACTS,
    GROUP_MEMBERS,
    TRUSTED,
    WAITING,
)
from app.demo.shapes_of_places import GroupFacts
from app.foundation.access import Actor
from app.foundation.access.keys import KeyRing
from app.group_invitations.models import GroupInvitation
from app.group_invitations.operations import INVITATION_LIVES
from app.group_invitations.queries import link_digest
from app.members.secrets import email_mark, new_link
from app.organisations.models import (
    SECTOR_OF,
    GroupRole,
    HowAsked,
    Membership,
    Organisation,
    OrganisationKind,
    OrganisationPlace,
    Standing,
)
from app.people.models import Member
from app.seed.history import History
from app.seed.known import Known
from app.seed.moments import moment
from app.seed.operations import Row, put_rows, put_rows_with_ids
from app.seed.staff import MODERATORS

KITCHEN = "coalbrae-community-kitchen"
LONG_AGO = timedelta(days=120)


def facts_of(slug: str) -> Row:
    """Return the columns that say what a group or body of the demo place is."""
    return _columns(GROUP_FACTS[slug]) | {"is_trusted": slug == TRUSTED[0]}


def _columns(facts: GroupFacts) -> dict[str, object]:
    return {
        "about": facts.about,
        "is_everywhere": facts.areas == ALL,
        "knows_place": facts.knows_place,
        "knows_interest": facts.knows_interest,
        "knows_identity": facts.knows_identity,
        "speaks_for": facts.speaks_for,
        "how_counted": facts.how_counted,
        "how_asked": HowAsked(facts.how_asked) if facts.how_asked else None,
        "reach": facts.reach,
    }


def lay_out_groups(
    session: Session,
    actor: Actor,
    known: Known,
    history: History,
    *,
    keys: KeyRing,
    real_now: datetime,
) -> None:
    """Put down where groups work, their people, one that waits, and what they stand behind."""
    _lay_out_waiting(session, actor, known, history)
    places = {slug: facts.areas for slug, facts in GROUP_FACTS.items() if facts.areas != ALL}
    places[WAITING.slug] = WAITING.facts.areas
    rows = [
        {"organisation_id": known.organisations[slug], "place_id": known.places[code]}
        for slug, codes in places.items()
        for code in codes
    ]
    put_rows(session, actor, OrganisationPlace, rows)
    leads = _lay_out_people(session, actor, known, real_now)
    _ask_in(session, actor, known, leads[KITCHEN], keys, real_now)
    slug, why, day = TRUSTED
    history.staff(
        moment(day, 11), "called a group trusted", Organisation, known.organisations[slug],
        by=MODERATORS[0], note=why,
    )  # fmt: skip
    for backing in BACKINGS:
        put_rows(
            session,
            actor,
            NeedBacking,
            [
                {
                    "need_id": known.needs[code],
                    "organisation_id": known.organisations[backing.group],
                    "backed_by_id": leads.get(backing.group),
                    "backed_at": moment(backing.on, 19),
                }
                for code in backing.needs
            ],
        )


def _lay_out_waiting(session: Session, actor: Actor, known: Known, history: History) -> None:
    kind, asked_at = OrganisationKind(WAITING.kind), moment(WAITING.asked_on, 16, 20)
    row = {
        **_columns(WAITING.facts),
        "slug": WAITING.slug,
        "name": WAITING.name,
        "kind": kind,
        "sector": SECTOR_OF[kind],
        "standing": Standing.ASKED,
        "call_phone": WAITING.call_phone,
        "asked_at": asked_at,
    }
    (number,) = put_rows_with_ids(session, actor, Organisation, [row])
    known.organisations[WAITING.slug] = number
    history.resident(asked_at, "asked for a group", Organisation, number, participant_id=None)


def _lay_out_people(
    session: Session, actor: Actor, known: Known, real_now: datetime
) -> dict[str, int]:
    """Put accounts down with their memberships; return the membership of each group's lead."""
    everybody = [
        *((each.email, each.shown_name, each.group, each.leads) for each in GROUP_MEMBERS),
        (WAITING.asked_by, WAITING.asked_by_name, WAITING.slug, True),
    ]
    accounts = [
        {"email": email, "participant_id": None, "password_hash": None, "made_at": real_now}
        for email, _name, _group, _leads in everybody
    ]
    member_ids = put_rows_with_ids(session, actor, Member, accounts)
    rows = [
        {
            "organisation_id": known.organisations[group],
            "member_id": member_id,
            "role": GroupRole.LEAD if leads else GroupRole.MEMBER,
            "shown_name": name,
            "began_at": moment(WAITING.asked_on, 16, 20)
            - (timedelta() if group == WAITING.slug else LONG_AGO),
        }
        for member_id, (_email, name, group, leads) in zip(member_ids, everybody, strict=True)
    ]
    ids = put_rows_with_ids(session, actor, Membership, rows)
    return {
        group: membership_id
        for membership_id, (_email, _name, group, leads) in zip(ids, everybody, strict=True)
        if leads
    }


def _ask_in(
    session: Session,
    actor: Actor,
    known: Known,
    lead_id: int,
    keys: KeyRing,
    real_now: datetime,
) -> None:
    """Leave one invitation open; its lead can call it back, or send another letter."""
    row = {
        "organisation_id": known.organisations[KITCHEN],
        "invited_by_id": lead_id,
        "role": GroupRole.MEMBER,
        "email": ASKED_IN,
        "email_mark": email_mark(keys, ASKED_IN),
        "link_digest": link_digest(keys, new_link()),
        "made_at": real_now,
        "expires_at": real_now + INVITATION_LIVES,
    }
    put_rows(session, actor, GroupInvitation, [row])
