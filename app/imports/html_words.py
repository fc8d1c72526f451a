"""Plain text from HTML that a source kept: paragraphs and line breaks stay, tags go.

The outcome is words like any others: they are escaped when they are shown, so nothing here is a
matter of safety. Python's own parser is used; it reads broken HTML without ever failing.
"""

import re
from html import unescape
from html.parser import HTMLParser

_TAG = re.compile(r"<[a-zA-Z/!?]")
# Python's parser gives up on some of these, so they are taken out first.
_DECLARATION = re.compile(r"<!(?!--)[^<>]{0,200}>")
_DECLARATION_BEGINS = re.compile(r"<!(?!--)")
_NAMED_SIGN = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_SPACES_AROUND_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_MANY_LINE_ENDS = re.compile(r"\n{3,}")

PARAGRAPHS = frozenset(
    {
        "p", "div", "ul", "ol", "dl", "blockquote", "pre", "table", "section", "article",
        "header", "footer", "figure", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
    }
)  # fmt: skip
LINES = frozenset({"br", "li", "tr", "dt", "dd"})
CELLS = frozenset({"td", "th"})
LIST_MARK = "\n- "
UNREAD = frozenset({"script", "style"})
LEADING_AWAY = ("https://", "http://", "mailto:")


def words_from_html(html: str) -> str:
    """Return the words of a text in HTML; one without tags keeps its own line breaks."""
    if not _TAG.search(html):
        return _NAMED_SIGN.sub(lambda found: unescape(found[0]), html)
    reader = _Reader()
    reader.feed(_DECLARATION_BEGINS.sub("&lt;!", _DECLARATION.sub("", html)))
    reader.close()
    words = _SPACES_AROUND_LINE_END.sub("\n", "".join(reader.parts))
    return _MANY_LINE_ENDS.sub("\n\n", words).strip()


class _Reader(HTMLParser):
    """Collects text; inside it any run of spaces is one space, as a browser shows it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread = 0
        self._addresses: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self._unread += 1
        elif tag in PARAGRAPHS:
            if self.parts[-1:] != [LIST_MARK]:
                self.parts.append("\n\n")
        elif tag in LINES:
            self.parts.append(LIST_MARK if tag == "li" else "\n")
        elif tag in CELLS:
            self.parts.append(" ")
        elif tag == "a":
            self._addresses.append((dict(attrs).get("href") or "", len(self.parts)))

    def handle_endtag(self, tag: str) -> None:
        if tag in UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag in PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag == "a" and self._addresses:
            self._keep_address(*self._addresses.pop())

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        data = _SPACES.sub(" ", data)
        if not self.parts or self.parts[-1].endswith(("\n", " ")):
            data = data.lstrip(" ")
        if data:
            self.parts.append(data)

    def _keep_address(self, address: str, begin: int) -> None:
        """Put where a link leads after its words, unless the words are the address."""
        address = address.strip()
        said = "".join(self.parts[begin:])
        if address.startswith(LEADING_AWAY) and address.rstrip("/") not in said:
            self.parts.append(f" ({address})")
