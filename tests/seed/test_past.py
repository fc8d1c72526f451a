"""The demo place has the past that its content tells of: dates, codes, states and history."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.demo.decisions import DECISIONS
from app.demo.needs import NEEDS
from app.demo.plan import ACTIONS, OUTCOMES
from app.demo.priorities import PRIORITIES
from app.demo.queue import QUEUE, TAKEN_DOWN
from app.demo.themes import FORMING_THEME, THEMES
from app.demo.vocabulary import ALL_AREAS, DEMO_TODAY
from app.foundation import search_index
from app.foundation.clock import local_day
from app.foundation.public_codes import last_number
from app.history.models import HistoryEntry, HistoryNote
from app.moderation.models import ModerationDecision, Verdict
from app.needs.models import Moderation, Need, NeedPlace, NeedTheme
from app.needs.words import waits_too_long
from app.plan.models import Action, ActionNeed, ActionPartner, ActionUpdate
from app.plan.states import is_late
from app.priorities.models import Cause, CauseNeed, Decision, DecisionState, Priority
from app.seed.moments import OPENING
from app.themes.models import Theme, ThemeState


def needs_by_code(session: Session) -> dict[str, Need]:
    rows = session.scalars(select(Need).where(Need.number.is_not(None)).order_by(Need.number))
    return {need.code or "": need for need in rows}


def verbs_of(session: Session, subject: str, subject_id: int) -> list[str]:
    return list(
        session.scalars(
            select(HistoryEntry.verb)
            .where(HistoryEntry.subject == subject, HistoryEntry.subject_id == subject_id)
            .order_by(HistoryEntry.id)
        )
    )


# Codes and dates


def test_codes_follow_publishing(demo: Session) -> None:
    kept = needs_by_code(demo)
    everything = (*NEEDS, *TAKEN_DOWN)
    assert list(kept) == [each.code for each in everything]
    published = [need.published_at for need in kept.values()]
    assert None not in published
    assert published == sorted(published, key=str)
    for each in everything:
        need = kept[each.code]
        assert (need.title, need.words) == (each.title, each.words)
        assert need.published_at is not None
        assert local_day(need.sent_at) == each.sent_on
        assert local_day(need.published_at) == each.published_on
        assert need.sent_at < need.published_at
        assert need.answer_by == each.sent_on + timedelta(weeks=12)


def test_the_next_code_is_the_next_number(demo: Session) -> None:
    last = {letter: last_number(demo, letter) for letter in "NTDOA"}
    assert last == {"N": 43, "T": 9, "D": 29, "O": 6, "A": 18}


def test_nothing_happened_after_the_opening(demo: Session) -> None:
    for column in (
        HistoryEntry.at,
        Need.sent_at,
        NeedTheme.grouped_at,
        Decision.published_at,
        ActionNeed.linked_at,
        ModerationDecision.decided_at,
    ):
        latest = demo.scalar(select(func.max(column)))
        assert latest is not None
        assert latest <= OPENING, column
    days = demo.scalar(select(func.max(ActionUpdate.on)))
    assert days == DEMO_TODAY


# Needs


def test_each_need_has_the_state_and_marks_of_its_page(demo: Session) -> None:
    kept = needs_by_code(demo)
    for each in NEEDS:
        need = kept[each.code]
        marks = {
            "small_group_big_need": need.is_small_group_big_need,
            "gap": need.is_gap,
            "works_well": need.is_works_well,
        }
        assert need.moderation is Moderation.PUBLISHED
        assert need.progress.value == each.progress, each.code
        assert {mark for mark, is_set in marks.items() if is_set} == set(each.marks), each.code
        assert need.level is not None
        assert need.level.value == each.level
        assert need.is_about_whole_place == each.is_about_whole_place


def test_a_need_about_the_whole_place_stands_in_every_area_and_ward(demo: Session) -> None:
    rows = demo.execute(
        select(Need.number, func.count(), func.min(NeedPlace.number))
        .join(NeedPlace, NeedPlace.need_id == Need.id)
        .where(Need.is_about_whole_place)
        .group_by(Need.id, Need.number)
    ).all()
    about_everywhere = [each for each in (*NEEDS, *QUEUE) if each.areas == ALL_AREAS]
    assert len(rows) == len(about_everywhere) == 17 + 2
    for number, count, repeated in rows:
        assert count == 7 + 9
        assert repeated == (number or 0)


def test_a_need_about_one_area_stands_in_the_ward_above_it(demo: Session) -> None:
    need = needs_by_code(demo)["N-0029"]
    places = demo.scalars(select(NeedPlace.place_id).where(NeedPlace.need_id == need.id)).all()
    assert len(places) == 2  # Coalbrae, the area and the ward
    need = needs_by_code(demo)["N-0037"]
    places = demo.scalars(select(NeedPlace.place_id).where(NeedPlace.need_id == need.id)).all()
    assert len(places) == 1  # Northmuir lies in two wards


def test_three_answers_are_overdue(demo: Session) -> None:
    late = {
        code: (DEMO_TODAY - need.answer_by).days
        for code, need in needs_by_code(demo).items()
        if need.moderation is Moderation.PUBLISHED and waits_too_long(need, DEMO_TODAY)
    }
    assert late == {"N-0012": 18, "N-0015": 18, "N-0018": 19}


def test_twenty_two_wait_and_nobody_else_sees_them(demo: Session) -> None:
    waiting = demo.scalars(
        select(Need).where(Need.moderation == Moderation.WAITING).order_by(Need.sent_at, Need.id)
    ).all()
    assert [need.title for need in waiting] == [each.title for each in QUEUE]
    assert all(need.number is None and need.published_at is None for need in waiting)
    assert all(need.check_by > local_day(need.sent_at) for need in waiting)
    assert local_day(waiting[-1].sent_at) == DEMO_TODAY


def test_one_merged_one_hidden_one_withdrawn(demo: Session) -> None:
    kept = needs_by_code(demo)
    merged, hidden, withdrawn = (kept[each.code] for each in TAKEN_DOWN)
    assert merged.moderation is Moderation.MERGED
    assert merged.merged_into_id == kept["N-0001"].id
    assert (hidden.moderation, hidden.reason_code) == (Moderation.HIDDEN, "personal_details")
    assert (withdrawn.moderation, withdrawn.reason_code) == (Moderation.WITHDRAWN, None)
    assert hidden.taken_down_at is not None
    assert withdrawn.taken_down_at is not None


def test_moderators_decided_each_with_what_an_undo_needs(demo: Session) -> None:
    decisions = demo.scalars(select(ModerationDecision)).all()
    assert Counter(each.verdict for each in decisions) == {
        Verdict.PUBLISH: 43,
        Verdict.MERGE: 1,
        Verdict.HIDE: 1,
    }
    kept = {need.id: need for need in needs_by_code(demo).values()}
    last = {each.need_id: each for each in sorted(decisions, key=lambda each: each.decided_at)}
    for need_id, each in last.items():
        need = kept[need_id]
        if need.moderation is Moderation.WITHDRAWN:  # its writer came after the moderator
            assert need.revision > each.revision_after
            continue
        assert need.revision == each.revision_after, need.code
        assert (each.reason_code or None) == need.reason_code
        assert each.target_id == need.merged_into_id


def test_search_finds_what_is_published_only(demo: Session) -> None:
    def found(words: str) -> set[int]:
        matches = search_index.newest_matches(demo, words)
        assert matches is not None
        return set(demo.scalars(matches))

    assert 1 in found("last bus hospital")
    assert not found("lift quarry")  # hidden
    assert not found("bin day lids")  # withdrawn
    assert 41 not in found("bus hospital visiting")  # merged
    assert not found("surgery window")  # waiting


# Themes, answers and the plan


def test_themes_hold_their_needs_and_what_lies_behind(demo: Session) -> None:
    themes = {theme.name: theme for theme in demo.scalars(select(Theme))}
    for each in THEMES:
        theme = themes[each.name]
        assert (theme.code, theme.state.value) == (each.code, each.state)
        numbers = demo.scalars(select(NeedTheme.number).where(NeedTheme.theme_id == theme.id))
        assert set(numbers) == {int(n.code[2:]) for n in NEEDS if each.code in n.themes}
    forming = themes[FORMING_THEME.name]
    assert (forming.number, forming.state) == (None, ThemeState.FORMING)
    for each in (*THEMES, FORMING_THEME):
        behind = demo.scalars(
            select(Cause).where(Cause.theme_id == themes[each.name].id).order_by(Cause.position)
        ).all()
        assert [cause.words for cause in behind] == [
            one.words for one in (*each.causes, *each.symptoms)
        ]
        rests_on = demo.scalar(
            select(func.count())
            .select_from(CauseNeed)
            .where(CauseNeed.cause_id.in_([cause.id for cause in behind]))
        )
        assert rests_on == sum(len(one.needs) for one in (*each.causes, *each.symptoms))


def test_a_need_is_grouped_once_its_theme_is_there(demo: Session) -> None:
    early = (
        select(NeedTheme.need_id)
        .join(Theme, Theme.id == NeedTheme.theme_id)
        .join(Need, Need.id == NeedTheme.need_id)
        .where((NeedTheme.grouped_at < Theme.made_at) | (NeedTheme.grouped_at < Need.published_at))
    )
    assert demo.scalars(early).all() == []


def test_answers_stand_published_in_the_order_of_their_codes(demo: Session) -> None:
    decisions = demo.scalars(select(Decision).order_by(Decision.number)).all()
    assert [each.code for each in decisions] == [each.code for each in DECISIONS]
    assert all(each.state is DecisionState.PUBLISHED and each.is_standing for each in decisions)
    published = [each.published_at for each in decisions if each.published_at]
    assert published == sorted(published)
    kept = needs_by_code(demo)
    themes = {theme.code: theme.id for theme in demo.scalars(select(Theme))}
    for decision, each in zip(decisions, DECISIONS, strict=True):
        if each.subject in kept:
            assert decision.need_id == kept[each.subject].id
            assert decision.theme_id is None
        else:
            assert (decision.need_id, decision.theme_id) == (None, themes[each.subject])
        assert decision.we_decided == each.we_decided
    assert demo.scalar(select(func.count()).select_from(Priority)) == len(PRIORITIES)


def test_the_plan_answers_its_needs(demo: Session) -> None:
    actions = demo.scalars(select(Action).order_by(Action.number)).all()
    assert [action.code for action in actions] == [each.code for each in ACTIONS]
    assert Counter(action.outcome_id for action in actions).total() == 18
    assert len({action.outcome_id for action in actions}) == len(OUTCOMES)
    codes = {need.id: code for code, need in needs_by_code(demo).items()}
    decided_on = {need: each.decided_on for each in DECISIONS for need in each.answers}
    for action, each in zip(actions, ACTIONS, strict=True):
        links = demo.scalars(select(ActionNeed).where(ActionNeed.action_id == action.id)).all()
        assert {codes[link.need_id] for link in links} == set(each.needs)
        for link in links:
            later = max(each.agreed_on, decided_on[codes[link.need_id]])
            assert local_day(link.linked_at) == later, each.code
        partners = demo.scalars(
            select(ActionPartner.organisation_id).where(ActionPartner.action_id == action.id)
        ).all()
        assert len(partners) == len(each.partners)
        assert action.lead_id not in partners
        assert (action.finished_on is not None) == (each.state in {"done", "reviewed"})
    late = {action.code for action in actions if is_late(action.state, action.due_on, DEMO_TODAY)}
    assert late == {"A-0003", "A-0011", "A-0013"}


# History


def test_the_history_is_written_oldest_first(demo: Session) -> None:
    moments = demo.scalars(select(HistoryEntry.at).order_by(HistoryEntry.id)).all()
    assert len(moments) > 400
    assert list(moments) == sorted(moments)


def test_every_need_was_put_forward_and_every_public_one_published(demo: Session) -> None:
    def subjects(verb: str) -> set[int]:
        chosen = HistoryEntry.subject == "need", HistoryEntry.verb == verb
        return set(demo.scalars(select(HistoryEntry.subject_id).where(*chosen)))

    everyone = set(demo.scalars(select(Need.id)))
    public = {need.id for need in needs_by_code(demo).values()}
    assert subjects("put forward") == everyone
    assert subjects("published") == public


def test_one_thread_is_whole(demo: Session) -> None:
    need = needs_by_code(demo)["N-0001"]
    assert verbs_of(demo, "need", need.id) == [
        "put forward",
        "published",
        "put under a theme",
        "made a priority",
        "made a priority",
        "made a priority",
        "made a priority",
        "made a priority",
        "made a priority",
        "made a priority",
        "linked an action",
        "progress: in_plan",
        "progress: under_way",
        "another need was joined to this",
    ]
    bus = demo.scalars(select(Action).where(Action.number == 15)).one()
    verbs = verbs_of(demo, "plan_action", bus.id)
    assert verbs[:4] == ["wrote down", "linked a need", "agreed", "state: started"]
    assert verbs.count("told news") == 9
    assert verbs[-1] == f"state: {ACTIONS[14].state}"


def test_reasons_stand_in_notes_with_their_hash(demo: Session) -> None:
    notes = demo.execute(
        select(HistoryNote.words, HistoryEntry.verb, HistoryEntry.note_hash).join(
            HistoryEntry, HistoryEntry.id == HistoryNote.entry_id
        )
    ).all()
    told = Counter(verb for _words, verb, _hash in notes)
    explained = Counter(f"state: {each.state}" for each in ACTIONS if each.state_reason)
    assert told == explained + Counter(
        {"marked small group, big need": 2, "called a group trusted": 1}
    )
    assert all(words and note_hash for words, _verb, note_hash in notes)
