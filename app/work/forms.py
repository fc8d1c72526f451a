"""A new password for one's own sign-in."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from app.foundation.web.forms import PortalForm
from app.people.forms import good_password


class PasswordForm(PortalForm):
    """A new password for oneself."""

    own_words: tuple[str, ...] = ()  # whose it is: no password is made of them

    old_password = PasswordField(_l("Password you use now"))
    password = PasswordField(
        _l("New password"),
        description=_l("12 characters or more. Three words will do."),
        validators=[good_password],
    )
