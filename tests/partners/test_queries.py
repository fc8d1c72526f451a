"""What a partner body finds on its first page, and what never stands there."""

from datetime import timedelta

import pytest

from app.foundation.access import NotFound, Role
from app.needs.models import Moderation
from app.organisations.models import Sector
from app.partners import queries
from app.plan.models import ActionState
from app.priorities.models import DecisionKind
from app.themes.models import ThemeState


@pytest.fixture
def body(make):
    return make.organisation("Health and Care", sector=Sector.PUBLIC)


@pytest.fixture
def editor(make, body):
    return make.actor_of(make.person(Role.PARTNER_EDITOR, body=body))


def titles(rows):
    return [row.title for row in rows]


def waiting(session, editor, places, after=None, before=None, size=10):
    ids = [place.id for place in places]
    return queries.needs_waiting(session, editor, ids, after=after, before=before, size=size)


def test_needs_without_an_answer_in_its_areas(session, make, editor):
    here, there = make.area("Coalbrae"), make.area("Millburn")
    make.need(title="Here", area=here, supports=2)
    make.need(title="There", area=there)
    answered = make.need(title="Answered", area=here)
    make.decision(answered)
    for number, state in enumerate(Moderation):
        if state not in (Moderation.PUBLISHED, Moderation.MERGED):
            reason = {"reason_code": "cannot_read"} if state is Moderation.HIDDEN else {}
            make.need(title=f"Not seen {number}", area=here, state=state, **reason)
    (row,) = waiting(session, editor, [here])
    assert (row.title, row.people) == ("Here", 2)
    assert titles(waiting(session, editor, [here, there])) == ["Here", "There"]
    assert titles(waiting(session, editor, [])) == ["Here", "There"]
    assert queries.waiting_count(session, editor, [here.id]) == 1
    assert queries.waiting_count(session, editor, []) == 2


def test_what_was_promised_first_stands_first_page_by_page(session, make, editor):
    area = make.area()
    needs = [make.need(title=f"Need {number}", area=area) for number in range(5)]
    for days, need in enumerate(reversed(needs)):
        need.answer_by = make.today + timedelta(days=days // 2)
    session.flush()
    in_order = titles(waiting(session, editor, [area]))
    assert in_order == ["Need 3", "Need 4", "Need 1", "Need 2", "Need 0"]
    second = waiting(session, editor, [area], after=needs[4].number, size=2)
    assert titles(second) == in_order[2:5]
    back = waiting(session, editor, [area], before=needs[0].number, size=2)
    assert titles(back) == ["Need 2", "Need 1", "Need 4"]  # the nearest first, as pages turn


def test_its_actions_the_late_ones_first(session, make, editor, body):
    today = make.today
    make.action(what="Going", lead=body, state=ActionState.STARTED)
    make.action(what="Done", lead=body, state=ActionState.DONE)
    make.action(what="Late", lead=body, due_on=today - timedelta(days=1))
    make.action(what="Stuck", lead=body, state=ActionState.STUCK)
    make.action(what="Proposed", lead=body, state=ActionState.PROPOSED)
    make.action(what="Helps", partners=[body])
    make.action(what="Nobody's")
    led, helped = queries.actions_of_body(session, editor, body.id, today)
    assert [line.what for line in led] == ["Late", "Stuck", "Going", "Done"]
    assert led[0].is_late
    assert [line.what for line in helped] == ["Helps"]


def test_what_was_passed_on_to_it(session, make, editor, body):
    passed = {"kind": DecisionKind.NOT_OURS, "passed_to": "health and care, early help team"}
    need, theme = make.need(title="A clinic"), make.theme("Clinics", state=ThemeState.SHARED)
    make.decision(need, **passed)
    make.decision(theme, **passed)
    make.decision(make.need(title="A road"), kind=DecisionKind.NOT_OURS, passed_to="Roads")
    make.decision(make.need(title="A draft"), published=False, **passed)
    hidden = make.need(title="Hidden")
    make.decision(hidden, **passed)
    hidden.moderation, hidden.reason_code = Moderation.HIDDEN, "cannot_read"
    session.flush()
    rows = queries.passed_on_to(session, editor, body)
    assert [row.subject_title for row in rows] == ["Clinics", "A clinic"]
    assert [row.subject_code for row in rows] == [theme.code, need.code]
    body.name, body.earlier_names = "Wellbeing", "Hleath\nHealth and Care"
    assert queries.passed_on_to(session, editor, body) == rows
    body.name, body.earlier_names = "100%_", ""
    assert queries.passed_on_to(session, editor, body) == []


def test_a_led_action_is_found_by_its_code(session, make, editor, body):
    mine, other = make.action(lead=body), make.action(partners=[body])
    assert queries.led_action(session, editor, mine.number) is mine
    for number in (other.number, 999):
        with pytest.raises(NotFound):
            queries.led_action(session, editor, number)


def test_somebody_may_work_for_two_bodies(session, make, body):
    person = make.person(Role.PARTNER_EDITOR, body=body)
    other = make.organisation("A body", sector=Sector.PUBLIC)
    make.role(person, Role.PARTNER_EDITOR, body=other)
    assert list(queries.own_bodies(session, make.actor_of(person))) == [other, body]
