"""Signing in, and what a password must be."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, ValidationError

from app.foundation.web.forms import LineField, PortalForm
from app.foundation.web.session import settings
from app.people.common_passwords import is_common
from app.people.passwords import LONGEST, SHORTEST, is_guessable


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


class NumbersForm(PortalForm):
    """The six numbers that an app shows."""

    numbers = LineField(_l("Six numbers from your app"))

    def validate_numbers(self, field: LineField) -> None:
        """Ask for the numbers."""
        if not field.data:
            raise ValidationError(_l("Type the six numbers that your app shows now."))


def good_password(form: PortalForm, field: PasswordField) -> None:
    """Refuse a password that is too short, too long to be checked, or tried first by others.

    A form that knows who chooses it says so as `own_words`.
    """
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
    names = (settings().site_name, settings().place_name, *getattr(form, "own_words", ()))
    if is_guessable(field.data or "", names):
        raise ValidationError(
            _l("This password is easy to guess. Take three words that have nothing to do with us.")
        )
    if is_common(field.data or ""):
        raise ValidationError(
            _l("Many people use this password, or one like it. Take three words of your own.")
        )
