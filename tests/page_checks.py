"""What every answer of the portal must keep to, whatever page it is.

Values in, complaints out: each function returns sentences that say what to put right.
"""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "",
}
UNNAMED_INPUTS = frozenset({"hidden", "submit", "button", "image", "reset"})
UNSAFE_SOURCES = ("unsafe-inline", "unsafe-eval", "*")


class Tree:
    """Parsed HTML in which an element can be asked for its parent and its words."""

    def __init__(self, root: Element, errors: list[str]) -> None:
        self.root = root
        self.errors = errors
        self._parents = {child: parent for parent in elements(root) for child in parent}

    def above(self, element: Element) -> Iterator[Element]:
        """Return what an element stands in, the innermost first."""
        while (parent := self._parents.get(element)) is not None:
            yield parent
            element = parent

    def inside(self, element: Element, tag: str) -> Element | None:
        """Return the innermost element of this tag that another stands in."""
        return next((each for each in self.above(element) if each.tag == tag), None)

    def all(self, *tags: str) -> list[Element]:
        """Return every element with one of the tags, in the order of the page."""
        return [each for each in elements(self.root) if each.tag in tags]

    def by_id(self, name: str) -> Element | None:
        """Return the element with an id."""
        return next((each for each in elements(self.root) if each.get("id") == name), None)


def parse_page(html: str) -> Tree:
    """Parse a whole page, keeping what the parser complains of."""
    return _parse(html, whole=True)


def parse_part(html: str) -> Tree:
    """Parse a part of a page."""
    return _parse(html, whole=False)


def _parse(html: str, *, whole: bool) -> Tree:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html) if whole else parser.parseFragment(html)
    lines = html.splitlines()
    errors = [
        f"HTML is wrong at line {line}: {code} {about or ''} near: {lines[line - 1].strip()[:120]}"
        for (line, _column), code, about in parser.errors
        if 0 < line <= len(lines)
    ]
    return Tree(root, errors)


def elements(root: Element) -> Iterator[Element]:
    """Return every element below and with a root; comments are none."""
    return (each for each in root.iter() if _is_element(each))


def _is_element(node: Element) -> bool:
    tag: object = node.tag  # of a comment it is a function
    return isinstance(tag, str)


def words_in(element: Element, *, with_hidden: bool = True) -> str:
    """Return the words of an element as a person reads them, with single spaces."""
    return " ".join("".join(_pieces(element, with_hidden)).split())


def _pieces(element: Element, with_hidden: bool) -> Iterator[str]:
    if not _is_element(element) or element.tag in {"script", "style", "template"}:
        return
    if not with_hidden and "visually-hidden" in (element.get("class") or ""):
        return
    yield element.text or ""
    for child in element:
        # Words of two blocks are two words; those of two spans in a line may be one.
        yield from [" "] if child.tag not in {"span", "b", "strong", "em", "i"} else []
        yield from _pieces(child, with_hidden)
        yield from [" "] if child.tag not in {"span", "b", "strong", "em", "i"} else []
        yield child.tail or ""


def complaints_about_page(tree: Tree, *, is_signed_in: bool) -> list[str]:
    """Return what is wrong with a whole page."""
    headings = [words_in(each) for each in tree.all("h1")]
    title = next((words_in(each) for each in tree.all("title")), "")
    wrong = []
    if len(headings) != 1 or not headings[0]:
        wrong.append(f"A page has exactly one h1 with words; here: {headings}.")
    if not title:
        wrong.append("A page has a title: fill {% block title %}.")
    if not tree.root.get("lang"):
        wrong.append("The html element says the language: lang.")
    return wrong + complaints_about_any(tree, is_signed_in=is_signed_in) + _links_inside(tree)


def complaints_about_part(tree: Tree, *, is_signed_in: bool) -> list[str]:
    """Return what is wrong with a part that htmx puts into a page."""
    roots = list(tree.root)
    wrong = []
    if not roots or not all(each.get("id") for each in roots):
        wrong.append(f"A part has a root with an id; here: {[each.tag for each in roots]}.")
    if (tree.root.text or "").strip() or any((each.tail or "").strip() for each in roots):
        wrong.append("A part has no words outside its root.")
    return wrong + complaints_about_any(tree, is_signed_in=is_signed_in)


def complaints_about_any(tree: Tree, *, is_signed_in: bool) -> list[str]:
    """Return what is wrong with a page or a part."""
    return [
        *tree.errors,
        *_ids(tree),
        *_labels(tree),
        *_forms(tree, is_signed_in=is_signed_in),
        *_inline(tree),
        *_without_scripts(tree),
    ]


def _ids(tree: Tree) -> list[str]:
    counts = Counter(each.get("id") for each in elements(tree.root) if each.get("id") is not None)
    return [
        f'The id "{name}" stands {n} times; ids are unique.' for name, n in counts.items() if n > 1
    ]


