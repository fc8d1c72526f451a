"""Builders of what tests need: `make.need(published=True, supports=3)`.

They act through the real operations where there is one, so codes, counts, search and history are
as the portal itself would leave them. What is not said gets a plain value; nothing is committed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.backing import operations as backing
from app.conversations.models import Conversation, ConversationState, Gathering, PowerLevel
from app.foundation import clock
from app.foundation.access import ROLES_WITH_BODY, VISITOR, Actor, Home, Role
from app.foundation.access.keys import KeyRing
from app.locks.models import AppLock
from app.locks.operations import encrypted
from app.memberships import operations as memberships
from app.needs import operations as needs
from app.needs.models import Barrier, Channel, Moderation, Need, Progress, PutForwardAs
from app.needs.words import NeedWords, Promise
from app.organisations.models import (
    GroupRole,
    HowAsked,
    Membership,
    Organisation,
    OrganisationKind,
    Sector,
    Standing,
)
from app.organisations.words import GroupWords, NewGroup
from app.people import operations as people
from app.people.models import Member, Participant, Person
from app.people.passwords import hash_password
from app.people.queries import actor_of
from app.places.models import DeprivationBand, Place, PlaceKind
from app.places.queries import place_ids_above
from app.plan import operations as plan
from app.plan.drafts import ActionWords, OutcomeWords
from app.plan.models import Action, ActionState, Outcome
from app.plan.states import NEXT_STATES
from app.priorities import operations as priorities
from app.priorities.models import Decision, DecisionKind, Priority
from app.priorities.operations import DecisionWords
from app.recounts.operations import recount_needs, recount_themes, recount_took_part
from app.sending.operations import put_forward
from app.themes import operations as themes
from app.themes.models import ActingLevel, Theme, ThemeState
from app.themes.operations import ThemeWords
from app.voices import operations as voices
from app.voices.models import NeedRoomVoice
from app.voices.queries import theme_ids_of

PASSWORD = "plenty of plain words"
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BUILDER = Actor.system("tests")
PROMISE = Promise(check_days=3, answer_weeks=12)


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)  # slow on purpose, so once is enough


def slug_of(name: str) -> str:
    """Return a name as it stands in an address."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


