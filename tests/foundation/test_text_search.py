import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.text.search import LONGEST_TERM, MOST_TERMS, fold, search_terms, telling_terms


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Łódź", "lodz"),
        ("CAFÉ", "cafe"),
        ("Gàidhlig", "gaidhlig"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("\ufb01sh", "fish"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_capitals_and_accents_make_no_difference(typed: str, found: str) -> None:
    assert fold(typed) == found


def test_the_small_words_of_english_and_scots_are_left_out() -> None:
    assert search_terms("The bus doesnae come tae the hospital on a Sunday!") == [
        "bus",
        "come",
        "hospital",
        "sunday",
    ]


def test_a_possessive_finds_the_word_itself() -> None:
    assert search_terms("Weavers\u2019 Green, the men's shed") == [
        "weavers",
        "green",
        "men",
        "shed",
    ]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [("no one", ["one"]), ("wee", ["wee"]), ("the", []), ("and of", []), ("now, then!", [])],
)
def test_where_only_small_words_were_typed_those_in_an_index_are_searched(typed, terms) -> None:
    assert search_terms(typed) == terms


def test_small_words_never_tell_what_a_text_is_about() -> None:
    assert telling_terms("no one") == []
    assert telling_terms("No one mends the ramps") == ["mends", "ramps"]


def test_a_number_stays_and_a_lone_letter_goes() -> None:
    assert search_terms("N-0142 ward 4") == ["0142", "ward", "4"]


def test_words_of_other_scripts_are_terms() -> None:
    assert search_terms("公交 مرحبا") == ["公交", "مرحبا"]


def test_each_term_comes_once_and_never_too_many() -> None:
    assert search_terms("bus Bus BUS") == ["bus"]
    assert len(search_terms(" ".join(f"word{number}" for number in range(50)))) == MOST_TERMS
    assert search_terms("red green blue", most=2) == ["red", "green"]


@given(st.text(max_size=200))
def test_terms_are_plain_whatever_was_typed(words: str) -> None:
    for term in search_terms(words):
        assert 0 < len(term) <= LONGEST_TERM
        assert not set(term) & set(" \"'*%_()-:\n\x00")


@given(st.text(max_size=60))
def test_folding_what_is_folded_changes_nothing(words: str) -> None:
    assert fold(fold(words)) == fold(words)
