"""One example of each thing that has an address, so that walks over all routes can fill them.

A new part of an address gets its example here; a route without one fails with a message.
"""

from collections.abc import Iterator

from flask import Flask
from webauthn.helpers import bytes_to_base64url
from werkzeug.routing import Rule

from app.backing import operations as backing
from app.complaints import operations as complaints
from app.complaints.models import ComplaintAbout, DataComplaint
from app.complaints.operations import ComplaintWords
from app.conversations.models import ConversationState
from app.digests.stop_links import stop_key
from app.erasing import operations as erasing
from app.following import operations as following
from app.following.models import FollowKind
from app.foundation.access import Actor, Grant, Role
from app.foundation.web.audience import ANY_SESSION, PUBLIC, SIGNED_IN, audience_of
from app.group_invitations import operations as group_invitations
from app.group_invitations.queries import invitation_of_link, link_digest
from app.grouping import operations as grouping
from app.grouping.operations import CauseWords
from app.letters import operations as letters
from app.letters.models import LetterKind
from app.locks.models import Passkey
from app.moderation import operations as moderation
from app.needs.models import Moderation, Need
from app.organisations.models import GroupRole, Organisation, Sector, Standing
from app.people import operations as people
from app.people.models import Member, Person
from app.places.models import Place
from app.plan.models import ActionState
from app.priorities.models import CauseKind, Confidence
from app.staff import operations as staff
from app.staff.queries import open_invitations
from app.themes.models import Theme, ThemeState
from tests.builders import BUILDER, Make, slug_of
from tests.databases import ADDRESS

