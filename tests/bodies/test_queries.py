"""Finding bodies by name."""

import pytest

from app.bodies.queries import bodies_with_name, body_to_show
from app.foundation.access import NotFound
from app.organisations.models import Standing


def names(found):
    return [line.name for line in found]


def test_bodies_are_found_by_a_part_of_their_name_however_it_is_typed(make):
    for name in ("Harbour Board", "Health and Care", "Harbour Choir"):
        make.organisation(name)
    find = make.session
    assert names(bodies_with_name(find, "", size=5)) == [
        "Harbour Board", "Harbour Choir", "Health and Care",
    ]  # fmt: skip
    assert names(bodies_with_name(find, "HARBOUR b", size=5)) == ["Harbour Board"]
    assert names(bodies_with_name(find, "", size=1)) == ["Harbour Board", "Harbour Choir"]
    assert names(bodies_with_name(find, "%", size=5)) == names(bodies_with_name(find, "", size=5))
    assert names(bodies_with_name(find, "tram", size=5)) == []


@pytest.mark.parametrize("standing", Standing)
def test_who_waits_for_a_call_or_was_refused_is_not_there(make, standing):
    group = make.community("Kitchen", standing=standing)
    is_known = standing not in {Standing.ASKED, Standing.REFUSED}
    assert bool(bodies_with_name(make.session, "kitchen", size=5)) is is_known
    if is_known:
        assert body_to_show(make.session, group.id) is group
        return
    with pytest.raises(NotFound):
        body_to_show(make.session, group.id)
