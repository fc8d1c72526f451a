"""What a group says of itself, and the words for what kinds of groups there are."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice

from app.foundation.text.lookalikes import (
    has_hidden_signs,
    look_of,
    mixes_alphabets,
    sounds_like_staff,
)
from app.foundation.text.numbers import number_in
from app.foundation.text.plain import says_something
from app.foundation.web.forms import LineField, PortalForm, RevisionForm, WordsField
from app.organisations.models import SECTOR_OF, HowAsked, OrganisationKind, Sector
from app.organisations.words import LONGEST_NAME, GroupWords, NewGroup

SECTOR_WORDS = {
    Sector.VCFSE: _l("Community groups and charities"),
    Sector.FAITH: _l("Faith groups"),
    Sector.BUSINESS: _l("Local businesses"),
    Sector.HOUSING: _l("Housing"),
    Sector.PUBLIC: _l("Councils and public bodies"),
    Sector.UNION: _l("Unions and professional associations"),
    Sector.FUNDER: _l("Funders"),
}
KIND_WORDS = {
    OrganisationKind.COMMUNITY_GROUP: _l("Community group"),
    OrganisationKind.CHARITY: _l("Charity or voluntary organisation"),
    OrganisationKind.SOCIAL_ENTERPRISE: _l("Social enterprise"),
    OrganisationKind.COMMUNITY_DEVELOPMENT: _l("Community development"),
    OrganisationKind.FAITH_GROUP: _l("Faith group"),
    OrganisationKind.LOCAL_BUSINESS: _l("Local business"),
    OrganisationKind.HOUSING_BODY: _l("Housing association or tenants’ body"),
    OrganisationKind.COUNCIL: _l("Council"),
    OrganisationKind.COUNCIL_SERVICE: _l("Council service"),
    OrganisationKind.PUBLIC_BODY: _l("Public body"),
    OrganisationKind.HEALTH_BODY: _l("Health body"),
    OrganisationKind.POLICE_OR_FIRE: _l("Police or fire service"),
    OrganisationKind.SCHOOL_OR_COLLEGE: _l("School or college"),
    OrganisationKind.NATIONAL_BODY: _l("National body"),
    OrganisationKind.OTHER_COUNCIL: _l("Another council"),
    OrganisationKind.UNION: _l("Trade union"),
    OrganisationKind.PROFESSIONAL_ASSOCIATION: _l("Professional association"),
    OrganisationKind.FUNDER: _l("Funder"),
}
HOW_ASKED_WORDS = {
    HowAsked.EVERYONE: _l("We ask everyone we speak for"),
    HowAsked.MEETING: _l("We ask whoever comes to a meeting"),
    HowAsked.COMMITTEE: _l("Our committee decides"),
    HowAsked.STAFF: _l("Our staff decide"),
    HowAsked.NOT_YET: _l("We have no way to ask yet"),
}
MOST_PEOPLE = 10_000_000
ABOUT_LENGTH, KNOWS_LENGTH, LINE_LENGTH = 1000, 300, 200
PHONE_LENGTH, SHOWN_NAME_LENGTH = 40, 80
FEWEST_DIGITS = 6


def _at_most(field: LineField | WordsField, most: int) -> None:
    if len(field.data or "") > most:
        raise ValidationError(_l("Make this %(most)s characters or fewer.", most=f"{most:,}"))


def fit_line(_form: PortalForm, field: LineField) -> None:
    """Refuse what does not fit on a line."""
    _at_most(field, LINE_LENGTH)


def _fit_knows(_form: PortalForm, field: LineField) -> None:
    _at_most(field, KNOWS_LENGTH)


def good_shown_name(_form: PortalForm, field: LineField) -> None:
    """Ask for a name that says something and seems to be nobody else's."""
    _at_most(field, SHOWN_NAME_LENGTH)
    if not says_something(field.data or ""):
        raise ValidationError(_l("Type the name that your group sees. A first name will do."))
    if has_hidden_signs(field.data or "") or mixes_alphabets(field.data or ""):
        raise ValidationError(_l("This name holds signs that look like others. Type it again."))
    if sounds_like_staff(field.data or ""):
        raise ValidationError(_l("This sounds like somebody who works here. Choose another name."))


def good_group_name(_form: PortalForm, field: LineField) -> None:
    """Refuse the name of a group that does not fit, or could pass for another by its signs."""
    name = field.data or ""
    _at_most(field, LONGEST_NAME)
    if has_hidden_signs(name):
        raise ValidationError(
            _l("This name holds signs that nobody can see. Type it again by hand.")
        )
    if mixes_alphabets(name):
        raise ValidationError(
            _l("This name mixes letters of two alphabets that look alike. Use one of them.")
        )


def kinds_by_sector() -> dict[Any, list[SelectChoice]]:
    """Return the kinds of groups under their sectors, and the choice of none, for a list."""
    return {
        "": [SelectChoice("", _l("Choose one"))],
        **{
            str(words): [
                SelectChoice(kind.value, KIND_WORDS[kind])
                for kind, its in SECTOR_OF.items()
                if its is sector
            ]
            for sector, words in SECTOR_WORDS.items()
        },
    }


class CountField(LineField):
    """A number of people, typed as people type it: 310, 1,200 or nothing."""

    number: int | None = None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001
        """Read the number."""
        typed = (self.data or "").replace(",", "").replace(" ", "")
        self.number = None
        if not typed:
            return
        number = number_in(typed)
        if number is None or not 0 < number <= MOST_PEOPLE:
            raise ValidationError(_l("Write a whole number, such as 310, or leave this empty."))
        self.number = number


