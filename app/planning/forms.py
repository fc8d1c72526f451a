"""What planners fill in about changes we want, actions, their states and their news."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.access import NotFound
from app.foundation.public_codes import number_of
from app.foundation.web.forms import DayField, LineField, PortalForm, RevisionForm, WordsField
from app.plan.drafts import ActionWords, OutcomeWords
from app.plan.lines import OutcomeLine
from app.plan.models import Action, ActionState, Depth
from app.plan.states import NEEDS_A_REASON, NEXT_STATES

STATE_WORDS = {
    ActionState.AGREED: _l("Agreed"),
    ActionState.STARTED: _l("Started"),
    ActionState.ON_TRACK: _l("On track"),
    ActionState.STUCK: _l("Stuck"),
    ActionState.DONE: _l("Done"),
    ActionState.REVIEWED: _l("Done and people asked"),
    ActionState.STOPPED: _l("Stopped"),
}
DEPTH_WORDS = {
    Depth.CAUSE: _l("The cause"),
    Depth.SYMPTOM: _l("What people notice"),
    Depth.BOTH: _l("Both"),
}
WORDS_LENGTH, LONGEST_CODE = 2000, 11


class _Fits:
    """A validator: as many characters as the table holds."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: PortalForm, field: Any) -> None:
        if len(field.data or "") > self.most:
            raise ValidationError(
                _l("Make this %(most)s characters or fewer.", most=f"{self.most:,}")
            )


class _WithLead(RevisionForm):
    """Who answers for it: a group or body, and a role there."""

    lead = SelectField(_l("Who leads it"), default="")
    lead_role = LineField(
        _l("The role that answers for it"),
        validators=[_Fits(120)],
        description=_l("A role, not a name. For example: Families lead"),
    )

    def offer_leads(self, organisations: Sequence[tuple[int, str]]) -> None:
        """Offer groups and bodies to choose from."""
        self.lead.choices = [
            SelectChoice("", _l("Nobody yet")),
            *(SelectChoice(str(number), name) for number, name in organisations),
        ]

    def chosen_lead(self) -> int | None:
        """Return who was chosen."""
        return int(self.lead.data) if self.lead.data else None


class OutcomeForm(_WithLead):
    """A change we want."""

    name = LineField(
        _l("The change we want"),
        validators=[_Fits(160)],
        description=_l("In plain words. For example: Families get help early, near home"),
    )
    good_looks_like = WordsField(_l("What good looks like"), validators=[_Fits(WORDS_LENGTH)])
    for_whom = LineField(_l("For whom"), validators=[_Fits(200)])

    def validate_name(self, field: LineField) -> None:
        """Ask for the change."""
        if not field.data:
            raise ValidationError(_l("Write the change we want"))

    def is_ready_to_agree(self) -> bool:
        """Tell whether the change can be shown to everyone; else say who is missing."""
        if not self.is_sent_and_valid():
            return False
        if not self.lead.data:
            self.lead.errors = [str(_l("Name the group or body that answers for it."))]
        if not self.lead_role.data:
            self.lead_role.errors = [str(_l("Say the role that answers for it."))]
        return not self.errors

    def as_words(self) -> OutcomeWords:
        """Return what was typed, as the operation takes it."""
        return OutcomeWords(
            name=self.name.data or "",
            good_looks_like=self.good_looks_like.data or "",
            for_whom=self.for_whom.data or "",
            lead_id=self.chosen_lead(),
            lead_role=self.lead_role.data or "",
        )


