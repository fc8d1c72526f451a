"""Rules 4 and 5: what is called only in one kind of file, and how operations begin."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.source import (
    APP,
    called,
    complain,
    is_in,
    name_of,
    python_files,
    subjects_with,
    tree_of,
)

SQLALCHEMY = ("", "sa", "sqlalchemy", "postgresql", "sqlite", "orm")
SESSIONS = ("session", "db.session", "self.session")
# The foundation keeps a few small tables of its own (codes, the search, the number of the last
# change) and the helper that inserts once; it has neither queries.py nor operations.py.
OF_THE_FOUNDATION = (
    "app/foundation/database.py",
    "app/foundation/public_codes.py",
    "app/foundation/search_index.py",
    "app/foundation/visible.py",
)
# A support and the counts it moves are one statement on PostgreSQL, which reads and writes.
WRITES_COUNTS = "app/voices/kept_counts.py"
# What a press reads first, it holds: the need and the voice, in one statement put together once.
HOLDS = "app/voices/holding.py"
READS = ("app/*/queries.py", WRITES_COUNTS, HOLDS, *OF_THE_FOUNDATION)
CHANGES = ("app/*/operations.py", WRITES_COUNTS, *OF_THE_FOUNDATION)
ENDS = ("app/*/views.py", "app/*/commands.py", "app/jobs.py", "app/prepare.py")


@dataclass(frozen=True)
class OnlyIn:
    """A call that may stand only in some files."""

    name: str
    is_meant: Callable[[str, str, ast.Call], bool]
    places: tuple[str, ...]
    instead: str


def _from_sqlalchemy(*names: str) -> Callable[[str, str, ast.Call], bool]:
    return lambda owner, name, _call: name in names and owner in SQLALCHEMY


def _on_a_session(*names: str) -> Callable[[str, str, ast.Call], bool]:
    return lambda owner, name, _call: name in names and owner in SESSIONS


RULES = [
    OnlyIn(
        "select(",
        _from_sqlalchemy("select"),
        READS,
        "Write a function in queries.py, with a full order, and call it.",
    ),
    OnlyIn(
        "insert( update( delete(",
        _from_sqlalchemy("insert", "update", "delete"),
        CHANGES,
        "Write an operation, one verb, in operations.py.",
    ),
    OnlyIn(
        "session.add( and other changes through the session",
        _on_a_session("add", "add_all", "delete", "merge", "bulk_save_objects"),
        CHANGES,
        "Write an operation, one verb, in operations.py.",
    ),
    OnlyIn(
        ".commit(",
        lambda _owner, name, _call: name == "commit",
        ENDS,
        "A view or command commits, once, last before it answers; operations never do.",
    ),
    OnlyIn(
        "on_conflict_…(",
        lambda _owner, name, _call: name.startswith("on_conflict"),
        CHANGES,
        "Use insert_once from app/foundation/database.py.",
    ),
    OnlyIn(
        'text("SQL")',
        lambda owner, name, call: (
            name == "text" and owner in SQLALCHEMY and isinstance(call.args[0], ast.Constant)
        ),
        ("app/*/models.py", *OF_THE_FOUNDATION),
        "Say it with SQLAlchemy, so that it works on both databases.",
    ),
    OnlyIn(
        "Markup(",
        lambda _owner, name, _call: name in {"Markup", "escape"},
        ("app/foundation/text/*.py",),
        "Words become HTML only in app/foundation/text: use a filter, or put markup in a template.",
    ),
    OnlyIn(
        "datetime.now( date.today( time.time(",
        lambda owner, name, _call: (
            (owner.rpartition(".")[2], name)
            in {
                ("datetime", "now"),
                ("datetime", "utcnow"),
                ("datetime", "today"),
                ("date", "today"),
                ("time", "time"),
            }
        ),
        ("app/foundation/clock.py",),
        "Take `now` as an argument; a view gets it from place_now().",
    ),
    OnlyIn(
        "getenv(",
        lambda owner, name, _call: name == "getenv" or owner == "os.environ",
        ("app/settings.py",),
        "Add a field to Settings and to .env.example.",
    ),
]

IMPORTS = [
    ("bleach", ("app/foundation/text/*.py",), "Only the door for formatted words cleans HTML."),
    (
        "htmx_flask",
        ("app/foundation/web/*.py", "app/extensions.py"),
        "Use page_or_part and redirect_or_part from app/foundation/web/rendering.py.",
    ),
    (
        "flask_wtf",
        ("app/foundation/web/*.py", "app/extensions.py"),
        "Use PortalForm from app/foundation/web/forms.py.",
    ),
    (
        "flask_login",
        ("app/people/sessions.py", "app/members/sessions.py", "app/extensions.py"),
        "Use current_actor() from app/foundation/web/session.py.",
    ),
    (
        "smtplib",
        ("app/letters/post_office.py",),
        "Put a letter into the outbox with post_letter (app/letters/operations.py).",
    ),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_call_stands_only_where_it_belongs(rule):
    complain(
        f"{rule.name} stands only in {', '.join(rule.places)}. {rule.instead}",
        [
            f"{name_of(file)}:{node.lineno}: {ast.unparse(node)[:80]}"
            for file in python_files()
            if not is_in(file, rule.places)
            for node in ast.walk(tree_of(file))
            if isinstance(node, ast.Call) and rule.is_meant(*called(node), node)
        ],
    )


@pytest.mark.parametrize(
    ("package", "places", "instead"), IMPORTS, ids=lambda value: str(value)[:20]
)
def test_a_package_is_imported_only_where_it_belongs(package, places, instead):
    complain(
        f"{package} is imported only in {places or 'no file'}. {instead}",
        [
            f"{name_of(file)}:{line}"
            for file in python_files()
            if not is_in(file, places)
            for line, module in _imported(file)
            if module.split(".")[0] == package
        ],
    )


def _imported(file: Path) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.lineno, node.module or ""))
    return found


def test_every_operation_takes_session_and_actor_first():
    complain(
        "Every operation begins (session, actor, …): who acts is never looked up inside, and "
        "history can always say who it was. What computes from values alone takes no session; "
        "what only reads belongs in queries.py.",
        [
            f"{name_of(file)}:{function.lineno}: {function.name}({', '.join(names)})"
            for file in operations()
            for function in tree_of(file).body
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
            for names in [[argument.arg for argument in function.args.args]]
            if "session" in names and names[:2] != ["session", "actor"]
        ],
    )


def operations() -> list[Path]:
    return [APP / subject / "operations.py" for subject in subjects_with("operations.py")]


def test_no_view_is_long():
    most = 30
    complain(
        f"A view has at most {most} lines: parse, find, do, commit, answer. What decides belongs "
        "in operations, what reads in queries, what it needs twice in a small function beside it.",
        [
            f"{name_of(file)}:{view.lineno}: {view.name} has {lines} lines"
            for subject in subjects_with("views.py")
            for file in [APP / subject / "views.py"]
            for view in tree_of(file).body
            if isinstance(view, ast.FunctionDef) and view.decorator_list
            for lines in [(view.end_lineno or 0) - view.lineno + 1 - _docstring_lines(view)]
            if lines > most
        ],
    )


def _docstring_lines(function: ast.FunctionDef) -> int:
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