class GroupForm(RevisionForm):
    """What a group says of itself, which everyone reads."""

    about = WordsField(
        _l("Who are you, and what do you do?"), description=_l("One or two sentences.")
    )
    areas = SelectMultipleField(_l("Where do you work?"))
    is_everywhere = BooleanField(_l("All over"))
    knows_place = LineField(
        _l("Places you know well"),
        validators=[_fit_knows],
        description=_l("For example: the Rows, the harbour streets. You can leave this empty."),
    )
    knows_interest = LineField(
        _l("What brings your people together"),
        validators=[_fit_knows],
        description=_l("For example: parents, allotments, carers. You can leave this empty."),
    )
    knows_identity = LineField(
        _l("Who your people are"),
        validators=[_fit_knows],
        description=_l("For example: disabled people, Polish families. You can leave this empty."),
    )
    speaks_for = CountField(
        _l("How many people do you speak for?"),
        description=_l("A number. Leave it empty if you don’t know."),
    )
    how_counted = LineField(
        _l("How did you count them?"),
        validators=[fit_line],
        description=_l("For example: members who paid this year, families who come each week."),
    )
    how_asked = RadioField(
        _l("How do you ask them?"),
        choices=[SelectChoice(each.value, words) for each, words in HOW_ASKED_WORDS.items()],
        validate_choice=False,
    )
    reach = LineField(
        _l("How can people reach you?"),
        validators=[fit_line],
        description=_l("Everyone sees this. A website or a hall. You can leave it empty."),
    )

    def offer(self, areas: Sequence[tuple[str, str]]) -> None:
        """Fill the list of areas, by slug."""
        self.areas.choices = [SelectChoice(slug, name) for slug, name in areas]

    def validate_about(self, field: WordsField) -> None:
        """Ask who they are."""
        _at_most(field, ABOUT_LENGTH)
        if not says_something(field.data or ""):
            raise ValidationError(_l("Say in a sentence who you are."))

    def validate_areas(self, field: SelectMultipleField) -> None:
        """Ask where they work."""
        if not field.data and not self.is_everywhere.data:
            raise ValidationError(_l("Choose an area, or “All over”."))

    def validate_how_counted(self, field: LineField) -> None:
        """Ask how a number came about."""
        if self.speaks_for.data and not field.data:
            raise ValidationError(_l("Say how you counted, in a few words."))

    def validate_how_asked(self, field: RadioField) -> None:
        """Ask how they ask."""
        if field.data not in set(HowAsked):
            raise ValidationError(_l("Choose how you ask them."))

    def as_words(self, ids_of_areas: dict[str, int]) -> GroupWords:
        """Return what was typed, as the operation takes it."""
        return GroupWords(
            about=self.about.data or "",
            knows_place=self.knows_place.data or "",
            knows_interest=self.knows_interest.data or "",
            knows_identity=self.knows_identity.data or "",
            is_everywhere=bool(self.is_everywhere.data),
            area_ids=frozenset(ids_of_areas[slug] for slug in self.areas.data or ()),
            speaks_for=self.speaks_for.number,
            how_counted=self.how_counted.data or "",
            how_asked=HowAsked(self.how_asked.data),
            reach=self.reach.data or "",
        )


class StartForm(GroupForm):
    """What is asked once, when a group asks to be let in."""

    name = LineField(_l("The name of your group"), description=_l("As on your letters."))
    kind = SelectField(_l("What kind of group is it?"))
    shown_name = LineField(
        _l("Your name, as your group sees it"),
        validators=[good_shown_name],
        description=_l("Only people in your group see it. A first name will do."),
    )
    call_phone = LineField(
        _l("A phone number for one call"),
        description=_l(
            "We phone once to know it is really you. Only those who phone see it. "
            "It is wiped after the call, or after 60 days."
        ),
    )

    def offer(self, areas: Sequence[tuple[str, str]]) -> None:
        """Fill the lists to choose from; kinds stand under their sectors."""
        super().offer(areas)
        self.kind.choices = kinds_by_sector()

    def validate_name(self, field: LineField) -> None:
        """Ask for a name that can be read and cannot pass for another."""
        if not look_of(field.data or ""):
            raise ValidationError(_l("Type the name of your group."))
        good_group_name(self, field)

    def validate_kind(self, field: SelectField) -> None:
        """Ask what kind of group it is."""
        if not field.data:
            raise ValidationError(_l("Choose what kind of group it is."))

    def validate_call_phone(self, field: LineField) -> None:
        """Ask for something that can be dialled."""
        typed = field.data or ""
        digits = [each for each in typed if each.isdecimal()]
        strange = set(typed) - set("0123456789+-() .")
        if len(typed) > PHONE_LENGTH or len(digits) < FEWEST_DIGITS or strange:
            raise ValidationError(_l("Type a phone number, such as 01632 960 123."))

    def as_new_group(self, ids_of_areas: dict[str, int]) -> NewGroup:
        """Return everything that was typed."""
        return NewGroup(
            name=" ".join((self.name.data or "").split()),
            kind=OrganisationKind(self.kind.data),
            call_phone=self.call_phone.data or "",
            words=self.as_words(ids_of_areas),
        )
