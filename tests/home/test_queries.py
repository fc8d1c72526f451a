"""What the front page shows."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.conversations.models import ConversationState
from app.foundation.access import VISITOR
from app.home import queries
from app.needs.models import Moderation
from app.needs.operations import take_down
from app.plan.models import ActionState
from tests.builders import BUILDER, Make


def test_there_is_no_example_before_anything_is_done(session: Session, make: Make) -> None:
    assert queries.example_of_change(session, VISITOR) is None
    need = make.need(supports=3)
    make.decision(need)
    make.action(need, state=ActionState.AGREED)  # promised, and nothing done yet
    assert queries.example_of_change(session, VISITOR) is None


def test_the_example_is_the_need_with_most_people_that_is_being_done(
    session: Session, make: Make
) -> None:
    for supports in (2, 4, 1):
        need = make.need(title=f"Said by {supports}", supports=supports)
        make.decision(need, we_decided="We will run a later bus.")
        action = make.action(need, state=ActionState.STARTED, what="Run the bus")
        make.news(action, "The driver is found.")
    make.need(supports=6)
    example = queries.example_of_change(session, VISITOR)
    assert example is not None
    assert example.title == "Said by 4"
    assert (example.online, example.rooms, example.people) == (4, 0, 4)
    assert example.we_decided == "We will run a later bus."
    assert (example.news, example.news_on) == ("The driver is found.", make.today)


def test_the_newest_news_is_told(session: Session, make: Make) -> None:
    need = make.need()
    make.decision(need)
    action = make.action(need, state=ActionState.STARTED)
    make.news(action, "Newer", on=make.today)
    make.news(action, "Older", on=make.today - timedelta(days=5))
    example = queries.example_of_change(session, VISITOR)
    assert example is not None
    assert example.news == "Newer"


def test_a_need_that_was_taken_down_is_no_example(session: Session, make: Make) -> None:
    need = make.need()
    make.decision(need)
    make.action(need, state=ActionState.DONE)
    take_down(session, BUILDER, need, Moderation.HIDDEN, reason_code=None, now=make.now)
    assert queries.example_of_change(session, VISITOR) is None


def test_open_conversations_come_soonest_to_close_first(session: Session, make: Make) -> None:
    always = make.conversation()
    later = make.conversation("Later?", closes_on=make.today + timedelta(days=60))
    sooner = make.conversation("Sooner?", closes_on=make.today + timedelta(days=9))
    make.conversation("A draft?", state=ConversationState.DRAFT)
    found = queries.open_conversations(session)
    assert [each.id for each in found] == [sooner.id, later.id, always.id]
