"""T37: names that look like others, and signs that nobody sees."""

import pytest

from app.foundation.text.lookalikes import (
    has_hidden_signs,
    look_of,
    mixes_alphabets,
    sounds_like_staff,
    sounds_official,
)


@pytest.mark.parametrize(
    "other",
    [
        "BRAIDVALE COUNCIL",
        "Braidvale  Council",
        "Braidvale-Council",
        "Braidvale Сouncil",  # noqa: RUF001 - a Cyrillic letter
        "Βraidvale Council",  # noqa: RUF001 - a Greek one
        "Braidvale Counci1",
        "Bráidvale Council",
        "Braid\u200bvale Council",
        "Ｂraidvale Council",  # noqa: RUF001 - a wide one
        "Braidvale Council\u202e",
    ],
)
def test_names_that_look_alike_have_one_look(other):
    assert look_of(other) == look_of("Braidvale Council")


@pytest.mark.parametrize("other", ["Braidvale Community Council", "Braidvale", "مجموعة", "教会"])
def test_other_names_have_other_looks(other):
    assert look_of(other)
    assert look_of(other) != look_of("Braidvale Council")


def test_the_letters_that_look_alike_are_paired_rightly():
    assert look_of("АВЕКМНОРСТУХ") == look_of("ABEKMHOPCTYX")  # noqa: RUF001
    assert look_of("аеорсух") == look_of("aeopcyx")  # noqa: RUF001
    assert look_of("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ") == look_of("ABEZHIKMNOPTYX")  # noqa: RUF001
    assert look_of("Modern") == look_of("Modem")


def test_a_name_of_signs_alone_has_no_look():
    assert look_of("?! …") == ""


@pytest.mark.parametrize("name", ["Shed\u202e", "Sh\u200bed", "\u2067Shed", "a" + "\u0301" * 50])
def test_hidden_signs_are_found(name):
    assert has_hidden_signs(name)


@pytest.mark.parametrize("name", ["Women’s group 🧶", "Àrd-sgoil Bhràigh", "教会", "Żółw"])
def test_plain_names_have_no_hidden_signs(name):
    assert not has_hidden_signs(name)


def test_two_alphabets_in_one_word_are_found():
    assert mixes_alphabets("Сouncil")  # noqa: RUF001
    assert not mixes_alphabets("Szkoła Школа")


def test_names_of_those_in_office_are_known_as_words():
    assert sounds_official("Braidvale Сouncil")  # noqa: RUF001
    assert sounds_official("NHS Forthlands")
    assert not sounds_official("Councillors' bowling club")
    assert sounds_like_staff("Priya (moderator)".replace("(", "").replace(")", ""))
    assert not sounds_like_staff("Sam from the Rows")
