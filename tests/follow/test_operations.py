"""Taking back one's own words, joined with others or not, counts right each time."""

import pytest

from app.follow.operations import take_back
from app.foundation.access import NotFound
from app.needs.models import Moderation
from app.recounts.operations import differences
from tests.builders import BUILDER


@pytest.mark.parametrize("is_joined", [True, False])
def test_taking_back_counts_again_and_is_no_error_twice(session, make, is_joined):
    writer, target = make.participant_actor(), make.need(supports=2, theme=make.theme())
    need = make.need(writer=writer, supports=3, merged_into=target if is_joined else None)
    for _ in range(2):
        take_back(session, writer, need.id, now=make.now)
    assert (need.moderation, need.merged_into_id) == (Moderation.WITHDRAWN, None)
    assert target.people == 2
    assert differences(session, BUILDER) == []


def test_nobody_takes_back_what_is_somebody_elses(session, make):
    need = make.need(merged_into=make.need())
    with pytest.raises(NotFound):
        take_back(session, make.participant_actor(), need.id, now=make.now)
    assert need.moderation is Moderation.MERGED
