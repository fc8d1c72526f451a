"""What a person does at the second step: reading six numbers off the phone, and typing them."""

import re
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.locks.models import AppLock
from app.locks.numbers import numbers_of
from tests.builders import APP_SECRET
from tests.page import Page

NUMBERS = "Six numbers from your app"


def numbers_shown(page: Page) -> str:
    """Return the numbers that the demo place shows instead of a phone."""
    found = re.search(r"would show these numbers now: (\d{6})", page.text)
    assert found, f"No numbers on {page.address}: {page.main}"
    return found[1]


def second_step(page: Page, *, status: int = 200) -> Page:
    """Type the numbers, if the page asks for them; return the page after it."""
    if page.heading != "One more step":
        return page
    return page.fill({NUMBERS: numbers_shown(page)}).press("Go on", status=status)


def new_numbers(session: Session, moment: datetime) -> str:
    """Return what the app of anybody made by `make.person` shows, as if never used before."""
    session.execute(update(AppLock).values(last_step=0))
    session.commit()
    return numbers_of(APP_SECRET, after=0, real_now=moment)


def set_up_app(page: Page, *, status: int = 200) -> Page:
    """Set an app up on the page that asks for it; return the page after it."""
    page = page.press("Set up an app")
    return page.fill({NUMBERS: numbers_shown(page)}).press("My app works", status=status)
