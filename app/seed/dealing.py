"""Dealing out who says what, so that given figures come out. Values in, values out."""

from collections.abc import Mapping, Sequence
from random import Random


class CannotBeDealt(Exception):
    """The figures ask for more people than there are, or leave somebody with nothing to say."""


def deal(
    chance: Random,
    people: Sequence[int],
    wanted: Mapping[str, int],
    *,
    sure: Mapping[str, set[int]],
) -> dict[str, set[int]]:
    """Return the people who say each thing: as many as wanted, with those who surely do.

    Everybody says at least one thing. A few say much and most say little, as people do.
    """
    chosen = {thing: set(sure.get(thing, ())) for thing in wanted}
    _deal_a_first_thing(chance, people, wanted, chosen, sure)
    eagerness = {person: chance.paretovariate(1.6) for person in people}
    for thing, count in wanted.items():
        missing = count - len(chosen[thing])
        others = [person for person in people if person not in chosen[thing]]
        if not 0 <= missing <= len(others):
            raise CannotBeDealt(thing)
        # Drawn without putting back, the eager more often (Efraimidis and Spirakis).
        drawn = sorted(others, key=lambda person: -(chance.random() ** (1 / eagerness[person])))
        chosen[thing].update(drawn[:missing])
    return chosen


def _deal_a_first_thing(
    chance: Random,
    people: Sequence[int],
    wanted: Mapping[str, int],
    chosen: dict[str, set[int]],
    sure: Mapping[str, set[int]],
) -> None:
    silent = set(people).difference(*sure.values())
    free = [thing for thing, count in wanted.items() for _ in range(count - len(chosen[thing]))]
    if len(free) < len(silent):
        raise CannotBeDealt("somebody")
    chance.shuffle(free)
    for person, thing in zip(sorted(silent), free, strict=False):
        chosen[thing].add(person)


def skewed_sizes(chance: Random, count: int, total: int, *, most: Sequence[int]) -> list[int]:
    """Return how many people say each of `count` things: a few many, most few, none nobody.

    They add up to `total`, or to all there is room for. No thing passes its own `most`.
    """
    weights = [chance.paretovariate(1.1) for _ in range(count)]
    share = max(0, total - count) / sum(weights) if count else 0
    sizes = [
        min(limit, 1 + int(share * weight)) for limit, weight in zip(most, weights, strict=True)
    ]
    missing = min(total, sum(most)) - sum(sizes)
    while missing > 0:
        for thing, limit in enumerate(most):
            if missing > 0 and sizes[thing] < limit:
                sizes[thing] += 1
                missing -= 1
    return sizes
