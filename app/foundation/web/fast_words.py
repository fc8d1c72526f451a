"""Translated words and addresses for templates, looked up once where the packages ask each time.

A list page shows some two hundred translated words and sixty addresses; asking Flask-Babel and
the URL map for each of them took most of the page's time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from flask import Flask, current_app, g, url_for
from flask_babel import get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Macro

from app.foundation.text.tags import with_values

MOST_PARTS = 2000
ANY_CODE = "x-0000"


def _translations() -> Any:
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def gettext(words: str) -> str:
    """Return words in the language of the page."""
    translated: str = _translations().gettext(words)
    return translated


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of words that fits a number."""
    translated: str = _translations().ngettext(one, many, count)
    return translated


@pass_eval_context
def underscore(context: EvalContext, words: str, **values: object) -> str:
    """Return words in the language of the page, with values put in: `_` in templates.

    What Jinja installs does the same through two more calls of its own for each word.
    """
    translated = gettext(words)
    if context.autoescape:
        return with_values(translated, values)
    return translated % values


def code_url(endpoint: str, code: str) -> str:
    """Return the address of a page that is named by one public code."""
    known: dict[str, str] = current_app.extensions.setdefault("portal_code_urls", {})
    if endpoint not in known:
        rule = next(iter(current_app.url_map.iter_rules(endpoint)))
        (argument,) = rule.arguments
        known[endpoint] = url_for(endpoint, **{argument: ANY_CODE})  # type: ignore[arg-type]
    return known[endpoint].replace(ANY_CODE, code.lower())


class KeptParts:
    """Parts of pages that were drawn before from the same values.

    A part is a pure function of what its macro is given, so the values are the key; a changed
    count or word is another key. Nothing that is particular to a person may be given.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: OrderedDict[tuple[Hashable, ...], str] = OrderedDict()

    def __call__(self, macro: Macro, *values: Hashable) -> str:
        """Return the part, drawn now only if it was not drawn from these values before."""
        key = (macro.name, get_locale_name(), *values)
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = macro(*values)
            if len(self._parts) > MOST_PARTS:
                self._parts.popitem(last=False)
        return part


def get_locale_name() -> str:
    """Return the language that words are in now."""
    return str(get_locale())


def init_app(app: Flask) -> None:
    """Hand them to Jinja in place of the slow ones."""
    install: Callable[..., None] = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]
    install(gettext, ngettext, newstyle=True)
    app.jinja_env.globals.update(_=underscore, code_url=code_url, kept_part=KeptParts())
