import re
import time
import unicodedata
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.foundation.text.direction import CONTROLS, closed
from app.foundation.text.plain import (
    LONGEST_TITLE,
    UnreadableWords,
    clean_words,
    one_line,
    paragraphs,
    says_something,
    sentence_excerpt,
    title_from,
)

HUNDRED_KB = 100_000
MOST_SECONDS = 0.2
# Written as numbers, so that no editor or reader of this file is turned round by them.
TURN_LEFT, END_TURN = "\u202e", "\u202c"
ISOLATE, END_ISOLATE = "\u2067", "\u2069"

storable = st.text(
    st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("\n\t"), max_size=200
)
awkward = st.text(
    st.sampled_from(list("<>&\"'/:.@ \n\tahtps()[]`*_é\u0301\u200d" + CONTROLS)), max_size=120
)


class Seen(HTMLParser):
    """What a browser would make of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(str(html))  # Markup would escape what the parser takes out of it
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def links(self) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == "a"]


def without_space_and_controls(words: str) -> str:
    return re.sub(rf"[\s{CONTROLS}]", "", words)


# Storing


def test_words_are_kept_as_typed_but_for_line_ends_and_outer_space() -> None:
    assert clean_words("  The bus\r\nis late.\rAgain \n\n") == "The bus\nis late.\nAgain"


def test_letters_typed_in_two_ways_are_stored_in_one() -> None:
    assert clean_words("cafe\u0301") == clean_words("caf\u00e9") == "caf\u00e9"


@pytest.mark.parametrize("sign", [chr(code) for code in range(32) if chr(code) not in "\n\t\r"])
def test_a_hidden_control_character_is_refused_with_a_sentence(sign: str) -> None:
    with pytest.raises(UnreadableWords, match=r"hidden character.*\."):
        clean_words(f"a{sign}b")


@pytest.mark.parametrize("broken", [chr(0xD800), f"a{chr(0xDFFF)}b", chr(0xDC80)])
def test_half_a_character_is_refused_with_a_sentence(broken: str) -> None:
    with pytest.raises(UnreadableWords, match=r"broken.*\."):
        clean_words(broken)


def test_a_control_character_at_the_edge_is_refused_and_not_trimmed() -> None:
    with pytest.raises(UnreadableWords):
        clean_words("words\x1f")


@pytest.mark.parametrize(
    "words",
    [
        "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 and \U0001f1f5\U0001f1f1",
        "\u0645\u0631\u062d\u0628\u0627 and English",
        f"a {TURN_LEFT}b{END_TURN} {ISOLATE}c{END_ISOLATE}",
        "tabs\tstay\nand lines",
        "Gàidhlig, Łódź, اردو, 日本語",
    ],
)
def test_emoji_other_scripts_and_direction_controls_are_stored_unchanged(words: str) -> None:
    assert clean_words(words) == words


@given(storable)
def test_cleaning_gives_the_composed_form_and_doing_it_twice_changes_nothing(raw: str) -> None:
    cleaned = clean_words(raw)
    assert cleaned == unicodedata.normalize("NFC", raw.replace("\r", "\n")).strip()
    assert clean_words(cleaned) == cleaned


MARKS = "ae\u03b1가각\u1100\u1161か\u3099\u0301\u0323\u0327\u0344\u0345\u034f\u0f71\u0f73\u0f81ậ"


@given(st.text(st.sampled_from(MARKS), max_size=40))
def test_marks_in_any_order_are_composed_as_unicode_says(raw: str) -> None:
    assert clean_words(raw) == unicodedata.normalize("NFC", raw)


@given(st.text(max_size=60))
def test_any_input_is_either_storable_as_utf_8_or_refused(raw: str) -> None:
    try:
        stored = clean_words(raw)
    except UnreadableWords:
        return
    assert stored.encode("utf-8").decode("utf-8") == stored
    assert "\x00" not in stored


# Showing


def test_a_blank_line_begins_a_paragraph_and_a_line_end_a_new_line() -> None:
    assert paragraphs("One\ntwo\n \nthree") == (
        '<p dir="auto">One<br>\ntwo</p>\n<p dir="auto">three</p>'
    )


def test_nothing_typed_shows_nothing() -> None:
    assert paragraphs("") == paragraphs(" \n\n ") == ""


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        (
            '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;'
            '&lt;img src=1 onerror=alert(1)&gt;">'
        ),
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        '<form action="https://evil.example"><input>',
        '<a style="x" href="https://evil.example">x</a>',
        '<iframe srcdoc="<script>1</script>">',
        'https://a.example/"onmouseover="alert(1)',
        "https://a.example/'><img/src=x>",
        "http://a.example/&quot;onload=x",
    ],
)
def test_markup_is_shown_as_it_was_typed_and_never_obeyed(attack: str) -> None:
    for shown in (paragraphs(attack), one_line(attack)):
        seen = Seen(shown)
        assert {tag for tag, _ in seen.tags} <= {"p", "br", "a", "bdi"}
        assert all(set(given) <= {"href", "rel", "dir"} for _, given in seen.tags)
        assert without_space_and_controls(seen.words) == without_space_and_controls(attack)


@pytest.mark.parametrize("literal", ["{{config}}", "%(x)s", "{0.__class__}", "${7*7}", "{% x %}"])
def test_signs_of_template_languages_are_only_words(literal: str) -> None:
    assert Seen(paragraphs(literal)).words == literal
    assert Seen(one_line(literal)).words == literal


@given(storable | awkward)
def test_whatever_was_typed_is_read_back_from_the_page(raw: str) -> None:
    words = clean_words(raw)
    for shown in (paragraphs(words), one_line(words)):
        seen = Seen(shown)
        assert without_space_and_controls(seen.words) == without_space_and_controls(words)
        assert {tag for tag, _ in seen.tags} <= {"p", "br", "a", "bdi"}
        assert all(str(link["href"]).lower().startswith("http") for link in seen.links())


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("See https://example.org/a?b=1&c=2.", "https://example.org/a?b=1&c=2"),
        ("(http://example.org)", "http://example.org"),
        ("https://example.org/wiki/Brae_(hill), and", "https://example.org/wiki/Brae_(hill)"),
        ("<https://example.org>", "https://example.org"),
        ("HTTPS://EXAMPLE.ORG/X!", "HTTPS://EXAMPLE.ORG/X"),
    ],
)
def test_an_address_becomes_a_link_that_shows_itself(typed: str, address: str) -> None:
    (link,) = Seen(paragraphs(typed)).links()
    assert link == {"href": address, "rel": "nofollow ugc noopener", "dir": "ltr"}
    assert f">{address}</a>" in unescape(paragraphs(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "[x](javascript:alert(1))",
        "data:text/html,x",
        "java&#x73;cript:alert(1)",
        "//evil.example",
        "https://",
        "http://[::1",
        "https://bank.example@evil.example/",
        "ftp://example.org",
        "www.example.org",
    ],
)
def test_what_is_no_plain_web_address_stays_words(typed: str) -> None:
    assert Seen(paragraphs(typed)).links() == []


def test_markdown_means_nothing_in_what_the_public_writes() -> None:
    assert paragraphs("*a* [b](c) # d") == '<p dir="auto">*a* [b](c) # d</p>'


def test_a_link_ends_where_hidden_characters_begin() -> None:
    (link,) = Seen(paragraphs(f"https://example.org/{TURN_LEFT}gpj.exe")).links()
    assert link["href"] == "https://example.org/"


def test_a_paragraph_closes_the_directions_it_opened() -> None:
    shown = paragraphs(f"a {ISOLATE}b {TURN_LEFT}c\n\nnext")
    assert f"c{END_TURN}{END_ISOLATE}</p>" in shown
    assert shown.endswith('<p dir="auto">next</p>')


def test_a_title_cannot_end_the_isolation_of_the_page() -> None:
    assert one_line(f"a{END_ISOLATE}b\n{TURN_LEFT}c") == f"<bdi>ab {TURN_LEFT}c{END_TURN}</bdi>"


@given(st.text(st.sampled_from(CONTROLS + "a"), max_size=30))
def test_directions_are_balanced_and_balancing_twice_changes_nothing(words: str) -> None:
    balanced = closed(words)
    openers = sum(balanced.count(sign) for sign in "\u202a\u202b\u202d\u202e")
    isolates = sum(balanced.count(sign) for sign in "\u2066\u2067\u2068")
    assert balanced.count(END_ISOLATE) == isolates
    assert balanced.count(END_TURN) <= openers
    assert closed(balanced) == balanced
    assert balanced.replace(END_TURN, "").replace(END_ISOLATE, "") == words.replace(
        END_TURN, ""
    ).replace(END_ISOLATE, "")


ODD = {
    "one long word": "a" * HUNDRED_KB + "!",
    "square brackets": "[" * HUNDRED_KB,
    "round brackets": "(" * HUNDRED_KB,
    "ten thousand links": "http://a.b " * 9_091,
    "a link and brackets": "http://a.b/" + ")" * HUNDRED_KB,
    "schemes without end": "http://" * 14_286,
    "empty lines": " \n" * (HUNDRED_KB // 2),
    "open directions": ISOLATE * HUNDRED_KB,
    "closed directions": END_ISOLATE * HUNDRED_KB,
    "nested directions": (ISOLATE + TURN_LEFT) * 25_000 + END_ISOLATE * 50_000,
    "full stops": "." * HUNDRED_KB,
    "marks on one letter": "e" + "\u0301\u0323" * (HUNDRED_KB // 2),
    "marks that come apart": "\u0f73" * HUNDRED_KB,
    "spaces": "a" + " " * HUNDRED_KB + "b",
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("work", [clean_words, paragraphs, one_line, title_from, sentence_excerpt])
def test_odd_input_costs_no_more_than_plain_input(work, name: str) -> None:  # type: ignore[no-untyped-def]
    best = MOST_SECONDS + 1
    for _ in range(3):  # a busy machine may spoil one measurement, hardly three
        begun = time.process_time()
        work(ODD[name])
        best = min(best, time.process_time() - begun)
        if best < MOST_SECONDS:
            break
    assert best < MOST_SECONDS


# Titles and excerpts


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("The bus is late. It never comes.", "The bus is late."),
        ("Why is it shut?\nI asked.", "Why is it shut?"),
        ("No full stop", "No full stop"),
        ("First line\nsecond line", "First line"),
        ("Mr. Smith closed it. Then he left.", "Mr. Smith closed it."),
        ("1. Fix the swings. 2. Then the slide.", "1. Fix the swings."),
        ("It shuts at 5. That is early.", "It shuts at 5."),
        ("... and nobody came. So", "... and nobody came."),
        ("\u0646\u0635\u061f \u062b\u0645", "\u0646\u0635\u061f"),
        ("   ", ""),
    ],
)
def test_a_title_left_blank_is_the_first_sentence_unchanged(words: str, title: str) -> None:
    assert title_from(words) == title


def test_a_long_first_sentence_is_cut_at_the_end_of_a_word() -> None:
    sentence = "There is nowhere warm to go with a baby " * 4
    title = title_from(sentence)
    assert len(title) <= LONGEST_TITLE
    assert title.endswith("…")
    assert sentence.startswith(title[:-1] + " ")


def test_a_cut_never_takes_a_mark_from_its_letter_or_an_emoji_apart() -> None:
    family = "\U0001f469\u200d\U0001f467"
    for shift in range(4):
        title = title_from("x" * shift + family * 60)
        assert title[:-1].removeprefix("x" * shift) == family * ((len(title) - 1 - shift) // 3)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", False), (".", False), ("?! – …", False), ("\u200b\u200d\ufeff", False),
        ("\u3164\u2800", False), ("\u0301", False), (" \n", False),
        ("a", True), ("5", True), ("🚌", True), ("... ok", True), ("公", True),
    ],
)  # fmt: skip
def test_dots_and_unseen_signs_say_nothing(words: str, says: bool) -> None:
    assert says_something(words) is says


def test_a_title_is_one_line_even_after_a_line_of_dots() -> None:
    assert title_from("...\nThe bus is late. It was so before.") == "... The bus is late."


@given(storable)
def test_a_title_fits_and_is_the_beginning_of_the_words(raw: str) -> None:
    words = clean_words(raw)
    title = title_from(words)
    assert len(title) <= LONGEST_TITLE
    assert "\n" not in title
    assert words.replace("\n", " ").startswith((title, title.removesuffix("…")))
    assert bool(title) == bool(words)


def test_an_excerpt_keeps_whole_sentences_where_they_fill_half_of_it() -> None:
    words = "The hall is cold. The door sticks. Nobody has the key since the summer."
    assert sentence_excerpt(words, 45) == "The hall is cold. The door sticks. …"
    assert sentence_excerpt(words, 16) == "The hall is…"
    assert sentence_excerpt(words, 200) == words


def test_an_excerpt_is_one_line() -> None:
    assert sentence_excerpt("One\ntwo\n\nthree", 100) == "One two three"


@given(storable, st.integers(10, 120))
def test_an_excerpt_is_never_longer_than_asked(raw: str, length: int) -> None:
    words = clean_words(raw)
    assume(words)
    assert 0 < len(sentence_excerpt(words, length)) <= length


@settings(max_examples=30)
@given(awkward)
def test_paragraphs_have_as_many_closing_tags_as_opening_ones(words: str) -> None:
    shown = paragraphs(words)
    for tag in ("p", "a"):
        assert shown.count(f"<{tag} ") == shown.count(f"</{tag}>")
