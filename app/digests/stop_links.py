"""The keys in links that stop letters. No Flask and no database here.

A key names one account and is signed for one purpose, this installation and one e-mail. It lasts as
long as that e-mail does: a letter may be read years later. It opens nothing but an end to letters;
the key that undoes it is another one, and lasts an hour.
"""

from datetime import UTC, datetime, timedelta

from app.following.models import HowOften
from app.foundation.access.keys import KeyRing
from app.foundation.text.numbers import number_in

UNDO_LIVES = timedelta(hours=1)
LONGEST_KEY = 100


def _purpose(name: str, site: str, email: str) -> str:
    return f"{name}:{site}:{email}"


def stop_key(keys: KeyRing, site: str, member_id: int, email: str) -> str:
    """Return the key for a link in a letter."""
    return keys.sign(_purpose("stop-letters", site, email), str(member_id))


def member_named(key: str) -> int:
    """Return which account a key names, before anything shows that it is ours; 0 for none."""
    number = key[:LONGEST_KEY].partition(".")[0].partition("-")[0]
    return number_in(number) or 0


def is_stop_key(keys: KeyRing, site: str, key: str, email: str) -> bool:
    """Tell whether a key is ours, for this purpose and for this e-mail."""
    return keys.signed_text(_purpose("stop-letters", site, email), key) is not None


def undo_key(
    keys: KeyRing, site: str, member_id: int, email: str, how_often: HowOften, real_now: datetime
) -> str:
    """Return the key that lets letters come again as they did before."""
    text = f"{member_id}-{how_often.value}-{int(real_now.timestamp())}"
    return keys.sign(_purpose("letters-again", site, email), text)


def read_undo_key(
    keys: KeyRing, site: str, key: str, email: str, real_now: datetime
) -> HowOften | None:
    """Return how often letters came before, or None when the key is not ours or too old."""
    text = keys.signed_text(_purpose("letters-again", site, email), key)
    if text is None:
        return None
    _member, how_often, moment = text.split("-")
    made_at = datetime.fromtimestamp(int(moment), UTC)
    return HowOften(how_often) if real_now - made_at < UNDO_LIVES else None
