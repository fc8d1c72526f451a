"""Who may search all kept words."""

from app.data_requests.permissions import may_search_kept_words
from app.foundation.access import Actor, Role


def test_only_administrators_search(make):
    assert may_search_kept_words(make.actor(Role.ADMIN))
    for role in set(Role) - {Role.ADMIN}:
        assert not may_search_kept_words(make.actor(role))
    for actor in (make.visitor(), make.participant_actor(), Actor.system("any")):
        assert not may_search_kept_words(actor)
