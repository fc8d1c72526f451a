"""What matters in a place, what changed there, what is late, what waits on others."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.dashboards import queries
from app.dashboards.lines import Heard, Moving
from app.foundation.access import VISITOR
from app.foundation.small_numbers import Hidden
from app.needs.models import Moderation, Progress
from app.needs.operations import take_down
from app.places.heard import PlaceMap, Shown
from app.places.models import Place
from app.places.queries import all_places
from app.plan.models import ActionState
from app.priorities.models import DecisionKind
from app.themes.models import ThemeState
from app.voices.lines import People
from app.voices.models import Counted, VoiceCount
from tests.builders import BUILDER, Make


@pytest.fixture
def coalbrae(make: Make) -> Place:
    """Return a local area that is one ward, and make the ward known as its `ward_id`."""
    return make.area("Coalbrae", ward=make.ward("Coalbrae"))


def ward_of(session: Session, area: Place) -> Place:
    return session.get_one(Place, area.ward_id or 0)


# --- people heard ---


def test_who_was_heard_everywhere_and_by_place(
    session: Session, make: Make, coalbrae: Place
) -> None:
    make.participant(place=coalbrae)
    make.participant()
    make.gathering(area=coalbrae, came=7, also_online=2)
    heard = queries.people_heard(session)
    assert heard.everybody == People(2, 5)
    assert heard.at(coalbrae.id) == People(1, 5)
    assert heard.at(99_999) == People()
    assert heard.together == {coalbrae.id: 6, coalbrae.ward_id: 6}


def test_nobody_was_heard_at_first(session: Session) -> None:
    assert queries.people_heard(session) == Heard(People(), {})


# --- needs of a place ---


def test_needs_come_by_people_there_then_by_code(
    session: Session, make: Make, coalbrae: Place
) -> None:
    few = make.need(supports=1, supporters_from=coalbrae)
    most = make.need(supports=3, supporters_from=coalbrae)
    few_too = make.need(supports=1, supporters_from=coalbrae)
    elsewhere = make.need(supports=5, supporters_from=make.area())
    found = queries.needs_in_place(session, VISITOR, coalbrae.id, 5)
    assert [need.id for need in found] == [most.id, few.id, few_too.id]
    assert (found[0].online, found[0].rooms, found[0].people) == (3, 0, 3)
    assert found[0].code == most.code
    assert elsewhere.id not in {need.id for need in found}
    assert len(queries.needs_in_place(session, VISITOR, coalbrae.id, 2)) == 2


@pytest.mark.parametrize("state", [Moderation.HIDDEN, Moderation.WITHDRAWN, Moderation.WAITING])
def test_only_published_needs_stand_in_a_place(
    session: Session, make: Make, coalbrae: Place, state: Moderation
) -> None:
    make.need(state=state, supporters_from=coalbrae)
    assert queries.needs_in_place(session, VISITOR, coalbrae.id, 5) == []


def test_a_merged_need_counts_for_its_target_only(
    session: Session, make: Make, coalbrae: Place
) -> None:
    target = make.need(supports=1, supporters_from=coalbrae)
    make.need(supports=2, supporters_from=coalbrae, merged_into=target)
    found = queries.needs_in_place(session, VISITOR, coalbrae.id, 5)
    assert [(need.id, need.people) for need in found] == [(target.id, 3)]


# --- themes of a ward ---


def test_themes_of_a_ward_come_by_people(session: Session, make: Make, coalbrae: Place) -> None:
    buses, warm = make.theme("Getting home"), make.theme("Warm places")
    make.need(theme=buses, supports=1, supporters_from=coalbrae)
    make.need(theme=warm, supports=2, supporters_from=coalbrae)
    make.need(theme=make.theme("Elsewhere"), supporters_from=make.area())
    make.need(theme=make.theme("Forming", state=ThemeState.FORMING), supporters_from=coalbrae)
    ward = ward_of(session, coalbrae)
    themes = queries.top_themes(session, VISITOR, PlaceMap(all_places(session)), ward, 5)
    assert [theme.name for theme in themes] == ["Warm places", "Getting home"]
    assert themes[0].people == Shown(2, is_exact=True)
    assert themes[0].voices == People(2, 0)
    assert themes[0].code == warm.code


def test_a_theme_of_wards_that_share_an_area_is_a_breakdown(session: Session, make: Make) -> None:
    area, one, other = make.area("Shore"), make.ward("Harbour"), make.ward("Links")
    theme = make.theme("Getting home")
    for ward, people in ((one, 34), (other, 4)):
        make.neighbourhood(area=area, ward=ward)
        session.add(
            VoiceCount(counted=Counted.THEME, subject_id=theme.id, place_id=ward.id, online=people)
        )
    session.flush()
    places = PlaceMap(all_places(session))
    (here,) = queries.top_themes(session, VISITOR, places, one, 5)
    assert here.voices is None
    assert here.people == Shown(None, hidden=Hidden.ALL)


def test_the_loudest_need_of_a_theme_is_that_of_the_ward(
    session: Session, make: Make, coalbrae: Place
) -> None:
    theme = make.theme()
    here = make.need(theme=theme, supports=2, supporters_from=coalbrae)
    make.need(theme=theme, supports=5, supporters_from=make.area())
    make.need(theme=theme, supports=3, supporters_from=coalbrae, state=Moderation.HIDDEN)
    found = queries.loudest_needs(session, VISITOR, [theme.id], coalbrae.ward_id or 0)
    assert found[theme.id].id == here.id
    assert found[theme.id].people == 2


def test_a_need_under_two_themes_gives_its_words_to_the_first(
    session: Session, make: Make, coalbrae: Place
) -> None:
    first, second = make.theme(), make.theme()
    both = make.need(theme=first, supports=3, supporters_from=coalbrae)
    make.group(both, second)
    other = make.need(theme=second, supports=1, supporters_from=coalbrae)
    found = queries.loudest_needs(session, VISITOR, [first.id, second.id], coalbrae.ward_id or 0)
    assert found[first.id].id == both.id
    assert found[second.id].id == other.id


# --- the list of a place ---


def test_the_list_of_a_place_with_answers(session: Session, make: Make, coalbrae: Place) -> None:
    need, theme = make.need(area=coalbrae), make.theme("Getting home")
    make.priority(theme, coalbrae)
    make.priority(need, coalbrae)
    make.priority(make.need(), make.whole_place())
    make.decision(theme, kind=DecisionKind.PARTLY)
    listed = queries.listed_in(session, VISITOR, coalbrae.id, 10)
    assert [(line.code, line.is_need) for line in listed] == [
        (theme.code, False),
        (need.code, True),
    ]
    assert listed[0].answer is DecisionKind.PARTLY
    assert listed[0].progress is None
    assert listed[1].progress is Progress.NEW


def test_what_was_taken_down_leaves_the_list(session: Session, make: Make, coalbrae: Place) -> None:
    need = make.need(area=coalbrae)
    make.priority(need, coalbrae)
    take_down(session, BUILDER, need, Moderation.HIDDEN, reason_code=None, now=make.now)
    assert queries.listed_in(session, VISITOR, coalbrae.id, 10) == []


# --- what changed ---


def test_answers_of_the_last_days_about_a_place(
    session: Session, make: Make, coalbrae: Place
) -> None:
    own = make.decision(make.need(area=coalbrae))
    theme = make.theme("Getting home")
    make.need(area=coalbrae, theme=theme)
    of_theme = make.decision(theme)
    everywhere = make.decision(make.need())
    make.decision(make.need(area=make.area()))
    make.decision(make.need(area=coalbrae), published=False)
    gone = make.need(area=coalbrae)
    make.decision(gone)
    take_down(session, BUILDER, gone, Moderation.HIDDEN, reason_code=None, now=make.now)
    since = make.now - timedelta(days=90)
    found = queries.answers_here(session, VISITOR, [coalbrae.id], since)
    assert [answer.code for answer in found] == [everywhere.code, of_theme.code, own.code]
    assert {answer.subject_title for answer in found} >= {"Getting home"}
    assert found[1].subject_code == theme.code
    assert all(answer.on == make.today for answer in found)
    later = make.now + timedelta(days=1)
    assert queries.answers_here(session, VISITOR, [coalbrae.id], later) == []


def test_what_was_passed_on_waits_whenever_that_was(
    session: Session, make: Make, coalbrae: Place
) -> None:
    need = make.need(area=coalbrae)
    make.decision(need, kind=DecisionKind.NOT_OURS, passed_to="The transport board")
    found = queries.answers_here(session, VISITOR, [coalbrae.id], make.now + timedelta(days=1))
    assert [(answer.passed_to, answer.is_waiting) for answer in found] == [
        ("The transport board", True)
    ]
    need.progress = Progress.ELSEWHERE
    session.flush()
    assert queries.answers_here(session, VISITOR, [coalbrae.id], make.now + timedelta(days=1)) == []


def test_actions_that_moved_or_are_behind(session: Session, make: Make, coalbrae: Place) -> None:
    need = make.need(area=coalbrae)
    day = timedelta(days=1)
    late = make.action(need, state=ActionState.STARTED, due_on=make.today - day)
    stuck = make.action(need, state=ActionState.STUCK)
    done = make.action(need, state=ActionState.DONE)
    news = make.action(need)
    make.news(news)
    make.action(need)  # nothing happened with it
    old_news = make.action(need)
    make.news(old_news, on=make.today - 100 * day)
    make.action(make.need(area=make.area()), state=ActionState.DONE)
    make.action(need, state=ActionState.PROPOSED)
    since = make.today - 90 * day
    found = queries.actions_here(session, VISITOR, [coalbrae.id], since=since, today=make.today)
    assert {line.id for line in found} == {late.id, stuck.id, done.id, news.id}
    moving = Moving.since(since, found)
    assert [line.id for line in moving.behind] == [late.id, stuck.id]
    assert [line.id for line in moving.done] == [done.id]
    assert [line.id for line in moving.news] == [news.id]


def test_an_action_for_many_needs_of_a_place_stands_once(
    session: Session, make: Make, coalbrae: Place
) -> None:
    action = make.action(make.need(area=coalbrae), state=ActionState.DONE)
    for _ in range(3):
        make.link(action, make.need(area=coalbrae))
    place_ids = [coalbrae.id, coalbrae.ward_id or 0]
    found = queries.actions_here(session, VISITOR, place_ids, since=make.today, today=make.today)
    assert [line.id for line in found] == [action.id]


# --- what is open ---


def test_overdue_answers_come_longest_first_and_name_who_decides(
    session: Session, make: Make, coalbrae: Place
) -> None:
    weeks = timedelta(weeks=1)
    newer = make.need(area=coalbrae, sent_at=make.now - 13 * weeks)
    older = make.need(area=coalbrae, sent_at=make.now - 20 * weeks)
    make.need(area=coalbrae)  # sent today: not due
    make.need(area=make.area(), sent_at=make.now - 20 * weeks)
    answered = make.need(area=coalbrae, sent_at=make.now - 20 * weeks)
    make.decision(answered)
    make.need(area=coalbrae, sent_at=make.now - 20 * weeks, state=Moderation.HIDDEN)
    found = queries.open_needs_here(session, VISITOR, [coalbrae.id], make.today)
    assert [need.code for need in found.late] == [older.code, newer.code]
    assert found.late_count == 2
    assert found.late[0].owed_by == make.conversation().who_decides.partition(":")[0]
    assert found.being_decided == []


def test_what_is_being_decided_in_time(session: Session, make: Make, coalbrae: Place) -> None:
    need = make.need(area=coalbrae, progress=Progress.BEING_DECIDED)
    found = queries.open_needs_here(session, VISITOR, [coalbrae.id], make.today)
    assert [each.code for each in found.being_decided] == [need.code]
    assert (found.late_count, found.being_decided_count) == (0, 1)


def test_nothing_is_open_at_first(session: Session, make: Make, coalbrae: Place) -> None:
    found = queries.open_needs_here(session, VISITOR, [coalbrae.id], make.today)
    assert (found.late_count, found.being_decided_count) == (0, 0)


def test_counts_of_open_needs_go_on_where_the_lists_end(
    session: Session, make: Make, coalbrae: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_OPEN", 2)
    for _ in range(3):
        make.need(area=coalbrae, sent_at=make.now - timedelta(weeks=20))
    make.need(area=coalbrae, progress=Progress.BEING_DECIDED)
    found = queries.open_needs_here(session, VISITOR, [coalbrae.id], make.today)
    assert len(found.late) == 2
    assert (found.late_count, found.being_decided_count) == (3, 1)


def test_who_owes_an_answer_is_named_without_what_is_said_about_them(
    session: Session, make: Make, coalbrae: Place
) -> None:
    conversation = make.conversation("What about families?")
    conversation.who_decides = "Families Board: half of its seats are held by parents"
    make.need(area=coalbrae, conversation=conversation, sent_at=make.now - timedelta(weeks=20))
    found = queries.open_needs_here(session, VISITOR, [coalbrae.id], make.today)
    assert found.late[0].owed_by == "Families Board"
