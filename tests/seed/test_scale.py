"""Made-up needs at scale obey every rule that real ones do."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.foundation import search_index
from app.foundation.access import Actor, NotPossibleNow
from app.foundation.public_codes import last_number
from app.history.models import HistoryEntry
from app.needs.models import TITLE_LENGTH, Moderation, Need, NeedPlace, NeedTheme, Progress
from app.people.models import Participant
from app.priorities.models import Decision
from app.recounts.operations import differences
from app.seed.crowd import Size
from app.seed.moments import OPENING
from app.seed.patterns import DAYS, PATTERNS, STREETS, THEMES
from app.seed.scale import add_at_scale
from app.themes.models import Theme
from app.voices.models import NeedSupport
from tests.seed.conftest import SIZE


def counted(session: Session, model: type, *conditions: object) -> int:
    statement = select(func.count()).select_from(model).where(*conditions)  # type: ignore[arg-type]
    return session.scalar(statement) or 0


def test_there_are_as_many_as_asked_for(grown: Session) -> None:
    assert counted(grown, Need, Need.moderation == Moderation.PUBLISHED) == 40 + 300
    assert counted(grown, Need, Need.moderation == Moderation.WAITING) == 22 + 30
    supports = counted(grown, NeedSupport, NeedSupport.need_id.in_(_made_up_ids()))
    assert supports == 2_500 + 30
    assert counted(grown, Participant) == 1_175 + 400


def _made_up_ids() -> object:
    # The demo's own are the first 65.
    return select(Need.id).where(Need.id > 65)


def test_every_count_equals_a_recount(grown: Session) -> None:
    assert differences(grown, Actor.system("check")) == []


def test_codes_go_on_where_the_demo_ended(grown: Session) -> None:
    rows = grown.execute(
        select(Need.number, Need.published_at).where(Need.number > 43).order_by(Need.number)
    ).all()
    assert [row.number for row in rows] == list(range(44, 344))
    published = [row.published_at for row in rows]
    assert published == sorted(published)
    assert last_number(grown, "N") == 343
    numbers = grown.scalars(select(Decision.number).order_by(Decision.number)).all()
    assert list(numbers) == list(range(1, last_number(grown, "D") + 1))
    assert len(numbers) > 29


def test_most_needs_are_about_one_area_and_a_few_about_the_whole_place(grown: Session) -> None:
    made_up = Need.id > 65
    whole = counted(grown, Need, made_up, Need.is_about_whole_place)
    assert 3 <= whole <= 40
    rows = grown.execute(
        select(Need.id, func.count())
        .join(NeedPlace, NeedPlace.need_id == Need.id)
        .where(made_up, ~Need.is_about_whole_place)
        .group_by(Need.id)
    ).all()
    assert len(rows) == 330 - whole
    assert all(1 <= row[1] <= 4 for row in rows)


def test_a_few_needs_have_many_people_and_most_have_few(grown: Session) -> None:
    people = sorted(grown.scalars(select(Need.online).where(Need.number > 43)))
    assert people[-1] > 8 * people[150]
    assert people[0] >= 1


def test_nobody_speaks_before_they_came_and_each_says_something(grown: Session) -> None:
    early = (
        select(func.count())
        .select_from(NeedSupport)
        .join(Participant, Participant.id == NeedSupport.participant_id)
        .where(NeedSupport.supported_at < Participant.made_at)
    )
    assert grown.scalar(early) == 0
    spoke = select(NeedSupport.participant_id)
    assert counted(grown, Participant, Participant.id.not_in(spoke)) == 0
    not_said = counted(
        grown,
        Need,
        Need.participant_id.is_not(None),
        ~select(NeedSupport.need_id)
        .where(NeedSupport.need_id == Need.id, NeedSupport.participant_id == Need.participant_id)
        .exists(),
    )
    assert not_said == 0


def test_what_became_of_them_hangs_together(grown: Session) -> None:
    made_up = grown.scalars(select(Need).where(Need.number > 43)).all()
    progress = Counter(need.progress for need in made_up)
    assert progress.keys() == {
        Progress.NEW,
        Progress.GROUPED,
        Progress.BEING_DECIDED,
        Progress.NOT_NOW,
        Progress.PASSED_ON,
        Progress.COMMUNITY_LED,
    }
    grouped = set(grown.scalars(select(NeedTheme.need_id)))
    answered = set(grown.scalars(select(Decision.need_id).where(Decision.is_standing)))
    for need in made_up:
        assert (need.id in grouped) == (need.progress is not Progress.NEW)
        is_answered = need.progress in {
            Progress.NOT_NOW,
            Progress.PASSED_ON,
            Progress.COMMUNITY_LED,
        }
        assert (need.id in answered) == is_answered
    latest = grown.scalar(select(func.max(HistoryEntry.at)))
    assert latest is not None
    assert latest <= OPENING


def test_words_are_whole_and_fit(grown: Session) -> None:
    for need in grown.scalars(select(Need).where(Need.id > 65)):
        assert 10 <= len(need.title) <= TITLE_LENGTH, need.title
        assert "{" not in need.title + need.words
        assert need.words


def test_they_are_found_by_search(grown: Session) -> None:
    need = grown.scalars(select(Need).where(Need.number == 44)).one()
    matches = search_index.newest_matches(grown, need.title)
    assert matches is not None
    assert 44 in set(grown.scalars(matches))


def test_the_demos_own_figures_stay(grown: Session) -> None:
    bus = grown.scalars(select(Need).where(Need.number == 1)).one()
    assert (bus.online, bus.rooms) == (349, 132)


def test_more_can_be_added_under_the_same_themes(grown: Session) -> None:
    add_at_scale(grown, Size(needs=20, waiting=0, supports=60, participants=100), now=OPENING)
    assert counted(grown, Need, Need.moderation == Moderation.PUBLISHED) == 40 + 320
    assert counted(grown, Theme) == 10 + len(THEMES)
    assert differences(grown, Actor.system("check")) == []


def test_fewer_supports_than_needs_still_counts_each_writer(demo: Session) -> None:
    size = Size(needs=50, waiting=0, supports=1, participants=100)
    add_at_scale(demo, size, now=OPENING + timedelta(days=1))
    assert set(demo.scalars(select(Need.online).where(Need.number > 43))) == {1}
    assert differences(demo, Actor.system("check")) == []


def test_a_place_without_neighbourhoods_is_refused(session: Session) -> None:
    with pytest.raises(NotPossibleNow, match="Lay out a place"):
        add_at_scale(session, SIZE, now=OPENING)


# The patterns


def test_sixty_patterns_under_twelve_themes_fit_with_every_name() -> None:
    assert (len(PATTERNS), len(THEMES)) == (60, 12)
    assert len({pattern.title for pattern, _theme in PATTERNS}) == 60
    assert len({theme.name for theme in THEMES}) == 12
    longest = {
        "place": "Harbour and Links",
        "street": max(STREETS, key=len),
        "day": max(DAYS, key=len),
    }
    for pattern, _theme in PATTERNS:
        assert len(pattern.title.format(**longest)) <= TITLE_LENGTH, pattern.title
        assert pattern.words.format(**longest).endswith((".", "?", "!")), pattern.words
    barriers = {pattern.barrier for pattern, _theme in PATTERNS}
    assert len(barriers) == 13  # twelve, and none
