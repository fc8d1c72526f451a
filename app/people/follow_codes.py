"""How a follow code is made: three words and two digits, worked out again whenever it is shown.

The code is made from the participant's number and a turn under the installation's secret, so the
database holds only a digest of it and yet the receipt can show it again.
"""

from app.foundation.access.keys import KeyRing
from app.people.code_words import WORDS

DIGITS = 100


def follow_code_for(keys: KeyRing, participant_id: int, turn: int) -> str:
    """Return the participant's code, such as brae-otter-heron-41."""
    number = keys.number("follow-code", f"{participant_id}:{turn}")
    parts = []
    for _ in range(3):
        number, place = divmod(number, len(WORDS))
        parts.append(WORDS[place])
    return f"{'-'.join(parts)}-{number % DIGITS:02d}"


def follow_code_digest(keys: KeyRing, code: str) -> str:
    """Return what is stored of a code that `normalise_code` has put into its one form."""
    return keys.digest("follow-code-stored", code)


def cookie_digest(keys: KeyRing, token: str) -> str:
    """Return what is stored of a participant cookie."""
    return keys.digest("participant-cookie-stored", token)
