"""Joining with an e-mail, typing six numbers, and signing in with a password."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, ValidationError

from app.foundation.mail_addresses import is_email
from app.foundation.web.forms import LineField, PortalForm
from app.members.secrets import plain_email


class EmailField(LineField):
    """One plain address that letters can go to, in its one form."""

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001
        """Bring the address into its one form, and refuse what is none."""
        self.data = plain_email(self.data or "")
        if not self.data:
            raise ValidationError(_l("Type your e-mail."))
        if not is_email(self.data):
            raise ValidationError(_l("Check the e-mail. It looks like name@post.example."))


class JoinForm(PortalForm):
    """An e-mail to send six numbers to."""

    email = EmailField(
        _l("E-mail"),
        description=_l(
            "We send six numbers. They work for 10 minutes. New here? This makes your account too."
        ),
    )
    next = HiddenField()


class CodeForm(PortalForm):
    """The six numbers."""

    code = LineField(_l("Six numbers"))

    def validate_code(self, field: LineField) -> None:
        """Ask for the numbers."""
        if not field.data:
            raise ValidationError(_l("Type the six numbers from the letter."))


class PasswordSignInForm(PortalForm):
    """E-mail and password, for whoever has set one."""

    email = EmailField(_l("Your e-mail"), id="password-email")
    password = PasswordField(_l("Password"))
    next = HiddenField(id="password-next")

    def validate_password(self, field: PasswordField) -> None:
        """Ask for the password."""
        if not field.data:
            raise ValidationError(_l("Type your password."))
