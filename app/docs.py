"""`flask docs`: the pages of docs/ that are made from the code, so that they cannot go stale."""

import inspect
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec

import click

from app import matrix_page
from app.settings import PROJECT_ROOT

PERMISSIONS_PAGE = PROJECT_ROOT / "docs" / "permissions.md"
BEGINS = """# Who may do what

This page is made by `python3 portal.py docs`, from `docs/permissions.toml` and from the rules in
`app/<subject>/permissions.py`. Tests walk every address as everybody and compare each answer.
"""
QUESTIONS = """# The questions behind it

Each line is a question that the portal asks before it shows or does something. Buttons ask the
same questions, so a button and a refusal cannot disagree. A rule is changed in
`app/<subject>/permissions.py`.
"""

Question = Callable[..., bool]


@click.command("docs")
def commands() -> None:
    """Write docs/permissions.md from the permission questions."""
    from app import SUBJECTS  # noqa: PLC0415 - app/__init__.py needs this module first

    PERMISSIONS_PAGE.parent.mkdir(exist_ok=True)
    PERMISSIONS_PAGE.write_text(permissions_page(SUBJECTS))
    click.echo(f"Written: {PERMISSIONS_PAGE.relative_to(PROJECT_ROOT)}")


def permissions_page(subjects: Sequence[str]) -> str:
    """Return the page: who may do what, by role and state; every question with its rule."""
    parts = [BEGINS, *matrix_page.tables(), QUESTIONS]
    for subject in subjects:
        questions = questions_of(subject)
        if questions:
            front_page = import_module(f"app.{subject}").__doc__ or ""
            parts.append(f"## {subject}\n\n{_first_paragraph(front_page)}\n")
            parts.append("".join(map(_line, questions)))
    return "\n".join(parts)


def questions_of(subject: str) -> list[Question]:
    """Return the permission questions of a subject, in the order they are written."""
    if find_spec(f"app.{subject}.permissions") is None:
        return []
    module = import_module(f"app.{subject}.permissions")
    return [
        function
        for name, function in vars(module).items()
        if name.startswith("may_") and function.__module__ == module.__name__
    ]


def _line(question: Question) -> str:
    words = question.__name__.replace("_", " ")
    paragraphs = inspect.getdoc(question) or ""
    rule = "\n\n".join(" ".join(each.split()) for each in paragraphs.split("\n\n"))
    return f"- **{words}**: {rule}\n".replace("\n\n", "\n\n  ")


def _first_paragraph(docstring: str) -> str:
    return " ".join(docstring.strip().split("\n\n")[0].split())
