"""Asking somebody into a group, and the name that the group will see."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation.web.forms import DayField, LineField, PortalForm
from app.members.forms import EmailField
from app.organisations.forms import good_shown_name
from app.organisations.models import GroupRole, Membership

ROLE_WORDS = {
    GroupRole.MEMBER: _l("Member: sees your group’s page, puts needs forward for it"),
    GroupRole.LEAD: _l("Lead: also asks people in, backs needs, changes your words"),
}


class InviteForm(PortalForm):
    """An e-mail, and what that person is asked to be."""

    email = EmailField(
        _l("Their e-mail"),
        description=_l("They get one letter. It works for 14 days, for this e-mail alone."),
    )
    role = RadioField(
        _l("As what?"),
        choices=[SelectChoice(role.value, words) for role, words in ROLE_WORDS.items()],
        default=GroupRole.MEMBER.value,
        validate_choice=False,
    )

    def validate_role(self, field: RadioField) -> None:
        """Refuse what is not one of the two."""
        if field.data not in set(GroupRole):
            raise ValidationError(_l("Choose member or lead."))


class AcceptForm(PortalForm):
    """The name under which the group sees whoever joins."""

    shown_name = LineField(
        _l("Your name, as the group sees it"),
        validators=[good_shown_name],
        description=_l("Only people in the group see it. A first name will do."),
    )


class LastDayForm(PortalForm):
    """The last day of a membership; empty is without an end."""

    ends_on = DayField(_l("Last day (leave it empty for no end)"))


def day_form_of(membership: Membership) -> LastDayForm:
    """Return the form for the last day of one person of a group."""
    form = LastDayForm(formdata=None, ends_on=membership.ends_on)
    form.ends_on.id = f"ends_on-{membership.id}"
    form.ends_on.label.text = _(
        "Last day of %(name)s (empty for no end)", name=membership.shown_name
    )
    return form


def with_typed(
    forms: dict[int, LastDayForm], which: int, typed: LastDayForm | None
) -> dict[int, LastDayForm]:
    """Put the form that somebody just filled in its place, under the same name."""
    if typed is None or which not in forms:
        return forms
    typed.ends_on.label.text = forms[which].ends_on.label.text
    return {**forms, which: typed}
