"""Writing letters from templates: a subject, the words as plain text, and the same as HTML.

`templates/letters/<name>.txt` holds the subject on its first line, an empty line, then the words;
nothing is escaped there. `templates/letters/<name>.html` is the same as HTML, escaped as on pages.
Both extend `letters/base.txt` and `letters/base.html`, and write links as `link("home.index")`.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app

from app.foundation.web.session import settings


@dataclass(frozen=True)
class Written:
    """A letter in both forms."""

    subject: str
    text: str
    html: str


def written(name: str, /, **context: object) -> Written:
    """Write the letter of this name; its templates get the context and `link(endpoint, …)`.

    Neither the viewer nor their page is at hand there: a letter is the same whoever's click it is.
    """
    templates = current_app.jinja_env
    context = {**context, "link": link}
    plain = templates.get_template(f"letters/{name}.txt").render(context)
    subject, _, rest = plain.partition("\n")
    empty, _, text = rest.partition("\n")
    if empty.strip():
        raise ValueError("A letter begins with its subject on one line, then an empty line.")
    html = templates.get_template(f"letters/{name}.html").render(
        {**context, "subject": subject.strip()}
    )
    return Written(subject.strip(), text.strip() + "\n", html)


def link(endpoint: str, **values: object) -> str:
    """Return the whole address of a page, made from PORTAL_ADDRESS and never from a request."""
    address = urlsplit(settings().address)
    return current_app.url_map.bind(
        address.netloc, script_name=address.path or "/", url_scheme=address.scheme
    ).build(endpoint, values, force_external=True)
