"""Single tags that code outside templates has to write, with every value escaped."""

from markupsafe import Markup


def hidden_input(name: str, value: str) -> Markup:
    """Return a hidden form field."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)
