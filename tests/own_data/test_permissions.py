"""Who may read what is kept about somebody."""

import pytest

from app.foundation.access import Actor, NotAllowed
from app.own_data.permissions import may_see_own_data
from app.own_data.queries import everything_about


def test_whoever_took_part_or_has_an_account_reads_their_own(session, make):
    assert may_see_own_data(make.participant_actor())
    assert may_see_own_data(Actor(member_id=1))


def test_nobody_else_does(session, make):
    helper = Actor(person_id=1, participant_id=make.participant().id)
    for actor in (make.visitor(), Actor(person_id=1), helper, Actor.system("tests")):
        assert not may_see_own_data(actor)
        with pytest.raises(NotAllowed):
            everything_about(session, actor, make.keys)
