"""What a person does with letters: reading the six numbers and the link out of the newest one."""

import re

from sqlalchemy import select

from app.letters.models import OutgoingLetter

EMAIL = "gordon@post.example"


def letters_to(session, email=EMAIL):
    """Return the letters to an address, the newest first."""
    return session.scalars(
        select(OutgoingLetter)
        .where(OutgoingLetter.to_address == email)
        .order_by(OutgoingLetter.id.desc())
    ).all()


def code_for(session, email=EMAIL):
    return re.search(r"numbers: (\d{6})", letters_to(session, email)[0].text)[1]


def link_for(session, email=EMAIL):
    return re.search(
        r"http://localhost:8123(/account/link\?k=\S+)", letters_to(session, email)[0].text
    )[1]


def asks(browser, email=EMAIL, status=200, address="/account/join"):
    page = browser.visit(address).fill({"E-mail": email}, within="Residents: your e-mail")
    return page.press("Send me six numbers", status=status)


def joins(browser, session, email=EMAIL, address="/account/join"):
    """Sign in with six numbers; return the page that this leads to."""
    page = asks(browser, email, address=address)
    return page.fill({"Six numbers": code_for(session, email)}).press("Go on")
