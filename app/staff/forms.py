"""Inviting people, giving roles, choosing a password, and saying why locks should open."""

from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import PasswordField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation import clock
from app.foundation.access import ROLES_WITH_BODY, ROLES_WITH_PLACE, Role
from app.foundation.mail_addresses import is_email
from app.foundation.web.forms import DayField, LineField, PortalForm, WordsField
from app.foundation.web.session import place_now
from app.people.forms import good_password
from app.places.models import PlaceKind
from app.places.queries import places_of_kind

LONGEST_REASON = 500
ROLE_WORDS = {
    Role.MODERATOR: _l("Moderator: checks what people send"),
    Role.PLANNER: _l("Planner: themes, decisions and the plan"),
    Role.COUNCILLOR: _l("Councillor: reads the ward page"),
    Role.PARTNER_EDITOR: _l("Partner editor: a partner body’s own work"),
    Role.PARTNERSHIP_MANAGER: _l("Partnership manager: reads loose ends and the history"),
    Role.ADMIN: _l("Administrator: sign-ins, roles, the history"),
}


def place_choices(session: Session) -> list[tuple[str, str]]:
    """Return every area and ward that a role can be kept to, as (value, words)."""
    return [
        (f"{place.kind.value}:{place.slug}", words % {"name": place.name})
        for kind, words in (
            (PlaceKind.LOCAL_AREA, _("%(name)s, the area")),
            (PlaceKind.WARD, _("%(name)s, the ward")),
        )
        for place in places_of_kind(session, kind)
    ]


class GrantForm(PortalForm):
    """A role, where it holds, and until when."""

    role = SelectField(_l("Role"))
    place = SelectField(
        _l("Where"), description=_l("Moderators and councillors can be for one place only.")
    )
    body = SelectField(
        _l("For which body"), default="", description=_l("Only for a partner editor.")
    )
    ends_on = DayField(_l("Last day (you can leave this empty)"))
    IN_WORDS: ClassVar = {"role": (_l("Role"), ROLE_WORDS)}

    def validate_place(self, field: SelectField) -> None:
        """Take a place only where the role keeps to it, so that no page promises too much."""
        if field.data and self.role.data in ROLES_WITH_BODY:
            raise ValidationError(
                _l("A partner editor works for one body, in all its areas. Choose “Everywhere”.")
            )
        if field.data and self.role.data not in ROLES_WITH_PLACE:
            raise ValidationError(
                _l("This role holds everywhere. Choose “Everywhere”, or another role.")
            )

    def validate_body(self, field: SelectField) -> None:
        """Ask for the body of a partner editor; nobody else belongs to one."""
        if self.role.data in ROLES_WITH_BODY and not field.data:
            raise ValidationError(_l("A partner editor works for one body. Choose that body."))
        if field.data and self.role.data not in ROLES_WITH_BODY:
            raise ValidationError(
                _l("Only a partner editor works for a body. Choose “No body”, or that role.")
            )

    def validate_ends_on(self, field: DayField) -> None:
        """Ask for a day that is not over."""
        if field.data and field.data < clock.local_day(place_now()):
            raise ValidationError(
                _l("This last day has passed already. Choose today or a later day.")
            )

    def chosen_body(self) -> int | None:
        """Return the body that was chosen."""
        return int(self.body.data) if self.body.data else None

    def offer(self, places: list[tuple[str, str]], bodies: list[tuple[int, str]]) -> None:
        """Fill the lists to choose from."""
        self.role.choices = [SelectChoice(role.value, words) for role, words in ROLE_WORDS.items()]
        self.place.choices = [
            SelectChoice("", _l("Everywhere")),
            *(SelectChoice(value, name) for value, name in places),
        ]
        self.body.choices = [
            SelectChoice("", _l("No body")),
            *(SelectChoice(str(number), name) for number, name in bodies),
        ]


class InvitationForm(GrantForm):
    """Somebody new, with their first role."""

    name = LineField(_l("Name"))
    email = LineField(
        _l("E-mail"), description=_l("The invitation goes there. They sign in with it.")
    )

    def validate_name(self, field: LineField) -> None:
        """Ask for a name that fits."""
        if not field.data or len(field.data) > 120:  # noqa: PLR2004 - the column's length
            raise ValidationError(_l("Type a name of up to 120 characters."))

    def validate_email(self, field: LineField) -> None:
        """Ask for an address that letters can go to."""
        if not is_email((field.data or "").strip()):
            raise ValidationError(_l("Type a whole e-mail, like name@example.org."))


class AcceptForm(PortalForm):
    """A first password of one's own."""

    own_words: tuple[str, ...] = ()  # whose it is: no password is made of them

    password = PasswordField(
        _l("Choose a password"),
        description=_l("12 characters or more. Three words will do. You may paste it."),
        validators=[good_password],
    )


class ReasonForm(PortalForm):
    """Why somebody's locks should be opened."""

    reason = WordsField(
        _l("Why?"),
        description=_l("What happened, and how you made sure that it is really them."),
    )

    def validate_reason(self, field: WordsField) -> None:
        """Ask for a reason of a few words."""
        if not field.data:
            raise ValidationError(_l("Write in a few words what happened."))
        if len(field.data) > LONGEST_REASON:
            raise ValidationError(_l("Write %(most)s characters or fewer.", most=LONGEST_REASON))