@dataclass
class Make:
    """Builders over one session, at one moment."""

    session: Session
    now: datetime
    keys: KeyRing
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _tokens: dict[int, str] = field(default_factory=dict)

    # --- places ---

    def whole_place(self, name: str = "Braidvale") -> Place:
        """Return the whole place, making it the first time."""
        found = self.session.scalar(select(Place).where(Place.kind == PlaceKind.WHOLE))
        return found or self._place(PlaceKind.WHOLE, name, population=92_400)

    def ward(self, name: str = "") -> Place:
        """Make an electoral ward."""
        return self._place(PlaceKind.WARD, name or f"Ward {next(self._numbers)}", population=9_000)

    def area(
        self,
        name: str = "",
        *,
        ward: Place | None = None,
        population: int | None = 12_000,
        most_deprived_percent: int | None = None,
    ) -> Place:
        """Make a local area; give a ward when it lies in that ward whole."""
        return self._place(
            PlaceKind.LOCAL_AREA,
            name or f"Area {next(self._numbers)}",
            parent=self.whole_place(),
            ward=ward,
            population=population,
            most_deprived_percent=most_deprived_percent,
        )

    def neighbourhood(
        self,
        name: str = "",
        *,
        area: Place | None = None,
        ward: Place | None = None,
        band: DeprivationBand | None = DeprivationBand.MIDDLE,
        population: int | None = 3_000,
    ) -> Place:
        """Make a neighbourhood in a local area and a ward."""
        area = area or self.area()
        return self._place(
            PlaceKind.NEIGHBOURHOOD,
            name or f"Neighbourhood {next(self._numbers)}",
            parent=area,
            ward=ward or self.session.get(Place, area.ward_id or 0) or self.ward(),
            band=band,
            population=population,
        )

    def _place(
        self,
        kind: PlaceKind,
        name: str,
        *,
        parent: Place | None = None,
        ward: Place | None = None,
        population: int | None = None,
        most_deprived_percent: int | None = None,
        band: DeprivationBand | None = None,
    ) -> Place:
        place = Place(
            kind=kind,
            slug=slug_of(name),
            name=name,
            parent_id=parent.id if parent else None,
            ward_id=ward.id if ward else None,
            population=population,
            most_deprived_percent=most_deprived_percent,
            band=band,
            position=next(self._numbers),
        )
        self.session.add(place)
        self.session.flush()
        return place

    # --- people and groups ---

    def visitor(self) -> Actor:
        """Return somebody who did nothing yet."""
        return VISITOR

    def participant(self, *, place: Place | None = None, held: bool = False) -> Participant:
        """Make a voice that took part, living somewhere if a place is given."""
        made_at = self.now
        voice = people.new_participant(
            self.session,
            VISITOR,
            self.keys,
            address_mark=f"test address {next(self._numbers)}",  # never a rush
            real_now=made_at,
        )
        participant = self.session.get_one(Participant, voice.participant_id)
        participant.is_held = held
        self.session.flush()
        self._tokens[participant.id] = voice.token
        actor = Actor(participant_id=participant.id, is_held=held)
        voices.took_part(self.session, actor, is_held=held)
        if place is not None:
            voices.tell_place(self.session, actor, place, now=made_at)
        return participant

    def participant_actor(self, *, place: Place | None = None, held: bool = False) -> Actor:
        """Make a voice and return it as an actor."""
        return self.actor_of(self.participant(place=place, held=held))

    def actor_of(self, someone: Participant | Person) -> Actor:
        """Return a participant or a person as an actor, as they stand now."""
        if isinstance(someone, Person):
            return actor_of(self.session, someone, self.today)
        place = self.session.get(Place, someone.place_id) if someone.place_id else None
        home = Home(place.id, *place_ids_above(place)) if place else None
        return Actor(participant_id=someone.id, is_held=someone.is_held, home=home)

    def token_of(self, actor: Actor) -> str:
        """Return the token that the cookie of a participant made here holds."""
        return self._tokens[actor.participant_id or 0]

    def person(
        self,
        role: Role | None = None,
        *,
        place: Place | None = None,
        body: Organisation | None = None,
        name: str = "",
        email: str = "",
        ends_on: date | None = None,
        has_app: bool = True,
    ) -> Person:
        """Make somebody with a sign-in (the password is PASSWORD), with a role if one is given.

        The app that shows their six numbers is set up, unless said otherwise.
        """
        name = name or f"Person {next(self._numbers)}"
        person = Person(
            email=email or f"{slug_of(name)}@braidvale.example",
            name=name,
            password_hash=_password_hash(),
            session_number=0,
            is_closed=False,
            made_at=self.now,
        )
        self.session.add(person)
        self.session.flush()
        if has_app:
            secret = encrypted(self.keys, person.id, APP_SECRET)
            self.session.add(AppLock(person_id=person.id, secret=secret, made_at=self.now))
            self.session.flush()
        if role is not None:
            self.role(person, role, place=place, body=body, ends_on=ends_on)
        return person

    def role(
        self,
        person: Person,
        role: Role,
        *,
        place: Place | None = None,
        body: Organisation | None = None,
        ends_on: date | None = None,
    ) -> Person:
        """Give a person one more role; a partner editor works for a new body if none is given."""
        new_body = self.organisation(sector=Sector.PUBLIC) if body is None else body
        body = new_body if role in ROLES_WITH_BODY else None
        people.give_role(
            self.session,
            BUILDER,
            person,
            role,
            place_id=place.id if place else None,
            organisation_id=body.id if body else None,
            today=self.today,
            ends_on=ends_on,
            now=self.now,
        )
        self.session.flush()
        return person

    def actor(self, *roles: Role, place: Place | None = None) -> Actor:
        """Make a person with roles and return the person as an actor."""
        person = self.person()
        for role in roles:
            self.role(person, role, place=place)
        return self.actor_of(person)

    def organisation(self, name: str = "", *, sector: Sector = Sector.VCFSE) -> Organisation:
        """Make a group or body."""
        name = name or f"Group {next(self._numbers)}"
        made = Organisation(slug=slug_of(name), name=name, sector=sector)
        self.session.add(made)
        self.session.flush()
        return made

    def member(self, email: str = "") -> Actor:
        """Make an account of a resident and return it as an actor."""
        made = Member(
            email=email or f"resident-{next(self._numbers)}@post.example",
            participant_id=None,
            password_hash=None,
            made_at=self.now,
        )
        self.session.add(made)
        self.session.flush()
        return Actor(member_id=made.id)

    def community(
        self,
        name: str = "",
        *,
        lead: Actor | None = None,
        shown_name: str = "Moira",
        kind: OrganisationKind = OrganisationKind.COMMUNITY_GROUP,
        standing: Standing = Standing.ACTIVE,
        areas: Sequence[Place] = (),
        speaks_for: int | None = 40,
    ) -> Organisation:
        """Make a group that a member asked for and leads; let in unless said otherwise."""
        group = memberships.start_group(
            self.session,
            lead or self.member(),
            NewGroup(
                name=name or f"Kitchen {next(self._numbers)}",
                kind=kind,
                call_phone="01632 960 123",
                words=GroupWords(
                    about="We cook together on Tuesdays.",
                    area_ids=frozenset(area.id for area in areas),
                    is_everywhere=not areas,
                    speaks_for=speaks_for,
                    how_counted="Families who come each week",
                    how_asked=HowAsked.MEETING,
                ),
            ),
            shown_name=shown_name,
            reserved=(),
            address_mark=f"mark {next(self._numbers)}",
            now=self.now,
            real_now=self.now,
        )
        if standing is not Standing.ASKED:
            group.standing, group.call_phone = standing, ""
        self.session.flush()
        return group

    def in_group(
        self,
        group: Organisation,
        who: Actor | None = None,
        *,
        role: GroupRole = GroupRole.MEMBER,
        shown_name: str = "Sam",
        ends_on: date | None = None,
    ) -> Membership:
        """Let somebody with an account belong to a group."""
        who = who or self.member()
        made = Membership(
            organisation_id=group.id,
            member_id=who.member_id,
            role=role,
            shown_name=shown_name,
            began_at=self.now,
            ends_on=ends_on,
        )
        self.session.add(made)
        self.session.flush()
        return made

    def need_of_group(
        self,
        group: Organisation,
        who: Actor,
        *,
        area: Place | None = None,
        published: bool = True,
        words: str = "",
    ) -> Need:
        """Put a need forward for a group, as somebody who belongs to it."""
        number = next(self._numbers)
        need, _made = backing.put_forward_for_group(
            self.session,
            who,
            NeedWords(words=words or f"The hall number {number} is locked."),
            organisation_id=group.id,
            conversation_id=self.conversation().id,
            place=area,
            promise=PROMISE,
            send_key=f"test need {number}",
            now=self.now,
        )
        return self.publish(need) if published else self.recount(need)

    # --- conversations and gatherings ---

    def conversation(
        self,
        question: str = "",
        *,
        state: ConversationState = ConversationState.OPEN,
        opens_on: date | None = None,
        closes_on: date | None = None,
        reply_by: date | None = None,
    ) -> Conversation:
        """Return the one that is always open; with a question, make one with a last day."""
        if not question:
            always = select(Conversation).where(Conversation.is_always_open)
            found = self.session.scalar(always)
            if found is not None:
                return found
        closes_on = closes_on or (self.today + timedelta(days=60) if question else None)
        made = Conversation(
            slug=slug_of(question)[:60] or "what-matters",
            question=question or "What matters where you live?",
            why_now="The plan is written anew this year.",
            can_change="What we do first.",
            cannot_change="How much money there is.",
            who_decides="The partnership board",
            power_level=PowerLevel.WORKING_WITH,
            state=state,
            opens_on=opens_on or self.today - timedelta(days=30),
            closes_on=closes_on,
            reply_by=reply_by or (closes_on + timedelta(days=60) if closes_on else None),
            is_always_open=not question,
        )
        self.session.add(made)
        self.session.flush()
        return made

    def gathering(
        self,
        name: str = "",
        *,
        area: Place | None = None,
        came: int = 20,
        also_online: int = 0,
        held_on: date | None = None,
        organisation: Organisation | None = None,
        conversation: Conversation | None = None,
    ) -> Gathering:
        """Make a gathering in a local area; who came counts as having taken part there."""
        number = next(self._numbers)
        made = Gathering(
            code=f"G-{number:04d}",
            name=name or f"Gathering {number}",
            organisation_id=organisation.id if organisation else None,
            conversation_id=(conversation or self.conversation()).id,
            place_id=(area or self.area()).id,
            held_on=held_on or self.today - timedelta(days=10),
            came=came,
            also_online=also_online,
        )
        self.session.add(made)
        recount_took_part(self.session, BUILDER)
        return made

    def room_voice(
        self, need: Need, gathering: Gathering | None = None, *, people: int = 5
    ) -> NeedRoomVoice:
        """Say that so many people at a gathering said it, and count again."""
        gathering = gathering or self.gathering()
        made = NeedRoomVoice(need_id=need.id, gathering_id=gathering.id, people=people)
        self.session.add(made)
        self.recount(need)
        return made

    # --- needs ---

    def need(
        self,
        *,
        published: bool = True,
        supports: int = 1,
        title: str = "",
        words: str | None = None,
        works_well: str = "",
        about_whom: str = "",
        barrier: Barrier | None = None,
        area: Place | None = None,
        areas: Sequence[Place] | None = None,
        theme: Theme | None = None,
        writer: Actor | None = None,
        channel: Channel = Channel.ONLINE,
        organisation: Organisation | None = None,
        conversation: Conversation | None = None,
        state: Moderation | None = None,
        reason_code: str | None = None,
        merged_into: Need | None = None,
        progress: Progress | None = None,
        level: ActingLevel | None = None,
        sent_at: datetime | None = None,
        supporters_from: Place | None = None,
    ) -> Need:
        """Make a need, published unless said otherwise. No area means about the whole place.

        `supports` is how many people online say so, the writer being the first. `state` brings it
        to WAITING, RETURNED, HIDDEN or WITHDRAWN, and `merged_into` joins it to another; hidden,
        withdrawn or joined it was public before, and has a code, unless `published` is False.
        """
        sent_at = sent_at or self.now
        number = next(self._numbers)
        places = list(areas) if areas is not None else [area] if area else None
        need, _made = put_forward(
            self.session,
            writer or self.participant_actor(place=supporters_from),
            NeedWords(
                title=title,
                words=f"The bus number {number} comes too late." if words is None else words,
                works_well=works_well,
                about_whom=about_whom,
                barrier=barrier,
            ),
            conversation=conversation or self.conversation(),
            place=places[0] if places else None,
            promise=PROMISE,
            send_key=f"test need {number}",
            new_voice=None,
            now=sent_at,
        )
        if places and len(places) > 1:
            needs.set_places(self.session, BUILDER, need, places)
        if organisation is not None:
            need.put_forward_as, need.organisation_id = PutForwardAs.GROUP, organisation.id
        need.channel, need.level = channel, level
        was_public = published and state not in {Moderation.WAITING, Moderation.RETURNED}
        if was_public or theme is not None or supports > 1:
            self.publish(need)
        for _ in range(supports - 1):
            self.support(need, self.participant_actor(place=supporters_from))
        if theme is not None:
            self.group(need, theme)
        self._bring_to(need, state, reason_code, merged_into)
        if progress is not None:
            needs.set_progress(self.session, BUILDER, need, progress, now=self.now)
        self.recount(need)
        return need

    def _bring_to(
        self,
        need: Need,
        state: Moderation | None,
        reason_code: str | None,
        merged_into: Need | None,
    ) -> None:
        """Let happen to a need what a moderator or its writer would do."""
        if state not in {None, Moderation.PUBLISHED, Moderation.WAITING, Moderation.MERGED}:
            needs.take_down(
                self.session, BUILDER, need, state, reason_code=reason_code, now=self.now
            )
        if merged_into is not None:
            needs.merge_into(self.session, BUILDER, need, merged_into, now=self.now)

    def publish(self, need: Need) -> Need:
        """Show a need to everyone."""
        needs.make_public(self.session, BUILDER, need, now=self.now)
        return self.recount(need)

    def support(self, need: Need, actor: Actor | None = None) -> Actor:
        """Let somebody online say that a need matters to them too."""
        actor = actor or self.participant_actor()
        voices.support_need(self.session, actor, need.number or 0, now=self.now)
        self.session.expire(need, ["online", "people"])
        return actor

    def group(self, need: Need, theme: Theme) -> Need:
        """Put a need under a theme."""
        needs.group_need(self.session, BUILDER, need, theme.id, now=self.now)
        return self.recount(need)

    def recount(self, need: Need) -> Need:
        """Count a need, what it was joined to, and its themes again."""
        self.session.flush()
        targets = {need.id} | ({need.merged_into_id} if need.merged_into_id else set())
        recount_needs(self.session, BUILDER, targets)
        recount_themes(self.session, BUILDER, theme_ids_of(self.session, targets))
        return need

    # --- themes, lists and answers ---

    def theme(
        self,
        name: str = "",
        *,
        state: ThemeState = ThemeState.SHARED,
        summary: str = "People told us about this.",
        level: ActingLevel | None = ActingLevel.LOCAL,
    ) -> Theme:
        """Make a theme: forming, shared or agreed."""
        words = ThemeWords(
            name=name or f"Theme {next(self._numbers)}", summary=summary, level=level
        )
        theme = themes.make_theme(self.session, BUILDER, words, now=self.now)
        for reached, step in (
            ({ThemeState.SHARED, ThemeState.AGREED}, themes.share_theme),
            ({ThemeState.AGREED}, themes.agree_theme),
        ):
            if state in reached:
                step(self.session, BUILDER, theme, revision=theme.revision, now=self.now)
        self.session.flush()
        return theme

    def priority(self, subject: Need | Theme, place: Place | None = None) -> Priority:
        """Put a need or theme on the list of a place."""
        place = place or self.whole_place()
        priorities.put_on_list(self.session, BUILDER, subject, place, now=self.now)
        key = Priority.need_id if isinstance(subject, Need) else Priority.theme_id
        return self.session.scalars(
            select(Priority).where(Priority.place_id == place.id, key == subject.id)
        ).one()

    def decision(
        self,
        subject: Need | Theme | None = None,
        *,
        kind: DecisionKind = DecisionKind.YES,
        published: bool = True,
        we_decided: str = "We will run a later bus.",
        why: str = "People cannot get home.",
        decided_by: str = "The partnership board",
        decided_on: date | None = None,
        look_again_on: date | None = None,
        passed_to: str = "The transport board",
    ) -> Decision:
        """Answer a need or theme: published, or still a draft."""
        subject = subject or self.need()
        today = self.today
        words = DecisionWords(
            kind=kind,
            people_said="The last bus leaves too early.",
            we_decided=we_decided,
            why=why,
            decided_by=decided_by,
            decided_on=decided_on or today,
            look_again_on=look_again_on or today + timedelta(days=365),
            passed_to=passed_to if kind is DecisionKind.NOT_OURS else "",
        )
        decision = priorities.draft_decision(self.session, BUILDER, subject, words, now=self.now)
        if published:
            decision = priorities.publish_decision(
                self.session, BUILDER, decision, revision=decision.revision, now=self.now
            )
        self.session.flush()
        return decision

    # --- the plan ---

    def outcome(
        self, name: str = "", *, agreed: bool = True, lead: Organisation | None = None
    ) -> Outcome:
        """Make a change we want, agreed unless said otherwise."""
        words = OutcomeWords(
            name=name or f"Everyone gets home {next(self._numbers)}",
            good_looks_like="Nobody waits for an hour.",
            for_whom="Everyone",
            lead_id=(lead or self.organisation(sector=Sector.PUBLIC)).id,
            lead_role="Head of transport",
        )
        outcome = plan.create_outcome(self.session, BUILDER, words, now=self.now)
        if agreed:
            plan.agree_outcome(self.session, BUILDER, outcome, now=self.now)
        self.session.flush()
        return outcome

    def action(
        self,
        need: Need | None = None,
        *,
        what: str = "",
        state: ActionState = ActionState.AGREED,
        outcome: Outcome | None = None,
        lead: Organisation | None = None,
        due_on: date | None = None,
        state_reason: str = "The driver is ill.",
        legal_duty: str = "",
        partners: Sequence[Organisation] = (),
    ) -> Action:
        """Make an action that answers a need, brought to a state step by step."""
        outcome = outcome or self.outcome()
        words = ActionWords(
            outcome_id=outcome.id,
            what=what or f"Run bus {next(self._numbers)} later",
            expected="People get home after visiting.",
            lead_id=(lead or self.organisation(sector=Sector.PUBLIC)).id,
            lead_role="Bus manager",
            due_on=due_on or self.today + timedelta(days=180),
            legal_duty=legal_duty,
        )
        action = plan.create_action(
            self.session,
            BUILDER,
            words,
            partner_ids=[partner.id for partner in partners],
            now=self.now,
        )
        if need is not None or (state is not ActionState.PROPOSED and not legal_duty):
            self.link(action, need or self.need())
        if state is not ActionState.PROPOSED:
            plan.agree_action(self.session, BUILDER, action, revision=action.revision, now=self.now)
            for step in _way_to(state):
                plan.change_state(
                    self.session,
                    BUILDER,
                    action,
                    step,
                    reason=state_reason,
                    revision=action.revision,
                    now=self.now,
                )
        self.session.flush()
        return action

    def link(self, action: Action, need: Need) -> Action:
        """Say that an action answers a need."""
        plan.link_need(self.session, BUILDER, action, need.number or 0, now=self.now)
        self.session.flush()
        return action

    def news(
        self, action: Action, words: str = "A driver was found.", *, on: date | None = None
    ) -> None:
        """Tell news of an action."""
        plan.add_news(self.session, BUILDER, action, words, on=on or self.today, now=self.now)
        self.session.flush()

    @property
    def today(self) -> date:
        """Return the day of this moment."""
        return clock.local_day(self.now)


def _way_to(state: ActionState) -> list[ActionState]:
    """Return the states that lead from agreed to another, the shortest way."""
    ways: list[list[ActionState]] = [[ActionState.AGREED]]
    for way in ways:
        if way[-1] is state:
            return way[1:]
        ways += [[*way, step] for step in NEXT_STATES[way[-1]] if step not in way]
    raise ValueError(f"No way leads from agreed to {state}.")
