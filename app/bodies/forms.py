"""What an administrator fills in about a body: its name, what it is, where it works."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice

from app.foundation.text.lookalikes import look_of
from app.foundation.web.forms import LineField, RevisionForm
from app.organisations.forms import good_group_name, kinds_by_sector
from app.organisations.models import OrganisationKind
from app.organisations.words import BodyWords


class BodyForm(RevisionForm):
    """A body of the list."""

    name = LineField(_l("Its name"), description=_l("As on its letters."))
    kind = SelectField(_l("What is it?"))
    areas = SelectMultipleField(_l("Where does it work?"))
    is_everywhere = BooleanField(_l("All over"))

    def offer(self, areas: Sequence[tuple[str, str]]) -> None:
        """Fill the lists to choose from; areas by slug."""
        self.kind.choices = kinds_by_sector()
        self.areas.choices = [SelectChoice(slug, name) for slug, name in areas]

    def validate_name(self, field: LineField) -> None:
        """Ask for a name that can be read and cannot pass for another."""
        if not look_of(field.data or ""):
            raise ValidationError(_l("Type its name."))
        good_group_name(self, field)

    def validate_kind(self, field: SelectField) -> None:
        """Ask what it is."""
        if not field.data:
            raise ValidationError(_l("Choose what it is."))

    def validate_areas(self, field: SelectMultipleField) -> None:
        """Ask where it works."""
        if not field.data and not self.is_everywhere.data:
            raise ValidationError(_l("Choose an area, or “All over”."))

    def as_words(self, ids_of_areas: dict[str, int]) -> BodyWords:
        """Return what was typed, as the operation takes it."""
        return BodyWords(
            name=" ".join((self.name.data or "").split()),
            kind=OrganisationKind(self.kind.data),
            is_everywhere=bool(self.is_everywhere.data),
            area_ids=frozenset(ids_of_areas[slug] for slug in self.areas.data or ()),
        )
