"""How a passkey is called."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from app.foundation.web.forms import LineField, PortalForm

LONGEST_NAME = 60


class PasskeyForm(PortalForm):
    """A name by which its owner knows a passkey; the script adds the passkey itself."""

    name = LineField(_l("Name of this passkey"), description=_l("Such as: my phone."))
    credential = HiddenField()

    def validate_name(self, field: LineField) -> None:
        """Ask for a name that fits."""
        if not field.data or len(field.data) > LONGEST_NAME:
            raise ValidationError(
                _l("Type a name of up to %(most)s characters.", most=LONGEST_NAME)
            )
