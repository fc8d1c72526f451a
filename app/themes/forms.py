"""What a planner fills in about a theme."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation.web.forms import LineField, RevisionForm, WordsField
from app.themes.models import ActingLevel
from app.themes.operations import ThemeWords

LEVEL_WORDS = {
    ActingLevel.LOCAL: _l("Here"),
    ActingLevel.REGIONAL: _l("In the region"),
    ActingLevel.NATIONAL: _l("In the nation"),
}
NOT_SAID = "not_said"
NAME_LENGTH = 120
SUMMARY_LENGTH = 600


def level_from(choice: str) -> ActingLevel | None:
    """Return the level that was chosen, or None for "not said yet"."""
    return None if choice == NOT_SAID else ActingLevel(choice)


class ThemeForm(RevisionForm):
    """Name, summary and who can act."""

    name = LineField(
        _l("Name"), description=_l("A few plain words. For example: Getting there and home")
    )
    summary = WordsField(
        _l("Summary"), description=_l("Two or three short sentences, in words people used.")
    )
    level = RadioField(
        _l("Who can act?"),
        choices=[
            *(SelectChoice(level.value, words) for level, words in LEVEL_WORDS.items()),
            SelectChoice(NOT_SAID, _l("Not said yet")),
        ],
        filters=[lambda level: level or NOT_SAID],
    )

    def validate_name(self, field: LineField) -> None:
        """Ask for a name that fits."""
        if not field.data:
            raise ValidationError(_l("Give the theme a name"))
        if len(field.data) > NAME_LENGTH:
            raise ValidationError(
                _l("Make the name %(most)s characters or fewer.", most=NAME_LENGTH)
            )

    def validate_summary(self, field: WordsField) -> None:
        """Refuse a summary that nobody would read to its end."""
        if len(field.data or "") > SUMMARY_LENGTH:
            raise ValidationError(
                _l("Make the summary %(most)s characters or fewer.", most=SUMMARY_LENGTH)
            )

    def as_words(self) -> ThemeWords:
        """Return what was typed, as the operation takes it."""
        return ThemeWords(
            name=self.name.data or "",
            summary=self.summary.data or "",
            level=level_from(self.level.data),
        )
