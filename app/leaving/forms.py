"""What becomes of what somebody said when their account goes, and the proof that it is they."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation.web.forms import LineField, PortalForm
from app.leaving.operations import Wish

KEEP, REMOVE, TAKE_BACK = "keep", "remove", "take_back"


class AccountForm(PortalForm):
    """Two choices, none made beforehand, and the password where there is one."""

    words = RadioField(
        _l("What should happen to your words?"),
        choices=[
            SelectChoice(KEEP, _l("They stay, as words of a resident")),
            SelectChoice(REMOVE, _l("They are removed for good")),
        ],
        validate_choice=False,
    )
    voices = RadioField(
        _l("What should happen to what you said matters to you too?"),
        choices=[
            SelectChoice(KEEP, _l("Each stays counted, as the voice of a resident")),
            SelectChoice(TAKE_BACK, _l("Take them all back")),
        ],
        validate_choice=False,
    )
    password = PasswordField(_l("Password"))
    code = LineField(_l("Six numbers"))

    def validate_words(self, field: RadioField) -> None:
        """Ask for a choice."""
        if field.data not in {KEEP, REMOVE}:
            raise ValidationError(_l("Choose what should happen to your words."))

    def validate_voices(self, field: RadioField) -> None:
        """Ask for a choice."""
        if field.data not in {KEEP, TAKE_BACK}:
            raise ValidationError(_l("Choose what should happen to your voices."))

    def wish(self) -> Wish:
        """Return what was chosen."""
        return Wish(
            removes_words=self.words.data == REMOVE, takes_voices_back=self.voices.data == TAKE_BACK
        )
