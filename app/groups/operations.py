"""Changing and taking back what a group put forward."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.backing.permissions import may_change_need_of_group
from app.backing.queries import sender_of
from app.follow.operations import take_off_pages
from app.foundation import clock
from app.foundation.access import Actor, NotFound, NotPossibleNow
from app.needs import operations as needs
from app.needs.models import Need
from app.needs.queries import find_need, need_to_change, themes_of_need
from app.needs.words import NeedWords
from app.organisations.models import Organisation
from app.organisations.queries import group_to_change, membership_of
from app.places.models import Place
from app.recounts.operations import recount_themes
from app.voices.queries import hold_voices_of


def need_of_group(
    session: Session, actor: Actor, organisation_id: int, need_id: int, *, now: datetime
) -> Need:
    """Return a need of a group, whose row is held, that this actor may change."""
    group_to_change(session, organisation_id)
    mine = membership_of(session, organisation_id, actor.member_id)
    need, today = find_need(session, need_id), clock.local_day(now)
    sent_by_id = sender_of(session, need_id)
    if need is None or not may_change_need_of_group(actor, need, mine, sent_by_id, today):
        raise NotFound
    return need


def refuse_change(group: Organisation, need: Need) -> None:
    """Refuse new words where none are kept: a group that is over can only take words back."""
    if group.is_over:
        raise NotPossibleNow(
            "This group is closed here. It can take its words back, but not change them."
        )
    if need.moderation not in needs.CHANGEABLE:
        raise NotPossibleNow("This was taken back or joined with another, so it cannot be changed.")


def change_need(
    session: Session,
    actor: Actor,
    organisation_id: int,
    need_id: int,
    words: NeedWords,
    *,
    place: Place | None,
    has_new_place: bool,
    revision: int,
    now: datetime,
) -> None:
    """Keep new words of a group; they are checked before anyone sees them."""
    need_of_group(session, actor, organisation_id, need_id, now=now)
    need = need_to_change(session, need_id)
    refuse_change(group_to_change(session, organisation_id), need)
    hold_voices_of(session, [need.id])
    theme_ids = {theme.id for theme in themes_of_need(session, need.id, with_forming=True)}
    needs.change_words(
        session, actor, need, words, revision=revision, for_group_id=organisation_id, now=now
    )
    if has_new_place:
        needs.set_places(session, actor, need, [place] if place else None)
    recount_themes(session, actor, theme_ids)


def take_need_back(
    session: Session, actor: Actor, organisation_id: int, need_id: int, *, now: datetime
) -> None:
    """Take what a group put forward from every page, and count again what it was counted with."""
    need_of_group(session, actor, organisation_id, need_id, now=now)
    take_off_pages(
        session,
        actor,
        need_id,
        lambda need: needs.withdraw_need(
            session, actor, need, for_group_id=organisation_id, now=now
        ),
        now=now,
    )
