"""Laying the demo place out: once, the same each time, on a clock of its own; and its sign-ins."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.demo.followings import FOLLOWERS
from app.demo.staff import STAFF
from app.foundation import clock
from app.foundation.access import VISITOR, Role
from app.foundation.database import Base
from app.history.models import HistoryEntry
from app.needs.models import Need
from app.people import operations as people
from app.people.models import Person
from app.people.passwords import hash_password
from app.people.queries import actor_of
from app.places.models import Place
from app.places.queries import clock_shift
from app.seed import is_empty, lay_out_demo
from app.seed.moments import clock_shift_seconds, moment
from app.seed.sign_ins import sign_in_lines
from app.seed.staff import DEMO_PASSWORD
from app.staff.queries import is_settled_administrator
from app.voices.models import NeedSupport
from tests.conftest import KEYS, FreshDatabase
from tests.seed.conftest import LAID_OUT_AT

TODAY = moment(datetime(2026, 3, 2, tzinfo=UTC).date(), 9)


def rows_by_table(session: Session) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
    }


# The clock


def test_the_clock_shows_the_second_of_march_at_nine(demo: Session) -> None:
    shown = LAID_OUT_AT + timedelta(seconds=clock_shift(demo))
    assert TODAY <= shown < TODAY + timedelta(seconds=1)
    assert shown.astimezone(clock.LOCAL_ZONE).strftime("%A %H:%M") == "Monday 09:00"


def test_the_clock_ticks(demo: Session) -> None:
    next_day = LAID_OUT_AT + timedelta(hours=30, seconds=clock_shift(demo))
    assert clock.local_day(next_day) == datetime(2026, 3, 3, tzinfo=UTC).date()


@pytest.mark.parametrize(
    "real_now",
    [
        datetime(2024, 7, 1, 12, 30, 15, 999_999, tzinfo=UTC),
        datetime(2026, 3, 2, 8, 59, 59, 500_000, tzinfo=UTC),
        datetime(2026, 11, 22, 1, 2, 3, 1, tzinfo=UTC),
    ],
)
def test_the_shown_time_is_never_before_the_opening(real_now: datetime) -> None:
    shown = real_now + timedelta(seconds=clock_shift_seconds(real_now))
    assert TODAY <= shown < TODAY + timedelta(seconds=1)


# Once, and the same each time


def test_a_second_run_adds_nothing(demo: Session) -> None:
    before = rows_by_table(demo)
    assert not is_empty(demo)
    lay_out_demo(demo, keys=KEYS, real_now=LAID_OUT_AT + timedelta(days=1))
    assert rows_by_table(demo) == before
    assert before["participant"] == 1_175


def test_a_place_of_ones_own_is_left_alone(fresh_database: FreshDatabase) -> None:
    with fresh_database.session() as session:
        fresh_database.make(session).whole_place()
        session.flush()
        lay_out_demo(session, keys=KEYS)
        assert session.scalar(select(func.count()).select_from(Place)) == 1
        assert session.scalar(select(func.count()).select_from(Need)) == 0


@pytest.mark.slow
def test_two_that_begin_at_once_lay_it_out_once(fresh_database: FreshDatabase) -> None:
    problems: list[BaseException] = []
    ready = threading.Barrier(2)

    def lay_out() -> None:
        try:
            with fresh_database.session() as session:
                ready.wait(20)
                lay_out_demo(session, keys=KEYS)
                session.commit()
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=lay_out) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert problems == []
    with fresh_database.session() as session:
        assert rows_by_table(session)["need"] == 40 + 3 + 22


@pytest.mark.slow
def test_it_is_the_same_place_each_time(demo: Session, fresh_database: FreshDatabase) -> None:
    statement = select(
        NeedSupport.need_id,
        NeedSupport.participant_id,
        NeedSupport.place_id,
        NeedSupport.supported_at,
    ).order_by(NeedSupport.need_id, NeedSupport.participant_id)
    with fresh_database.session() as session:
        lay_out_demo(session, keys=KEYS)
        assert session.execute(statement).all() == demo.execute(statement).all()


# Sign-ins


def test_sign_ins_are_printed_with_their_password(demo: Session) -> None:
    lines = sign_in_lines(demo, KEYS)
    assert lines[0] == f"Priya Nair, moderator: priya.nair@braidvale.example / {DEMO_PASSWORD}"
    assert len(lines) == len(STAFF) + 2 + len(FOLLOWERS) + 3  # leads of groups
    assert lines[len(STAFF)].startswith("Gordon Petrie, resident with an account: gordon.petrie@")
    assert all(each.email in line for each, line in zip(STAFF, lines, strict=False))
    assert lines[7].startswith("Helen Stark, partnership manager and administrator: ")
    assert "Cllr Fiona Rennie, councillor for Coalbrae: " in lines[3]


def test_everybody_printed_can_sign_in_to_their_role(demo: Session) -> None:
    for each in STAFF:
        person = people.sign_in(
            demo,
            VISITOR,
            each.email,
            DEMO_PASSWORD,
            address_mark=f"mark of {each.email}",
            real_now=LAID_OUT_AT,
        )
        assert person is not None, each.name
        actor = actor_of(demo, person, TODAY.date())
        assert actor.has_role(each.role)


def test_two_administrators_can_open_lost_locks_together(demo: Session) -> None:
    settled = [
        each.email
        for each in STAFF
        for person in [demo.scalars(select(Person).where(Person.email == each.email)).one()]
        if is_settled_administrator(demo, person.id, TODAY.date())
    ]
    assert settled == ["ailsa.grant@braidvale.example", "helen.stark@braidvale.example"]


def test_a_councillor_is_one_of_their_ward(demo: Session) -> None:
    fiona = demo.scalars(select(Person).where(Person.email.startswith("fiona"))).one()
    actor = actor_of(demo, fiona, TODAY.date())
    (place_id,) = actor.places_for(Role.COUNCILLOR) or ()
    ward = demo.get_one(Place, place_id)
    assert (ward.kind.value, ward.slug) == ("ward", "coalbrae")


def test_a_password_that_was_changed_is_not_printed(demo: Session) -> None:
    priya = demo.scalars(select(Person).where(Person.email.startswith("priya"))).one()
    priya.password_hash = hash_password("something else entirely")
    demo.flush()
    assert not any("Priya" in line for line in sign_in_lines(demo, KEYS))
    assert any("Ewan" in line for line in sign_in_lines(demo, KEYS))


def test_follow_codes_lead_to_what_gordon_and_aisha_put_forward(demo: Session) -> None:
    *_others, gordon, aisha = sign_in_lines(demo, KEYS)
    assert gordon.startswith("Gordon's follow code: ")
    assert aisha.startswith("Aisha's follow code: ")
    found = {}
    for line in (gordon, aisha):
        participant_id = people.participant_of_code(
            demo,
            VISITOR,
            KEYS,
            line.partition(": ")[2],
            address_mark="somebody",
            real_now=LAID_OUT_AT,
        )
        assert participant_id is not None
        needs = select(Need).where(Need.participant_id == participant_id).order_by(Need.id)
        found[line[:5]] = [need.code or need.title for need in demo.scalars(needs)]
    assert found == {
        "Gordo": ["N-0001", "N-0030", "I do not know what is on round here"],
        "Aisha": ["N-0006"],
    }


def test_nothing_is_printed_for_a_place_without_them(session: Session) -> None:
    assert sign_in_lines(session, KEYS) == []


def test_what_staff_did_names_them_and_what_residents_did_does_not(demo: Session) -> None:
    acts = demo.execute(
        select(HistoryEntry.acting_as, Person.name, HistoryEntry.participant_id)
        .outerjoin(Person, Person.id == HistoryEntry.person_id)
        .distinct()
    ).all()
    names: dict[str, set[str | None]] = {}
    for acting_as, name, participant_id in acts:
        names.setdefault(acting_as, set()).add(name)
        assert (acting_as == "resident") or participant_id is None
    assert names == {
        "admin": {"Ailsa Grant"},
        "moderator": {"Priya Nair", "Ewan Duff"},
        "planner": {"Callum Reid"},
        "resident": {None},
        "publish-who-was-heard": {None},
    }
