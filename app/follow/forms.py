"""Typing a code, and changing one's own words."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation.web.forms import LineField, PortalForm, RevisionForm
from app.sending.forms import ALL_OVER, NeedForm

AS_NOW = "as-now"


class CodeForm(PortalForm):
    """The follow code, typed in any case, with or without hyphens."""

    code = LineField(
        _l("Your code"),
        description=_l("Three words and two digits. Capitals and hyphens don’t matter."),
    )

    def validate_code(self, field: LineField) -> None:
        """Ask for the code."""
        if not field.data:
            raise ValidationError(_l("Type your code: three words and two digits."))


class ChangeForm(RevisionForm, NeedForm):
    """The same boxes as when it was put forward, with the number of the version one is changing."""

    def offer_places(self, areas: Sequence[tuple[str, str]], now: Sequence[str]) -> None:
        """Offer the areas, beginning with where it stands now; `now` is the names, or none."""
        self.offer(areas)
        known = {name: slug for slug, name in areas}
        self.place_now = known.get(now[0], AS_NOW) if len(now) == 1 else AS_NOW if now else ALL_OVER
        if self.place_now == AS_NOW:
            self.place.choices.append(SelectChoice(AS_NOW, ", ".join(now)))  # type: ignore[union-attr]
        if not self.is_submitted():  # type: ignore[no-untyped-call]
            self.place.data = self.place_now

    @property
    def has_new_place(self) -> bool:
        """Tell whether another place was chosen than the need has."""
        return bool(self.place.data != self.place_now)
