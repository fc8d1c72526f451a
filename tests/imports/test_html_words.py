import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.html_words import words_from_html


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One<br>two<br/>three</p>", "One\ntwo\nthree"),
        ("<p>One,\n   two</p>\n\n<p>three</p>", "One, two\n\nthree"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>after", "- a\n- b\n\nafter"),
        ("<ol><li><p>a</p></li><li><p>b</p></li></ol>", "- a\n\n- b"),
        ("<p>Bold <strong>and</strong> <em>soft</em>.</p>", "Bold and soft."),
        ("R&amp;D caf&eacute; &lt;b&gt; &#8364;5", "R&D café <b> €5"),
        ("<p>caf&eacute; &lt;script&gt;</p>", "café <script>"),
        ("<p>Hi</p><script>alert(1)</script><style>p{}</style>", "Hi"),
        ('<a href="https://a.example/x">here</a>', "here (https://a.example/x)"),
        ('<a href="https://a.example/">https://a.example</a>', "https://a.example"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("<p>&nbsp;</p><p>One</p>", "One"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
    ],
)
def test_tags_go_and_paragraphs_and_line_breaks_stay(html: str, words: str) -> None:
    assert words_from_html(html) == words


@pytest.mark.parametrize(
    "text", ["one\ntwo\n\nthree", "5 < 6 and 7 > 6", "I <3 it", "AT&T and R&D", "  a  b  "]
)
def test_a_text_without_tags_stays_as_it_is(text: str) -> None:
    assert words_from_html(text) == text


@pytest.mark.parametrize("broken", ["<p>open", "a</p></div>b", "<p <b>x", "one <!-- two", "a <b"])
def test_broken_html_keeps_what_comes_before_it(broken: str) -> None:
    words = words_from_html(f"<p>Kept.</p>{broken}")
    assert words.startswith("Kept.")


@settings(deadline=None)
@given(st.text(st.sampled_from("<>!-[]/?&;=\"' #xpbA1\n"), max_size=40))
def test_no_text_at_all_stops_the_reader(text: str) -> None:
    words_from_html(f"<p>{text}")


@pytest.mark.parametrize("piece", ["<p>", "<", "<!--", "&amp", "</", "<a href='x'>", "<![", "<!"])
def test_a_hostile_text_does_not_hold_the_machine_up(piece: str) -> None:
    begin = time.process_time()
    words_from_html("<p>" + piece * (50_000 // len(piece)))
    assert time.process_time() - begin < 2