class ActionForm(_WithLead):
    """Who does what by when, and what we expect from it."""

    outcome = SelectField(_l("Which change does it work for?"))
    what = LineField(
        _l("What we do"),
        validators=[_Fits(200)],
        description=_l("In plain words. For example: Warm rooms in seven areas"),
    )
    more = WordsField(_l("More about it"), validators=[_Fits(WORDS_LENGTH)])
    expected = WordsField(
        _l("What we expect from it"),
        validators=[_Fits(WORDS_LENGTH)],
        description=_l("So that everyone can check afterwards. Say how much and by when."),
    )
    partners = SelectMultipleField(
        _l("Who helps"), widget=ListWidget(), option_widget=CheckboxInput()
    )
    depth = RadioField(
        _l("What does it tackle?"),
        choices=[
            *(SelectChoice(depth.value, words) for depth, words in DEPTH_WORDS.items()),
            SelectChoice("", _l("Not said yet")),
        ],
        default="",
        validate_choice=False,
    )
    starts_on = DayField(_l("Starts on"), description=_l("For example, 19 3 2026"))
    due_on = DayField(_l("Done by"), description=_l("For example, 30 6 2026"))
    why_moved = WordsField(_l("Why does the day move?"), validators=[_Fits(WORDS_LENGTH)])
    legal_duty = LineField(
        _l("A law that asks for it, if there is one"),
        validators=[_Fits(300)],
        description=_l("Everyone can read it. With a law named, it may stand without a need."),
    )

    def offer(
        self, outcomes: Sequence[OutcomeLine], organisations: Sequence[tuple[int, str]]
    ) -> None:
        """Offer changes to work for, and groups and bodies."""
        self.outcome.choices = [
            SelectChoice(str(line.id), f"{line.code} {line.name}".strip()) for line in outcomes
        ]
        self.partners.choices = [SelectChoice(str(number), name) for number, name in organisations]
        self.offer_leads(organisations)

    def validate_what(self, field: LineField) -> None:
        """Ask for the action."""
        if not field.data:
            raise ValidationError(_l("Write what we do"))

    def validate_depth(self, field: RadioField) -> None:
        """Refuse what is not one of these."""
        if field.data and field.data not in set(Depth):
            raise ValidationError(_l("Choose one of these."))

    def validate_due_on(self, field: DayField) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("It cannot be done before it starts. Check both days."))

    def says_why(self, action: Action) -> bool:
        """Tell whether a promised day stays, or moves with a reason; else say what is missing."""
        is_told = action.agreed_on is not None and action.due_on != self.due_on.data
        if is_told and not self.why_moved.data:
            self.why_moved.errors = [str(_l("People were told another day. Say why it moves."))]
            return False
        return True

    def fill(self, action: Action, partner_ids: Sequence[int]) -> None:
        """Fill the choices that are not called as the columns are."""
        self.outcome.data = str(action.outcome_id)
        self.lead.data = str(action.lead_id or "")
        self.depth.data = action.depth.value if action.depth else ""
        self.partners.data = [str(partner_id) for partner_id in partner_ids]

    def as_words(self) -> ActionWords:
        """Return what was typed, as the operation takes it."""
        return ActionWords(
            outcome_id=int(self.outcome.data),
            what=self.what.data or "",
            more=self.more.data or "",
            expected=self.expected.data or "",
            lead_id=self.chosen_lead(),
            lead_role=self.lead_role.data or "",
            depth=Depth(self.depth.data) if self.depth.data else None,
            starts_on=self.starts_on.data,
            due_on=self.due_on.data,
            legal_duty=self.legal_duty.data or "",
        )

    def partner_ids(self) -> list[int]:
        """Return who helps."""
        return [int(value) for value in self.partners.data or ()]


class SureForm(RevisionForm):
    """One press that may need a second, after a question."""

    sure = HiddenField()

    def doubts(self, told_not_now: Sequence[str], *, is_late: bool = False) -> list[str]:
        """Return what people would wonder about; nothing for who was asked and pressed again."""
        late = _l("Its last day has passed already. Everyone would read that it is late.")
        codes = ", ".join(told_not_now)
        both = _l("Our answer to %(codes)s is “not now”. People would read both.", codes=codes)
        doubts = [str(words) for is_so, words in ((is_late, late), (codes, both)) if is_so]
        return [] if self.sure.data else doubts


class LinkForm(SureForm):
    """The need that an action answers."""

    need = LineField(_l("Or give its code"), description=_l("For example, N-0142"))
    q = HiddenField()

    def number(self) -> int:
        """Return the number of the need, 0 where that is no code."""
        try:
            return number_of("N", (self.need.data or "")[:LONGEST_CODE])
        except NotFound:
            return 0


class ProgressForm(RevisionForm):
    """How far an action is, why it is late, stuck or stopped, and news of it, if there is any."""

    state = RadioField(_l("How far is it?"), coerce=str)
    reason = WordsField(
        _l("Why is it late, stuck or stopped?"),
        validators=[_Fits(WORDS_LENGTH)],
        description=_l("In words anyone can read. What would help?"),
    )

    words = WordsField(
        _l("What happened?"),
        validators=[_Fits(WORDS_LENGTH)],
        description=_l("News for everyone, if there is any. Short and plain, good or bad."),
    )
    on = DayField(_l("On which day?"), description=_l("For example, 19 3 2025"))

    def __init__(self, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(**kwargs)

    @classmethod
    def of(cls, action: Action, today: date) -> "ProgressForm":
        """Return the form as an action stands, with room for news of today."""
        why = action.state_reason
        form = cls(today, formdata=None, obj=action, reason=why, words="", on=today)
        form.offer(action)
        return form

    def offer(self, action: Action) -> None:
        """Offer the state it is in, and those it can come to from there."""
        states = [
            state for state in (action.state, *NEXT_STATES[action.state]) if state in STATE_WORDS
        ]
        self.state.choices = [SelectChoice(state.value, STATE_WORDS[state]) for state in states]

    def chosen_state(self) -> ActionState:
        """Return the state that was chosen."""
        return ActionState(self.state.data)

    def validate_reason(self, field: WordsField) -> None:
        """Ask for the reason where there must be one."""
        if self.state.data in NEEDS_A_REASON and not field.data:
            raise ValidationError(_l("Say why, in words anyone can read."))

    def chosen_day(self) -> date:
        """Return the day that was given."""
        return self.on.data or self.today

    def validate_on(self, field: DayField) -> None:
        """Ask for a day that has come, where there is news."""
        if self.words.data and field.data is None:
            raise ValidationError(_l("Give the day"))
        if self.words.data and field.data and field.data > self.today:
            raise ValidationError(_l("That day is still to come."))
