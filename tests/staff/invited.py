"""What an invited person does with the letter: reading the link out of it."""

import re

from sqlalchemy import select

from app.letters.models import OutgoingLetter


def letters_to(session, email):
    """Return the letters to an address, the newest first."""
    return session.scalars(
        select(OutgoingLetter)
        .where(OutgoingLetter.to_address == email)
        .order_by(OutgoingLetter.id.desc())
    ).all()


def link_for(session, email):
    """Return the link of the newest letter to an address."""
    letter = next(
        each for each in letters_to(session, email.lower()) if "invitation?k=" in each.text
    )
    return re.search(r"http://localhost:8123(/staff/invitation\?k=\S+)", letter.text)[1]
