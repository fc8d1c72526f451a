"""Finding a name, an e-mail or a phone number in words, and showing where it stands."""

import unicodedata

import pytest

from app.foundation.text.finding import LONGEST_EXCERPT, excerpt, one_form, telling_length, wanted


def marked(words, typed):
    parts = excerpt(words, wanted(typed))
    return None if parts is None else [text for text, is_marked in parts if is_marked]


@pytest.mark.parametrize(
    ("words", "typed", "found"),
    [
        ("My neighbour ZOË came", "zoe", "ZOË"),
        ("My neighbour Zoe came", "Zoë", "Zoe"),
        (unicodedata.normalize("NFD", "Zoë"), "zoe", unicodedata.normalize("NFD", "Zoë")),
        ("Mrs O\u2019Neil", "o'neil", "O\u2019Neil"),
        ("Anne\u2011Marie", "anne-marie", "Anne\u2011Marie"),
        ("Senga\n  Lawrie", "senga lawrie", "Senga\n  Lawrie"),
        ("Se\u200bnga", "senga", "Se\u200bnga"),
        ("Straße 5", "strasse", "Straße"),
        ("Łódź", "lodz", "Łódź"),
        ("ΣΟΦΙΑ", "σοφια", "ΣΟΦΙΑ"),
        ("我叫李明。", "李明", "李明"),
        ("write to GORDON@Post.example", "gordon@post.example", "GORDON@Post.example"),
        ("100% of _ them", "100%", "100%"),
    ],
)
def test_it_is_found_however_it_is_written(words, typed, found):
    assert marked(words, typed) == [found]


@pytest.mark.parametrize(
    "written",
    ["01324 960 123", "01324960123", "+44 1324 960123", "0044 (0)1324-960-123", "(01324) 960.123"],
)
@pytest.mark.parametrize("typed", ["01324 960123", "+44 (0)1324 960 123", "1324960123"])
def test_a_phone_number_is_found_however_it_is_spaced(written, typed):
    (found,) = marked(f"Ring {written} at night", typed)
    assert one_form(found).endswith("123")


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("Zo", "zoe"),
        ("100 of them", "100%"),
        ("abc", "a_c"),
        ("abc", "a.c"),
        ("Ring 01324 960124", "01324 960123"),
        ("", "zoe"),
    ],
)
def test_signs_of_searches_mean_only_themselves(words, typed):
    assert marked(words, typed) is None


def test_the_part_is_short_and_holds_what_was_found():
    words = "far " * 200 + "Senga lives by Senga Brown " + "away " * 200
    parts = excerpt(words, wanted("senga"))
    whole = "".join(text for text, _is_marked in parts)
    assert whole.startswith("…far ")
    assert whole.endswith("away…")
    assert len(whole) <= LONGEST_EXCERPT + 2
    assert [text for text, is_marked in parts if is_marked] == ["Senga", "Senga"]


def test_all_parts_together_are_the_words_as_written():
    words = "ﬁﬁ Straße ﬃ\n\nand Zoë"
    for typed in ("ifi", "fif", "sse", "ffi", "and zoe"):
        parts = excerpt(words, wanted(typed))
        assert "".join(text for text, _is_marked in parts) == words
    long = "x y " * 300
    assert marked(long, long.strip()) == [long.strip()]


def test_how_much_was_typed():
    lengths = {"ab": 2, "a b-": 2, "%%%%": 0, "abc": 3, "李明": 6}
    assert {each: telling_length(each) for each in lengths} == lengths
