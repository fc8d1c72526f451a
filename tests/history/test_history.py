"""Who did what: rows are only added, reasons in words stand apart, few may read it."""

import hashlib

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from app.conversations.models import ConversationState
from app.foundation import visible
from app.foundation.access import Actor, Role
from app.history import operations
from app.history.models import HistoryEntry, HistoryNote
from app.history.queries import history_of, latest_history, things_of
from tests.builders import BUILDER


@pytest.fixture
def entry(session, make, now):
    person = make.person(Role.PLANNER)
    made = operations.record(
        session, make.actor_of(person), "did a thing", make.need(), now=now,
        reason_code="why", note="Because of the weather.",
    )  # fmt: skip
    session.flush()
    return made


def test_an_act_is_kept_with_who_as_what_and_why(session, make, entry, now):
    assert (entry.at, entry.verb, entry.acting_as, entry.reason_code) == (
        now, "did a thing", "planner", "why",
    )  # fmt: skip
    note = session.get(HistoryNote, entry.id)
    salted = hashlib.sha256((note.salt + note.words).encode()).hexdigest()
    assert entry.note_hash == salted
    line = history_of(session, "need", entry.subject_id)[-1]
    assert (line.note, line.person_id) == ("Because of the weather.", entry.person_id)


def test_each_act_moves_the_number_that_kept_pages_carry(session, make, now):
    need = make.need()
    before = visible.current_number(session)
    operations.record(session, BUILDER, "did a thing", need, now=now)
    session.flush()
    assert visible.current_number(session) == before + 1


def test_an_act_that_is_rolled_back_leaves_nothing(session, make, now):
    need = make.need()
    before = len(history_of(session, "need", need.id)), visible.current_number(session)
    with session.begin_nested() as nested:
        operations.record(session, BUILDER, "did a thing", need, now=now)
        nested.rollback()
    assert (len(history_of(session, "need", need.id)), visible.current_number(session)) == before


def test_rows_are_never_changed_nor_taken_out(session, entry, database):
    wrong = [
        update(HistoryEntry).values(verb="did nothing"),
        delete(HistoryEntry),
        text("UPDATE history_entry SET person_id = NULL"),
        delete(HistoryEntry).where(HistoryEntry.id == entry.id),
    ]
    if database == "sqlite":
        columns = ", ".join(column.name for column in HistoryEntry.__table__.columns)
        wrong.append(
            text(f"REPLACE INTO history_entry ({columns}) SELECT {columns} FROM history_entry")  # noqa: S608
        )
    else:
        wrong.append(text("TRUNCATE history_entry CASCADE"))
    for statement in wrong:
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(statement)
    assert session.scalar(select(HistoryEntry.verb).where(HistoryEntry.id == entry.id))


def test_a_reason_can_be_erased_and_the_act_stays(session, entry):
    session.execute(delete(HistoryNote).where(HistoryNote.entry_id == entry.id))
    line = history_of(session, "need", entry.subject_id)[-1]
    assert (line.verb, line.note) == ("did a thing", None)


def test_who_acts_is_named_by_job_role_or_as_a_resident(session, make, now):
    need = make.need()
    for actor, name in (
        (BUILDER, "tests"),
        (make.actor(Role.PLANNER, Role.ADMIN), "admin, planner"),
        (make.participant_actor(), "resident"),
    ):
        entry = operations.record(session, actor, "did a thing", need, now=now)
        assert entry.acting_as == name


def test_many_acts_are_kept_at_once(session, make, now):
    ids = [make.need().id, make.need().id]
    before = visible.current_number(session)
    operations.record_many(session, BUILDER, "brought in", "need", ids, now=now)
    operations.record_many(session, BUILDER, "brought in", "need", [], now=now)
    for each in ids:
        assert history_of(session, "need", each)[-1].verb == "brought in"
    assert visible.current_number(session) == before


def test_the_page_is_for_administrators_and_managers(browse, make):
    make.need()
    for role in Role:
        status = 200 if role in {Role.ADMIN, Role.PARTNERSHIP_MANAGER} else 403
        browse.another().sign_in(make.person(role)).visit("/history/", status=status)
    browse.another().visit("/history/", status=401)
    browse.take_part_as(make.participant_actor()).visit("/history/", status=401)


