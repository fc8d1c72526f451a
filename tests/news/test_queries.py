"""Reading what happened from the sealed history: in its order, within bounds, by key."""

from datetime import timedelta

from app.following.models import FollowKind
from app.history.operations import seal_history
from app.history.queries import last_seal
from app.needs.operations import group_need
from app.news import queries
from tests.builders import BUILDER

LONG_AGO = timedelta(days=20)


def happened(session, now, *, after=0, until=None):
    session.flush()
    while seal_history(session, BUILDER, now=now):
        pass
    until = last_seal(session)[0] if until is None else until
    return queries.what_happened(session, BUILDER, after=after, until=until, since=now - LONG_AGO)


def keys(news):
    return {key for key, found in news.by_key.items() if found}


def test_an_answer_is_found_by_all_that_stands_around_its_need(session, make, now):
    area, theme = make.area("Coalbrae"), make.theme("Getting there and home")
    writer = make.participant_actor()
    need = make.need(area=area, theme=theme, writer=writer)
    before = len(happened(session, now).by_key)
    assert before
    after = last_seal(session)[0]
    make.decision(need)
    assert keys(happened(session, now, after=after)) >= {
        (FollowKind.NEED, need.id),
        (FollowKind.OWN_WORDS, writer.participant_id),
        (FollowKind.PLACE, area.id),
        (FollowKind.THEME, theme.id),
    }


def test_an_answer_to_a_theme_is_found_by_the_theme(session, make, now):
    theme = make.theme("Getting there and home")
    happened(session, now)
    after = last_seal(session)[0]
    make.decision(theme)
    found = happened(session, now, after=after)
    assert [each.thing for each in found.by_key[FollowKind.THEME, theme.id]] == [
        (FollowKind.THEME, theme.id)
    ]


def test_an_action_is_found_by_its_outcome_its_needs_and_their_places(session, make, now):
    area = make.area("Coalbrae")
    need, outcome = make.need(area=area), make.outcome()
    action = make.action(need, outcome=outcome)
    happened(session, now)
    after = last_seal(session)[0]
    make.news(action)
    found = happened(session, now, after=after).by_key
    thing = (FollowKind.ACTION, action.id)
    for key in (thing, (FollowKind.OUTCOME, outcome.id), (FollowKind.PLACE, area.id)):
        assert [each.thing for each in found[key]] == [thing]
    assert [each.thing for each in found[FollowKind.NEED, need.id]] == [(FollowKind.NEED, need.id)]


def test_only_steps_between_two_seals_and_of_the_last_days(session, make, now):
    need = make.need()
    make.decision(need)
    happened(session, now)
    until = last_seal(session)[0]
    group_need(session, BUILDER, need, make.theme("Later").id, now=now)
    key = (FollowKind.NEED, need.id)
    first = happened(session, now, until=until).by_key[key]
    assert all(each.number <= until for each in first)
    later = happened(session, now, after=until).by_key[key]
    assert later
    assert all(each.number > until for each in later)
    old = queries.what_happened(
        session, BUILDER, after=0, until=until, since=now + timedelta(seconds=1)
    )
    assert keys(old) == set()


def test_what_has_no_seal_yet_waits(session, make, now):
    need = make.need()
    happened(session, now)
    make.decision(need)
    session.flush()
    until = last_seal(session)[0]
    found = queries.what_happened(session, BUILDER, after=until, until=until, since=now - LONG_AGO)
    assert keys(found) == set()


def test_what_residents_do_is_never_news(session, make, now):
    writer = make.participant_actor()
    happened(session, now)
    after = last_seal(session)[0]
    need = make.need(writer=writer, published=False)
    make.support(make.need(), make.participant_actor())
    found = happened(session, now, after=after)
    assert (FollowKind.NEED, need.id) not in keys(found)


def test_statements_are_as_many_for_many_steps(session, make, now, queries_made):
    def steps(count):
        for _ in range(count):
            need = make.need(area=make.area(), theme=make.theme(f"Theme {make.now} {id(object())}"))
            make.decision(need)
            make.action(need)
        after = 0
        happened(session, now)
        until = last_seal(session)[0]
        with queries_made() as made:
            queries.what_happened(session, BUILDER, after=after, until=until, since=now - LONG_AGO)
        return len(made)

    assert steps(1) == steps(6)


def test_many_ids_are_read_in_parts(session, make, now, monkeypatch):
    needs = [make.need() for _ in range(5)]
    for need in needs:
        make.decision(need)
    whole = happened(session, now)
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    assert keys(happened(session, now)) == keys(whole)
    assert {(FollowKind.NEED, need.id) for need in needs} <= keys(whole)
