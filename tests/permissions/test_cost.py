"""Asking who may costs nothing: no question reads the database, and no page reads more for it."""

import ast
import inspect
from importlib import import_module

import pytest

from app import SUBJECTS
from app.docs import questions_of
from app.foundation.web import audience, remembered
from tests.architecture.source import APP, complain, name_of, tree_of
from tests.architecture.test_audience import is_meant_for, viewers
from tests.examples import Examples, routes
from tests.page import counted_statements


@pytest.fixture
def examples(make):
    return Examples(make)


def test_no_question_of_permission_can_read_the_database():
    """A question gets the actor and the thing, both read already; it has nothing to read with."""
    wrong = [
        f"{subject}: {question.__name__} takes {name}"
        for subject in SUBJECTS
        for question in questions_of(subject)
        for name, given in inspect.signature(question).parameters.items()
        if "session" in name.lower() or "Session" in str(given.annotation)
    ]
    for subject in SUBJECTS:
        file = APP / subject / "permissions.py"
        if not file.exists():
            continue
        import_module(f"app.{subject}.permissions")
        wrong += [
            f"{name_of(file)}: {ast.unparse(node)}"
            for node in ast.walk(tree_of(file))
            if isinstance(node, ast.Import | ast.ImportFrom)
            and any(word in ast.unparse(node) for word in ("sqlalchemy", "queries", "extensions"))
        ]
    complain("A question is answered from what was read already.", wrong)


def statements_of_each_page(app, connection, examples, browsers):
    made = {}
    for rule in routes(app):
        address = examples.address_of(app, rule)
        for who, browser in browsers.items():
            if not is_meant_for(app.view_functions[rule.endpoint].audience, who):
                continue
            remembered.init_app(app)  # or what a page remembers would be over in between
            with counted_statements(connection.engine) as seen:
                browser.open(address)
            made[address, who] = len(seen)
    return made


@pytest.mark.slow
def test_the_permission_check_adds_no_query_to_a_page(
    app, browse, connection, examples, monkeypatch
):
    """Every page as everybody: with the guard in front, and with the guard taken away."""
    browsers = viewers(browse, examples)
    browse.open("/needs/new")  # the clock of the place is read once by each process
    app.extensions["portal_known_shift"] = 0
    guarded = statements_of_each_page(app, connection, examples, browsers)
    before = app.before_request_funcs[None]
    assert audience._guard in before
    monkeypatch.setitem(
        app.before_request_funcs, None, [each for each in before if each is not audience._guard]
    )
    bare = statements_of_each_page(app, connection, examples, browsers)
    complain(
        "The guard in front of a page reads nothing that the page does not read anyway.",
        [
            f"{address} for {who or 'a visitor'}: {number}, and {bare[address, who]} without it"
            for (address, who), number in guarded.items()
            if number > bare[address, who]
        ],
    )
    assert len(guarded) > 200


def test_a_refusal_reads_only_who_asks(browse, make, connection):
    """Nothing of the page is read for somebody whom it is not for."""
    somebody = {
        "a visitor": (browse, 0),
        "a participant": (browse.another().take_part_as(make.participant_actor()), 1),
        "somebody without a role": (browse.another().sign_in(make.person()), 3),
    }
    for who, (browser, most) in somebody.items():
        browser.open("/staff/")
        with counted_statements(connection.engine) as made:
            assert browser.open("/staff/").status_code in {401, 403}
        assert len(made) <= most, f"{who}:\n" + "\n".join(made)
