"""What pages read alike is remembered for visitors only, and never past a visible change."""

from datetime import timedelta

import pytest

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Role
from app.foundation.web import remembered
from app.foundation.web.remembered import Memory
from app.moderation.models import ReasonCode
from app.moderation.operations import hide_need
from app.needs.models import Need
from app.people.queries import actor_of
from tests.page import counted_statements


class Place:
    """A database of its own with two needs under a theme, and a participant's browser."""

    def __init__(self, fresh):
        self.fresh = fresh
        with fresh.session() as session:
            self.make = make = fresh.make(session)
            theme = make.theme("Water")
            for title in ("Otters in the burn", "A burst pipe"):
                make.group(make.need(title=title), theme)
            self.moderator = make.person(Role.MODERATOR)
            somebody = make.participant_actor()
            session.commit()
            self.browser = fresh.browser(make).take_part_as(somebody)
            self.moderator_id = self.moderator.id
            session.commit()

    def hide_the_first(self):
        with self.fresh.session() as session:
            make = self.fresh.make(session)
            moderator = actor_of(session, make.person(Role.MODERATOR), make.today)
            need = session.get(Need, 1)
            hide_need(
                session, moderator, 1, ReasonCode.ADVERT, revision=need.revision, now=make.now
            )
            session.commit()

    def statements(self, address):
        with self.fresh.app.app_context():
            engine = db.engine
        with counted_statements(engine) as made:
            self.browser.visit(address)
        return len(made)


@pytest.fixture
def place(fresh_database):
    return Place(fresh_database)


@pytest.mark.parametrize("address", ["/", "/needs/", "/needs/n-0001"])
def test_a_page_read_again_asks_less(place, address):
    first = place.statements(address)
    assert place.statements(address) < first


def test_after_a_hide_has_committed_nothing_is_remembered(place):
    assert "2 needs" in place.browser.visit("/needs/")
    assert "Water" in place.browser.visit("/needs/n-0001")
    place.hide_the_first()
    page = place.browser.visit("/needs/")
    assert "1 need" in page
    assert "2 needs" not in page
    gone = place.browser.visit("/needs/n-0001", status=410)
    assert "Water" not in gone.main


def test_who_is_signed_in_always_reads_anew(place, fresh_database):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        planner = make.person(Role.PLANNER, email="planner@braidvale.example")
        session.commit()
        place.browser = fresh_database.browser(make).sign_in(planner)
    place.browser.visit("/themes/")
    first = place.statements("/needs/n-0001")
    assert place.statements("/needs/n-0001") == first


def test_the_next_day_is_read_anew(place, now, monkeypatch):
    place.browser.visit("/themes/")  # how far the clock is shifted is read once for good
    first = place.statements("/needs/n-0001")
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(days=1))
    assert place.statements("/needs/n-0001") == first


def test_a_memory_holds_ten_seconds_and_so_many_things(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(remembered.time, "monotonic", lambda: now[0])
    memory, read = Memory(), []

    def thing(key):
        return memory.of(key, lambda: read.append(key) or len(read))

    assert [thing("a"), thing("a"), thing("b")] == [1, 1, 2]
    now[0] += remembered.SECONDS
    assert thing("a") == 3
    for number in range(remembered.MOST):
        thing(number)
    assert len(memory._things) == remembered.MOST
    before = len(read)
    thing("a")
    assert len(read) == before + 1
