"""Where words about somebody may stand: every column that people type into.

A test walks all tables: each column of text stands here, or is named there with the reason.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.complaints.models import DataComplaint
from app.conversations.models import Conversation, Gathering
from app.foundation.database import Base
from app.history.models import HistoryEntry, HistoryNote
from app.imports.models import ImportedNeed, ImportSource
from app.locks.models import Passkey
from app.moderation.models import ModerationDecision
from app.needs.models import Need, NeedVersion
from app.organisations.models import Membership, Organisation
from app.people.models import Person
from app.plan.models import Action, ActionUpdate, Outcome
from app.priorities.models import Cause, Decision
from app.staff.models import Invitation, LockReset
from app.themes.models import Theme


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of words: its columns, and the thing that they belong to."""

    what: LazyString
    columns: tuple[Any, ...]
    # The thing is known by the name of its table and its id; for notes both stand in the entry.
    subject: Any
    subject_id: Any
    # By what rows are told apart and put in order, the newest first.
    row: Any
    joined: type[Base] | None = None


NOTES = Kind(
    what=_l("Reasons and notes in the history"),
    columns=(HistoryNote.words,),
    subject=HistoryEntry.subject,
    subject_id=HistoryEntry.subject_id,
    row=HistoryNote.entry_id,
    joined=HistoryEntry,
)
KINDS = (
    Kind(
        what=_l("Needs"),
        columns=(Need.words, Need.works_well, Need.title, Need.about_whom, Need.team_line),
        subject="need", subject_id=Need.id, row=Need.id,
    ),
    Kind(
        what=_l("Needs as they read before a change"),
        columns=(NeedVersion.words, NeedVersion.works_well, NeedVersion.title),
        subject="need", subject_id=NeedVersion.need_id, row=NeedVersion.need_id,
    ),
    Kind(
        what=_l("Needs in a file that they came from"),
        columns=(ImportedNeed.external_code,),
        subject="need", subject_id=ImportedNeed.need_id, row=ImportedNeed.need_id,
    ),
    Kind(
        what=_l("What moderators wrote to somebody"),
        columns=(ModerationDecision.words_to_sender,),
        subject="need", subject_id=ModerationDecision.need_id, row=ModerationDecision.id,
    ),
    NOTES,
    Kind(
        what=_l("Themes"),
        columns=(Theme.name, Theme.summary),
        subject="theme", subject_id=Theme.id, row=Theme.id,
    ),
    Kind(
        what=_l("What is behind themes"),
        columns=(Cause.words,),
        subject="theme", subject_id=Cause.theme_id, row=Cause.id,
    ),
    Kind(
        what=_l("Decisions and their reasons"),
        columns=(
            Decision.people_said, Decision.we_decided, Decision.why, Decision.what_next,
            Decision.differs_because, Decision.decided_by, Decision.passed_to,
            Decision.kind_in_own_words,
        ),
        subject="decision", subject_id=Decision.id, row=Decision.id,
    ),
    Kind(
        what=_l("Changes we want"),
        columns=(Outcome.name, Outcome.good_looks_like, Outcome.for_whom, Outcome.lead_role),
        subject="outcome", subject_id=Outcome.id, row=Outcome.id,
    ),
    Kind(
        what=_l("Actions"),
        columns=(
            Action.what, Action.more, Action.expected, Action.state_reason, Action.legal_duty,
            Action.lead_role,
        ),
        subject="plan_action", subject_id=Action.id, row=Action.id,
    ),
    Kind(
        what=_l("News of actions"),
        columns=(ActionUpdate.words,),
        subject="plan_action", subject_id=ActionUpdate.action_id, row=ActionUpdate.id,
    ),
    Kind(
        what=_l("Conversations"),
        columns=(
            Conversation.question, Conversation.why_now, Conversation.can_change,
            Conversation.cannot_change, Conversation.who_decides,
        ),
        subject="conversation", subject_id=Conversation.id, row=Conversation.id,
    ),
    Kind(
        what=_l("Gatherings in rooms"),
        columns=(Gathering.name,),
        subject="gathering", subject_id=Gathering.id, row=Gathering.id,
    ),
    Kind(
        what=_l("Groups and bodies"),
        columns=(
            Organisation.name, Organisation.earlier_names, Organisation.about,
            Organisation.knows_place, Organisation.knows_interest, Organisation.knows_identity,
            Organisation.how_counted, Organisation.reach, Organisation.call_phone,
        ),
        subject="organisation", subject_id=Organisation.id, row=Organisation.id,
    ),
    Kind(
        what=_l("Names of people in groups"),
        columns=(Membership.shown_name,),
        subject="organisation", subject_id=Membership.organisation_id, row=Membership.id,
    ),
    Kind(
        what=_l("Complaints about data"),
        columns=(DataComplaint.words, DataComplaint.other_way, DataComplaint.answer),
        subject="data_complaint", subject_id=DataComplaint.id, row=DataComplaint.id,
    ),
    Kind(
        what=_l("People who work here"),
        columns=(Person.name,),
        subject="person", subject_id=Person.id, row=Person.id,
    ),
    Kind(
        what=_l("People who were invited to work here"),
        columns=(Invitation.name,),
        subject="invitation", subject_id=Invitation.id, row=Invitation.id,
    ),
    Kind(
        what=_l("Why lost locks should be opened"),
        columns=(LockReset.reason,),
        subject="person", subject_id=LockReset.person_id, row=LockReset.id,
    ),
    Kind(
        what=_l("Names that somebody gave a passkey"),
        columns=(Passkey.name,),
        subject="passkey", subject_id=Passkey.id, row=Passkey.id,
    ),
    Kind(
        what=_l("Sources of files"),
        columns=(ImportSource.name,),
        subject="import_source", subject_id=ImportSource.id, row=ImportSource.id,
    ),
)  # fmt: skip
