"""Complaints about data, and invitations of people who are to work here, in each state."""

from dataclasses import dataclass
from datetime import timedelta

from app.complaints import operations as complaints
from app.complaints.models import ComplaintAbout, Finding
from app.complaints.operations import ComplaintWords
from app.foundation.access import Actor, Grant, Role
from app.staff import operations as staff
from app.staff.queries import INVITATION_LIVES, find_invitation
from tests.builders import Make, slug_of
from tests.examples import Examples

CLOCK = Actor.system("keep-to-retention")


@dataclass(frozen=True)
class WorkThing:
    """What the addresses and the forms are filled with."""

    id: int
    link: str


class OfWork:
    """Both, as `things["complaint", "closed"]`."""

    def __init__(self, make: Make, examples: Examples) -> None:
        self._make = make
        self._admin = make.actor_of(examples.people[Role.ADMIN])
        self.things = {
            **{
                ("complaint", state): self._complaint(state)
                for state in ("open", "late", "answered", "closed", "emptied")
            },
            **{
                ("staff invitation", state): self._invitation(state)
                for state in ("open", "used", "taken back", "run out", "role over")
            },
        }

    def _complaint(self, state: str) -> WorkThing:
        make = self._make
        typed = ComplaintWords(ComplaintAbout.SHOWS, "My street.", "", "")
        made, _is_new = complaints.complain(
            make.session, make.visitor(), typed,
            send_key=state, address_mark=state, now=make.now, real_now=make.now,
        )  # fmt: skip
        make.session.flush()
        if state == "late":
            made.due_on = make.today - timedelta(days=1)
        if state in {"answered", "closed", "emptied"}:
            complaints.answer_complaint(
                make.session, self._admin, made.id, Finding.RIGHT, "It is gone.", now=make.now
            )
        if state in {"closed", "emptied"}:
            complaints.close_complaint(make.session, self._admin, made.id, now=make.now)
        if state == "emptied":
            made.words = made.answer = ""
        make.session.flush()
        return WorkThing(made.id, make.keys.sign("complaint", str(made.id)))

    def _invitation(self, state: str) -> WorkThing:
        make = self._make
        link = staff.invite(
            make.session, self._admin, make.keys, email=f"{slug_of(state)}@braidvale.example",
            name="Invited", grant=Grant(Role.ANALYST), ends_on=None,
            now=make.now, real_now=make.now,
        )  # fmt: skip
        digest = staff.link_digest(make.keys, link)
        invitation = find_invitation(make.session, digest, real_now=make.now)
        assert invitation is not None
        if state == "used":
            staff.accept(
                make.session, make.visitor(), make.keys, link, "plenty of plain words",
                today=make.today, now=make.now, real_now=make.now,
            )  # fmt: skip
        if state == "taken back":
            staff.take_invitation_back(
                make.session, self._admin, invitation.id, now=make.now, real_now=make.now
            )
        if state == "run out":
            invitation.made_at = make.now - INVITATION_LIVES
        if state == "role over":
            invitation.ends_on = make.today - timedelta(days=1)
        make.session.flush()
        return WorkThing(invitation.id, link)


def form_of_work(thing: WorkThing, _press: str) -> dict[str, object]:
    """Return answers to every form about one of them."""
    return {
        "finding": "right", "answer": "We took it off.",
        "k": thing.link, "password": "four quite plain words",
    }  # fmt: skip
