"""What happened, by what can be followed, and which of it is news for one reader. Pure.

A *key* is what somebody follows; of one's own words, the participant whose they are, and of those
of a group the group. A *happening* says which thing is to be told of, to whoever follows the key.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from app.following.models import FollowKind

Key = tuple[FollowKind, int]
WRITERS = frozenset({FollowKind.OWN_WORDS, FollowKind.GROUP})


@dataclass(frozen=True)
class Happening:
    """One step of the sealed history, as news of one thing.

    Of a place, `new_need_id` is the need that was just published there and `writers` whose words
    it is: nobody is told of what they said themselves.
    """

    number: int
    thing: Key
    new_need_id: int | None = None
    writers: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Told:
    """One thing to tell of, once, whatever happened to it."""

    number: int
    thing: Key
    new_need_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class NeedAround:
    """A need that something happened to, with what can be followed around it.

    `narrow` is whoever follows it, or a need joined with it, or their own words among them, or
    what their group put forward.
    """

    shown_id: int
    published_at: datetime | None
    narrow: frozenset[Key]
    places: frozenset[Key]
    themes: frozenset[Key]

    @property
    def wide(self) -> frozenset[Key]:
        """Return its places and its themes."""
        return self.places | self.themes

    @property
    def writers(self) -> frozenset[Key]:
        """Return whose words it is: people's and groups'."""
        return frozenset(key for key in self.narrow if key[0] in WRITERS)


@dataclass
class News:
    """Everything that happened up to a step of the sealed history, by key, newest first."""

    until: int
    by_key: dict[Key, list[Happening]] = field(default_factory=lambda: defaultdict(list))

    def add(self, keys: Iterable[Key], happening: Happening) -> None:
        """Put a happening under each key; they come newest first."""
        for key in keys:
            self.by_key[key].append(happening)

    def for_reader(
        self, keys: Collection[Key], *, after: int, participant_id: int | None
    ) -> list[Told]:
        """Return what is news since a step for somebody who follows some keys, newest first."""
        own = {(FollowKind.OWN_WORDS, participant_id)}
        own |= {key for key in keys if key[0] is FollowKind.GROUP}
        newest: dict[Key, int] = {}
        new_needs: dict[Key, list[int]] = defaultdict(list)
        for key in keys:
            for each in self.by_key.get(key, ()):
                if each.number <= after:
                    break
                if not own.isdisjoint(each.writers):
                    continue
                newest[each.thing] = max(newest.get(each.thing, 0), each.number)
                if each.new_need_id is not None:
                    new_needs[each.thing].append(each.new_need_id)
        return [
            Told(number, thing, tuple(dict.fromkeys(new_needs[thing])))
            for thing, number in sorted(newest.items(), key=lambda each: -each[1])
        ]
