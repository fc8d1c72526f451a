"""What a digest holds: whom it goes to, and each thing as anyone may read it now. Values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.following.lines import Shown
from app.following.models import FollowKind, HowOften
from app.needs.lines import SaidByPeople
from app.needs.models import Progress
from app.news.lines import Key, Told
from app.plan.lines import ActionLine
from app.priorities.lines import DecisionLine

MOST_THINGS, MOST_NEW_NEEDS = 12, 5


def need_key(need_id: int) -> Key:
    """Return by what a need is found."""
    return FollowKind.NEED, need_id


@dataclass(frozen=True)
class Reader:
    """Somebody whose turn it is, and from which step of the history on they are told."""

    member_id: int
    email: str
    participant_id: int | None
    how_often: HowOften
    # What the row said when it was read: whoever was quicker has moved it.
    told_until: int
    # Earlier than that where the last digest could not be sent.
    told_after: int
    unsent_letter_id: int | None


@dataclass(frozen=True)
class Doing:
    """An action of the plan: how far it is, its last words, and who leads it."""

    code: str
    what: str
    shown_state: str
    words: str
    lead_role: str
    lead_name: str

    @classmethod
    def of(cls, line: ActionLine, news: str = "") -> "Doing":
        """Return what a letter says of an action."""
        words = line.state_reason or news
        return cls(
            line.code, line.what, line.shown_state, words, line.lead_role, line.lead_name or ""
        )


@dataclass(frozen=True)
class Standing(SaidByPeople):
    """Who says a need, and what became of it."""

    online: int
    rooms: int
    progress: Progress


@dataclass(frozen=True, kw_only=True)
class DigestThing:
    """One thing of a digest: you said, we decided, we did."""

    shown: Shown
    standing: Standing | None = None
    answer: DecisionLine | None = None
    doing: tuple[Doing, ...] = ()
    # Of a place: what was newly said there, as far as it is named, and how much it is.
    new_needs: tuple[Shown, ...] = ()
    new_count: int = 0


@dataclass(frozen=True)
class Digest:
    """A digest before it is written: nothing to tell means that no letter goes."""

    reader: Reader
    day: date
    until: int
    things: tuple[DigestThing, ...]
    more: int
    need_ids: frozenset[int]
    # The number of the last visible change when it was read.
    visible_change: int

    @classmethod
    def of(
        cls, reader: Reader, day: date, until: int, things: Sequence[DigestThing], change: int
    ) -> "Digest":
        """Return a digest that names the first of some things and counts the others."""
        named = tuple(things[:MOST_THINGS])
        return cls(
            reader=reader,
            day=day,
            until=until,
            things=named,
            more=len(things) - len(named),
            need_ids=frozenset(
                each.id
                for thing in named
                for each in (thing.shown, *thing.new_needs)
                if each.kind is FollowKind.NEED
            ),
            visible_change=change,
        )


@dataclass(frozen=True)
class Seen:
    """What anyone may see of many things, read once for many readers."""

    shown: Mapping[Key, Shown] = field(default_factory=dict)
    people: Mapping[int, Standing] = field(default_factory=dict)
    answers: Mapping[Key, DecisionLine] = field(default_factory=dict)
    doing: Mapping[Key, tuple[Doing, ...]] = field(default_factory=dict)

    def things(self, told: Sequence[Told]) -> list[DigestThing]:
        """Return what one reader is told of, in the order given, each with its three lines."""
        needs = [each.thing for each in told if each.thing[0] is FollowKind.NEED]
        under_needs = {
            line.code for key in needs if key[1] in self.people for line in self.doing.get(key, ())
        }
        found = []
        for each in told:
            new_needs = [
                self.shown[key] for key in map(need_key, each.new_need_ids) if key in self.shown
            ]
            if each.thing not in self.shown or self.shown[each.thing].code in under_needs:
                continue  # an action stands with the need that it answers
            if each.thing[0] is FollowKind.PLACE and not new_needs:
                continue
            is_need = each.thing[0] is FollowKind.NEED
            found.append(
                DigestThing(
                    shown=self.shown[each.thing],
                    standing=self.people.get(each.thing[1]) if is_need else None,
                    answer=self.answers.get(each.thing),
                    doing=self.doing.get(each.thing, ()),
                    new_needs=tuple(new_needs[:MOST_NEW_NEEDS]),
                    new_count=len(new_needs),
                )
            )
        return found
