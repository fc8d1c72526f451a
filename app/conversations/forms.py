"""What a planner fills in about a conversation."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.conversations.models import PowerLevel
from app.conversations.operations import Terms, days_in_disorder, missing_terms
from app.foundation.web.forms import DayField, LineField, PortalForm, RevisionForm, WordsField

POWER_WORDS = {
    PowerLevel.TELLING: _l("We’re telling you"),
    PowerLevel.ASKING: _l("We’re asking you"),
    PowerLevel.WORKING_WITH: _l("We’re working with you"),
    PowerLevel.DECIDING_TOGETHER: _l("We’re deciding together"),
    PowerLevel.YOU_DECIDE: _l("You decide"),
}
MISSING_WORDS = {
    "question": _l("Write the question"),
    "who_decides": _l("Say who decides"),
    "can_change": _l("Say what can change"),
    "cannot_change": _l("Say what cannot change"),
    "power_level": _l("Choose how much power people have"),
    "opens_on": _l("Give the day it opens"),
    "closes_on": _l("Give the day it closes"),
    "reply_by": _l("Give the day by which people get a reply"),
}
LINE_LENGTH = 200
WORDS_LENGTH = 2000


def _fits(_form: PortalForm, field: Any) -> None:
    most = LINE_LENGTH if isinstance(field, LineField) else WORDS_LENGTH
    if len(field.data or "") > most:
        raise ValidationError(_l("Make this %(most)s characters or fewer.", most=f"{most:,}"))


class ConversationForm(RevisionForm):
    """The question and its rules. A draft needs the question only; opening needs them all."""

    question = LineField(
        _l("The question"),
        validators=[_fits],
        description=_l("In plain words. For example: What would help families here?"),
    )
    why_now = WordsField(_l("Why now"), validators=[_fits])
    can_change = WordsField(_l("What can change"), validators=[_fits])
    cannot_change = WordsField(
        _l("What cannot change"),
        validators=[_fits],
        description=_l("Be honest. People plan by it."),
    )
    who_decides = LineField(_l("Who decides"), validators=[_fits])
    power_level = RadioField(
        _l("How much power do people have?"),
        choices=[SelectChoice(level.value, words) for level, words in POWER_WORDS.items()],
        validate_choice=False,
    )
    opens_on = DayField(_l("Opens"), description=_l("For example, 19 3 2026"))
    closes_on = DayField(_l("Closes"), description=_l("Six weeks or more gives people time."))
    reply_by = DayField(_l("Reply by"), description=_l("The day we promise an answer."))

    def validate_question(self, field: LineField) -> None:
        """Ask for the question even in a draft: its address is made from it."""
        if not field.data:
            raise ValidationError(MISSING_WORDS["question"])

    def validate_power_level(self, field: RadioField) -> None:
        """Refuse what is not one of the five."""
        if field.data and field.data not in set(PowerLevel):
            raise ValidationError(_l("Choose one of these five."))

    def is_ready_to_open(self, today: date) -> bool:
        """Tell whether everything is there that people must know; name each thing that is not."""
        is_usable = self.is_sent_and_valid()
        known = {name for name, errors in self.errors.items() if errors}
        terms = self.as_terms()
        for name in missing_terms(terms):
            if name not in known:
                self[name].errors = [str(MISSING_WORDS[name])]
                is_usable = False
        for name, words in days_in_disorder(terms, today).items():
            if not self[name].errors:
                self[name].errors = [words]
                is_usable = False
        return is_usable

    def as_terms(self) -> Terms:
        """Return what was typed, as the operation takes it."""
        level = self.power_level.data
        return Terms(
            question=self.question.data or "",
            why_now=self.why_now.data or "",
            can_change=self.can_change.data or "",
            cannot_change=self.cannot_change.data or "",
            who_decides=self.who_decides.data or "",
            power_level=PowerLevel(level) if level in set(PowerLevel) else None,
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            reply_by=self.reply_by.data,
        )
