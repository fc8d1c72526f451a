"""One of each thing in each of its states, its addresses, and what a full form about it sends."""

from app.conversations.models import ConversationState
from app.foundation.access import Actor
from app.moderation import operations as moderation
from app.needs import operations as needs
from app.needs.models import Moderation
from app.needs.words import NeedWords
from app.plan.models import ActionState
from app.themes.models import ThemeState
from tests.builders import Make
from tests.examples import Examples
from tests.permissions.of_groups import OfGroups, form_of_group
from tests.permissions.of_work import OfWork, form_of_work

DAY = ["19", "3", "2027"]
# Addresses that say by what follows the question mark which one is meant.
KEYS = {"group_invitations.open_link": "k", "staff.invitation": "k", "complaints.received": "r"}


class States:
    """Every thing of docs/permissions.toml, as `things["need", "hidden"]`."""

    def __init__(self, make: Make, examples: Examples) -> None:
        self._make, self._examples = make, examples
        self.writer: Actor = examples.writer_as_actor
        self.moderator = make.actor_of(examples.people["moderator"])  # type: ignore[index]
        self.things = {
            **{("need", name): need for name, need in self._needs().items()},
            **{("theme", state.value): make.theme(state=state) for state in ThemeState},
            ("decision", "draft"): make.decision(published=False),
            ("decision", "published"): make.decision(),
            ("outcome", "draft"): make.outcome(agreed=False),
            ("outcome", "agreed"): make.outcome(),
            **{
                ("action", state.value): make.action(make.need(), state=state, lead=examples.body)
                for state in (ActionState.PROPOSED, ActionState.AGREED, ActionState.DONE)
            },
            **{
                ("conversation", state.value): make.conversation(f"{state.value}?", state=state)
                for state in ConversationState
            },
            **OfGroups(make, examples).things,
            **OfWork(make, examples).things,
        }
        make.session.flush()

    def _needs(self):
        make, here = self._make, {"area": self._examples.area, "writer": self.writer}
        again, erased = make.need(**here), make.need(**here)
        needs.change_words(
            make.session, self.writer, again, NeedWords(words="Another bus."),
            revision=again.revision, now=make.now,
        )  # fmt: skip
        needs.take_down(
            make.session, self.moderator, erased, Moderation.ERASED, reason_code=None, now=make.now
        )
        joined = make.need(published=False, **here)
        target = make.need(area=self._examples.area)
        moderation.merge_need(
            make.session, self.moderator, joined.id, target.id,
            revision=joined.revision, now=make.now,
        )  # fmt: skip
        kinds = {"reason_code": "cannot_read"}
        return {
            "waiting": make.need(published=False, **here),
            "waiting again": again,
            "returned": make.need(published=False, state=Moderation.RETURNED, **here, **kinds),
            "published": make.need(**here),
            "hidden": make.need(state=Moderation.HIDDEN, **here, **kinds),
            "withdrawn": make.need(state=Moderation.WITHDRAWN, **here),
            "merged": joined,
            "erased": erased,
        }

    def address_of(self, app, endpoint, kind, state):
        """Return the address about one of them."""
        rule = next(app.url_map.iter_rules(endpoint))
        thing = self.things[kind, state]
        values = {
            name: getattr(thing, name if hasattr(thing, name) else name.rpartition("_")[2])
            for name in rule.arguments
        }
        if endpoint in KEYS:
            values[KEYS[endpoint]] = thing.link
        return app.url_map.bind("localhost").build(endpoint, values)

    def form(self, kind, state, press):
        """Return answers to every form about one of them, of which each takes its own."""
        thing = self.things[kind, state]
        revision = str(getattr(thing, "revision", ""))
        if kind in PRESSED:
            return {"revision": revision, **PRESSED[kind](thing, press)}
        return {"revision": revision, **FORMS.get(kind, lambda _thing: {})(thing)}


FORMS = {
    "need": lambda need: {
        "words": "Run it later.", "works_well": "", "title": "A later bus", "about_whom": "",
        "barrier": "", "place": "all-over", "verdict": "hide", "hide_reason": "cannot_read",
        "level": "local",
    },
    "theme": lambda theme: {"name": theme.name, "summary": "What people said.", "level": "local"},
    "decision": lambda _decision: {
        "kind": "yes", "people_said": "Later buses.", "we_decided": "Yes.", "why": "Because.",
        "decided_by": "The board", "decided_on": ["1", "3", "2026"],
        "look_again_on": DAY, "what_next": "", "differs_because": "", "passed_to": "",
    },
    "outcome": lambda outcome: {
        "name": outcome.name, "good_looks_like": "People get home.", "for_whom": "",
        "lead": str(outcome.lead_id or ""), "lead_role": outcome.lead_role,
    },
    "action": lambda action: {
        "outcome": str(action.outcome_id), "what": action.what, "expected": action.expected,
        "more": "", "lead": str(action.lead_id), "lead_role": action.lead_role, "depth": "",
        "due_on": action.due_on.strftime("%d %m %Y").split(),
        "legal_duty": "", "state": "started", "reason": "", "words": "A driver was found.",
        "on": ["1", "3", "2026"],
    },
    "conversation": lambda conversation: {
        "question": conversation.question, "why_now": "Now.", "can_change": "Much.",
        "cannot_change": "Money.", "who_decides": "The board", "power_level": "asking",
        "opens_on": ["2", "3", "2026"], "closes_on": ["2", "6", "2026"],
        "reply_by": ["2", "9", "2026"],
    },
}  # fmt: skip
# Forms with several buttons: which one is pressed stands behind the route.
PRESSED = {
    **dict.fromkeys(("group", "need of a group", "group invitation"), form_of_group),
    **dict.fromkeys(("complaint", "staff invitation"), form_of_work),
}
