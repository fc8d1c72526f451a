"""The accounts of the demo place and what they follow, so that its first letter has news."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.demo.followings import FOLLOWERS, DemoFollower
from app.following.models import OWN_WORDS_ID, Follower, Following, FollowKind, HowOften
from app.foundation import clock
from app.foundation.access import Actor
from app.people.models import Member
from app.seed.known import Known
from app.seed.operations import put_rows, put_rows_with_ids


def lay_out_followings(session: Session, actor: Actor, known: Known, *, real_now: datetime) -> None:
    """Put down each account with what it follows; none was told of anything yet."""
    members = [
        {
            "email": each.email,
            "participant_id": known.participants[each.writer_of],
            "password_hash": None,
            "made_at": real_now,
        }
        for each in FOLLOWERS
    ]
    ids = put_rows_with_ids(session, actor, Member, members)
    today = clock.local_day(real_now)
    put_rows(
        session,
        actor,
        Follower,
        [
            {
                "member_id": member_id,
                "how_often": HowOften.DAILY,
                "was_asked": True,
                "told_until": 0,
                "next_day": today,
            }
            for member_id in ids
        ],
    )
    followings = [
        {"member_id": member_id, "kind": kind, "thing_id": thing_id, "since": real_now}
        for member_id, follower in zip(ids, FOLLOWERS, strict=True)
        for kind, thing_id in _followed(follower, known)
    ]
    put_rows(session, actor, Following, followings)


def _followed(follower: DemoFollower, known: Known) -> list[tuple[FollowKind, int]]:
    things = [(FollowKind.NEED, known.needs[code]) for code in follower.needs]
    things += [(FollowKind.THEME, known.themes[code]) for code in follower.themes]
    things += [(FollowKind.PLACE, known.places[code]) for code in follower.areas]
    if follower.follows_own_words:
        things.append((FollowKind.OWN_WORDS, OWN_WORDS_ID))
    return things
