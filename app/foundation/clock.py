"""The only place that asks the machine what time it is."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LOCAL_ZONE = ZoneInfo("Europe/London")


def real_now() -> datetime:
    """Return the real moment: for sessions, limits, codes and mail."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """Return the day that people here would call it."""
    return moment.astimezone(LOCAL_ZONE).date()


@lru_cache(maxsize=8)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="SCT", years=year))


def is_working_day(day: date) -> bool:
    """Tell whether the office is open: Monday to Friday less Scottish bank holidays."""
    saturday = 5
    return day.weekday() < saturday and day not in _bank_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """Return the day that is `count` working days after `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
