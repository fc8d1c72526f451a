"""What each name in the file of somebody who works here means; a test compares the two."""

from flask_babel import lazy_gettext as _l

# Each column that points at a sign-in for work, and where it shows. A test walks the tables.
SHOWN_AS = {
    "app_lock.person_id": "sign_in.has_app",
    "data_complaint.answered_by_id": "acts",
    "helping.person_id": "helped",
    "invitation.invited_by_id": "acts",
    "invitation.person_id": "acts",
    "lock_reset.asked_by_id": "acts",
    "lock_reset.person_id": "acts",
    "moderation_decision.decided_by_id": "acts",
    "moderation_decision.undone_by_id": "acts",
    "passkey.person_id": "sign_in.passkeys",
    "provider_link.person_id": "sign_in.council_sign_in_since",
    "role_grant.person_id": "roles",
    "verification_call.called_by_id": "acts",
    "work_session.person_id": "signed_in",
}
MEANINGS = {
    "made_at": _l("When this was put together"),
    "place": _l("Where it comes from"),
    "sign_in": _l("Your sign-in"),
    "sign_in.name": _l("Your name"),
    "sign_in.email": _l("Your e-mail"),
    "sign_in.since": _l("Since when"),
    "sign_in.has_password": _l("Whether you have a password. We keep it scrambled."),
    "sign_in.has_app": _l("Whether an app shows you six numbers. We keep its secret scrambled."),
    "sign_in.passkeys": _l("Your passkeys. We keep the public half alone."),
    "sign_in.passkeys.name": _l("The name you gave it"),
    "sign_in.passkeys.since": _l("Since when"),
    "sign_in.passkeys.used_at": _l("When you used it last"),
    "sign_in.council_sign_in_since": _l("Since when you sign in with the council’s own sign-in"),
    "sign_in.letters_on_their_way": _l("Letters to you that are not sent yet"),
    "roles": _l("Your roles"),
    "roles.role": _l("The role"),
    "roles.place": _l("Where, if not everywhere"),
    "roles.body": _l("For which body, if for one"),
    "roles.from": _l("From"),
    "roles.last_day": _l("The last day, where one is set"),
    "roles.taken_back_at": _l("When it was taken back"),
    "signed_in": _l("Where you are signed in. We keep no name of a phone or computer."),
    "signed_in.since": _l("Since when"),
    "signed_in.last_sent_at": _l("When something was last sent from there"),
    "helped": _l("When you helped somebody, in the last day. Not whom."),
    "helped.from": _l("From"),
    "helped.until": _l("Until"),
    "helped.reached_us": _l("How"),
    "acts": _l("The last things you did, and what was done to your sign-in. No words of others."),
    "acts.day": _l("The day"),
    "acts.what": _l("What was done"),
    "acts.about": _l("What kind of thing it was about"),
    "acts.code": _l("The code of that thing, once it was public"),
}

# The history keeps short verbs; where one names nothing, what it was done to follows.
_DONE_TO = {
    "need": _l("a need"),
    "theme": _l("a theme"),
    "decision": _l("a decision"),
    "plan_action": _l("an action"),
    "outcome": _l("a change we want"),
    "conversation": _l("a conversation"),
    "invitation": _l("somebody to work here"),
}
_NAMES_NOTHING = frozenset({"put forward", "wrote down", "took back"})


def said_of_act(verb: str, subject: str) -> str:
    """Return an act as people say it: "published a need", where the history keeps "published"."""
    thing = _DONE_TO.get(subject)
    if thing is None or (" " in verb and verb not in _NAMES_NOTHING):
        return verb
    return f"{verb} {thing}"
