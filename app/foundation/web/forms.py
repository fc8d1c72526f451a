"""The base of all forms: no token field for people who are not signed in, words cleaned once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, StringField, TextAreaField, ValidationError

from app.foundation.text.numbers import number_in
from app.foundation.text.plain import UnreadableWords, clean_words, readable_words
from app.foundation.web.session import current_actor

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

_CHOOSE = _l("Choose one from the list.")
_A_DAY = _l("Write a real day, such as 19 3 2026.")
# What the package would say by itself, and what we say in its place.
SENTENCES = {
    "Not a valid choice.": _CHOOSE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOOSE,
    "'%(value)s' is not a valid choice for this field.": _CHOOSE,
    "Not a valid integer value.": _l("Write a whole number, such as 12."),
    "Not a valid date value.": _A_DAY,
    "This field is required.": _l("Fill this in."),
}


class OurSentences:
    """What fields of the package say, in our words."""

    def gettext(self, sentence: str) -> str:
        """Return our sentence for one of the package's."""
        return str(SENTENCES.get(sentence, sentence))

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return our sentence, which fits any number."""
        return self.gettext(one)


class PortalForm(FlaskForm):
    """A form of the portal.

    `for_everyone` forms carry no token, so that showing one sets no cookie; who is signed in is
    asked for it by `forgery` all the same, and `csrf_field()` in the page puts it there.
    """

    class Meta(FlaskForm.Meta):
        """No field-level token: the page adds it where somebody is signed in."""

        csrf = False

        def get_translations(self, form: Any) -> OurSentences:
            """Let fields complain in our words."""
            return OurSentences()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]

    def is_sent_and_valid(self) -> bool:
        """Tell whether the form was posted and every answer is usable."""
        return bool(self.validate_on_submit())  # type: ignore[no-untyped-call]

    def error_list(self) -> list[tuple[str, str]]:
        """Return (field id, message) pairs for the summary at the top of the page."""
        return [(field.id, str(message)) for field in self for message in _flat(field.errors)]


class RevisionForm(PortalForm):
    """A form about something that others change too: it holds which version it was filled from."""

    revision = HiddenField()

    def seen_revision(self) -> int:
        """Return the number of the version that this form was filled from; -1 for no number."""
        number = number_in(self.revision.data or "")
        return -1 if number is None else number


def _flat(errors: Sequence[Any]) -> list[Any]:
    return [
        message
        for error in errors
        for message in ([error] if not isinstance(error, list) else error)
    ]


def _cleaned(field: Field, raw: str | None) -> str:
    try:
        return clean_words(raw or "")
    except UnreadableWords as problem:
        field.unreadable = str(problem)
        return readable_words(raw or "")


class WordsField(TextAreaField):
    """A box for people's words: cleaned of what no database can hold, never cut."""

    unreadable: str = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Clean what was typed."""
        if valuelist:
            self.data = _cleaned(self, valuelist[0])

    def pre_validate(self, form: Any) -> None:
        """Refuse what cannot be stored, with a sentence."""
        if self.unreadable:
            raise ValidationError(self.unreadable)


class LineField(StringField):
    """One line of words, treated like `WordsField`."""

    unreadable: str = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Clean what was typed and join it into one line."""
        if valuelist:
            self.data = " ".join(_cleaned(self, valuelist[0]).split("\n"))

    def pre_validate(self, form: Any) -> None:
        """Refuse what cannot be stored, with a sentence."""
        if self.unreadable:
            raise ValidationError(self.unreadable)


class DayField(DateField):
    """A day in three boxes: day, month, year. All three empty is no day; half a day is an error."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Make a day of the three boxes."""
        typed = [str(part).strip() for part in valuelist]
        self.data = None
        if not any(typed):
            return
        try:
            day, month, year = (int(part) for part in typed)
            self.data = date(year, month, day)
        except (ValueError, OverflowError) as problem:  # the second: a year of ten digits
            raise ValueError(_A_DAY) from problem
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            self.data = None
            raise ValueError(_l("Write the year with four digits, such as 2026."))


def needs_token() -> bool:
    """Tell whether forms on this page must carry the token."""
    return current_actor().has_session
