"""The one place where staff's Markdown becomes HTML: rendered and cleaned once, when it is written.

Store the source, the HTML and `RULES_VERSION`; pages show the stored HTML and never call this.
Raise `RULES_VERSION` whenever a rule here changes, so that stored pages are made again.
"""

from collections.abc import Iterator

from bleach.sanitizer import Cleaner
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

RULES_VERSION = 1
LONGEST_SOURCE = 12_000
DEEPEST_NESTING = 12

TAGS = frozenset(
    {"p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "hr"}
)
PROTOCOLS = frozenset({"https", "mailto"})
RELATION = "nofollow noopener"

_READS_EITHER_WAY = frozenset({"p", "h2", "h3", "h4", "li", "blockquote"})


class SourceTooLong(ValueError):
    """More Markdown than one page holds; the message says so to the person who wrote it."""


def render_rich(source: str) -> str:
    """Return clean HTML for Markdown. Call it when the text is written, never on a page view."""
    if len(source) > LONGEST_SOURCE:
        raise SourceTooLong(
            f"This text is longer than {LONGEST_SOURCE:,} characters. Make it shorter, or split it."
        )
    # A cleaner keeps its parser's state, so each text gets its own: two threads may render at once.
    cleaner = Cleaner(
        tags=TAGS,
        attributes=_may_carry,
        protocols=PROTOCOLS,
        strip=True,
        strip_comments=True,
    )
    rendered: str = _MARKDOWN.render(source)
    return cleaner.clean(rendered).strip()


def stored_html(html: str) -> Markup:
    """Mark HTML that `render_rich` made as ready for the page."""
    return Markup(html)


def _may_carry(tag: str, name: str, value: str) -> bool:
    """Tell the cleaner which attributes stay: those that `_our_rules` sets, with those values."""
    if name == "dir":
        return tag in _READS_EITHER_WAY and value == "auto"
    if tag != "a":
        return False
    return value == RELATION if name == "rel" else name == "href" and _may_lead_there(value)


def _may_lead_there(address: str) -> bool:
    """Allow https and mailto, and pages of this portal: one slash, never two."""
    begins = address.strip().casefold()
    if begins.startswith(("https://", "mailto:")):
        return True
    return begins.startswith("/") and begins[1:2] not in {"/", "\\"} and begins.isprintable()


def _our_rules(state: StateCore) -> None:
    """Begin headings at h2 below the page's own h1, and set what blocks and links carry."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}"
        if token.nesting == 1 and token.tag in _READS_EITHER_WAY:
            token.attrSet("dir", "auto")
        if token.children:
            token.children = list(_with_allowed_links(token.children))


def _with_allowed_links(tokens: list[Token]) -> Iterator[Token]:
    """Give the tokens; a link that may not lead where it points becomes its words."""
    is_allowed = True
    for token in tokens:
        if token.type == "link_open":
            is_allowed = _may_lead_there(str(token.attrGet("href")))
            token.attrSet("rel", RELATION)
        if is_allowed or token.type not in {"link_open", "link_close"}:
            yield token


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST_NESTING})
    markdown.disable(["image", "html_block", "html_inline", "code", "fence", "backticks"])
    markdown.core.ruler.push("our_rules", _our_rules)
    return markdown


_MARKDOWN = _markdown()
