"""Finding the words that somebody wants removed, and saying how we were told."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.erasing.models import ErasureReason
from app.foundation.public_codes import number_typed
from app.foundation.web.forms import LineField, PortalForm

REASON_WORDS = {
    ErasureReason.OWN_WISH: _l("Its writer pressed the button"),
    ErasureReason.BY_LETTER: _l("Its writer asked by letter or e-mail"),
    ErasureReason.BY_PHONE: _l("Its writer asked by phone"),
    ErasureReason.IN_PERSON: _l("Its writer asked in person"),
    ErasureReason.NAMES_SOMEBODY: _l("It tells who somebody is, and that person asked"),
}


class FindForm(PortalForm):
    """The code of a need."""

    code = LineField(_l("Its code"), description=_l("For example N-0142"))

    def validate_code(self, field: LineField) -> None:
        """Ask for a code."""
        if not number_typed("N", field.data or ""):
            raise ValidationError(_l("Type a code such as N-0142."))


FOR_SOMEBODY = tuple(reason for reason in ErasureReason if reason is not ErasureReason.OWN_WISH)


class ForSomebodyForm(PortalForm):
    """How we were told."""

    reason = RadioField(
        _l("Who asked, and how?"),
        choices=[SelectChoice(reason.value, REASON_WORDS[reason]) for reason in FOR_SOMEBODY],
        validate_choice=False,
    )

    def validate_reason(self, field: RadioField) -> None:
        """Ask for one of them."""
        if field.data not in FOR_SOMEBODY:
            raise ValidationError(_l("Choose who asked, and how."))