def test_the_page_goes_back_in_time_and_can_be_narrowed(browse, session, make, now, monkeypatch):
    monkeypatch.setattr("app.history.views.ON_A_PAGE", 3)
    admin = make.person(Role.ADMIN, name="Ada Admin")
    need = make.need()
    for number in range(5):
        operations.record(session, make.actor_of(admin), f"act {number}", need, now=now)
    page = browse.sign_in(admin).visit("/history/")
    assert [number for number in range(5) if f"act {number}" in page] == [2, 3, 4]
    assert "Ada Admin" in page
    page = page.follow("Earlier")
    assert [number for number in range(5) if f"act {number}" in page] == [0, 1]
    page = page.fill({"About": "Person who works here"}).press("Show")
    assert "gave a role" in page
    assert "act 4" not in page
    assert "act 4" in browse.visit(f"/history/?person={admin.id}")
    assert "Nothing yet." in browse.visit("/history/?person=999")
    browse.visit("/history/?before=abc", status=400)


def test_the_page_holds_no_words_of_residents(browse, make):
    make.need(title="Otters in the burn", words="Otters in the burn")
    page = browse.sign_in(make.person(Role.ADMIN)).visit("/history/")
    assert "Otters" not in page
    assert "A resident" in page


def test_things_are_called_by_code_and_title_with_a_link(browse, session, make, now):
    admin = make.person(Role.ADMIN, name="Ada Admin")
    need, waiting = make.need(title="Otters in the burn"), make.need(published=False)
    theme = make.theme(name="Getting home")
    open_one, draft = (
        make.conversation(),
        make.conversation("Shall we?", state=ConversationState.DRAFT),
    )
    for thing in (need, waiting, theme, open_one, draft, admin):
        operations.record(session, BUILDER, "did a thing", thing, now=now)
    page = browse.sign_in(admin).visit("/history/")
    assert f"/needs/{need.code.lower()}" in page.html
    assert f"/themes/{theme.code.lower()}" in page.html
    assert f"{theme.code} Getting home" in page
    assert f"/topics/{open_one.slug}" in page.html
    assert f"/topics/{draft.slug}" not in page.html
    assert f"/staff/{admin.id}" in page.html
    assert "(not public yet)" in page
    assert f"Need {waiting.id}" not in page
    assert "Otters" not in page
    manager = browse.another().sign_in(make.person(Role.PARTNERSHIP_MANAGER))
    assert f"/staff/{admin.id}" not in manager.visit("/history/").html


def test_one_statement_for_each_kind_of_thing(session, make, now, queries_made):
    for _ in range(5):
        for thing in (make.need(), make.theme()):
            operations.record(session, BUILDER, "did a thing", thing, now=now)
    session.flush()
    lines = latest_history(session, before=None, size=10)
    kinds = {line.subject for line in lines}
    with queries_made() as made:
        found = things_of(session, lines)
    assert {key[0] for key in found} >= {"need", "theme"}
    assert len(made) <= len(kinds)


def test_narrowing_reads_only_what_was_asked_for(session, make, now):
    need, other = make.need(), make.need()
    operations.record(session, Actor.system("a job"), "did a thing", other, now=now)
    session.flush()
    assert {line.subject_id for line in history_of(session, "need", need.id)} == {need.id}
    lines = latest_history(session, before=None, size=5, subject="participant")
    assert {line.subject for line in lines} <= {"participant"}


def test_the_page_says_states_and_places_in_words(browse, session, make, now):
    area = make.area("Coalbrae")
    action, admin = make.action(), make.person(Role.ADMIN)
    operations.record(session, make.actor_of(admin), "state: on_track", action, now=now)
    operations.record(
        session, make.actor_of(admin), "made a priority", action, now=now,
        reason_code=f"place {area.id}",
    )  # fmt: skip
    page = browse.sign_in(admin).visit("/history/")
    assert "moved it to “On track”" in page
    assert "on_track" not in page
    assert "· Coalbrae" in page
    browse.visit("/history/?about=zzz", status=400)
