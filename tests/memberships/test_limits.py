"""How many groups one may ask for: at once, in 30 days, from one network."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.foundation.access import TooMuchNow
from app.memberships import operations
from app.memberships.queries import groups_asked_for
from app.organisations.models import Organisation, Standing
from tests.members.letters import joins
from tests.memberships.test_operations import NEW, starts
from tests.memberships.test_pages import fills_in

NAMES = ("Shed", "Choir", "Garden", "Pantry", "Juniors", "Mosaic", "Bothy")


def test_a_fourth_group_that_waits_is_refused_with_its_words_kept(browse, session, make):
    make.area("Coalbrae")
    joins(browse, session, address="/account/join?next=/start-a-group")
    for name in NAMES[:3]:
        page = browse.visit("/start-a-group")
        fills_in(page, **{"The name of your group": name}).press("Send")
    page = fills_in(browse.visit("/start-a-group")).press("Send", status=429)
    assert "Three groups of yours wait for our call." in page
    assert page.value_of("The name of your group") == "Coalbrae Kitchen"
    assert page.value_of("Who are you, and what do you do?") == "We cook on Tuesdays."
    assert session.scalar(select(func.count()).select_from(Organisation)) == 3
    session.scalars(select(Organisation)).first().standing = Standing.ACTIVE
    session.flush()
    assert "Next we phone you once." in page.press("Send")


def test_a_sixth_group_in_30_days_waits(make):
    moira, now = make.member(), make.now
    for name in NAMES[:5]:
        starts(make, moira, name).standing = Standing.REFUSED
        make.session.flush()
    with pytest.raises(TooMuchNow, match="five groups in 30 days"):
        starts(make, moira, NAMES[5])
    starts(make, make.member(), NAMES[5])
    starts(make, moira, NAMES[6], now=now + timedelta(days=30))
    assert groups_asked_for(make.session, moira.member_id, since=now) == (1, 1)


def test_a_group_that_somebody_else_asked_for_is_not_counted(make):
    moira = make.member()
    for _ in range(6):
        group = make.community()
        make.in_group(group, moira).began_at = make.now + timedelta(minutes=1)
    make.session.flush()
    starts(make, moira)


def test_an_eleventh_group_from_one_network_waits_and_others_do_not(make):
    for number in range(operations.GROUPS_FROM_ONE_PREFIX_AN_HOUR):
        starts(make, make.member(), f"Club of street {number}")
    with pytest.raises(TooMuchNow, match="Wait an hour"):
        starts(make, make.member(), "Allotment")
    starts(make, make.member(), "Allotment", mark="another hall")
    starts(make, make.member(), "Late ones", now=make.now + timedelta(minutes=61))


@pytest.mark.slow
def test_of_two_groups_asked_for_at_once_the_last_one_allowed_comes_first(fresh_database):
    with fresh_database.session() as session:
        make = fresh_database.make(session)
        moira, now = make.member(), make.now
        for name in NAMES[:2]:
            starts(make, moira, name)
        session.commit()

    def start(name):
        new = type(NEW)(name=name, kind=NEW.kind, call_phone=NEW.call_phone, words=NEW.words)
        with fresh_database.session() as session:
            try:
                operations.start_group(
                    session, moira, new, shown_name="Moira", reserved=(), address_mark=name,
                    now=now, real_now=now,
                )  # fmt: skip
                session.commit()
            except TooMuchNow:
                session.rollback()
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(start, NAMES[2:4])) == [False, True]
