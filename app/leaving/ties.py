"""What becomes of every column that points at an account, a voice or a sign-in.

A test walks the tables: a new column that points there and is not named here fails it, so that a
later subject cannot forget somebody who left.
"""

import enum


class Fate(enum.Enum):
    """What deleting an account, or taking a name off, does with a row."""

    DELETED = "the row goes"
    UNTIED = "the row stays, and points at nobody"
    NOBODYS = "the row stays with a voice that no key opens any more, so each counts once"
    STAFF = "it is about somebody who works here, not about a resident"


TIES = {
    # An account.
    "digest.member_id": Fate.DELETED,
    "follower.member_id": Fate.DELETED,
    "helping.member_id": Fate.DELETED,
    "following.member_id": Fate.DELETED,
    "member_session.member_id": Fate.DELETED,
    "passkey.member_id": Fate.DELETED,
    "membership.member_id": Fate.UNTIED,
    "sign_in_code.member_id": Fate.UNTIED,
    # A voice.
    "about_you.participant_id": Fate.DELETED,
    "about_you_answer.participant_id": Fate.DELETED,
    "helping.participant_id": Fate.UNTIED,
    "member.participant_id": Fate.UNTIED,
    "need.participant_id": Fate.NOBODYS,
    "need_support.participant_id": Fate.NOBODYS,
    "participant.joined_into_id": Fate.NOBODYS,
    "participant_key.participant_id": Fate.DELETED,
    # A sign-in for work.
    "app_lock.person_id": Fate.STAFF,
    "data_complaint.answered_by_id": Fate.STAFF,
    "helping.person_id": Fate.STAFF,
    "invitation.invited_by_id": Fate.STAFF,
    "invitation.person_id": Fate.STAFF,
    "lock_reset.asked_by_id": Fate.STAFF,
    "lock_reset.person_id": Fate.STAFF,
    "moderation_decision.decided_by_id": Fate.STAFF,
    "moderation_decision.undone_by_id": Fate.STAFF,
    "passkey.person_id": Fate.STAFF,
    "provider_link.person_id": Fate.STAFF,
    "role_grant.person_id": Fate.STAFF,
    "verification_call.called_by_id": Fate.STAFF,
    "work_session.person_id": Fate.STAFF,
}
