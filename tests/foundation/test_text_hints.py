import csv
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.text.hints import Hint, marked, personal_hints

REAL_DATA = Path(__file__).parents[3] / "shared" / "data"
KNOWN = frozenset(
    {
        "Glen Arrick",
        "Castle Braes",
        "Weavers\u2019 Green",
        "Pithead Men's Shed",
        "Braid Housing Association",
        "Netmakers",
    }
)


def found(words: str, known: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    return [(hint.kind, hint.text) for hint in personal_hints(words, known)]


def test_what_is_turned_round_on_the_screen_is_read_as_it_shows() -> None:
    turned = "\u202e321 009 00770\u202c"
    assert found(f"ring me on {turned}, please") == [("phone", "321 009 00770")]
    assert found("\u202eelpmaxe.liam@em\nnothing here") == [("email", "elpmaxe.liam@em")]
    assert found("a lamp \u202ewon tuo") == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Mr Smith never answers", "Mr Smith"),
        ("I asked mrs Hill about it", "mrs Hill"),
        ("Dr. A. Brown was kind", "Dr. A. Brown"),
        ("MR SMITH SAID NO", "MR SMITH"),
        ("Cllr Rennie came", "Cllr Rennie"),
        ("the nurse Sister Anwar", "Sister Anwar"),
        ("my neighbour Karen Lamb shouts", "Karen Lamb"),
        ("my neighbour Oyelaran shouts", "Oyelaran"),
        ("a boy called Jamie", "Jamie"),
        ("a boy called Oyelaran", "Oyelaran"),
        ("our son Ryan, who is 4", "Ryan"),
        ("My son, Kai, is 15", "Kai"),
        ("her name is Zofia", "Zofia"),
        ("I spoke with Aisha Khalid at the door", "Aisha Khalid"),
        ("it was McLeod O'Neil who said so", "McLeod O'Neil"),
        ("I asked Karen Hill for help", "Karen Hill"),
        ("Gavin's helper was late", "Gavin"),
        ("then Dawn at the desk said", "Dawn"),
    ],
)
def test_a_person_named_in_the_words_is_pointed_at(words: str, name: str) -> None:
    assert ("name", name) in found(words)


@pytest.mark.parametrize(
    "words",
    [
        "The last bus from the hospital leaves before visiting ends",
        "On Monday in March the NHS and Citizens Advice were shut",
        "We walk from Craig Street to George Square",
        "I called Victoria Hospital twice",
        "St Andrew's School is cold",
        "12 Bay Dr Kirkcaldy needs a light",
        "My daughter goes to Polish class on Saturday",
        "For my child. Amazing support from Scottish Water",
        "Miss the bus and you wait an hour",
        "Mend The Road At The Old Bank Now",
        "Increase Child Benefit and Universal Credit",
        "I am Disabled and my husband is Scottish",
        "My mum Is ill. The doctor I saw was good",
        "Katie's Kitchen is open",
        "Dawn is too early for the bus",
        "",
    ],
)
def test_places_days_bodies_and_sentence_starts_are_not_taken_for_people(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "We need a bus from Glen Arrick and Castle Braes",
        "I asked Weavers' Green neighbours and Pithead Men's Shed",
        "We met Braid Housing about it",
        "a place called Netmakers",
    ],
)
def test_names_of_places_and_bodies_that_are_known_are_left_alone(words: str) -> None:
    assert found(words, KNOWN) == []


def test_a_known_place_hides_no_person() -> None:
    assert found("In Glen Arrick Mr Glen said so", KNOWN) == [("name", "Mr Glen")]


def test_without_the_list_a_strange_place_may_be_taken_for_a_person() -> None:
    assert found("buses from Glenkirrin Braemuckle stop") == [("name", "Glenkirrin Braemuckle")]
    assert (
        found("buses from Glenkirrin Braemuckle stop", frozenset({"glenkirrin braemuckle"})) == []
    )


@pytest.mark.parametrize(
    "number",
    [
        "07700 900123",
        "07700900123",
        "07700 900 123",
        "+44 7700 900123",
        "+44 (0)131 496 0123",
        "0044 131 496 0123",
        "(0131) 496 0123",
        "0131-496-0123",
        "020 7946 0123",
        "01632 96001",
    ],
)
def test_a_telephone_number_is_pointed_at(number: str) -> None:
    assert found(f"Ring me on {number}, please") == [("phone", number)]


