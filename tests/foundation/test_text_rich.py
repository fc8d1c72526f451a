import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from app.foundation.text.rich import (
    LONGEST_SOURCE,
    RULES_VERSION,
    TAGS,
    SourceTooLong,
    render_rich,
    stored_html,
)

TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
PLAIN_ATTRIBUTES = re.compile(
    r'( href="(https://|mailto:|/(?!/))[^"<>]*"| rel="nofollow noopener"| dir="auto")*'
)


def test_staff_can_write_headings_lists_links_and_stress() -> None:
    html = render_rich(
        "# Plan\n\n**Bold** and *soft*\n\n- one\n- two\n\n[Act](https://example.org)"
    )
    assert html == (
        '<h2 dir="auto">Plan</h2>\n'
        '<p dir="auto"><strong>Bold</strong> and <em>soft</em></p>\n'
        '<ul>\n<li dir="auto">one</li>\n<li dir="auto">two</li>\n</ul>\n'
        '<p dir="auto"><a href="https://example.org" rel="nofollow noopener">Act</a></p>'
    )


def test_headings_begin_below_the_heading_of_the_page() -> None:
    assert re.findall(r"<h\d", render_rich("# a\n\n## b\n\n### c\n\n###### d")) == [
        "<h2",
        "<h3",
        "<h4",
        "<h4",
    ]


@pytest.mark.parametrize(
    "source",
    ["[a](/plan/a-0001)", "[a](https://example.org)", "[a](mailto:us@example.org)"],
)
def test_links_lead_to_safe_places_and_carry_their_relation(source: str) -> None:
    assert 'rel="nofollow noopener">a</a>' in render_rich(source)


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#x73;cript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "[x](//evil.example)",
        "[x](http://plain.example)",
        "[x](ftp://example.org)",
        "[x](page.html)",
        "[x](#csrf)",
        "[r]\n\n[r]: java&#x73;cript:alert(1)",
        "<javascript:alert(1)>",
        "<http://plain.example>",
    ],
)
def test_links_to_anywhere_else_become_words(source: str) -> None:
    assert "<a" not in render_rich(source)


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        (
            '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;'
            '&lt;img src=1 onerror=alert(1)&gt;">'
        ),
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        "<form action=https://evil.example>",
        '<a style="x" hx-post="/x" onclick=x>t</a>',
        "<iframe srcdoc='<script>1</script>'></iframe>",
        '![pixel](https://evil.example/p.gif "x")',
        '[t](https://example.org "onmouseover=alert(1)")',
        '[t](https://example.org/"onmouseover=alert)',
        "<!-- comment -->",
        '<p id="csrf">x</p>',
    ],
)
def test_no_attack_leaves_more_than_the_short_list_of_tags(source: str) -> None:
    html = render_rich(source)
    for _, name, attributes in TAG.findall(html):
        assert name in TAGS
        assert PLAIN_ATTRIBUTES.fullmatch(attributes), attributes
    assert "<!--" not in html


def test_an_image_is_never_fetched() -> None:
    assert "<img" not in render_rich("![alt](https://evil.example/p.gif)")


def test_signs_of_template_languages_are_only_words() -> None:
    assert render_rich("{{config}} %(x)s") == '<p dir="auto">{{config}} %(x)s</p>'


def test_a_text_longer_than_a_page_is_refused_with_a_sentence() -> None:
    with pytest.raises(SourceTooLong, match="Make it shorter"):
        render_rich("a" * (LONGEST_SOURCE + 1))


@pytest.mark.parametrize("unit", ["> ", "*a_", "[", "<", "- ", "**a "])
def test_deep_nesting_ends_in_a_page_and_not_in_an_error(unit: str) -> None:
    html = render_rich(unit * (LONGEST_SOURCE // len(unit)))
    assert html.count("<blockquote") < 30
    assert html.count("<ul") < 30


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("<>&\"'[]()!*_#-`/:=\\ \nahrefscipt"), max_size=80))
def test_any_source_gives_only_our_tags_with_our_attributes(source: str) -> None:
    html = render_rich(source)
    for _, name, attributes in TAG.findall(html):
        assert name in TAGS
        assert PLAIN_ATTRIBUTES.fullmatch(attributes.rstrip(" /")), attributes
    assert html.count("<") == len(TAG.findall(html))


def test_stored_html_is_put_on_the_page_as_it_is() -> None:
    html = render_rich("**a**")
    assert isinstance(stored_html(html), Markup)
    assert stored_html(html) == html


def test_the_rules_have_a_version_to_store_beside_the_html() -> None:
    assert RULES_VERSION >= 1
