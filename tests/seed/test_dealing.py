"""Dealing out voices gives the figures asked for, or says that they cannot be."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.seed.dealing import CannotBeDealt, deal, skewed_sizes


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing secret


@given(
    seed=st.integers(0, 10_000),
    people=st.integers(1, 40),
    shares=st.lists(st.floats(0.05, 1), min_size=1, max_size=8),
)
def test_each_thing_gets_its_people_and_everybody_says_something(
    seed: int, people: int, shares: list[float]
) -> None:
    wanted = {f"N-{i}": max(1, int(people * share)) for i, share in enumerate(shares)}
    wanted["N-all"] = people
    sure = {"N-0": {people - 1}}
    chosen = deal(chance(seed), range(people), wanted, sure=sure)
    assert {thing: len(who) for thing, who in chosen.items()} == wanted
    assert set().union(*chosen.values()) == set(range(people))
    assert people - 1 in chosen["N-0"]


def test_figures_that_leave_somebody_silent_are_refused() -> None:
    with pytest.raises(CannotBeDealt):
        deal(chance(1), range(5), {"N-1": 2, "N-2": 2}, sure={})


def test_more_people_than_there_are_is_refused() -> None:
    with pytest.raises(CannotBeDealt, match="N-1"):
        deal(chance(1), range(5), {"N-1": 6}, sure={})


def test_more_people_who_surely_said_it_than_wanted_is_refused() -> None:
    with pytest.raises(CannotBeDealt, match="N-1"):
        deal(chance(1), range(5), {"N-1": 1, "N-2": 5}, sure={"N-1": {1, 2}})


def test_a_few_say_much_and_most_say_little() -> None:
    chosen = deal(chance(7), range(200), {f"N-{i}": 60 for i in range(20)}, sure={})
    how_much = sorted(sum(person in who for who in chosen.values()) for person in range(200))
    assert how_much[-1] > 2 * how_much[100]


@given(
    seed=st.integers(0, 10_000),
    most=st.lists(st.integers(1, 50), min_size=1, max_size=60),
    extra=st.integers(0, 400),
)
def test_sizes_add_up_and_none_passes_its_limit(seed: int, most: list[int], extra: int) -> None:
    total = len(most) + extra
    sizes = skewed_sizes(chance(seed), len(most), total, most=most)
    assert sum(sizes) == min(total, sum(most))
    assert all(1 <= size <= limit for size, limit in zip(sizes, most, strict=True))


def test_sizes_are_skewed() -> None:
    sizes = sorted(skewed_sizes(chance(3), 1_000, 14_000, most=[2_000] * 1_000))
    assert sizes[-1] > 10 * sizes[500]
    assert sum(sizes[-100:]) > sum(sizes[:500])
