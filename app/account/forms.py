"""A password, and another e-mail, for one's own account."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from app.foundation.web.forms import PortalForm
from app.locks.forms import PasskeyForm
from app.members.forms import EmailField
from app.people.forms import good_password


class NewPasswordForm(PortalForm):
    """A password of one's own; the one in use is asked for where there is one."""

    old_password = PasswordField(_l("Password you use now"))
    password = PasswordField(
        _l("New password"),
        description=_l("12 characters or more. Three words will do."),
        validators=[good_password],
    )


class NewEmailForm(PortalForm):
    """Another address for an account; the password is asked for where there is one."""

    email = EmailField(_l("New e-mail"))
    password = PasswordField(_l("Password"), id="email-password")


class NewPasskeyForm(PasskeyForm):
    """A passkey for an account; the password is asked for where there is one."""

    password = PasswordField(_l("Password"))
