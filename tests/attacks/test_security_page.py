"""docs/security.md says where each attack is tested; this keeps it true."""

import ast
import re
from functools import cache

from tests.architecture.source import ROOT, TESTS, complain

PAGE = ROOT / "docs" / "security.md"
ROW = re.compile(r"^\| (T\d\d) \| (.+?) \| (.+?) \|$", re.MULTILINE)
ALL = [f"T{number:02d}" for number in range(1, 49)]
# Tested under names of their own, by the subject whose work it is.
BY_OTHER_NAMES = frozenset({"T34", "T35", "T38", "T48"})


def rows():
    return {number: (words, where) for number, words, where in ROW.findall(PAGE.read_text())}


@cache
def names_in(path):
    return {
        node.name
        for node in ast.walk(ast.parse((TESTS / path).read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def is_tested(number, path):
    return any(number.lower() in name.split("_") for name in names_in(path))


def files(where):
    return re.findall(r"[a-z_]+/[a-z_]+\.py", where)


def test_every_attack_has_a_row():
    assert list(rows()) == ALL


def test_every_row_leads_to_its_tests():
    wrong = [
        f"{number}: {path}"
        for number, (_words, where) in rows().items()
        for path in files(where) or ["nowhere"]
        if not (TESTS / path).exists()
        or (
            number not in BY_OTHER_NAMES and path == files(where)[0] and not is_tested(number, path)
        )
    ]
    complain("A row of docs/security.md names a file without a test of that number.", wrong)


def test_every_numbered_test_stands_in_its_row():
    wrong = [
        f"tests/{path}: {name}"
        for file in sorted(TESTS.rglob("test_*.py"))
        for path in [file.relative_to(TESTS).as_posix()]
        for name in names_in(path)
        for number in re.findall(r"(?<=_)t\d\d(?=_)", name)
        if path not in files(rows()[number.upper()][1])
    ]
    complain("Name the file in the row of docs/security.md.", wrong)
