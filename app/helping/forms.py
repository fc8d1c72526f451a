"""Beginning to help: how, where, and the person's code if they have one."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation.web.forms import LineField, PortalForm
from app.needs.models import Channel

CHANNEL_WORDS = {
    Channel.PAPER: _l("On paper"),
    Channel.PHONE: _l("By phone"),
    Channel.HOME_VISIT: _l("At their home"),
    Channel.STALL: _l("At a stall or desk"),
    Channel.RECORDED: _l("From a recording"),
}
ELSEWHERE = "elsewhere"


class HelpForm(PortalForm):
    """How and where one helps."""

    channel = RadioField(
        _l("How does the person tell you?"),
        choices=[SelectChoice(channel.value, words) for channel, words in CHANNEL_WORDS.items()],
        validate_choice=False,
    )
    place = SelectField(_l("Where are you helping?"))
    code = LineField(
        _l("The person’s code, if they have one"),
        description=_l("Three words and two digits. Leave it empty for somebody new."),
    )

    def offer(self, areas: Sequence[tuple[str, str]]) -> None:
        """Fill the list of areas."""
        self.place.choices = [
            SelectChoice("", _l("Choose an area")),
            *(SelectChoice(slug, name) for slug, name in areas),
            SelectChoice(ELSEWHERE, _l("By phone, or somewhere else")),
        ]

    def validate_channel(self, field: RadioField) -> None:
        """Ask how the words reach us."""
        if field.data not in {channel.value for channel in CHANNEL_WORDS}:
            raise ValidationError(_l("Choose how the person tells you."))

    def validate_place(self, field: SelectField) -> None:
        """Ask where the help is given."""
        if not field.data:
            raise ValidationError(_l("Choose an area, or “By phone, or somewhere else”."))


class HelpCodeForm(PortalForm):
    """The person's code, typed a little later."""

    code = LineField(_l("The person’s code"))

    def validate_code(self, field: LineField) -> None:
        """Ask for the code."""
        if not field.data:
            raise ValidationError(_l("Type the code: three words and two digits."))
