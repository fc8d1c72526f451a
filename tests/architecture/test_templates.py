"""Rules 9 and 10: what stands in templates, read as text; pages as sent are checked elsewhere."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, meta

from tests.architecture.source import TEMPLATES, complain

TAG = re.compile(r"<(?P<tag>[a-z][a-z0-9]*)(?P<rest>(?:\{\{.*?\}\}|\{%.*?%\}|[^<>])*)>", re.DOTALL)
# A macro whose parts are kept between requests is given the token.
TOKEN = r"\{\{ (csrf_field\(\)|token) \}\}"
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)

FORBIDDEN = [
    (r"\|\s*safe\b", "Words become HTML only in app/foundation/text: use | paragraphs or | rich."),
    (r"\{%-?\s*autoescape", "Everything is escaped; leave that as it is."),
    (r"<style\b", "Styles stand in static/css."),
    (r"<script\b(?![^>]*\bsrc=)", "Scripts stand in static/js."),
    (r"<[^>]*\sstyle=", "The browser refuses style= here: use a class."),
    (r"<[^>]*\son[a-z]+=", "The browser refuses this here: a script in static/js listens instead."),
    (r"hx-on", "The browser refuses this here: a script in static/js listens instead."),
    (r"javascript:", "A link leads to a page."),
    (r"hx-(put|patch|delete)", "Forms know get and post, so that they work without scripts."),
]


def templates() -> dict[str, str]:
    return {
        file.relative_to(TEMPLATES).as_posix(): COMMENT.sub(_blank, file.read_text())
        for file in sorted(TEMPLATES.rglob("*.html"))
    }


def _blank(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")  # lines keep their numbers


@pytest.mark.parametrize(("pattern", "instead"), FORBIDDEN, ids=[each[0] for each in FORBIDDEN])
def test_what_no_template_holds(pattern, instead):
    complain(
        f"No template holds {pattern}. {instead}",
        [
            f"templates/{name}:{text[: found.start()].count(chr(10)) + 1}: {found[0][:60]}"
            for name, text in templates().items()
            for found in re.finditer(pattern, text)
        ],
    )


def test_every_template_can_be_read(unused_app):
    wrong = []
    for name in templates():
        try:
            unused_app.jinja_env.get_template(name)
        except Exception as problem:  # whatever it is, say in which template
            wrong.append(f"templates/{name}: {problem}")
    complain("Jinja cannot read these templates.", wrong)


def test_every_template_asked_for_is_there():
    known = templates().keys()
    complain(
        "These templates ask for one that is not there.",
        [
            f"templates/{name} asks for {asked}"
            for name, references in references_by_template().items()
            for asked in references
            if asked not in known
        ],
    )


def references_by_template() -> dict[str, set[str]]:
    environment = Environment(  # only reads, renders nothing
        loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True
    )
    return {
        name: {each for each in meta.find_referenced_templates(environment.parse(text)) if each}
        for name, text in templates().items()
    }


def test_every_part_is_included_by_a_page():
    used = {part for parts in references_by_template().values() for part in parts}
    complain(
        "A part (_name.html) is what a page includes, so that both are always the same. Include "
        "it, or take it away.",
        [
            f"templates/{name}"
            for name in templates()
            if Path(name).name.startswith("_") and name not in used
        ],
    )


def test_every_live_form_also_works_plainly():
    """The address that htmx posts to is, letter for letter, the action of the same form."""
    wrong = []
    for name, text in templates().items():
        for found in TAG.finditer(text):
            tag, rest = found["tag"], found["rest"]
            posted = re.search(r'hx-post="([^"]*)"', rest)
            action = re.search(r'(?<![\w-])action="([^"]*)"', rest)
            is_post = 'method="post"' in rest
            if posted and not (tag == "form" and is_post and action and action[1] == posted[1]):
                line = text[: found.start()].count("\n") + 1
                wrong.append(f"templates/{name}:{line}: <{tag}{rest[:90]}>")
    complain(
        'hx-post stands on a <form method="post"> whose action is the same; then it works '
        "without scripts too.",
        wrong,
    )


def test_every_post_form_has_the_token():
    """A form sent by somebody signed in is refused without it."""
    wrong = []
    for name, text in templates().items():
        for form in re.finditer(r"<form\b.*?</form>", text, re.DOTALL):
            if 'method="post"' in form[0] and not re.search(TOKEN, form[0]):
                wrong.append(f"templates/{name}:{text[: form.start()].count(chr(10)) + 1}")
    complain("Put {{ csrf_field() }} into each form that posts.", wrong)


def test_words_on_pages_can_be_translated():
    """Text between tags goes through _( ); names, numbers and single words need not."""
    wrong = []
    for name, text in templates().items():
        bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", _stars, text, flags=re.DOTALL)
        bare = re.sub(r"<[^>]*>", _stars, bare)
        for found in re.finditer(r"[A-Za-z]{2,}(?:\s+[A-Za-z]+)+", bare):
            line = text[: found.start()].count("\n") + 1
            wrong.append(f"templates/{name}:{line}: {found[0][:60]}")
    complain('Words that people read go through {{ _("…") }}.', wrong)


def _stars(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "*", found[0])  # what stands after it keeps its place


def test_kept_parts_have_names_of_their_own():
    made = [
        (name, macro)
        for name, text in templates().items()
        for macro in re.findall(r"\{%-? macro (\w+)\(", text)
    ]
    kept = {
        part.rpartition(".")[2]
        for text in templates().values()
        for part in re.findall(r"kept_part\(([\w.]+)", text)
    }
    complain(
        "Kept parts are told apart by the names of their macros: give these other names.",
        [f"templates/{name}: {macro}" for name, macro in made if macro in kept
         and [each for _, each in made].count(macro) > 1],
    )  # fmt: skip
