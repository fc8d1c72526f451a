"""How letters are written from templates, and what no template of a letter holds."""

import re
from dataclasses import replace

import pytest
from jinja2 import ChoiceLoader, DictLoader

from app.foundation.web.letters import link, written
from tests.architecture.source import TEMPLATES, complain
from tests.page_checks import parse_page

LETTERS = TEMPLATES / "letters"
PLAIN = """\
{% extends "letters/base.txt" %}
{% block content %}
{{ _("Code for %(name)s", name=name) }}

{{ _("Hello %(name)s, 100%% yours.", name=name) }}
{{ name }}
{{ link("places.show", slug="coalbrae") }}
{% endblock %}
"""
RICH = """\
{% extends "letters/base.html" %}
{% block content %}
<p>{{ _("Hello %(name)s", name=name) }}</p>
<p>{{ name }}</p>
<p><a href="{{ link("places.show", slug="coalbrae") }}">{{ _("Your area") }}</a></p>
{% endblock %}
"""


@pytest.fixture
def templates(unused_app, monkeypatch):
    """Put templates of letters beside those of the portal."""
    known = unused_app.jinja_env.loader

    def put(plain=PLAIN, rich=RICH):
        mine = DictLoader({"letters/try.txt": plain, "letters/try.html": rich})
        monkeypatch.setattr(unused_app.jinja_env, "loader", ChoiceLoader([mine, known]))

    put()
    return put


@pytest.fixture
def write(unused_app, templates):
    def written_outside_a_request(**context):
        with unused_app.app_context():
            return written("try", **context)

    return written_outside_a_request


def test_the_first_line_is_the_subject(write):
    letter = write(name="Ann")
    assert letter.subject == "Code for Ann"
    assert letter.text.startswith("Hello Ann, 100% yours.\nAnn\n")
    assert "<title>Code for Ann</title>" in letter.html
    assert "<p>Hello Ann</p>" in letter.html
    for form in (letter.text, letter.html):
        assert "Braidvale Community Planning Partnership" in form
        assert "hello@braidvale.example" in form


@pytest.mark.parametrize(
    "name",
    ["{{config}}", "{{ 7 * 7 }}", "%(x)s", "%s %d %", "{0.__class__}", "${x}", "<b>&amp;\"'", "🚌"],
)  # fmt: skip
def test_names_arrive_literally(write, name):
    letter = write(name=name)
    assert letter.subject == f"Code for {name}"
    assert letter.text.splitlines()[:2] == [f"Hello {name}, 100% yours.", name]
    tree = parse_page(letter.html)
    assert tree.errors == []
    assert ["".join(each.itertext()) for each in tree.all("p")][:2] == [f"Hello {name}", name]
    assert "<b>" not in letter.html


@pytest.mark.parametrize("host", ["evil.example", "localhost:9999"])
def test_links_come_from_the_settings_whoever_asks(unused_app, templates, host):
    address = unused_app.extensions["portal_settings"].address
    with unused_app.test_request_context("/", base_url=f"https://{host}/"):
        letter = written("try", name="Ann")
    for form in (letter.text, letter.html):
        assert f"{address}/areas/coalbrae" in form
        assert host not in form


def test_links_know_the_folder_that_the_portal_stands_in(unused_app, monkeypatch):
    settings = unused_app.extensions["portal_settings"]
    monkeypatch.setitem(
        unused_app.extensions,
        "portal_settings",
        replace(settings, address="https://council.example/portal"),
    )
    with unused_app.app_context():
        assert link("home.index") == "https://council.example/portal/"


def test_a_letter_without_an_empty_line_after_its_subject_is_refused(unused_app, templates):
    templates(plain="Subject\nWords at once\n")
    with unused_app.app_context(), pytest.raises(ValueError, match="then an empty line"):
        written("try", name="Ann")


def test_a_name_of_two_lines_makes_no_letter(write):
    with pytest.raises(ValueError, match="then an empty line"):
        write(name="Ann\nBcc: c@d.example")


def test_the_letter_says_the_same_to_everyone(unused_app, templates):
    words = "[{{ viewer }}{{ today }}{{ place_now }}]"
    templates(plain=f"S\n\n{words}\n", rich=words)
    with unused_app.test_request_context("/needs/"):
        letter = written("try")
    assert (letter.text, letter.html) == ("[]\n", "[]")


def templates_of_letters():
    pages = {"index.html"}
    return [each for each in sorted(LETTERS.iterdir()) if each.name not in pages]


def test_every_letter_has_both_forms():
    names = {each.name for each in templates_of_letters()}
    complain(
        "A letter has two templates: <name>.txt and <name>.html.",
        [
            f"templates/letters/{name}"
            for name in sorted(names)
            for stem, _, kind in [name.rpartition(".")]
            if f"{stem}.{'html' if kind == 'txt' else 'txt'}" not in names
        ],
    )


def test_every_letter_can_be_read(unused_app):
    for each in templates_of_letters():
        unused_app.jinja_env.get_template(f"letters/{each.name}")


def test_what_no_letter_holds():
    complain(
        "A letter loads nothing and makes links with link(); it knows no viewer and no request.",
        [
            f"templates/letters/{each.name}: {found[0]}"
            for each in templates_of_letters()
            for found in re.finditer(
                r"url_for|\brequest\b|\bviewer\b|same_page_with|asset\(|<img|<link|\bsrc=|\bstyle=|@import|csrf_field",
                each.read_text(),
            )
        ],
    )
