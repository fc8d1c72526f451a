"""Which answers and promises stand where."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.answers.lines import Answers, Wanted
from app.answers.queries import answers_and_promises
from app.foundation.access import VISITOR
from app.needs import operations as needs
from app.needs.models import Moderation
from app.plan.models import ActionState
from app.priorities.models import DecisionKind
from tests.builders import BUILDER, Make

TODAY = date(2026, 3, 2)
LONG_AGO = date(2026, 1, 15)


def found(session: Session, section: str = "", *, size: int = 20, **narrowed: int) -> Answers:
    session.flush()
    wanted = Wanted(section=section, size=size, **narrowed)  # type: ignore[arg-type]
    return answers_and_promises(session, VISITOR, wanted, TODAY)


def numbers(answers: Answers, section: str) -> list[int]:
    return [line.number for line in answers.rows.get(section, ())]


def test_a_yes_stands_as_answered_until_the_plan_takes_it_up(session: Session, make: Make) -> None:
    need, theme = make.need(), make.theme()
    under = make.need(theme=theme)
    make.decision(need)
    make.decision(theme)
    assert numbers(found(session), "answered") == [2, 1]
    make.action(need, state=ActionState.PROPOSED)
    assert numbers(found(session), "answered") == [2, 1]
    make.action(need)
    assert numbers(found(session), "answered") == [2]
    make.link(make.action(make.need()), under)
    assert numbers(found(session), "answered") == []


def test_an_action_tells_the_need_most_people_said_and_its_answer(
    session: Session, make: Make
) -> None:
    theme = make.theme()
    few, many = make.need(title="Few said"), make.need(title="Many said", supports=3, theme=theme)
    make.decision(theme, kind=DecisionKind.PARTLY, we_decided="Of the theme")
    action = make.action(few)
    make.link(action, many)
    make.news(action, "Older news", on=LONG_AGO)
    make.news(action, "Latest news", on=TODAY)
    (line,) = found(session).rows["being_done"]
    assert (line.news, line.said.title, line.said.people) == ("Latest news", "Many said", 3)
    assert (line.said.kind, line.said.we_decided) == (DecisionKind.PARTLY, "Of the theme")
    make.decision(many, we_decided="Its own")
    (line,) = found(session).rows["being_done"]
    assert line.said.we_decided == "Its own"


def test_a_need_that_is_gone_is_not_quoted_beside_an_action(session: Session, make: Make) -> None:
    need = make.need(title="A cruel word")
    make.action(need, what="Goes on")
    needs.take_down(session, BUILDER, need, Moderation.HIDDEN, reason_code="hurtful", now=make.now)
    (line,) = found(session).rows["being_done"]
    assert (line.action.what, line.said) == ("Goes on", None)


def test_drafts_and_earlier_answers_are_left_out(session: Session, make: Make) -> None:
    need = make.need()
    make.decision(need, kind=DecisionKind.NOT_NOW)
    make.decision(make.need(), kind=DecisionKind.NOT_NOW, published=False)
    make.decision(need, kind=DecisionKind.YOU_CAN)
    answers = found(session)
    assert (numbers(answers, "not_now"), numbers(answers, "you_can")) == ([], [2])


def test_the_first_few_of_each_say_when_there_are_more(session: Session, make: Make) -> None:
    for _ in range(3):
        make.decision(kind=DecisionKind.NOT_NOW)
    for _ in range(2):
        make.action(state=ActionState.STARTED, due_on=LONG_AGO)
    parts = {part.section: part for part in found(session, size=2).first_of_each(2)}
    assert set(parts) == {"late", "not_now"}
    assert (len(parts["not_now"].rows), parts["not_now"].has_more) == (2, True)
    assert (len(parts["late"].late_actions), parts["late"].has_more) == (2, False)


def test_late_actions_stand_on_the_first_page_only_oldest_first(
    session: Session, make: Make
) -> None:
    for days in (5, 20):
        make.action(state=ActionState.STARTED, due_on=TODAY - timedelta(days=days))
    make.need().answer_by = LONG_AGO
    first = found(session, "late")
    assert [line.number for line in first.late_actions] == [2, 1]
    assert found(session, "late", after=first.rows["late"][-1].number).late_actions == []


def test_needs_due_on_one_day_are_walked_by_their_codes(session: Session, make: Make) -> None:
    for _ in range(5):
        make.need().answer_by = LONG_AGO
    assert numbers(found(session, "late", size=2), "late") == [1, 2, 3]
    assert numbers(found(session, "late", size=2, after=2), "late") == [3, 4, 5]
    assert numbers(found(session, "late", size=2, before=3), "late") == [2, 1]


def test_an_area_sees_answers_about_it_and_about_its_themes(session: Session, make: Make) -> None:
    glens = make.area("Glens")
    make.decision(make.need(area=glens), kind=DecisionKind.NOT_NOW)
    make.decision(make.need(area=make.area("Town")), kind=DecisionKind.NOT_NOW)
    theme = make.theme()
    make.need(theme=theme, area=glens)
    make.decision(theme, kind=DecisionKind.NOT_NOW)
    assert numbers(found(session, place_id=glens.id), "not_now") == [3, 1]
