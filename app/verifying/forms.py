"""Writing down the call to a group, and deciding about it."""

from datetime import UTC, datetime

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation import clock
from app.foundation.text.plain import says_something
from app.foundation.web.forms import DayField, LineField, PortalForm, RevisionForm, WordsField
from app.verifying.models import CallOutcome, NumberFrom
from app.verifying.operations import REASONS_FOR, GroupReason, Step

NUMBER_WORDS = {
    NumberFrom.CHARITY_REGISTER: _l("The charity register"),
    NumberFrom.OWN_WEBSITE: _l("Their own website or poster"),
    NumberFrom.PHONE_BOOK: _l("A phone book"),
    NumberFrom.COUNCIL_LIST: _l("A list of the council"),
    NumberFrom.PARTNER_BODY: _l("A body we work with told us"),
}
OUTCOME_WORDS = {
    CallOutcome.CONFIRMED: _l("They said: yes, that is us"),
    CallOutcome.NO_ANSWER: _l("Nobody answered"),
    CallOutcome.WRONG_NUMBER: _l("Wrong number"),
    CallOutcome.NOT_THEM: _l("They know nothing of it"),
}
REASON_WORDS = {
    GroupReason.NOT_REACHED: _l("We could not reach you by phone."),
    GroupReason.NOT_WHO_THEY_SAY: _l("The group we phoned did not know of this."),
    GroupReason.HERE_ALREADY: _l("Your group is here already, under another name."),
    GroupReason.NOT_FROM_HERE: _l("The group does not work in this place."),
    GroupReason.NOT_A_GROUP: _l("This is one person and not a group."),
    GroupReason.ASKED_FOR_IT: _l("The group asked for it."),
    GroupReason.ENDED: _l("The group does not meet any more."),
    GroupReason.RULES_BROKEN: _l("House rules were broken in its name."),
}
WHY_LENGTH = 500
LONGEST_CLOCK = 5


class CallForm(PortalForm):
    """One call: when, by which number, and what came of it."""

    called_on = DayField(_l("Day of the call"))
    called_at = LineField(_l("Time of the call"), description=_l("For example, 14:30"))
    number_from = RadioField(
        _l("Where did you find the number you phoned?"),
        choices=[SelectChoice(each.value, words) for each, words in NUMBER_WORDS.items()],
        validate_choice=False,
    )
    outcome = RadioField(
        _l("What came of it?"),
        choices=[SelectChoice(each.value, words) for each, words in OUTCOME_WORDS.items()],
        validate_choice=False,
    )
    moment: datetime | None = None

    def validate_called_on(self, field: DayField) -> None:
        """Ask for the day."""
        if field.data is None:
            raise ValidationError(_l("Give the day of the call."))

    def validate_called_at(self, field: LineField) -> None:
        """Read the time of the day, as it is in the place."""
        hour, colon, minute = (field.data or "").partition(":")
        try:
            if not colon or len(field.data or "") > LONGEST_CLOCK or self.called_on.data is None:
                raise ValueError
            on = self.called_on.data
            here = datetime(
                on.year, on.month, on.day, int(hour), int(minute), tzinfo=clock.LOCAL_ZONE
            )
        except ValueError as problem:
            raise ValidationError(_l("Write the time like 14:30.")) from problem
        self.moment = here.astimezone(UTC)

    def validate_number_from(self, field: RadioField) -> None:
        """Ask for a number from elsewhere."""
        if field.data not in set(NumberFrom):
            raise ValidationError(
                _l("Say where you found the number. Do not phone only the one they typed.")
            )

    def validate_outcome(self, field: RadioField) -> None:
        """Ask what came of it."""
        if field.data not in set(CallOutcome):
            raise ValidationError(_l("Say what came of the call."))


class StepForm(RevisionForm):
    """One step with a group, and the reason where one is owed."""

    step = HiddenField()
    reason = RadioField(_l("Why?"), validate_choice=False)

    def offer(self, step: Step) -> None:
        """Fill the reasons of a step."""
        self.reason.choices = [
            SelectChoice(reason.value, REASON_WORDS[reason]) for reason in REASONS_FOR.get(step, ())
        ]

    def chosen_step(self) -> Step | None:
        """Return the step that is asked for, or None."""
        return Step(self.step.data) if self.step.data in set(Step) else None

    def validate_reason(self, field: RadioField) -> None:
        """Ask for a reason where the step owes one."""
        step = self.chosen_step()
        reasons = REASONS_FOR.get(step, ()) if step else ()
        if reasons and field.data not in reasons:
            raise ValidationError(_l("Choose a reason. The group reads it."))


class TrustForm(PortalForm):
    """Why a group is trusted, or not any more."""

    why = WordsField(_l("Why?"), description=_l("Only people who work here read this."))

    def validate_why(self, field: WordsField) -> None:
        """Ask for the reason."""
        if not says_something(field.data or ""):
            raise ValidationError(_l("Say why, in a sentence."))
        if len(field.data or "") > WHY_LENGTH:
            raise ValidationError(_l("Make this %(most)s characters or fewer.", most=WHY_LENGTH))
