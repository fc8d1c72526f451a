"""Laying the demo place out in this portal, with the letter that waits in it and whose link works.

Below this nothing knows of the web; the words of a letter need its address.
"""

from app.demo.groups import ASKED_IN
from app.extensions import db
from app.foundation import clock
from app.foundation.web.session import key_ring, settings
from app.group_invitations.letters import post_invitation
from app.group_invitations.operations import Invited
from app.group_invitations.queries import link_digest
from app.members.secrets import new_link
from app.seed.demo import ACTOR, lay_out_demo
from app.seed.queries import open_invitation_to


def lay_out_here() -> None:
    """Lay out the demo place, unless a place is laid out already. The caller commits."""
    lay_out_demo(db.session)
    found = open_invitation_to(db.session, ASKED_IN)
    if found is None or not settings().shows_letters:
        return
    invitation, group_name = found
    link = new_link()
    invitation.link_digest = link_digest(key_ring(), link)
    post_invitation(
        db.session,
        ACTOR,
        Invited(link, group_name),
        to=ASKED_IN,
        from_team=False,
        real_now=clock.real_now(),
    )