def _labels(tree: Tree) -> list[str]:
    labelled = {each.get("for") for each in tree.all("label") if words_in(each)}
    wrong = []
    for field in tree.all("input", "select", "textarea"):
        if field.tag == "input" and (field.get("type") or "text") in UNNAMED_INPUTS:
            continue
        wrapped = tree.inside(field, "label")
        has_name = (
            (field.get("id") in labelled)
            or (wrapped is not None and bool(words_in(wrapped)))
            or bool((field.get("aria-label") or "").strip())
            or tree.by_id((field.get("aria-labelledby") or " ").split(" ")[0]) is not None
        )
        if not has_name:
            wrong.append(f'The field "{field.get("name")}" has no label: <label for="its id">.')
    wrong += [
        f"A button has no words: {button.attrib}." for button in tree.all("button")
        if not words_in(button) and not button.get("aria-label")
    ]  # fmt: skip
    return wrong


def _forms(tree: Tree, *, is_signed_in: bool) -> list[str]:
    wrong = []
    for form in tree.all("form"):
        action, method = form.get("action"), (form.get("method") or "").lower()
        if not action or method not in {"get", "post"}:
            wrong.append(f"A form says action and method: {form.attrib}.")
        tokens = [
            field.get("value") for field in form.iter("input") if field.get("name") == "csrf_token"
        ]
        if method == "post" and is_signed_in and not any(tokens):
            wrong.append(
                f'The form to {action} has no token: put "{{{{ csrf_field() }}}}" into it.'
            )
        if tokens and (method == "get" or not is_signed_in):
            wrong.append(f"The form to {action} shows a token, and should not.")
    return wrong


def _inline(tree: Tree) -> list[str]:
    wrong = []
    for each in elements(tree.root):
        if each.tag == "style":
            wrong.append("There is a <style> in the page; styles stand in static/css.")
        if each.tag == "script" and ((each.text or "").strip() or not each.get("src")):
            wrong.append("There is a script in the page; scripts stand in static/js.")
        for name, value in each.attrib.items():
            is_code = name == "style" or name.startswith(("on", "hx-on"))
            if is_code or value.strip().lower().startswith("javascript:"):
                wrong.append(f'<{each.tag} {name}="{value[:60]}"> is refused by the browser here.')
    return wrong


def _without_scripts(tree: Tree) -> list[str]:
    """Whatever htmx does on press must also happen without it."""
    wrong = []
    for each in elements(tree.root):
        for name in ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"):
            address = each.get(name)
            if address is None:
                continue
            form = each if each.tag == "form" else tree.inside(each, "form")
            plain = {
                "hx-get": [each.get("href"), *(_target(form) if _method(form) == "get" else [])],
                "hx-post": _target(form) if _method(form) == "post" else [],
            }.get(name, [])
            if (address or "").split("?")[0] not in {(to or "").split("?")[0] for to in plain}:
                wrong.append(
                    f'{name}="{address}" has no plain twin: put it on a link with the same href, '
                    "or in a form with the same action and method."
                )
    return wrong


def _method(form: Element | None) -> str:
    return "" if form is None else (form.get("method") or "get").lower()


def _target(form: Element | None) -> list[str | None]:
    return [] if form is None else [form.get("action")]


def _links_inside(tree: Tree) -> list[str]:
    names = {each.get("id") for each in elements(tree.root)}
    return [
        f'The link "{words_in(each)}" leads to #{target}, which is not on the page.'
        for each in tree.all("a")
        if (each.get("href") or "").startswith("#")
        and (target := (each.get("href") or "")[1:]) not in names
    ]


def complaints_about_headers(response: TestResponse) -> list[str]:
    """Return what is missing from the headers of any answer."""
    headers = response.headers
    wrong = [
        f"The answer lacks the header {name}: {begin}"
        for name, begin in SECURITY_HEADERS.items()
        if not headers.get(name) or not headers[name].startswith(begin)
    ]
    policy = headers.get("Content-Security-Policy", "").replace(";", " ").replace("'", " ").split()
    wrong += [f"The policy allows {each}." for each in UNSAFE_SOURCES if each in policy]
    is_kept_for_all = "immutable" in headers.get("Cache-Control", "")
    is_form_answer = response.request.method not in {"GET", "HEAD"}  # never shared anyway
    varies = "Cookie" in headers.get("Vary", "")
    if not (varies or is_kept_for_all or is_form_answer):
        wrong.append("The answer lacks Vary: Cookie.")
    if response.request.method == "GET" and "Cookie" not in response.request.headers:
        if "Set-Cookie" in headers:
            wrong.append("A GET gave a cookie to somebody who had none.")
    elif headers.get("Cache-Control", "").startswith("no-cache"):
        wrong.append("A page for one person may be kept: Cache-Control must be private, no-store.")
    return wrong
