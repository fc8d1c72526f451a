"""Nobody who left is forgotten: every column that points at somebody says what becomes of it."""

import pytest
from sqlalchemy import func, insert, select

from app.about_you.models import Question
from app.following.models import FollowKind, HowOften
from app.foundation.access import Actor
from app.foundation.database import Base
from app.leaving import operations
from app.leaving.operations import Goodbye, Wish
from app.leaving.ties import TIES, Fate
from app.members.models import CodePurpose
from app.needs.models import Channel
from app.organisations.models import GroupRole
from app.people import operations as people
from app.people.models import KeyKind, Member, Participant, ParticipantKey
from app.recounts.operations import differences
from app.voices.operations import join_participants
from tests.builders import BUILDER

POINTED_AT = ("member", "participant", "person")
GOODBYE = Goodbye("Gone", "Gone.", "<p>Gone.</p>")


def ties_to(*tables):
    """Return every column of the database that points at one of some tables."""
    return {
        f"{column.table.name}.{column.name}": column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in tables
    }


def test_every_column_that_points_at_somebody_is_named(unused_app):
    missing, over = ties_to(*POINTED_AT).keys() - TIES, TIES.keys() - ties_to(*POINTED_AT)
    assert not missing, (
        f"What becomes of {sorted(missing)} when somebody leaves? Say so in app/leaving/ties.py, "
        "do it in app/leaving/operations.py, and make a row in tests/leaving/test_ties.py."
    )
    assert not over, f"No such column: {sorted(over)}"
    staff = ties_to("person").keys()
    assert {name for name, fate in TIES.items() if fate is Fate.STAFF} == staff


@pytest.fixture
def somebody(session, make, now):
    """Make an account with a row for each column that points at it or at its voice."""
    voice, other = make.participant(place=make.area()), make.participant()
    make.need(writer=make.actor_of(voice))
    make.support(make.need(), make.actor_of(voice))
    join_participants(session, BUILDER, voice.id, other.id, now=now)
    member = Member(email="gordon@post.example", participant_id=voice.id, made_at=now)
    session.add(member)
    session.flush()
    people.follow_code(session, BUILDER, make.keys, voice.id, real_now=now)
    rows = {
        "follower": {"member_id": member.id, "how_often": HowOften.DAILY, "was_asked": False,
                     "told_until": 0, "next_day": make.today},
        "following": {"member_id": member.id, "kind": FollowKind.NEED, "thing_id": 1,
                      "since": now},
        "digest": {"member_id": member.id, "day": make.today, "written_at": now, "told_after": 0},
        "membership": {"member_id": member.id, "organisation_id": make.organisation().id,
                       "role": GroupRole.MEMBER, "shown_name": "Gordon", "began_at": now},
        "member_session": {"member_id": member.id, "digest": "d", "made_at": now},
        "passkey": {"member_id": member.id, "credential_id": "c", "public_key": "p",
                    "sign_count": 0, "name": "Phone", "made_at": now},
        "sign_in_code": {"member_id": member.id, "purpose": CodePurpose.LEAVE, "email_mark": "m",
                         "email": member.email, "code_digest": "c", "link_digest": "l",
                         "browser_digest": "b", "made_at": now},
        "helping": {"person_id": make.person().id, "participant_id": voice.id,
                    "channel": Channel.PHONE, "started_at": now},
        "about_you": {"participant_id": voice.id, "asked_at": now},
        "about_you_answer": {"participant_id": voice.id, "question": Question.CARING,
                             "answer": "yes", "told_at": now},
    }  # fmt: skip
    for table, row in rows.items():
        session.execute(insert(Base.metadata.tables[table]).values(row))
    # The account helps somebody else for its group.
    make.helped = make.participant()
    session.execute(
        insert(Base.metadata.tables["helping"]).values(
            member_id=member.id, participant_id=make.helped.id, channel=Channel.PAPER,
            started_at=now,
        )
    )  # fmt: skip
    session.flush()
    return member.id, voice.id


def pointing(session, column, somebody_id):
    session.expire_all()
    return session.scalar(
        select(func.count()).select_from(column.table).where(column == somebody_id)
    )


def counts(session, member_id, voice_id):
    ids = {"member": member_id, "participant": voice_id}
    return {
        name: pointing(session, column, ids[table])
        for table in ids
        for name, column in ties_to(table).items()
    }


@pytest.mark.parametrize("wish", [Wish(False, False), Wish(True, True)])
def test_deleting_an_account_does_with_each_row_what_the_table_says(
    session, make, now, somebody, wish
):
    member_id, voice_id = somebody
    before = counts(session, member_id, voice_id)
    assert all(before.values()), f"The test makes no row for {before}"
    actor = Actor(member_id=member_id, participant_id=voice_id)
    operations.delete_account(
        session, actor, member_id, wish, goodbye=GOODBYE, now=now, real_now=now
    )
    after = counts(session, member_id, voice_id)
    kept = {name for name, count in after.items() if count}
    nobodys = {name for name, fate in TIES.items() if fate is Fate.NOBODYS}
    assert kept <= nobodys
    if wish == Wish(False, False):
        assert {name: after[name] for name in nobodys} == {name: before[name] for name in nobodys}
    assert session.get(Member, member_id) is None
    assert differences(session, BUILDER) == []


def test_taking_the_name_off_leaves_no_key(session, make, now, somebody):
    member_id, voice_id = somebody
    actor = Actor(member_id=member_id, participant_id=voice_id)
    operations.take_name_off(session, actor, now=now)
    session.flush()
    after = counts(session, member_id, voice_id)
    for name, column in ties_to("participant").items():
        assert bool(after[name]) is (TIES[name] is Fate.NOBODYS), f"{name}: {column}"
    assert session.get(Member, member_id) is not None
    assert session.get(Participant, voice_id).address_mark is None
    kinds = select(ParticipantKey).where(ParticipantKey.kind == KeyKind.FOLLOW_CODE)
    assert session.scalars(kinds).all() == []
