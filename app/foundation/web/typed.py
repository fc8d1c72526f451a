"""What was typed into a form, with that form's own words for each box, so that nothing is lost."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.core import UnboundField

from app.foundation.text.plain import readable_words
from app.foundation.web.forms import PortalForm

SHORT = 40
# What begins like this was typed before a sign-in ran out, and travels from form to form.
CARRIED = "kept_"
# What is typed anew each time: it never travels through another page.
SECRET = frozenset({"csrf_token", "code", "k", "numbers", "credential"})
# What a form says to itself, which no error page shows to its reader.
NOT_WORDS = frozenset(
    {
        "revision",
        "step",
        "back_to",
        "verdict",
        "go",
        "seen",
        "conversation",
        "send_key",
        "same_as",
        "next",
    }
)


# A module of views names in LISTS, by the box, the choices that its forms get from the database.
Listed = Callable[[], Iterable[tuple[Any, Any]]]


@dataclass(frozen=True)
class Typed:
    """One box: its name, all that was sent under it, and how a person reads it.

    No label means that the form has no words for it; `is_box` that it can be typed over.
    """

    name: str
    values: tuple[str, ...]
    label: str
    shown: str
    is_box: bool


@dataclass(frozen=True)
class Filled:
    """A form of ours as somebody filled it: where it goes, and what stands in it."""

    action: str
    typed: list[Typed]

    @property
    def is_worth_keeping(self) -> bool:
        """Tell whether it holds anything that a person can read, and so knows what they send."""
        return any(each.shown.strip() and (each.label or each.is_box) for each in self.typed)


def typed_words() -> list[tuple[str, str]]:
    """Return all that the person sent as (name, value), but for passwords and tokens.

    A name comes once for each box that was ticked under it.
    """
    try:
        typed = request.form.items(multi=True)
    except HTTPException:
        return []  # the body itself was the problem
    return [(name, readable_words(value)) for name, value in typed if not _is_secret(name)]


def words_to_copy() -> list[Typed]:
    """Return what an error page shows again: words, not what the form says to itself.

    What was chosen is shown beside words alone: a press on a button is nothing to copy.
    """
    typed = [
        (name, value) for name, value in typed_words() if value.strip() and name not in NOT_WORDS
    ]
    shown = [each for each in in_own_words(typed, request.endpoint) if each.shown]
    has_words = any(each.is_box for each in shown)
    return shown if has_words or request.endpoint is None else []  # no view: anything may be words


def filled_again() -> Filled | None:
    """Return the form that was just sent, if words stand in it, as `filled` does."""
    again = filled() if request.method == "POST" else None
    return again if again and again.is_worth_keeping else None


def filled() -> Filled:
    """Return the form that was just sent, filled, or the one that a sign-in was carrying."""
    typed, action = typed_words(), request.full_path.rstrip("?")
    carried = [(name.removeprefix(CARRIED), each) for name, each in typed if _is_carried(name)]
    if carried:
        typed = [pair for pair in carried if pair[0] != "action"]
        wanted = dict(carried).get("action", "")
        action = wanted if is_own_path(wanted) else "/"
    return Filled(action, in_own_words(typed, view_of(action)))


def is_own_path(path: str) -> bool:
    """Tell whether this leads to a page of ours and to nowhere else (T01, T31)."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return ours and "\\" not in path


def _is_carried(name: str) -> bool:
    return name.startswith(CARRIED) and not _is_secret(name.removeprefix(CARRIED))


def view_of(path: str) -> str | None:
    """Return the name of the view that takes the form with this address."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    try:
        endpoint, _args = adapter.match(path.partition("?")[0], method="POST")
    except HTTPException:
        return None
    return str(endpoint)


def in_own_words(pairs: Iterable[tuple[str, str]], endpoint: str | None) -> list[Typed]:
    """Return what was typed by name, with the words of the form that the view fills."""
    by_name: dict[str, list[str]] = {}
    for name, value in pairs:
        by_name.setdefault(name, []).append(value)
    form = _form_with(by_name.keys(), endpoint)
    listed = getattr(_module_of(endpoint), "LISTS", {})
    return [_typed(name, tuple(values), form, listed.get(name)) for name, values in by_name.items()]


def _is_secret(name: str) -> bool:
    return name in SECRET or "password" in name


def _form_with(names: Iterable[str], endpoint: str | None) -> type[PortalForm] | None:
    """Return the form that the view's module knows and that has most of these boxes."""
    module = _module_of(endpoint)
    forms = [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, PortalForm)
    ] if module else []  # fmt: skip
    wanted = set(names)
    best = max(forms, key=lambda form: len(wanted & _fields(form).keys()), default=None)
    return best if best is not None and wanted & _fields(best).keys() else None


def _module_of(endpoint: str | None) -> ModuleType | None:
    view = current_app.view_functions.get(endpoint or "")
    return sys.modules.get(getattr(view, "__module__", ""))


def _fields(form: type[PortalForm]) -> dict[str, "UnboundField[Any]"]:
    found = {name: getattr(form, name, None) for name in dir(form)}
    return {name: each for name, each in found.items() if isinstance(each, UnboundField)}


def _typed(
    name: str, values: tuple[str, ...], form: type[PortalForm] | None, listed: Listed | None
) -> Typed:
    said = " ".join(value for value in values if value)
    is_long = len(values) == 1 and (len(said) > SHORT or "\n" in said)
    field = _fields(form).get(name) if form else None
    if form is None or field is None:
        return Typed(name, values, "", said, is_long)
    in_words: dict[str, tuple[Any, dict[str, Any]]] = getattr(form, "IN_WORDS", {})
    label, choices = in_words.get(name, (_label(field), _choices(field)))
    if listed is not None and not choices:
        choices = {str(value): words for value, words in listed()}
    if choices or issubclass(field.field_class, SelectField | SelectMultipleField):
        shown = ", ".join(str(choices.get(value) or _of_a_list(value)) for value in values)
    else:
        shown = said
    is_text = issubclass(field.field_class, StringField)
    is_hidden = issubclass(field.field_class, HiddenField)
    return Typed(name, values, str(label), shown, is_text and not is_hidden and len(values) == 1)


def _of_a_list(value: str) -> str:
    """Return how a choice reads that only the view knows: a name's address, but not a number."""
    return "" if value.isdigit() else value.replace("-", " ")


def _label(field: "UnboundField[Any]") -> Any:
    if issubclass(field.field_class, HiddenField):
        return ""
    return field.kwargs.get("label") or (field.args[0] if field.args else "")


def _choices(field: "UnboundField[Any]") -> dict[str, Any]:
    choices = field.kwargs.get("choices") or ()
    if callable(choices):
        return {}
    pairs = (each if isinstance(each, tuple) else (each.value, each.label) for each in choices)
    return {str(value): words for value, words, *_more in pairs}
