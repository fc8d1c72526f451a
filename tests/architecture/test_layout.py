"""Rules 13 and 14: what each subject has, what it must not have, and how long files may be."""

import ast
import importlib
import inspect
import re

from app import SUBJECTS
from app.settings import PROJECT_ROOT
from tests.architecture.source import (
    APP,
    TEMPLATES,
    TESTS,
    complain,
    name_of,
    python_files,
    subjects_with,
    tree_of,
)

ONLY_READ = ("thread", "news", "answers", "desk", "dashboards", "home")
# The file names that every subject shares. Pure computation may have a page of its own beside.
TEST_OF = {
    "permissions.py": "test_permissions.py",
    "operations.py": "test_operations.py",
    "queries.py": "test_queries.py",
    "views.py": "test_pages.py",
}
LONGEST_FILE = 300


def test_what_only_reads_has_no_table_and_no_operation():
    complain(
        "These subjects show what others own: no models.py, no operations.py. Put a table or a "
        "change into the subject whose noun it is.",
        [
            f"app/{subject}/{name}"
            for subject in ONLY_READ
            for name in ("models.py", "operations.py")
            if (APP / subject / name).exists()
        ],
    )


def test_what_only_reads_calls_no_operation():
    complain(
        "A subject that only reads imports no operations.",
        [
            f"{name_of(file)}:{node.lineno}: {ast.unparse(node)}"
            for subject in ONLY_READ
            for file in sorted((APP / subject).glob("*.py"))
            for node in ast.walk(tree_of(file))
            if isinstance(node, ast.Import | ast.ImportFrom) and "operations" in ast.unparse(node)
        ],
    )


def test_every_subject_has_a_front_page():
    complain(
        "Write a few sentences at the head of the subject's __init__.py: what it is, in plain "
        "words; nothing else stands in that file.",
        [
            f"app/{subject}/__init__.py"
            for subject in SUBJECTS
            if not inspect.getdoc(importlib.import_module(f"app.{subject}"))
            or len(tree_of(APP / subject / "__init__.py").body) != 1
        ],
    )


def test_every_subject_with_pages_has_a_folder_of_templates():
    complain(
        "Put the subject's pages into templates/<subject>/, one file for each view that shows one.",
        [
            f"templates/{subject}/"
            for subject in subjects_with("views.py")
            if not any((TEMPLATES / subject).glob("*.html"))
        ],
    )


def test_every_folder_of_templates_belongs_to_a_subject():
    known = {*SUBJECTS, "components", "errors"}
    complain(
        "A folder of templates has the name of its subject.",
        [
            f"templates/{folder.name}/"
            for folder in TEMPLATES.iterdir()
            if folder.is_dir() and folder.name not in known and any(folder.iterdir())
        ],
    )


def test_every_file_has_its_tests():
    complain(
        "What permissions, operations, queries and views of a subject hold is tested in "
        "tests/<subject>/: by test_<file>.py, or by tests that import the file (pages: that use "
        "browse or a real browser).",
        [
            f"tests/{subject}/{test}"
            for file, test in TEST_OF.items()
            for subject in subjects_with(file)
            if not (TESTS / subject / test).exists() and not _is_tested_elsewhere(subject, file)
        ],
    )


def _is_tested_elsewhere(subject: str, file: str) -> bool:
    module = file.removesuffix(".py")
    named = re.compile(
        rf"app\.{subject}\.{module}\b|from app\.{subject} import [^\n]*\b{module}\b"
        + (r"|\bbrowse\b|\bperson_browser\b" if module == "views" else "")
    )
    tests = (TESTS / subject).glob("test_*.py")
    return any(named.search(test.read_text()) for test in tests)


def test_every_module_says_what_it_is_for():
    complain(
        "Begin each module with one to three sentences that say what it is for.",
        [name_of(file) for file in python_files() if not ast.get_docstring(tree_of(file))],
    )


def test_no_file_is_long():
    complain(
        f"No file of app/ has more than {LONGEST_FILE} lines. Give what it does second a file of "
        "its own, or split the subject if its front page needs the word “and” twice.",
        [
            f"{name_of(file)} has {lines}"
            for file in python_files()
            for lines in [len(file.read_text().splitlines())]
            if lines > LONGEST_FILE
        ],
    )


def test_the_map_in_the_readme_names_every_subject_in_order():
    readme = (PROJECT_ROOT / "README.md").read_text()
    named = re.findall(r"^\| `([a-z_]+)` \|", readme, re.MULTILINE)
    assert named == ["foundation", *SUBJECTS], (
        "Put the subject into the table of README.md, in the order of SUBJECTS."
    )
