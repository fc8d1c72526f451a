"""What somebody fills in to put a need forward, on three short pages."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation.text.plain import readable_words, says_something
from app.foundation.web.forms import LineField, PortalForm, WordsField
from app.needs.models import TITLE_LENGTH, WORDS_LENGTH, Barrier
from app.needs.words import NeedWords

BARRIER_WORDS = {
    Barrier.TRAVEL: _l("Getting there"),
    Barrier.COST: _l("It costs too much"),
    Barrier.HOURS: _l("The hours don’t fit"),
    Barrier.WAITING: _l("Waiting too long"),
    Barrier.RULES: _l("The rules"),
    Barrier.ACCESS: _l("It isn’t made for disabled people"),
    Barrier.INFORMATION: _l("Nobody tells us"),
    Barrier.LANGUAGE: _l("Language"),
    Barrier.ATTITUDE: _l("How people are treated"),
    Barrier.NOT_JOINED_UP: _l("Services don’t talk to each other"),
    Barrier.NOTHING_HERE: _l("There is nothing here"),
    Barrier.SHORT_TERM_MONEY: _l("The money ran out"),
}
ALL_OVER = "all-over"


def _readable(typed: str | None) -> str:
    return readable_words(typed or "")


class NeedForm(PortalForm):
    """The words and the place; all of it travels from page to page in the form itself."""

    works_well = WordsField(
        _l("What works well?"), description=_l("Something good that should stay or grow.")
    )
    words = WordsField(
        _l("What needs to be different?"), description=_l("Say what happens, in your own words.")
    )
    title = LineField(
        _l("A short name for it (you can leave this empty)"),
        description=_l("If you leave it empty, we use your first sentence."),
    )
    place = SelectField(_l("Which area is this about?"))
    conversation = HiddenField(filters=[_readable])
    about_whom = LineField(
        _l("Who does it affect?"), description=_l("For example: families, older people, me.")
    )
    barrier = SelectField(_l("What gets in the way most?"))
    as_group = SelectField(_l("Who says this?"), default="", validate_choice=False)
    step = HiddenField()
    IN_WORDS: ClassVar = {"barrier": (_l("What gets in the way most?"), BARRIER_WORDS)}
    group_names: Mapping[str, str] = {}
    send_key = HiddenField(filters=[_readable])

    def offer(self, areas: Sequence[tuple[str, str]]) -> None:
        """Fill the lists to choose from."""
        self.place.choices = [
            SelectChoice("", _l("Choose an area")),
            *(SelectChoice(slug, name) for slug, name in areas),
            SelectChoice(ALL_OVER, _l("All over, or not sure")),
        ]
        self.barrier.choices = [
            SelectChoice("", _l("Nothing chosen")),
            *(SelectChoice(barrier.value, words) for barrier, words in BARRIER_WORDS.items()),
        ]

    def offer_groups(self, groups: Sequence[tuple[str, str]]) -> None:
        """Fill the list of groups that somebody may speak for, by slug."""
        self.group_names = dict(groups)
        self.as_group.choices = [
            SelectChoice("", _l("I do, myself")),
            *(SelectChoice(slug, name) for slug, name in groups),
        ]

    def validate_as_group(self, field: SelectField) -> None:
        """Refuse a group that somebody does not belong to."""
        if field.data and field.data not in self.group_names:
            raise ValidationError(_l("Choose one from the list."))

    def validate_works_well(self, field: WordsField) -> None:
        """Refuse what is too long; the text stays in the box."""
        _not_too_long(field)

    def validate_words(self, field: WordsField) -> None:
        """Ask for words in one of the two boxes at least."""
        _not_too_long(field)
        if not says_something(f"{field.data or ''}{self.works_well.data or ''}"):
            raise ValidationError(_l("Write something in one of the two boxes."))

    def validate_title(self, field: LineField) -> None:
        """Refuse a name that is too long."""
        if len(field.data or "") > TITLE_LENGTH:
            raise ValidationError(
                _l("Make the short name %(most)s characters or fewer.", most=TITLE_LENGTH)
            )

    def validate_about_whom(self, field: LineField) -> None:
        """Refuse what does not fit on one line."""
        most = 120
        if len(field.data or "") > most:
            raise ValidationError(_l("Make this %(most)s characters or fewer.", most=most))

    def validate_place(self, field: SelectField) -> None:
        """Ask where it is about."""
        if not field.data:
            raise ValidationError(_l("Choose an area, or “All over, or not sure”."))

    def page_with_errors(self) -> str:
        """Return the first page that has something to put right, and speak of that page alone."""
        on_second = (self.about_whom, self.barrier)
        if all(field in on_second for field in self if field.errors):
            return "more"
        for field in on_second:
            field.errors = []
        return "words"

    def as_words(self) -> NeedWords:
        """Return what was typed, as the operation takes it."""
        return NeedWords(
            title=_said(self.title),
            words=_said(self.words),
            works_well=_said(self.works_well),
            about_whom=self.about_whom.data or "",
            barrier=Barrier(self.barrier.data) if self.barrier.data else None,
        )


def _said(field: WordsField | LineField) -> str:
    """Return what a box says; a lone dot in one of them is as good as nothing."""
    words = field.data or ""
    return words if says_something(words) else ""


def _not_too_long(field: WordsField) -> None:
    length = len(field.data or "")
    if length > WORDS_LENGTH:
        raise ValidationError(
            _l(
                "This is %(length)s characters long. Make it 5,000 or fewer. "
                "Nothing you wrote is lost.",
                length=f"{length:,}",
            )
        )
