"""Signing in, and changing a password."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, ValidationError

from app.foundation.web.forms import LineField, PortalForm
from app.people.passwords import LONGEST, SHORTEST


class SignInForm(PortalForm):
    """E-mail and password."""

    email = LineField(_l("E-mail"))
    password = PasswordField(_l("Password"))
    next = HiddenField()

    def validate_email(self, field: LineField) -> None:
        """Ask for the e-mail."""
        if not field.data:
            raise ValidationError(_l("Type your e-mail."))

    def validate_password(self, field: PasswordField) -> None:
        """Ask for the password."""
        if not field.data:
            raise ValidationError(_l("Type your password."))


def good_password(_form: PortalForm, field: PasswordField) -> None:
    """Refuse a password that is too short to be safe or too long to be checked."""
    length = len(field.data or "")
    if length < SHORTEST:
        raise ValidationError(
            _l(
                "Make the password %(least)s characters or longer. Three words will do.",
                least=SHORTEST,
            )
        )
    if length > LONGEST:
        raise ValidationError(_l("Make the password %(most)s characters or shorter.", most=LONGEST))


class PasswordForm(PortalForm):
    """A new password for oneself."""

    old_password = PasswordField(_l("Password you use now"))
    password = PasswordField(_l("New password"), validators=[good_password])
