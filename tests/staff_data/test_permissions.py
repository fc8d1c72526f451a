"""Who may read what is kept about somebody who works here."""

from app.foundation.access import Actor, Helping
from app.staff_data.permissions import may_see_own_work_data


def test_whoever_is_signed_in_for_work_may():
    assert may_see_own_work_data(Actor(person_id=1))
    assert not may_see_own_work_data(Actor(member_id=1))
    assert not may_see_own_work_data(Actor())
    assert not may_see_own_work_data(Actor(person_id=1, helping=Helping(1, "phone", "")))
