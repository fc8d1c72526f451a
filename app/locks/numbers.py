"""Six numbers that an app makes from a secret and the time (RFC 6238). No database here."""

import hmac
import unicodedata
from datetime import datetime, timedelta

import pyotp
import segno

DIGITS = 6
STEP_SECONDS = 30
# A phone's clock may be half a minute off, either way.
STEPS_OFF = 1
TRIES = 5
PAUSE = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(days=1)


def new_secret() -> str:
    """Return 160 random bits, in letters and digits that can be typed."""
    return pyotp.random_base32()


def in_fours(secret: str) -> str:
    """Return a secret as people type it over."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def picture(secret: str, *, email: str, site_name: str) -> str:
    """Return a square that the app's camera reads, as the address of an image."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=site_name)
    return str(segno.make(address, error="m").svg_data_uri(scale=5, light="white"))


def typed_numbers(typed: str) -> str:
    """Return six numbers as typed on any keyboard, with or without gaps, or nothing."""
    plain = "".join(str(unicodedata.decimal(sign)) for sign in typed[:60] if sign.isdecimal())
    return plain if len(plain) == DIGITS else ""


def step_of(moment: datetime) -> int:
    """Return the number of the half minute."""
    return int(moment.timestamp()) // STEP_SECONDS


def fitting_step(secret: str, typed: str, *, after: int, real_now: datetime) -> int | None:
    """Return the step whose numbers were typed, if it is now and later than one; else None."""
    now, totp, wanted = step_of(real_now), pyotp.TOTP(secret), typed_numbers(typed)
    fitting = [
        step
        for step in range(now - STEPS_OFF, now + STEPS_OFF + 1)
        if hmac.compare_digest(totp.generate_otp(step), wanted) and step > after
    ]
    return fitting[-1] if fitting else None


def numbers_of(secret: str, *, after: int, real_now: datetime) -> str:
    """Return numbers that work now, or nothing when all that could were used."""
    step = max(step_of(real_now), after + 1)
    if step > step_of(real_now) + STEPS_OFF:
        return ""
    return pyotp.TOTP(secret).generate_otp(step)


def pause_after(failures: int) -> timedelta:
    """Return how long to wait after so many wrong tries: at each fifth, and longer each time."""
    rounds, since = divmod(failures, TRIES)
    if rounds == 0 or since:
        return timedelta(0)
    return min(PAUSE * (1 << min(rounds - 1, 10)), LONGEST_PAUSE)
