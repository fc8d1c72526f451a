from itertools import chain
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.people.code_words import WORDS, codes_possible, normalise_code

BAD_WORDS = Path(__file__).parents[3] / "shared" / "data" / "moderation" / "bad_words_en.txt"
DIGITS = st.integers(0, 99).map("{:02d}".format)
PARTS = st.tuples(st.lists(st.sampled_from(WORDS), min_size=3, max_size=3), DIGITS)
GAPS = st.sampled_from(
    [" ", "-", "  ", "\u2013", "\u2011", "\u00a0", ", ", "_", ".", "/", "\n", ""]
)


def one_slip_away(word: str) -> set[str]:
    """Return every row of letters one letter away: left out, put in, changed, or two swapped."""
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return set(
        chain(
            (head + tail[1:] for head, tail in splits if tail),
            (head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1),
            (head + sign + tail[1:] for head, tail in splits if tail for sign in ascii_lowercase),
            (head + sign + tail for head, tail in splits for sign in ascii_lowercase),
        )
    ) - {word}


def test_there_are_more_than_a_thousand_words_and_none_twice() -> None:
    assert len(WORDS) >= 1024
    assert len(set(WORDS)) == len(WORDS)


def test_every_word_is_short_and_in_plain_small_letters() -> None:
    assert [
        word for word in WORDS if not 3 <= len(word) <= 7 or set(word) - set(ascii_lowercase)
    ] == []


def test_no_two_words_are_one_slip_of_the_finger_apart() -> None:
    words = set(WORDS)
    assert {word: near for word in WORDS if (near := one_slip_away(word) & words)} == {}


def test_no_row_of_letters_can_be_read_as_words_in_two_ways() -> None:
    """Check by the rests that one reading leaves over the other, until no new rest appears."""

    def rests(shorter: set[str], longer: set[str]) -> set[str]:
        return {
            word[len(begin) :]
            for word in longer
            for begin in shorter
            if len(word) > len(begin) and word.startswith(begin)
        }

    words = set(WORDS)
    new = rests(words, words)
    seen: set[str] = set()
    while new:
        assert not new & words
        seen |= new
        new = (rests(new, words) | rests(words, new)) - seen


def test_no_word_is_or_holds_a_bad_word() -> None:
    if not BAD_WORDS.exists():
        pytest.skip("the real data is not beside the repository")
    bad = {line.strip().casefold() for line in BAD_WORDS.read_text().splitlines() if line.strip()}
    assert not bad & set(WORDS)
    assert [(word, part) for word in WORDS for part in bad if len(part) > 3 and part in word] == []


def test_scots_words_are_among_them() -> None:
    assert {"brae", "bonnie", "kirk", "bothy", "glen", "haar", "shoogle"} <= set(WORDS)


def test_there_are_more_than_a_hundred_thousand_million_codes() -> None:
    assert codes_possible() == len(WORDS) ** 3 * 100
    assert codes_possible() > 100_000_000_000


@pytest.mark.parametrize(
    "typed",
    [
        "brae-otter-heron-41",
        "Brae Otter Heron 41",
        "  BRAE OTTER HERON 41\n",
        "braeotterheron41",
        "brae otter-heron41",
        "brae \u2013 otter, heron. 4 1",
        "brae\u2011otter\u00a0heron 4l",
        "Brae Otter Heron 4I",
        "brae otter heron \u0664\u0661",
        "\uff42rae otter heron 41",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert normalise_code(typed) == "brae-otter-heron-41"


def test_the_letter_o_in_the_digits_is_a_nought() -> None:
    assert normalise_code("brae otter heron oO") == "brae-otter-heron-00"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "41",
        "brae",
        "brae-otter-heron",
        "brae-otter-41",
        "brae-otter-heron-4",
        "brae-otter-heron-411",
        "brae-otter-heron-wren-41",
        "brae-ottar-heron-41",
        "brae-otter-heron-4b",
        "41-brae-otter-heron",
        "br\u0430e-otter-heron-41",
        "brae-otter-heron-41" * 20,
    ],
)
def test_what_is_not_three_of_our_words_and_two_digits_is_no_code(typed: str) -> None:
    assert normalise_code(typed) is None


@given(PARTS, st.lists(GAPS, min_size=3, max_size=3), st.booleans())
def test_every_code_is_read_with_any_gaps_and_capitals(
    parts: tuple[list[str], str], gaps: list[str], in_capitals: bool
) -> None:
    words, digits = parts
    code = "-".join([*words, digits])
    typed = "".join(chain.from_iterable(zip(words, gaps, strict=True))) + digits
    assert normalise_code(typed.upper() if in_capitals else typed) == code
    assert normalise_code(code) == code


@given(PARTS, st.data())
def test_one_slip_in_a_word_never_gives_somebody_elses_code(
    parts: tuple[list[str], str], data: st.DataObject
) -> None:
    words, digits = parts
    place = data.draw(st.integers(0, 2))
    slipped = data.draw(st.sampled_from(sorted(one_slip_away(words[place]))))
    assume(slipped.isalpha())
    typed = [*words[:place], slipped, *words[place + 1 :], digits]
    read = normalise_code("-".join(typed))
    assert read is None or read.split("-")[:3] != words


@given(st.text(max_size=80))
def test_any_typing_gives_a_code_in_its_one_form_or_none(typed: str) -> None:
    code = normalise_code(typed)
    assert code is None or normalise_code(code) == code