WRITER = "writer"
OF_ONES_OWN = ("follow.", "erasing.ask", "leaving.", "own_data.", "sending.received")
# Public pages that show something to whoever is signed in alone.
AT_WORK_TOO = ("devices.",)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Examples:
    """A small place with one of everything, who lives and works in it, and all its addresses."""

    def __init__(self, make: Make) -> None:
        self._make = make
        self.ward = make.ward("Coalbrae")
        self.area = make.area("Coalbrae", ward=self.ward)
        self.neighbourhood = make.neighbourhood("Pit Row", area=self.area, ward=self.ward)
        self.writer = make.participant(place=self.neighbourhood)
        self.body = make.organisation("Health and Care", sector=Sector.PUBLIC)
        self.people = {
            role: make.person(role, place=self._where(role), body=self.body) for role in Role
        }
        make.conversation()
        self.theme = make.theme("Getting there and home")
        # Whatever a page lists is there once: then twenty of it need no other statements.
        self._values: dict[str, str] = {"filename": "images/thread.svg", "level": "local"}
        self.more("first")

    def _where(self, role: Role) -> Place | None:
        return self.ward if role is Role.COUNCILLOR else None

    @property
    def writer_as_actor(self) -> Actor:
        """Return the writer as they act now."""
        return self._make.actor_of(self.writer)

    def more(self, which: str) -> None:
        """Make one more of everything; what is made last gives the addresses."""
        make, values = self._make, self._values
        writer = self.writer_as_actor
        need = make.need(area=self.area, theme=self.theme, writer=writer, supports=2)
        theme = make.theme(f"Theme {which}", state=ThemeState.SHARED)
        make.room_voice(need, make.gathering(area=self.area, organisation=make.organisation()))
        make.priority(need, self.area)
        priority = make.priority(theme, self.area)
        decision = make.decision(need)
        draft = make.decision(make.need(area=self.area), published=False)
        outcome = make.outcome()
        action = make.action(
            need, outcome=outcome, state=ActionState.STUCK, lead=self.body,
            partners=[make.organisation(sector=Sector.PUBLIC)],
        )  # fmt: skip
        make.news(action)
        proposed = make.action(need, outcome=outcome, state=ActionState.PROPOSED)
        conversation = make.conversation(f"What about {which}?")
        to_change = make.need(
            area=self.area, writer=writer, state=Moderation.RETURNED, reason_code="cannot_read"
        )
        cause = grouping.add_cause(
            make.session,
            BUILDER,
            self.theme,
            CauseWords(
                kind=CauseKind.CAUSE,
                words=f"Nobody drives late: {which}",
                confidence=Confidence.HUNCH,
                need_numbers=frozenset({need.number or 0}),
            ),
            now=make.now,
        )
        complaint = self._complaint(which)
        people.begin_session(make.session, BUILDER, self.people[Role.PLANNER], begun_at=make.now)
        to_remove = make.need(area=self.area, writer=writer)
        erasing.ask_to_erase(make.session, writer, to_remove.id, now=make.now)
        letters.post_letter(
            make.session,
            BUILDER,
            kind=LetterKind.SIGN_IN_CODE,
            to="resident@example.org",
            subject=f"Your code {which}",
            text="Your code is 123456.",
            html="<p>Your code is 123456.</p>",
            now=make.now,
        )
        make.session.flush()
        values |= self._groups(which)
        values |= {
            "need_code": need.code or "",
            "theme_code": theme.code or "",
            "decision_code": decision.code or "",
            "action_code": action.code or "",
            "outcome_code": outcome.code or "",
            "code_from_paper": self._follow_code(),
            "themes.theme_id": self._forming(which),
            "grouping.theme_id": str(self.theme.id),
            "cause_id": str(cause.id),
            "conversation_id": str(self._draft_conversation(which)),
            "conversations.slug": conversation.slug,
            "places.show.slug": self.area.slug,
            "places.ward.slug": self.ward.slug,
            "dashboards.slug": self.ward.slug,
            "home.slug": "contact",
            "desk.slug": "themes-without-causes",
            "follow.need_id": str(to_change.id),
            "following_number": "1",
            "erasing.need_id": str(to_change.id),
            "complaint_id": str(complaint.id),
            "?complaints.received": "?r=" + make.keys.sign("complaint", str(complaint.id)),
            "moderation.need_id": str(make.need(published=False, area=self.area).id),
            "moderation.decision_id": str(self._moderated()),
            "priorities.decision_id": str(draft.id),
            "priority_id": str(priority.id),
            "planning.need_id": str(need.id),
            "action_id": str(proposed.id),
            "outcome_id": str(make.outcome(agreed=False).id),
            "person_id": str(self._person().id),
            "grant_id": str(self._grant()),
            "invitation_id": str(self._invitation(which)),
            "device_id": "999999",  # nobody's: a session of somebody else answers the same
            "passkey_id": str(self._passkey(which)),
            "?sending.received": self._receipt(need),
            "?digests.ask": self._stop_link(which),
            "?priorities.new": f"?about={theme.code}",
            "?priorities.choose_list": f"?about={theme.code}",
        }

    def _complaint(self, which: str) -> DataComplaint:
        make = self._make
        typed = ComplaintWords(ComplaintAbout.SHOWS, f"It shows {which}", "a@post.example", "")
        complaint, _made = complaints.complain(
            make.session, make.visitor(), typed, send_key=which, address_mark=which,
            now=make.now, real_now=make.now,
        )  # fmt: skip
        return complaint

    def _groups(self, which: str) -> dict[str, str]:
        """Make a group with somebody asked in, and one that waits for its call."""
        make = self._make
        self.lead_email = f"lead-of-{slug_of(which)}@post.example"
        self.lead = lead = make.member(self.lead_email)
        group = make.community(f"Kitchen {which}", lead=lead, areas=[self.area])
        waiting = make.community(f"Shed {which}", standing=Standing.ASKED)
        invited = group_invitations.invite(
            make.session, lead, make.keys, group.id, f"asked-{group.id}@post.example",
            GroupRole.MEMBER, now=make.now, real_now=make.now,
        )  # fmt: skip
        digest = link_digest(make.keys, invited.link)
        invitation = invitation_of_link(make.session, digest)
        return {
            "groups.slug": group.slug,
            "memberships.slug": group.slug,
            "group_invitations.slug": group.slug,
            "membership_id": str(make.in_group(group).id),
            "group_invitations.invitation_id": str(invitation.id if invitation else 0),
            "organisation_id": str(waiting.id),
            "bodies.organisation_id": str(self.body.id),
            "groups.need_id": str(self._need_of(group, lead)),
            "?group_invitations.open_link": f"?k={invited.link}",
        }

    def _need_of(self, group: Organisation, lead: Actor) -> int:
        """Make a need that a group put forward, and one that it backs; return the first."""
        make = self._make
        self.group = group
        backing.back_need(
            make.session, lead, group.id, make.need(area=self.area).number or 0, now=make.now
        )
        return make.need_of_group(group, lead, area=self.area).id

    def _follow_code(self) -> str:
        make = self._make
        return people.follow_code(
            make.session, self.writer_as_actor, make.keys, self.writer.id, real_now=make.now
        )

    def _receipt(self, need: Need) -> str:
        return "?r=" + self._make.keys.sign("receipt", str(need.id))

    def _stop_link(self, which: str) -> str:
        """Let an account follow the theme; return what its letters end with."""
        make, email = self._make, f"{which.replace(' ', '-')}@post.example"
        member = Member(email=email, participant_id=None, made_at=make.now)
        make.session.add(member)
        make.session.flush()
        following.begin_following(
            make.session,
            Actor(member_id=member.id),
            FollowKind.THEME,
            self.theme.id,
            now=make.now,
            real_now=make.now,
        )
        self._reader = (member.id, email)
        return self.stop_link_at(ADDRESS)

    def stop_link_at(self, site: str) -> str:
        """Return what the letters of a site end with: the key in it is for that site alone."""
        return "?k=" + stop_key(self._make.keys, site, *self._reader)

    def _forming(self, which: str) -> str:
        theme: Theme = self._make.theme(f"Forming {which}", state=ThemeState.FORMING)
        return str(theme.id)

    def _draft_conversation(self, which: str) -> int:
        return self._make.conversation(f"Draft {which}?", state=ConversationState.DRAFT).id

    def _moderated(self) -> int:
        make = self._make
        need = make.need(published=False, area=self.area)
        moderator = make.actor_of(self.people[Role.MODERATOR])
        decision = moderation.publish_need(
            make.session, moderator, need.id, revision=need.revision, now=make.now
        )
        make.session.flush()
        return decision.id

    def _person(self) -> Person:
        return self._make.person(Role.ANALYST)

    def _passkey(self, which: str) -> int:
        make = self._make
        passkey = Passkey(
            person_id=self.people[Role.PLANNER].id, public_key="", sign_count=0,
            credential_id=bytes_to_base64url(which.encode()), name=f"Phone {which}",
            made_at=make.now,
        )  # fmt: skip
        make.session.add(passkey)
        make.session.flush()
        return passkey.id

    def _invitation(self, which: str) -> int:
        make = self._make
        admin = make.actor_of(self.people[Role.ADMIN])
        staff.invite(
            make.session, admin, make.keys, email=f"invited.{slug_of(which)}@braidvale.example",
            name=f"Invited {which}", grant=Grant(Role.ANALYST), ends_on=None,
            now=make.now, real_now=make.now,
        )  # fmt: skip
        return max(each.id for each in open_invitations(make.session, real_now=make.now))

    def _grant(self) -> int:
        make = self._make
        person = make.person()
        grant = people.give_role(
            make.session,
            BUILDER,
            person,
            Role.ANALYST,
            place_id=None,
            today=make.today,
            ends_on=None,
            now=make.now,
        )
        make.session.flush()
        return grant.id

    def address_of(self, app: Flask, rule: Rule) -> str:
        """Return the address of a route, filled with examples."""
        values = {name: self._value(rule.endpoint, name) for name in rule.arguments}
        adapter = app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, values) + self._values.get(f"?{rule.endpoint}", "")

    def _value(self, endpoint: str, name: str) -> str:
        subject = endpoint.partition(".")[0]
        for key in (f"{endpoint}.{name}", f"{subject}.{name}", name):
            if key in self._values:
                return self._values[key]
        raise AssertionError(
            f'The address of {endpoint} has a part "{name}" without an example. Make one in '
            f'Examples.more (tests/examples.py) and add it there as "{subject}.{name}".'
        )


def routes(app: Flask, *, unsafe: bool = False) -> Iterator[Rule]:
    """Return the routes of the portal that answer GET, or those that change something."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
        methods = rule.methods or set()
        if (methods - SAFE) if unsafe else ("GET" in methods):
            yield rule


def unsafe_method(rule: Rule) -> str:
    """Return the method by which a route changes something."""
    return min((rule.methods or set()) - SAFE)


def viewer_of(app: Flask, endpoint: str) -> Role | str | None:
    """Return who looks at a page: nobody in particular, the writer, or one who works there."""
    audience = audience_of(app.view_functions[endpoint])
    if audience == PUBLIC:
        if endpoint.startswith(AT_WORK_TOO):
            return Role.PLANNER
        return WRITER if endpoint.startswith(OF_ONES_OWN) else None
    if audience in {SIGNED_IN, ANY_SESSION}:
        return Role.PLANNER
    return next(role for role in Role if isinstance(audience, frozenset) and role in audience)
