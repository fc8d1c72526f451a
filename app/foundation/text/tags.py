"""Single tags that code outside templates has to write, with every value escaped."""

from collections.abc import Mapping

from markupsafe import Markup


def hidden_input(name: str, value: str) -> Markup:
    """Return a hidden form field."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def with_values(words: str, values: Mapping[str, object]) -> Markup:
    """Return words of a template, which may hold tags, with values put in, each escaped."""
    marked = Markup(words)
    return marked % values if "%" in words else marked
