"""Reading all that is kept about one voice and one account, and nothing of anybody else.

Each list is read in one statement. The names here are those of the file; `words` says what each
one means, and a test compares the two.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.about_you.queries import answer_rows
from app.complaints.queries import complaints_of_email
from app.conversations.models import Conversation
from app.devices.queries import devices_of_member
from app.erasing.queries import erase_days
from app.following.models import Digest, Following
from app.following.queries import find_follower, own_groups, things_shown
from app.foundation.access import Actor, require
from app.foundation.access.keys import KeyRing
from app.foundation.public_codes import code_for
from app.helping.models import Helping
from app.history.models import HistoryEntry
from app.letters.models import OutgoingLetter
from app.locks.models import Passkey
from app.members.models import SignInCode
from app.members.secrets import email_mark
from app.moderation.models import ModerationDecision
from app.moderation.reasons import sentence_for
from app.needs.models import Need, NeedVersion
from app.needs.queries import needs_of_participant, places_of_needs
from app.organisations.models import Membership, Organisation
from app.own_data.lines import Facts, complaint_facts, need_facts, version_facts
from app.own_data.permissions import may_see_own_data
from app.people.follow_codes import follow_code_for
from app.people.models import Attempt, KeyKind, Member, Participant, ParticipantKey
from app.people.queries import find_follow_key
from app.places.models import Place
from app.voices.models import NeedSupport

LEFT = "deleted an account"  # the history keeps the number of an account that is gone


def everything_about(session: Session, actor: Actor, keys: KeyRing) -> Facts:
    """Return all that is kept about whoever asks."""
    require(may_see_own_data, actor)
    member = session.get(Member, actor.member_id) if actor.member_id else None
    voice = session.get(Participant, actor.participant_id) if actor.participant_id else None
    return {
        "account": _account(session, keys, member) if member else None,
        "follows": _follows(session, actor) if member else None,
        "voice": _voice(session, keys, voice) if voice else None,
        "needs": _needs(session, voice.id) if voice else [],
        "supports": _supports(session, voice.id) if voice else [],
        "about_you": _about_you(session, voice.id) if voice else [],
        "helped": _helped(session, Helping.participant_id == voice.id) if voice else [],
        "helped_others": _helped(session, Helping.member_id == member.id) if member else [],
        "groups": _memberships(session, member.id) if member else [],
        "complaints": _complaints(session, member.email) if member else [],
        "history": _history(session, voice, member),
    }


def _account(session: Session, keys: KeyRing, member: Member) -> Facts:
    mark = email_mark(keys, member.email)
    devices = devices_of_member(session, member.id)
    codes = session.scalars(
        select(SignInCode.made_at)
        .where(or_(SignInCode.member_id == member.id, SignInCode.email_mark == mark))
        .order_by(SignInCode.made_at)
    )
    letters = session.execute(
        select(OutgoingLetter.kind, OutgoingLetter.subject, OutgoingLetter.made_at)
        .where(OutgoingLetter.to_address == member.email)
        .order_by(OutgoingLetter.id)
    )
    passkeys = session.execute(
        select(Passkey.name, Passkey.made_at, Passkey.used_at)
        .where(Passkey.member_id == member.id)
        .order_by(Passkey.id)
    )
    tries = session.scalar(select(func.count()).select_from(Attempt).where(Attempt.mark == mark))
    return {
        "email": member.email,
        "joined_at": member.made_at,
        "has_password": member.password_hash is not None,
        "passkeys": [dict(zip(("name", "since", "used_at"), row, strict=True)) for row in passkeys],
        "signed_in": [{"since": each.since, "last_sent_at": each.sent_at} for each in devices],
        "codes_asked_for_at": list(codes),
        "wrong_passwords_in_the_last_hour": tries or 0,
        "letters_on_their_way": [
            {"kind": row.kind.value, "subject": row.subject, "written_at": row.made_at}
            for row in letters
        ],
    }


def _follows(session: Session, actor: Actor) -> Facts:
    """Return what an account follows, as it shows now, and when we wrote about it."""
    follower = find_follower(session, actor.member_id)
    rows = session.execute(
        select(Following.kind, Following.thing_id, Following.since)
        .where(Following.member_id == actor.member_id)
        .order_by(Following.since, Following.id)
    ).all()
    shown = things_shown(session, actor, {(row.kind, row.thing_id) for row in rows})
    shown |= own_groups(session, actor, None)
    names = {thing: f"{each.code} {each.title}".strip() for thing, each in shown.items()}
    wrote_at = select(Digest.written_at).where(Digest.member_id == actor.member_id)
    return {
        "how_often_we_write": follower.how_often.value if follower else "",
        "things": [
            {
                "kind": row.kind.value,
                "name": names.get((row.kind, row.thing_id), ""),
                "since": row.since,
            }
            for row in rows
        ],
        "wrote_at": list(session.scalars(wrote_at.order_by(Digest.day))),
    }


def _voice(session: Session, keys: KeyRing, voice: Participant) -> Facts:
    place = session.get(Place, voice.place_id) if voice.place_id else None
    code = find_follow_key(session, voice.id)
    browsers = session.scalars(
        select(ParticipantKey.made_at)
        .where(ParticipantKey.participant_id == voice.id, ParticipantKey.kind == KeyKind.COOKIE)
        .order_by(ParticipantKey.made_at)
    )
    return {
        "since": voice.made_at,
        "lives_in": place.name if place else None,
        "code": follow_code_for(keys, code.made_for_id, code.turn) if code else None,
        "browsers_known_since": list(browsers),
        "waits_for_a_check": voice.is_held,
        "has_mark_of_network": voice.address_mark is not None,
    }


def _needs(session: Session, participant_id: int) -> list[Facts]:
    needs = needs_of_participant(session, participant_id)
    ids = [need.id for need in needs]
    places = places_of_needs(session, ids)
    versions, answers = _versions(session, ids), _answers(session, ids)
    removed_on = erase_days(session, ids)
    asked = _words_of(session, Conversation.question, {need.conversation_id for need in needs})
    groups = _words_of(session, Organisation.name, {need.organisation_id or 0 for need in needs})
    return [
        need_facts(
            need,
            question=asked[need.conversation_id],
            group=groups.get(need.organisation_id or 0),
            places=places.get(need.id, []),
            removed_on=removed_on.get(need.id),
            versions=versions.get(need.id, []),
            answers=answers.get(need.id, []),
        )
        for need in needs
    ]


def _versions(session: Session, need_ids: Collection[int]) -> dict[int, list[Facts]]:
    found: dict[int, list[Facts]] = {}
    rows = session.scalars(
        select(NeedVersion)
        .where(NeedVersion.need_id.in_(need_ids))
        .order_by(NeedVersion.need_id, NeedVersion.version)
    )
    for row in rows:
        found.setdefault(row.need_id, []).append(version_facts(row))
    return found


def _answers(session: Session, need_ids: Collection[int]) -> dict[int, list[Facts]]:
    """Return what was decided about needs, without the names of those who decided."""
    found: dict[int, list[Facts]] = {}
    made = ModerationDecision
    rows = session.execute(
        select(
            made.need_id, made.verdict, made.reason_code, made.words_to_sender, made.decided_at,
            made.undone_at,
        )
        .where(made.need_id.in_(need_ids))
        .order_by(made.need_id, made.id)
    )  # fmt: skip
    for row in rows:
        answer = {
            "at": row.decided_at,
            "what": row.verdict,
            "words_for_everyone": sentence_for(row.verdict, row.reason_code),
            "words_to_you": row.words_to_sender,
            "undone_at": row.undone_at,
        }
        found.setdefault(row.need_id, []).append(answer)
    return found


def _words_of(
    session: Session, words: InstrumentedAttribute[str], ids: Collection[int]
) -> dict[int, str]:
    """Return the words of one column of some rows, by id."""
    key = words.class_.id
    return {row[0]: row[1] for row in session.execute(select(key, words).where(key.in_(ids)))}


def _supports(session: Session, participant_id: int) -> list[Facts]:
    rows = session.execute(
        select(Need.number, Place.name, NeedSupport.channel, NeedSupport.supported_at)
        .join(Need, Need.id == NeedSupport.need_id)
        .outerjoin(Place, Place.id == NeedSupport.place_id)
        .where(NeedSupport.participant_id == participant_id)
        .order_by(NeedSupport.supported_at, Need.id)
    )
    return [
        {
            "need": code_for("N", row.number) if row.number else None,
            "at": row.supported_at,
            "lived_in": row.name,
            "reached_us": row.channel,
        }
        for row in rows
    ]


def _about_you(session: Session, participant_id: int) -> list[Facts]:
    return [
        {"question": row.question, "answer": row.answer, "at": row.told_at}
        for row in answer_rows(session, participant_id)
    ]


def _helped(session: Session, which: ColumnElement[bool]) -> list[Facts]:
    """Return when somebody was helped and how: not by whom, and not whom."""
    rows = session.execute(
        select(Helping.started_at, Helping.ended_at, Helping.channel)
        .where(which)
        .order_by(Helping.id)
    )
    return [
        {"from": row.started_at, "until": row.ended_at, "reached_us": row.channel} for row in rows
    ]


def _memberships(session: Session, member_id: int) -> list[Facts]:
    belongs = Membership
    rows = session.execute(
        select(
            Organisation.name, belongs.role, belongs.shown_name, belongs.began_at,
            belongs.ends_on, belongs.ended_at,
        )
        .join(Organisation, Organisation.id == belongs.organisation_id)
        .where(belongs.member_id == member_id)
        .order_by(belongs.id)
    )  # fmt: skip
    names = ("group", "role", "name_you_chose", "since", "last_day", "left_at")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _complaints(session: Session, email: str) -> list[Facts]:
    return [complaint_facts(each) for each in complaints_of_email(session, email)]


def _history(session: Session, voice: Participant | None, member: Member | None) -> list[Facts]:
    """Return what this voice did, and what was done to it, its needs and the account."""
    entry = HistoryEntry
    mine = []
    if voice:
        needs = select(Need.id).where(Need.participant_id == voice.id)
        mine += [
            entry.participant_id == voice.id,
            (entry.subject == "participant") & (entry.subject_id == voice.id),
            (entry.subject == "need") & entry.subject_id.in_(needs),
        ]
    if member:
        of_account = (entry.subject == "member") & (entry.subject_id == member.id)
        # A number may have been that of an account that is gone.
        left = select(func.coalesce(func.max(entry.id), 0)).where(of_account, entry.verb == LEFT)
        mine.append(of_account & (entry.id > left.scalar_subquery()))
    rows = session.execute(
        select(entry.at, entry.verb, entry.subject, entry.reason_code, Need.number)
        .outerjoin(Need, (entry.subject == "need") & (Need.id == entry.subject_id))
        .where(or_(*mine))
        .order_by(entry.id)
    )
    return [
        {
            "at": row.at,
            "what": row.verb,
            "about": row.subject,
            "code": code_for("N", row.number) if row.number else None,
            "reason": row.reason_code,
        }
        for row in rows
    ]
