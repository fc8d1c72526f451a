"""Hints: risk words, personal details, and what is much like something published."""

import pytest

from app.demo.needs import NEEDS
from app.demo.places import AREAS, NEIGHBOURHOODS
from app.demo.queue import QUEUE
from app.demo.shapes_of_needs import WaitingNeed
from app.moderation.lanes import Alike, Lane, sort
from app.moderation.risk import risk_words
from app.moderation.waiting import text_of

KNOWN = frozenset(place.name for place in (*AREAS, *NEIGHBOURHOODS))
OURS = {
    "possible_risk": Lane.RISK,
    "personal_details": Lane.DETAILS,
    "like_another": Lane.LIKE,
    "new": Lane.NEW,
}
PUBLISHED = Alike(
    (int(need.code[2:]), text_of(need.title, need.words, need.works_well)) for need in NEEDS
)


@pytest.mark.parametrize("waiting", QUEUE, ids=lambda waiting: waiting.key)
def test_each_item_of_the_demo_queue_is_found_in_its_lane(waiting: WaitingNeed) -> None:
    text = text_of(waiting.title, waiting.words, waiting.works_well)
    lane, like = sort(text, KNOWN, PUBLISHED)
    assert lane is OURS[waiting.lane]
    if waiting.like:
        assert like == int(waiting.like[2:])


@pytest.mark.parametrize(
    "words",
    [
        "My man hits me when the money runs out.",
        "I dinnae want to be here any more.",
        "She has bruises up her arms.",
        "I am frightened for the wee boy next door.",
        "He said he would kill me.",
        "HE IS ABUSIVE",
        "I don't feel safe in my own house.",
        "she is being groomed",
    ],
)
def test_words_that_may_mean_harm_are_pointed_out(words: str) -> None:
    assert risk_words(words)
    assert sort(words, KNOWN, PUBLISHED)[0] is Lane.RISK


@pytest.mark.parametrize(
    "words",
    [
        "The bus is late again.",
        "The kerb is too high for my chair.",
        "A pitch to hit a ball about on, and a hut.",
        "We need a grass cutter and some bins.",
        "The groom had nowhere to park at the wedding.",
        "It is a lovely safe path.",
        "",
    ],
)
def test_plain_words_are_not(words: str) -> None:
    assert risk_words(words) == ()


def test_risk_goes_before_personal_details_and_those_before_likeness() -> None:
    bus = "The last bus from the hospital goes before visiting ends."
    published = Alike([(1, bus), (2, "A bench by the river")])
    assert sort(bus, KNOWN, published) == (Lane.LIKE, 1)
    assert sort(f"{bus} Ring Mrs Lawrie on 01632 960114.", KNOWN, published)[0] is Lane.DETAILS
    harm = f"{bus} Ring Mrs Lawrie on 01632 960114, she is abused."
    assert sort(harm, KNOWN, published)[0] is Lane.RISK


def test_a_place_is_not_taken_for_a_person() -> None:
    words = "Nothing opens late in Castle Braes."
    assert sort(words, frozenset({"Castle Braes"}), Alike([]))[0] is Lane.NEW


def test_one_shared_word_is_no_likeness() -> None:
    published = Alike([(1, "The library shuts at noon"), (2, "Dog mess on the river path")])
    assert published.closest("The library has no lift") is None
    assert published.closest("Our library shuts at noon on Saturdays") == 1


def test_nothing_published_means_nothing_is_alike() -> None:
    assert Alike([]).closest("The library shuts at noon") is None


def test_the_most_alike_of_several_is_named() -> None:
    published = Alike(
        [
            (1, "Buses on Sunday do not go to the hospital"),
            (2, "No warm room in the library on Sunday"),
            (3, "Swings in the park are broken"),
        ]
    )
    assert published.closest("The library has no warm room for us on a Sunday") == 2
