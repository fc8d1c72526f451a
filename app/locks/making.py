"""Making a passkey, for pages of people who work here and of members alike."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.foundation import clock
from app.foundation.access import Actor, NotPossibleNow
from app.foundation.web.session import key_ring, place_now
from app.history.operations import Recorded
from app.locks import challenges, operations, proofs, queries
from app.locks.forms import PasskeyForm

MAKE = "make"


def new_passkey_options(owner: Recorded, email: str) -> ResponseReturnValue:
    """Answer with what the browser is asked to make: one more passkey of somebody."""
    if not challenges.are_possible():
        raise NotPossibleNow("Passkeys do not work at this address.")
    known = queries.passkeys_of(db.session, owner.__tablename__, owner.id)
    options = proofs.options_to_make(
        challenges.site(), challenges.new_challenge(MAKE),
        handle=operations.handle_of(key_ring(), owner), email=email,
        known=[each.credential_id for each in known],
    )  # fmt: skip
    return challenges.as_json(options)


def is_passkey_added(actor: Actor, owner: Recorded, form: PasskeyForm) -> bool:
    """Keep the passkey that the browser has made; or say in the form that it did not work."""
    is_added = operations.add_passkey(
        db.session, actor, owner, form.credential.data or "", site=challenges.site(),
        challenge=challenges.taken_challenge(MAKE), name=form.name.data or "",
        now=place_now(), real_now=clock.real_now(),
    )  # fmt: skip
    if not is_added:
        db.session.rollback()
        form.form_errors = [_("This passkey did not work. Try again, or set up an app.")]
    return is_added
