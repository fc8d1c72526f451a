"""Direction controls in people's words: kept, but never let out of those words."""

import re

EMBEDDING_OPENERS = "\u202a\u202b\u202d\u202e"
ISOLATE_OPENERS = "\u2066\u2067\u2068"
END_EMBEDDING = "\u202c"
END_ISOLATE = "\u2069"
CONTROLS = EMBEDDING_OPENERS + ISOLATE_OPENERS + END_EMBEDDING + END_ISOLATE

_CONTROL = re.compile(f"[{CONTROLS}]")


class OpenDirections:
    """Follows the direction controls of one stretch of words, given piece by piece.

    A closing control that closes nothing is left out: inside `<bdi>` it could end the isolation of
    the page itself. On screen it has no other effect.
    """

    def __init__(self) -> None:
        """Begin with nothing open."""
        self._open: list[str] = []
        self._isolates = 0

    def keep(self, piece: str) -> str:
        """Return the piece without closing controls that close nothing."""
        if not _CONTROL.search(piece):
            return piece
        return _CONTROL.sub(lambda found: self._follow(found[0]), piece)

    def close(self) -> str:
        """Return the controls that close whatever is still open."""
        closers = "".join(
            END_ISOLATE if opener in ISOLATE_OPENERS else END_EMBEDDING
            for opener in reversed(self._open)
        )
        self._open.clear()
        self._isolates = 0
        return closers

    def _follow(self, control: str) -> str:
        if control == END_EMBEDDING:
            if not self._open or self._open[-1] in ISOLATE_OPENERS:
                return ""
            self._open.pop()
        elif control == END_ISOLATE:
            if not self._isolates:
                return ""
            # An isolate closes what was opened inside it, as the Unicode rules say.
            while self._open.pop() not in ISOLATE_OPENERS:
                pass
            self._isolates -= 1
        else:
            self._open.append(control)
            self._isolates += control in ISOLATE_OPENERS
        return control


def closed(words: str) -> str:
    """Return the words with their direction controls balanced."""
    directions = OpenDirections()
    return directions.keep(words) + directions.close()
