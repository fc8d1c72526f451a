"""Complaints about data: taken from anyone, answered by administrators, emptied long afterwards."""

import csv
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.complaints import operations, queries
from app.complaints.models import ComplaintAbout, DataComplaint, Finding
from app.complaints.operations import ComplaintWords
from app.complaints.register import COLUMNS, as_csv
from app.foundation.access import Actor, NotAllowed, NotFound, NotPossibleNow, Role
from app.foundation.text.spreadsheet import plain_cell
from app.history.models import HistoryEntry
from app.people.operations import TooManyTries

DAY = timedelta(days=1)
CLOCK = Actor.system("keep-to-retention")


@pytest.fixture
def complains(session, make, now):
    """Return what takes a complaint."""

    def taken(key="key", words="It shows my street", mark="here", at=now, **more):
        typed = ComplaintWords(
            more.get("about", ComplaintAbout.SHOWS), words, more.get("email", ""), ""
        )
        found, made = operations.complain(
            session, more.get("actor", make.visitor()), typed, send_key=key, address_mark=mark,
            now=at, real_now=at,
        )  # fmt: skip
        session.flush()
        return found, made

    return taken


def test_it_has_a_number_and_a_clock_from_the_first_moment(complains, now):
    first, made = complains()
    assert made
    assert first.code == "C-0001"
    assert first.received_at == first.acknowledged_at == now
    assert first.due_on == date(2026, 4, 1)
    assert complains("other")[0].code == "C-0002"


def test_pressing_twice_makes_one(session, complains):
    first, _made = complains()
    again, made = complains()
    assert (again.id, made) == (first.id, False)
    assert session.scalar(select(func.count()).select_from(DataComplaint)) == 1


def test_a_flood_from_one_network_waits_and_others_do_not(complains):
    for number in range(operations.FROM_ONE_PREFIX_AN_HOUR):
        complains(f"key {number}")
    with pytest.raises(TooManyTries):
        complains("one more")
    assert complains("key 0")[1] is False, "what was sent already still has its receipt"
    assert complains("elsewhere", mark="there")[1]


def test_the_history_names_no_voice_and_holds_no_word(session, make, complains):
    complaint, _made = complains(actor=make.participant_actor())
    entry = session.scalar(select(HistoryEntry).where(HistoryEntry.subject == "data_complaint"))
    assert (entry.subject_id, entry.participant_id, entry.note_hash) == (complaint.id, None, None)


def test_an_administrator_answers_once_and_closes_once(session, make, complains, now):
    complaint, _made = complains()
    admin = make.actor(Role.ADMIN)
    with pytest.raises(NotPossibleNow, match="Answer this first"):
        operations.close_complaint(session, admin, complaint.id, now=now)
    operations.answer_complaint(
        session, admin, complaint.id, Finding.RIGHT, "We hid it.", now=now + DAY
    )
    with pytest.raises(NotPossibleNow, match="already"):
        operations.answer_complaint(session, admin, complaint.id, Finding.PARTLY, "?", now=now)
    assert (complaint.answer, complaint.answered_by_id) == ("We hid it.", admin.person_id)
    for days in (2, 3):
        operations.close_complaint(session, admin, complaint.id, now=now + days * DAY)
    assert complaint.closed_at == now + 2 * DAY


def test_nobody_else_answers_or_closes(session, make, complains, now):
    complaint, _made = complains()
    for actor in (make.visitor(), make.participant_actor(), make.actor(Role.MODERATOR)):
        with pytest.raises(NotAllowed):
            operations.answer_complaint(session, actor, complaint.id, Finding.RIGHT, "x", now=now)
        with pytest.raises(NotAllowed):
            operations.close_complaint(session, actor, complaint.id, now=now)
        with pytest.raises(NotAllowed):
            operations.empty_old_complaints(session, actor, before=now, now=now)
    with pytest.raises(NotFound):
        operations.close_complaint(session, make.actor(Role.ADMIN), 99, now=now)


def test_late_ones_lead_and_answered_ones_come_last(session, make, complains, now):
    newer, _made = complains("a")
    older, _made = complains("b", at=now - 40 * DAY)
    answered, _made = complains("c", at=now - 50 * DAY)
    admin = make.actor(Role.ADMIN)
    operations.answer_complaint(session, admin, answered.id, Finding.RIGHT, "Yes", now=now)
    session.flush()
    assert queries.open_complaints(session, size=9) == [older, newer, answered]
    assert queries.late_count(session, make.today) == 1
    operations.close_complaint(session, admin, answered.id, now=now)
    session.flush()
    assert queries.closed_complaints(session, before=None, size=9) == [answered]
    assert queries.closed_complaints(session, before=answered.number, size=9) == []


def test_words_go_long_after_it_is_closed_and_the_row_stays(session, make, complains, now):
    complaint, _made = complains(email="a@post.example")
    still_open, _made = complains("open")
    admin = make.actor(Role.ADMIN)
    operations.answer_complaint(session, admin, complaint.id, Finding.RIGHT, "Yes", now=now)
    operations.close_complaint(session, admin, complaint.id, now=now)
    session.flush()
    assert operations.empty_old_complaints(session, CLOCK, before=now, now=now) == 0
    assert operations.empty_old_complaints(session, CLOCK, before=now + DAY, now=now) == 1
    assert complaint.is_emptied
    assert (complaint.answer, complaint.email, complaint.send_key) == ("", "", None)
    assert complaint.code == "C-0001"
    assert still_open.words
    session.flush()
    assert operations.empty_old_complaints(session, CLOCK, before=now + DAY, now=now) == 0


@pytest.mark.parametrize(
    "words", ['=HYPERLINK("x")', "+cmd", "-2+3", "@SUM", '"quoted", and\nmore']
)
def test_no_cell_of_the_register_is_a_formula(session, make, complains, now, words):
    complaint, _made = complains(words=words, email="a@post.example")
    operations.answer_complaint(
        session, make.actor(Role.ADMIN), complaint.id, Finding.NOT_RIGHT, words, now=now + 2 * DAY
    )
    text = as_csv(queries.all_complaints(session))
    head, row = csv.reader(io.StringIO(text, newline=""))
    assert tuple(head) == COLUMNS
    cells = dict(zip(head, row, strict=True))
    assert cells["words"][0] not in "=+-@"
    assert plain_cell(cells["words"]) == words
    assert cells["days_taken"] == "2"
    assert "a@post.example" not in text
