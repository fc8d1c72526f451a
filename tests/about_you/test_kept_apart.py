"""Answers stay apart from words: who may read them at all is a short list."""

import ast

from tests.architecture.source import complain, name_of, python_files, tree_of

# To keep them, to move them when two voices become one, to count them, to give them to whose they
# are, and to lay out a made-up place.
MAY_KNOW = ("about_you", "voices", "reach", "own_data", "leaving", "seed")


def test_only_few_subjects_know_what_people_told_about_themselves():
    complain(
        "What people told about themselves is only counted. Nothing that shows or checks words "
        "may import app.about_you.",
        [
            f"{name_of(file)}: {ast.unparse(node)}"
            for file in python_files()
            if file.parent.name not in MAY_KNOW
            for node in ast.walk(tree_of(file))
            if isinstance(node, ast.Import | ast.ImportFrom) and "about_you" in ast.unparse(node)
        ],
    )


def test_joining_moves_answers_and_reads_none():
    file = next(each for each in python_files() if name_of(each) == "app/voices/operations.py")
    taken = [
        ast.unparse(node)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.ImportFrom) and "about_you" in (node.module or "")
    ]
    assert taken == ["from app.about_you.operations import take_over_answers"]
