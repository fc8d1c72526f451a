"""How often letters come."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from app.following.models import HowOften
from app.foundation.web.forms import PortalForm

HOW_OFTEN_WORDS = {
    HowOften.DAILY: _l("Once a day, if there is news"),
    HowOften.WEEKLY: _l("Once a week, if there is news"),
    HowOften.NONE: _l("No letters"),
}


class HowOftenForm(PortalForm):
    """Daily, weekly, or none."""

    how_often = RadioField(
        _l("How often may we write?"),
        choices=[SelectChoice(each.value, words) for each, words in HOW_OFTEN_WORDS.items()],
    )
