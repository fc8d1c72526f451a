"""What a moderator fills in. There is no field for the sender's words, so nothing can reword."""

import re
from collections.abc import Sequence
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import HiddenField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation.web.forms import LineField, RevisionForm, WordsField
from app.moderation import queries
from app.moderation.models import ReasonCode, Verdict
from app.moderation.operations import LONGEST_WORDS_TO_SENDER
from app.moderation.reasons import sentence_for
from app.needs.models import Moderation, Need
from app.needs.queries import NeedCard, find_need
from app.sending.forms import ALL_OVER, BARRIER_WORDS

REASON_WORDS = {
    ReasonCode.PERSONAL_DETAILS: _l("It tells who somebody is, or how to reach them"),
    ReasonCode.NAMES_A_CHILD: _l("It names a child"),
    ReasonCode.HURTFUL: _l("It is hurtful to someone"),
    ReasonCode.NOT_ABOUT_HERE: _l("It is not about here"),
    ReasonCode.ADVERT: _l("It is an advert"),
    ReasonCode.CANNOT_READ: _l("We cannot make it out"),
    ReasonCode.WRONG_ROUTE: _l("It belongs somewhere else, such as a complaint"),
}
VERDICT_WORDS = {
    Verdict.PUBLISH: _l("Published"),
    Verdict.RETURN: _l("Asked for a change"),
    Verdict.HIDE: _l("Hidden"),
    Verdict.MERGE: _l("Joined with another need"),
    Verdict.CORRECT_AREA: _l("Area corrected"),
}
WORDS = {
    "verdict_words": VERDICT_WORDS,
    "reason_words": REASON_WORDS,
    "barrier_words": BARRIER_WORDS,
    # What the sender reads, shown under each reason before it is chosen.
    "hide_sentences": {reason.value: sentence_for(Verdict.HIDE, reason) for reason in ReasonCode},
    "return_sentences": {
        reason.value: sentence_for(Verdict.RETURN, reason) for reason in ReasonCode
    },
}
_CODE = re.compile(r"(?:n-?)?0*([1-9]\d{0,8})", re.IGNORECASE | re.ASCII)
_REASONS = [SelectChoice(reason.value, words) for reason, words in REASON_WORDS.items()]


class DecisionForm(RevisionForm):
    """One decision. Only what belongs to the chosen verdict is asked for."""

    # How what is hidden reads, where the form is shown again after a sign-in.
    IN_WORDS: ClassVar = {
        "verdict": (
            _l("What should happen?"),
            {
                Verdict.PUBLISH: _l("Publish as it is"),
                Verdict.RETURN: _l("Ask the sender for a change"),
                Verdict.HIDE: _l("Hide it, and say why"),
                Verdict.MERGE: _l("Same as another need"),
                Verdict.CORRECT_AREA: _l("Wrong place"),
            },
        )
    }
    verdict = HiddenField()
    same_as = RadioField(_l("Which one says the same?"), validate_choice=False)
    same_as_code = LineField(_l("Or type its code"), description=_l("For example N-0142"))
    return_reason = RadioField(_l("What should change?"), choices=_REASONS, validate_choice=False)
    words = WordsField(
        _l("Your own words to the sender (you can leave this empty)"),
        description=_l("They read it under the sentence for your reason. Be kind and say how."),
    )
    hide_reason = RadioField(_l("Why is it hidden?"), choices=_REASONS, validate_choice=False)
    place = SelectField(_l("Which area is it about?"), validate_choice=False)

    # The need that says the same, once its code was looked up.
    target: Need | None = None

    def offer(self, areas: Sequence[tuple[str, str]], similar: Sequence[NeedCard]) -> None:
        """Fill the lists to choose from."""
        self.places = {slug for slug, _name in areas} | {ALL_OVER}
        self.place.choices = [
            SelectChoice("", _l("Choose an area")),
            *(SelectChoice(slug, name) for slug, name in areas),
            SelectChoice(ALL_OVER, _l("All over")),
        ]
        self.same_as.choices = [
            SelectChoice(card.code, f"{card.code} {card.title}") for card in similar
        ]

    def chosen_verdict(self) -> Verdict | None:
        """Return what should happen, or None when the page did not say."""
        known = {verdict.value: verdict for verdict in Verdict}
        return known.get(self.verdict.data or "")

    def target_number(self) -> int | None:
        """Return the number of the need that says the same: the code typed, or the one picked."""
        found = _CODE.fullmatch((self.same_as_code.data or self.same_as.data or "").strip())
        return int(found[1]) if found else None

    def has_found_target(self, session: Session) -> bool:
        """Look the need up that says the same; only a published one can be joined with."""
        if self.chosen_verdict() is not Verdict.MERGE:
            return True
        found = queries.find_need_by_number(session, self.target_number() or 0)
        if found is not None and found.moderation is Moderation.PUBLISHED:
            self.target = found
            return True
        joined = found.merged_into_id if found else None
        code = getattr(find_need(session, joined), "code", "") if joined else ""
        problem = _("No published need has this code. Look at it again.")
        self.same_as_code.errors = [
            _("This one is joined with %(code)s. Choose that.", code=code) if code else problem
        ]
        return False

    def validate_verdict(self, field: HiddenField) -> None:
        """Ask what should happen."""
        if self.chosen_verdict() is None:
            raise ValidationError(_l("Choose what should happen."))

    def validate_same_as_code(self, field: LineField) -> None:
        """Ask for one need: picked or typed."""
        if self.chosen_verdict() is not Verdict.MERGE:
            return
        if not field.data and not self.same_as.data:
            raise ValidationError(_l("Choose the need that says the same, or type its code."))
        if self.target_number() is None:
            raise ValidationError(_l("Type a code like N-0142: the letter N and four digits."))

    def validate_return_reason(self, field: RadioField) -> None:
        """Ask why it goes back."""
        if self.chosen_verdict() is Verdict.RETURN and not _is_reason(field.data):
            raise ValidationError(_l("Choose what should change."))

    def validate_words(self, field: WordsField) -> None:
        """Refuse what is too long; the text stays in the box."""
        if len(field.data or "") > LONGEST_WORDS_TO_SENDER:
            raise ValidationError(
                _l(
                    "Make your words %(most)s characters or fewer. Nothing you wrote is lost.",
                    most=f"{LONGEST_WORDS_TO_SENDER:,}",
                )
            )

    def validate_hide_reason(self, field: RadioField) -> None:
        """Ask why it is hidden."""
        if self.chosen_verdict() is Verdict.HIDE and not _is_reason(field.data):
            raise ValidationError(_l("Choose why it is hidden."))

    def validate_place(self, field: SelectField) -> None:
        """Ask for an area from the list."""
        if self.chosen_verdict() is Verdict.CORRECT_AREA and field.data not in self.places:
            raise ValidationError(_l("Choose the area it is about, or “All over”."))


def _is_reason(text: str | None) -> bool:
    return text in {reason.value for reason in ReasonCode}
