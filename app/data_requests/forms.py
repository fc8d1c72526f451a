"""What is searched for, and for which request."""

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.foundation.text.finding import excerpt, telling_length, wanted
from app.foundation.web.forms import LineField, PortalForm

SHORTEST, LONGEST = 3, 200
LONGEST_REQUEST = 80


class SearchForm(PortalForm):
    """A name, an e-mail or a phone number, and the request it is searched for."""

    words = LineField(
        _l("Name, e-mail or phone number"),
        description=_l("Search one at a time. A family name alone finds more than the whole name."),
    )
    request = LineField(
        _l("For which request?"),
        description=_l(
            "The number of the letter or of the complaint, such as C-0012. No name:"
            " this is kept in the history, and what you search for is not."
        ),
    )

    def validate_words(self, field: LineField) -> None:
        """Ask for enough to find somebody by, and not for whole pages."""
        if telling_length(field.data or "") < SHORTEST:
            raise ValidationError(_l("Type 3 letters or numbers, or more."))
        if len(field.data or "") > LONGEST:
            raise ValidationError(_l("Make this %(most)s characters or fewer.", most=LONGEST))

    def validate_request(self, field: LineField) -> None:
        """Ask for a number; refuse the searched words, for this goes into the history."""
        if not field.data:
            raise ValidationError(_l("Say for which request you search."))
        if len(field.data) > LONGEST_REQUEST:
            raise ValidationError(
                _l("Make this %(most)s characters or fewer.", most=LONGEST_REQUEST)
            )
        typed = self.words.data or ""
        if telling_length(typed) >= SHORTEST and excerpt(field.data, wanted(typed)):
            raise ValidationError(
                _l("Leave out what you search for. Write the number of the letter.")
            )
