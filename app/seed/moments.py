"""Turning days into moments, the same ones each time. The place opens at nine on its first day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from math import ceil
from random import Random

from app.demo.vocabulary import DEMO_TODAY
from app.foundation.clock import LOCAL_ZONE

EARLIEST_SENT = time(7, 0)
MINUTES_AWAKE = 870  # from seven in the morning to half past nine at night


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a day as people here would call it."""
    return datetime.combine(day, time(hour, minute), LOCAL_ZONE)


OPENING = moment(DEMO_TODAY, 9)


def clock_shift_seconds(real_now: datetime) -> int:
    """Return by how much a clock must differ to show the opening now, and never before it."""
    return ceil((OPENING - real_now).total_seconds())


def in_turn(days: Sequence[date], *, first: time, minutes_apart: int) -> list[datetime]:
    """Return a moment for each day; what shares a day follows in the order given."""
    so_far: Counter[date] = Counter()
    moments = []
    for day in days:
        begins = datetime.combine(day, first, LOCAL_ZONE)
        moments.append(begins + timedelta(minutes=minutes_apart * so_far[day]))
        so_far[day] += 1
    return moments


def some_time(chance: Random, day: date, *, before: datetime) -> datetime:
    """Return a moment of a day while people are awake, and before another moment."""
    begins = datetime.combine(day, EARLIEST_SENT, LOCAL_ZONE)
    drawn = begins + timedelta(minutes=chance.randrange(MINUTES_AWAKE))
    return drawn if drawn < before else begins + timedelta(minutes=chance.randrange(60))


def some_time_between(chance: Random, begins: datetime, ends: datetime) -> datetime:
    """Return a moment between two, more often soon after the first, in whole seconds."""
    share = chance.betavariate(0.8, 2.4)
    return begins + timedelta(seconds=int(share * (ends - begins).total_seconds()))
