"""The words of decisions: what the sender of a need reads, and what the history says.

Each sentence for a sender says what happened, why, and what the sender can do now. No database.
"""

from dataclasses import dataclass
from datetime import datetime

from app.moderation.models import ReasonCode, Verdict

_HIDDEN = {
    ReasonCode.PERSONAL_DETAILS: (
        "We hid this because it tells who somebody is, or how to find them. Your words are safe "
        "with us. You can take those details out and send it again."
    ),
    ReasonCode.NAMES_A_CHILD: (
        "We hid this because it names a child. Your words are safe with us. You can send it "
        "again without the name."
    ),
    ReasonCode.HURTFUL: (
        "We hid this because it could hurt someone. Your words are safe with us. You can say "
        "what happened in other words and send it again."
    ),
    ReasonCode.NOT_ABOUT_HERE: (
        "We hid this because it is not about a place that we look after. Your words are safe "
        "with us. If it is about here, say where and send it again."
    ),
    ReasonCode.ADVERT: (
        "We hid this because it looks like an advert. If we got that wrong, say what people here "
        "need and send it again."
    ),
    ReasonCode.CANNOT_READ: (
        "We hid this because we could not make out what it says. Your words are safe with us. "
        "You can write it another way and send it again, or phone us."
    ),
    ReasonCode.WRONG_ROUTE: (
        "We hid this because this page cannot put it right, and everyone could have read it. "
        "Phone us and we will help you reach the people who can. You can also change your "
        "words and send them again."
    ),
}
_RETURNED = {
    ReasonCode.PERSONAL_DETAILS: (
        "We cannot show this yet. It tells who somebody is, or how to find them. Take those "
        "details out and send it again."
    ),
    ReasonCode.NAMES_A_CHILD: (
        "We cannot show this yet, because it names a child. Take the name out and send it again."
    ),
    ReasonCode.HURTFUL: (
        "We cannot show this yet, because it could hurt someone. Say what happened, not who is "
        "to blame, and send it again."
    ),
    ReasonCode.NOT_ABOUT_HERE: (
        "We could not tell where this is about. Say which place you mean and send it again."
    ),
    ReasonCode.ADVERT: (
        "This reads like an advert, so we have not shown it. Say what people here need and send "
        "it again."
    ),
    ReasonCode.CANNOT_READ: (
        "We could not make out what this says. Write it another way and send it again, or phone us."
    ),
    ReasonCode.WRONG_ROUTE: (
        "This page cannot put this right for you. Phone us and we will help you reach the people "
        "who can. You can also change your words and send them again."
    ),
}
_WITHOUT_REASON = {
    Verdict.PUBLISH: "We checked this. Everyone can see it now, just as you wrote it.",
    Verdict.MERGE: (
        "This says the same as another need. Your words and your voice stand together with it now."
    ),
    Verdict.CORRECT_AREA: "We put this under another area. Your words are as you wrote them.",
}


@dataclass(frozen=True)
class SentenceForSender:
    """A decision as the sender reads it: the sentence, and what the moderator added."""

    verdict: Verdict
    sentence: str
    words_to_sender: str
    decided_at: datetime


# What the history calls each decision, and how a sentence about it goes on after a name.
VERBS = {
    Verdict.PUBLISH: "published",
    Verdict.RETURN: "asked for a change",
    Verdict.HIDE: "hid",
    Verdict.MERGE: "joined with another need",
    Verdict.CORRECT_AREA: "corrected the area",
}
UNDO_VERB = "undid a decision"
WHAT_SOMEBODY_DID = {
    VERBS[Verdict.PUBLISH]: "published this",
    VERBS[Verdict.RETURN]: "asked the sender for a change",
    VERBS[Verdict.HIDE]: "hid this",
    VERBS[Verdict.MERGE]: "joined this with another need",
    VERBS[Verdict.CORRECT_AREA]: "corrected the area",
    UNDO_VERB: "undid the last decision",
    "changed the words": "changed the words",
    "took back": "took this back",
}


def sentence_for(verdict: Verdict, reason: ReasonCode | None) -> str:
    """Return what the sender reads."""
    if reason is not None and verdict in {Verdict.HIDE, Verdict.RETURN}:
        return (_HIDDEN if verdict is Verdict.HIDE else _RETURNED)[reason]
    return _WITHOUT_REASON.get(verdict, "")
