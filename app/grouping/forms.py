"""What a planner fills in about needs under a theme, and what is behind it."""

import re
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice

from app.foundation.text.numbers import number_in
from app.foundation.web.forms import LineField, PortalForm
from app.grouping.operations import CauseWords
from app.grouping.queries import CauseLine
from app.priorities.models import CauseKind, Confidence
from app.themes.forms import LEVEL_WORDS, NOT_SAID, level_from
from app.themes.models import ActingLevel

CONFIDENCE_WORDS = {
    Confidence.HUNCH: _l("A hunch"),
    Confidence.SEVERAL_VOICES: _l("Several voices"),
    Confidence.VOICES_AND_DATA: _l("Voices and data"),
}
KIND_WORDS = {
    CauseKind.CAUSE: _l("A cause: it lies behind"),
    CauseKind.SYMPTOM: _l("What people notice"),
}
CAUSE_LENGTH = 300
REASON_LENGTH = 500
MOST_AT_ONCE = 50
_CODE = re.compile(r"n-([0-9]{1,9})", re.IGNORECASE)


def numbers_in(text: str) -> frozenset[int] | None:
    """Read codes of needs such as "N-0001, n-0015"; None when something else stands there."""
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    found = [_CODE.fullmatch(part) for part in parts]
    if any(match is None for match in found):
        return None
    return frozenset(int(match[1]) for match in found if match)


class NeedsForm(PortalForm):
    """Ticked needs, sent to go under a theme or out of it."""

    needs = SelectMultipleField(_l("Needs"), validate_choice=False)

    def validate_needs(self, field: SelectMultipleField) -> None:
        """Ask for at least one tick, and no more than a page of them."""
        if not field.data:
            raise ValidationError(_l("Tick at least one need"))
        if len(field.data) > MOST_AT_ONCE or any(number_in(each) is None for each in field.data):
            raise ValidationError(_l("Tick needs from the list only"))

    def need_ids(self) -> list[int]:
        """Return the ids that were ticked."""
        return sorted({int(value) for value in self.needs.data or []})


class CauseForm(PortalForm):
    """A cause or symptom, how sure we are, and the needs it rests on."""

    kind = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(kind.value, words) for kind, words in KIND_WORDS.items()],
        default=CauseKind.CAUSE.value,
    )
    words = LineField(_l("In one short sentence"))
    confidence = RadioField(
        _l("How sure are you?"),
        choices=[SelectChoice(how.value, words) for how, words in CONFIDENCE_WORDS.items()],
        validate_choice=False,
    )
    needs = SelectMultipleField(_l("Whose words does it rest on?"), validate_choice=False)
    more_needs = LineField(
        _l("Other needs in this theme, by code"), description=_l("For example: N-0001 N-0015")
    )
    seen = HiddenField()

    def offer(self, needs: Sequence[tuple[int, str]]) -> None:
        """Fill the list of needs to tick: number and what stands beside the box."""
        self.needs.choices = [SelectChoice(str(number), words) for number, words in needs]

    def show(self, line: CauseLine) -> None:
        """Fill the boxes with what stands there; needs that are not offered go by their code."""
        offered = {str(option.data) for option in self.needs}
        resting_on = [need for need in line.needs if not need.marker]
        self.kind.data, self.words.data = line.kind.value, line.words
        self.confidence.data, self.seen.data = line.confidence.value, line.words
        self.needs.data = [str(need.number) for need in resting_on]
        self.more_needs.data = " ".join(
            need.code for need in resting_on if str(need.number) not in offered
        )

    def validate_words(self, field: LineField) -> None:
        """Ask for a sentence that fits."""
        if not field.data:
            raise ValidationError(_l("Say it in one short sentence"))
        if len(field.data) > CAUSE_LENGTH:
            raise ValidationError(_l("Make it %(most)s characters or fewer.", most=CAUSE_LENGTH))

    def validate_confidence(self, field: RadioField) -> None:
        """Ask how sure the team is, and for voices where it is more than a hunch."""
        if field.data not in set(Confidence):
            raise ValidationError(_l("Choose how sure you are"))
        if field.data != Confidence.HUNCH and not self.needs.data and not self.more_needs.data:
            raise ValidationError(_l("Tick the needs it rests on. With none it is a hunch."))

    def validate_needs(self, field: SelectMultipleField) -> None:
        """Refuse what was not in the list."""
        if any(number_in(each) is None for each in field.data or []):
            raise ValidationError(_l("Tick needs from the list only"))

    def validate_more_needs(self, field: LineField) -> None:
        """Refuse what is no code of a need."""
        if numbers_in(field.data or "") is None:
            raise ValidationError(_l("Write codes of needs only, such as N-0001"))

    def as_words(self) -> CauseWords:
        """Return what was chosen and typed, as the operation takes it."""
        ticked = {int(value) for value in self.needs.data or []}
        return CauseWords(
            kind=CauseKind(self.kind.data),
            words=self.words.data or "",
            confidence=Confidence(self.confidence.data),
            need_numbers=frozenset(ticked | (numbers_in(self.more_needs.data or "") or set())),
        )


class MarksForm(PortalForm):
    """Who can act on a need, and the mark "small group, big need" with its reason."""

    level = RadioField(
        _l("Who can act?"),
        choices=[
            *(SelectChoice(level.value, words) for level, words in LEVEL_WORDS.items()),
            SelectChoice(NOT_SAID, _l("Not said yet")),
        ],
        filters=[lambda level: level or NOT_SAID],
    )
    is_small_group_big_need = BooleanField(
        _l("Small group, big need"),
        description=_l("Few people say it because few are concerned, and for them it is big."),
    )
    reason = LineField(
        _l("Why you set or take off this mark"),
        description=_l("Needed when you change the mark. It stands in the history."),
    )

    def is_usable_for(self, *, is_marked: bool) -> bool:
        """Tell whether the answers can be kept; a change of the mark needs its reason."""
        is_usable = self.is_sent_and_valid()
        if self.is_small_group_big_need.data is not is_marked and not self.reason.data:
            self.reason.errors = [str(_l("Say why"))]
            return False
        return is_usable

    def validate_reason(self, field: LineField) -> None:
        """Refuse a reason that does not fit."""
        if len(field.data or "") > REASON_LENGTH:
            raise ValidationError(_l("Make it %(most)s characters or fewer.", most=REASON_LENGTH))

    def chosen_level(self) -> ActingLevel | None:
        """Return the level, or None for "not said yet"."""
        return level_from(self.level.data)


class ThemeChoiceForm(PortalForm):
    """The theme that a need is put under, chosen at the need."""

    theme = SelectField(_l("Theme"))

    def offer(self, themes: Sequence[tuple[int, str]]) -> None:
        """Fill the list of themes."""
        self.theme.choices = [
            SelectChoice("", _l("Choose a theme")),
            *(SelectChoice(str(theme_id), name) for theme_id, name in themes),
        ]

    def validate_theme(self, field: SelectField) -> None:
        """Ask for a theme."""
        if not field.data:
            raise ValidationError(_l("Choose a theme"))
