"""Every route, as everybody, in every way of asking, compared with docs/permissions.toml."""

import pytest

from app import SUBJECTS
from app.matrix import KNOWN_NAMES, NAMES, lines_of, read_table
from tests.architecture.source import complain
from tests.attacks.test_absent import OTHER_ANSWERS
from tests.examples import SAFE, Examples
from tests.permissions.walker import WAYS, People, everything, nothing_stays

HOW_TO_ADD = (
    "Each method of each address has a line in docs/permissions.toml, under [routes.<subject>]; "
    "its first lines say how to write one, such as\n"
    '  "GET themes.desk" = { does = "Name, share and agree themes", may = "planner" }\n'
    "Write who it is for and let the test say what it answers; look at each answer before you take "
    "it over. Then run: python3 portal.py docs"
)
# Whoever is refused may not even try to write; what is refused for its words is rolled back.
NO_RIGHT = frozenset({401, 403, 404, 405})
# A page that everyone may read is read plainly by all, and in the other ways by these.
A_FEW = ("visitor", "writer", "member", "moderator", "planner")


@pytest.fixture
def examples(make):
    return Examples(make)


@pytest.fixture
def people(browse, make, session, examples):
    return People(browse, make, session, examples)


def all_lines():
    table = read_table()
    return [line for subject in table["routes"] for line in lines_of(subject, table)]


def methods_of(rule):
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_route_stands_in_the_table(unused_app):
    written = {f"{line.method} {line.endpoint}" for line in all_lines()}
    there = {
        f"{method} {rule.endpoint}"
        for rule in unused_app.url_map.iter_rules()
        for method in methods_of(rule)
    }
    complain(HOW_TO_ADD, [f"missing: {name}" for name in sorted(there - written)])
    complain("These addresses are gone; take their lines out.", sorted(written - there))


def test_the_table_is_written_as_it_says():
    table = read_table()
    wrong = [
        f"{line.method} {line.endpoint}: nobody is called {name}"
        for line in all_lines()
        for name in {*line.may, *line.answers} - KNOWN_NAMES
    ]
    wrong += [
        f"{line.endpoint} stands under {subject}"
        for subject in table["routes"]
        for line in lines_of(subject, table)
        if line.endpoint.partition(".")[0] not in {subject, "static"}
    ]
    wrong += [f"[routes.{name}] is no subject" for name in {*table["routes"]} - {*SUBJECTS}]
    complain("Look at the first lines of docs/permissions.toml.", wrong)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_t08_every_route_answers_everybody_as_the_table_says(
    app, connection, session, people, examples, way
):
    """What is refused changes nothing, however it was asked for; what is done is undone again."""
    addresses = {
        (method, rule.endpoint): examples.address_of(app, rule)
        for rule in app.url_map.iter_rules()
        for method in methods_of(rule)
    }
    wrong = []
    session.commit()
    before = everything(connection)
    for line in all_lines():
        address = addresses[line.method, line.endpoint]
        for who in NAMES if way == "plain" or not is_for_all_to_read(line) else A_FEW:
            wrong += answered_otherwise(app, connection, session, people, line, who, way, address)
    changed = [name for name, rows in everything(connection).items() if rows != before[name]]
    complain(f"{HOW_TO_ADD}\nAsked {way}:", wrong)
    assert not changed, f"Requests that were refused, or undone here, changed {changed}."


def is_for_all_to_read(line):
    return line.method == "GET" and "everyone" in line.may


def answered_otherwise(app, connection, session, people, line, who, way, address):
    expected = line.answer(who, live=way == "live")
    if expected >= 400 or line.method in SAFE:  # nothing to undo, and the hash would tell
        status, kind = people.ask(who, line.method, address, way)
        wrote = people.wrote() if status in NO_RIGHT else []
    else:
        with nothing_stays(app, connection, session):
            status, kind = people.ask(who, line.method, address, way)
        wrote = []
    what = f"{line.method} {line.endpoint} for {who}"
    wrong = [f"{what}: {status}, and the table says {expected}"] if status != expected else []
    wrong += [f"{what}: {status}, yet it wrote {wrote}"] if wrote else []
    is_known = line.endpoint in OTHER_ANSWERS.get(kind.partition(";")[0], ())
    if not kind.startswith(("text/html", "text/plain")) and not is_known:
        wrong.append(f"{what}: answers with {kind}; what is asked for as data gets the same page")
    return wrong


@pytest.mark.slow
def test_t08_other_methods_are_refused_to_everybody(app, people, examples):
    addresses = {
        examples.address_of(app, rule).partition("?")[0] for rule in app.url_map.iter_rules()
    }
    routes, wrong = app.url_map.bind("localhost"), []
    for address in sorted(addresses):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            if routes.test(address, method):
                continue
            for who in ("visitor", "writer", "member", "planner", "admin"):
                status, _kind = people.ask(who, method, address, "plain")
                if status != 405 or people.wrote():
                    wrong.append(f"{method} {address} for {who}: {status}")
    complain("What an address does not offer is answered 405 by nobody's view.", wrong)