@pytest.mark.parametrize(
    "words",
    [
        "Ring 111 or 101",
        "the line is 0800 123 4567 or 0300 123 4567",
        "buses at 07.30 08.45 10.15",
        "on 01/02/2026 and 01-02-2026",
        "it cost £012345678901",
        "reference 01234567890123",
        "about 05 in 10",
    ],
)
def test_help_lines_times_dates_and_sums_are_not_telephone_numbers(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    "address", ["jean.b@example.org", "o'neil+bus@mail.example.co.uk", "a@b.scot"]
)
def test_an_e_mail_address_is_pointed_at(address: str) -> None:
    assert found(f"Write to {address}.") == [("email", address)]


def test_an_at_sign_alone_is_no_e_mail_address() -> None:
    assert found("meet @ the hall, 2@3, x@y") == []


@pytest.mark.parametrize(
    "code", ["FK10 1AA", "fk10 1aa", "FK101AA", "G1 1XQ", "SW1A 1AA", "KY1  2AB"]
)
def test_a_postcode_is_pointed_at(code: str) -> None:
    assert found(f"I live at {code} now") == [("postcode", code)]


@pytest.mark.parametrize(
    "words",
    ["the E4 2nd stop", "QQ1 1AA", "A9 3hr delay", "AB1 CDE", "form B12 3456", "ABFK10 1AA"],
)
def test_what_only_looks_like_a_postcode_is_let_go(words: str) -> None:
    assert found(words) == []


def test_a_hint_says_where_it_stands() -> None:
    (hint,) = personal_hints("Ask Mr Smith")
    assert hint == Hint(kind="name", start=4, end=12, text="Mr Smith")


def test_marked_words_are_escaped_and_the_hints_stand_out() -> None:
    words = "<b>Mr Smith</b>\n& 07700 900123"
    assert marked(words, personal_hints(words)) == (
        "&lt;b&gt;<mark>Mr Smith</mark>&lt;/b&gt;<br>\n&amp; <mark>07700 900123</mark>"
    )


def test_hints_that_overlap_or_lie_outside_mark_nothing_twice() -> None:
    hints = [
        Hint("name", 0, 3, "abc"),
        Hint("name", 2, 5, "cde"),
        Hint("name", 4, 99, "?"),
        Hint("name", -1, 2, "?"),
        Hint("name", 5, 5, ""),
    ]
    assert marked("abcdef", hints) == "<mark>abc</mark>def"


@given(st.text(max_size=120))
def test_hints_stand_in_order_apart_and_inside_the_words(words: str) -> None:
    end = 0
    for hint in personal_hints(words):
        assert end <= hint.start < hint.end <= len(words)
        assert words[hint.start : hint.end] == hint.text
        end = hint.end


pieces = st.sampled_from(
    [
        "Mr ",
        "Karen ",
        "my son ",
        "Hill",
        ". ",
        "called ",
        "a@b.org ",
        "0131 496 0123 ",
        "G1 1XQ",
        "I ",
    ]
)


@given(st.lists(pieces, max_size=12).map("".join))
def test_any_mixture_of_details_can_be_hinted_at_and_marked(words: str) -> None:
    shown = marked(words, personal_hints(words, KNOWN))
    assert shown.striptags().split() == words.split()


@pytest.mark.parametrize(
    "unit",
    ["a@", "a.", "+", "0 ", "00", "Aa ", "a'", "Mr ", "A ", "E1 ", " ", "a-", "Karen ", "0("],
)
def test_odd_words_as_long_as_a_need_may_be_cost_little(unit: str) -> None:
    words = unit * (5_000 // len(unit))
    begun = time.process_time()
    personal_hints(words, KNOWN)
    assert time.process_time() - begun < 0.2


def real_texts(name: str, column: str) -> Iterator[str]:
    path = REAL_DATA / name
    if not path.exists():
        pytest.skip("the real data is not beside the repository")
    with path.open(encoding="utf-8", newline="") as file:
        yield from (row[column] for row in csv.DictReader(file) if row[column])


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("feedback/nhs_friends_family_comments_phase1.csv", "feedback"),
        ("proposals/uk_petitions_2015_2017.csv", "Petition"),
        ("proposals/nyc_community_board_needs_fy2024.csv", "reason"),
    ],
)
def test_few_real_texts_are_pointed_at(name: str, column: str) -> None:
    texts = list(real_texts(name, column))
    pointed_at = sum(bool(personal_hints(text)) for text in texts)
    assert 0.005 < pointed_at / len(texts) < 0.05


def test_real_postcodes_are_pointed_at() -> None:
    codes = list(real_texts("geo/postcodes.csv", "postcode"))[::7]
    assert all(found(f"at {code}.") == [("postcode", code)] for code in codes)
