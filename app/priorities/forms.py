"""What a planner writes down about a decision, and where a priority is listed."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation.web.forms import DayField, LineField, PortalForm, RevisionForm, WordsField
from app.priorities.models import DecisionKind
from app.priorities.operations import DecisionWords, missing_to_publish

# Own words are a body's answer from elsewhere, so no planner writes one here.
KIND_WORDS = {
    DecisionKind.YES: _l("Yes"),
    DecisionKind.PARTLY: _l("Partly"),
    DecisionKind.NOT_NOW: _l("Not now"),
    DecisionKind.NOT_OURS: _l("Not ours, passed to…"),
    DecisionKind.YOU_CAN: _l("You can do this"),
}
KIND_HINTS = {
    "yes": _l("We’ll do it"),
    "partly": _l("Say which part"),
    "not_now": _l("Say when we look again"),
    "not_ours": _l("Say who, and who chases it"),
    "you_can": _l("Say how we help"),
}
LINE_LENGTH = 200
DECIDED_LENGTH = 400
WORDS_LENGTH = 2000


def _at_most(field: LineField | WordsField, most: int) -> None:
    if len(field.data or "") > most:
        raise ValidationError(_l("Make this %(most)s characters or fewer.", most=f"{most:,}"))


class DecisionForm(RevisionForm):
    """An answer: you said, we decided, why, who and when. A draft needs its kind only."""

    kind = RadioField(
        _l("What kind of answer is it?"),
        choices=[SelectChoice(kind.value, words) for kind, words in KIND_WORDS.items()],
        validate_choice=False,
    )
    passed_to = LineField(_l("Passed to"), description=_l("Only for “Not ours”: who has it now."))
    people_said = WordsField(
        _l("What people said, in a sentence"),
        description=_l("The count stands beside it and cannot be changed."),
    )
    we_decided = WordsField(
        _l("What we decided"),
        description=_l("One or two sentences. Start with what will happen."),
    )
    why = WordsField(
        _l("Why"),
        description=_l(
            "Money, law, numbers of people, what else came first. Never “operational reasons”."
        ),
    )
    differs_because = WordsField(
        _l("Is this different from people’s order? Then say why"),
        description=_l("Leave this empty if it is not. Everyone reads the reason."),
    )
    decided_by = LineField(
        _l("Body"), description=_l("Who decided it. For example: Families Board")
    )
    decided_on = DayField(_l("When they decided"), description=_l("For example, 19 3 2026"))
    look_again_on = DayField(
        _l("When we look again"), description=_l("We must say this when the answer is “Not now”.")
    )
    what_next = WordsField(
        _l("What next"), description=_l("What people will see happen, and when.")
    )

    def validate_kind(self, field: RadioField) -> None:
        """Ask for the kind even in a draft."""
        if field.data not in {kind.value for kind in KIND_WORDS}:
            raise ValidationError(_l("Choose what kind of answer this is"))

    def validate_passed_to(self, field: LineField) -> None:
        """Refuse what does not fit."""
        _at_most(field, LINE_LENGTH)

    def validate_decided_by(self, field: LineField) -> None:
        """Refuse what does not fit."""
        _at_most(field, LINE_LENGTH)

    def validate_we_decided(self, field: WordsField) -> None:
        """Refuse what nobody would read to its end."""
        _at_most(field, DECIDED_LENGTH)

    def validate_people_said(self, field: WordsField) -> None:
        """Refuse what is too long."""
        _at_most(field, WORDS_LENGTH)

    validate_why = validate_what_next = validate_differs_because = validate_people_said

    def is_ready_to_publish(self, today: date, not_before: date | None) -> bool:
        """Tell whether everything is there that people must read; name each thing that is not."""
        if not self.is_sent_and_valid() and self.kind.errors:
            self._name_missing(self._words(DecisionKind.YES), today, not_before)
            return False
        self._name_missing(self.as_words(), today, not_before)
        return not self.errors

    def _name_missing(self, words: DecisionWords, today: date, not_before: date | None) -> None:
        for name, text in missing_to_publish(words, today, not_before).items():
            if not self[name].errors:
                self[name].errors = [text]

    def as_words(self) -> DecisionWords:
        """Return what was typed, as the operation takes it."""
        return self._words(DecisionKind(self.kind.data))

    def _words(self, kind: DecisionKind) -> DecisionWords:
        return DecisionWords(
            kind=kind,
            people_said=self.people_said.data or "",
            we_decided=self.we_decided.data or "",
            why=self.why.data or "",
            decided_by=self.decided_by.data or "",
            decided_on=self.decided_on.data,
            look_again_on=self.look_again_on.data,
            what_next=self.what_next.data or "",
            differs_because=self.differs_because.data or "",
            passed_to=self.passed_to.data or "",
        )


class ListForm(PortalForm):
    """The place on whose list something goes."""

    place = RadioField(_l("On which list?"), validate_choice=False)

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        """Fill the choices: slug and name, the whole place first."""
        self.place.choices = [SelectChoice(slug, name) for slug, name in places]

    def validate_place(self, field: RadioField) -> None:
        """Ask for one of the lists."""
        if field.data not in {option.data for option in field}:
            raise ValidationError(_l("Choose a list"))
