"""Every thing in every state, for everybody, compared with [states] of docs/permissions.toml."""

from contextlib import nullcontext

import pytest

from app.conversations.models import ConversationState
from app.matrix import KNOWN_NAMES, NAMES, lines_of, read_table, state_lines
from app.needs.models import Moderation
from app.organisations.models import Standing
from app.plan.models import OutcomeState
from app.priorities.models import DecisionState
from app.themes.models import ThemeState
from tests.architecture.source import complain
from tests.examples import SAFE, Examples
from tests.permissions.states import States
from tests.permissions.walker import People, everything, nothing_stays

EVERY_STATE = {
    "need": set(Moderation),
    "theme": set(ThemeState),
    "decision": set(DecisionState),
    "outcome": set(OutcomeState),
    "conversation": set(ConversationState),
    "group": set(Standing),
}
REFUSED = frozenset({401, 403, 404, 405, 410})


@pytest.fixture
def examples(make):
    return Examples(make)


@pytest.fixture
def states(make, examples):
    return States(make, examples)


@pytest.fixture
def people(browse, make, session, examples):
    return People(browse, make, session, examples)


def test_every_state_of_a_thing_stands_in_the_table():
    table = read_table()["states"]
    complain(
        "Each state of a thing has a column in docs/permissions.toml, and one of it is made in "
        "tests/permissions/states.py.",
        [
            f"{kind}: {state.value}"
            for kind, all_states in EVERY_STATE.items()
            for state in all_states
            if state.value not in table[kind]["states"]
        ],
    )


def test_each_line_has_one_answer_for_each_state():
    table = read_table()
    known = {
        f"{line.method} {line.endpoint}"
        for subject in table["routes"]
        for line in lines_of(subject, table)
    }
    complain(
        "One answer for each state, by the names of app/matrix.py, for an address of the table.",
        [
            f"[states.{kind}] {name}"
            for kind, given in table["states"].items()
            for name, answers in given["routes"].items()
            if " ".join(name.split(" ")[:2]) not in known
            or not {*answers} - {"does"} <= KNOWN_NAMES
            or any(
                len(row) != len(given["states"]) for who, row in answers.items() if who != "does"
            )
        ],
    )


@pytest.mark.slow
@pytest.mark.parametrize("way", ["plain", "live"])
def test_t09_every_thing_answers_everybody_as_its_state_says(
    app, connection, session, people, states, way
):
    session.commit()
    before, wrong = everything(connection), []
    for line in state_lines(read_table()):
        address = states.address_of(app, line.endpoint, line.thing, line.state)
        data = states.form(line.thing, line.state, line.press)
        for who in NAMES:
            expected = line.answer(who)
            undone = line.method not in SAFE and expected not in REFUSED
            with nothing_stays(app, connection, session) if undone else nullcontext():
                status, _kind = people.ask(who, line.method, address, way, data)
                wrote = people.wrote() if status in {401, 403} else []
            if status == 200 and way == "live" and expected == 303:
                status = 303  # a part stands in for the redirect
            if status != expected or wrote:
                wrong.append(
                    f"{line.method} {line.endpoint} {line.press}, a {line.thing} that is "
                    f"{line.state}, for {who}: {status}, and the table says {expected}{wrote or ''}"
                )
    complain(f"Asked {way}, by [states] of docs/permissions.toml:", wrong)
    changed = [name for name, rows in everything(connection).items() if rows != before[name]]
    assert not changed, f"What was refused, or undone here, changed {changed}."
