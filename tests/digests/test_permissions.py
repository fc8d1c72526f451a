"""Who writes digests."""

import pytest

from app.digests import operations
from app.digests.permissions import may_write_digests
from app.following.models import FollowKind
from app.foundation.access import Actor, NotAllowed, Role


def test_only_the_worker_writes_digests(make):
    assert may_write_digests(Actor.system("send-digests"))
    for actor in (make.visitor(), Actor(member_id=1), make.actor(Role.ADMIN)):
        assert not may_write_digests(actor)


def test_nobody_else_drops_them(session, make, readers):
    reader = readers.follow(readers.new(), FollowKind.NEED, make.need().id)
    for actor in (reader, make.actor(Role.ADMIN)):
        with pytest.raises(NotAllowed):
            operations.drop_stale_digests(session, actor, real_now=make.now)
