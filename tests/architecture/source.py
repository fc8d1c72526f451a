"""The source of the portal, read once for the rules that look at it."""

import ast
from functools import cache
from pathlib import Path

from app import SUBJECTS

ROOT = Path(__file__).parent.parent.parent
APP, TEMPLATES, TESTS = ROOT / "app", ROOT / "templates", ROOT / "tests"

# What stands in app/ and is no subject: `foundation` carries the others, `demo` is the words of
# the made-up place, and `seed` lays them out.
NO_SUBJECTS = ("foundation", "demo", "seed")


@cache
def python_files() -> tuple[Path, ...]:
    """Return every Python file of the portal."""
    return tuple(sorted(APP.rglob("*.py")))


@cache
def tree_of(file: Path) -> ast.Module:
    """Return a file as Python reads it."""
    return ast.parse(file.read_text(), str(file))


def name_of(file: Path) -> str:
    """Return a file's path from the top of the repository."""
    return file.relative_to(ROOT).as_posix()


def is_in(file: Path, places: tuple[str, ...]) -> bool:
    """Tell whether a file is one of the places, which may hold stars."""
    return any(file.relative_to(ROOT).match(place) for place in places)


def subject_folders() -> list[str]:
    """Return the folders of app/ that are meant to be subjects."""
    return sorted(
        folder.name
        for folder in APP.iterdir()
        if folder.is_dir() and folder.name not in NO_SUBJECTS and any(folder.glob("*.py"))
    )


def subjects_with(file: str) -> list[str]:
    """Return the subjects that have a file of this name."""
    return [subject for subject in SUBJECTS if (APP / subject / file).exists()]


def called(node: ast.Call) -> tuple[str, str]:
    """Return (before the dot, name) of what is called: ("db.session", "commit"), ("", "select")."""
    if isinstance(node.func, ast.Name):
        return "", node.func.id
    if isinstance(node.func, ast.Attribute):
        return ast.unparse(node.func.value), node.func.attr
    return "", ""


def complain(rule: str, wrong: list[str]) -> None:
    """Fail with the rule and everything that breaks it."""
    if wrong:
        raise AssertionError("\n  - ".join([rule, *wrong]))
