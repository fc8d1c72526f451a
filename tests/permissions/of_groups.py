"""Groups in each standing, what one put forward, and letters that ask somebody into one."""

from dataclasses import dataclass, replace
from datetime import timedelta

from app.backing import operations as backing
from app.foundation.access import Actor, Role
from app.group_invitations import operations as group_invitations
from app.group_invitations.models import GroupInvitation
from app.group_invitations.queries import invitation_of_link, link_digest
from app.groups import operations as groups
from app.members.queries import find_member_by_email
from app.organisations.models import GroupRole, Organisation, Standing
from app.organisations.queries import membership_of
from app.verifying import operations as verifying
from app.verifying.models import CallOutcome, NumberFrom
from tests.builders import Make
from tests.examples import Examples

# The e-mail of the one with an account, whom letters ask in.
ASKED_IN = "somebody.else@post.example"
NEVER_PUBLIC = (Standing.ASKED, Standing.REFUSED)


@dataclass(frozen=True)
class GroupThing:
    """What the addresses and the forms about a group are filled with."""

    group: Organisation
    slug: str
    organisation_id: int
    membership_id: int
    need: str = ""
    revision: int = 0
    need_id: int = 0
    invitation_id: int = 0
    link: str = ""


class OfGroups:
    """Everything about groups, as `things["group", "paused"]`."""

    def __init__(self, make: Make, examples: Examples) -> None:
        self._make, self._examples = make, examples
        # The lead of everybody in the walk leads all of them, but the one that nobody leads.
        self._lead = examples.lead
        self._moderator = make.actor_of(examples.people[Role.MODERATOR])
        known = find_member_by_email(make.session, ASKED_IN)
        self._asked_in = Actor(member_id=known.id) if known else make.member(ASKED_IN)
        self.things = {
            **{("group", state): group for state, group in self._groups().items()},
            **{("need of a group", state): need for state, need in self._needs().items()},
            **{("group invitation", state): each for state, each in self._invitations().items()},
        }

    def _group(self, standing: Standing = Standing.ACTIVE) -> GroupThing:
        """Make a group that backs a need, where it can."""
        make, founder = self._make, self._make.member()
        group = make.community(lead=founder, areas=[self._examples.area])
        make.in_group(group, self._lead, role=GroupRole.LEAD)
        member, need = make.in_group(group), make.need(area=self._examples.area)
        if standing not in NEVER_PUBLIC:
            backing.back_need(make.session, founder, group.id, need.number or 0, now=make.now)
        self._end(group, founder)
        group.standing = standing
        make.session.flush()
        return GroupThing(
            group, group.slug, group.id, member.id, need=need.code or "", revision=group.revision
        )

    def _end(self, group: Organisation, who) -> None:
        membership = membership_of(self._make.session, group.id, who.member_id)
        assert membership is not None
        membership.ended_at = self._make.now
        self._make.session.flush()

    def _groups(self) -> dict[str, GroupThing]:
        phoned, trusted, without_lead = self._group(Standing.ASKED), self._group(), self._group()
        verifying.record_call(
            self._make.session, self._moderator, phoned.organisation_id,
            called_at=self._make.now, number_from=NumberFrom.CHARITY_REGISTER,
            outcome=CallOutcome.CONFIRMED, now=self._make.now,
        )  # fmt: skip
        trusted.group.is_trusted = True
        self._end(without_lead.group, self._lead)
        return {
            **{standing.value: self._group(standing) for standing in Standing},
            "phoned": phoned,
            "trusted": trusted,
            "nobody leads": without_lead,
        }

    def _needs(self) -> dict[str, GroupThing]:
        found = {}
        for state in ("waiting", "published", "group paused", "group closed", "taken back"):
            made = self._group()
            need = self._make.need_of_group(
                made.group, self._lead, area=self._examples.area, published=state != "waiting"
            )
            if state == "taken back":
                groups.take_need_back(
                    self._make.session, self._lead, made.organisation_id, need.id,
                    now=self._make.now,
                )  # fmt: skip
            made.group.standing = {
                "group paused": Standing.PAUSED, "group closed": Standing.CLOSED,
            }.get(state, Standing.ACTIVE)  # fmt: skip
            self._make.session.flush()
            found[state] = replace(made, need_id=need.id, revision=need.revision)
        return found

    def _invitations(self) -> dict[str, GroupThing]:
        make = self._make
        found = {state: self._invited() for state in ("open", "used", "called back", "run out")}
        # The letter is open, the group is not.
        found["group paused"] = self._invited()
        found["group paused"].group.standing = Standing.PAUSED
        group_invitations.accept_invitation(
            make.session, self._asked_in, make.keys, found["used"].link,
            shown_name="Sam", now=make.now, real_now=make.now,
        )  # fmt: skip
        called_back = found["called back"]
        group_invitations.revoke_invitation(
            make.session, self._lead, called_back.organisation_id, called_back.invitation_id,
            now=make.now, real_now=make.now,
        )  # fmt: skip
        self._row(found["run out"].link).expires_at = make.now - timedelta(minutes=1)
        make.session.flush()
        return found

    def _invited(self) -> GroupThing:
        """Ask somebody into a group of its own, two days ago: few letters a day go to one."""
        make, made = self._make, self._group()
        link = group_invitations.invite(
            make.session, self._lead, make.keys, made.organisation_id, ASKED_IN,
            GroupRole.MEMBER, now=make.now, real_now=make.now,
        ).link  # fmt: skip
        row = self._row(link)
        row.made_at = make.now - timedelta(days=2)
        make.session.flush()
        return replace(made, invitation_id=row.id, link=link)

    def _row(self, link: str) -> GroupInvitation:
        found = invitation_of_link(self._make.session, link_digest(self._make.keys, link))
        assert found is not None
        return found


def form_of_group(thing: GroupThing, press: str) -> dict[str, object]:
    """Return answers to every form about a group, of which each takes its own."""
    return {
        "need": thing.need, "about": "We cook on Fridays.", "is_everywhere": "y",
        "how_asked": "meeting", "email": "new@post.example", "role": press or "member",
        "ends_on": ["19", "3", "2027"], "called_on": ["1", "3", "2026"], "called_at": "14:30",
        "number_from": "charity_register", "outcome": "confirmed", "step": press,
        "reason": "not_reached" if press == "refuse" else "asked_for_it",
        "trusted": press, "why": "We know them well.", "k": thing.link, "shown_name": "Sam",
        "words": "Open it later.", "works_well": "", "title": "", "about_whom": "",
        "barrier": "", "place": "all-over",
    }  # fmt: skip
