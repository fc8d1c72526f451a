"""Typing a code, and changing one's own words."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from app.foundation.web.forms import LineField, PortalForm
from app.sending.forms import NeedForm


class CodeForm(PortalForm):
    """The follow code, typed in any case, with or without hyphens."""

    code = LineField(
        _l("Your code"),
        description=_l("Three words and two digits. Capitals and hyphens don’t matter."),
    )

    def validate_code(self, field: LineField) -> None:
        """Ask for the code."""
        if not field.data:
            raise ValidationError(_l("Type your code: three words and two digits."))


class ChangeForm(NeedForm):
    """The same boxes as when it was put forward, with the number of the version one is changing."""

    revision = HiddenField()

    @property
    def revision_number(self) -> int:
        """Return the version that the form was opened with; -1, which none has, for no number."""
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() else -1
