"""Making sign-ins and giving roles."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation import clock
from app.foundation.access import Role
from app.foundation.web.forms import DayField, LineField, PortalForm
from app.foundation.web.session import place_now
from app.people.forms import good_password

LONGEST_EMAIL = 254
ROLE_WORDS = {
    Role.MODERATOR: _l("Moderator: checks what people send"),
    Role.PLANNER: _l("Planner: themes, decisions and the plan"),
    Role.COUNCILLOR: _l("Councillor: reads the ward page"),
    Role.PARTNERSHIP_MANAGER: _l("Partnership manager: reads loose ends and the history"),
    Role.ADMIN: _l("Administrator: sign-ins, roles, the history"),
}


class PersonForm(PortalForm):
    """A new sign-in."""

    name = LineField(_l("Name"))
    email = LineField(_l("E-mail"), description=_l("They sign in with it. Nobody else sees it."))
    password = PasswordField(
        _l("First password"), description=_l("Tell it to them yourself. They can change it."),
        validators=[good_password],
    )  # fmt: skip

    def validate_name(self, field: LineField) -> None:
        """Ask for a name that fits."""
        if not field.data or len(field.data) > 120:  # noqa: PLR2004 - the column's length
            raise ValidationError(_l("Type a name of up to 120 characters."))

    def validate_email(self, field: LineField) -> None:
        """Ask for something that can be an e-mail."""
        name, at, domain = (field.data or "").rpartition("@")
        if (
            not (name and at and "." in domain)
            or " " in (field.data or "")
            or len(field.data or "") > LONGEST_EMAIL
        ):
            raise ValidationError(_l("Type a whole e-mail, like name@example.org."))


class GrantForm(PortalForm):
    """A role, where it holds, and until when."""

    role = SelectField(_l("Role"))
    place = SelectField(_l("Where"))
    ends_on = DayField(_l("Last day (you can leave this empty)"))

    def validate_ends_on(self, field: DayField) -> None:
        """Ask for a day that is not over."""
        if field.data and field.data < clock.local_day(place_now()):
            raise ValidationError(
                _l("This last day has passed already. Choose today or a later day.")
            )

    def offer(self, places: list[tuple[str, str]]) -> None:
        """Fill the lists to choose from."""
        self.role.choices = [SelectChoice(role.value, words) for role, words in ROLE_WORDS.items()]
        self.place.choices = [
            SelectChoice("", _l("Everywhere")),
            *(SelectChoice(value, name) for value, name in places),
        ]
