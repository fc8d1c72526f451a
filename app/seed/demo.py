"""Laying out the demo place, Braidvale, with the past that its content tells of."""

from datetime import datetime
from random import Random

from sqlalchemy import Table
from sqlalchemy.orm import Session

from app.demo.decisions import DECISIONS
from app.demo.needs import NEEDS
from app.demo.plan import ACTIONS, OUTCOMES
from app.demo.queue import TAKEN_DOWN
from app.demo.themes import THEMES
from app.foundation import clock, public_codes
from app.foundation.access import Actor
from app.foundation.access.keys import KeyRing
from app.foundation.database import insert_once
from app.foundation.web.session import key_ring
from app.people.operations import follow_code
from app.places.models import Installation
from app.reach import operations as reach
from app.recounts.operations import recount_everything
from app.seed.about_you import lay_out_answers_about_people
from app.seed.answers import group_needs, lay_out_answers, lay_out_themes
from app.seed.checks import lay_out_checks
from app.seed.followings import lay_out_followings
from app.seed.groups import lay_out_groups
from app.seed.history import History
from app.seed.known import Known
from app.seed.moments import OPENING, clock_shift_seconds
from app.seed.needs import lay_out_needs, lay_out_participants, lay_out_supports, times_of_needs
from app.seed.operations import show_everything_anew
from app.seed.places import lay_out_bodies, lay_out_conversations, lay_out_places
from app.seed.plan import lay_out_plan
from app.seed.queries import is_empty
from app.seed.staff import lay_out_staff
from app.seed.voices import AISHAS_NEED, GORDONS_NEEDS, Times, raise_voices

SEED = 20_260_302
ACTOR = Actor.system("lay-out-demo")


def lay_out_demo(
    session: Session, *, keys: KeyRing | None = None, real_now: datetime | None = None
) -> None:
    """Lay out the demo place, unless a place is laid out already. The caller commits.

    Its clock shows the first day of the demo, at nine, the moment this begins. The keys are those
    of the installation: the two follow codes are made with them.
    """
    real_now = real_now or clock.real_now()
    if not is_empty(session) or not _begin(session, real_now):
        return
    keys = keys or key_ring()
    chance = Random(SEED)  # noqa: S311 - the same place each time, nothing secret
    known = Known()
    history = History(known)
    times = times_of_needs(chance)
    lay_out_places(session, ACTOR, known)
    lay_out_bodies(session, ACTOR, known)
    lay_out_staff(session, ACTOR, keys, known, history)
    lay_out_conversations(session, ACTOR, known, history)
    lay_out_themes(session, ACTOR, known, history)
    _lay_out_what_people_said(session, known, chance, times)
    group_needs(session, ACTOR, known, history)
    lay_out_answers(session, ACTOR, known, history)
    lay_out_plan(session, ACTOR, known, history)
    lay_out_checks(session, ACTOR, known, times, history)
    lay_out_groups(session, ACTOR, known, history, keys=keys, real_now=real_now)
    history.write(session, ACTOR)
    _give_follow_codes(session, keys, known, times)
    lay_out_followings(session, ACTOR, known, real_now=real_now)
    _count(session)
    reach.publish(session, Actor.system("publish-who-was-heard"), now=OPENING)


def _begin(session: Session, real_now: datetime) -> bool:
    """Put the one row of the installation down; of two that begin at once, only one can."""
    row = {"id": 1, "clock_shift_seconds": clock_shift_seconds(real_now), "made_at": real_now}
    table = Installation.__table__
    return isinstance(table, Table) and insert_once(session, table, row)


def _lay_out_what_people_said(
    session: Session, known: Known, chance: Random, times: dict[str, Times]
) -> None:
    voices = raise_voices(chance, times)
    participants = lay_out_participants(session, ACTOR, known, voices)
    lay_out_needs(session, ACTOR, known, times)
    lay_out_supports(session, ACTOR, known, voices, participants)
    lay_out_answers_about_people(session, ACTOR, participants, voices.first_acts())


def _give_follow_codes(
    session: Session, keys: KeyRing, known: Known, times: dict[str, Times]
) -> None:
    for need in (GORDONS_NEEDS[0], AISHAS_NEED):
        sent_at = times[need].sent_at
        follow_code(session, ACTOR, keys, known.participants[need], real_now=sent_at)


def _count(session: Session) -> None:
    """Take the numbers that were given out, and count every voice from the rows."""
    given_out = {
        "N": len(NEEDS) + len(TAKEN_DOWN),
        "T": len(THEMES),
        "D": len(DECISIONS),
        "O": len(OUTCOMES),
        "A": len(ACTIONS),
    }
    for letter, count in given_out.items():
        public_codes.next_number(session, letter, step=count)
    recount_everything(session, ACTOR)
    show_everything_anew(session, ACTOR)
